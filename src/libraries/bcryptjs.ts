import { defineLibrary, entries } from './types.ts';
import type { BlockEffect, Entry } from './types.ts';

const docs = 'https://github.com/dcodeIO/bcrypt.js#readme';
const instead = 'hash and compare of bcrypt or @node-rs/bcrypt (native, in the thread pool), or a worker thread';

const blocking: BlockEffect = { kind: 'block', resource: 'cpu', cost: 'large', instead };

const members: Record<string, Entry> = {
  ...entries(['hashSync', 'compareSync'], { docs, call: { effect: blocking } }),
  // It gives way to other work after each 100 ms of computing.
  ...entries(['hash', 'compare'], {
    docs: 'https://github.com/dcodeIO/bcrypt.js#usage---async',
    call: { effect: { ...blocking, asynchronous: true }, callbacks: [{ arg: 'last', runs: 'later' }] },
  }),
  genSalt: { docs, call: { callbacks: [{ arg: 'last', runs: 'later' }] } },
  ...entries(['genSaltSync', 'getRounds', 'getSalt', 'truncates'], { docs, call: {} }),
};

/** bcrypt in JavaScript: it computes on the thread that calls it, whichever form is called. */
export default defineLibrary({
  id: 'bcryptjs',
  docs,
  packages: ['bcryptjs', 'bcrypt-nodejs'],
  exports: { ...members, default: { docs, handle: 'bcryptjs' } },
  handles: { bcryptjs: { title: 'bcryptjs', members } },
});
