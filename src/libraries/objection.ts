import { defineLibrary, entries } from './types.ts';
import type { Entry, Handle, QueryEffect } from './types.ts';

const api = 'https://vincit.github.io/objection.js/api';
const model = `${api}/model/static-methods.html`;
const row = `${api}/model/instance-methods.html`;
const query = `${api}/query-builder`;
const mutate = `${query}/mutate-methods.html`;
const find = `${query}/find-methods.html`;
const transactions = 'https://vincit.github.io/objection.js/guide/transactions.html';

const findMany = 'findByIds(ids)';

const effects = {
  select: { kind: 'query', operation: 'select', rows: 'many', batch: findMany },
  row: { kind: 'query', operation: 'select', rows: 'one', batch: findMany },
  related: { kind: 'query', operation: 'select', rows: 'many', lazy: true, batch: 'withGraphFetched(relation)' },
  insert: { kind: 'query', operation: 'insert', rows: 'one', batch: 'insert(rows)' },
  graph: { kind: 'query', operation: 'upsert', rows: 'one', batch: 'one call with the whole list' },
  update: { kind: 'query', operation: 'update', rows: 'one', batch: 'patch(values).findByIds(ids)' },
  delete: { kind: 'query', operation: 'delete', rows: 'one', batch: 'delete().findByIds(ids)' },
  link: { kind: 'query', operation: 'insert', rows: 'one', batch: 'relate(ids) (PostgreSQL, SQL Server), or an insert of all rows into the join table' },
  unlink: { kind: 'query', operation: 'delete', rows: 'one', batch: 'unrelate().whereIn("id", ids)' },
} as const satisfies Record<string, QueryEffect>;
type Builder = keyof typeof effects;

/** A builder queries when it is awaited or returned, whatever was called on it last. */
function step(builder: Builder, docs: string, more: Partial<QueryEffect> = {}): Entry {
  return { docs, call: { returns: builder, entity: 'receiver', effect: { ...effects[builder], ...more }, whenAwaited: true } };
}

function builder(kind: Builder): Handle {
  const one = kind === 'row' || kind === 'insert' || kind === 'graph' || kind === 'link';
  const run: Entry = { docs: `${query}/other-methods.html`, call: { effect: effects[kind], callbacks: [{ arg: 0, runs: 'once' }] } };
  return {
    title: 'an Objection query',
    builder: true,
    members: {
      ...entries(['insert', 'insertAndFetch'], step('insert', mutate, { data: { arg: 0 }, bulk: true })),
      ...entries(['insertGraph', 'insertGraphAndFetch', 'upsertGraph', 'upsertGraphAndFetch'], step('graph', mutate, { data: { arg: 0 }, bulk: true })),
      ...entries(['update', 'updateAndFetch', 'patch', 'patchAndFetch'], step('update', mutate, { data: { arg: 0 } })),
      ...entries(['updateAndFetchById', 'patchAndFetchById', 'increment', 'decrement'], step('update', mutate)),
      ...entries(['delete', 'del', 'deleteById'], step('delete', mutate)),
      relate: step('link', mutate, { data: { arg: 0 }, bulk: true }),
      unrelate: step('unlink', mutate),
      ...entries(['findById', 'findOne', 'first'], step('row', find)),
      findByIds: step(kind === 'related' ? 'related' : kind === 'row' ? 'select' : kind, find),
      ...entries(['forUpdate', 'forShare'], { docs: find, call: { returns: kind, effect: effects[kind], whenAwaited: true, locks: true } }),
      resultSize: { docs: `${query}/other-methods.html`, call: { effect: { kind: 'query', operation: 'count', rows: 'one', batch: 'one grouped count' } } },
      ...entries(['toKnexQuery', 'toFindQuery', 'modelClass', 'as'], { docs: `${query}/other-methods.html`, call: {} }),
      ...entries(['execute', 'then', 'catch'], run),
    },
    patterns: [{ match: /^[a-z]\w*$/, entry: step(kind, `${query}/`) }],
    awaited: { effect: effects[kind], entity: 'receiver', ...(one ? {} : { list: true }) },
  };
}

