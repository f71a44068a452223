import { theilSen } from '../statistics/location.ts';
import type { Rounds } from '../statistics/measure.ts';
import type { Random } from '../statistics/random.ts';
import { SIDES } from '../subject.ts';
import type { Call, Subject } from '../subject.ts';
import { collect, timeOf } from './clock.ts';

/** What is counted, after how many calls each, how often, and how often before it counts: tables grow in leaps at first. */
interface Series {
  count(): number;
  calls: number;
  points: number;
  dropped: number;
}

const SERIES: Readonly<Record<'bytes' | 'handles', Series>> = {
  bytes: { count: heapUsed, calls: 1000, points: 15, dropped: 5 },
  handles: { count: () => process.getActiveResourcesInfo().length, calls: 10, points: 10, dropped: 0 },
};

function heapUsed(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** What a side keeps per call: the slope (Theil–Sen) of what there is over the calls that were made. The sides run one after the other, in random order. */
export async function measureKept(subject: Extract<Subject, { kind: 'bytes' | 'handles' }>, random: Random): Promise<Rounds> {
  const series = SERIES[subject.kind];
  const slopes = { suspect: 0, twin: 0, control: 0 };
  for (const side of random.shuffled(SIDES)) slopes[side] = await slopeOf(subject.make(side === 'suspect' ? 'suspect' : 'twin'), series);
  return { suspect: [slopes.suspect], twin: [slopes.twin], control: [slopes.control] };
}

async function slopeOf(call: Call, { count, calls, points, dropped }: Series): Promise<number> {
  const [xs, ys]: [number[], number[]] = [[], []];
  for (let point = 0; point < points; point++) {
    await timeOf(call, calls, point * calls);
    if (point < dropped) continue;
    xs.push(point * calls);
    ys.push(count());
  }
  return theilSen(xs, ys);
}
