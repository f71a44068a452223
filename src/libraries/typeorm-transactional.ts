import { defineLibrary, entries } from './types.ts';

const docs = 'https://github.com/Aliheym/typeorm-transactional#readme';

/** Transactions that travel by async context: the callback runs once, with the repositories it had before. */
export default defineLibrary({
  id: 'typeorm-transactional',
  docs,
  packages: ['typeorm-transactional', 'typeorm-transactional-cls-hooked'],
  exports: {
    runInTransaction: { docs, call: { returns: 'returned', callbacks: [{ arg: 0, runs: 'once', transaction: true }] } },
    wrapInTransaction: { docs, call: { wraps: { arg: 0 } } },
    ...entries(['runOnTransactionCommit', 'runOnTransactionComplete', 'runOnTransactionRollback'], {
      docs,
      call: { callbacks: [{ arg: 0, runs: 'later' }] },
    }),
  },
  handles: {},
});
