import { defineLibrary, entries } from './types.ts';
import type { Callback, Entry } from './types.ts';

const api = 'https://github.com/petkaantonov/bluebird/blob/master/docs/docs/api';

function each(name: string, mode: 'sequential' | 'concurrent', over: 'receiver' | 0): Entry {
  const position = over === 0 ? 1 : 0;
  return {
    docs: `${api}/promise.${name.toLowerCase()}.md`,
    call: { returns: 'promise', callbacks: [{ arg: position, runs: 'each', over, mode, params: ['element'] }] },
  };
}

function reduce(over: 'receiver' | 0): Entry {
  const position = over === 0 ? 1 : 0;
  return {
    docs: `${api}/promise.reduce.md`,
    call: { returns: 'promise', callbacks: [{ arg: position, runs: 'each', over, mode: 'sequential', params: [null, 'element'] }] },
  };
}

const once = (arg: Callback['arg'], docs: string): Entry => ({ docs, call: { returns: 'promise', callbacks: [{ arg, runs: 'once' }] } });

const promiseClass: Entry = {
  docs: `${api}/new-promise.md`,
  handle: 'static',
  construct: 'promise',
  constructs: { callbacks: [{ arg: 0, runs: 'once' }] },
};

const statics: Record<string, Entry> = {
  map: each('map', 'concurrent', 0),
  filter: each('filter', 'concurrent', 0),
  each: each('each', 'sequential', 0),
  mapSeries: each('mapSeries', 'sequential', 0),
  reduce: reduce(0),
  ...entries(['all', 'allSettled', 'any', 'race', 'some', 'settle', 'props'], {
    docs: `${api}/collections.md`,
    call: { returns: 'promise', gathers: true },
  }),
  ...entries(['resolve', 'cast', 'reject', 'bind', 'fromCallback', 'fromNode'], {
    docs: `${api}/promise.resolve.md`,
    call: { returns: 'promise' },
  }),
  ...entries(['try', 'attempt'], once(0, `${api}/promise.try.md`)),
  join: once('last', `${api}/promise.join.md`),
  using: once('last', `${api}/promise.using.md`),
  delay: { docs: `${api}/promise.delay.md`, call: { returns: 'promise', effect: { kind: 'pause' } } },
  ...entries(['method', 'coroutine', 'promisify'], { docs: `${api}/promise.promisify.md`, call: { wraps: { arg: 0 } } }),
  promisifyAll: { docs: `${api}/promise.promisifyall.md`, call: { returns: 'arg:0' } },
};

export default defineLibrary({
  id: 'bluebird',
  docs: `${api}/collections.md`,
  packages: ['bluebird', 'bluebird-lst'],
  exports: { ...statics, default: promiseClass, Promise: promiseClass },
  handles: {
    static: { title: 'Bluebird', construct: 'promise', members: statics },
    promise: {
      title: 'a Bluebird promise',
      members: {
        map: each('map', 'concurrent', 'receiver'),
        filter: each('filter', 'concurrent', 'receiver'),
        each: each('each', 'sequential', 'receiver'),
        mapSeries: each('mapSeries', 'sequential', 'receiver'),
        reduce: reduce('receiver'),
        then: {
          docs: `${api}/then.md`,
          call: {
            returns: 'promise',
            callbacks: [
              { arg: 0, runs: 'once' },
              { arg: 1, runs: 'once' },
            ],
          },
        },
        spread: once(0, `${api}/spread.md`),
        ...entries(['catch', 'caught'], once('last', `${api}/catch.md`)),
        ...entries(['finally', 'lastly', 'tap', 'tapCatch'], once('last', `${api}/tap.md`)),
        ...entries(['asCallback', 'nodeify'], {
          docs: `${api}/ascallback.md`,
          call: { returns: 'this', callbacks: [{ arg: 0, runs: 'later' }] },
        }),
        ...entries(['all', 'props', 'any', 'some', 'race', 'timeout', 'bind', 'return', 'thenReturn', 'get', 'call'], {
          docs: `${api}/collections.md`,
          call: { returns: 'this' },
        }),
        delay: { docs: `${api}/delay.md`, call: { returns: 'this', effect: { kind: 'pause' } } },
      },
    },
  },
});
