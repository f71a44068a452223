import { bootstrapInterval } from './bootstrap.ts';
import type { Interval } from './bootstrap.ts';
import { median, theilSen } from '../../../statistics/location.ts';
import { effectsOf, minimumEffect, tolerance } from './measure.ts';
import type { Measure, Rounds } from './measure.ts';
import type { Random } from './random.ts';

/** Why nothing was decided. */
export type Undecided =
  /** Identical code came out different. */
  | 'noisy-control'
  /** The processes waited for a processor too long. */
  | 'noisy-machine'
  /** The machine became faster or slower on the way. */
  | 'drift'
  /** The interval is still on both sides of the least effect. */
  | 'wide-interval';

export interface Decision {
  verdict: 'confirmed' | 'refuted' | 'inconclusive';
  reason?: Undecided;
  /** On the scale on which effects add. */
  effect: Interval;
  control: Interval;
  /** Share by which the twin's values changed over the run. */
  drift: number;
}

/** Share of the time in which a process could run and did not. Above it a machine is loaded: two busy loops on two processors gave 0.26 to 0.32. */
export const NOISY_WAIT_SHARE = 0.25;
/** Change of the twin's values over a run. Rounds are paired, so that less of it cancels. */
const MAX_DRIFT = 0.25;

/**
 * What a run says, at one look.
 *
 * Confirmed: the interval lies above the least effect, and identical code came out different by less than that, or by less than a quarter of
 * what the interval begins at: what takes long also varies by more. Under load, the interval lies above the least effect and the worst
 * end of the control's together. Refuted: the interval lies below the least effect, and that of the control within
 * it on both sides: a harness that cannot see identical code as equal cannot say that nothing is there.
 */
export function decide(measure: Measure, processes: readonly Rounds[], { alpha, random, waitShare }: { alpha: number; random: Random; waitShare: number }): Decision {
  const effects = processes.map((rounds) => effectsOf(measure, rounds));
  const effect = bootstrapInterval(effects.map((of) => of.effect), alpha, random);
  const control = bootstrapInterval(effects.map((of) => of.control), alpha, random);
  const drift = driftOf(processes);
  const found = { effect, control, drift };
  const [minimum, equal] = [minimumEffect(measure), tolerance(measure)];
  const worst = Math.max(-control.low, control.high);
  const isLoaded = waitShare > NOISY_WAIT_SHARE;
  if (effect.low > minimum) {
    if (Math.abs(control.estimate) >= Math.min(effect.low, Math.max(equal, effect.low / 4))) return { ...found, verdict: 'inconclusive', reason: 'noisy-control' };
    if (isLoaded && effect.low <= minimum + worst) return { ...found, verdict: 'inconclusive', reason: 'noisy-machine' };
    return { ...found, verdict: 'confirmed' };
  }
  if (effect.high < minimum && worst < equal) return { ...found, verdict: 'refuted' };
  const reason = isLoaded ? 'noisy-machine' : drift > MAX_DRIFT ? 'drift' : worst >= equal ? 'noisy-control' : 'wide-interval';
  return { ...found, verdict: 'inconclusive', reason };
}

function driftOf(processes: readonly Rounds[]): number {
  const values = processes.map(({ twin }) => median(twin));
  if (!values.every((value) => value > 0)) return 0;
  const slope = theilSen([...values.keys()], values.map(Math.log));
  return Math.expm1(Math.abs(slope) * (values.length - 1));
}
