import { studentQuantile } from './distributions.ts';
import { mean } from '../../../statistics/location.ts';
import type { Interval } from './bootstrap.ts';

/**
 * How far two samples of processes are apart, with the interval that misses the truth with probability `alpha`: Welch's t, whose samples
 * may vary by different amounts (https://doi.org/10.1093/biomet/34.1-2.28). Processes of two runs are no pairs.
 * @throws RangeError for fewer than two processes on a side
 */
export function unpairedInterval(before: readonly number[], after: readonly number[], alpha: number): Interval {
  const [first, second] = [squaredError(before), squaredError(after)];
  const estimate = mean(after) - mean(before);
  const sum = first + second;
  // Samples that do not vary at all differ by what they differ by.
  if (sum === 0) return { estimate, low: estimate, high: estimate };
  const degrees = (sum * sum) / ((first * first) / (before.length - 1) + (second * second) / (after.length - 1));
  const margin = studentQuantile(alpha, Math.max(1, Math.floor(degrees))) * Math.sqrt(sum);
  return { estimate, low: estimate - margin, high: estimate + margin };
}

/** The square of the standard error of a mean. */
function squaredError(values: readonly number[]): number {
  if (values.length < 2) throw new RangeError(`an interval needs two processes on each side, not ${values.length}`);
  const centre = mean(values);
  return values.reduce((total, value) => total + (value - centre) ** 2, 0) / (values.length - 1) / values.length;
}
