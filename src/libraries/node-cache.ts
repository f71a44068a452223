import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://github.com/node-cache/node-cache#readme';

/** A standard time to live is swept by a timer of the cache's own. */
const cache: Entry = { docs, construct: 'cache', constructs: { stores: { options: 0, bounds: ['stdTTL', 'maxKeys'] } } };

export default defineLibrary({
  id: 'node-cache',
  docs,
  packages: ['node-cache', '@cacheable/node-cache'],
  exports: { default: cache, NodeCache: cache },
  handles: {
    cache: {
      title: 'a node-cache',
      extends: 'node-events:emitter',
      members: entries(['get', 'mget', 'set', 'mset', 'has', 'del', 'take', 'ttl', 'keys', 'flushAll', 'close'], { docs, call: {} }),
    },
  },
});
