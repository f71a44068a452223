import { connection, defineLibrary, entries, loan } from './types.ts';
import type { Entry, QueryEffect } from './types.ts';

const docs = 'https://github.com/porsager/postgres';
const queries = `${docs}#queries`;
const transactions = `${docs}#transactions`;

const effect: QueryEffect = { kind: 'query', operation: 'raw', rows: 'many', sql: { arg: 0 }, batch: 'WHERE id IN ${sql(ids)}' };
/** The text stands further up in the chain. */
const unseen: QueryEffect = { kind: 'query', operation: 'raw', rows: 'many', batch: effect.batch! };
const run: Entry = { docs: queries, call: { effect: unseen, callbacks: [{ arg: 0, runs: 'once' }] } };
const types: Record<string, Entry> = entries(['Sql', 'TransactionSql', 'ReservedSql', 'ISql'], { docs, type: 'sql' });

/** postgres.js: a tagged template is a query when it is awaited, and a part of another one inside a template. */
export default defineLibrary({
  id: 'postgres',
  docs,
  packages: ['postgres'],
  exports: { default: { docs, handle: 'namespace', call: { returns: 'sql', acquires: connection('a postgres.js client with its connection pool', ['end', 'close']) } }, ...types },
  handles: {
    namespace: { title: 'postgres', members: { ...types, ...entries(['PendingQuery', 'Row'], { docs, type: 'query' }) } },
    sql: {
      title: 'a postgres.js connection',
      tag: { returns: 'query', effect, whenAwaited: true },
      // A helper that puts values, columns or a list into a template.
      call: {},
      members: {
        unsafe: { docs: `${docs}#unsafe-raw-string-queries`, call: { returns: 'query', effect, whenAwaited: true } },
        file: { docs: queries, call: { returns: 'query', effect: unseen, whenAwaited: true } },
        ...entries(['begin', 'savepoint', 'beginDistributed'], {
          docs: transactions,
          call: { returns: 'returned', callbacks: [{ arg: 'last', runs: 'once', transaction: true, params: ['sql'] }] },
        }),
        reserve: { docs: `${docs}#reserving-connections`, call: { returns: 'sql', acquires: loan('a reserved connection of the pool', ['release']) } },
        ...entries(['array', 'json', 'typed', 'notify', 'end', 'close', 'release'], { docs, call: {} }),
        ...entries(['listen', 'subscribe'], { docs: `${docs}#listen--notify`, call: { callbacks: [{ arg: 1, runs: 'later' }] } }),
      },
    },
    query: {
      title: 'a postgres.js query',
      builder: true,
      members: {
        ...entries(['values', 'raw', 'simple', 'describe'], { docs: queries, call: { returns: 'this', effect: unseen, whenAwaited: true } }),
        ...entries(['then', 'catch', 'finally', 'execute'], run),
        forEach: { docs: queries, call: { effect: unseen, callbacks: [{ arg: 0, runs: 'each', over: 'receiver', mode: 'concurrent' }] } },
        cursor: { docs: `${docs}#cursors`, call: { effect: unseen, callbacks: [{ arg: 'last', runs: 'once' }] } },
      },
      awaited: { effect: unseen },
    },
  },
  shapes: [{ docs: queries, receiver: 'tag', methods: [], options: [], handle: 'sql' }],
  advice: {
    read: 'read them with one query: WHERE id IN ${sql(ids)}, WHERE id = ANY(${ids}), or a join; then look each up in a Map by id',
    write: 'write them in one statement: INSERT INTO t ${sql(rows)}, UPDATE … FROM (VALUES ${sql(rows)}), or WHERE id IN ${sql(ids)}',
    docs: `${docs}#multiple-inserts-in-one-query`,
  },
});
