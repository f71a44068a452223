import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const MEGABYTE = 1024 * 1024;

/**
 * Collects all garbage, where the heap holds enough for it to pay. V8 lets a heap grow to some four times of what was in use when it
 * last collected all; between two stages of the work, when most of the memory is garbage, is the time to do it.
 *
 * @param least megabytes in use, garbage among them
 */
export function collectGarbage(least: number): void {
  if (getHeapStatistics().used_heap_size < least * MEGABYTE) return;
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}
