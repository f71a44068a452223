import { connection, defineLibrary, does, entries } from './types.ts';
import type { Entry, Handle, Operation, QueryEffect } from './types.ts';

const managerApi = 'https://mikro-orm.io/docs/entity-manager';
const managerClass = 'https://mikro-orm.io/api/core/class/EntityManager';
const repositories = 'https://mikro-orm.io/docs/repositories';
const collections = 'https://mikro-orm.io/docs/collections';
const references = 'https://mikro-orm.io/docs/type-safe-relations';
const loaders = 'https://mikro-orm.io/docs/dataloaders';
const unitOfWork = 'https://mikro-orm.io/docs/unit-of-work';
const transactions = 'https://mikro-orm.io/docs/transactions';
const builder = 'https://mikro-orm.io/docs/query-builder';
const helpers = 'https://mikro-orm.io/docs/entity-helper';
const defining = 'https://mikro-orm.io/docs/defining-entities';
const mongo = 'https://mikro-orm.io/docs/usage-with-mongo';
const setup = 'https://mikro-orm.io/docs/usage-with-sql';
/** Methods that version 6 removed from the repositories, and `nativeInsert`, which it renamed. */
const version5 = 'https://mikro-orm.io/docs/5.9/repositories';

const findMany = 'find(Entity, { id: { $in: ids } })';
const populate = 'em.populate(rows, [...])';

interface Positions {
  /** Where the entity class comes from. */
  entity: 0 | 'receiver';
  /** Position of the first argument after it. */
  first: 0 | 1;
}

/** The calls that a manager (the entity first) and a repository have in common. */
function persistence(docs: string, { entity, first }: Positions): Record<string, Entry> {
  const filter = { arg: first };
  const where = { arg: first, property: 'where' };
  const data = { arg: first };
  const row: Operation = { entity };
  const rows: Operation = { entity, list: true };
  return {
    find: does(docs, { operation: 'select', rows: 'many', filter, batch: findMany }, rows),
    findAll: does(docs, { operation: 'select', rows: 'many', filter: where, batch: findMany }, rows),
    ...entries(['findAndCount', 'findByCursor'], does(docs, { operation: 'select', rows: 'many', filter, batch: findMany })),
    ...entries(
      ['findOne', 'findOneOrFail'],
      does(docs, { operation: 'select', rows: 'one', filter, keyed: true, batch: findMany }, row),
    ),
    count: does(docs, { operation: 'count', rows: 'one', filter, batch: 'one grouped count' }),
    // A list of rows is the first argument, or the second one after the entity.
    ...entries(['insert', 'nativeInsert'], does(docs, { operation: 'insert', rows: 'one', data, batch: 'insertMany(Entity, rows)' })),
    insertMany: does(docs, { operation: 'insert', rows: 'many', data }),
    upsert: does(docs, { operation: 'upsert', rows: 'one', data, batch: 'upsertMany(Entity, rows)' }, row),
    upsertMany: does(docs, { operation: 'upsert', rows: 'many', data }, rows),
    nativeUpdate: does(docs, {
      operation: 'update',
      rows: 'one',
      filter,
      data: { arg: first + 1 },
      batch: 'nativeUpdate(Entity, { id: { $in: ids } }, values)',
    }),
    nativeDelete: does(docs, { operation: 'delete', rows: 'one', filter, batch: 'nativeDelete(Entity, { id: { $in: ids } })' }),
    populate: does(helpers, { operation: 'select', rows: 'one', lazy: true, missing: true, bulk: true, data: { arg: 0 }, batch: populate }, {
      returns: 'arg:0',
    }),
    ...entries(['create', 'merge', 'map', 'getReference'], { docs, call: { entity } }),
    assign: { docs: helpers, call: { returns: 'arg:0' } },
    canPopulate: { docs, call: {} },
    ...entries(['qb', 'createQueryBuilder'], { docs: builder, call: { returns: 'builder', entity } }),
    ...entries(['getCollection'], { docs: mongo, call: {} }),
    aggregate: does(mongo, { operation: 'select', rows: 'many' }),
    stream: does(docs, { operation: 'select', rows: 'many' }),
    ...flushing(docs),
  };
}

/** Everything that was persisted, changed or removed is written by the flush, whatever it is. */
const flush: Omit<QueryEffect, 'kind'> = { operation: 'upsert', rows: 'one', batch: 'one flush after the loop' };

