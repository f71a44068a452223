import { connection, defineLibrary, entries } from './types.ts';
import type { Entry, QueryEffect } from './types.ts';

const docs = 'https://www.atdatabases.org/docs';
const pg = `${docs}/pg-guide-transactions`;
const queries = `${docs}/pg`;
const sql = `${docs}/sql`;

const effect: QueryEffect = { kind: 'query', operation: 'raw', rows: 'many', sql: { arg: 0 }, batch: 'WHERE id = ANY(${ids}), or IN (${sql.join(…)})' };
const query: Entry = { docs: queries, call: { effect } };

/**
 * Pools of the siblings: SQLite runs in this process.
 * https://www.atdatabases.org/docs/sqlite
 */
const remote = ['@databases/pg', '@databases/mysql'];
const local = ['@databases/sqlite', '@databases/sqlite-sync', '@databases/expo', '@databases/websql'];

/** atdatabases: templates are text; a pool, a task or a transaction sends them. */
export default defineLibrary({
  id: 'at-databases',
  docs,
  packages: [...remote, ...local, '@databases/sql'],
  dialects: { local, remote },
  exports: {
    // The pool of most packages, and the template of @databases/sql.
    default: { docs, handle: 'sql', call: { returns: 'pool', acquires: connection('a connection pool of atdatabases', ['dispose']) } },
    sql: { docs: sql, handle: 'sql' },
    ...entries(['ConnectionPool', 'Connection', 'Transaction', 'Queryable', 'DatabaseConnection', 'DatabaseTransaction'], { docs: queries, type: 'pool' }),
  },
  handles: {
    sql: {
      title: 'sql of atdatabases',
      tag: { returns: 'sql' },
      members: entries(['join', 'ident', 'value', 'file', 'registerFormatter', '__dangerous__rawValue'], { docs: sql, call: {} }),
    },
    pool: {
      title: 'a connection of atdatabases',
      members: {
        ...entries(['query', 'queryStream', 'queryNodeStream', 'stream'], query),
        tx: { docs: pg, call: { returns: 'returned', callbacks: [{ arg: 0, runs: 'once', transaction: true, params: ['pool'] }] } },
        task: { docs: pg, call: { returns: 'returned', callbacks: [{ arg: 0, runs: 'once', params: ['pool'] }] } },
        sql: { docs: sql, handle: 'sql' },
        ...entries(['dispose', 'addPostCommitStep', 'advisoryTxLock'], { docs: queries, call: {} }),
      },
    },
  },
  advice: {
    read: 'read them with one query: WHERE id = ANY(${ids}) in PostgreSQL, WHERE id IN (${sql.join(ids.map((id) => sql`${id}`), ",")}), or a join; then look each up in a Map by id',
    write: 'write them in one statement: INSERT … SELECT * FROM UNNEST(${…}), a VALUES list by sql.join, WHERE id = ANY(${ids}); or bulkInsert, bulkUpdate and bulkDelete of pg-typed',
    docs: `${docs}/pg-bulk`,
  },
});
