import { connection, defineLibrary, entries } from './types.ts';

const docs = 'https://docs.bullmq.io/guide/workers';
const queues = 'https://docs.bullmq.io/guide/queues';

/** Queues, workers and their kin each have connections of their own: https://docs.bullmq.io/guide/connections */
const own = (what: string) => ({ acquires: connection(`${what} with its Redis connections`, ['close', 'disconnect']) });

export default defineLibrary({
  id: 'bullmq',
  docs,
  packages: ['bullmq'],
  exports: {
    Worker: {
      docs,
      construct: 'worker',
      constructs: {
        callbacks: [{ arg: 1, runs: 'later', entry: { kind: 'job' } }],
        // A path in its place is a file whose default export processes jobs in another process.
        starts: { arg: 1, entry: { kind: 'job' } },
        ...own('a BullMQ worker'),
      },
      extend: { instance: 'worker' },
    },
    Processor: { docs, annotates: { entry: { kind: 'job' } } },
    QueueEvents: { docs: 'https://docs.bullmq.io/guide/events', construct: 'worker', constructs: own('a BullMQ event stream'), extend: { instance: 'worker' } },
    FlowProducer: { docs: 'https://docs.bullmq.io/guide/flows', construct: 'flow', constructs: own('a BullMQ flow producer'), extend: { instance: 'flow' } },
    ...entries(['Job', 'SandboxedJob'], { docs: 'https://docs.bullmq.io/guide/jobs', type: 'job' }),
    Queue: { docs: queues, construct: 'queue', constructs: own('a BullMQ queue'), extend: { instance: 'queue' } },
  },
  handles: {
    worker: {
      title: 'a BullMQ worker',
      members: entries(['on', 'once', 'addListener'], { docs, call: { returns: 'this', callbacks: [{ arg: 1, runs: 'later', entry: { kind: 'job' } }] } }),
    },
    queue: {
      title: 'a BullMQ queue',
      members: {
        ...entries(['add', 'upsertJobScheduler'], { docs: queues, call: { effect: { kind: 'request' } } }),
        ...entries(['getJob', 'getJobs', 'getJobCounts', 'getWaiting', 'getActive', 'getDelayed', 'getFailed', 'getCompleted', 'obliterate', 'drain', 'clean'], {
          docs: queues,
          call: { effect: { kind: 'request' } },
        }),
        addBulk: { docs: 'https://docs.bullmq.io/guide/queues/adding-bulks', call: { effect: { kind: 'request' } } },
      },
    },
    flow: {
      title: 'a BullMQ flow producer',
      members: entries(['add', 'addBulk'], { docs: 'https://docs.bullmq.io/guide/flows', call: { effect: { kind: 'request' } } }),
    },
    job: {
      title: 'a BullMQ job',
      members: entries(['updateProgress', 'updateData', 'log', 'moveToDelayed', 'moveToFailed', 'remove', 'retry', 'getChildrenValues'], {
        docs: 'https://docs.bullmq.io/guide/jobs',
        call: { effect: { kind: 'request' } },
      }),
    },
  },
});
