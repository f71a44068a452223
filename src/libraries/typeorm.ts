import { connection, defineLibrary, entries, loan, readsRows } from './types.ts';
import type { Entry, Handle, Operation, QueryEffect } from './types.ts';

const repositoryApi = 'https://typeorm.io/docs/working-with-entity-manager/repository-api';
const managerApi = 'https://typeorm.io/docs/working-with-entity-manager/entity-manager-api';
const dataSourceApi = 'https://typeorm.io/docs/data-source/data-source-api';
const transactions = 'https://typeorm.io/docs/advanced-topics/transactions';
const queryRunner = 'https://typeorm.io/docs/query-runner';
const activeRecord = 'https://typeorm.io/docs/guides/active-record-data-mapper';
const customRepository = 'https://typeorm.io/docs/working-with-entity-manager/custom-repository';
const relations = 'https://typeorm.io/docs/relations';
const trees = 'https://typeorm.io/docs/entity/tree-entities';
const mongo = 'https://typeorm.io/docs/drivers/mongodb';
const selecting = 'https://typeorm.io/docs/query-builder/select-query-builder';
const changing = 'https://typeorm.io/docs/query-builder';
const relating = 'https://typeorm.io/docs/query-builder/relational-query-builder';
const migrations = 'https://typeorm.io/docs/migrations/why';
/** The functions that 0.3 deprecates. */
const globals = 'https://github.com/typeorm/typeorm/blob/0.3.20/src/globals.ts';

const findMany = 'find({ where: { id: In(ids) } })';

interface Positions {
  /** Where the entity class comes from. */
  entity: 0 | 'receiver';
  /** Position of the first argument after it. */
  first: 0 | 1;
}

/** A read that has the option, or a builder with that call, is answered from a cache: https://typeorm.io/docs/query-builder/caching-queries */
function kept({ operation }: Omit<QueryEffect, 'kind'>): Pick<QueryEffect, 'cached'> {
  return readsRows(operation) ? { cached: 'cache' } : {};
}

/** Makers of entries: a plain call, one that gives a row, one that gives a list of rows. */
function makers(docs: string, entity: Positions['entity']) {
  const make = (effect: Omit<QueryEffect, 'kind'>, rest: Operation): Entry => ({
    docs,
    call: { ...rest, effect: { kind: 'query', ...effect, ...kept(effect) } },
  });
  return {
    call: (effect: Omit<QueryEffect, 'kind'>): Entry => make(effect, {}),
    row: (effect: Omit<QueryEffect, 'kind'>): Entry => make(effect, { entity }),
    list: (effect: Omit<QueryEffect, 'kind'>): Entry => make(effect, { entity, list: true }),
  };
}

