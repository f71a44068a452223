import { defineLibrary, does, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://cloud.google.com/nodejs/docs/reference/datastore/latest';
const at = (name: string): string => `${docs}/datastore/${name}`;
const batches = 'https://cloud.google.com/datastore/docs/concepts/entities#batch_operations';

const get = (page: string): Entry => does(page, { operation: 'select', rows: 'one', bulk: true, batch: 'get(ids.map(keyOf))' });
const run = (page: string): Entry => does(page, { operation: 'select', rows: 'many', batch: 'one query with an IN filter' });
const write = (operation: 'insert' | 'update' | 'upsert'): Entry => does(at('datastore'), { operation, rows: 'one', data: { arg: 0 }, bulk: true, batch: `${operation}(entities)` });

/** A query in the making, and what makes one. */
const makes = {
  createQuery: { docs: at('query'), call: { returns: 'query' } },
  createAggregationQuery: { docs: at('aggregatequery'), call: { returns: 'aggregate' } },
};
const Datastore: Entry = { docs: at('datastore'), construct: 'datastore', extend: { instance: 'datastore' } };

/** Firestore in Datastore mode: reads and writes take an entity, or a list of them. */
export default defineLibrary({
  id: 'google-cloud-datastore',
  docs,
  packages: ['@google-cloud/datastore'],
  exports: {
    Datastore,
    // Up to version 1 the package was the class.
    default: { ...Datastore, call: { returns: 'datastore' } },
    Transaction: { docs: at('transaction'), type: 'transaction' },
    Query: { docs: at('query'), type: 'query' },
  },
  handles: {
    datastore: {
      title: 'Datastore',
      members: {
        get: get(at('datastore')),
        ...entries(['runQuery', 'runQueryStream'], run(at('datastore'))),
        runAggregationQuery: does(at('datastore'), { operation: 'count', rows: 'one' }),
        insert: write('insert'),
        update: write('update'),
        upsert: write('upsert'),
        ...entries(['save', 'merge'], does(at('datastore'), { operation: 'upsert', rows: 'one', data: { arg: 0 }, bulk: true, batch: 'save(entities)' })),
        delete: does(at('datastore'), { operation: 'delete', rows: 'one', bulk: true, batch: 'delete(keys)' }),
        ...makes,
        transaction: { docs: at('datastore'), call: { returns: 'transaction' } },
        ...entries(['key', 'isKey', 'int', 'double', 'geoPoint', 'allocateIds', 'keyToLegacyUrlSafe', 'keyFromLegacyUrlsafe'], { docs: at('datastore'), call: {} }),
      },
    },
    transaction: {
      title: 'a Datastore transaction',
      members: {
        get: get(at('transaction')),
        ...entries(['runQuery', 'runQueryStream'], run(at('transaction'))),
        runAggregationQuery: does(at('transaction'), { operation: 'count', rows: 'one' }),
        // They go out with the commit.
        ...entries(['save', 'insert', 'update', 'upsert', 'merge', 'delete'], { docs: at('transaction'), call: {} }),
        commit: does(at('transaction'), { operation: 'upsert', rows: 'many' }),
        ...makes,
        ...entries(['run', 'rollback', 'key', 'allocateIds'], { docs: at('transaction'), call: {} }),
      },
    },
    query: {
      title: 'a Datastore query',
      builder: true,
      members: {
        ...entries(['filter', 'hasAncestor', 'order', 'groupBy', 'select', 'start', 'end', 'limit', 'offset'], { docs: at('query'), call: { returns: 'this' } }),
        ...entries(['run', 'runStream'], run(at('query'))),
      },
    },
    aggregate: { title: 'a Datastore aggregation', builder: true, members: entries(['count', 'sum', 'average', 'addAggregation', 'addAggregations'], { docs: at('aggregatequery'), call: { returns: 'this' } }) },
  },
  advice: {
    read: 'read them at once: datastore.get(keys) with up to 1,000 keys; the entities come in any order, so look each up in a Map by the id of its datastore.KEY',
    write: 'write them in one call: save, insert, update, upsert and delete take lists of up to 500',
    docs: batches,
  },
});
