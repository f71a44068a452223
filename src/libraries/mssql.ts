import { connection, defineLibrary, entries } from './types.ts';
import type { Entry, Operation } from './types.ts';

const docs = 'https://github.com/tediousjs/node-mssql';

const send: Operation = {
  effect: { kind: 'query', operation: 'raw', rows: 'many', sql: { arg: 0 }, batch: 'WHERE id IN (SELECT value FROM OPENJSON(@ids))' },
  callbacks: [{ arg: 'last', runs: 'once' }],
};
const query: Entry = { docs: `${docs}#query-command-callback`, call: send };
const requests: Record<string, Entry> = {
  ...entries(['query', 'batch'], query),
  request: { docs: `${docs}#request`, call: { returns: 'request' } },
};

export default defineLibrary({
  id: 'mssql',
  docs,
  packages: ['mssql', 'mssql/*'],
  exports: {
    connect: { docs: `${docs}#connections-1`, call: { returns: 'pool' } },
    ConnectionPool: { docs: `${docs}#connections-1`, construct: 'pool', constructs: { acquires: connection('an SQL Server connection pool', ['close']) } },
    Transaction: { docs: `${docs}#transaction`, construct: 'pool' },
    Request: { docs: `${docs}#request`, construct: 'request' },
    PreparedStatement: { docs: `${docs}#prepared-statement`, construct: 'statement' },
    ...entries(['query', 'batch'], query),
  },
  handles: {
    pool: {
      title: 'an SQL Server connection',
      members: {
        ...requests,
        connect: { docs, call: { returns: 'this' } },
        transaction: { docs: `${docs}#transaction`, call: { returns: 'pool' } },
        ...entries(['begin', 'commit', 'rollback', 'close', 'on'], { docs, call: {} }),
      },
    },
    request: {
      title: 'an SQL Server request',
      members: {
        ...entries(['input', 'output', 'replaceInput', 'replaceOutput'], { docs: `${docs}#request`, call: { returns: 'this' } }),
        ...entries(['query', 'batch'], query),
        execute: { docs: `${docs}#execute-procedure-callback`, call: { effect: { kind: 'query', operation: 'raw', rows: 'many' } } },
        bulk: { docs: `${docs}#bulk-table-options-callback`, call: { effect: { kind: 'query', operation: 'insert', rows: 'many', data: { arg: 0 } } } },
        ...entries(['on', 'cancel', 'pause', 'resume'], { docs, call: {} }),
      },
    },
    statement: {
      title: 'a prepared SQL Server statement',
      members: {
        ...entries(['input', 'output'], { docs, call: { returns: 'this' } }),
        execute: { docs: `${docs}#prepared-statement`, call: { effect: { kind: 'query', operation: 'raw', rows: 'many' } } },
        ...entries(['prepare', 'unprepare'], { docs, call: {} }),
      },
    },
  },
  advice: {
    read: 'read them with one query: WHERE id IN (SELECT value FROM OPENJSON(@ids)), a table-valued parameter, or a join; then look each up in a Map by id',
    write: 'write them in one call: request.bulk(table), a VALUES list of many rows, or MERGE from OPENJSON(@rows)',
    docs: `${docs}#bulk-table-options-callback`,
  },
});
