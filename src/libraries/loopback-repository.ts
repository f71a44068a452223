import { defineLibrary, entries } from './types.ts';
import type { Entry, QueryEffect } from './types.ts';

const docs = 'https://loopback.io/doc/en/lb4/Repository.html';
const crud = 'https://loopback.io/doc/en/lb4/apidocs.repository.defaultcrudrepository.html';
const relations = 'https://loopback.io/doc/en/lb4/Relations.html';

const does = (effect: Omit<QueryEffect, 'kind'>, page = crud): Entry => ({ docs: page, call: { effect: { kind: 'query', ...effect } } });

const inq = 'find({ where: { id: { inq: ids } } })';
const where = { arg: 0, property: 'where' };

/** What a repository of a model and one of a relation have in common. */
const shared: Record<string, Entry> = {
  find: does({ operation: 'select', rows: 'many', filter: where, batch: inq }),
  create: does({ operation: 'insert', rows: 'one', data: { arg: 0 }, batch: 'createAll(rows)' }),
};

const repositories = ['DefaultCrudRepository', 'DefaultTransactionalRepository', 'DefaultKeyValueRepository'];
const contracts = ['CrudRepository', 'EntityCrudRepository', 'TransactionalEntityRepository'];
const factories = ['HasManyRepositoryFactory', 'HasOneRepositoryFactory', 'HasManyThroughRepositoryFactory', 'ReferencesManyAccessor'];

/** LoopBack 4: repositories over data sources. */
export default defineLibrary({
  id: 'loopback-repository',
  docs,
  packages: ['@loopback/repository', '@loopback/sequelize'],
  exports: {
    ...entries([...repositories, 'SequelizeCrudRepository'], { docs: crud, construct: 'repository', extend: { instance: 'repository' } }),
    ...entries(contracts, { docs, type: 'repository' }),
    ...entries(factories, { docs: relations, type: 'factory' }),
    BelongsToAccessor: { docs: `${relations.replace('Relations', 'BelongsTo-relation')}`, type: 'accessor' },
    ...entries(['juggler', 'DataSource'], { docs, handle: 'dataSource', type: 'dataSource' }),
    model: { docs: 'https://loopback.io/doc/en/lb4/Model.html', decorator: { entity: true } },
  },
  handles: {
    repository: {
      title: 'a LoopBack repository',
      members: {
        ...shared,
        ...entries(['findById', 'exists'], does({ operation: 'select', rows: 'one', filter: { arg: 0 }, batch: inq })),
        findOne: does({ operation: 'select', rows: 'one', filter: where, batch: inq }),
        count: does({ operation: 'count', rows: 'one', filter: { arg: 0 }, batch: 'one grouped count' }),
        createAll: does({ operation: 'insert', rows: 'many', data: { arg: 0 } }),
        save: does({ operation: 'upsert', rows: 'one', data: { arg: 0 }, batch: 'createAll(rows), or updateAll(values, where)' }),
        ...entries(['update', 'updateById', 'replaceById'], does({ operation: 'update', rows: 'one', batch: 'updateAll(values, { id: { inq: ids } })' })),
        updateAll: does({ operation: 'update', rows: 'many', batch: 'updateAll(values, { id: { inq: ids } })' }),
        ...entries(['delete', 'deleteById'], does({ operation: 'delete', rows: 'one', batch: 'deleteAll({ id: { inq: ids } })' })),
        deleteAll: does({ operation: 'delete', rows: 'many', batch: 'deleteAll({ id: { inq: ids } })' }),
        execute: does({ operation: 'raw', rows: 'many', sql: { arg: 0 } }),
        dataSource: { docs, handle: 'dataSource' },
        ...entries(['registerInclusionResolver', 'createHasManyRepositoryFactoryFor', 'createBelongsToAccessorFor', 'beginTransaction'], { docs: relations, call: {} }),
      },
    },
    factory: { title: 'a relation of a LoopBack repository', members: {}, call: { returns: 'related' } },
    related: {
      title: 'a relation of a LoopBack repository',
      members: {
        ...shared,
        get: does({ operation: 'select', rows: 'one', batch: 'find with include' }, relations),
        patch: does({ operation: 'update', rows: 'many' }, relations),
        delete: does({ operation: 'delete', rows: 'many' }, relations),
        ...entries(['link', 'unlink'], does({ operation: 'upsert', rows: 'one' }, relations)),
      },
    },
    accessor: { title: 'a relation of a LoopBack repository', members: {}, call: { effect: { kind: 'query', operation: 'select', rows: 'one', lazy: true, batch: 'find with include' } } },
    dataSource: { title: 'a LoopBack data source', members: { execute: does({ operation: 'raw', rows: 'many', sql: { arg: 0 } }), DataSource: { docs, type: 'dataSource' } } },
  },
  advice: {
    read: 'read them at once: find({ where: { id: { inq: ids } } }), or find the rows with include; then look each up in a Map by id',
    write: 'write them in one call: createAll(rows), updateAll(values, where) and deleteAll(where) with { id: { inq: ids } }',
    lazy: 'load the relation with the rows: find({ include: ["relation"] })',
    docs: `${relations.replace('Relations', 'Querying-data')}`,
  },
});
