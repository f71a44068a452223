import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Steps of the work between two looks: the first files of a project make it grow fastest. */
const STEPS = 8;
const MEGABYTE = 1024 * 1024;

/**
 * Keeps V8's young generation from growing. How large it may become is settled before any code runs, but by how much it grows is
 * read each time: once it is large enough, by nothing.
 *
 * @param most megabytes of one of its two halves
 * @returns what is to be called at each step of the work
 */
export function youngGenerationLimit(most: number): () => void {
  let steps = 0;
  let isSettled = false;
  return () => {
    if (isSettled || steps++ % STEPS !== 0) return;
    const size = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_size ?? 0;
    if (size < 2 * most * MEGABYTE) return;
    setFlagsFromString('--semi-space-growth-factor=1');
    isSettled = true;
  };
}
