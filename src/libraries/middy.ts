import { defineLibrary, entries } from './types.ts';

const docs = 'https://github.com/middyjs/middy#readme';

export default defineLibrary({
  id: 'middy',
  docs,
  packages: ['@middy/core'],
  exports: {
    default: { docs, call: { returns: 'handler', wraps: { arg: 0 }, callbacks: [{ arg: 0, runs: 'later', entry: { kind: 'lambda' } }] } },
  },
  handles: {
    handler: {
      title: 'a Middy handler',
      members: {
        use: { docs, call: { returns: 'this' } },
        ...entries(['before', 'after', 'onError'], { docs, call: { returns: 'this', callbacks: [{ arg: 0, runs: 'later', entry: { kind: 'lambda' } }] } }),
        handler: { docs, call: { returns: 'this', callbacks: [{ arg: 0, runs: 'later', entry: { kind: 'lambda' } }] } },
      },
    },
  },
});
