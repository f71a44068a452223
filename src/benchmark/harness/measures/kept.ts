import { theilSen } from '../../../statistics/location.ts';
import type { Measured } from '../statistics/measure.ts';
import type { Random } from '../statistics/random.ts';
import { SIDES } from '../subject.ts';
import type { Call, Side, Subject } from '../subject.ts';
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
export async function measureKept(subject: Extract<Subject, { kind: 'bytes' | 'handles' }>, random: Random): Promise<Measured> {
  const series = SERIES[subject.kind];
  const found = {} as Record<Side, Grown>;
  for (const side of random.shuffled(SIDES)) found[side] = await growthOf(subject.make(side === 'suspect' ? 'suspect' : 'twin'), series);
  const { suspect, twin, control } = found;
  return {
    rounds: { suspect: [suspect.slope], twin: [twin.slope], control: [control.slope] },
    curve: suspect.calls.map((n, at) => ({ n, suspect: suspect.kept[at]!, twin: twin.kept[at]! })),
  };
}

/** What there is after so many calls, more than at the first point. */
interface Grown {
  slope: number;
  calls: readonly number[];
  kept: readonly number[];
}

async function growthOf(call: Call, { count, calls, points, dropped }: Series): Promise<Grown> {
  const [xs, ys]: [number[], number[]] = [[], []];
  for (let point = 0; point < points; point++) {
    await timeOf(call, calls, point * calls);
    if (point < dropped) continue;
    xs.push(point * calls);
    ys.push(count());
  }
  return { slope: theilSen(xs, ys), calls: xs.map((x) => x - xs[0]!), kept: ys.map((y) => y - ys[0]!) };
}
