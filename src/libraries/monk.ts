import { connection, defineLibrary, does, entries } from './types.ts';
import type { Entry, QueryEffect } from './types.ts';

const docs = 'https://automattic.github.io/monk/docs/manager/creation.html';
const at = (name: string): string => `https://automattic.github.io/monk/docs/collection/${name}.html`;

const inList = 'find({ _id: { $in: ids } })';
const bulkWrite = 'bulkWrite(operations)';
const filter = { arg: 0 };

/** A method answers by a promise, or calls a function that is given last. */
const query = (name: string, effect: Omit<QueryEffect, 'kind'>): Entry => does(at(name), effect, { callbacks: [{ arg: 'last', runs: 'once' }] });

const types = {
  IMonkManager: { docs, type: 'manager' },
  ICollection: { docs: at(''), type: 'collection' },
} satisfies Record<string, Entry>;

/** Monk: collections of MongoDB. */
export default defineLibrary({
  id: 'monk',
  docs,
  packages: ['monk'],
  exports: {
    default: { docs, handle: 'module', call: { returns: 'manager', acquires: connection('a Monk manager with its connection pool', ['close']) } },
    ...types,
  },
  handles: {
    module: { title: 'Monk', members: types },
    manager: {
      title: 'a Monk manager',
      members: {
        ...entries(['get', 'create'], { docs: 'https://automattic.github.io/monk/docs/manager/get.html', call: { returns: 'collection' } }),
        ...entries(['close', 'addMiddleware', 'setDefaultCollectionOptions', 'on', 'once', 'then', 'catch'], { docs, call: {} }),
      },
    },
    collection: {
      title: 'a Monk collection',
      members: {
        find: query('find', { operation: 'select', rows: 'many', filter, batch: inList }),
        findOne: query('findOne', { operation: 'select', rows: 'one', filter, batch: inList }),
        distinct: query('distinct', { operation: 'select', rows: 'many', filter: { arg: 1 }, batch: 'one aggregate with $group' }),
        aggregate: query('aggregate', { operation: 'select', rows: 'many', batch: 'one aggregate with $match and $in' }),
        count: query('count', { operation: 'count', rows: 'one', filter, batch: 'aggregate([{ $match: { _id: { $in: ids } } }, { $group }])' }),
        insert: query('insert', { operation: 'insert', rows: 'one', data: { arg: 0 }, bulk: true, batch: 'insert(rows)' }),
        ...entries(['update', 'findOneAndUpdate'], query('update', { operation: 'update', rows: 'one', filter, data: { arg: 1 }, batch: bulkWrite })),
        ...entries(['remove', 'findOneAndDelete'], query('remove', { operation: 'delete', rows: 'one', filter, batch: 'remove({ _id: { $in: ids } })' })),
        bulkWrite: query('bulkWrite', { operation: 'raw', rows: 'many', data: { arg: 0 } }),
        ...entries(['createIndex', 'dropIndex', 'dropIndexes', 'indexes', 'drop', 'stats'], { docs: at('createIndex'), call: {} }),
      },
    },
  },
  advice: {
    read: 'read them at once: find({ _id: { $in: ids } }), or aggregate with $lookup in the query that loads the rows; then look each up in a Map by id',
    several: 'read them at once: find({ $or: rows }) with {columns} of each, or aggregate with $lookup; then look each up in a Map by these',
    each: 'bulkWrite(operations)',
    write: 'write them in one call: insert(rows), bulkWrite(operations), or update with { multi: true } and remove with { _id: { $in: ids } }',
    docs: at('bulkWrite'),
  },
});
