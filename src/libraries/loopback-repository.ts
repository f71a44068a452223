import { defineLibrary, does, entries } from './types.ts';
import type { Entry } from './types.ts';

const at = (page: string): string => `https://loopback.io/doc/en/lb4/${page}.html`;
const docs = at('Repository');
const crud = at('apidocs.repository.defaultcrudrepository');
const relations = at('Relations');

const inq = 'find({ where: { id: { inq: ids } } })';
const where = { arg: 0, property: 'where' };

/** What a repository of a model and one of a relation have in common. */
const shared: Record<string, Entry> = {
  find: does(crud, { operation: 'select', rows: 'many', filter: where, batch: inq }),
  create: does(crud, { operation: 'insert', rows: 'one', data: { arg: 0 }, batch: 'createAll(rows)' }),
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
    BelongsToAccessor: { docs: at('BelongsTo-relation'), type: 'accessor' },
    ...entries(['juggler', 'DataSource'], { docs, handle: 'dataSource', type: 'dataSource' }),
    model: { docs: at('Model'), decorator: { entity: true } },
  },
  handles: {
    repository: {
      title: 'a LoopBack repository',
      members: {
        ...shared,
        ...entries(['findById', 'exists'], does(crud, { operation: 'select', rows: 'one', filter: { arg: 0 }, batch: inq })),
        findOne: does(crud, { operation: 'select', rows: 'one', filter: where, batch: inq }),
        count: does(crud, { operation: 'count', rows: 'one', filter: { arg: 0 }, batch: 'one grouped count' }),
        createAll: does(crud, { operation: 'insert', rows: 'many', data: { arg: 0 } }),
        save: does(crud, { operation: 'upsert', rows: 'one', data: { arg: 0 }, batch: 'createAll(rows), or updateAll(values, where)' }),
        ...entries(['update', 'updateById', 'replaceById'], does(crud, { operation: 'update', rows: 'one', batch: 'updateAll(values, { id: { inq: ids } })' })),
        updateAll: does(crud, { operation: 'update', rows: 'many', batch: 'updateAll(values, { id: { inq: ids } })' }),
        ...entries(['delete', 'deleteById'], does(crud, { operation: 'delete', rows: 'one', batch: 'deleteAll({ id: { inq: ids } })' })),
        deleteAll: does(crud, { operation: 'delete', rows: 'many', batch: 'deleteAll({ id: { inq: ids } })' }),
        execute: does(crud, { operation: 'raw', rows: 'many', sql: { arg: 0 } }),
        dataSource: { docs, handle: 'dataSource' },
        ...entries(['registerInclusionResolver', 'createHasManyRepositoryFactoryFor', 'createBelongsToAccessorFor', 'beginTransaction'], { docs: relations, call: {} }),
      },
    },
    factory: { title: 'a relation of a LoopBack repository', members: {}, call: { returns: 'related' } },
    related: {
      title: 'a relation of a LoopBack repository',
      members: {
        ...shared,
        get: does(relations, { operation: 'select', rows: 'one', batch: 'find with include' }),
        patch: does(relations, { operation: 'update', rows: 'many' }),
        delete: does(relations, { operation: 'delete', rows: 'many' }),
        ...entries(['link', 'unlink'], does(relations, { operation: 'upsert', rows: 'one' })),
      },
    },
    accessor: { title: 'a relation of a LoopBack repository', members: {}, call: { effect: { kind: 'query', operation: 'select', rows: 'one', lazy: true, batch: 'find with include' } } },
    dataSource: { title: 'a LoopBack data source', members: { execute: does(crud, { operation: 'raw', rows: 'many', sql: { arg: 0 } }), DataSource: { docs, type: 'dataSource' } } },
  },
  advice: {
    read: 'read them at once: find({ where: { id: { inq: ids } } }), or find the rows with include; then look each up in a Map by id',
    write: 'write them in one call: createAll(rows), updateAll(values, where) and deleteAll(where) with { id: { inq: ids } }',
    lazy: 'load the relation with the rows: find({ include: ["relation"] })',
    docs: at('Querying-data'),
  },
});
