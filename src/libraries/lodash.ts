import { defineLibrary, entries } from './types.ts';
import type { Callback, Entry, Operation } from './types.ts';

const docs = 'https://lodash.com/docs/4.17.15';

/** Functions that call their second argument once per element; an async one is started for every element without waiting. */
const perElement = [
  ...['map', 'flatMap', 'flatMapDeep', 'find', 'findLast', 'findIndex', 'findLastIndex', 'every', 'some', 'partition', 'keyBy', 'groupBy'],
  ...['countBy', 'sumBy', 'maxBy', 'minBy', 'meanBy', 'mapValues', 'mapKeys', 'forIn', 'forInRight', 'forOwn', 'forOwnRight', 'findKey'],
  ...['findLastKey', 'remove', 'times'],
];
/** Of these, the ones whose result holds elements of the argument. */
const selecting = [
  ...[
    'each',
    'forEach',
    'eachRight',
    'forEachRight',
    'filter',
    'reject',
    'sortBy',
    'uniqBy',
    'sortedUniqBy',
    'takeWhile',
    'takeRightWhile',
  ],
  ...['dropWhile', 'dropRightWhile', 'pickBy', 'omitBy'],
];
const folding = ['reduce', 'reduceRight', 'transform'];
/** Functions that give back the same elements. */
const sameElements = [
  ...[
    'compact',
    'uniq',
    'sortedUniq',
    'orderBy',
    'take',
    'takeRight',
    'drop',
    'dropRight',
    'slice',
    'tail',
    'initial',
    'reverse',
    'shuffle',
  ],
  ...['sampleSize', 'clone', 'cloneDeep', 'concat', 'difference', 'differenceBy', 'without', 'union', 'unionBy'],
  ...['intersection', 'intersectionBy'],
];

/** Functions that give back a function which does what their first argument does. */
const wrapping = [
  'debounce',
  'throttle',
  'ary',
  'unary',
  'bind',
  'partial',
  'partialRight',
  'curry',
  'curryRight',
  'negate',
  'flip',
  'rearg',
  'rest',
  'spread',
];

const elements = (over: 'receiver' | 0): Callback => ({
  arg: over === 0 ? 1 : 0,
  runs: 'each',
  over,
  mode: 'concurrent',
  params: ['element'],
});
const fold = (over: 'receiver' | 0): Callback => ({
  arg: over === 0 ? 1 : 0,
  runs: 'each',
  over,
  mode: 'sequential',
  params: [null, 'element'],
});
const at = (name: string): string => `${docs}#${name}`;

/** The same operation for several functions, each with its own section of the page. */
const named = (names: readonly string[], call: Operation): Record<string, Entry> =>
  Object.fromEntries(names.map((name) => [name, { docs: at(name), call }]));

const functions: Record<string, Entry> = {
  ...named(perElement, { callbacks: [elements(0)] }),
  ...named(selecting, { returns: 'arg:0', callbacks: [elements(0)] }),
  ...named(folding, { callbacks: [fold(0)] }),
  ...named(sameElements, { returns: 'arg:0' }),
  ...named(['chunk'], { chunks: true }),
  // It keeps a result for every first argument, and knows no limit.
  ...named(['memoize'], { wraps: { arg: 0, memoised: true }, stores: { options: 2, bounds: [] } }),
  ...named(['once'], { wraps: { arg: 0, memoised: true } }),
  ...named(wrapping, { wraps: { arg: 0 } }),
  ...named(['after', 'before'], { wraps: { arg: 1 } }),
  ...named(['defer', 'delay'], { callbacks: [{ arg: 0, runs: 'later' }] }),
  ...named(['attempt'], { returns: 'returned', callbacks: [{ arg: 0, runs: 'once' }] }),
  ...named(['tap'], { returns: 'arg:0', callbacks: [{ arg: 1, runs: 'once' }] }),
  ...named(['thru'], { callbacks: [{ arg: 1, runs: 'once' }] }),
  ...named(['chain'], { returns: 'wrapper' }),
};

const root: Entry = { docs, handle: 'lodash', call: { returns: 'wrapper' } };

export default defineLibrary({
  id: 'lodash',
  docs,
  packages: ['lodash', 'lodash-es'],
  perExport: ['lodash/*', 'lodash-es/*', 'lodash.*'],
  exports: { ...functions, default: root, _: root },
  handles: {
    lodash: { title: 'lodash', members: functions },
    wrapper: {
      title: 'a lodash chain',
      members: {
        ...named([...perElement, ...selecting], { returns: 'this', callbacks: [elements('receiver')] }),
        ...named(folding, { callbacks: [fold('receiver')] }),
        ...named([...sameElements, 'chunk', 'flatten', 'flattenDeep', 'keys', 'pick', 'omit', 'toPairs'], { returns: 'this' }),
        ...entries(['chain', 'commit', 'plant'], { docs: at('prototype-chain'), call: { returns: 'this' } }),
        ...entries(['value', 'valueOf', 'toJSON'], { docs: at('prototype-value'), call: {} }),
      },
    },
  },
});
