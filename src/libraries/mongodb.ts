import { defineLibrary, entries } from './types.ts';
import type { Entry, Handle, Operation, QueryEffect } from './types.ts';

const collection = 'https://mongodb.github.io/node-mongodb-native/6.0/classes/Collection.html';
const cursor = 'https://mongodb.github.io/node-mongodb-native/6.0/classes/FindCursor.html';
const aggregation = 'https://mongodb.github.io/node-mongodb-native/6.0/classes/AggregationCursor.html';
const database = 'https://mongodb.github.io/node-mongodb-native/6.0/classes/Db.html';
const client = 'https://mongodb.github.io/node-mongodb-native/6.0/classes/MongoClient.html';
const session = 'https://mongodb.github.io/node-mongodb-native/6.0/classes/ClientSession.html';
const bulk = 'https://www.mongodb.com/docs/drivers/node/current/crud/bulk-write/';
const files = 'https://mongodb.github.io/node-mongodb-native/6.0/classes/GridFSBucket.html';
/** Version 3, whose names (`save`, `remove`, `update`) are still in use. */
const version3 = 'https://mongodb.github.io/node-mongodb-native/3.6/api/Collection.html';

const inList = 'find({ _id: { $in: ids } })';
const bulkWrite = 'bulkWrite(operations)';

function query(effect: Omit<QueryEffect, 'kind'>, docs = collection, rest: Operation = {}): Entry {
  return { docs, call: { ...rest, effect: { kind: 'query', ...effect } } };
}

const filter = { arg: 0 };
const change = { filter, data: { arg: 1 }, batch: bulkWrite } as const;
const remove = { operation: 'delete', rows: 'one', filter, batch: 'deleteMany({ _id: { $in: ids } })' } as const;
const insert = { operation: 'insert', rows: 'one', data: filter, batch: 'insertMany(rows)' } as const;

/** A cursor reads when its documents are asked for; it fetches them in batches, so that a step of it is no query. */
function cursorHandle(title: string, docs: string, composing: readonly string[]): Handle {
  return {
    title,
    stream: true,
    builder: true,
    members: {
      toArray: query({ operation: 'select', rows: 'many', batch: inList }, docs),
      forEach: query({ operation: 'select', rows: 'many', batch: inList }, docs, {
        callbacks: [{ arg: 0, runs: 'each', over: 'receiver', mode: 'sequential' }],
      }),
      ...entries(['count', 'explain'], query({ operation: 'count', rows: 'one', batch: 'one aggregate with $group' }, docs)),
      ...entries([...composing, 'map', 'clone', 'batchSize', 'addCursorFlag', 'withReadPreference', 'withReadConcern', 'maxTimeMS'], {
        docs,
        call: { returns: 'this' },
      }),
      ...entries(['next', 'tryNext', 'hasNext', 'stream', 'close', 'rewind'], { docs, call: {} }),
    },
  };
}

const clientClass: Entry = { docs: client, handle: 'clientClass', type: 'client', construct: 'client' };

