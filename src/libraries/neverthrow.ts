import { defineLibrary, entries } from './types.ts';
import type { Callback, Entry } from './types.ts';

const page = 'https://github.com/supermacro/neverthrow';
const docs = `${page}#top-level-api`;

const once = (...positions: readonly number[]): Callback[] => positions.map((arg) => ({ arg, runs: 'once' }));
/** It runs what it is given on the one value, or the one error, that there is, and gives a result again. */
const step = (...positions: readonly number[]): Entry => ({ docs: `${page}#api-documentation`, call: { returns: 'result', callbacks: once(...positions) } });

const combined: Record<string, Entry> = entries(['combine', 'combineWithAllErrors'], {
  docs: `${page}#resultasynccombine-static-class-method`,
  call: { returns: 'result', awaits: true },
});
const promised: Record<string, Entry> = entries(['fromPromise', 'fromSafePromise'], {
  docs: `${page}#resultasyncfrompromise-static-class-method`,
  call: { returns: 'result', awaits: true, callbacks: once(1) },
});
/** What it gives calls the function, and gives a result. */
const throwable: Entry = { docs: `${page}#fromthrowable`, call: { wraps: { arg: 0 } } };

/** A result holds one value or one error: `map` on it is no loop. */
export default defineLibrary({
  id: 'neverthrow',
  docs,
  packages: ['neverthrow'],
  exports: {
    ...entries(['ok', 'err', 'okAsync', 'errAsync'], { docs, call: { returns: 'result' } }),
    ...entries(['Ok', 'Err'], { docs, construct: 'result' }),
    ...combined,
    ...promised,
    ...entries(['fromThrowable', 'fromAsyncThrowable'], throwable),
    safeTry: { docs: `${page}#safetry`, call: { returns: 'result', callbacks: once(0) } },
    Result: { docs, handle: 'class', type: 'result' },
    ResultAsync: { docs, handle: 'class', type: 'result', construct: 'result', constructs: { awaits: true } },
  },
  handles: {
    class: { title: 'ResultAsync', construct: 'result', members: { ...combined, ...promised, fromThrowable: throwable } },
    result: {
      title: 'a Result',
      members: {
        ...entries(['map', 'mapErr', 'andThen', 'asyncMap', 'asyncAndThen', 'orElse', 'andTee', 'orTee', 'andThrough', 'asyncAndThrough'], step(0)),
        ...entries(['match', 'then'], { docs: `${page}#resultmatch-method`, call: { callbacks: once(0, 1) } }),
        ...entries(['unwrapOr', 'isOk', 'isErr', 'safeUnwrap', '_unsafeUnwrap', '_unsafeUnwrapErr'], { docs: `${page}#api-documentation`, call: {} }),
      },
    },
  },
});
