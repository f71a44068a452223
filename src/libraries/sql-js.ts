import { defineLibrary, entries } from './types.ts';
import type { Entry, QueryEffect } from './types.ts';

const docs = 'https://sql.js.org/documentation/Database.html';
const statement = 'https://sql.js.org/documentation/Statement.html';
const local: QueryEffect = { kind: 'query', operation: 'raw', rows: 'many', local: true };

const run = (page: string): Entry => ({ docs: page, call: { effect: local } });

/** SQLite in this process: a statement makes no round trip. */
export default defineLibrary({
  id: 'sql-js',
  docs: 'https://sql.js.org/',
  packages: ['sql.js', 'sql.js/*'],
  exports: { default: { docs: 'https://sql.js.org/', call: { returns: 'module' } }, Database: { docs, type: 'database' } },
  handles: {
    module: { title: 'sql.js', members: { Database: { docs, construct: 'database' } } },
    database: {
      title: 'a SQLite database',
      members: {
        ...entries(['run', 'exec'], run(docs)),
        each: { docs, call: { effect: local, callbacks: [{ arg: 2, runs: 'once' }] } },
        prepare: { docs, call: { returns: 'statement' } },
        ...entries(['close', 'export', 'create_function'], { docs, call: {} }),
      },
    },
    statement: {
      title: 'a SQLite statement',
      members: { ...entries(['step', 'get', 'getAsObject', 'run'], run(statement)), ...entries(['bind', 'reset', 'free'], { docs: statement, call: {} }) },
    },
  },
});
