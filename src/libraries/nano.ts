import { defineLibrary, does, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://github.com/apache/couchdb-nano';
const documents = `${docs}#document-functions`;
const views = `${docs}#views-and-design-functions`;

const types = { ServerScope: { docs, type: 'server' }, ...entries(['DocumentScope', 'DatabaseScope'], { docs, type: 'database' }) } satisfies Record<string, Entry>;
const use: Entry = { docs: `${docs}#nanouse`, call: { returns: 'database' } };

/** Nano: each call is a request to CouchDB. */
export default defineLibrary({
  id: 'nano',
  docs,
  packages: ['nano'],
  exports: { default: { docs, handle: 'module', call: { returns: 'server' } }, ...types },
  handles: {
    module: { title: 'Nano', members: types },
    server: {
      title: 'a CouchDB server',
      // With a database in its address it is that database.
      extends: 'database',
      members: { ...entries(['use', 'scope'], use), db: { docs: `${docs}#database-functions`, handle: 'databases' }, ...entries(['auth', 'session', 'request', 'uuids', 'info'], { docs, call: {} }) },
    },
    databases: {
      title: 'the databases of a CouchDB server',
      members: { ...entries(['use', 'scope'], use), ...entries(['create', 'get', 'destroy', 'list', 'compact', 'replicate', 'changes'], { docs: `${docs}#database-functions`, call: {} }) },
    },
    database: {
      title: 'a CouchDB database',
      members: {
        ...entries(['get', 'head'], does(documents, { operation: 'select', rows: 'one', filter: { arg: 0 }, batch: 'fetch({ keys: ids })' })),
        ...entries(['fetch', 'fetchRevs', 'list', 'listAsStream', 'partitionedList'], does(documents, { operation: 'select', rows: 'many' })),
        ...entries(['find', 'findAsStream'], does(`${docs}#dbfindselector-callback`, { operation: 'select', rows: 'many', filter: { arg: 0, property: 'selector' }, batch: 'find({ selector }) with $in' })),
        partitionedFind: does(`${docs}#partition-functions`, { operation: 'select', rows: 'many', filter: { arg: 1, property: 'selector' }, batch: 'find({ selector }) with $in' }),
        ...entries(['view', 'viewAsStream', 'viewWithList', 'partitionedView'], does(views, { operation: 'select', rows: 'many', batch: 'view(design, view, { keys })' })),
        ...entries(['search', 'partitionedSearch'], does(views, { operation: 'select', rows: 'many', batch: 'one search with OR' })),
        insert: does(documents, { operation: 'upsert', rows: 'one', data: { arg: 0 }, batch: 'bulk({ docs })' }),
        ...entries(['atomic', 'updateWithHandler'], does(views, { operation: 'update', rows: 'one', batch: 'bulk({ docs })' })),
        destroy: does(documents, { operation: 'delete', rows: 'one', filter: { arg: 0 }, batch: 'bulk({ docs }) with _deleted' }),
        bulk: does(`${docs}#dbbulkdocs-params-callback`, { operation: 'upsert', rows: 'many', data: { arg: 0 } }),
        ...entries(['info', 'changes', 'changesReader', 'createIndex', 'replicate', 'compact', 'attachment', 'multipart'], { docs, call: {} }),
      },
    },
  },
  advice: {
    read: 'read them in one request: db.fetch({ keys: ids }), db.find with { $in: ids }, or a view with { keys }; then look each up in a Map by id',
    write: 'write them in one request: db.bulk({ docs }), where a document with _deleted is removed; the updates need each document with its _rev, which db.fetch reads',
    docs: `${docs}#dbbulkdocs-params-callback`,
  },
});
