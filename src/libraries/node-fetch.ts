import { defineLibrary } from './types.ts';

const docs = 'https://github.com/node-fetch/node-fetch#readme';

/** `fetch` from a package. */
export default defineLibrary({
  id: 'node-fetch',
  docs,
  packages: ['node-fetch', 'cross-fetch', 'isomorphic-unfetch', 'make-fetch-happen', 'undici-fetch', 'whatwg-fetch'],
  exports: {
    default: { docs, call: { effect: { kind: 'request' } } },
    fetch: { docs, call: { effect: { kind: 'request' } } },
  },
  handles: {},
});
