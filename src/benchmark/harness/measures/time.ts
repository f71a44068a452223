import { SIDES } from '../subject.ts';
import type { Call, Side, Subject } from '../subject.ts';
import type { Random } from '../statistics/random.ts';
import type { Rounds } from '../statistics/measure.ts';
import { collect, roundsWithin, timeOf } from './clock.ts';

/** Rounds that are thrown away: code is compiled in them. */
const WARM_UP = 2;
const MOST_ROUNDS = 15;
/** Milliseconds that a side runs at least, so that the clock's and the scheduler's grain do not count. */
const LEAST = 5;
/** Milliseconds in which a process measures. */
const BUDGET = 600;

/** Times calls of the three sides, in random order in each round: what the machine does meanwhile, it does to all of them. */
export async function measureTime(subject: Extract<Subject, { kind: 'time' }>, random: Random): Promise<Rounds> {
  const calls: Readonly<Record<Side, Call>> = { suspect: subject.make('suspect'), twin: subject.make('twin'), control: subject.make('twin') };
  const counts = { suspect: 1, twin: 1, control: 1 };
  let round = 0;
  for (const side of ['suspect', 'twin'] as const) {
    const { count, time } = await calibrate(calls[side]);
    counts[side] = count;
    round += side === 'twin' ? 2 * time : time;
  }
  counts.control = counts.twin;
  const rounds = roundsWithin(BUDGET, round, MOST_ROUNDS);
  const times: Record<Side, number[]> = { suspect: [], twin: [], control: [] };
  for (let index = -WARM_UP; index < rounds; index++) {
    for (const side of random.shuffled(SIDES)) {
      collect();
      const time = (await timeOf(calls[side], counts[side], (index + WARM_UP) * counts[side])) / counts[side];
      if (index >= 0) times[side].push(time);
    }
  }
  return times;
}

/** How many calls take long enough, and how long. */
async function calibrate(call: Call): Promise<{ count: number; time: number }> {
  for (let count = 1; ; ) {
    const time = await timeOf(call, count, 0);
    if (time >= LEAST) return { count, time };
    count = Math.ceil(count * Math.min(10, (1.2 * LEAST) / Math.max(time, 1e-6)));
  }
}
