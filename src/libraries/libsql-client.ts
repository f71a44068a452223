import { defineLibrary, entries } from './types.ts';

const docs = 'https://docs.turso.tech/sdk/ts/reference';

export default defineLibrary({
  id: 'libsql-client',
  docs,
  packages: ['@libsql/client', '@libsql/client/*'],
  exports: {
    createClient: { docs, call: { returns: 'client' } },
    ...entries(['Client', 'Transaction'], { docs, type: 'client' }),
  },
  handles: {
    client: {
      title: 'a libSQL client',
      members: {
        execute: {
          docs: `${docs}#simple-query`,
          call: { effect: { kind: 'query', operation: 'raw', rows: 'many', sql: { arg: 0, property: 'sql' }, batch: 'batch(statements)' } },
        },
        ...entries(['batch', 'migrate'], { docs: `${docs}#batch-transactions`, call: { effect: { kind: 'query', operation: 'raw', rows: 'many', data: { arg: 0 } } } }),
        executeMultiple: { docs, call: {} },
        transaction: { docs: `${docs}#interactive-transactions`, call: { returns: 'client' } },
        ...entries(['commit', 'rollback', 'close', 'sync'], { docs, call: {} }),
      },
    },
  },
  advice: {
    read: 'read them with one query: WHERE id IN (?, ?, …), or a join; then look each up in a Map by id',
    write: 'send them in one round trip: client.batch(statements, "write"), or a VALUES list of many rows',
    docs: `${docs}#batch-transactions`,
  },
});
