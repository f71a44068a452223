import { defineLibrary } from './types.ts';

const docs = 'https://github.com/sindresorhus/p-each-series#readme';

export default defineLibrary({
  id: 'p-each-series',
  docs,
  packages: ['p-each-series'],
  exports: {
    default: { docs, call: { callbacks: [{ arg: 1, runs: 'each', over: 0, mode: 'sequential', params: ['element'] }] } },
  },
  handles: {},
});