/** The calls that a repository, a manager (the entity first) and an active record (as statics) have in common. */
function persistence(docs: string, { entity, first }: Positions): Record<string, Entry> {
  const where = { arg: first, property: 'where' };
  // https://typeorm.io/docs/working-with-entity-manager/find-options
  const loaded = { arg: first, property: 'relations' };
  const criteria = { arg: first };
  const value = { arg: first };
  const { call, row, list } = makers(docs, entity);
  return {
    find: list({ operation: 'select', rows: 'many', filter: where, relations: loaded, batch: findMany }),
    findBy: list({ operation: 'select', rows: 'many', filter: criteria, batch: findMany }),
    findByIds: list({ operation: 'select', rows: 'many', filter: criteria }),
    ...entries(['findOne', 'findOneOrFail'], row({ operation: 'select', rows: 'one', filter: where, relations: loaded, batch: findMany })),
    ...entries(
      ['findOneBy', 'findOneByOrFail', 'findOneById'],
      row({ operation: 'select', rows: 'one', filter: criteria, batch: findMany }),
    ),
    findAndCount: call({ operation: 'select', rows: 'many', filter: where, batch: findMany }),
    findAndCountBy: call({ operation: 'select', rows: 'many', filter: criteria, batch: findMany }),
    ...entries(['count', 'exists'], call({ operation: 'count', rows: 'one', filter: where, batch: 'one grouped count' })),
    ...entries(['countBy', 'existsBy'], call({ operation: 'count', rows: 'one', filter: criteria, batch: 'one grouped count' })),
    ...entries(
      ['sum', 'average', 'minimum', 'maximum'],
      call({ operation: 'select', rows: 'one', filter: { arg: first + 1 }, batch: 'one grouped query' }),
    ),
    // A list is an argument of its own or, of a manager, the second one after the entity.
    save: row({ operation: 'upsert', rows: 'one', data: { arg: 0 }, bulk: true, batch: 'save(entities)' }),
    remove: row({ operation: 'delete', rows: 'one', data: { arg: 0 }, bulk: true, batch: 'remove(entities)' }),
    softRemove: row({ operation: 'update', rows: 'one', data: { arg: 0 }, bulk: true, batch: 'softRemove(entities)' }),
    insert: call({ operation: 'insert', rows: 'one', data: value, bulk: true, batch: 'insert(rows)' }),
    upsert: call({ operation: 'upsert', rows: 'one', data: value, bulk: true, batch: 'upsert(rows, conflictPaths)' }),
    update: call({
      operation: 'update',
      rows: 'one',
      filter: criteria,
      data: { arg: first + 1 },
      bulk: true,
      batch: 'update({ id: In(ids) }, values)',
    }),
    delete: call({ operation: 'delete', rows: 'one', filter: criteria, bulk: true, batch: 'delete({ id: In(ids) })' }),
    clear: call({ operation: 'delete', rows: 'many' }),
    preload: row({ operation: 'select', rows: 'one', batch: findMany }),
    ...entries(['create', 'merge'], { docs, call: { entity } }),
    ...entries(['hasId', 'getId'], { docs, call: {} }),
    query: call({ operation: 'raw', rows: 'many', sql: { arg: 0 } }),
    createQueryBuilder: { docs: selecting, call: { returns: 'selectBuilder', entity } },
  };
}

/** The calls that a repository and a manager have beyond those. */
function management(docs: string, { entity, first }: Positions): Record<string, Entry> {
  const criteria = { arg: first };
  const { call, row } = makers(docs, entity);
  return {
    recover: row({ operation: 'update', rows: 'one', data: { arg: 0 }, bulk: true, batch: 'recover(entities)' }),
    softDelete: call({ operation: 'update', rows: 'one', filter: criteria, bulk: true, batch: 'softDelete({ id: In(ids) })' }),
    restore: call({ operation: 'update', rows: 'one', filter: criteria, bulk: true, batch: 'restore({ id: In(ids) })' }),
    ...entries(
      ['increment', 'decrement'],
      call({ operation: 'update', rows: 'one', filter: criteria, batch: 'increment({ id: In(ids) }, column, by)' }),
    ),
    updateAll: call({ operation: 'update', rows: 'many', data: { arg: first } }),
    deleteAll: call({ operation: 'delete', rows: 'many' }),
    sql: call({ operation: 'raw', rows: 'many', sql: { arg: 0 } }),
  };
}

const onReceiver: Positions = { entity: 'receiver', first: 0 };
const entityFirst: Positions = { entity: 0, first: 1 };

/** What a data source, a manager and the functions of 0.2 have in common: they give repositories. */
const repositories: Record<string, Entry> = {
  getRepository: { docs: managerApi, call: { returns: 'repository', entity: 0 } },
  getTreeRepository: { docs: trees, call: { returns: 'treeRepository', entity: 0 } },
  getMongoRepository: { docs: mongo, call: { returns: 'mongoRepository', entity: 0 } },
  getCustomRepository: { docs: customRepository, call: { returns: 'instance:0' } },
};

const transaction: Entry = {
  docs: transactions,
  call: { returns: 'returned', callbacks: [{ arg: 'last', runs: 'once', transaction: true, params: ['manager'] }] },
};

function terminal(names: readonly string[], effect: Omit<QueryEffect, 'kind'>, docs: string): Record<string, Entry> {
  return entries(names, { docs, call: { effect: { kind: 'query', ...effect, ...kept(effect) } } });
}

/** Calls of a builder that only compose the statement. */
function composing(names: readonly string[], docs: string): Record<string, Entry> {
  return entries(names, { docs, call: { returns: 'this' } });
}

