import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://github.com/jaredwray/cacheable/tree/main/packages/cache-manager#readme';

/** The function runs only where nothing is kept for the key. */
const wrap: Entry = { docs: `${docs}#wrap`, call: { returns: 'returned', callbacks: [{ arg: 1, runs: 'missing' }] } };
const create: Entry = { docs, call: { returns: 'cache', stores: { options: 0, bounds: ['stores', 'ttl'] } } };
/** Up to version 5 the store comes first: `caching('memory', { max, ttl })`. */
const caching: Entry = { docs, call: { returns: 'cache', stores: { options: 1, bounds: ['max', 'ttl', 'store'] } } };
const other: Entry = { docs, call: { returns: 'cache' } };

export default defineLibrary({
  id: 'cache-manager',
  docs,
  packages: ['cache-manager'],
  exports: {
    createCache: create,
    caching,
    ...entries(['multiCaching', 'memoryStore'], other),
    ...entries(['Cache', 'MemoryCache', 'MultiCache'], { docs, type: 'cache' }),
    default: { docs, handle: 'module' },
  },
  handles: {
    module: { title: 'cache-manager', members: { createCache: create, caching, multiCaching: other } },
    cache: {
      title: 'a cache',
      members: {
        wrap,
        ...entries(['get', 'mget', 'set', 'mset', 'del', 'mdel', 'clear', 'reset', 'ttl'], { docs, call: {} }),
      },
    },
  },
});
