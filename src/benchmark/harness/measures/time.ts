import { SIDES } from '../subject.ts';
import type { Call, Side, Subject } from '../subject.ts';
import type { Random } from '../statistics/random.ts';
import { median } from '../../../statistics/location.ts';
import type { CurvePoint, Measured } from '../statistics/measure.ts';
import { collect, roundsWithin, timeOf } from './clock.ts';

/** Rounds that are thrown away: code is compiled in them. */
const WARM_UP = 2;
const MOST_ROUNDS = 15;
/** Milliseconds that a side runs at least, so that the clock's and the scheduler's grain do not count. */
const LEAST = 5;
/** Milliseconds in which a process measures. */
const BUDGET = 600;
/** Milliseconds for each form at each further size, of which the middle of at most so many calls counts. */
const BESIDE = 40;
const MOST_CALLS = 15;

/** Times calls of the three sides, in random order in each round: what the machine does meanwhile, it does to all of them. */
export async function measureTime(subject: Extract<Subject, { kind: 'time' | 'hold' }>, random: Random): Promise<Measured> {
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
    // What is left over from a round falls on none of the next one's sides; to collect before each of them takes longer than what is measured.
    collect();
    for (const side of random.shuffled(SIDES)) {
      const time = (await timeOf(calls[side], counts[side], (index + WARM_UP) * counts[side])) / counts[side];
      if (index >= 0) times[side].push(time);
    }
  }
  if (!subject.beside) return { rounds: times };
  const curve: CurvePoint[] = [{ n: subject.n!, suspect: median(times.suspect), twin: median(times.twin) }];
  for (const { n, make } of subject.beside) {
    const [suspect, twin] = [await middleOf(make('suspect')), await middleOf(make('twin'))];
    curve.push({ n, suspect, twin });
  }
  return { rounds: times, curve: curve.sort((a, b) => a.n - b.n) };
}

/** What a call takes, of a form that is compiled already: the middle of some, for a short while; of what takes long, the first. */
async function middleOf(call: Call): Promise<number> {
  const times: number[] = [];
  for (let spent = 0; times.length < MOST_CALLS && spent < BESIDE; spent += times.at(-1)!) times.push(await timeOf(call, 1, times.length));
  // The first call at a size reads what the later ones find in memory.
  return median(times.length > 1 ? times.slice(1) : times);
}

/** How many calls take long enough, and how long. */
async function calibrate(call: Call): Promise<{ count: number; time: number }> {
  for (let count = 1; ; ) {
    // A wait for the processor only adds to it.
    const time = Math.min(await timeOf(call, count, 0), await timeOf(call, count, count), await timeOf(call, count, 2 * count));
    if (time >= LEAST) return { count, time };
    count = Math.ceil(count * Math.min(10, (1.2 * LEAST) / Math.max(time, 1e-6)));
  }
}
