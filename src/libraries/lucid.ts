import { defineLibrary, does, entries } from './types.ts';
import type { Entry, Handle, Operation, QueryEffect } from './types.ts';

const crud = 'https://lucid.adonisjs.com/docs/crud-operations';
const models = 'https://lucid.adonisjs.com/docs/model-query-builder';
const relations = 'https://lucid.adonisjs.com/docs/relationships';
const select = 'https://lucid.adonisjs.com/docs/select-query-builder';
const raw = 'https://lucid.adonisjs.com/docs/raw-query-builder';
const transactions = 'https://lucid.adonisjs.com/docs/transactions';

const findMany = 'findMany(ids)';

const effects = {
  select: { kind: 'query', operation: 'select', rows: 'many', batch: findMany },
  row: { kind: 'query', operation: 'select', rows: 'one', batch: findMany },
  plain: { kind: 'query', operation: 'select', rows: 'many', batch: 'whereIn("id", ids)' },
  plainRow: { kind: 'query', operation: 'select', rows: 'one', batch: 'whereIn("id", ids)' },
  related: { kind: 'query', operation: 'select', rows: 'many', lazy: true, batch: 'preload("relation")' },
  insert: { kind: 'query', operation: 'insert', rows: 'one', batch: 'multiInsert(rows)' },
  update: { kind: 'query', operation: 'update', rows: 'one', batch: 'whereIn("id", ids).update(values)' },
  delete: { kind: 'query', operation: 'delete', rows: 'one', batch: 'whereIn("id", ids).delete()' },
} as const satisfies Record<string, QueryEffect>;
type Builder = keyof typeof effects;

/** A builder queries when it is awaited or returned, whatever was called on it last. */
function step(builder: Builder, docs: string): Entry {
  return { docs, call: { returns: builder, entity: 'receiver', effect: effects[builder], whenAwaited: true } };
}

const modelBuilders: readonly Builder[] = ['select', 'row', 'related'];

function builder(kind: Builder): Handle {
  const isOfModel = modelBuilders.includes(kind);
  const one = effects[kind].rows === 'one';
  return {
    title: 'a Lucid query',
    builder: true,
    members: {
      ...entries(['first', 'firstOrFail'], step(isOfModel ? 'row' : 'plainRow', select)),
      ...entries(['insert', 'multiInsert'], { docs: select, call: { returns: 'insert', effect: { ...effects.insert, data: { arg: 0 }, bulk: true }, whenAwaited: true } }),
      ...entries(['update', 'increment', 'decrement'], step('update', select)),
      ...entries(['delete', 'del'], step('delete', select)),
      ...entries(['getCount', 'getSum', 'getAvg', 'getMin', 'getMax'], does(select, { operation: 'count', rows: 'one', batch: 'one grouped count' })),
      ...entries(['exec', 'then', 'catch'], { docs: select, call: { effect: effects[kind], callbacks: [{ arg: 0, runs: 'once' }] } }),
      ...entries(['toSQL', 'toQuery', 'as'], { docs: select, call: {} }),
    },
    patterns: [{ match: /^[a-z]\w*$/, entry: step(kind, select) }],
    awaited: { effect: effects[kind], ...(isOfModel ? { entity: 'receiver', returns: 'instance' } : {}), ...(one ? {} : { list: true }) },
  };
}

const row: Operation = { entity: 'receiver', returns: 'instance' };
const rows: Operation = { ...row, list: true };
const runTransaction: Entry = { docs: transactions, call: { returns: 'returned', callbacks: [{ arg: 0, runs: 'once', transaction: true, params: ['client'] }] } };

/** What the database service, a connection and a transaction have in common. */
const client: Record<string, Entry> = {
  ...entries(['from', 'query'], step('plain', select)),
  ...entries(['table', 'insertQuery'], { docs: 'https://lucid.adonisjs.com/docs/insert-query-builder', call: { returns: 'insert' } }),
  ...entries(['rawQuery', 'raw'], does(raw, { operation: 'raw', rows: 'many', sql: { arg: 0 } })),
  transaction: runTransaction,
  connection: { docs: select, call: { returns: 'client' } },
  ...entries(['commit', 'rollback', 'close'], { docs: transactions, call: {} }),
};

/** Writes of a relation, by the row that it belongs to. */
const write = (operation: 'insert' | 'delete' | 'upsert', batch: string): Entry => does(relations, { operation, rows: 'one', data: { arg: 0 }, bulk: true, batch });

const baseModel: Entry = { docs: 'https://lucid.adonisjs.com/docs/models', handle: 'modelClass', type: 'instance', extend: { static: 'modelClass', instance: 'instance' } };

