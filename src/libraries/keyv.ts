import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://keyv.org/docs/keyv/';

/** Without a store or a connection of its own it keeps everything in a Map. */
const keyv: Entry = { docs, construct: 'keyv', constructs: { stores: { options: 0, bounds: ['store', 'adapter', 'ttl'] } } };

export default defineLibrary({
  id: 'keyv',
  docs,
  packages: ['keyv', '@keyvhq/core'],
  exports: { default: keyv, Keyv: keyv },
  handles: {
    keyv: { title: 'a Keyv store', extends: 'node-events:emitter', members: entries(['get', 'getMany', 'set', 'setMany', 'has', 'delete', 'clear', 'disconnect'], { docs, call: {} }) },
  },
});
