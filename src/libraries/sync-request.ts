import { defineLibrary } from './types.ts';

const docs = 'https://github.com/ForbesLindesay/sync-request#readme';

/** HTTP requests that hold the event loop until the answer is there. */
export default defineLibrary({
  id: 'sync-request',
  docs,
  packages: ['sync-request', 'sync-fetch'],
  exports: {
    default: { docs, call: { effect: { kind: 'block', resource: 'io', cost: 'large', instead: 'await fetch(…)' } } },
  },
  handles: {},
});
