import { defineLibrary } from './types.ts';

const docs = 'https://github.com/SGrondin/bottleneck#readme';

/** A rate limiter: calls wait by design. */
export default defineLibrary({
  id: 'bottleneck',
  docs,
  packages: ['bottleneck'],
  exports: { default: { docs, construct: 'limiter' } },
  handles: {
    limiter: {
      title: 'a Bottleneck limiter',
      members: {
        schedule: { docs, call: { effect: { kind: 'pause' }, returns: 'returned', callbacks: [{ arg: 'last', runs: 'once' }] } },
        wrap: { docs, call: { wraps: { arg: 0 } } },
      },
    },
  },
});
