import type { Dialect } from '../../../database/sql/parse.ts';
import { ContentError } from '../../errors.ts';
import { routeText } from '../../routes.ts';
import type { Importer } from '../../importer.ts';
import type { Input } from '../../input/input.ts';
import { byDialect } from '../../statements/dialects.ts';
import { statementsOf } from '../../statements/keys.ts';
import type { CodePlace, Observation, Route } from '../../types.ts';
import { Values } from '../../values.ts';
import { OpenTraces } from './open-traces.ts';
import { spansOf } from './spans.ts';
import type { Span } from './spans.ts';
import { siblingsOf } from './trace.ts';
import type { Siblings } from './trace.ts';

const DIALECTS: Readonly<Record<string, Dialect>> = { mysql: 'mysql', mariadb: 'mariadb', sqlite: 'sqlite' };
/** Requests and statements that are told apart. */
const MAX_GROUPS = 20_000;

export const otlp: Importer = {
  id: 'otlp',
  name: 'OpenTelemetry traces in JSON (the collector’s file exporter; OTLP over HTTP)',
  recognises: (head) => head.has('resourceSpans'),
  async read(input) {
    const found = new Found();
    const traces = new OpenTraces((spans) => found.add(spans));
    for await (const value of (await isOneALine(input)) ? eachLine(input) : whole(input)) for (const span of spansOf(value)) traces.add(span);
    traces.end();
    if (found.spans === 0) throw new ContentError('it holds no span');
    return { tool: 'OpenTelemetry', observations: found.observations() };
  },
};

/** The collector writes one export a line, and a line may be longer than the beginning that is looked at. */
async function isOneALine(input: Input): Promise<boolean> {
  const { shape, text = '' } = await input.head();
  return shape?.isSequence === true || !text.trim().includes('\n');
}

async function* eachLine(input: Input): AsyncGenerator<unknown> {
  for await (const { value } of input.values()) yield value;
}

async function* whole(input: Input): AsyncGenerator<unknown> {
  yield await input.json();
}

interface Requests {
  /** Undefined: of all. */
  route: Route | undefined;
  times: Values;
  failed: number;
}

interface Statements {
  sql: string;
  dialect: Dialect;
  route: Route | undefined;
  place: CodePlace | undefined;
  times: Values;
  /** Of groups that are repeated: how many, their statements, and what they cost beyond one. */
  repeated: { requests: number; statements: number; cost: number };
}

/** What traces say, added up by route, and by statement. */
class Found {
  spans = 0;
  private readonly requests = new Map<string, Requests>();
  private readonly statements = new Map<string, Statements>();

  add(spans: readonly Span[]): void {
    this.spans += spans.length;
    for (const span of spans) {
      if (span.kind !== 'server' || !span.route) continue;
      this.addRequest(span, undefined);
      this.addRequest(span, span.route);
    }
    for (const siblings of siblingsOf(spans)) this.addStatements(siblings);
  }

  observations(): Observation[] {
    const statements = [...this.statements.values()];
    const texts = textsOf(statements);
    return [...[...this.requests.values()].flatMap(ofRequests), ...statements.flatMap((one, index) => ofStatements(one, texts[index]!))];
  }

  private addRequest({ start, end, failed }: Span, route: Route | undefined): void {
    const key = keyOf(route);
    let requests = this.requests.get(key);
    if (requests === undefined && this.requests.size < MAX_GROUPS) this.requests.set(key, (requests = { route, times: new Values(), failed: 0 }));
    requests?.times.add(end - start);
    if (requests && failed) requests.failed++;
  }

  private addStatements({ normal, spans, route, repeated }: Siblings): void {
    const [{ sql, system, place }] = spans as readonly [Span];
    const key = `${keyOf(route)} ${place?.file ?? ''}:${place?.line ?? ''} ${normal}`;
    let statements = this.statements.get(key);
    if (statements === undefined && this.statements.size < MAX_GROUPS) {
      statements = { sql: sql!, dialect: DIALECTS[system ?? ''] ?? 'postgresql', route, place, times: new Values(), repeated: { requests: 0, statements: 0, cost: 0 } };
      this.statements.set(key, statements);
    }
    if (statements === undefined) return;
    for (const { start, end } of spans) statements.times.add(end - start);
    if (repeated === undefined) return;
    statements.repeated.requests++;
    statements.repeated.statements += spans.length;
    statements.repeated.cost += repeated;
  }
}

/** Each statement without its values. */
function textsOf(statements: readonly Statements[]): string[] {
  return byDialect(statements, ({ dialect }) => dialect, (own, dialect) => statementsOf(own.map(({ sql }) => sql), dialect)).map(({ text }) => text);
}

function ofRequests({ route, times, failed }: Requests): Observation[] {
  const distribution = times.distribution();
  const base = { kind: 'trace' as const, ...(route && { route }), samples: times.count };
  return [
    { ...base, metric: 'response-time', value: distribution.mean!, unit: 'ms', per: 'request', distribution },
    { ...base, metric: 'error-rate', value: failed / times.count, unit: 'ratio' },
    { ...base, metric: 'requests', value: times.count, unit: 'count' },
  ];
}

function ofStatements({ route, place, times, repeated }: Statements, sql: string): Observation[] {
  const distribution = times.distribution();
  const base = { kind: 'trace' as const, sql, ...(route && { route }), ...(place && { place }) };
  return [
    { ...base, metric: 'query-time', value: distribution.mean!, unit: 'ms', per: 'call', samples: times.count, distribution },
    ...(repeated.requests === 0
      ? []
      : [
          { ...base, metric: 'repeated-queries' as const, value: repeated.statements / repeated.requests, unit: 'count' as const, per: 'request' as const, samples: repeated.requests },
          // What one statement in place of all would save.
          { ...base, metric: 'query-time' as const, value: repeated.cost / repeated.requests, unit: 'ms' as const, per: 'request' as const, samples: repeated.requests },
        ]),
  ];
}

function keyOf(route: Route | undefined): string {
  return route === undefined ? '' : routeText(route);
}
