import { connection, defineLibrary, entries, readsRows } from './types.ts';
import type { Entry, QueryEffect } from './types.ts';

const reference = 'https://www.prisma.io/docs/orm/reference/prisma-client-reference';
const transactions = 'https://www.prisma.io/docs/orm/prisma-client/queries/transactions';
const raw = 'https://www.prisma.io/docs/orm/prisma-client/using-raw-sql/raw-queries';
const batching = 'https://www.prisma.io/docs/orm/prisma-client/queries/query-optimization-performance';
const extensions = 'https://www.prisma.io/docs/orm/prisma-client/client-extensions';
const typeSafety = 'https://www.prisma.io/docs/orm/prisma-client/type-safety';

const where = { arg: 0, property: 'where' };
// https://www.prisma.io/docs/orm/prisma-client/queries/relation-queries
const relations = { arg: 0, property: 'include' };
const data = { arg: 0, property: 'data' };
const inList = 'findMany({ where: { id: { in: ids } } })';

function query(effect: Omit<QueryEffect, 'kind'>, docs = reference): Entry {
  // https://www.prisma.io/docs/accelerate/caching
  const kept = readsRows(effect.operation) ? { cached: 'cacheStrategy' } : {};
  return { docs, call: { effect: { kind: 'query', ...effect, ...kept } } };
}

/**
 * Prisma Client. A delegate's call is lazy until awaited; a call that nobody awaits is a bug of another kind, so the effect is
 * put at the call. The fluent API (`findUnique(…).posts()`) is one operation: its head carries the effect, also the batching.
 */
