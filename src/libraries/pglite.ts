import { defineLibrary, entries } from './types.ts';
import type { Entry, QueryEffect } from './types.ts';

const docs = 'https://pglite.dev/docs/api';
const local: QueryEffect = { kind: 'query', operation: 'raw', rows: 'many', local: true };

const run: Entry = { docs: `${docs}#query`, call: { effect: local } };
const PGlite: Entry = { docs, handle: 'class', construct: 'database', type: 'database', extend: { instance: 'database' } };

/** PostgreSQL in this process: a statement makes no round trip. */
export default defineLibrary({
  id: 'pglite',
  docs,
  packages: ['@electric-sql/pglite', '@electric-sql/pglite/*'],
  exports: { ...entries(['PGlite', 'PGliteWorker'], PGlite), ...entries(['PGliteInterface', 'Transaction'], { docs, type: 'database' }) },
  handles: {
    class: { title: 'PGlite', construct: 'database', members: { create: { docs: `${docs}#pglite-create`, call: { returns: 'database' } } } },
    database: {
      title: 'a PGlite database',
      members: {
        ...entries(['query', 'exec', 'sql'], run),
        transaction: { docs: `${docs}#transaction`, call: { returns: 'returned', callbacks: [{ arg: 0, runs: 'once', transaction: true, params: ['database'] }] } },
        ...entries(['listen', 'onNotification'], { docs: `${docs}#listen`, call: { callbacks: [{ arg: 'last', runs: 'later' }] } }),
        ...entries(['close', 'unlisten', 'rollback', 'waitReady', 'dumpDataDir', 'describeQuery', 'live'], { docs, call: {} }),
      },
    },
  },
});
