import { defineLibrary } from './types.ts';

const docs = 'https://encore.dev/docs/ts/primitives/defining-apis';

export default defineLibrary({
  id: 'encore',
  docs,
  packages: ['encore.dev', 'encore.dev/*'],
  exports: {
    api: { docs, handle: 'api', call: { wraps: { arg: 1 }, callbacks: [{ arg: 1, runs: 'later', entry: { kind: 'request' } }] } },
    Subscription: {
      docs: 'https://encore.dev/docs/ts/primitives/pubsub',
      constructs: { callbacks: [{ arg: '2.handler', runs: 'later', entry: { kind: 'job' } }] },
    },
  },
  handles: {
    api: {
      title: 'api',
      members: { raw: { docs: `${docs}/raw-endpoints`, call: { callbacks: [{ arg: 1, runs: 'later', entry: { kind: 'request' } }] } } },
    },
  },
});
