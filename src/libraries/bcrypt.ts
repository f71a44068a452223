import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://github.com/kelektiv/node.bcrypt.js#readme';
const why = 'https://github.com/kelektiv/node.bcrypt.js#why-is-async-mode-recommended-over-sync-mode';

const blocking = (instead: string): Entry => ({
  docs: why,
  call: { effect: { kind: 'block', resource: 'cpu', cost: 'large', instead } },
});

const members: Record<string, Entry> = {
  hashSync: blocking('await bcrypt.hash(…): it computes in the thread pool'),
  compareSync: blocking('await bcrypt.compare(…): it computes in the thread pool'),
  verifySync: blocking('await bcrypt.verify(…): it computes in the thread pool'),
  ...entries(['hash', 'compare', 'verify', 'genSalt'], { docs, call: { callbacks: [{ arg: 'last', runs: 'later' }] } }),
  ...entries(['genSaltSync', 'getRounds'], { docs, call: {} }),
};

/** The native bindings: the asynchronous calls compute in the thread pool. */
export default defineLibrary({
  id: 'bcrypt',
  docs,
  packages: ['bcrypt', '@node-rs/bcrypt'],
  exports: { ...members, default: { docs, handle: 'bcrypt' } },
  handles: { bcrypt: { title: 'bcrypt', members } },
});
