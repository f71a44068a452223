import type { Call } from '../subject.ts';

/** Results go here, so that no compiler finds that nobody reads them. */
const sink: { last: unknown } = { last: undefined };

/** Milliseconds that so many calls take together, each awaited where it gives a promise. */
export async function timeOf(call: Call, count: number, from: number): Promise<number> {
  const start = process.hrtime.bigint();
  for (let i = from; i < from + count; i++) {
    const result = call(i);
    sink.last = result instanceof Promise ? await result : result;
  }
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** Waits so many milliseconds. */
export function delay(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}

/** Collects garbage twice: what a first collection finalises goes with the second. */
export function collect(): void {
  if (!globalThis.gc) throw new Error('the process was started without --expose-gc');
  globalThis.gc();
  globalThis.gc();
}

/** The largest odd number of rounds of that length which fit into a time; at least one. */
export function roundsWithin(budget: number, round: number, most: number): number {
  const count = Math.max(1, Math.min(most, Math.floor(budget / Math.max(round, 1e-3))));
  return count % 2 === 1 ? count : count - 1;
}
