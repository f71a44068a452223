import { defineLibrary, entries } from './types.ts';
import type { Callback, Entry, Operation, QueryEffect } from './types.ts';

const collections = 'https://docs.meteor.com/api/collections.html';
const meteor = 'https://docs.meteor.com/api/meteor.html';
const methods = 'https://guide.meteor.com/methods.html';
const helpers = 'https://atmospherejs.com/dburles/collection-helpers';

const inList = 'find({ _id: { $in: ids } })';
const bulkWrite = 'rawCollection().bulkWrite(operations)';
const filter = { arg: 0 };
const request = { kind: 'request' } as const;

function query(effect: Omit<QueryEffect, 'kind'>, rest: Operation = {}): Entry {
  return { docs: collections, call: { ...rest, effect: { kind: 'query', ...effect } } };
}

/** A synchronous name of version 2 and the asynchronous one of version 3. */
function both(names: readonly string[], entry: Entry): Record<string, Entry> {
  return entries(names.flatMap((name) => [name, `${name}Async`]), entry);
}

const rows = { operation: 'select', rows: 'many', batch: inList } as const;
const each: Callback = { arg: 0, runs: 'each', over: 'receiver', mode: 'sequential', params: ['element'] };
const meteorObject: Entry = { docs: meteor, handle: 'meteor' };
const mongo: Entry = { docs: collections, handle: 'mongo' };
const served: Callback = { arg: 0, runs: 'later', entry: request };

/** Meteor's collections. A cursor queries when it is read; in a browser all of it is in memory. */
export default defineLibrary({
  id: 'meteor',
  docs: collections,
  packages: ['meteor/mongo', 'meteor/meteor', 'meteor/mdg:validated-method', 'meteor/webapp'],
  browser: /^(?:.+\/)?(?:client|ui)\/.+$/,
  exports: {
    Meteor: meteorObject,
    Mongo: mongo,
    ValidatedMethod: {
      docs: 'https://github.com/meteor/validated-method',
      constructs: { callbacks: [{ arg: '0.run', runs: 'later', entry: request }] },
    },
    WebApp: { docs: 'https://docs.meteor.com/packages/webapp.html', handle: 'webApp' },
  },
  globals: { Meteor: meteorObject, Mongo: mongo },
  handles: {
    mongo: { title: 'Mongo', members: { Collection: { docs: collections, construct: 'collection', extend: { instance: 'collection' } } } },
    meteor: {
      title: 'Meteor',
      members: {
        methods: { docs: methods, call: { callbacks: [{ arg: '0.*', runs: 'later', entry: request }] } },
        publish: { docs: 'https://docs.meteor.com/api/meteor.html#Meteor-publish', call: { callbacks: [{ ...served, arg: 1 }] } },
        startup: { docs: meteor, call: { callbacks: [{ arg: 0, runs: 'later', entry: { kind: 'start-up' } }] } },
        users: { docs: 'https://docs.meteor.com/api/accounts.html#Meteor-users', handle: 'collection' },
        ...entries(['user', 'userAsync'], query({ operation: 'select', rows: 'one' })),
        wrapAsync: { docs: meteor, call: { returns: 'arg:0' } },
        ...entries(['defer', 'setTimeout', 'setInterval'], { docs: meteor, call: { callbacks: [{ arg: 0, runs: 'later' }] } }),
        ...entries(['userId', 'call', 'callAsync', 'subscribe', 'bindEnvironment'], { docs: meteor, call: {} }),
      },
    },
    webApp: { title: 'WebApp', members: { ...entries(['connectHandlers', 'handlers', 'rawHandlers'], { docs: meteor, handle: 'router' }) } },
    router: { title: "Meteor's web server", members: { use: { docs: meteor, call: { callbacks: [{ arg: 'last', runs: 'later', entry: request }] } } } },
    collection: {
      title: 'a Meteor collection',
      declares: {},
      members: {
        find: { docs: collections, call: { returns: 'cursor' } },
        ...both(['findOne'], query({ operation: 'select', rows: 'one', filter, batch: inList }, { returns: 'document' })),
        ...both(['insert'], query({ operation: 'insert', rows: 'one', data: filter, batch: 'rawCollection().insertMany(rows)' })),
        ...both(['update', 'upsert'], query({ operation: 'update', rows: 'one', filter, data: { arg: 1 }, batch: bulkWrite })),
        ...both(['remove'], query({ operation: 'delete', rows: 'one', filter, batch: 'remove({ _id: { $in: ids } })' })),
        ...entries(['countDocuments', 'estimatedDocumentCount'], query({ operation: 'count', rows: 'one', filter, batch: 'one aggregate with $group' })),
        rawCollection: { docs: collections, call: { returns: 'mongodb:collection' } },
        rawDatabase: { docs: collections, call: { returns: 'mongodb:db' } },
        direct: { docs: 'https://github.com/Meteor-Community-Packages/meteor-collection-hooks', handle: 'collection' },
        helpers: { docs: helpers, call: { declares: 'document', callbacks: [{ arg: '0.*', runs: 'later', self: 'document' }] } },
        ...entries(['allow', 'deny', 'attachSchema', 'createIndex', 'createIndexAsync', '_ensureIndex'], { docs: collections, call: {} }),
      },
    },
    cursor: {
      title: 'a Meteor cursor',
      builder: true,
      element: 'document',
      members: {
        ...both(['fetch'], query(rows, { returns: 'document', list: true })),
        ...both(['forEach', 'map'], query(rows, { callbacks: [each] })),
        ...both(['count'], query({ operation: 'count', rows: 'one', batch: 'one aggregate with $group' })),
        ...both(['observe', 'observeChanges'], { docs: collections, call: {} }),
      },
    },
    document: { title: 'a Meteor document', own: 'instance', members: {} },
  },
  advice: {
    read: 'read them at once: find({ _id: { $in: ids } }), or one aggregate with $lookup on rawCollection(); then look each up in a Map by id',
    write: 'write them in one call: rawCollection().bulkWrite(operations) or insertMany(rows), or update({ _id: { $in: ids } }, change, { multi: true })',
    docs: collections,
  },
});
