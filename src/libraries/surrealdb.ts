import { connection, defineLibrary, does, entries } from './types.ts';
import type { Entry, QueryEffect } from './types.ts';

const docs = 'https://surrealdb.com/docs/sdk/javascript';
const queries = `${docs}/concepts/executing-queries`;
const connecting = `${docs}/concepts/connecting-to-surrealdb`;

/** What is awaited is the statement, with whatever is set on it before. */
const statement = (effect: Omit<QueryEffect, 'kind'>): Entry => does(queries, effect, { returns: 'statement' });
/** SurrealQL, whose statements begin as those of SQL do. */
const query: Entry = statement({ operation: 'raw', rows: 'many', sql: { arg: 0 }, batch: 'SELECT * FROM $ids' });

const Surreal: Entry = {
  docs: connecting,
  construct: 'client',
  constructs: { acquires: connection('a SurrealDB client with its socket', ['close']) },
  extend: { instance: 'client' },
};

/** SurrealDB: each call is a message over a socket, or a request. */
export default defineLibrary({
  id: 'surrealdb',
  docs,
  packages: ['surrealdb', 'surrealdb.js'],
  exports: {
    ...entries(['Surreal', 'default'], Surreal),
    ...entries(['SurrealSession', 'SurrealQueryable'], { docs: queries, type: 'client' }),
    SurrealTransaction: { docs: queries, type: 'client' },
    surql: { docs: `${docs}/api/utilities/surql`, handle: 'surql' },
  },
  handles: {
    surql: { title: "SurrealDB's surql", tag: {}, members: {} },
    client: {
      title: 'a SurrealDB client',
      members: {
        ...entries(['query', 'query_raw', 'queryRaw'], query),
        select: statement({ operation: 'select', rows: 'many', batch: 'query("SELECT * FROM $ids", { ids })' }),
        create: statement({ operation: 'insert', rows: 'one', data: { arg: 1 }, batch: 'insert(table, rows)' }),
        insert: statement({ operation: 'insert', rows: 'one', data: { arg: 1 }, bulk: true, batch: 'insert(table, rows)' }),
        ...entries(['relate', 'insertRelation', 'insert_relation'], statement({ operation: 'insert', rows: 'one', bulk: true, batch: 'query("INSERT RELATION INTO edge $rows", { rows })' })),
        ...entries(['update', 'merge', 'patch'], statement({ operation: 'update', rows: 'one', data: { arg: 1 }, batch: 'query("FOR $row IN $rows { UPDATE $row.id MERGE $row }", { rows })' })),
        upsert: statement({ operation: 'upsert', rows: 'one', data: { arg: 1 }, batch: 'query("INSERT INTO table $rows ON DUPLICATE KEY UPDATE …", { rows })' }),
        delete: statement({ operation: 'delete', rows: 'one', batch: 'query("DELETE $ids", { ids })' }),
        run: statement({ operation: 'raw', rows: 'many' }),
        ...entries(['beginTransaction', 'newSession', 'forkSession'], { docs: queries, call: { returns: 'client' } }),
        ...entries(['connect', 'close', 'use', 'signin', 'signup', 'authenticate', 'invalidate', 'let', 'set', 'unset', 'ping', 'version', 'commit', 'cancel'], { docs: connecting, call: {} }),
        ...entries(['live', 'subscribeLive', 'subscribe'], { docs: `${docs}/concepts/live-queries`, call: { callbacks: [{ arg: 'last', runs: 'later' }] } }),
      },
    },
    statement: {
      title: 'a SurrealDB statement',
      builder: true,
      members: entries(['content', 'merge', 'replace', 'patch', 'where', 'fields', 'fetch', 'value', 'start', 'limit', 'output', 'timeout', 'version', 'relation', 'ignore', 'unique', 'json', 'collect'], {
        docs: queries,
        call: { returns: 'this' },
      }),
    },
  },
  advice: {
    read: 'read them with one query: SELECT * FROM $ids with a list of record ids, WHERE field IN $values, or FETCH in the query that loads the rows; then look each up in a Map by id',
    write: 'write them in one query: insert(table, rows), DELETE $ids, or FOR $row IN $rows { UPDATE $row.id MERGE $row }',
    docs: 'https://surrealdb.com/docs/surrealql/statements/for',
  },
});
