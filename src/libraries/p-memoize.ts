import { defineLibrary } from './types.ts';

const docs = 'https://github.com/sindresorhus/p-memoize#readme';

export default defineLibrary({
  id: 'p-memoize',
  docs,
  packages: ['p-memoize', 'memoize', 'memoizee', 'mem', 'fast-memoize'],
  // By their second argument: maxAge and cache of p-memoize and memoize, max and maxAge of memoizee, maxSize of moize; results stay for ever without.
  exports: { default: { docs, call: { wraps: { arg: 0, memoised: true }, stores: { options: 1, bounds: ['maxAge', 'max', 'maxSize', 'cache', 'ttl'] } } } },
  handles: {},
});
