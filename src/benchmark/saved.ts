import type { Evidence } from '../findings/types.ts';
import { environment } from './environment.ts';
import type { Environment } from './environment.ts';
import type { BenchmarkDetail } from './evidence.ts';
import { MEASURES } from './harness/measures/measures.ts';
import { median } from '../statistics/location.ts';
import { minimumEffect, shown } from './harness/statistics/measure.ts';
import { unpairedInterval } from './harness/statistics/unpaired.ts';
import type { Subject } from './harness/subject.ts';

/** A run as `--save` writes it: what each process measured, in the measure's unit, and where. */
export interface SavedRun {
  version: 1;
  tool: string;
  /** The command line that made it; absent in files of earlier versions. */
  command?: string;
  environment: Environment;
  benchmarks: readonly SavedBenchmark[];
}

export interface SavedBenchmark {
  /** Of the finding. */
  id: string;
  rule: string;
  place: string;
  kind: Subject['kind'];
  /** What was run: a run of something else is not compared with it. */
  source: 'model' | 'replay';
  suspect: string;
  /** The form beside it; absent in files of earlier versions. */
  twin?: string;
  /** What nothing tells, such as rows, and the server that was asked; absent in files of earlier versions. */
  assumed?: string;
  server?: string;
  /** Medians over rounds, one of each process. */
  medians: { suspect: readonly number[]; twin: readonly number[] };
}

/** What a benchmark of a finding measured, for a file; undefined where nothing was measured. */
export function savedBenchmark(finding: { id: string; rule: string; place: string }, { detail }: Evidence): SavedBenchmark | undefined {
  const { kind, source, suspect, twin, assumed, server, processes = [] } = (detail ?? {}) as Partial<BenchmarkDetail>;
  if (kind === undefined || source === undefined || suspect === undefined || processes.length === 0) return undefined;
  const medians = (side: 'suspect' | 'twin'): number[] => processes.map((rounds) => median(rounds[side]));
  return { ...finding, kind, source, suspect, ...(twin !== undefined && { twin }), ...(assumed !== undefined && { assumed }), ...(server !== undefined && { server }), medians: { suspect: medians('suspect'), twin: medians('twin') } };
}

export function savedRun(tool: string, command: string, benchmarks: readonly SavedBenchmark[]): SavedRun {
  return { version: 1, tool, command, environment: environment(), benchmarks };
}

/** The code as it is, and the form beside it, in the measure's unit: medians over processes. */
export function formsOf({ kind, medians }: SavedBenchmark): { suspect: number; twin: number; unit: string } {
  return { suspect: median(medians.suspect), twin: median(medians.twin), unit: MEASURES[kind].unit };
}

/**
 * Reads what `--save` wrote.
 * @throws Error with the reason, as a clause, for what is none
 */
export function readSavedRun(text: string): SavedRun {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error('it is no JSON', { cause: error });
  }
  const { version, command = '', environment: where, benchmarks } = (value ?? {}) as Partial<SavedRun>;
  if (version !== 1 || typeof command !== 'string' || !isEnvironment(where) || !Array.isArray(benchmarks) || !benchmarks.every(isBenchmark)) throw new Error('it is not what perf-lint bench --save writes');
  return value as SavedRun;
}

function isEnvironment(value: unknown): boolean {
  const { machine, node, cpu, cores, load } = (value ?? {}) as Partial<Environment>;
  return [machine, node, cpu].every((one) => typeof one === 'string') && typeof cores === 'number' && typeof load === 'number';
}

function isBenchmark(value: unknown): boolean {
  const { id, rule, place, kind, suspect, twin = '', assumed = '', server = '', medians } = (value ?? {}) as Partial<SavedBenchmark>;
  const isNumbers = (list: unknown): boolean => Array.isArray(list) && list.every((one) => typeof one === 'number');
  return [id, rule, place, suspect, twin, assumed, server].every((one) => typeof one === 'string') && Object.hasOwn(MEASURES, String(kind)) && isNumbers(medians?.suspect) && isNumbers(medians?.twin);
}

/** How what was measured now differs from what was measured before. */
export interface Comparison {
  id: string;
  verdict: 'less' | 'more' | 'same' | 'inconclusive';
  before: number;
  after: number;
  unit: string;
  /** Of the change, as a reader knows it: a factor, or in the unit. */
  interval?: readonly [low: number, high: number];
  scale: 'factor' | 'difference';
  reason?: string;
}

const ALPHA = 0.05;

/** Two runs beside each other: findings that both measured, in the order of the earlier one, and those that one of them lacks. */
export interface ComparedRuns {
  comparisons: Comparison[];
  onlyBefore: SavedBenchmark[];
  onlyAfter: SavedBenchmark[];
}

export function compareRuns(before: readonly SavedBenchmark[], after: readonly SavedBenchmark[]): ComparedRuns {
  const [old, now] = [before, after].map((run) => new Map(run.map((benchmark) => [benchmark.id, benchmark])));
  return {
    comparisons: [...old!].flatMap(([id, benchmark]) => (now!.has(id) ? [compareBenchmarks(benchmark, now!.get(id)!)] : [])),
    onlyBefore: before.filter(({ id }) => !now!.has(id)),
    onlyAfter: after.filter(({ id }) => !old!.has(id)),
  };
}

/** What a change must be at least for two runs to differ by it: that of the measure, up or down. */
export function compareBenchmarks(before: SavedBenchmark, after: SavedBenchmark): Comparison {
  const measure = MEASURES[after.kind];
  const isRatio = measure.scale === 'ratio';
  const base = { id: after.id, before: median(before.medians.suspect), after: median(after.medians.suspect), unit: measure.unit, scale: isRatio ? ('factor' as const) : ('difference' as const) };
  if (before.kind !== after.kind || before.source !== after.source) return { ...base, verdict: 'inconclusive', reason: 'the two runs measured different things' };
  const [old, now] = [before, after].map(({ medians }) => (isRatio ? medians.suspect.map(Math.log) : medians.suspect));
  for (const what of ['server', 'assumed'] as const) {
    const [was, is] = [before[what], after[what]];
    if (was !== undefined && is !== undefined && was !== is) return { ...base, verdict: 'inconclusive', reason: `the two runs measured different things: ${was}, now ${is}` };
  }
  if (old!.length < 2 || now!.length < 2) return { ...base, verdict: 'inconclusive', reason: 'a run of fewer than two processes says nothing' };
  const interval = unpairedInterval(old!, now!, ALPHA);
  // A factor of 1.1 up, or of 1/1.1 down. Of a value, a change of a third of what would be a finding.
  const least = measure.scale === 'value' ? measure.minimum / 3 : minimumEffect(measure);
  const verdict = interval.low > least ? 'more' : interval.high < -least ? 'less' : interval.low > -least && interval.high < least ? 'same' : 'inconclusive';
  const inUnits = (effect: number): number => (isRatio ? shown(measure, effect) : effect);
  return { ...base, verdict, interval: [inUnits(interval.low), inUnits(interval.high)], ...(verdict === 'inconclusive' && { reason: 'the interval holds both a change and none' }) };
}
