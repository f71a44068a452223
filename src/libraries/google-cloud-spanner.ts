import { connection, defineLibrary, does, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://cloud.google.com/nodejs/docs/reference/spanner/latest';
const at = (name: string): string => `${docs}/spanner/${name}`;
const practices = 'https://cloud.google.com/spanner/docs/sql-best-practices';

const run = (page: string): Entry => does(page, { operation: 'raw', rows: 'many', sql: { arg: 0, property: 'sql' }, batch: 'WHERE id IN UNNEST(@ids)' });
const write = (operation: 'insert' | 'update' | 'upsert'): Entry => does(at('table'), { operation, rows: 'one', data: { arg: 0 }, bulk: true, batch: `${operation}(rows)` });
const transaction = { runs: 'once', transaction: true } as const;
const session: Entry = { docs: at('database'), call: { returns: 'transaction', list: true } };

/** Spanner: statements and mutations of rows, over gRPC. */
export default defineLibrary({
  id: 'google-cloud-spanner',
  docs,
  packages: ['@google-cloud/spanner'],
  exports: {
    Spanner: {
      docs: at('spanner'),
      construct: 'client',
      constructs: { acquires: connection('a Spanner client with its channels and sessions', ['close']) },
    },
    Instance: { docs: at('instance'), type: 'instance' },
    Database: { docs: at('database'), type: 'database' },
    Table: { docs: at('table'), type: 'table' },
    ...entries(['Transaction', 'Snapshot'], { docs: at('transaction'), type: 'transaction' }),
  },
  handles: {
    client: { title: 'a Spanner client', members: { instance: { docs: at('spanner'), call: { returns: 'instance' } }, close: { docs: at('spanner'), call: {} } } },
    instance: { title: 'a Spanner instance', members: { database: { docs: at('instance'), call: { returns: 'database' } } } },
    database: {
      title: 'a Spanner database',
      members: {
        ...entries(['run', 'runStream', 'runPartitionedUpdate'], run(at('database'))),
        table: { docs: at('database'), call: { returns: 'table' } },
        runTransactionAsync: { docs: at('database'), call: { returns: 'returned', callbacks: [{ ...transaction, arg: 'last', params: ['transaction'] }] } },
        runTransaction: { docs: at('database'), call: { callbacks: [{ ...transaction, arg: 'last', params: [null, 'transaction'] }] } },
        ...entries(['getSnapshot', 'getTransaction'], session),
        ...entries(['writeAtLeastOnce', 'batchWriteAtLeastOnce'], does(at('database'), { operation: 'upsert', rows: 'many' })),
        ...entries(['close', 'updateSchema', 'createTable', 'getSchema', 'exists', 'get', 'on'], { docs: at('database'), call: {} }),
      },
    },
    table: {
      title: 'a Spanner table',
      members: {
        read: does(at('table'), { operation: 'select', rows: 'many', filter: { arg: 0, property: 'keys' }, batch: 'read({ keys, columns })' }),
        insert: write('insert'),
        update: write('update'),
        ...entries(['upsert', 'replace'], write('upsert')),
        deleteRows: does(at('table'), { operation: 'delete', rows: 'one', filter: { arg: 0 }, bulk: true, batch: 'deleteRows(keys)' }),
        ...entries(['create', 'drop', 'delete', 'createReadStream'], { docs: at('table'), call: {} }),
      },
    },
    transaction: {
      title: 'a Spanner transaction',
      members: {
        ...entries(['run', 'runStream', 'runUpdate'], run(at('transaction'))),
        read: does(at('transaction'), { operation: 'select', rows: 'many', filter: { arg: 1, property: 'keys' }, batch: 'read(table, { keys, columns })' }),
        batchUpdate: does(at('transaction'), { operation: 'update', rows: 'many' }),
        // Mutations go out with the commit.
        ...entries(['insert', 'update', 'upsert', 'replace', 'deleteRows'], { docs: at('transaction'), call: {} }),
        commit: does(at('transaction'), { operation: 'upsert', rows: 'many' }),
        ...entries(['begin', 'end', 'rollback', 'createReadStream'], { docs: at('transaction'), call: {} }),
      },
    },
  },
  advice: {
    read: 'read them with one query: WHERE id IN UNNEST(@ids), a join, or table.read({ keys, columns }); then look each up in a Map by id',
    write: 'write them together: table.insert, update, upsert and deleteRows take lists, mutations of one transaction go out with its commit, and transaction.batchUpdate(statements) sends many statements at once',
    docs: practices,
  },
});
