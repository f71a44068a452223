import { z } from 'zod';
import { CONFIDENCES, SEVERITIES } from '../findings/levels.ts';
import type { Finding, RelatedPlace, Skipped } from '../findings/types.ts';

/** What a JSON report holds of a run. */
export interface ParsedReport {
  findings: Finding[];
  skipped: Skipped[];
}

const ROLES = ['loop', 'step', 'sink', 'outer', 'beside'] as const satisfies readonly RelatedPlace['role'][];
const line = z.int().min(1);
const place = z.object({ file: z.string(), line, column: line, endLine: line, endColumn: line });
/** Reports of before a place had a role name steps. */
const relatedPlace = place.extend({ message: z.string(), role: z.enum(ROLES).default('step') });
const evidence = z.object({
  kind: z.enum(['plan', 'benchmark', 'profile', 'trace', 'query-log', 'load-test', 'heap']),
  tool: z.string(),
  version: z.string(),
  verdict: z.enum(['confirmed', 'refuted', 'inconclusive', 'observed']),
  summary: z.string(),
  joinedBy: z.enum(['line', 'function', 'route', 'query']),
  metric: z.string().optional(),
  value: z.number().optional(),
  unit: z.string().optional(),
  baseline: z.number().optional(),
  interval: z.tuple([z.number(), z.number()]).optional(),
  n: z.int().optional(),
  source: z.object({ file: z.string(), line: line.optional() }).optional(),
  detail: z.unknown(),
});
const finding = z.object({
  id: z.string().regex(/^[0-9a-f]{16}$/, 'must be 16 hexadecimal digits'),
  rule: z.string(),
  severity: z.enum(SEVERITIES),
  confidence: z.enum(CONFIDENCES),
  group: z.string(),
  message: z.string(),
  help: z.string(),
  location: place.nullable(),
  related: z.array(relatedPlace),
  impact: z.object({
    multiplicity: z.enum(['once', 'constant', 'limit', 'per-element']),
    bound: z.int().optional(),
    over: z.string().optional(),
    mode: z.enum(['sequential', 'concurrent']).optional(),
    entry: z.string().optional(),
    loops: z.array(place),
  }),
  evidence: z.array(evidence),
  suggestions: z.array(
    z.object({ title: z.string(), safety: z.enum(['safe', 'review']), edits: z.array(z.object({ file: z.string(), start: z.int(), end: z.int(), text: z.string() })) }),
  ),
  reasons: z.array(z.object({ about: z.enum(['repetition', 'size', 'entry', 'confidence', 'severity', 'benign', 'documentation']), text: z.string() })),
  suppressed: z.boolean(),
  justification: z.string().optional(),
  observed: z.boolean().optional(),
  route: z.string().optional(),
  query: z.string().optional(),
  symbol: z.string().default(''),
});
const report = z.object({ version: z.literal(1), findings: z.array(finding), skipped: z.array(z.object({ file: z.string(), reason: z.string() })) });

/** Understands a JSON report of version 1, or says in half a sentence why it is none. */
export function parseReport(text: string): { ok: true; value: ParsedReport } | { ok: false; reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { ok: false, reason: `it is no JSON (${(error as Error).message.replace(/\s+/g, ' ')})` };
  }
  const parsed = report.safeParse(value);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    return { ok: false, reason: `it is no JSON report of perf-lint: ${path.length === 0 ? '' : `${path.join('.')}: `}${message}` };
  }
  return { ok: true, value: { findings: parsed.data.findings.map(toFinding), skipped: parsed.data.skipped } };
}

function toFinding({ impact: { loops, ...impact }, related, symbol, location, observed, route, query, ...rest }: z.infer<typeof finding>): Finding {
  const around = loops.map((loop, index): RelatedPlace => ({ ...loop, role: index === 0 ? 'loop' : 'outer', message: index === 0 ? 'runs repeatedly' : 'and that runs repeatedly itself' }));
  const places = related.map(({ role, message, ...at }): RelatedPlace => ({ ...at, role, message }));
  const { file = '', line: at = 1 } = rest.evidence[0]?.source ?? {};
  return withoutUndefined({ ...rest, location: location ?? { file, line: at, column: 1, endLine: at, endColumn: 1 }, ...(observed && { observed: withoutUndefined({ route, query }) }), impact: withoutUndefined(impact), related: [...around, ...places], evidence: rest.evidence.map(withoutUndefined), key: { symbol, callee: '', args: '', over: impact.over ?? '' } } as Finding);
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;
}
