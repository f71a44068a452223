import { createRequire } from 'node:module';
import type { ReplayCall } from '../harness/processes/protocol.ts';
import type { Call, Form, Subject } from '../harness/subject.ts';
import { Random } from '../harness/statistics/random.ts';
import { generate } from './inputs.ts';

/** Calls of a function with generated inputs of growing size; calls that follow one another get different objects. */
export function replaySubject({ file, name, inputs, sizes, claim }: ReplayCall): Subject {
  const exported = (createRequire(file)(file) as Record<string, unknown>)[name];
  if (typeof exported !== 'function') throw new Error(`${name} is no function when the module has run`);
  const call = exported as (...args: readonly unknown[]) => unknown;
  const make = (size: number): Call => {
    const random = new Random(size);
    const sets = Array.from({ length: SETS }, () => inputs.map((shape) => generate(shape, size, random)));
    return (index) => call(...sets[index % SETS]!);
  };
  if (claim === 'growth') return { kind: 'growth', sizes, make };
  const held = (n: number): { n: number; make(form: Form): Call } => ({ n, make: (form) => (form === 'suspect' ? make(n) : () => undefined) });
  return { kind: 'hold', ...held(sizes.at(-1)!), beside: sizes.slice(0, -1).map(held) };
}

/** Sets of arguments for each size. */
const SETS = 3;
