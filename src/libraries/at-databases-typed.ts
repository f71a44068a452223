import { defineLibrary, does, entries } from './types.ts';

const docs = 'https://www.atdatabases.org/docs/pg-typed';
const bulk = 'https://www.atdatabases.org/docs/pg-typed#bulkinsertcolumnstoinsert-records';

const anyOf = 'find({ id: anyOf(ids) }).all()';

/** The typed tables of atdatabases: `users(db).find({ … }).all()`. */
export default defineLibrary({
  id: 'at-databases-typed',
  docs,
  packages: ['@databases/pg-typed', '@databases/mysql-typed'],
  exports: { default: { docs, call: { returns: 'tables' } }, TableHelper: { docs, type: 'helper' }, Table: { docs, type: 'table' } },
  handles: {
    tables: { title: 'the tables of atdatabases', members: {}, patterns: [{ match: /^\w+$/, entry: { docs, handle: 'helper' } }] },
    helper: { title: 'a table of atdatabases', members: { key: { docs, call: {} } }, call: { returns: 'table' } },
    table: {
      title: 'a table of atdatabases',
      members: {
        ...entries(['find', 'select'], { docs, call: { returns: 'query' } }),
        ...entries(['findOne', 'findOneRequired', 'selectOne'], does(docs, { operation: 'select', rows: 'one', filter: { arg: 0 }, batch: anyOf })),
        count: does(docs, { operation: 'count', rows: 'one', filter: { arg: 0 }, batch: 'one grouped count' }),
        // Rows stand one beside the other: insert(...rows).
        insert: does(docs, { operation: 'insert', rows: 'one', data: { arg: 0 }, bulk: true, batch: 'insert(...rows)' }),
        insertOrIgnore: does(docs, { operation: 'insert', rows: 'one', data: { arg: 0 }, bulk: true, batch: 'insertOrIgnore(...rows)' }),
        insertOrUpdate: does(docs, { operation: 'upsert', rows: 'one', data: { arg: 1 }, batch: 'insertOrUpdate(columns, ...rows)' }),
        update: does(docs, { operation: 'update', rows: 'one', filter: { arg: 0 }, data: { arg: 1 }, batch: 'bulkUpdate({ updates })' }),
        delete: does(docs, { operation: 'delete', rows: 'one', filter: { arg: 0 }, batch: 'delete({ id: anyOf(ids) })' }),
        bulkFind: { docs: bulk, call: { returns: 'query' } },
        ...entries(['bulkInsert', 'bulkInsertOrIgnore'], does(bulk, { operation: 'insert', rows: 'many', data: { arg: 0, property: 'records' } })),
        ...entries(['bulkInsertOrUpdate', 'bulkUpdate'], does(bulk, { operation: 'update', rows: 'many' })),
        bulkDelete: does(bulk, { operation: 'delete', rows: 'many' }),
        untypedQuery: does(docs, { operation: 'raw', rows: 'many', sql: { arg: 0 }, batch: anyOf }),
        ...entries(['tableId', 'tableName', 'conditionToSql'], { docs, call: {} }),
      },
    },
    query: {
      title: 'a query of atdatabases',
      builder: true,
      members: {
        ...entries(['all', 'limit'], does(docs, { operation: 'select', rows: 'many', batch: anyOf })),
        ...entries(['one', 'oneRequired', 'first'], does(docs, { operation: 'select', rows: 'one', batch: anyOf })),
        ...entries(['select', 'distinct', 'orderByAsc', 'orderByDesc', 'orderByAscDistinct', 'orderByDescDistinct', 'andWhere'], { docs, call: { returns: 'this' } }),
        toSql: { docs, call: {} },
      },
    },
  },
  advice: {
    read: 'read them at once: table(db).find({ id: anyOf(ids) }).all(), or bulkFind for several columns; then look each up in a Map by id',
    write: 'write them in one statement: insert(...rows), bulkInsert, bulkUpdate, bulkDelete, or delete({ id: anyOf(ids) })',
    docs: bulk,
  },
});
