import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const mdn = 'https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects';
const node = 'https://nodejs.org/api';
const later = (docs: string): Entry => ({ docs, call: { callbacks: [{ arg: 0, runs: 'later' }] } });

const processDocs = `${node}/process.html`;

/** What is there without import, by the language or by Node. Array methods belong to the program. */
export default defineLibrary({
  id: 'globals',
  docs: mdn,
  packages: [],
  exports: {},
  globals: {
    Promise: { docs: `${mdn}/Promise`, handle: 'promiseClass', constructs: { callbacks: [{ arg: 0, runs: 'once' }] } },
    Array: { docs: `${mdn}/Array`, handle: 'arrayClass' },
    process: { docs: processDocs, handle: 'process' },
    setTimeout: later(`${node}/timers.html#settimeoutcallback-delay-args`),
    setInterval: later(`${node}/timers.html#setintervalcallback-delay-args`),
    setImmediate: later(`${node}/timers.html#setimmediatecallback-args`),
    queueMicrotask: later('https://developer.mozilla.org/en-US/docs/Web/API/Window/queueMicrotask'),
    fetch: { docs: 'https://developer.mozilla.org/en-US/docs/Web/API/Window/fetch', call: { effect: { kind: 'request' } } },
    Atomics: { docs: `${mdn}/Atomics`, handle: 'atomics' },
  },
  handles: {
    promiseClass: {
      title: 'Promise',
      members: {
        ...entries(['all', 'allSettled', 'race', 'any'], { docs: `${mdn}/Promise#promise_concurrency`, call: { gathers: true } }),
        resolve: { docs: `${mdn}/Promise/resolve`, call: { returns: 'arg:0' } },
        reject: { docs: `${mdn}/Promise/reject`, call: {} },
        try: { docs: `${mdn}/Promise/try`, call: { returns: 'returned', callbacks: [{ arg: 0, runs: 'once' }] } },
      },
    },
    arrayClass: {
      title: 'Array',
      members: {
        from: {
          docs: `${mdn}/Array/from`,
          call: { callbacks: [{ arg: 1, runs: 'each', over: 0, mode: 'concurrent', params: ['element'] }] },
        },
        fromAsync: {
          docs: `${mdn}/Array/fromAsync`,
          call: { callbacks: [{ arg: 1, runs: 'each', over: 0, mode: 'sequential', params: ['element'] }] },
        },
      },
    },
    process: {
      title: 'process',
      members: {
        nextTick: later(`${processDocs}#processnexttickcallback-args`),
        // Signals, exit and uncaught errors: once in a process's life, and at exit only synchronous calls still work.
        ...entries(['on', 'once', 'addListener', 'prependListener'], {
          docs: `${processDocs}#process-events`,
          call: { callbacks: [{ arg: 1, runs: 'later', entry: { kind: 'start-up' } }] },
        }),
      },
    },
    atomics: {
      title: 'Atomics',
      members: {
        wait: {
          docs: `${mdn}/Atomics/wait`,
          call: { effect: { kind: 'block', resource: 'io', cost: 'large', instead: 'Atomics.waitAsync, or a promise' } },
        },
      },
    },
  },
});
