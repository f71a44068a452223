import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://github.com/jaredwray/cacheable/tree/main/packages/cache-manager#readme';

/** The function runs only where nothing is kept for the key. */
const wrap: Entry = { docs: `${docs}#wrap`, call: { returns: 'returned', callbacks: [{ arg: 1, runs: 'missing' }] } };
const create: Entry = { docs, call: { returns: 'cache' } };

export default defineLibrary({
  id: 'cache-manager',
  docs,
  packages: ['cache-manager'],
  exports: {
    ...entries(['createCache', 'caching', 'multiCaching', 'memoryStore'], create),
    ...entries(['Cache', 'MemoryCache', 'MultiCache'], { docs, type: 'cache' }),
    default: { docs, handle: 'module' },
  },
  handles: {
    module: { title: 'cache-manager', members: { ...entries(['createCache', 'caching', 'multiCaching'], create) } },
    cache: {
      title: 'a cache',
      members: {
        wrap,
        ...entries(['get', 'mget', 'set', 'mset', 'del', 'mdel', 'clear', 'reset', 'ttl'], { docs, call: {} }),
      },
    },
  },
});
