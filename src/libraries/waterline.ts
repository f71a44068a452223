import { defineLibrary, entries } from './types.ts';
import type { Entry, Handle, Operation, QueryEffect } from './types.ts';

const docs = 'https://sailsjs.com/documentation/reference/waterline-orm/models';
const queries = 'https://sailsjs.com/documentation/reference/waterline-orm/queries';
const globals = 'https://sailsjs.com/documentation/concepts/globals';

const inList = 'find({ id: { in: ids } })';

const effects = {
  rows: { kind: 'query', operation: 'select', rows: 'many', filter: { arg: 0 }, batch: inList },
  row: { kind: 'query', operation: 'select', rows: 'one', filter: { arg: 0 }, batch: inList },
  count: { kind: 'query', operation: 'count', rows: 'one', filter: { arg: 0 } },
  insert: { kind: 'query', operation: 'insert', rows: 'one', data: { arg: 0 }, bulk: true, batch: 'createEach(rows)' },
  inserts: { kind: 'query', operation: 'insert', rows: 'many', data: { arg: 0 } },
  upsert: { kind: 'query', operation: 'upsert', rows: 'one' },
  update: { kind: 'query', operation: 'update', rows: 'one', filter: { arg: 0 }, batch: 'update({ id: { in: ids } })' },
  delete: { kind: 'query', operation: 'delete', rows: 'one', filter: { arg: 0 }, batch: 'destroy({ id: { in: ids } })' },
  link: { kind: 'query', operation: 'upsert', rows: 'one', bulk: true, batch: 'one call with the list of ids' },
  raw: { kind: 'query', operation: 'raw', rows: 'many', sql: { arg: 0 } },
} as const satisfies Record<string, QueryEffect>;
type Kind = keyof typeof effects;

/** A deferred query: what it does when it is awaited, returned or given a callback, whatever was called on it last. */
const step = (kind: Kind): Operation => ({ returns: kind, effect: effects[kind], whenAwaited: true, callbacks: [{ arg: 'last', runs: 'once' }] });
const starts = (kind: Kind, page = docs): Entry => ({ docs: page, call: step(kind) });

const deferred = (kind: Kind): Handle => ({
  title: 'a Waterline query',
  builder: true,
  members: entries(['exec', 'then', 'catch'], { docs: queries, call: { effect: effects[kind], callbacks: [{ arg: 0, runs: 'once' }] } }),
  patterns: [{ match: /^[a-z]\w*$/, entry: { docs: queries, call: step(kind) } }],
  awaited: { effect: effects[kind] },
});

/** Waterline, the ORM of Sails, whose models are in scope by the names of their files. */
export default defineLibrary({
  id: 'waterline',
  docs,
  packages: ['sails', 'waterline', 'sails-hook-orm'],
  exports: {},
  globals: { sails: { docs: globals, handle: 'sails' } },
  autoImports: [{ docs: globals, from: /^api\/models\/[^/]+\.[cm]?[jt]s$/, to: /^(?:api|config)\/.+$/, handle: 'model' }],
  conventions: [
    {
      docs: 'https://sailsjs.com/documentation/concepts/actions-and-controllers',
      path: /^api\/controllers\/.+\.[cm]?[jt]s$/,
      exports: ['default.*'],
      entry: { kind: 'request' },
    },
  ],
  handles: {
    sails: {
      title: 'Sails',
      members: {
        models: { docs: globals, handle: 'models' },
        sendNativeQuery: starts('raw', 'https://sailsjs.com/documentation/reference/waterline-orm/datastores/send-native-query'),
        getDatastore: { docs: globals, call: { returns: 'datastore' } },
      },
    },
    models: { title: 'the models of Sails', members: {}, patterns: [{ match: /^\w+$/, entry: { docs: globals, handle: 'model' } }] },
    datastore: {
      title: 'a datastore of Sails',
      members: {
        sendNativeQuery: starts('raw', 'https://sailsjs.com/documentation/reference/waterline-orm/datastores/send-native-query'),
        transaction: {
          docs: 'https://sailsjs.com/documentation/reference/waterline-orm/datastores/transaction',
          call: { returns: 'returned', callbacks: [{ arg: 0, runs: 'once', transaction: true }] },
        },
      },
    },
    model: {
      title: 'a Waterline model',
      members: {
        find: starts('rows'),
        findOne: starts('row'),
        ...entries(['count', 'sum', 'avg'], starts('count')),
        create: starts('insert'),
        createEach: starts('inserts'),
        findOrCreate: starts('upsert'),
        ...entries(['update', 'updateOne'], starts('update')),
        ...entries(['destroy', 'destroyOne', 'archive', 'archiveOne'], starts('delete')),
        ...entries(['addToCollection', 'removeFromCollection', 'replaceCollection'], starts('link')),
        getDatastore: { docs, call: { returns: 'datastore' } },
        ...entries(['stream', 'validate', 'publish', 'subscribe'], { docs, call: {} }),
      },
    },
    rows: deferred('rows'),
    row: deferred('row'),
    count: deferred('count'),
    insert: deferred('insert'),
    inserts: deferred('inserts'),
    upsert: deferred('upsert'),
    update: deferred('update'),
    delete: deferred('delete'),
    link: deferred('link'),
    raw: deferred('raw'),
  },
  advice: {
    read: 'read them at once: find({ id: { in: ids } }), or populate the association in the query that loads the rows; then look each up in a Map by id',
    write: 'write them in one call: createEach(rows), or update and destroy with { id: { in: ids } }',
    docs: queries,
  },
});
