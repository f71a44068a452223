import { defineLibrary, entries } from './types.ts';
import type { Callback, Entry } from './types.ts';

const docs = 'https://caolan.github.io/async/v3/docs.html';

const each = (mode: Callback['mode'], arg: number): Entry => ({
  docs,
  call: { callbacks: [{ arg, runs: 'each', over: 0, mode, params: ['element'] }] },
});

const families = [
  'each',
  'eachOf',
  'forEach',
  'forEachOf',
  'map',
  'filter',
  'select',
  'reject',
  'concat',
  'detect',
  'some',
  'every',
  'mapValues',
  'groupBy',
];
const suffixed = (suffix: string): string[] => families.map((name) => `${name}${suffix}`);

const members: Record<string, Entry> = {
  ...entries([...families, 'sortBy'], each('concurrent', 1)),
  ...entries(suffixed('Series'), each('sequential', 1)),
  ...entries(suffixed('Limit'), each('limit', 2)),
  ...entries(['reduce', 'reduceRight', 'inject', 'foldl'], {
    docs,
    call: { callbacks: [{ arg: 2, runs: 'each', over: 0, mode: 'sequential', params: [null, 'element'] }] },
  }),
  ...entries(['times', 'timesSeries'], {
    docs: `${docs}#times`,
    call: { callbacks: [{ arg: 1, runs: 'each', over: 0, mode: 'sequential' }] },
  }),
  timesLimit: { docs: `${docs}#times`, call: { callbacks: [{ arg: 2, runs: 'each', over: 0, mode: 'limit' }] } },
  // Tasks of a list or an object, and what is called when they are done.
  ...entries(['parallel', 'series', 'waterfall', 'race', 'auto', 'autoInject', 'tryEach'], {
    docs: `${docs}#parallel`,
    call: { callbacks: [{ arg: 'rest:0', runs: 'once' }] },
  }),
  memoize: { docs: `${docs}#memoize`, call: { wraps: { arg: 0, memoised: true } } },
  ...entries(['asyncify', 'wrapSync', 'timeout'], { docs: `${docs}#asyncify`, call: { wraps: { arg: 0 } } }),
  retry: { docs: `${docs}#retry`, call: { callbacks: [{ arg: 'last', runs: 'once' }] } },
  ...entries(['queue', 'cargo', 'priorityQueue'], { docs: `${docs}#queue`, call: { callbacks: [{ arg: 0, runs: 'later' }] } }),
};

export default defineLibrary({
  id: 'async',
  docs,
  packages: ['async'],
  perExport: ['async/*'],
  exports: { ...members, default: { docs, handle: 'async' } },
  handles: { async: { title: 'async', members } },
});
