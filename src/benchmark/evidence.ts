import pkg from '../../package.json' with { type: 'json' };
import type { Evidence } from '../findings/types.ts';
import type { Environment } from './environment.ts';
import type { Plan, Run } from './harness/sequence.ts';
import { BURST, MEASURES } from './harness/measures/measures.ts';
import { NOISY_WAIT_SHARE } from './harness/statistics/decide.ts';
import { crossover } from './harness/statistics/growth.ts';
import type { Crossover } from './harness/statistics/growth.ts';
import { shown, typical, typicalCurve } from './harness/statistics/measure.ts';
import type { Curve, Measure } from './harness/statistics/measure.ts';
import type { Subject } from './harness/subject.ts';

/** What was run, for a reader and for `--compare`. */
export interface Described {
  kind: Subject['kind'];
  /** A pattern of ours, or the user's own function. */
  source: 'model' | 'replay';
  suspect: string;
  twin?: string;
  assumed?: string;
  /** How the network was off, and what else it was kept from. */
  isolation?: string;
  /** What the curve goes over, where that is not the same for all measurements of a kind: `keys`, `rows`. */
  over?: string;
}

/** How both forms go with a size, to be drawn: medians over processes. */
export interface BenchmarkCurve {
  /** `keys`, `rows`, `concurrent calls`, `calls`, `elements`. */
  over: string;
  /** `ms`, `B`, `handles`. */
  unit: string;
  points: Curve;
}

/** What the curve of a kind goes over, and what is drawn of it. */
const AXES: Readonly<Record<Subject['kind'], { over: string; unit: string }>> = {
  time: { over: 'n', unit: 'ms' },
  hold: { over: 'elements', unit: 'ms' },
  block: { over: 'concurrent calls', unit: 'ms' },
  bytes: { over: 'calls', unit: 'B' },
  handles: { over: 'calls', unit: 'handles' },
  growth: { over: 'elements', unit: 'ms' },
};

/** `detail` of the evidence of a benchmark: all that it rests on. */
export interface BenchmarkDetail extends Described {
  reason?: string;
  /** The database that was asked, as a reader knows it. */
  server?: string;
  /** As a reader knows it: a ratio, or in the metric's unit. */
  effect?: { scale: Measure['scale']; minimum: number; estimate: number; low: number; high: number; /** Chance that it misses the truth. */ alpha: number };
  curve?: BenchmarkCurve;
  /** Where the suspect becomes slower, of measurements of time at several sizes. */
  crossover?: Crossover;
  control?: { estimate: number; low: number; high: number };
  seed: number;
  looks: readonly number[];
  failed: number;
  waitShare: number;
  environment: Environment;
  /** What each process measured, round by round. */
  processes: Run['processes'];
}

const REASONS: Readonly<Record<NonNullable<Run['reason']>, string>> = {
  'noisy-control': 'identical code came out different in the same run',
  'noisy-machine': 'the machine is loaded: the processes waited too long for a processor',
  drift: 'the machine became faster or slower while it measured',
  'wide-interval': 'the interval holds the least effect that counts',
  'too-few-processes': 'the budget was spent before six processes had measured: a larger --budget may tell',
  'budget-spent': 'the budget was spent before the interval was narrow enough: a larger --budget may tell',
  crashed: 'its processes did not come through',
};

/** Numbers with as many digits as mean something. */
function number(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3;
  return String(Number(value.toFixed(digits)));
}

interface Numbers {
  suspect: number;
  twin: number;
  low: number;
  high: number;
}

interface Sentences {
  confirmed(numbers: Numbers, described: Described): string;
  refuted(numbers: Numbers, described: Described): string;
}

/** What is said of each kind of measurement. */
const SENTENCES: Readonly<Record<Subject['kind'], Sentences>> = {
  time: {
    confirmed: ({ suspect, twin, low, high }, of) => `${of.suspect} takes ${number(suspect)} ms per call, ${of.twin} ${number(twin)} ms: ${number(low)} to ${number(high)} times as long`,
    refuted: ({ high }, of) => `no effect >= 10 %: ${of.suspect} takes at most ${number(high)} times as long as ${of.twin}`,
  },
  hold: {
    confirmed: ({ suspect, low, high }, of) => `a call of ${of.suspect} holds the event loop ${number(suspect)} ms (${number(low)} to ${number(high)}), ${BURST} at once ${number(suspect * BURST)} ms`,
    refuted: ({ high }, of) => `no block >= 5 ms: ${BURST} concurrent calls of ${of.suspect} hold the event loop at most ${number(Math.max(high, 0) * BURST)} ms`,
  },
  block: {
    confirmed: ({ suspect, twin, low, high }, of) =>
      `${BURST} concurrent calls of ${of.suspect} hold the event loop ${number(suspect * BURST)} ms, of ${of.twin} ${number(Math.max(twin, 0) * BURST)} ms: ${number(low)} to ${number(high)} ms more with each call`,
    refuted: ({ high }, of) => `no block >= 5 ms: ${BURST} concurrent calls of ${of.suspect} hold the event loop at most ${number(Math.max(high, 0) * BURST)} ms longer than ${of.twin}`,
  },
  bytes: {
    confirmed: ({ suspect, twin, low, high }, of) => `${of.suspect} keeps ${number(suspect)} bytes per call, ${of.twin} ${number(Math.max(twin, 0))}: ${low === high ? number(low) : `${number(low)} to ${number(high)}`} more`,
    refuted: ({ high }, of) => `no growth >= 8 bytes per call: ${of.suspect} keeps at most ${number(Math.max(high, 0))} more than ${of.twin}`,
  },
  handles: {
    confirmed: ({ suspect, twin }, of) => `${of.suspect} leaves ${number(suspect)} open handles per call, ${of.twin} ${number(Math.max(twin, 0))}`,
    refuted: ({ high }, of) => `no handle is left: ${of.suspect} leaves at most ${number(Math.max(high, 0))} more per call than ${of.twin}`,
  },
  growth: {
    confirmed: ({ suspect, low, high }, of) => `the time of ${of.suspect} grows with the power ${number(suspect)} [${number(low)}, ${number(high)}] of its input's size`,
    refuted: ({ suspect, low, high }, of) => `the time of ${of.suspect} grows with the power ${number(suspect)} [${number(low)}, ${number(high)}] of its input's size: less than 1.5`,
  },
};

