import { connection, defineLibrary, entries } from './types.ts';
import type { Entry, Handle, QueryEffect } from './types.ts';

const docs = 'https://orchid-orm.netlify.app/guide';
const queries = `${docs}/query`;
const writes = `${docs}/create-update-delete`;
const transactions = `${docs}/transactions`;
const setup = `${docs}/orm-and-query-builder`;

const findMany = 'where({ id: { in: ids } })';

const effects = {
  select: { kind: 'query', operation: 'select', rows: 'many', batch: findMany },
  row: { kind: 'query', operation: 'select', rows: 'one', batch: findMany },
  count: { kind: 'query', operation: 'count', rows: 'one', batch: 'one grouped count, or a count among the selected relations' },
  insert: { kind: 'query', operation: 'insert', rows: 'one', batch: 'createMany(rows)' },
  inserts: { kind: 'query', operation: 'insert', rows: 'many' },
  upsert: { kind: 'query', operation: 'upsert', rows: 'one', batch: 'createMany(rows).onConflict(columns).merge()' },
  update: { kind: 'query', operation: 'update', rows: 'one', batch: 'where({ id: { in: ids } }).update(values)' },
  updates: { kind: 'query', operation: 'update', rows: 'many' },
  delete: { kind: 'query', operation: 'delete', rows: 'one', batch: 'where({ id: { in: ids } }).delete()' },
  raw: { kind: 'query', operation: 'raw', rows: 'many', sql: { arg: 0 }, batch: 'WHERE id = ANY(${ids})' },
} as const satisfies Record<string, QueryEffect>;
type Builder = keyof typeof effects;

/** A builder queries when it is awaited or returned, whatever was called on it last. */
function step(builder: Builder, page: string, more: Partial<QueryEffect> = {}): Entry {
  return { docs: page, call: { returns: builder, effect: { ...effects[builder], ...more }, whenAwaited: true } };
}

/** Any method composes further: relations and sub-queries that are given to it are parts of the statement. */
function builder(kind: Builder): Handle {
  const run: Entry = { docs: queries, call: { effect: effects[kind], callbacks: [{ arg: 0, runs: 'once' }] } };
  return {
    title: 'an Orchid ORM query',
    builder: true,
    members: {
      ...entries(['find', 'findOptional', 'findBy', 'findByOptional'], step('row', queries, { filter: { arg: 0 } })),
      ...entries(['findBySql', 'take', 'takeOptional', 'get', 'getOptional'], step('row', queries)),
      ...entries(['count', 'countDistinct', 'exists', 'sum', 'avg', 'min', 'max'], step('count', queries)),
      ...entries(['create', 'insert', 'createOneFrom', 'insertOneFrom'], step('insert', writes, { data: { arg: 0 } })),
      ...entries(['createMany', 'insertMany', 'createForEachFrom', 'insertForEachFrom', 'createManyFrom', 'insertManyFrom'], step('inserts', writes, { data: { arg: 0 } })),
      ...entries(['upsert', 'orCreate'], step('upsert', writes)),
      ...entries(['update', 'updateOrThrow', 'increment', 'decrement'], step('update', writes, { data: { arg: 0 } })),
      updateMany: step('updates', writes, { data: { arg: 0 } }),
      ...entries(['delete', 'hardDelete'], step('delete', writes)),
      ...entries(['forUpdate', 'forNoKeyUpdate', 'forShare', 'forKeyShare'], { docs: transactions, call: { returns: kind, effect: effects[kind], whenAwaited: true, locks: true } }),
      ...entries(['toSQL', 'as', 'makeHelper', 'if'], { docs: queries, call: {} }),
      ...entries(['then', 'catch'], run),
    },
    patterns: [{ match: /^[a-z]\w*$/, entry: step(kind, queries) }],
    awaited: { effect: effects[kind] },
  };
}

const acquires = connection('an Orchid ORM instance with its connection pool', ['$close', 'close']);
const orchidORM: Entry = { docs: setup, call: { returns: 'db', acquires } };

/** Orchid ORM: tables are members of the instance, and nothing is sent before a query is awaited. */
export default defineLibrary({
  id: 'orchid-orm',
  docs,
  packages: ['orchid-orm', 'orchid-orm/*', 'pqb', 'pqb/*'],
  exports: {
    ...entries(['orchidORM', 'orchidORMWithAdapter', 'makeOrchidOrmDb'], orchidORM),
    createDb: { docs: setup, call: { returns: 'queryBuilder', acquires } },
    createRepo: { docs: `${docs}/repo`, call: { returns: 'arg:0' } },
    OrchidORM: { docs: setup, type: 'db' },
  },
  handles: {
    db: {
      title: 'an Orchid ORM instance',
      members: {
        ...entries(['$transaction', '$ensureTransaction', '$savepoint'], { docs: transactions, call: { returns: 'returned', callbacks: [{ arg: 'last', runs: 'once', transaction: true }] } }),
        $withOptions: { docs: setup, call: { returns: 'returned', callbacks: [{ arg: 'last', runs: 'once' }] } },
        ...entries(['$query', '$queryArrays'], { docs: queries, call: { returns: 'raw', effect: effects.raw, whenAwaited: true } }),
        ...entries(['$from', '$select'], step('select', queries)),
        $qb: { docs: setup, handle: 'select' },
        ...entries(['$close', '$isInTransaction', '$afterCommit', '$getAdapter'], { docs: setup, call: {} }),
      },
      patterns: [{ match: /^[A-Za-z]\w*$/, entry: { docs: setup, handle: 'select' } }],
    },
    queryBuilder: { title: 'a query builder of Orchid ORM', call: { returns: 'select', effect: effects.select, whenAwaited: true, table: 0 }, members: { close: { docs: setup, call: {} } } },
    select: builder('select'),
    row: builder('row'),
    count: builder('count'),
    insert: builder('insert'),
    inserts: builder('inserts'),
    upsert: builder('upsert'),
    update: builder('update'),
    updates: builder('updates'),
    delete: builder('delete'),
    raw: builder('raw'),
  },
  advice: {
    read: 'read them at once: where({ id: { in: ids } }), or select the relation in the query that loads the rows: select({ author: (q) => q.author }); then look each up in a Map by id',
    each: 'createMany(rows).onConflict("id").merge()',
    write: 'write them in one statement: createMany(rows), createMany(rows).onConflict("id").merge(), or update and delete with where({ id: { in: ids } })',
    docs: `${docs}/relation-queries`,
  },
});
