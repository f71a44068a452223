import { median } from '../../../statistics/location.ts';

/** What is compared, and how much of it matters. */
export interface Measure {
  /** In a few words: `worst event-loop block per concurrent call`. */
  metric: string;
  unit: string;
  /**
   * How the effect is made of a round's values: `ratio` of the suspect's to the twin's, `difference` between them, or the `value` of
   * the suspect alone.
   */
  scale: 'ratio' | 'difference' | 'value';
  /** The least effect that is worth a claim: 1.1 for a ratio, else in the unit. */
  minimum: number;
}

/** What one process measured, a value per round, in the measure's unit. A process has an odd number of rounds. */
export interface Rounds {
  suspect: readonly number[];
  /** The other form; of the scale `value` the suspect a second time. */
  twin: readonly number[];
  /** The twin again: what it differs from the twin by, the harness makes. */
  control: readonly number[];
}

/** What one process measured at one size: the middle of it, in the measure's unit or what the slope is made of. */
export interface CurvePoint {
  /** Keys, rows, concurrent calls, calls made, elements. */
  n: number;
  suspect: number;
  /** Of the scale `value` there is none. */
  twin?: number;
}

/** How both forms go with a size, which rises. */
export type Curve = readonly CurvePoint[];

/** What one process gives. */
export interface Measured {
  rounds: Rounds;
  curve?: Curve;
}

/** The curve of a run: the median over processes at each size; processes may have chosen their sizes by how fast they were. */
export function typicalCurve(curves: readonly Curve[]): Curve {
  const sizes = [...new Set(curves.flatMap((curve) => curve.map(({ n }) => n)))].sort((a, b) => a - b);
  return sizes.map((size) => {
    const here = curves.flatMap((curve) => curve.filter(({ n }) => n === size));
    const twins = here.flatMap(({ twin }) => twin ?? []);
    return { n: size, suspect: median(here.map(({ suspect }) => suspect)), ...(twins.length > 0 && { twin: median(twins) }) };
  });
}

/** A process's effect and that of its control, by round. Effects of ratios are logarithms: they add, and 2 and 1/2 are equally far from 1. */
export function effectsOf({ scale }: Measure, { suspect, twin, control }: Rounds): { effect: number[]; control: number[] } {
  if (scale === 'ratio') return { effect: suspect.map((value, i) => Math.log(value / twin[i]!)), control: control.map((value, i) => Math.log(value / twin[i]!)) };
  const difference = control.map((value, i) => value - twin[i]!);
  return { effect: scale === 'value' ? [...suspect] : suspect.map((value, i) => value - twin[i]!), control: difference };
}

/** The least effect on the scale on which effects add. */
export function minimumEffect({ scale, minimum }: Measure): number {
  return scale === 'ratio' ? Math.log(minimum) : minimum;
}

/** What three processes are enough to see: three times the time, ten times the least difference. No value of a power is that far from another. */
export function largeEffect({ scale, minimum }: Measure): number {
  return scale === 'ratio' ? Math.log(3) : scale === 'difference' ? 10 * minimum : Infinity;
}

/** How far identical code may be apart: as far as the least effect; for a value, which has no twin, by a third of it. */
export function tolerance(measure: Measure): number {
  return measure.scale === 'value' ? measure.minimum / 3 : minimumEffect(measure);
}

/** An effect as a reader knows it: a ratio, or in the unit. */
export function shown({ scale }: Measure, effect: number): number {
  return scale === 'ratio' ? Math.exp(effect) : effect;
}

/** Median over processes of their medians over rounds. */
export function typical(processes: readonly Rounds[], side: keyof Rounds): number {
  return median(processes.map((rounds) => median(rounds[side])));
}
