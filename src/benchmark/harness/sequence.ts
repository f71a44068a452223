import { decide } from './statistics/decide.ts';
import type { Decision, Undecided } from './statistics/decide.ts';
import { largeEffect } from './statistics/measure.ts';
import type { Curve, Measure, Rounds } from './statistics/measure.ts';
import { Random } from './statistics/random.ts';
import { spentAlpha } from './statistics/spending.ts';

/** How long a run may go on. */
export interface Plan {
  /** Numbers of processes after which the run is judged, rising; the last is the largest run. */
  looks: readonly number[];
  /** Chance of a false verdict, over all looks. */
  alpha: number;
  /** Of the resampling, and of all that the processes draw. */
  seed: number;
  /** No process is started when so many milliseconds are over; the first look is waited for as long again, since without one there is nothing to say. */
  budget: number;
  /** So many of these were spent before the first process: the time that making ready took. */
  spent?: number;
  /** A run that loses more processes than this says nothing; default 2. */
  maxFailed?: number;
}

/** Six processes are the fewest whose interval says something of any effect; three are enough for a large one. Three more times the run may be judged. */
export const DEFAULT_PLAN: Plan = { looks: [3, 6, 9, 12, 18], alpha: 0.05, seed: 1, budget: 20_000 };
/** Before so many processes only a large effect is confirmed (`largeEffect`), and nothing refuted. */
const ENOUGH = 6;

/** What a process gave. */
export type Outcome =
  | { ok: true; rounds: Rounds; curve?: Curve; /** Share of the time in which it could run and did not; undefined where the system does not tell. */ waitShare?: number }
  | { ok: false; reason: string };

/** What a run gave. */
export interface Run {
  verdict: Decision['verdict'];
  /** Why it is inconclusive. */
  reason?: Undecided | 'too-few-processes' | 'budget-spent' | 'crashed';
  /** What the last process that failed said. */
  failure?: string;
  /** The last look; undefined where there was none. */
  decision?: Decision;
  /** Chance of a false verdict of its interval. */
  alpha?: number;
  processes: readonly Rounds[];
  /** Of the processes that measured one. */
  curves: readonly Curve[];
  waitShare: number;
  failed: number;
  /** Numbers of processes at which it was judged. */
  looks: readonly number[];
}

/**
 * Runs processes one after the other and judges them at each look, until one decides or the budget is spent. What is spent of the chance
 * of a false verdict follows the number of processes (statistics/spending.ts), so that a run which the budget ends early is
 * judged once more, validly.
 * @param start measures in a fresh process; its seed is the run's and its own number's
 */
export async function runSequence(
  measure: Measure,
  plan: Plan,
  start: (process: { index: number; seed: number }) => Promise<Outcome>,
  { now = () => performance.now(), onProcess }: { now?: () => number; onProcess?: (done: number, most: number) => void } = {},
): Promise<Run> {
  const began = now();
  const most = plan.looks.at(-1)!;
  const random = new Random(plan.seed);
  const [processes, curves, waits, looks]: [Rounds[], Curve[], number[], number[]] = [[], [], [], []];
  let [failed, spent] = [0, 0];
  let failure: string | undefined;
  let last: { decision: Decision; alpha: number } | undefined;
  const state = (): Omit<Run, 'verdict' | 'reason'> => ({ ...last, ...(failure !== undefined && { failure }), processes, curves, waitShare: mean(waits), failed, looks });
  for (let index = 0; processes.length < most; index++) {
    const isSpent = index > 0 && now() - began + (plan.spent ?? 0) >= plan.budget * (processes.length < plan.looks[0]! ? 2 : 1);
    if (!isSpent) {
      const outcome = await start({ index, seed: (plan.seed * 1_000_003 + index) | 0 });
      if (outcome.ok) {
        processes.push(outcome.rounds);
        if (outcome.curve) curves.push(outcome.curve);
        if (outcome.waitShare !== undefined) waits.push(outcome.waitShare);
      } else {
        failed++;
        failure = outcome.reason;
        if (failed > (plan.maxFailed ?? 2)) return { ...state(), verdict: 'inconclusive', reason: 'crashed' };
      }
      onProcess?.(processes.length, most);
    }
    const isNew = processes.length > (looks.at(-1) ?? 0);
    if (processes.length >= plan.looks[0]! && isNew && (isSpent || plan.looks.includes(processes.length))) {
      looks.push(processes.length);
      const due = spentAlpha(processes.length / most, plan.alpha);
      const alpha = due - spent;
      spent = due;
      last = { decision: decide(measure, processes, { alpha, random, waitShare: mean(waits) }), alpha };
      const { verdict, effect } = last.decision;
      if (verdict !== 'inconclusive' && (processes.length >= ENOUGH || (verdict === 'confirmed' && effect.low >= largeEffect(measure)))) return { ...state(), verdict };
    }
    if (isSpent) return { ...state(), verdict: 'inconclusive', reason: last && processes.length >= ENOUGH ? spentReason(last.decision) : 'too-few-processes' };
  }
  // A plan of fewer processes than are enough may end with an effect that is not large enough for them.
  return { ...state(), verdict: 'inconclusive', reason: last!.decision.reason ?? 'too-few-processes' };
}

/** More time helps where the interval is merely wide. */
function spentReason({ reason }: Decision): Run['reason'] {
  return reason === 'wide-interval' ? 'budget-spent' : reason;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