export default defineLibrary({
  id: 'prisma',
  docs: reference,
  packages: ['@prisma/client', '@prisma/client/*', '.prisma/client', '.prisma/client/*'],
  generated: ['PrismaClient', 'Prisma'],
  // https://www.prisma.io/docs/orm/prisma-schema/data-model/models#defining-enums
  enums: true,
  exports: {
    PrismaClient: {
      docs: `${reference}#prismaclient`,
      construct: 'client',
      constructs: { adopts: 'result', acquires: connection('a Prisma client with its connection pool', ['$disconnect']) },
      extend: { instance: 'client' },
    },
    Prisma: { docs: typeSafety, handle: 'namespace' },
  },
  handles: {
    namespace: {
      title: 'Prisma',
      members: {
        TransactionClient: { docs: transactions, type: 'client' },
        DefaultPrismaClient: { docs: reference, type: 'client' },
        defineExtension: { docs: extensions, call: { callbacks: [{ arg: 0, runs: 'once', params: ['client'] }] } },
      },
      patterns: [{ match: /^[A-Z]\w*Delegate$/, entry: { docs: typeSafety, type: 'delegate' } }],
    },
    client: {
      title: 'PrismaClient',
      members: {
        $transaction: {
          docs: transactions,
          call: { returns: 'returned', callbacks: [{ arg: 0, runs: 'once', transaction: true, params: ['client'] }] },
        },
        $extends: {
          docs: extensions,
          call: { returns: 'client', callbacks: [{ arg: 0, runs: 'once', params: ['client'] }] },
        },
        $primary: {
          docs: 'https://www.prisma.io/docs/orm/prisma-client/setup-and-configuration/read-replicas',
          call: { returns: 'client' },
        },
        $replica: {
          docs: 'https://www.prisma.io/docs/orm/prisma-client/setup-and-configuration/read-replicas',
          call: { returns: 'client' },
        },
        ...entries(['$queryRaw', '$queryRawUnsafe', '$executeRaw', '$executeRawUnsafe'], query({ operation: 'raw', rows: 'many', sql: { arg: 0 } }, raw)),
        ...entries(['$queryRawTyped', '$runCommandRaw'], query({ operation: 'raw', rows: 'many' }, raw)),
        // Extensions that put a query builder on the client: prisma-extension-kysely, drizzle-orm/prisma.
        $kysely: { docs: 'https://github.com/eoin-obrien/prisma-extension-kysely', handle: 'kysely:client' },
        $drizzle: { docs: 'https://orm.drizzle.team/docs/prisma', handle: 'drizzle:db' },
        ...entries(['$connect', '$disconnect'], { docs: reference, call: {} }),
        $on: { docs: `${reference}#on`, call: { callbacks: [{ arg: 1, runs: 'later' }] } },
        $use: { docs: `${reference}#use`, call: { callbacks: [{ arg: 0, runs: 'later' }] } },
        ...entries(['constructor', 'then', 'catch', 'finally'], { docs: reference }),
      },
      // A model `UserAddress` is the property `userAddress`; client methods start with `$`.
      patterns: [{ match: /^[a-z]\w*$/, entry: { docs: `${reference}#model-queries`, handle: 'delegate' } }],
    },
    delegate: {
      title: 'a Prisma model',
      members: {
        findUnique: query({ operation: 'select', rows: 'one', batched: 'tick-equality', filter: where, relations, batch: inList }, batching),
        // Batched since 5.1.0 only: https://github.com/prisma/prisma/releases/tag/5.1.0
        findUniqueOrThrow: query({ operation: 'select', rows: 'one', batched: 'tick-equality', filter: where, relations, batch: inList }, batching),
        findFirst: query({ operation: 'select', rows: 'one', filter: where, relations, batch: inList }, `${reference}#findfirst`),
        findFirstOrThrow: query({ operation: 'select', rows: 'one', filter: where, relations, batch: inList }, `${reference}#findfirstorthrow`),
        findMany: query({ operation: 'select', rows: 'many', filter: where, relations, batch: inList }, `${reference}#findmany`),
        create: query({ operation: 'insert', rows: 'one', data, batch: 'createMany({ data: rows })' }, `${reference}#create`),
        createMany: query({ operation: 'insert', rows: 'many', data }, `${reference}#createmany`),
        createManyAndReturn: query({ operation: 'insert', rows: 'many', data }, `${reference}#createmanyandreturn`),
        update: query(
          { operation: 'update', rows: 'one', filter: where, data, batch: 'updateMany({ where: { id: { in: ids } }, data })' },
          `${reference}#update`,
        ),
        updateMany: query({ operation: 'update', rows: 'many', filter: where, data }, `${reference}#updatemany`),
        updateManyAndReturn: query({ operation: 'update', rows: 'many', filter: where, data }, `${reference}#updatemanyandreturn`),
        upsert: query(
          { operation: 'upsert', rows: 'one', filter: where, data: { arg: 0, property: 'create' }, batch: 'one INSERT … ON CONFLICT through $executeRaw, or createMany({ data: rows, skipDuplicates: true }) where rows that are there stay as they are' },
          `${reference}#upsert`,
        ),
        delete: query(
          { operation: 'delete', rows: 'one', filter: where, batch: 'deleteMany({ where: { id: { in: ids } } })' },
          `${reference}#delete`,
        ),
        deleteMany: query({ operation: 'delete', rows: 'many', filter: where }, `${reference}#deletemany`),
        count: query({ operation: 'count', rows: 'one', filter: where, batch: 'groupBy({ by, _count: true })' }, `${reference}#count`),
        aggregate: query({ operation: 'select', rows: 'one', filter: where, batch: 'groupBy({ by, … })' }, `${reference}#aggregate`),
        groupBy: query({ operation: 'select', rows: 'many', filter: where }, `${reference}#groupby`),
        ...entries(['findRaw', 'aggregateRaw'], query({ operation: 'raw', rows: 'many' }, raw)),
      },
    },
  },
  shapes: [
    {
      docs: `${reference}#model-queries`,
      receiver: 'model',
      methods: ['findMany', 'findFirst', 'findFirstOrThrow'],
      options: [],
      handle: 'delegate',
    },
    {
      docs: `${reference}#model-queries`,
      receiver: 'model',
      methods: [
        ...['findUnique', 'findUniqueOrThrow', 'create', 'createMany', 'createManyAndReturn', 'update', 'updateMany'],
        ...['updateManyAndReturn', 'upsert', 'delete', 'deleteMany', 'count', 'aggregate', 'groupBy'],
      ],
      options: ['where', 'data', 'select', 'include', 'omit', 'by', '_count', '_sum', '_avg', '_min', '_max'],
      handle: 'delegate',
    },
  ],
  advice: {
    read: 'read them at once: findMany({ where: { id: { in: ids } } }), or include the relation in the query that loads the rows; then look each up in a Map by id',
    several: 'read them at once: findMany({ where: { OR: rows } }) with {columns} of each, or include the relation in the query that loads the rows; then look each up in a Map by these',
    write: 'write them in one statement: createMany({ data: rows }), updateMany or deleteMany with where: { id: { in: ids } }',
    each: 'one UPDATE … FROM (VALUES …) through $executeRaw',
    nested: {
      keys: ['connect', 'connectOrCreate', 'create', 'createMany', 'disconnect', 'set', 'upsert'],
      insert: 'createMany takes no relations: write the rows with their foreign keys by createManyAndReturn({ data: rows }), and those of the relations by createMany',
      update: 'updateMany takes no relations: write from their other side, in one update with connect: ids, or write the rows of the join table with createMany and deleteMany',
    },
    related: true,
    docs: batching,
  },
});
