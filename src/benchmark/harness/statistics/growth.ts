import { median } from '../../../statistics/location.ts';

/**
 * The exponent of the power by which values grow with sizes: the slope of a straight line through their logarithms, by least squares.
 * Values are to be the least of several each, since noise only adds. NaN of fewer than two sizes.
 */
export function growthExponent(sizes: readonly number[], values: readonly number[]): number {
  return slope(sizes.map(Math.log), values.map(Math.log));
}

/** Slope of the straight line through points by least squares; NaN where all lie at one x. */
export function slope(xs: readonly number[], ys: readonly number[]): number {
  const [middleX, middleY] = [sum(xs) / xs.length, sum(ys) / ys.length];
  return sum(xs.map((x, i) => (x - middleX) * (ys[i]! - middleY))) / sum(xs.map((x) => (x - middleX) ** 2));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Where the suspect becomes slower than its twin. */
export type Crossover =
  /** At that size: median over processes, and the least and the largest of them. */
  | { kind: 'at'; size: number; interval: readonly [low: number, high: number] }
  /** Slower at all sizes, or at none. */
  | { kind: 'below' | 'above'; size: number }
  /** Processes do not agree whether there is one; `from` is the least of the sizes from which on it is slower in all of them. */
  | { kind: 'unclear'; from?: number };

/**
 * Where the ratio of suspect to twin passes 1 for the last time, by process, on a line between logarithms of sizes.
 * @param sizes rising
 * @param ratios by process, by size
 */
export function crossover(sizes: readonly number[], ratios: readonly (readonly number[])[]): Crossover {
  const found = ratios.map((of) => crossing(sizes, of));
  if (found.every((size) => size === -Infinity)) return { kind: 'below', size: sizes[0]! };
  if (found.every((size) => size === Infinity)) return { kind: 'above', size: sizes.at(-1)! };
  if (!found.every(Number.isFinite)) {
    const from = sizes.find((size) => found.every((one) => one < size));
    return { kind: 'unclear', ...(from !== undefined && { from }) };
  }
  return { kind: 'at', size: median(found), interval: [Math.min(...found), Math.max(...found)] };
}

function crossing(sizes: readonly number[], ratios: readonly number[]): number {
  const last = ratios.findLastIndex((ratio) => ratio <= 1);
  if (last === -1) return -Infinity;
  if (last === sizes.length - 1) return Infinity;
  const [low, high] = [Math.log(ratios[last]!), Math.log(ratios[last + 1]!)];
  const [from, to] = [Math.log(sizes[last]!), Math.log(sizes[last + 1]!)];
  return Math.exp(from + ((to - from) * -low) / (high - low));
}
