import { defineLibrary } from './types.ts';

const docs = 'https://github.com/sindresorhus/p-memoize#readme';

export default defineLibrary({
  id: 'p-memoize',
  docs,
  packages: ['p-memoize', 'memoize', 'memoizee', 'mem', 'fast-memoize', 'moize'],
  exports: { default: { docs, call: { wraps: { arg: 0, memoised: true } } } },
  handles: {},
});
