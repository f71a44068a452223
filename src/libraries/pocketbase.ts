import { defineLibrary, does, entries } from './types.ts';

const docs = 'https://github.com/pocketbase/js-sdk#readme';
const records = 'https://pocketbase.io/docs/api-records/';

/** PocketBase: each call is a request over HTTP. */
export default defineLibrary({
  id: 'pocketbase',
  docs,
  packages: ['pocketbase'],
  exports: { default: { docs, construct: 'client' } },
  handles: {
    client: {
      title: 'a PocketBase client',
      members: {
        collection: { docs, call: { returns: 'collection' } },
        createBatch: { docs, call: { returns: 'batch' } },
        filter: { docs, call: {} },
      },
    },
    batch: {
      title: 'a PocketBase batch',
      members: { collection: { docs, call: { returns: 'batched' } }, send: does(records, { operation: 'upsert', rows: 'many' }) },
    },
    batched: { title: 'a collection in a PocketBase batch', members: entries(['create', 'update', 'upsert', 'delete'], { docs, call: {} }) },
    collection: {
      title: 'a PocketBase collection',
      members: {
        ...entries(['getOne', 'getFirstListItem'], does(records, { operation: 'select', rows: 'one', filter: { arg: 0 }, batch: 'getFullList({ filter }) with the ids' })),
        ...entries(['getList', 'getFullList'], does(records, { operation: 'select', rows: 'many', batch: 'getFullList({ filter }) with the ids' })),
        create: does(records, { operation: 'insert', rows: 'one', data: { arg: 0 }, batch: 'createBatch()' }),
        update: does(records, { operation: 'update', rows: 'one', data: { arg: 1 }, batch: 'createBatch()' }),
        delete: does(records, { operation: 'delete', rows: 'one', filter: { arg: 0 }, batch: 'createBatch()' }),
        ...entries(['subscribe', 'unsubscribe'], { docs, call: {} }),
      },
    },
  },
  advice: {
    read: 'read them at once: getFullList with a filter of the ids, or expand the relation in the request that loads the rows; then look each up in a Map by id',
    write: 'write them in one request: pb.createBatch(), then send()',
    docs,
  },
});
