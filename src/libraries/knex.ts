import { connection, defineLibrary, entries } from './types.ts';
import type { Entry, Handle, QueryEffect } from './types.ts';

const docs = 'https://knexjs.org/guide/query-builder.html';
const transactions = 'https://knexjs.org/guide/transactions.html';
const interfaces = 'https://knexjs.org/guide/interfaces.html';
const utility = 'https://knexjs.org/guide/utility.html';

const findMany = 'whereIn("id", ids)';

const effects = {
  select: { kind: 'query', operation: 'select', rows: 'many', batch: findMany },
  row: { kind: 'query', operation: 'select', rows: 'one', batch: findMany },
  count: { kind: 'query', operation: 'count', rows: 'one', batch: 'one grouped count' },
  insert: { kind: 'query', operation: 'insert', rows: 'one', batch: 'insert(rows)' },
  upsert: { kind: 'query', operation: 'upsert', rows: 'one', batch: 'insert(rows).onConflict(columns).merge()' },
  update: { kind: 'query', operation: 'update', rows: 'one', batch: 'whereIn("id", ids).update(values)' },
  delete: { kind: 'query', operation: 'delete', rows: 'one', batch: 'whereIn("id", ids).delete()' },
  raw: { kind: 'query', operation: 'raw', rows: 'many', sql: { arg: 0 }, batch: 'whereIn("id", ids)' },
} as const satisfies Record<string, QueryEffect>;
type Builder = keyof typeof effects;

/** A builder queries when it is awaited or returned, whatever was called on it last. */
function step(builder: Builder, more: { data?: QueryEffect['data']; table?: number; locks?: true; bulk?: true } = {}): Entry {
  const { data, bulk, ...rest } = more;
  const effect: QueryEffect = { ...effects[builder], ...(data && { data }), ...(bulk && { bulk }) };
  return { docs, call: { returns: builder, effect, whenAwaited: true, ...rest } };
}

const verbs: Record<string, Entry> = {
  insert: step('insert', { data: { arg: 0 }, bulk: true }),
  update: step('update', { data: { arg: 0 } }),
  ...entries(['increment', 'decrement'], step('update')),
  ...entries(['delete', 'del'], step('delete')),
  first: step('row'),
  ...entries(['count', 'countDistinct', 'min', 'max', 'sum', 'sumDistinct', 'avg', 'avgDistinct'], step('count')),
  ...entries(['from', 'into', 'table', 'withSchema'], step('select', { table: 0 })),
  truncate: { docs, call: {} },
};

/** Any method composes further: sub-queries and functions given to it are parts of the statement. */
function builder(kind: Builder): Handle {
  const run: Entry = { docs: interfaces, call: { effect: effects[kind], callbacks: [{ arg: 0, runs: 'once' }] } };
  const same = step(kind);
  return {
    title: 'a Knex query',
    builder: true,
    members: {
      ...verbs,
      // As the pattern says, but by name: a chain on an unknown receiver is known by these.
      ...entries(
        ['select', 'where', 'whereIn', 'whereNull', 'andWhere', 'orWhere', 'join', 'innerJoin', 'leftJoin', 'orderBy', 'groupBy', 'limit', 'returning'],
        same,
      ),
      upsert: step('upsert', { data: { arg: 0 }, bulk: true }),
      // The table may be named after the verb: insert(row).into('users').
      ...entries(['from', 'into', 'table', 'withSchema'], step(kind, { table: 0 })),
      ...entries(['forUpdate', 'forShare', 'forNoKeyUpdate', 'forKeyShare'], step(kind, { locks: true })),
      // Of what onConflict gives.
      merge: step(kind === 'insert' ? 'upsert' : kind),
      ...entries(['toString', 'toSQL', 'toQuery', 'on', 'as', 'columnInfo'], { docs: interfaces, call: {} }),
      ...entries(['and', 'or', 'not'], { docs, handle: kind }),
      ...entries(['then', 'catch', 'finally', 'asCallback', 'stream', 'pipe'], run),
    },
    patterns: [{ match: /^[a-z]\w*$/, entry: same }],
    awaited: { effect: effects[kind] },
  };
}

