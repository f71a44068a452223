import { connection, defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://github.com/OptimalBits/bull/blob/develop/REFERENCE.md';
const acquires = connection('a Bull queue with its Redis connections', ['close']);
const Queue: Entry = { docs, construct: 'queue', constructs: { acquires }, call: { returns: 'queue', acquires }, extend: { instance: 'queue' } };

export default defineLibrary({
  id: 'bull',
  docs,
  packages: ['bull'],
  exports: { default: Queue, Queue },
  handles: {
    queue: {
      title: 'a Bull queue',
      members: {
        process: { docs: `${docs}#queueprocess`, call: { callbacks: [{ arg: 'last', runs: 'later', entry: { kind: 'job' } }] } },
        add: { docs: `${docs}#queueadd`, call: { effect: { kind: 'request' } } },
        addBulk: { docs: `${docs}#queueaddbulk`, call: { effect: { kind: 'request' } } },
        ...entries(['on', 'once'], {
          docs: `${docs}#events`,
          call: { returns: 'this', callbacks: [{ arg: 1, runs: 'later', entry: { kind: 'job' } }] },
        }),
      },
    },
  },
});
