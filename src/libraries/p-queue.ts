import { defineLibrary } from './types.ts';

const docs = 'https://github.com/sindresorhus/p-queue#readme';

/** It bounds how many run at once, not how many run. */
export default defineLibrary({
  id: 'p-queue',
  docs,
  packages: ['p-queue'],
  exports: { default: { docs, construct: 'queue', extend: { instance: 'queue' } } },
  handles: {
    queue: {
      title: 'a p-queue',
      members: {
        add: { docs, call: { returns: 'returned', callbacks: [{ arg: 0, runs: 'once' }] } },
        addAll: { docs, call: { gathers: true } },
      },
    },
  },
});
