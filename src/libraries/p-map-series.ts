import { defineLibrary } from './types.ts';

const docs = 'https://github.com/sindresorhus/p-map-series#readme';

export default defineLibrary({
  id: 'p-map-series',
  docs,
  packages: ['p-map-series'],
  exports: {
    default: { docs, call: { callbacks: [{ arg: 1, runs: 'each', over: 0, mode: 'sequential', params: ['element'] }] } },
  },
  handles: {},
});
