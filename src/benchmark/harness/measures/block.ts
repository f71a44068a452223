import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { IntervalHistogram } from 'node:perf_hooks';
import { slope } from '../statistics/growth.ts';
import { median } from '../../../statistics/location.ts';
import type { Measured } from '../statistics/measure.ts';
import type { Random } from '../statistics/random.ts';
import { SIDES } from '../subject.ts';
import type { Burst, Side, Subject } from '../subject.ts';
import { delay, roundsWithin } from './clock.ts';
import { BURST } from './measures.ts';

const MOST_ROUNDS = 15;
/** Milliseconds in which a process measures. */
const BUDGET = 1200;
/** The largest burst takes no longer than so many milliseconds. */
const LONGEST_BURST = 250;
/** Milliseconds between two looks of the monitor, and until what comes after a burst is seen by it. */
const RESOLUTION = 1;

/**
 * How the worst block of the event loop grows with the calls that are under way at once: by as much as a call takes where it blocks, by
 * nearly nothing where it waits. The value of a round is the slope over its bursts, which leaves out what one call costs in either
 * form. Calls that take long are measured in smaller bursts.
 */
export async function measureBlock(subject: Extract<Subject, { kind: 'block' }>, random: Random): Promise<Measured> {
  const forms: Readonly<Record<Side, Burst>> = { suspect: subject.make('suspect'), twin: subject.make('twin'), control: subject.make('twin') };
  const monitor = monitorEventLoopDelay({ resolution: RESOLUTION });
  monitor.enable();
  // What is first is compiled, and a wait for the processor only adds to it.
  let call = await timeOfOne(forms, monitor);
  for (let turn = 0; turn < 2 && call < LONGEST_BURST; turn++) call = Math.min(call, await timeOfOne(forms, monitor));
  const most = Math.max(2, Math.min(BURST, Math.floor(LONGEST_BURST / call)));
  const bursts = [...new Set([1, Math.ceil(most / 4), most])];
  const round = SIDES.length * bursts.reduce((sum, count) => sum + count * call + 4 * RESOLUTION, 0);
  const rounds = roundsWithin(BUDGET, round, MOST_ROUNDS);
  const slopes: Record<Side, number[]> = { suspect: [], twin: [], control: [] };
  const seen: Record<Side, number[][]> = { suspect: [], twin: [], control: [] };
  for (let index = 0; index < rounds; index++) {
    for (const side of random.shuffled(SIDES)) {
      const blocks: number[] = [];
      for (const count of bursts) blocks.push(await blockOf(forms[side], count, monitor));
      slopes[side].push(slope(bursts, blocks));
      seen[side].push(blocks);
    }
  }
  monitor.disable();
  const middle = (side: Side, at: number): number => median(seen[side].map((blocks) => blocks[at]!));
  return { rounds: slopes, curve: bursts.map((n, at) => ({ n, suspect: middle('suspect', at), twin: middle('twin', at) })) };
}

/** Milliseconds that one call takes, the mean of both forms. */
async function timeOfOne({ suspect, twin }: Readonly<Record<Side, Burst>>, monitor: IntervalHistogram): Promise<number> {
  const start = performance.now();
  await blockOf(suspect, 1, monitor);
  await blockOf(twin, 1, monitor);
  return Math.max((performance.now() - start) / 2 - 4 * RESOLUTION, 0.01);
}

/** The longest time in milliseconds for which the event loop did not turn, in a burst of so many calls. */
async function blockOf({ before, call }: Burst, count: number, monitor: IntervalHistogram): Promise<number> {
  await before?.(count);
  monitor.reset();
  // The first turn that it sees after a reset is where it starts from: https://github.com/nodejs/node/blob/v20.x/src/histogram.cc
  await delay(2 * RESOLUTION);
  await Promise.all(Array.from({ length: count }, (_, index) => call(index)));
  await delay(2 * RESOLUTION);
  return monitor.max / 1e6;
}