function flushing(docs: string): Record<string, Entry> {
  return {
    ...entries(['persist', 'persistLater', 'remove', 'removeLater'], { docs: unitOfWork, call: { returns: 'this' } }),
    flush: does(unitOfWork, flush),
    persistAndFlush: does(docs, { ...flush, data: { arg: 0 }, bulk: true }),
    removeAndFlush: does(docs, { ...flush, operation: 'delete', data: { arg: 0 }, bulk: true }),
  };
}

const manager: Record<string, Entry> = {
  ...persistence(managerApi, { entity: 0, first: 1 }),
  ...entries(['getRepository', 'repo'], { docs: repositories, call: { returns: 'repository', entity: 0 } }),
  ...entries(['refresh', 'refreshOrFail'], does(managerClass, { operation: 'select', rows: 'one', batch: findMany }, { returns: 'arg:0' })),
  // A row lock is taken row by row, in an order that avoids deadlocks.
  lock: { docs: transactions, call: {} },
  execute: does(setup, { operation: 'raw', rows: 'many', sql: { arg: 0 } }),
  raw: { docs: setup, call: {} },
  fork: { docs: managerApi, call: { returns: 'this' } },
  ...entries(['getContext', 'getEntityManager'], { docs: managerApi, call: { returns: 'this' } }),
  // At the end it flushes, and commits.
  transactional: does(transactions, flush, { returns: 'returned', callbacks: [{ arg: 0, runs: 'once', transaction: true, params: ['manager'] }] }),
  commit: does(transactions, flush),
  ...entries(['begin', 'rollback', 'clear', 'clearCache', 'isInTransaction'], { docs: managerApi, call: {} }),
  ...entries(['getUnitOfWork', 'getMetadata', 'getEventManager', 'getPlatform', 'getDriver'], { docs: managerApi, call: {} }),
  ...entries(['setFilterParams', 'addFilter', 'setFlushMode'], { docs: managerApi, call: {} }),
  getConnection: { docs: setup, call: { returns: 'connection' } },
  getKnex: { docs: setup, call: { returns: 'knex:knex' } },
};

/** A relation of one row, read where it is not there yet; collected within a tick where the data loader is on. */
const relation = { operation: 'select', lazy: true, missing: true, batched: { option: 'dataloader' }, batch: 'populate' } as const;

const composing = [
  ...['select', 'addSelect', 'distinct', 'distinctOn', 'from', 'join', 'innerJoin', 'leftJoin', 'joinAndSelect', 'innerJoinAndSelect'],
  ...['leftJoinAndSelect', 'joinLateral', 'innerJoinLateral', 'leftJoinLateral', 'leftJoinLateralAndSelect', 'joinLateralAndSelect'],
  ...['innerJoinLateralAndSelect', 'withSubQuery', 'where', 'andWhere', 'orWhere', 'orderBy', 'andOrderBy', 'groupBy', 'having', 'andHaving', 'orHaving'],
  ...['onConflict', 'ignore', 'merge', 'returning', 'populate', 'limit', 'offset', 'withSchema', 'setLockMode', 'setFlushMode', 'cache'],
  ...['indexHint', 'collation', 'comment', 'hintComment', 'as', 'clone', 'setFlag', 'unsetFlag', 'setLoggerContext'],
];

const read: QueryEffect = { kind: 'query', operation: 'select', rows: 'many', batch: 'where({ id: { $in: ids } })' };

/** The statements that a builder can become. */
const statements = {
  count: { kind: 'query', operation: 'count', rows: 'one', batch: 'one grouped count' },
  insert: { kind: 'query', operation: 'insert', rows: 'one', data: { arg: 0 }, batch: 'insert(rows)' },
  update: { kind: 'query', operation: 'update', rows: 'one', data: { arg: 0 }, batch: 'update(values).where({ id: { $in: ids } })' },
  delete: { kind: 'query', operation: 'delete', rows: 'one', batch: 'delete({ id: { $in: ids } })' },
} as const satisfies Record<string, QueryEffect>;

function start(statement: keyof typeof statements): Entry {
  return { docs: builder, call: { returns: `${statement}Builder`, effect: statements[statement], whenAwaited: true } };
}

const readers: Record<string, Entry> = {
  ...entries(['getSingleResult', 'getSingleResultOrFail'], does(builder, { ...read, rows: 'one' }, { entity: 'receiver' })),
  ...entries(['getResult', 'getResultList'], does(builder, read, { entity: 'receiver', list: true })),
  ...entries(['getResultAndCount', 'execute', 'stream'], does(builder, read)),
  getCount: does(builder, { operation: 'count', rows: 'one', batch: 'one grouped count' }),
};

