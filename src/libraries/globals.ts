import { defineLibrary, entries, listener } from './types.ts';
import type { Entry } from './types.ts';

const mdn = 'https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects';
const node = 'https://nodejs.org/api';
const deferred = (docs: string): Entry => ({ docs, call: { callbacks: [{ arg: 0, runs: 'later', deferred: true }] } });

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
    setTimeout: deferred(`${node}/timers.html#settimeoutcallback-delay-args`),
    setInterval: {
      docs: `${node}/timers.html#setintervalcallback-delay-args`,
      call: {
        callbacks: [{ arg: 0, runs: 'later' }],
        acquires: {
          kind: 'timer',
          what: 'an interval',
          remedy: 'keep what setInterval returns and end it with clearInterval(timer) when the call is over; or start it once, when the process starts',
          functions: ['clearInterval', 'clearTimeout'],
          members: ['unref', 'close'],
        },
      },
    },
    AbortController: { docs: 'https://developer.mozilla.org/en-US/docs/Web/API/AbortController', construct: 'abortController' },
    setImmediate: deferred(`${node}/timers.html#setimmediatecallback-args`),
    queueMicrotask: deferred('https://developer.mozilla.org/en-US/docs/Web/API/Window/queueMicrotask'),
    fetch: { docs: 'https://developer.mozilla.org/en-US/docs/Web/API/Window/fetch', call: { effect: { kind: 'request' } } },
    URL: { docs: `${node}/url.html#class-url`, constructs: { path: true } },
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
        cwd: { docs: `${processDocs}#processcwd`, call: { path: true } },
        nextTick: deferred(`${processDocs}#processnexttickcallback-args`),
        // Signals, exit and uncaught errors: once in a process's life, and at exit only synchronous calls still work.
        ...entries(['on', 'addListener', 'prependListener'], {
          docs: `${processDocs}#process-events`,
          call: { callbacks: [{ arg: 1, runs: 'later', entry: { kind: 'start-up' } }], acquires: listener },
        }),
        once: { docs: `${processDocs}#process-events`, call: { callbacks: [{ arg: 1, runs: 'later', entry: { kind: 'start-up' } }] } },
      },
    },
    abortController: {
      title: 'an AbortController',
      members: { signal: { docs: 'https://developer.mozilla.org/en-US/docs/Web/API/AbortController/signal', handle: 'abortSignal' } },
    },
    abortSignal: {
      title: 'an AbortSignal',
      members: {
        addEventListener: {
          docs: 'https://developer.mozilla.org/en-US/docs/Web/API/EventTarget/addEventListener',
          call: {
            callbacks: [{ arg: 1, runs: 'later' }],
            acquires: {
              ...listener,
              unless: ['once', 'signal'],
              handler: { arg: 1, removers: ['removeEventListener'] },
              remedy: 'take it away with removeEventListener(event, handler) when the call is over, or add it with { signal } of a controller that the call aborts',
            },
          },
        },
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
