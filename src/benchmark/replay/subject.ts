import { createRequire } from 'node:module';
import type { ReplayCall } from '../harness/processes/protocol.ts';
import type { Subject } from '../harness/subject.ts';
import { Random } from '../harness/statistics/random.ts';
import { generate } from './inputs.ts';

/** Calls of a function with generated inputs of growing size; no two calls get the same object. */
export function replaySubject({ file, name, inputs, sizes }: ReplayCall): Subject {
  const exported = (createRequire(file)(file) as Record<string, unknown>)[name];
  if (typeof exported !== 'function') throw new Error(`${name} is no function when the module has run`);
  const call = exported as (...args: readonly unknown[]) => unknown;
  return {
    kind: 'growth',
    sizes,
    make(size) {
      const random = new Random(size);
      const sets = Array.from({ length: SETS }, () => inputs.map((shape) => generate(shape, size, random)));
      return (index) => call(...sets[index % SETS]!);
    },
  };
}

/** Sets of arguments for each size. */
const SETS = 3;
