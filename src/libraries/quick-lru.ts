import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://github.com/sindresorhus/quick-lru#readme';

const cache: Entry = { docs, construct: 'cache', constructs: { stores: { options: 0, bounds: ['maxSize'] } } };

export default defineLibrary({
  id: 'quick-lru',
  docs,
  packages: ['quick-lru'],
  exports: { default: cache, QuickLRU: cache },
  handles: { cache: { title: 'an LRU cache', members: entries(['get', 'set', 'has', 'peek', 'delete', 'clear', 'resize'], { docs, call: {} }) } },
});