const starts = (docs: string) => ({
  raw: { docs, call: {} },
  transaction: { docs: transactions, call: { returns: 'returned', callbacks: [{ arg: 'last', runs: 'once', transaction: true, params: ['knex:knex'] }] } },
  startTransaction: { docs: transactions, call: { returns: 'knex:knex' } },
}) as const satisfies Record<string, Entry>;

/** Objection's models query through builders on Knex; relations are loaded with the rows, or row by row. */
export default defineLibrary({
  id: 'objection',
  docs: 'https://vincit.github.io/objection.js/',
  packages: ['objection'],
  exports: {
    Model: { docs: model, handle: 'modelClass', type: 'instance', extend: { static: 'modelClass', instance: 'instance' } },
    transaction: {
      docs: transactions,
      handle: 'transaction',
      call: { returns: 'returned', callbacks: [{ arg: 'last', runs: 'once', transaction: true, params: ['knex:knex'] }] },
    },
    Transaction: { docs: transactions, type: 'knex:knex' },
    ...entries(['QueryBuilder', 'AnyQueryBuilder'], { docs: query, type: 'select' }),
    ...entries(['raw', 'ref', 'val', 'fn'], { docs: `${api}/objection/`, call: {} }),
  },
  handles: {
    modelClass: {
      title: 'an Objection model',
      construct: 'instance',
      extend: { static: 'modelClass', instance: 'instance' },
      members: {
        query: step('select', model),
        relatedQuery: { docs: model, call: { returns: 'select', effect: effects.select, whenAwaited: true } },
        fetchGraph: { docs: model, call: { effect: { ...effects.related, batch: 'fetchGraph(rows, expression)' } } },
        ...starts(model),
        ...entries(['bindKnex', 'bindTransaction'], { docs: model, call: { returns: 'this' } }),
        knex: { docs: model, call: { returns: 'knex:knex' } },
        knexQuery: { docs: model, call: { returns: 'knex:select' } },
        fromJson: { docs: model, call: { returns: 'instance', entity: 'receiver' } },
      },
    },
    instance: {
      title: 'an Objection row',
      members: {
        $query: step('row', row),
        $relatedQuery: { docs: row, call: { returns: 'related', effect: effects.related, whenAwaited: true } },
        $fetchGraph: { docs: row, call: { effect: { ...effects.related, batch: 'Model.fetchGraph(rows, expression)' } } },
        ...entries(['$set', '$setJson', '$clone', '$appendRelated', '$setRelated'], { docs: row, call: { returns: 'this' } }),
      },
    },
    transaction: { title: "Objection's transaction", members: { start: { docs: transactions, call: { returns: 'knex:knex' } } } },
    select: builder('select'),
    row: builder('row'),
    related: builder('related'),
    insert: builder('insert'),
    graph: builder('graph'),
    update: builder('update'),
    delete: builder('delete'),
    link: builder('link'),
    unlink: builder('unlink'),
  },
  shapes: [{ docs: row, receiver: 'any', methods: ['$relatedQuery', '$fetchGraph'], options: [], handle: 'instance' }],
  advice: {
    read: 'read them at once: Model.query().whereIn("id", ids), or withGraphFetched on the query that loads the rows; then look each up in a Map by id',
    write: 'write them in one call: insert(rows) (PostgreSQL, SQL Server), insertGraph or upsertGraph with the list, or patch and delete with findByIds(ids)',
    several: 'read them at once: Model.query().whereInComposite(columns, rows) with {columns} of each, or withGraphFetched on the query that loads the rows; then look each up in a Map by these',
    each: 'upsertGraph(rows)',
    lazy: 'load the relation with the rows: query().withGraphFetched("relation"), or Model.fetchGraph(rows, "relation") for rows that are there',
    docs: 'https://vincit.github.io/objection.js/guide/query-guide.html#eager-loading',
  },
});