const changers: Record<string, Entry> = {
  insert: { docs: `${changing}/insert-query-builder`, call: { returns: 'insertBuilder' } },
  update: { docs: `${changing}/update-query-builder`, call: { returns: 'updateBuilder' } },
  ...entries(['delete', 'softDelete'], { docs: `${changing}/delete-query-builder`, call: { returns: 'deleteBuilder' } }),
  restore: { docs: `${changing}/delete-query-builder`, call: { returns: 'updateBuilder' } },
  relation: { docs: relating, call: { returns: 'relationBuilder' } },
};

const anyBuilder = [
  ...['where', 'andWhere', 'orWhere', 'whereInIds', 'andWhereInIds', 'orWhereInIds', 'setParameter', 'setParameters'],
  ...['setNativeParameters', 'orderBy', 'addOrderBy', 'limit', 'from', 'clone', 'comment', 'disableEscaping', 'setQueryRunner'],
  ...['callListeners', 'useTransaction', 'addCommonTableExpression', 'printSql'],
];

function changingBuilder(title: string, chain: readonly string[], operation: QueryEffect['operation']): Handle {
  return {
    title,
    builder: true,
    members: { ...composing([...anyBuilder, ...chain], changing), ...terminal(['execute'], { operation, rows: 'many' }, changing) },
  };
}

const relationDecorators = ['OneToOne', 'OneToMany', 'ManyToOne', 'ManyToMany', 'TreeParent', 'TreeChildren'];

/** A data source opens its pool when it is initialised: https://typeorm.io/docs/data-source/data-source */
const pool = connection('a TypeORM data source with its connection pool', ['destroy', 'close']);