// Without a connection it only builds text: https://knexjs.org/guide/#configuration-options
const connect: Entry = {
  docs: 'https://knexjs.org/guide/#initialization',
  handle: 'namespace',
  type: 'knex',
  call: { returns: 'knex', acquires: connection('a Knex client with its connection pool', ['destroy'], { only: ['connection'] }) },
};

/** Knex builds queries; nothing is sent before a builder is awaited, returned to somebody who awaits it, or given a callback. */
export default defineLibrary({
  id: 'knex',
  docs,
  packages: ['knex'],
  exports: { default: connect, ...entries(['knex', 'Knex'], connect) },
  handles: {
    namespace: {
      title: 'Knex',
      members: {
        Transaction: { docs: transactions, type: 'knex' },
        ...entries(['QueryBuilder', 'QueryInterface', 'ChainableInterface'], { docs, type: 'select' }),
        Raw: { docs: 'https://knexjs.org/guide/raw.html', type: 'raw' },
        TransactionProvider: { docs: transactions, type: 'provider' },
      },
    },
    knex: {
      title: 'a Knex connection',
      call: { returns: 'select', effect: effects.select, whenAwaited: true, table: 0 },
      members: {
        ...entries(['select', 'queryBuilder', 'column', 'columns', 'distinct', 'where', 'whereIn', 'union', 'unionAll'], step('select')),
        ...entries(['with', 'withRecursive', 'withMaterialized', 'withNotMaterialized'], step('select')),
        ...verbs,
        raw: { docs: 'https://knexjs.org/guide/raw.html', call: { returns: 'raw', effect: effects.raw, whenAwaited: true } },
        ref: { docs: 'https://knexjs.org/guide/ref.html', call: {} },
        batchInsert: {
          docs: utility,
          call: { returns: 'insert', effect: { ...effects.insert, rows: 'many', data: { arg: 1 } }, whenAwaited: true, table: 0 },
        },
        transaction: {
          docs: transactions,
          call: { returns: 'returned', withoutCallback: 'knex', callbacks: [{ arg: 0, runs: 'once', transaction: true, params: ['knex'] }] },
        },
        savepoint: { docs: transactions, call: { returns: 'returned', callbacks: [{ arg: 0, runs: 'once', transaction: true, params: ['knex'] }] } },
        transactionProvider: { docs: transactions, call: { returns: 'provider' } },
        withUserParams: { docs: 'https://knexjs.org/guide/#withuserparams', call: { returns: 'knex' } },
        ...entries(['destroy', 'initialize', 'on'], { docs: 'https://knexjs.org/guide/', call: {} }),
        ...entries(['commit', 'rollback', 'isCompleted'], { docs: transactions, call: {} }),
      },
    },
    provider: { title: 'a Knex transaction provider', call: { returns: 'knex' }, members: {} },
    select: builder('select'),
    row: builder('row'),
    count: builder('count'),
    insert: builder('insert'),
    upsert: builder('upsert'),
    update: builder('update'),
    delete: builder('delete'),
    raw: builder('raw'),
  },
  // A pair of steps of a schema.
  objectEntries: [
    { docs: 'https://knexjs.org/guide/migrations.html', keys: ['down'], function: 'up', entry: { kind: 'migration' } },
    { docs: 'https://knexjs.org/guide/migrations.html', keys: ['up'], function: 'down', entry: { kind: 'migration' } },
  ],
  advice: {
    read: 'read them at once: whereIn("id", ids), or a join in the query that loads the rows; then look each up in a Map by id',
    several: 'read them at once: whereIn(columns, rows) with {columns} of each, or a join in the query that loads the rows; then look each up in a Map by these',
    each: 'insert(rows).onConflict("id").merge()',
    write: 'write them in one statement: insert(rows), insert(rows).onConflict("id").merge(), batchInsert(table, rows, 500), or update and delete with whereIn("id", ids)',
    docs,
  },
});
