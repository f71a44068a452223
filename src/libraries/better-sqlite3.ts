import { defineLibrary, entries } from './types.ts';
import type { Entry, QueryEffect } from './types.ts';

const docs = 'https://github.com/WiseLibs/better-sqlite3/blob/master/docs/api.md';
const local: QueryEffect = { kind: 'query', operation: 'raw', rows: 'many', local: true };

const run: Entry = { docs: `${docs}#class-statement`, call: { effect: local } };

/** SQLite in this process: a statement makes no round trip. */
export default defineLibrary({
  id: 'better-sqlite3',
  docs,
  packages: ['better-sqlite3', 'better-sqlite3-multiple-ciphers', 'libsql'],
  exports: { default: { docs, construct: 'database', type: 'database', call: { returns: 'database' }, extend: { instance: 'database' } }, Database: { docs, type: 'database' } },
  handles: {
    database: {
      title: 'a SQLite database',
      members: {
        prepare: { docs: `${docs}#preparestring---statement`, call: { returns: 'statement' } },
        transaction: { docs: `${docs}#transactionfunction---function`, call: { wraps: { arg: 0 } } },
        exec: { docs: `${docs}#execstring---this`, call: { returns: 'this', effect: local } },
        pragma: { docs, call: {} },
        ...entries(['function', 'aggregate', 'table', 'loadExtension', 'backup', 'serialize', 'close'], { docs, call: {} }),
      },
    },
    statement: {
      title: 'a SQLite statement',
      members: {
        ...entries(['get', 'all', 'run', 'iterate'], run),
        ...entries(['bind', 'pluck', 'expand', 'raw', 'safeIntegers'], { docs: `${docs}#class-statement`, call: { returns: 'this' } }),
        columns: { docs, call: {} },
      },
    },
  },
});
