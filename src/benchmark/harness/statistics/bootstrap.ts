import { studentQuantile } from './distributions.ts';
import { mean } from '../../../statistics/location.ts';
import type { Random } from './random.ts';

/** What a resampling says of an effect. */
export interface Interval {
  /** Mean over processes of the median over rounds. */
  estimate: number;
  low: number;
  high: number;
}

/** An effect's interval rests on so many resamples: the standard error that they give is off by 1/sqrt(2 x 400), 3.5 %. */
export const RESAMPLES = 400;

/**
 * The effect of a run, from the effects of its rounds by process, and the interval that misses the truth with probability
 * `alpha` (both sides together). A process is the independent unit: rounds of one share its layout, its compiled code and its neighbours.
 *
 * The standard error is that of a hierarchical bootstrap: processes are drawn with replacement, and in each of them rounds. Rounds are
 * drawn at once: of an odd number of rounds, the median of a resample is the i-th smallest of them with a known probability.
 * The interval takes Student's t: the percentiles of a few processes are too close together (Hesterberg 2015, What Teachers Should
 * Know About the Bootstrap, https://arxiv.org/abs/1411.5279, §5.3).
 * @throws RangeError for fewer than two processes, or an even number of rounds
 */
export function bootstrapInterval(processes: readonly ArrayLike<number>[], alpha: number, random: Random, resamples = RESAMPLES): Interval {
  const count = processes.length;
  if (count < 2) throw new RangeError(`an interval needs two processes, not ${count}`);
  const sorted = processes.map((rounds) => Float64Array.from(rounds).sort());
  const ranks = sorted.map(({ length }) => medianRanks(length));
  let sum = 0;
  let squares = 0;
  const estimate = mean(sorted.map((rounds) => rounds[rounds.length >> 1]!));
  for (let resample = 0; resample < resamples; resample++) {
    let total = 0;
    for (let i = 0; i < count; i++) {
      // One number tells both: its high bits the process, its low bits the rank.
      const drawn = random.next();
      const process = Math.floor(((drawn >>> RANK_BITS) * count) / 2 ** (32 - RANK_BITS));
      total += sorted[process]![ranks[process]![drawn & (2 ** RANK_BITS - 1)]!]!;
    }
    const deviation = total / count - estimate;
    sum += deviation;
    squares += deviation * deviation;
  }
  const variance = (squares - (sum * sum) / resamples) / (resamples - 1);
  const margin = studentQuantile(alpha, count - 1) * Math.sqrt((Math.max(variance, 0) * count) / (count - 1));
  return { estimate, low: estimate - margin, high: estimate + margin };
}

const RANK_BITS = 12;
const tables = new Map<number, Uint8Array>();

/** By equal shares of probability: the rank, from 0, of the median of a resample of so many values. */
function medianRanks(count: number): Uint8Array {
  if (count % 2 === 0) throw new RangeError(`rounds are an odd number, not ${count}`);
  let table = tables.get(count);
  if (!table) tables.set(count, (table = makeRanks(count)));
  return table;
}

/** The median is at most the i-th smallest where more than half of the draws are: a binomial tail. */
function makeRanks(count: number): Uint8Array {
  const table = new Uint8Array(2 ** RANK_BITS);
  const needed = (count + 1) / 2;
  let from = 0;
  for (let rank = 0; rank < count; rank++) {
    const until = Math.round(binomialTail(count, (rank + 1) / count, needed) * table.length);
    table.fill(rank, from, until);
    from = until;
  }
  return table;
}

/** Probability of at least so many hits. */
function binomialTail(count: number, probability: number, hits: number): number {
  let sum = 0;
  let choose = 1;
  for (let k = 0; k <= count; k++) {
    if (k >= hits) sum += choose * probability ** k * (1 - probability) ** (count - k);
    choose = (choose * (count - k)) / (k + 1);
  }
  return sum;
}
