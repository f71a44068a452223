import { connection, defineLibrary, does, entries } from './types.ts';
import type { Entry, QueryEffect } from './types.ts';

const docs = 'https://massivejs.org/docs';
const queries = `${docs}/queries`;
const persistence = `${docs}/persistence`;
const documents = `${docs}/working-with-documents`;

const filter = { arg: 0 };
const inList = 'find({ id: ids })';
const list: QueryEffect = { kind: 'query', operation: 'select', rows: 'many', filter, batch: inList };
const one: QueryEffect = { kind: 'query', operation: 'select', rows: 'one', filter, batch: inList };

const Database: Entry = { docs: `${docs}/connecting`, type: 'database' };

/** Massive: tables, functions and scripts of a PostgreSQL database are members of what connects to it. */
export default defineLibrary({
  id: 'massive',
  docs,
  packages: ['massive'],
  exports: { default: { docs, handle: 'module', call: { returns: 'database', acquires: connection('a Massive database with its connection pool', ['$pool']) } }, Database },
  handles: {
    module: { title: 'Massive', members: { Database } },
    database: {
      title: 'a Massive database',
      members: {
        ...entries(['query', 'run'], does(`${docs}/raw-sql`, { operation: 'raw', rows: 'many', sql: { arg: 0 }, batch: 'WHERE id = ANY($1)' })),
        withTransaction: { docs: `${docs}/tasks-and-transactions`, call: { returns: 'returned', callbacks: [{ arg: 0, runs: 'once', transaction: true, params: ['database'] }] } },
        withConnection: { docs: `${docs}/tasks-and-transactions`, call: { returns: 'returned', callbacks: [{ arg: 0, runs: 'once', params: ['database'] }] } },
        saveDoc: does(documents, { operation: 'upsert', rows: 'one', data: { arg: 1 }, batch: 'saveDocs(table, documents)' }),
        saveDocs: does(documents, { operation: 'upsert', rows: 'many', data: { arg: 1 } }),
        instance: { docs, handle: 'pg-promise:db' },
        ...entries(['reload', 'clone', 'createDocumentTable', 'createSchema', 'dropTable', 'dropSchema', 'listTables', 'listViews', 'listFunctions'], { docs, call: {} }),
      },
      patterns: [{ match: /^[a-z]\w*$/, entry: { docs: queries, handle: 'table', call: { effect: { kind: 'query', operation: 'raw', rows: 'many' } } } }],
    },
    table: {
      title: 'a Massive table',
      // A function or a script of the database, in a schema or a folder.
      call: { effect: { kind: 'query', operation: 'raw', rows: 'many' } },
      members: {
        ...entries(['find', 'where', 'search', 'findDoc', 'searchDoc'], { docs: queries, call: { effect: list } }),
        findOne: { docs: queries, call: { effect: one } },
        ...entries(['count', 'countDoc'], does(queries, { operation: 'count', rows: 'one', filter, batch: 'one grouped count' })),
        insert: does(persistence, { operation: 'insert', rows: 'one', data: { arg: 0 }, bulk: true, batch: 'insert(rows)' }),
        save: does(persistence, { operation: 'upsert', rows: 'one', data: { arg: 0 }, batch: 'insert(rows, { onConflict })' }),
        ...entries(['update', 'updateDoc'], does(persistence, { operation: 'update', rows: 'one', filter, data: { arg: 1 }, batch: 'update({ id: ids }, values)' })),
        destroy: does(persistence, { operation: 'delete', rows: 'one', filter, batch: 'destroy({ id: ids })' }),
        saveDoc: does(documents, { operation: 'upsert', rows: 'one', data: { arg: 0 }, batch: 'saveDocs(documents)' }),
        saveDocs: does(documents, { operation: 'upsert', rows: 'many', data: { arg: 0 } }),
        join: { docs: `${docs}/joins-and-result-trees`, call: { returns: 'this' } },
        refresh: { docs: queries, call: {} },
      },
      patterns: [{ match: /^[a-z]\w*$/, entry: { docs: queries, handle: 'table' } }],
    },
  },
  advice: {
    read: 'read them at once: find({ id: ids }) takes a list, or a join in the query that loads the rows; then look each up in a Map by id',
    write: 'write them in one statement: insert(rows), saveDocs(documents), update({ id: ids }, values) or destroy({ id: ids })',
    docs: persistence,
  },
});
