import { defineLibrary } from './types.ts';

const docs = 'https://github.com/bee-queue/bee-queue#readme';

export default defineLibrary({
  id: 'bee-queue',
  docs,
  packages: ['bee-queue'],
  exports: { default: { docs, construct: 'queue' } },
  handles: {
    queue: {
      title: 'a Bee queue',
      members: { process: { docs, call: { callbacks: [{ arg: 'last', runs: 'later', entry: { kind: 'job' } }] } } },
    },
  },
});
