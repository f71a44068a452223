import { defineLibrary } from './types.ts';

const docs = 'https://github.com/sindresorhus/p-retry#readme';

/** The callback runs again only after it failed: once, as far as its cost counts. */
export default defineLibrary({
  id: 'p-retry',
  docs,
  packages: ['p-retry', 'async-retry', 'promise-retry'],
  exports: {
    default: { docs, call: { returns: 'returned', callbacks: [{ arg: 0, runs: 'once' }] } },
    makeRetriable: { docs, call: { wraps: { arg: 0 } } },
  },
  handles: {},
});
