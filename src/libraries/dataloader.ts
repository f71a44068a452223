import { defineLibrary, entries } from './types.ts';

const docs = 'https://github.com/graphql/dataloader#readme';

/** The batch function runs once per tick, with the keys of that tick: awaited one by one, it runs once per key. */
export default defineLibrary({
  id: 'dataloader',
  docs,
  packages: ['dataloader'],
  exports: {
    default: {
      docs: 'https://github.com/graphql/dataloader#batch-function',
      construct: 'loader',
      constructs: { callbacks: [{ arg: 0, runs: 'later' }] },
      extend: { instance: 'loader' },
    },
  },
  handles: {
    loader: {
      title: 'a DataLoader',
      members: {
        ...entries(['load', 'loadMany'], { docs: 'https://github.com/graphql/dataloader#batching', call: { effect: { kind: 'load' } } }),
        ...entries(['clear', 'clearAll', 'prime'], { docs: 'https://github.com/graphql/dataloader#caching', call: { returns: 'this' } }),
      },
    },
  },
});
