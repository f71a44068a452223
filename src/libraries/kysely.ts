import { defineLibrary, entries } from './types.ts';
import type { Entry, Handle, QueryEffect } from './types.ts';

const site = 'https://kysely.dev/docs';
const api = 'https://kysely-org.github.io/kysely-apidoc';
const client = `${api}/classes/Kysely.html`;
const select = `${api}/interfaces/SelectQueryBuilder.html`;
const insert = `${api}/classes/InsertQueryBuilder.html`;
const update = `${api}/classes/UpdateQueryBuilder.html`;
const remove = `${api}/classes/DeleteQueryBuilder.html`;
const merge = `${api}/classes/MergeQueryBuilder.html`;
const transactions = `${site}/category/transactions`;
const raw = `${api}/interfaces/RawBuilder.html`;
const compiling = `${site}/recipes/splitting-query-building-and-execution`;
const helpers = `${site}/recipes/relations`;

const inList = `where('id', 'in', ids)`;

type Kind = 'select' | 'insert' | 'update' | 'delete' | 'merge' | 'raw';
const effects: Record<Kind, QueryEffect> = {
  select: { kind: 'query', operation: 'select', rows: 'many', batch: inList },
  insert: { kind: 'query', operation: 'insert', rows: 'one', data: { arg: 0 }, bulk: true, batch: 'insertInto(table).values(rows)' },
  update: { kind: 'query', operation: 'update', rows: 'one', data: { arg: 0 }, batch: `updateTable(table).set(values).${inList}` },
  delete: { kind: 'query', operation: 'delete', rows: 'one', batch: `deleteFrom(table).${inList}` },
  merge: { kind: 'query', operation: 'upsert', rows: 'many' },
  raw: { kind: 'query', operation: 'raw', rows: 'many' },
};
const pages: Record<Kind, string> = { select, insert, update, delete: remove, merge, raw };

function builder(kind: Kind, steps: Readonly<Record<string, Entry>> = {}): Handle {
  const docs = pages[kind];
  const run = (effect: QueryEffect): Entry => ({ docs, call: { effect } });
  return {
    title: 'a Kysely query',
    builder: true,
    members: {
      ...entries(['execute', 'stream', 'explain'], run(effects[kind])),
      ...entries(['executeTakeFirst', 'executeTakeFirstOrThrow'], run({ ...effects[kind], rows: 'one' })),
      ...entries(['compile', 'toOperationNode', 'as'], { docs: compiling, call: {} }),
      ...steps,
    },
    patterns: [{ match: /^\$?[a-z]\w*$/, entry: { docs, call: { returns: kind } } }],
  };
}

const ran = { docs: transactions, call: { effect: effects.raw } } as const satisfies Entry;
const inTransaction: Entry = { docs: transactions, call: { returns: 'returned', callbacks: [{ arg: 0, runs: 'once', transaction: true, params: ['client'] }] } };
const onConnection: Entry = { docs: transactions, call: { returns: 'returned', callbacks: [{ arg: 0, runs: 'once', params: ['client'] }] } };
const controlled: Entry = { docs: transactions, call: { returns: 'controlled' } };