function statement(name: keyof typeof statements): Handle {
  const effect = statements[name];
  return {
    title: `a MikroORM ${name}`,
    awaited: { effect },
    members: {
      ...entries(composing, { docs: builder, call: { returns: 'this', effect, whenAwaited: true } }),
      ...entries(['execute', 'run', 'getResult', 'getSingleResult'], { docs: builder, call: { effect } }),
    },
  };
}

const managers = ['EntityManager', 'SqlEntityManager', 'MongoEntityManager'];
const entityRepositories = ['EntityRepository', 'SqlEntityRepository', 'MongoEntityRepository'];
const relationDecorators = ['OneToOne', 'OneToMany', 'ManyToOne', 'ManyToMany'];

/** A session with an identity map: rows are changed in memory and written by the next flush, and a row known by its key is not read again. */
export default defineLibrary({
  id: 'mikro-orm',
  docs: managerApi,
  packages: ['@mikro-orm/*'],
  exports: {
    MikroORM: { docs: setup, handle: 'ormClass', type: 'orm', construct: 'orm' },
    ...entries(managers, { docs: managerApi, construct: 'manager', extend: { instance: 'manager' } }),
    ...entries(entityRepositories, { docs: repositories, construct: 'repository', extend: { instance: 'repository' } }),
    ...entries(['QueryBuilder', 'SelectQueryBuilder'], { docs: builder, type: 'builder' }),
    RequestContext: { docs: 'https://mikro-orm.io/docs/identity-map', handle: 'requestContext' },
    ...entries(['Collection', 'LoadedCollection'], { docs: collections, construct: 'collection' }),
    ...entries(['Ref', 'Reference', 'IdentifiedReference', 'LoadedReference'], { docs: references, handle: 'referenceClass', construct: 'reference' }),
    ...entries(['Loaded', 'Rel', 'Opt', 'Hidden', 'New'], { docs: references, transparent: true }),
    ref: { docs: references, call: { returns: 'reference', entity: 0 } },
    ...entries(['wrap', 'helper'], { docs: helpers, call: { returns: 'wrapped' } }),
    BaseEntity: { docs: helpers, extend: { instance: 'wrapped' } },
    Entity: { docs: defining, decorator: { entity: true } },
    ...entries(relationDecorators, { docs: 'https://mikro-orm.io/docs/relationships', decorator: { relation: true } }),
    ...entries(['Migration'], {
      docs: 'https://mikro-orm.io/docs/migrations',
      implement: { up: { kind: 'migration' }, down: { kind: 'migration' } },
    }),
    Seeder: { docs: 'https://mikro-orm.io/docs/seeding', implement: { run: { kind: 'seed' } } },
  },
  handles: {
    ormClass: {
      title: 'MikroORM',
      construct: 'orm',
      members: { ...entries(['init', 'initSync'], { docs: setup, call: { returns: 'orm', acquires: connection('a MikroORM instance with its connection pool', ['close']) } }) },
    },
    orm: {
      title: 'MikroORM',
      members: {
        em: { docs: setup, handle: 'manager' },
        ...entries(['connect', 'reconnect', 'close', 'isConnected', 'checkConnection', 'getMetadata', 'discoverEntity'], { docs: setup, call: {} }),
      },
    },
    requestContext: {
      title: 'a request context of MikroORM',
      members: {
        ...entries(['create', 'createAsync'], {
          docs: 'https://mikro-orm.io/docs/identity-map',
          call: { returns: 'returned', callbacks: [{ arg: 1, runs: 'once' }] },
        }),
        getEntityManager: { docs: 'https://mikro-orm.io/docs/identity-map', call: { returns: 'manager' } },
      },
    },
    connection: {
      title: 'a connection of MikroORM',
      members: {
        execute: does(setup, { operation: 'raw', rows: 'many', sql: { arg: 0 } }),
        ...entries(['aggregate', 'find'], does(mongo, { operation: 'select', rows: 'many' })),
        getKnex: { docs: setup, call: { returns: 'knex:knex' } },
      },
    },
    manager: { title: 'a MikroORM entity manager', members: manager },
    repository: {
      title: 'a MikroORM repository',
      members: {
        ...persistence(repositories, { entity: 'receiver', first: 0 }),
        ...entries(['em', '_em'], { docs: repositories, handle: 'manager' }),
        getEntityManager: { docs: repositories, call: { returns: 'manager' } },
        getKnex: { docs: version5, call: { returns: 'knex:knex' } },
      },
    },
    collection: {
      title: 'a MikroORM collection',
      // Its own `map`, `filter` and the like work on what is loaded, as those of an array do.
      element: 'entity',
      members: {
        // It reads again what is there already.
        init: does(collections, { ...relation, rows: 'many', missing: undefined }, { returns: 'this' }),
        load: does(collections, { ...relation, rows: 'many' }, { returns: 'this' }),
        loadItems: does(collections, { ...relation, rows: 'many' }, { entity: 'receiver', list: true }),
        loadCount: does(collections, {
          operation: 'count',
          rows: 'one',
          lazy: true,
          batched: { option: 'dataloader' },
          batch: 'one grouped count',
        }),
        matching: does(collections, { operation: 'select', rows: 'many', lazy: true, batch: findMany }, { entity: 'receiver', list: true }),
        getItems: { docs: collections, call: { entity: 'receiver', list: true } },
        ...entries(['add', 'set', 'remove', 'removeAll', 'hydrate'], { docs: collections, call: {} }),
        ...entries(['contains', 'count', 'isEmpty', 'isInitialized', 'isDirty', 'getIdentifiers', 'getSnapshot', 'toArray', 'toJSON'], {
          docs: collections,
          call: {},
        }),
      },
    },
    referenceClass: {
      title: 'Reference',
      construct: 'reference',
      members: {
        ...entries(['create', 'createFromPK', 'wrapReference'], { docs: references, call: { returns: 'reference', entity: 0 } }),
        ...entries(['isReference', 'createNakedFromPK', 'unwrapReference'], { docs: references, call: {} }),
      },
    },
    reference: {
      title: 'a MikroORM reference',
      members: {
        ...entries(['load', 'loadOrFail'], does(loaders, { ...relation, rows: 'one' }, { entity: 'receiver' })),
        loadProperty: does(references, { ...relation, rows: 'one' }),
        ...entries(['unwrap', 'getEntity'], { docs: references, call: { entity: 'receiver' } }),
        ...entries(['getProperty', 'isInitialized', 'populated', 'toJSON'], { docs: references, call: {} }),
      },
    },
    wrapped: {
      title: 'a MikroORM entity',
      members: {
        init: does(helpers, { operation: 'select', rows: 'one', lazy: true, batch: findMany }),
        populate: does(helpers, { operation: 'select', rows: 'one', lazy: true, missing: true, batch: populate }),
        ...entries(['assign', 'setSerializationContext'], { docs: helpers, call: { returns: 'this' } }),
        ...entries(['isInitialized', 'isTouched', 'populated', 'toObject', 'toPOJO', 'toJSON', 'serialize', 'getPrimaryKey'], {
          docs: helpers,
          call: {},
        }),
        toReference: { docs: helpers, call: { returns: 'reference' } },
      },
    },
    builder: {
      title: 'a MikroORM query builder',
      awaited: { effect: read },
      members: {
        ...entries(composing, { docs: builder, call: { returns: 'this', effect: read, whenAwaited: true } }),
        ...entries(['delete', 'truncate'], start('delete')),
        insert: start('insert'),
        update: start('update'),
        count: start('count'),
        ...readers,
        ...entries(['getQuery', 'getParams', 'getFormattedQuery', 'toQuery', 'getSQL', 'getKnexQuery', 'getNativeQuery'], { docs: builder, call: {} }),
      },
    },
    countBuilder: statement('count'),
    insertBuilder: statement('insert'),
    updateBuilder: statement('update'),
    deleteBuilder: statement('delete'),
  },
  shapes: [
    {
      docs: managerApi,
      receiver: 'any',
      methods: ['findOneOrFail', 'findAndCount', 'find', 'findOne'],
      options: ['populate', 'populateWhere', 'populateOrderBy', 'failHandler', 'lockMode'],
      handle: 'repository',
    },
  ],
  advice: {
    read: 'read them at once: find(Entity, { id: { $in: ids } }), or populate the relation in the query that loads the rows; then look each up in a Map by id',
    write: 'persist in the loop and flush once after it, or write all rows with insertMany, upsertMany, or nativeUpdate and nativeDelete with { id: { $in: ids } }',
    several: 'read them at once: find(Entity, { $or: rows }) with {columns} of each, or populate the relation in the query that loads the rows; then look each up in a Map by these',
    each: 'upsertMany(Entity, rows)',
    lazy: 'load the relation with the rows: find(Entity, where, { populate: [...] }), or em.populate(rows, [...]) before the loop',
    related: true,
    docs: 'https://mikro-orm.io/docs/populating-relations',
  },
});
