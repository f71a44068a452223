import { defineLibrary, entries } from './types.ts';
import type { Entry, QueryEffect } from './types.ts';

const docs = 'https://duckdb.org/docs/stable/clients/node_neo/overview';
/** The package before, with functions that are called back. */
const old = 'https://duckdb.org/docs/stable/clients/nodejs/reference';
const local: QueryEffect = { kind: 'query', operation: 'raw', rows: 'many', local: true };

const run: Entry = { docs, call: { effect: local } };
const calledBack: Entry = { docs: old, call: { effect: local, callbacks: [{ arg: 'last', runs: 'once' }] } };

const reads = ['run', 'runAndRead', 'runAndReadAll', 'runAndReadUntil', 'stream', 'streamAndRead', 'streamAndReadAll', 'start', 'startStream'];

/** DuckDB in this process: a statement makes no round trip. */
export default defineLibrary({
  id: 'duckdb',
  docs,
  packages: ['@duckdb/node-api', 'duckdb'],
  exports: {
    DuckDBInstance: { docs, handle: 'instanceClass', type: 'instance' },
    DuckDBConnection: { docs, handle: 'connectionClass', type: 'connection' },
    DuckDBPreparedStatement: { docs, type: 'statement' },
    Database: { docs: old, construct: 'connection' },
    default: { docs: old, handle: 'module' },
  },
  handles: {
    module: { title: 'DuckDB', members: { Database: { docs: old, construct: 'connection' } } },
    instanceClass: { title: 'DuckDBInstance', members: entries(['create', 'fromCache'], { docs, call: { returns: 'instance' } }) },
    connectionClass: { title: 'DuckDBConnection', members: { create: { docs, call: { returns: 'connection' } } } },
    instance: { title: 'a DuckDB instance', members: { connect: { docs, call: { returns: 'connection' } }, closeSync: { docs, call: {} } } },
    connection: {
      title: 'a DuckDB connection',
      members: {
        ...entries(reads, run),
        ...entries(['all', 'exec', 'each'], calledBack),
        connect: { docs: old, call: { returns: 'this' } },
        prepare: { docs, call: { returns: 'statement' } },
        ...entries(['createAppender', 'extractStatements', 'closeSync', 'disconnectSync', 'interrupt', 'close'], { docs, call: {} }),
      },
    },
    statement: {
      title: 'a DuckDB statement',
      members: { ...entries(reads, run), ...entries(['all', 'each'], calledBack), ...entries(['bind', 'destroySync', 'clearBindings', 'finalize'], { docs, call: {} }) },
    },
  },
});
