import { defineLibrary, entries } from './types.ts';
import type { Entry, QueryEffect } from './types.ts';

const builtIn = 'https://nodejs.org/api/sqlite.html';
const docs = 'https://github.com/kriasoft/node-sqlite';
const local: QueryEffect = { kind: 'query', operation: 'raw', rows: 'many', local: true };

const run: Entry = { docs, call: { effect: local, callbacks: [{ arg: 'last', runs: 'once' }] } };

/** SQLite in this process, without a round trip: Node's own module, and the package of the same name with promises. */
export default defineLibrary({
  id: 'sqlite',
  docs: builtIn,
  packages: ['sqlite', 'sqlite3'],
  exports: {
    DatabaseSync: { docs: builtIn, construct: 'database' },
    StatementSync: { docs: builtIn, type: 'statement' },
    Database: { docs, construct: 'database' },
    cached: { docs: 'https://github.com/TryGhost/node-sqlite3/wiki/Caching', handle: 'cached' },
    verbose: { docs: 'https://github.com/TryGhost/node-sqlite3/wiki/API', call: { returns: 'module' } },
    open: { docs, call: { returns: 'database' } },
  },
  handles: {
    module: { title: 'sqlite3', members: { Database: { docs, construct: 'database' } } },
    cached: { title: "sqlite3's cache", members: { Database: { docs, construct: 'database' } } },
    database: {
      title: 'a SQLite database',
      members: {
        prepare: { docs, call: { returns: 'statement' } },
        ...entries(['exec', 'run', 'get', 'all'], run),
        each: { docs, call: { effect: local, callbacks: [{ arg: 'last', runs: 'once' }] } },
        ...entries(['close', 'open', 'migrate', 'on', 'configure'], { docs, call: {} }),
        ...entries(['serialize', 'parallelize'], { docs: 'https://github.com/TryGhost/node-sqlite3/wiki/Control-Flow', call: { callbacks: [{ arg: 0, runs: 'once' }] } }),
      },
    },
    statement: {
      title: 'a SQLite statement',
      members: { ...entries(['get', 'all', 'run', 'iterate', 'each'], run), ...entries(['bind', 'reset', 'finalize'], { docs, call: { returns: 'this' } }) },
    },
  },
});
