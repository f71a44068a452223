import { defineLibrary, entries } from './types.ts';
import type { Effect, Entry, Handle, QueryEffect } from './types.ts';

const docs = 'https://knexjs.org/guide/query-builder.html';
const transactions = 'https://knexjs.org/guide/transactions.html';
const interfaces = 'https://knexjs.org/guide/interfaces.html';

const findMany = 'whereIn("id", ids)';

const effects = {
  select: { kind: 'query', operation: 'select', rows: 'many', batch: findMany },
  insert: { kind: 'query', operation: 'insert', rows: 'one', data: { arg: 0 }, bulk: true, batch: 'insert(rows)' },
  update: { kind: 'query', operation: 'update', rows: 'one', data: { arg: 0 }, batch: 'whereIn("id", ids).update(values)' },
  delete: { kind: 'query', operation: 'delete', rows: 'one', batch: 'whereIn("id", ids).delete()' },
} as const satisfies Record<string, QueryEffect>;
const raw: Effect = { kind: 'query', operation: 'raw', rows: 'many' };

/** A builder queries when it is awaited or returned, whatever was called on it last. */
function step(builder: keyof typeof effects): Entry {
  return { docs, call: { returns: builder, effect: effects[builder], whenAwaited: true } };
}

const writes: Record<string, Entry> = {
  ...entries(['insert', 'batchInsert', 'upsert'], step('insert')),
  ...entries(['update', 'increment', 'decrement'], step('update')),
  ...entries(['delete', 'del', 'truncate'], step('delete')),
  ...entries(['first', 'count', 'countDistinct', 'min', 'max', 'sum', 'avg', 'pluck'], {
    docs,
    call: { returns: 'select', effect: { ...effects.select, rows: 'one' }, whenAwaited: true },
  }),
};

function builder(kind: keyof typeof effects): Handle {
  const run = { docs: interfaces, call: { effect: effects[kind], callbacks: [{ arg: 0, runs: 'once' }] } } as const;
  return {
    title: 'a Knex query',
    builder: true,
    members: {
      ...writes,
      // As the pattern says, but by name: a chain on an unknown receiver is known by these.
      ...entries(['select', 'from', 'where', 'whereIn', 'whereNull', 'andWhere', 'orWhere', 'join', 'innerJoin', 'leftJoin', 'orderBy', 'groupBy', 'limit', 'returning'], step(kind)),
      ...entries(['toString', 'toSQL', 'toQuery', 'on', 'as'], { docs: interfaces, call: {} }),
      ...entries(['then', 'asCallback', 'stream', 'pipe'], run),
    },
    patterns: [{ match: /^[a-z]\w*$/, entry: step(kind) }],
    awaited: { effect: effects[kind] },
  };
}

const connect: Entry = { docs: 'https://knexjs.org/guide/#initialization', call: { returns: 'knex' } };

/** Knex builds queries; nothing is sent before a builder is awaited, returned or given a callback. */
export default defineLibrary({
  id: 'knex',
  docs,
  packages: ['knex'],
  exports: {
    default: { ...connect, type: 'knex' },
    knex: connect,
    Knex: { docs, handle: 'namespace', type: 'knex', call: { returns: 'knex' } },
  },
  handles: {
    namespace: {
      title: 'Knex',
      members: {
        Transaction: { docs: transactions, type: 'knex' },
        ...entries(['QueryBuilder', 'QueryInterface'], { docs, type: 'select' }),
      },
    },
    knex: {
      title: 'a Knex connection',
      call: { returns: 'select', effect: effects.select, whenAwaited: true },
      members: {
        ...entries(['select', 'from', 'table', 'queryBuilder', 'with', 'column', 'distinct'], step('select')),
        ...writes,
        raw: { docs: 'https://knexjs.org/guide/raw.html', call: { effect: raw, whenAwaited: true } },
        ref: { docs, call: {} },
        transaction: { docs: transactions, call: { returns: 'returned', callbacks: [{ arg: 0, runs: 'once', params: ['knex'] }] } },
        transactionProvider: { docs: transactions, call: {} },
        ...entries(['destroy', 'commit', 'rollback', 'initialize', 'on'], { docs: 'https://knexjs.org/guide/', call: {} }),
      },
    },
    select: builder('select'),
    insert: builder('insert'),
    update: builder('update'),
    delete: builder('delete'),
  },
  advice: {
    read: 'read them at once: whereIn("id", ids), or a join in the query that loads the rows; then look each up in a Map by id',
    write: 'write them in one statement: insert(rows), onConflict().merge(), or update and delete with whereIn("id", ids)',
    docs,
  },
});
