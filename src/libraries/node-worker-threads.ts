import { defineLibrary, entries } from './types.ts';

const docs = 'https://nodejs.org/api/worker_threads.html';

export default defineLibrary({
  id: 'node-worker-threads',
  docs,
  packages: ['worker_threads'],
  exports: {
    Worker: {
      docs: `${docs}#new-workerfilename-options`,
      construct: 'worker',
      constructs: { starts: { arg: 0, entry: { kind: 'thread' } } },
      extend: { instance: 'worker' },
    },
    parentPort: { docs: `${docs}#workerparentport`, handle: 'parentPort' },
    default: { docs, handle: 'workerThreads' },
  },
  handles: {
    workerThreads: {
      title: 'worker_threads',
      members: {
        Worker: {
          docs: `${docs}#new-workerfilename-options`,
          construct: 'worker',
          constructs: { starts: { arg: 0, entry: { kind: 'thread' } } },
        },
        parentPort: { docs: `${docs}#workerparentport`, handle: 'parentPort' },
      },
    },
    worker: { title: 'a worker thread', extends: 'node-events:emitter', members: {} },
    parentPort: {
      title: 'parentPort',
      members: entries(['on', 'once', 'addListener', 'addEventListener'], {
        docs: `${docs}#workerparentport`,
        call: { callbacks: [{ arg: 1, runs: 'later', entry: { kind: 'thread' } }] },
      }),
    },
  },
});
