import { defineLibrary } from './types.ts';

const docs = 'https://github.com/sindresorhus/p-reduce#readme';

export default defineLibrary({
  id: 'p-reduce',
  docs,
  packages: ['p-reduce'],
  exports: {
    default: { docs, call: { callbacks: [{ arg: 1, runs: 'each', over: 0, mode: 'sequential', params: [null, 'element'] }] } },
  },
  handles: {},
});