/** AdonisJS: active records over Knex. */
export default defineLibrary({
  id: 'lucid',
  docs: 'https://lucid.adonisjs.com/docs/introduction',
  packages: ['@adonisjs/lucid/*', '@ioc:Adonis/Lucid/*'],
  exports: {
    BaseModel: baseModel,
    default: { docs: select, handle: 'client' },
    ...entries(['TransactionClientContract', 'QueryClientContract', 'Database'], { docs: transactions, type: 'client' }),
    ...entries(['belongsTo', 'hasMany', 'hasOne', 'manyToMany', 'hasManyThrough'], { docs: relations, decorator: { relation: true } }),
    BaseSeeder: { docs: 'https://lucid.adonisjs.com/docs/seeders', implement: { run: { kind: 'seed' } } },
  },
  handles: {
    modelClass: {
      title: 'a Lucid model',
      construct: 'instance',
      extend: { static: 'modelClass', instance: 'instance' },
      members: {
        query: step('select', models),
        ...entries(['find', 'findOrFail'], does(crud, { operation: 'select', rows: 'one', filter: { arg: 0 }, batch: findMany }, row)),
        ...entries(['findBy', 'findByOrFail', 'first', 'firstOrFail'], does(crud, { operation: 'select', rows: 'one', batch: 'query().whereIn(column, values)' }, row)),
        ...entries(['findMany', 'findManyBy', 'all'], does(crud, { operation: 'select', rows: 'many' }, rows)),
        ...entries(['create', 'createQuietly'], does(crud, { operation: 'insert', rows: 'one', data: { arg: 0 }, batch: 'createMany(rows)' }, row)),
        ...entries(['createMany', 'createManyQuietly'], does(crud, { operation: 'insert', rows: 'many', data: { arg: 0 } }, rows)),
        ...entries(['updateOrCreate', 'firstOrCreate'], does(crud, { operation: 'upsert', rows: 'one', batch: 'updateOrCreateMany, or fetchOrCreateMany' }, row)),
        firstOrNew: does(crud, { operation: 'select', rows: 'one', batch: 'fetchOrNewUpMany' }, row),
        ...entries(['updateOrCreateMany', 'fetchOrCreateMany'], does(crud, { operation: 'upsert', rows: 'many', data: { arg: 1 } }, rows)),
        fetchOrNewUpMany: does(crud, { operation: 'select', rows: 'many' }, rows),
        truncate: does(crud, { operation: 'delete', rows: 'many' }),
        transaction: runTransaction,
      },
    },
    instance: {
      title: 'a Lucid row',
      own: 'instance',
      members: {
        ...entries(['save', 'saveQuietly'], does(crud, { operation: 'upsert', rows: 'one', batch: 'createMany(rows), or updateOrCreateMany' }, { returns: 'this' })),
        ...entries(['delete', 'deleteQuietly'], does(crud, { operation: 'delete', rows: 'one', batch: 'query().whereIn("id", ids).delete()' })),
        refresh: does(crud, { operation: 'select', rows: 'one', batch: findMany }, { returns: 'this' }),
        ...entries(['load', 'loadOnce', 'preload', 'loadCount', 'loadAggregate'], does(relations, { operation: 'select', rows: 'many', lazy: true, batch: 'preload' })),
        related: { docs: relations, call: { returns: 'relation' } },
        ...entries(['merge', 'fill', 'useTransaction', 'useConnection', 'enableForceUpdate'], { docs: crud, call: { returns: 'this' } }),
      },
    },
    relation: {
      title: 'a relation of a Lucid row',
      members: {
        ...entries(['query', 'pivotQuery'], step('related', relations)),
        ...entries(['create', 'save', 'associate'], write('insert', 'createMany(rows)')),
        ...entries(['createMany', 'saveMany'], does(relations, { operation: 'insert', rows: 'many', data: { arg: 0 } })),
        ...entries(['updateOrCreate', 'firstOrCreate'], write('upsert', 'updateOrCreateMany')),
        ...entries(['updateOrCreateMany', 'fetchOrCreateMany'], does(relations, { operation: 'upsert', rows: 'many', data: { arg: 0 } })),
        ...entries(['attach', 'sync'], write('insert', 'attach(ids)')),
        ...entries(['detach', 'dissociate'], write('delete', 'detach(ids)')),
      },
    },
    client: { title: 'a Lucid database', members: client },
    select: builder('select'),
    row: builder('row'),
    plain: builder('plain'),
    plainRow: builder('plainRow'),
    related: builder('related'),
    insert: builder('insert'),
    update: builder('update'),
    delete: builder('delete'),
  },
  advice: {
    read: 'read them at once: Model.findMany(ids) or query().whereIn, or preload the relation on the query that loads the rows; then look each up in a Map by id',
    write: 'write them in one call: createMany(rows), updateOrCreateMany(keys, rows), or query().whereIn("id", ids) with update or delete',
    lazy: 'load the relation with the rows: Model.query().preload("relation"), or withCount for a number',
    docs: `${relations}#preload-relationship`,
  },
});
