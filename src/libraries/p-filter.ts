import { defineLibrary } from './types.ts';

const docs = 'https://github.com/sindresorhus/p-filter#readme';

export default defineLibrary({
  id: 'p-filter',
  docs,
  packages: ['p-filter'],
  exports: {
    default: { docs, call: { callbacks: [{ arg: 1, runs: 'each', over: 0, mode: 'concurrent', params: ['element'] }] } },
  },
  handles: {},
});
