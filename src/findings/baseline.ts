import { knownOf } from './match.ts';
import type { Known } from './match.ts';
import type { Finding } from './types.ts';

/** A finding that somebody accepted. */
export interface Accepted extends Known {
  /** What the finding said, for who reads the file. */
  message: string;
}

const VERSION = 1;
/** In the order in which they are written, and by which findings are sorted. */
const FIELDS = ['file', 'rule', 'id', 'callee', 'over', 'message'] as const satisfies readonly (keyof Accepted)[];

export function acceptedOf(finding: Finding): Accepted {
  return { ...knownOf(finding), message: finding.message };
}

/** The text of a baseline: one finding in a line, sorted, so that two branches that change different ones merge. */
export function formatBaseline(findings: readonly Accepted[]): string {
  const lines = findings.map((one) => `    ${JSON.stringify(Object.fromEntries(FIELDS.map((field) => [field, one[field]])))}`).sort();
  return `{\n  "version": ${VERSION},\n  "findings": [${lines.length === 0 ? '' : `\n${lines.join(',\n')}\n  `}]\n}\n`;
}

/** Understands a baseline's text, or says in half a sentence why it is none. */
export function parseBaseline(text: string): { ok: true; value: Accepted[] } | { ok: false; reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { ok: false, reason: `it is no JSON (${(error as Error).message.replace(/\s+/g, ' ')})` };
  }
  if (!isRecord(value) || !Array.isArray(value.findings)) return { ok: false, reason: 'it holds no list "findings"' };
  if (value.version !== VERSION) return { ok: false, reason: `its version is ${JSON.stringify(value.version) ?? 'missing'}, and this perf-lint reads version ${VERSION}` };
  const accepted: Accepted[] = [];
  for (const [index, entry] of value.findings.entries()) {
    const missing = FIELDS.find((field) => !isRecord(entry) || typeof entry[field] !== 'string');
    if (missing !== undefined) return { ok: false, reason: `its finding ${index + 1} has no text ${JSON.stringify(missing)}` };
    accepted.push(entry as Accepted);
  }
  return { ok: true, value: accepted };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
