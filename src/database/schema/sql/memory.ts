import { createHash } from 'node:crypto';
import { roundsGivenUp } from '../../sql/thread.ts';

/** What was read of texts before, by a hash of what it rests on: plain data. */
export interface Memory {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
}

/**
 * What each of some texts comes to: those that `memory` does not know are read in one round. What a parser gave up is not remembered.
 *
 * @param questions all that the answer rests on, one string for each text
 * @param anew gives the answers to those at some positions, in their order
 */
export function remembered<T extends object>(memory: Memory | undefined, questions: readonly string[], anew: (positions: readonly number[]) => readonly T[]): T[] {
  const keys = questions.map((question) => createHash('sha256').update(question).digest('base64'));
  const known = keys.map((key) => memory?.get(key) as T | undefined);
  const before = roundsGivenUp();
  const fresh = anew(known.flatMap((answer, at) => (answer === undefined ? [at] : [])));
  const isSure = roundsGivenUp() === before;
  let next = 0;
  return known.map((answer, at) => {
    const result = answer ?? fresh[next++]!;
    if (answer || isSure) memory?.set(keys[at]!, result);
    return result;
  });
}
