import { defineLibrary, entries } from './types.ts';

const docs = 'https://docs.bullmq.io/guide/workers';
const queues = 'https://docs.bullmq.io/guide/queues';

export default defineLibrary({
  id: 'bullmq',
  docs,
  packages: ['bullmq'],
  exports: {
    Worker: {
      docs,
      construct: 'worker',
      constructs: { callbacks: [{ arg: 1, runs: 'later', entry: { kind: 'job' } }] },
      extend: { instance: 'worker' },
    },
    Processor: { docs, annotates: { entry: { kind: 'job' } } },
    Queue: { docs: queues, construct: 'queue', extend: { instance: 'queue' } },
  },
  handles: {
    worker: {
      title: 'a BullMQ worker',
      members: entries(['on', 'once'], { docs, call: { returns: 'this', callbacks: [{ arg: 1, runs: 'later', entry: { kind: 'job' } }] } }),
    },
    queue: {
      title: 'a BullMQ queue',
      members: {
        ...entries(['add', 'upsertJobScheduler'], { docs: queues, call: { effect: { kind: 'request' } } }),
        addBulk: { docs: 'https://docs.bullmq.io/guide/queues/adding-bulks', call: { effect: { kind: 'request' } } },
      },
    },
  },
});