export default defineLibrary({
  id: 'typeorm',
  docs: repositoryApi,
  packages: ['typeorm', 'typeorm/*'],
  exports: {
    DataSource: { docs: dataSourceApi, construct: 'dataSource', constructs: { acquires: pool }, extend: { instance: 'dataSource' } },
    Connection: { docs: globals, construct: 'dataSource', constructs: { acquires: pool }, extend: { instance: 'dataSource' } },
    EntityManager: { docs: managerApi, construct: 'manager', extend: { instance: 'manager' } },
    MongoEntityManager: { docs: mongo, construct: 'manager', extend: { instance: 'manager' } },
    Repository: { docs: repositoryApi, construct: 'repository', extend: { instance: 'repository' } },
    TreeRepository: { docs: trees, construct: 'treeRepository', extend: { instance: 'treeRepository' } },
    MongoRepository: { docs: mongo, construct: 'mongoRepository', extend: { instance: 'mongoRepository' } },
    AbstractRepository: { docs: customRepository, extend: { instance: 'abstractRepository' } },
    BaseEntity: { docs: activeRecord, handle: 'entityClass', type: 'record', extend: { static: 'entityClass', instance: 'record' } },
    QueryRunner: { docs: queryRunner, type: 'queryRunner' },
    ...entries(['SelectQueryBuilder', 'QueryBuilder'], { docs: selecting, type: 'selectBuilder' }),
    InsertQueryBuilder: { docs: `${changing}/insert-query-builder`, type: 'insertBuilder' },
    UpdateQueryBuilder: { docs: `${changing}/update-query-builder`, type: 'updateBuilder' },
    ...entries(['DeleteQueryBuilder', 'SoftDeleteQueryBuilder'], { docs: `${changing}/delete-query-builder`, type: 'deleteBuilder' }),
    RelationQueryBuilder: { docs: relating, type: 'relationBuilder' },
    MigrationInterface: { docs: migrations, implement: { up: { kind: 'migration' }, down: { kind: 'migration' } } },
    ...repositories,
    ...entries(['getManager', 'getMongoManager', 'getSqljsManager'], { docs: globals, call: { returns: 'manager' } }),
    getConnection: { docs: globals, call: { returns: 'dataSource' } },
    createConnection: { docs: globals, call: { returns: 'dataSource', acquires: pool } },
    createConnections: { docs: globals, call: { returns: 'dataSource', list: true } },
    getConnectionManager: { docs: globals, call: { returns: 'connectionManager' } },
    createQueryBuilder: { docs: globals, call: { returns: 'selectBuilder', entity: 0 } },
    ...entries(['Entity', 'ChildEntity', 'ViewEntity'], { docs: 'https://typeorm.io/docs/entity/entities', decorator: { entity: true } }),
    ...entries(relationDecorators, { docs: relations, decorator: { relation: true } }),
    TransactionManager: { docs: 'https://github.com/typeorm/typeorm/blob/0.2.45/docs/transactions.md', decorator: { injects: 'manager' } },
    TransactionRepository: {
      docs: 'https://github.com/typeorm/typeorm/blob/0.2.45/docs/transactions.md',
      decorator: { injects: 'repository' },
    },
  },
  handles: {
    dataSource: {
      title: 'a TypeORM data source',
      members: {
        ...repositories,
        ...entries(['manager', 'mongoManager', 'sqljsManager'], { docs: dataSourceApi, handle: 'manager' }),
        ...entries(['initialize', 'connect'], { docs: dataSourceApi, call: { returns: 'this' } }),
        ...entries(['destroy', 'close'], { docs: dataSourceApi, call: {} }),
        createEntityManager: { docs: dataSourceApi, call: { returns: 'manager' } },
        createQueryRunner: { docs: queryRunner, call: { returns: 'queryRunner', acquires: loan('a query runner with a connection from the pool', ['release'], { free: ['connection', 'dataSource'] }) } },
        createQueryBuilder: { docs: selecting, call: { returns: 'selectBuilder', entity: 0 } },
        ...terminal(['query', 'sql'], { operation: 'raw', rows: 'many', sql: { arg: 0 } }, dataSourceApi),
        transaction,
      },
    },
    connectionManager: {
      title: 'a TypeORM connection manager',
      members: { ...entries(['get', 'create'], { docs: globals, call: { returns: 'dataSource' } }) },
    },
    manager: {
      title: 'a TypeORM entity manager',
      members: {
        ...persistence(managerApi, entityFirst),
        ...management(managerApi, entityFirst),
        ...repositories,
        withRepository: { docs: customRepository, call: { returns: 'arg:0' } },
        ...entries(['connection', 'dataSource'], { docs: managerApi, handle: 'dataSource' }),
        queryRunner: { docs: managerApi, handle: 'queryRunner' },
        transaction,
      },
    },
    repository: {
      title: 'a TypeORM repository',
      members: {
        ...persistence(repositoryApi, onReceiver),
        ...management(repositoryApi, onReceiver),
        ...terminal(
          ['exist'],
          { operation: 'count', rows: 'one', filter: { arg: 0, property: 'where' }, batch: 'one grouped count' },
          repositoryApi,
        ),
        manager: { docs: repositoryApi, handle: 'manager' },
        queryRunner: { docs: repositoryApi, handle: 'queryRunner' },
        extend: { docs: customRepository, call: { returns: 'this', entity: 'receiver' } },
      },
    },
    treeRepository: {
      title: 'a TypeORM tree repository',
      extends: 'repository',
      members: {
        ...entries(['findTrees', 'findRoots', 'findDescendants', 'findAncestors'], {
          docs: trees,
          call: { entity: 'receiver', list: true, effect: { kind: 'query', operation: 'select', rows: 'many' } },
        }),
        ...terminal(['findDescendantsTree', 'findAncestorsTree'], { operation: 'select', rows: 'many' }, trees),
        ...terminal(['countDescendants', 'countAncestors'], { operation: 'count', rows: 'one' }, trees),
        ...entries(['createDescendantsQueryBuilder', 'createAncestorsQueryBuilder'], { docs: trees, call: { returns: 'selectBuilder' } }),
      },
    },
    mongoRepository: {
      title: 'a TypeORM MongoDB repository',
      extends: 'repository',
      members: {
        ...terminal(
          ['aggregate', 'aggregateEntity', 'createCursor', 'createEntityCursor', 'distinct'],
          { operation: 'select', rows: 'many' },
          mongo,
        ),
        ...terminal(['insertOne'], { operation: 'insert', rows: 'one', data: { arg: 0 }, batch: 'insertMany(rows)' }, mongo),
        ...terminal(['insertMany'], { operation: 'insert', rows: 'many', data: { arg: 0 } }, mongo),
        ...terminal(
          ['updateOne', 'replaceOne', 'findOneAndUpdate', 'findOneAndReplace'],
          { operation: 'update', rows: 'one', filter: { arg: 0 }, data: { arg: 1 }, batch: 'bulkWrite(operations)' },
          mongo,
        ),
        ...terminal(['updateMany'], { operation: 'update', rows: 'many', filter: { arg: 0 }, data: { arg: 1 } }, mongo),
        ...terminal(
          ['deleteOne', 'findOneAndDelete'],
          { operation: 'delete', rows: 'one', filter: { arg: 0 }, batch: 'deleteMany({ _id: { $in: ids } })' },
          mongo,
        ),
        ...terminal(['deleteMany'], { operation: 'delete', rows: 'many', filter: { arg: 0 } }, mongo),
        ...terminal(['bulkWrite'], { operation: 'raw', rows: 'many', data: { arg: 0 } }, mongo),
        ...terminal(['countDocuments'], { operation: 'count', rows: 'one', filter: { arg: 0 } }, mongo),
      },
    },
    abstractRepository: {
      title: 'a TypeORM custom repository',
      members: {
        manager: { docs: customRepository, handle: 'manager' },
        repository: { docs: customRepository, handle: 'repository' },
        treeRepository: { docs: customRepository, handle: 'treeRepository' },
        ...entries(['createQueryBuilder', 'createQueryBuilderFor'], { docs: customRepository, call: { returns: 'selectBuilder' } }),
        getRepositoryFor: { docs: customRepository, call: { returns: 'repository', entity: 0 } },
        getTreeRepositoryFor: { docs: customRepository, call: { returns: 'treeRepository', entity: 0 } },
      },
    },
    entityClass: {
      title: 'a TypeORM entity class',
      construct: 'record',
      extend: { static: 'entityClass', instance: 'record' },
      members: {
        ...persistence(activeRecord, onReceiver),
        getRepository: { docs: activeRecord, call: { returns: 'repository', entity: 'receiver' } },
        useDataSource: { docs: activeRecord, call: {} },
      },
    },
    record: {
      title: 'a TypeORM entity',
      members: {
        ...terminal(['save'], { operation: 'upsert', rows: 'one', batch: 'Entity.save(entities)' }, activeRecord),
        ...terminal(['remove'], { operation: 'delete', rows: 'one', batch: 'Entity.remove(entities)' }, activeRecord),
        ...terminal(['softRemove', 'recover'], { operation: 'update', rows: 'one' }, activeRecord),
        ...terminal(['reload'], { operation: 'select', rows: 'one', batch: findMany }, activeRecord),
        hasId: { docs: activeRecord, call: {} },
      },
    },
    queryRunner: {
      title: 'a TypeORM query runner',
      members: {
        manager: { docs: queryRunner, handle: 'manager' },
        connection: { docs: queryRunner, handle: 'dataSource' },
        ...terminal(['query', 'sql', 'stream'], { operation: 'raw', rows: 'many', sql: { arg: 0 } }, queryRunner),
        ...entries(['connect', 'startTransaction', 'commitTransaction', 'rollbackTransaction', 'release'], { docs: queryRunner, call: {} }),
      },
    },
    selectBuilder: {
      title: 'a TypeORM query builder',
      builder: true,
      members: {
        ...changers,
        ...composing(anyBuilder, selecting),
        ...composing(
          [
            ...['select', 'addSelect', 'distinct', 'distinctOn', 'fromDummy', 'addFrom', 'innerJoin', 'leftJoin', 'innerJoinAndSelect'],
            ...['leftJoinAndSelect', 'innerJoinAndMapMany', 'innerJoinAndMapOne', 'leftJoinAndMapMany', 'leftJoinAndMapOne'],
            ...['loadRelationIdAndMap', 'loadRelationCountAndMap', 'loadAllRelationIds', 'whereExists', 'andWhereExists', 'orWhereExists'],
            ...['having', 'andHaving', 'orHaving', 'groupBy', 'addGroupBy', 'timeTravelQuery', 'offset', 'take', 'skip', 'useIndex'],
            ...[
              'setLock',
              'setOnLocked',
              'withDeleted',
              'cache',
              'setOption',
              'setFindOptions',
              'maxExecutionTime',
              'subQuery',
              'createQueryBuilder',
            ],
          ],
          selecting,
        ),
        ...entries(['getOne', 'getOneOrFail'], {
          docs: selecting,
          call: {
            entity: 'receiver',
            effect: { kind: 'query', operation: 'select', rows: 'one', cached: 'cache', batch: 'where("id IN (:...ids)", { ids }).getMany()' },
          },
        }),
        getMany: {
          docs: selecting,
          call: {
            entity: 'receiver',
            list: true,
            effect: { kind: 'query', operation: 'select', rows: 'many', cached: 'cache', batch: 'where("id IN (:...ids)", { ids }).getMany()' },
          },
        },
        ...terminal(
          ['getRawOne'],
          { operation: 'select', rows: 'one', batch: 'where("id IN (:...ids)", { ids }).getRawMany()' },
          selecting,
        ),
        ...terminal(
          ['getRawMany', 'getRawAndEntities', 'getManyAndCount', 'stream', 'execute'],
          { operation: 'select', rows: 'many' },
          selecting,
        ),
        ...terminal(['getCount', 'getExists'], { operation: 'count', rows: 'one', batch: 'one grouped count' }, selecting),
      },
    },
    insertBuilder: changingBuilder(
      'a TypeORM insert',
      ['into', 'values', 'output', 'returning', 'updateEntity', 'onConflict', 'orIgnore', 'orUpdate'],
      'insert',
    ),
    updateBuilder: changingBuilder('a TypeORM update', ['set', 'output', 'returning', 'whereEntity', 'updateEntity'], 'update'),
    deleteBuilder: changingBuilder('a TypeORM delete', ['output', 'returning', 'whereEntity'], 'delete'),
    relationBuilder: {
      title: 'a TypeORM relation builder',
      members: {
        of: { docs: relating, call: { returns: 'this' } },
        ...terminal(['add'], { operation: 'insert', rows: 'one', data: { arg: 0 }, bulk: true, batch: 'add(ids)' }, relating),
        ...terminal(['remove'], { operation: 'delete', rows: 'one', data: { arg: 0 }, bulk: true, batch: 'remove(ids)' }, relating),
        ...terminal(['set', 'addAndRemove'], { operation: 'update', rows: 'one', data: { arg: 0 } }, relating),
        ...terminal(['loadOne'], { operation: 'select', rows: 'one', lazy: true }, relating),
        ...terminal(['loadMany'], { operation: 'select', rows: 'many', lazy: true }, relating),
      },
    },
  },
  shapes: [
    {
      docs: 'https://typeorm.io/docs/working-with-entity-manager/find-options',
      receiver: 'any',
      methods: ['findOneOrFail', 'findAndCount'],
      options: ['where', 'relations', 'order', 'withDeleted', 'loadEagerRelations'],
      handle: 'repository',
    },
    {
      docs: 'https://typeorm.io/docs/working-with-entity-manager/find-options',
      receiver: 'any',
      methods: ['find', 'findOne'],
      options: ['relations', 'withDeleted', 'loadEagerRelations', 'relationLoadStrategy'],
      handle: 'repository',
    },
  ],
  advice: {
    read: 'read them at once: find({ where: { id: In(ids) }, relations }), or join the relation in the query that loads the rows; then look each up in a Map by id',
    write: 'write them in one call: insert(rows), upsert(rows, conflictPaths), save(entities), or update and delete with { id: In(ids) }',
    several: 'read them at once: find({ where: rows }) with {columns} of each, or join the relation in the query that loads the rows; then look each up in a Map by these',
    each: 'upsert(rows, conflictPaths)',
    lazy: 'load the relation with the rows: find({ relations: { … } }) or leftJoinAndSelect',
    related: true,
    docs: 'https://typeorm.io/docs/relations/eager-and-lazy-relations',
  },
});
