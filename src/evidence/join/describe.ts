import type { Evidence } from '../../findings/types.ts';
import { routeText } from '../routes.ts';
import type { ImportedFile, Metric, Observation, Unit } from '../types.ts';

/** Measurements below this number are told as few. */
export const FEW_SAMPLES = 30;

/** What is said of a metric's value, in a clause. */
const SENTENCES: Readonly<Record<Metric, string>> = {
  'self-time': 'of the time it was busy',
  'total-time': 'of the time it was busy, with all that it calls',
  calls: 'calls',
  'blocking-calls': 'synchronous calls while the event loop ran',
  allocated: 'of what was allocated and is still held',
  retained: 'kept alive',
  'memory-growth': 'by which the process grew',
  memory: 'held by the process',
  'heap-after-gc': 'alive after garbage collection',
  'gc-pause': 'in garbage collection',
  'loop-delay': 'late was the event loop',
  'loop-block': 'was the event loop held at most',
  'cpu-load': 'processors in use',
  'query-time': 'in the database',
  'repeated-queries': 'statements that differ in values alone',
  rows: 'rows',
  'response-time': 'until the answer',
  throughput: 'requests a second',
  'error-rate': 'of requests failed',
  requests: 'requests',
  'long-task': 'in tasks that held the page longer than 50 ms',
  'forced-layout': 'in layouts that the code forced',
  'repeated-requests': 'requests of one kind from one place',
  lcp: 'until the largest content is painted',
  fcp: 'until the first content is painted',
  cls: 'layout shift',
  tbt: 'total blocking time',
  inp: 'from an interaction to the next paint',
  ttfb: 'until the server answers',
  'speed-index': 'speed index',
};

/** Metrics that are told as a part of the whole. */
const SHARED: ReadonlySet<Metric> = new Set(['self-time', 'total-time', 'allocated']);

/** `12 %`, `4.2 ms`, `1.3 MB` */
export function amount(value: number, unit: Unit): string {
  switch (unit) {
    case 'ms':
      return value >= 10_000 ? `${digits(value / 1000)} s` : `${digits(value)} ms`;
    case 'bytes':
      return value >= 1e6 ? `${digits(value / 1e6)} MB` : `${digits(value / 1e3)} kB`;
    case 'ratio':
      return percent(value);
    case 'per-second':
      return `${digits(value)} per second`;
    case 'samples':
      return `${digits(value)} samples`;
    case 'count':
    case 'score':
      return digits(value);
  }
}

export function percent(share: number): string {
  return `${digits(share * 100)} %`;
}

function digits(value: number): string {
  const size = Math.abs(value);
  return String(Number(value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3)));
}

/** An observation, in a clause: `29 % of the time it was busy (509 ms, 313 samples)`. */
function sentence({ metric, value, unit, per, share, samples, distribution, subject, route }: Observation): string {
  const shared = share !== undefined && SHARED.has(metric);
  const of = per === undefined ? '' : ` per ${per}`;
  const lead = shared ? percent(share) : amount(value, unit);
  const percentiles = (distribution?.percentiles ?? []).filter(([at]) => at >= 50).map(([at, one]) => `p${at} ${amount(one, unit)}`);
  const notes = [
    ...(shared && unit !== 'samples' ? [amount(value, unit)] : []),
    ...percentiles,
    ...(share !== undefined && metric === 'query-time' ? [`${percent(share)} of the time of all statements`] : []),
    ...(samples !== undefined && unit !== 'count' ? [`${samples} ${SHARED.has(metric) ? 'sample' : 'measurement'}${samples === 1 ? '' : 's'}${samples < FEW_SAMPLES ? ', which is few' : ''}`] : []),
  ];
  // Rows that were read, or given.
  if (metric === 'rows') return `${lead} rows${subject === undefined ? '' : ` ${subject}`}${of}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`;
  const where = route === undefined ? '' : ` of ${routeText(route)}`;
  return `${lead} ${SENTENCES[metric]}${shared ? '' : of}${where}${subject === undefined || route !== undefined ? '' : `, in ${subject}`}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`;
}

/** An observation as evidence of a finding. */
export function evidenceOf(observation: Observation, { file, format, tool, version }: ImportedFile, joinedBy: Evidence['joinedBy']): Evidence {
  const { kind, metric, value, unit, per, share, samples, distribution, route, sql, subject, at } = observation;
  return {
    kind,
    tool,
    version: version ?? '',
    verdict: 'observed',
    summary: `${sentence(observation)}${joinedBy === 'line' ? '' : ` [joined by ${joinedBy}]`}`,
    joinedBy,
    metric,
    value,
    unit,
    ...(samples !== undefined && { n: Math.round(samples) }),
    source: { file, ...(at !== undefined && { line: at }) },
    detail: { format, ...(share !== undefined && { share }), ...(per && { per }), ...(distribution && { distribution }), ...(route && { route }), ...(sql !== undefined && { sql }), ...(subject !== undefined && { subject }) },
  };
}