/** What a run says about a finding. */
export function benchmarkEvidence(described: Described, run: Run, plan: Plan, where: Environment): Evidence {
  const measure = MEASURES[described.kind];
  const { decision, alpha = plan.alpha, processes } = run;
  const detail: BenchmarkDetail = {
    ...described,
    ...(run.reason && { reason: reasonOf(run) }),
    ...(decision && {
      effect: { scale: measure.scale, minimum: measure.minimum, ...inUnits(measure, decision.effect), alpha },
      control: inUnits(measure.scale === 'value' ? { ...measure, scale: 'difference' } : measure, decision.control),
    }),
    ...curveOf(described, run),
    seed: plan.seed,
    looks: run.looks,
    failed: run.failed,
    waitShare: run.waitShare,
    environment: where,
    processes,
  };
  const numbers = decision && { suspect: typical(processes, 'suspect'), twin: typical(processes, 'twin'), low: shown(measure, decision.effect.low), high: shown(measure, decision.effect.high) };
  return {
    ...ofBenchmark(run.verdict, summaryOf(described, run, numbers)),
    ...(numbers && {
      metric: measure.metric,
      value: numbers.suspect,
      unit: measure.unit,
      ...(described.twin === undefined ? { interval: [numbers.low, numbers.high] } : { baseline: numbers.twin, interval: aroundTwin(measure, numbers) }),
      n: processes.length,
    }),
    detail,
  };
}

/** Why a benchmark says nothing, where none was run. */
export function noBenchmark(reason: string): Evidence {
  return ofBenchmark('inconclusive', `no benchmark: ${reason}`);
}

/** Evidence of a benchmark that gives a verdict by itself. */
export function ofBenchmark(verdict: Evidence['verdict'], summary: string): Evidence {
  return { kind: 'benchmark', tool: 'perf-lint', version: pkg.version, verdict, summary, joinedBy: 'line' };
}

function summaryOf(described: Described, run: Run, numbers: Numbers | undefined): string {
  const { source, assumed, isolation } = described;
  const { length } = run.processes;
  const notes = [source === 'replay' ? 'in your code' : 'in a model', ...(assumed === undefined ? [] : [`assumed: ${assumed}`]), ...(isolation === undefined ? [] : [isolation]), `${length} process${length === 1 ? '' : 'es'}`];
  const said = run.verdict === 'inconclusive' || !numbers ? `cannot tell: ${reasonOf(run)}` : SENTENCES[described.kind][run.verdict](numbers, described);
  return `${said} (${notes.join('; ')})`;
}

/** A budget that others use up is no sign of a finding that is hard to measure. */
function reasonOf({ reason, failure, waitShare }: Run): string {
  const spent = (reason === 'too-few-processes' || reason === 'budget-spent') && waitShare > NOISY_WAIT_SHARE;
  return `${spent ? `the machine is loaded (the processes waited for a processor ${Math.round(waitShare * 100)} % of their time), and ` : ''}${REASONS[reason!]}${reason === 'crashed' && failure !== undefined ? `: ${failure}` : ''}`;
}

function curveOf({ kind, over }: Described, { curves }: Run): Pick<BenchmarkDetail, 'curve' | 'crossover'> {
  const points = typicalCurve(curves);
  if (points.length < 2) return {};
  const { unit, over: usual } = AXES[kind];
  const sizes = points.map(({ n }) => n);
  const ratios = curves.map((curve) => sizes.flatMap((size) => curve.flatMap(({ n, suspect, twin }) => (n === size && twin !== undefined ? [suspect / twin] : []))));
  return { curve: { over: over ?? usual, unit, points }, ...(kind === 'time' && { crossover: crossover(sizes, ratios.filter(({ length }) => length === sizes.length)) }) };
}

function inUnits(measure: Measure, { estimate, low, high }: { estimate: number; low: number; high: number }): { estimate: number; low: number; high: number } {
  return { estimate: shown(measure, estimate), low: shown(measure, low), high: shown(measure, high) };
}

/** The interval of the suspect's value, if the twin's is taken as it is. */
function aroundTwin({ scale }: Measure, { twin, low, high }: Numbers): [number, number] {
  return scale === 'ratio' ? [twin * low, twin * high] : [twin + low, twin + high];
}
