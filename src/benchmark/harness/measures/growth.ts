import { growthExponent } from '../statistics/growth.ts';
import type { Measured } from '../statistics/measure.ts';
import type { Random } from '../statistics/random.ts';
import { SIDES } from '../subject.ts';
import type { Side, Subject } from '../subject.ts';
import { timeOf } from './clock.ts';

/** Times of which the least counts: noise only adds. */
const ROUNDS = 9;
/** Milliseconds that a size is timed for at least, for the grain of the clock. */
const LEAST = 1;
/** A process measures no longer than so many milliseconds. */
const BUDGET = 1500;

/** The exponent of growth in one process, found three times from times that are its own each. */
export async function measureGrowth({ sizes, make }: Extract<Subject, { kind: 'growth' }>, random: Random): Promise<Measured> {
  const items: { size: number; call: ReturnType<typeof make>; count: number; least: Record<Side, number> }[] = [];
  const started = performance.now();
  for (const size of sizes) {
    const call = make(size);
    await timeOf(call, 1, 0);
    const time = await timeOf(call, 1, 1);
    items.push({ size, call, count: Math.max(1, Math.ceil(LEAST / Math.max(time, 1e-4))), least: { suspect: Infinity, twin: Infinity, control: Infinity } });
    // A size that takes as long as all that is left would leave nothing to compare.
    if (time > BUDGET / (SIDES.length * ROUNDS) && items.length >= 4) break;
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const side of random.shuffled(SIDES)) {
      for (const { call, count, least } of items) least[side] = Math.min(least[side], (await timeOf(call, count, round * count)) / count);
    }
    if (round > 0 && performance.now() - started > BUDGET) break;
  }
  const exponent = (side: Side): number[] => [growthExponent(items.map(({ size }) => size), items.map(({ least }) => least[side]))];
  return { rounds: { suspect: exponent('suspect'), twin: exponent('twin'), control: exponent('control') }, curve: items.map(({ size, least }) => ({ n: size, suspect: Math.min(...SIDES.map((side) => least[side])) })) };
}
