import { defineLibrary, does, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://keystonejs.com/docs/context/overview';
const queries = 'https://keystonejs.com/docs/context/query';
const virtual = 'https://keystonejs.com/docs/fields/virtual';

const inList = 'findMany({ where: { id: { in: ids } } })';

const context: Entry = { docs, type: 'context' };
const field: Entry = { docs: virtual, call: { callbacks: [{ arg: '0.resolve', runs: 'later', params: [null, null, 'context'], entry: { kind: 'request', perRow: true } }] } };

/** KeystoneJS: lists are read and written through the context; a virtual field is resolved for each row. */
export default defineLibrary({
  id: 'keystone',
  docs,
  packages: ['@keystone-6/core', '@keystone-6/core/*', '.keystone/types'],
  exports: {
    ...entries(['KeystoneContext', 'Context'], context),
    graphql: { docs: virtual, handle: 'graphql' },
    g: { docs: virtual, handle: 'graphql' },
  },
  handles: {
    graphql: { title: "Keystone's GraphQL", members: { field } },
    context: {
      title: 'the context of Keystone',
      members: {
        ...entries(['query', 'db'], { docs: queries, handle: 'lists' }),
        prisma: { docs, handle: 'prisma:client' },
        ...entries(['sudo', 'withSession', 'withRequest', 'internal'], { docs, call: { returns: 'this' } }),
        graphql: { docs, call: {} },
      },
    },
    lists: { title: 'the lists of Keystone', members: {}, patterns: [{ match: /^[A-Z]\w*$/, entry: { docs: queries, handle: 'list' } }] },
    list: {
      title: 'a Keystone list',
      members: {
        findOne: does(queries, { operation: 'select', rows: 'one', filter: { arg: 0, property: 'where' }, batch: inList }),
        findMany: does(queries, { operation: 'select', rows: 'many', filter: { arg: 0, property: 'where' }, batch: inList }),
        count: does(queries, { operation: 'count', rows: 'one', filter: { arg: 0, property: 'where' } }),
        createOne: does(queries, { operation: 'insert', rows: 'one', data: { arg: 0, property: 'data' }, batch: 'createMany({ data: rows })' }),
        updateOne: does(queries, { operation: 'update', rows: 'one', data: { arg: 0, property: 'data' }, batch: 'updateMany({ data: rows })' }),
        deleteOne: does(queries, { operation: 'delete', rows: 'one', batch: 'deleteMany({ where })' }),
        createMany: does(queries, { operation: 'insert', rows: 'many' }),
        updateMany: does(queries, { operation: 'update', rows: 'many' }),
        deleteMany: does(queries, { operation: 'delete', rows: 'many' }),
      },
    },
  },
  advice: {
    read: 'read them at once: findMany({ where: { id: { in: ids } } }), or name the relationship in the query that loads the rows; then look each up in a Map by id',
    write: 'write them in one call: createMany, updateMany and deleteMany; context.prisma writes them in one statement',
    docs: queries,
  },
});
