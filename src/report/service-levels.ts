import type { LevelMetric, LevelStatus, LevelUnit, Measured, ServiceLevel } from '../evidence/slo/types.ts';

/** What a reader calls a level. */
export const LEVEL_NAMES: Readonly<Record<LevelMetric, string>> = {
  p50: 'response time, p50',
  p95: 'response time, p95',
  p99: 'response time, p99',
  throughput: 'throughput',
  'error-rate': 'error rate',
  lcp: 'Largest Contentful Paint',
  inp: 'Interaction to Next Paint',
  cls: 'Cumulative Layout Shift',
  tbt: 'Total Blocking Time',
  'query-time': 'query time',
  'loop-block': 'event loop block',
  'memory-slope': 'memory growth',
};

export const STATUS_NAMES: Readonly<Record<LevelStatus, string>> = { pass: 'pass', fail: 'fail', 'not-measured': 'not measured', 'not-resolvable': 'not resolvable' };

const UNITS: Readonly<Record<LevelUnit, (value: string) => string>> = {
  ms: (value) => `${value} ms`,
  'per-second': (value) => `${value} /s`,
  ratio: (value) => `${value} %`,
  score: (value) => value,
  'bytes-per-second': (value) => `${value} B/s`,
};

/** `≤ 200 ms` */
export function targetText({ bound, target, unit }: Pick<ServiceLevel, 'bound' | 'target' | 'unit'>): string {
  return `${bound === 'at-most' ? '≤' : '≥'} ${valueText(target, unit)}`;
}

/** `31 ms`, `31 to 35 ms`, `≥ 31 ms`; nothing where nothing was measured. */
export function measuredText(measured: Measured | undefined, unit: LevelUnit): string {
  if (measured === undefined) return '';
  if ('value' in measured) return valueText(measured.value, unit);
  const { low, high } = measured;
  return high === undefined ? `≥ ${valueText(low, unit)}` : UNITS[unit](`${figure(low, unit)} to ${figure(high, unit)}`);
}

function valueText(value: number, unit: LevelUnit): string {
  return UNITS[unit](figure(value, unit));
}

/** Three digits, and all before the point. */
function figure(value: number, unit: LevelUnit): string {
  const shown = unit === 'ratio' ? value * 100 : value;
  return Math.abs(shown) >= 100 ? String(Math.round(shown)) : Number(shown.toPrecision(3)).toString();
}
