import { defineLibrary } from './types.ts';

const docs = 'https://github.com/sindresorhus/p-limit#readme';

/** It bounds how many run at once, not how many run. */
export default defineLibrary({
  id: 'p-limit',
  docs,
  packages: ['p-limit'],
  exports: {
    default: { docs, call: { returns: 'limit' } },
    LimitFunction: { docs, type: 'limit' },
    limitFunction: { docs, call: { wraps: { arg: 0 } } },
  },
  handles: {
    limit: {
      title: 'p-limit',
      call: { returns: 'returned', callbacks: [{ arg: 0, runs: 'once' }] },
      members: {
        map: { docs, call: { callbacks: [{ arg: 1, runs: 'each', over: 0, mode: 'limit', params: ['element'] }] } },
        clearQueue: { docs, call: {} },
      },
    },
  },
});