/** Kysely: a builder is composed freely, in callbacks too, and sends nothing before one of the `execute` methods. */
export default defineLibrary({
  id: 'kysely',
  docs: site,
  packages: ['kysely', 'kysely/*'],
  exports: {
    Kysely: { docs: client, construct: 'client', constructs: { adopts: 'result' }, type: 'client', extend: { instance: 'client' } },
    ...entries(['PostgresDialect', 'MysqlDialect', 'MssqlDialect'], { docs: 'https://kysely.dev/docs/dialects', constructs: { adopts: 'result' } }),
    ...entries(['Transaction', 'QueryCreator'], { docs: transactions, type: 'client' }),
    ControlledTransaction: { docs: transactions, type: 'controlled' },
    ...entries(['SelectQueryBuilder', 'SelectQueryBuilderWithInnerJoin'], { docs: select, type: 'select' }),
    InsertQueryBuilder: { docs: insert, type: 'insert' },
    UpdateQueryBuilder: { docs: update, type: 'update' },
    DeleteQueryBuilder: { docs: remove, type: 'delete' },
    ...entries(['MergeQueryBuilder', 'WheneableMergeQueryBuilder'], { docs: merge, type: 'merge' }),
    RawBuilder: { docs: raw, type: 'raw' },
    sql: { docs: raw, handle: 'sql', call: { returns: 'raw' } },
  },
  handles: {
    client: {
      title: 'Kysely',
      members: {
        ...entries(['selectFrom', 'selectNoFrom'], { docs: select, call: { returns: 'select' } }),
        ...entries(['insertInto', 'replaceInto'], { docs: insert, call: { returns: 'insert', table: 0 } }),
        updateTable: { docs: update, call: { returns: 'update', table: 0 } },
        deleteFrom: { docs: remove, call: { returns: 'delete', table: 0 } },
        mergeInto: { docs: merge, call: { returns: 'merge' } },
        ...entries(['with', 'withRecursive'], {
          docs: 'https://kysely.dev/docs/examples/cte/simple-selects',
          call: { returns: 'client', callbacks: [{ arg: 1, runs: 'once', params: ['client'] }] },
        }),
        ...entries(['withPlugin', 'withoutPlugins', 'withSchema', 'withTables'], { docs: client, call: { returns: 'client' } }),
        executeQuery: { docs: compiling, call: { effect: effects.raw } },
        transaction: { docs: transactions, call: { returns: 'transaction' } },
        startTransaction: { docs: transactions, call: { returns: 'start' } },
        connection: { docs: `${client}#connection`, call: { returns: 'connection' } },
        ...entries(['destroy', 'getExecutor', 'case'], { docs: client, call: {} }),
      },
    },
    transaction: {
      title: 'a Kysely transaction',
      members: { ...entries(['setIsolationLevel', 'setAccessMode'], { docs: transactions, call: { returns: 'this' } }), execute: inTransaction },
    },
    connection: { title: 'a Kysely connection', members: { execute: onConnection } },
    start: {
      title: 'a Kysely transaction',
      members: { ...entries(['setIsolationLevel', 'setAccessMode'], { docs: transactions, call: { returns: 'this' } }), execute: controlled },
    },
    controlled: {
      title: 'a Kysely transaction',
      extends: 'client',
      members: {
        ...entries(['commit', 'rollback'], { docs: transactions, call: { returns: 'command' } }),
        ...entries(['savepoint', 'rollbackToSavepoint', 'releaseSavepoint'], { docs: transactions, call: { returns: 'savepoint' } }),
      },
    },
    command: { title: 'the end of a Kysely transaction', members: { execute: { docs: transactions, call: {} } } },
    savepoint: { title: 'a Kysely savepoint', members: { execute: { docs: transactions, call: { returns: 'controlled' } } } },
    select: builder('select', {
      ...entries(['forUpdate', 'forShare', 'forNoKeyUpdate', 'forKeyShare'], { docs: select, call: { returns: 'select', locks: true } }),
    }),
    insert: builder('insert'),
    update: builder('update'),
    delete: builder('delete'),
    merge: builder('merge'),
    sql: { title: 'sql', members: entries(['raw', 'join', 'ref', 'table', 'id', 'lit', 'val', 'value', 'literal'], { docs: raw, call: { returns: 'raw' } }) },
    raw: {
      title: 'a Kysely statement',
      members: {
        execute: ran,
        ...entries(['as', 'compile', 'toOperationNode'], { docs: raw, call: {} }),
        ...entries(['$castTo', '$notNull', 'withPlugin'], { docs: raw, call: { returns: 'this' } }),
      },
    },
  },
  dialects: {
    local: ['SqliteDialect', 'kysely-bun-sqlite', 'kysely-bun-worker', 'kysely-generic-sqlite', 'kysely-pglite', 'kysely-pglite-dialect', 'kysely-sqlite-tools', 'kysely-wasm', 'sqlocal/kysely'],
    remote: [
      ...['PostgresDialect', 'MysqlDialect', 'MssqlDialect', 'kysely-postgres-js', 'kysely-neon', 'kysely-planetscale', 'kysely-data-api', 'kysely-supabase'],
      ...['@libsql/kysely-libsql', 'kysely-d1', 'kysely-turso', 'kysely-singlestore', 'prisma-extension-kysely', 'prisma-kysely'],
    ],
  },
  advice: {
    read: `read them at once: where('id', 'in', ids), a leftJoin in the query that loads the rows, or jsonArrayFrom; then look each up in a Map by id`,
    several: `read them at once: where(({ eb, refTuple, tuple }) => eb(refTuple(…), 'in', rows.map((row) => tuple(…)))) with {columns} of each, or a leftJoin in the query that loads the rows; then look each up in a Map by these`,
    each: `insertInto(table).values(rows).onConflict((oc) => oc.column('id').doUpdateSet(…))`,
    write: `write them in one statement: insertInto(table).values(rows), also with onConflict, or updateTable and deleteFrom with where('id', 'in', ids)`,
    docs: helpers,
  },
});
