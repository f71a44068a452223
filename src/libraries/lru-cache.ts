import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://github.com/isaacs/node-lru-cache#readme';

/** A time to live alone bounds nothing: what is too old goes when it is asked for, unless it is purged by itself. */
const cache: Entry = {
  docs,
  construct: 'cache',
  constructs: { stores: { options: 0, bounds: ['max', 'maxSize', 'ttlAutopurge'] }, callbacks: [{ arg: '0.fetchMethod', runs: 'later' }] },
};

export default defineLibrary({
  id: 'lru-cache',
  docs,
  packages: ['lru-cache'],
  exports: { default: cache, LRUCache: cache },
  handles: {
    cache: { title: 'an LRU cache', members: entries(['get', 'set', 'has', 'peek', 'delete', 'clear', 'reset', 'purgeStale', 'fetch'], { docs, call: {} }) },
  },
});
