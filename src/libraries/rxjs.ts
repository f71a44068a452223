import { defineLibrary, entries } from './types.ts';
import type { Acquisition, Callback, Entry, Operation } from './types.ts';

const creation = 'https://rxjs.dev/guide/operators#creation-operators-1';
const transformation = 'https://rxjs.dev/guide/operators#transformation-operators';
const conversion = 'https://rxjs.dev/guide/observable';

const each = (mode: Callback['mode']): Entry => ({
  docs: transformation,
  call: { callbacks: [{ arg: 0, runs: 'each', over: 'emitted', mode }] },
});

const operators: Record<string, Entry> = {
  ...entries(['concatMap', 'mergeScan', 'expand'], each('sequential')),
  ...entries(['mergeMap', 'flatMap', 'switchMap', 'exhaustMap', 'map', 'tap', 'filter', 'delayWhen'], each('concurrent')),
  // What comes after them sees one value, a few, or lists of values.
  ...entries(
    ['toArray', 'reduce', 'last', 'first', 'take', 'takeLast', 'count', 'single', 'elementAt', 'find', 'buffer', 'bufferCount', 'bufferTime', 'bufferWhen'],
    { docs: 'https://rxjs.dev/api/operators/toArray', call: { collects: true } },
  ),
  ...entries(['catchError', 'finalize'], { docs: 'https://rxjs.dev/guide/operators#error-handling-operators', call: { callbacks: [{ arg: 0, runs: 'later' }] } }),
};

const subscribe: Operation = {
  callbacks: [
    { arg: 0, runs: 'each', over: 'emitted', mode: 'concurrent' },
    { arg: '0.next', runs: 'each', over: 'emitted', mode: 'concurrent' },
  ],
};
const subscriber: Acquisition = {
  kind: 'listener',
  what: 'a subscriber',
  remedy: 'keep the subscription and end it with unsubscribe() when the call is over, or take what is needed with pipe(take(1)) or firstValueFrom()',
  members: ['unsubscribe', 'add'],
};

// Whoever makes an observable hands it to somebody that subscribes, a framework that answers with it: the work is the maker's.
const observable: Entry = { docs: conversion, construct: 'observable', constructs: { callbacks: [{ arg: 0, runs: 'once' }] } };

/** A list becomes a stream whose operators run for each of its elements; a promise, or an answer from outside, emits once. */
export default defineLibrary({
  id: 'rxjs',
  docs: conversion,
  packages: ['rxjs', 'rxjs/*'],
  exports: {
    ...operators,
    from: { docs: creation, call: { returns: 'observable', emits: 0 } },
    ...entries(['of', 'defer', 'merge', 'concat', 'zip', 'combineLatest', 'interval', 'timer', 'fromEvent', 'race', 'iif', 'throwError'], {
      docs: creation,
      call: { returns: 'observable' },
    }),
    forkJoin: { docs: 'https://rxjs.dev/api/index/function/forkJoin', call: { gathers: true } },
    ...entries(['lastValueFrom', 'firstValueFrom'], { docs: 'https://rxjs.dev/api/index/function/lastValueFrom', call: {} }),
    Observable: observable,
    ...entries(['Subject', 'BehaviorSubject', 'ReplaySubject', 'AsyncSubject'], {
      docs: 'https://rxjs.dev/guide/subject',
      construct: 'subject',
      extend: { instance: 'subject' },
    }),
  },
  handles: {
    observable: {
      title: 'an observable',
      members: {
        pipe: { docs: conversion, call: { returns: 'this' } },
        ...entries(['subscribe', 'forEach'], { docs: conversion, call: subscribe }),
        toPromise: { docs: conversion, call: {} },
        ...entries(['next', 'error', 'complete', 'unsubscribe', 'asObservable'], { docs: conversion, call: {} }),
      },
    },
    // It keeps its subscribers. What pipe() gives may end by itself (`take`, `takeUntil`): nothing is said of it.
    subject: {
      title: 'a subject',
      extends: 'observable',
      members: {
        pipe: { docs: conversion, call: { returns: 'observable' } },
        asObservable: { docs: conversion, call: { returns: 'this' } },
        subscribe: { docs: 'https://rxjs.dev/guide/subscription', call: { ...subscribe, acquires: subscriber } },
      },
    },
  },
});
