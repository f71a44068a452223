import { defineLibrary, entries } from './types.ts';

const docs = 'https://github.com/ranisalt/node-argon2#readme';
const sync = 'https://github.com/napi-rs/node-rs/tree/main/packages/argon2#readme';

/** Key derivation on the thread pool; one of the packages has it on the calling thread too. */
export default defineLibrary({
  id: 'argon2',
  docs,
  packages: ['argon2', '@node-rs/argon2'],
  exports: {
    ...entries(['hash', 'verify', 'needsRehash', 'hashRaw'], { docs, call: {} }),
    ...entries(['hashSync', 'hashRawSync', 'verifySync'], {
      docs: sync,
      call: { effect: { kind: 'block', resource: 'cpu', cost: 'large', instead: 'hash or verify, which run on the thread pool' } },
    }),
  },
  handles: {},
});