export default defineLibrary({
  id: 'mongodb',
  docs: collection,
  packages: ['mongodb', 'mongodb-legacy'],
  exports: {
    MongoClient: clientClass,
    Db: { docs: database, type: 'db' },
    Collection: { docs: collection, type: 'collection' },
    FindCursor: { docs: cursor, type: 'cursor' },
    AggregationCursor: { docs: aggregation, type: 'aggregation' },
    Cursor: { docs: 'https://mongodb.github.io/node-mongodb-native/3.6/api/Cursor.html', type: 'cursor' },
    ClientSession: { docs: session, type: 'session' },
    GridFSBucket: { docs: files, construct: 'bucket' },
    ...entries(['OrderedBulkOperation', 'UnorderedBulkOperation'], { docs: bulk, type: 'bulk' }),
  },
  handles: {
    clientClass: {
      title: 'MongoClient',
      construct: 'client',
      members: {
        connect: { docs: client, call: { returns: 'client', callbacks: [{ arg: 'last', runs: 'later', params: [null, 'client'] }] } },
      },
    },
    client: {
      title: 'a MongoDB client',
      members: {
        db: { docs: client, call: { returns: 'db' } },
        connect: { docs: client, call: { returns: 'this', callbacks: [{ arg: 'last', runs: 'later', params: [null, 'client'] }] } },
        bulkWrite: query({ operation: 'raw', rows: 'many', data: filter }, client),
        startSession: { docs: client, call: { returns: 'session' } },
        withSession: { docs: client, call: { returns: 'returned', callbacks: [{ arg: 'last', runs: 'once', params: ['session'] }] } },
        ...entries(['close', 'watch', 'on', 'once'], { docs: client, call: {} }),
      },
    },
    session: {
      title: 'a MongoDB session',
      members: {
        withTransaction: { docs: session, call: { returns: 'returned', callbacks: [{ arg: 0, runs: 'once', transaction: true, params: ['session'] }] } },
        ...entries(['startTransaction', 'commitTransaction', 'abortTransaction', 'endSession', 'inTransaction'], { docs: session, call: {} }),
      },
    },
    db: {
      title: 'a MongoDB database',
      members: {
        ...entries(['collection', 'createCollection'], { docs: database, call: { returns: 'collection' } }),
        collections: { docs: database, call: { returns: 'collection', list: true } },
        aggregate: { docs: database, call: { returns: 'aggregation' } },
        command: query({ operation: 'raw', rows: 'many' }, database),
        listCollections: { docs: database, call: { returns: 'cursor' } },
        ...entries(['admin', 'stats', 'dropCollection', 'dropDatabase', 'renameCollection', 'createIndex', 'watch'], {
          docs: database,
          call: {},
        }),
      },
    },
    collection: {
      title: 'a MongoDB collection',
      members: {
        find: { docs: collection, call: { returns: 'cursor' } },
        aggregate: { docs: collection, call: { returns: 'aggregation' } },
        findOne: query({ operation: 'select', rows: 'one', filter, batch: inList }),
        distinct: query({ operation: 'select', rows: 'many', filter: { arg: 1 }, batch: 'one aggregate with $group' }),
        ...entries(
          ['countDocuments', 'count'],
          query({ operation: 'count', rows: 'one', filter, batch: 'aggregate([{ $match: { _id: { $in: ids } } }, { $group }])' }),
        ),
        estimatedDocumentCount: query({ operation: 'count', rows: 'one' }),
        insertOne: query(insert),
        insertMany: query({ operation: 'insert', rows: 'many', data: filter }),
        insert: query({ ...insert, bulk: true }, version3),
        save: query({ operation: 'upsert', rows: 'one', data: filter, batch: bulkWrite }, version3),
        ...entries(['updateOne', 'replaceOne', 'findOneAndUpdate', 'findOneAndReplace'], query({ operation: 'update', rows: 'one', ...change })),
        ...entries(['update', 'findAndModify'], query({ operation: 'update', rows: 'one', ...change }, version3)),
        updateMany: query({ operation: 'update', rows: 'many', filter, data: { arg: 1 }, batch: bulkWrite }),
        ...entries(['deleteOne', 'findOneAndDelete'], query(remove)),
        ...entries(['remove', 'findAndRemove'], query(remove, version3)),
        deleteMany: query({ operation: 'delete', rows: 'many', filter, batch: 'deleteMany({ _id: { $in: ids } })' }),
        bulkWrite: query({ operation: 'raw', rows: 'many', data: filter }),
        ...entries(['initializeOrderedBulkOp', 'initializeUnorderedBulkOp'], { docs: bulk, call: { returns: 'bulk' } }),
        ...entries(['createIndex', 'createIndexes', 'dropIndex', 'dropIndexes', 'indexes', 'listIndexes', 'watch', 'drop', 'rename'], {
          docs: collection,
          call: {},
        }),
      },
    },
    cursor: cursorHandle('a MongoDB cursor', cursor, [
      ...['sort', 'limit', 'skip', 'project', 'filter', 'hint', 'collation', 'min', 'max', 'comment', 'allowDiskUse', 'returnKey'],
      ...['showRecordId', 'maxAwaitTimeMS', 'addQueryModifier'],
    ]),
    aggregation: cursorHandle('a MongoDB aggregation', aggregation, [
      ...['group', 'limit', 'match', 'out', 'project', 'lookup', 'redact', 'skip', 'sort', 'unwind', 'geoNear', 'addStage'],
    ]),
    bulk: {
      title: 'a MongoDB bulk write',
      members: {
        ...entries(['insert', 'raw', 'find', 'addToOperationsList'], { docs: bulk, call: { returns: 'this' } }),
        // What `find` of it gives: steps of one of its operations.
        ...entries(['upsert', 'update', 'updateOne', 'replaceOne', 'delete', 'deleteOne', 'remove', 'removeOne', 'collation'], {
          docs: bulk,
          call: { returns: 'this' },
        }),
        execute: query({ operation: 'raw', rows: 'many' }, bulk),
      },
    },
    bucket: {
      title: 'a GridFS bucket',
      members: {
        find: { docs: files, call: { returns: 'cursor' } },
        delete: query({ operation: 'delete', rows: 'one', filter }, files),
        rename: query({ operation: 'update', rows: 'one', filter }, files),
        ...entries(['openUploadStream', 'openUploadStreamWithId', 'openDownloadStream', 'openDownloadStreamByName', 'drop'], {
          docs: files,
          call: {},
        }),
      },
    },
  },
  shapes: [
    {
      docs: 'https://www.mongodb.com/docs/manual/reference/operator/update/',
      receiver: 'any',
      methods: ['updateOne', 'updateMany', 'findOneAndUpdate'],
      options: ['$set', '$unset', '$inc', '$push', '$pull', '$addToSet', '$setOnInsert'],
      handle: 'collection',
    },
  ],
  advice: {
    read: 'read them at once: find({ _id: { $in: ids } }).toArray(), or join them in the query that loads the rows with $lookup; then look each up in a Map by id',
    several: 'read them at once: find({ $or: rows }).toArray() with {columns} of each, or join them in the query that loads the rows with $lookup; then look each up in a Map by these',
    each: 'bulkWrite(operations)',
    write: 'write them in one call: insertMany(rows), bulkWrite(operations), or updateMany and deleteMany with { _id: { $in: ids } }',
    docs: bulk,
  },
});
