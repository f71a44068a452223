import { connection, defineLibrary, does, entries } from './types.ts';
import type { Entry, Handle } from './types.ts';

const docs = 'https://arangodb.github.io/arangojs/latest';
const at = (name: string): string => `${docs}/classes/${name}.html`;
const documents = `${docs}/interfaces/collections.DocumentCollection.html`;
const transactions = at('transactions.Transaction');

/** AQL: some of its statements begin as those of SQL do; the others may read or write, so that the help is of both. */
const query = does(at('databases.Database'), { operation: 'raw', rows: 'many', sql: { arg: 0, property: 'query' }, batch: 'FILTER doc._id IN @ids' }, { returns: 'cursor' });

const acquires = connection('an ArangoDB client with its connections', ['close']);
const open: Entry = { docs: at('databases.Database'), call: { returns: 'database', acquires } };

const filter = { arg: 0 };
const writes = {
  save: does(documents, { operation: 'insert', rows: 'one', data: { arg: 0 }, batch: 'saveAll(rows)' }),
  ...entries(['update', 'replace'], does(documents, { operation: 'update', rows: 'one', filter, data: { arg: 1 }, batch: 'updateAll(rows)' })),
  remove: does(documents, { operation: 'delete', rows: 'one', filter, batch: 'removeAll(keys)' }),
};
const one = does(documents, { operation: 'select', rows: 'one', filter, batch: 'documents(ids)' });

/** Collections of a graph have no operations on lists: those of the collection behind it do. */
const inGraph = (title: string, reads: readonly string[]): Handle => ({ title, members: { ...entries(reads, one), ...writes, collection: { docs: documents, handle: 'collection' } } });

/** ArangoDB: each call is a request over HTTP. */
export default defineLibrary({
  id: 'arangojs',
  docs,
  packages: ['arangojs', 'arangojs/*'],
  exports: {
    Database: { docs: at('databases.Database'), construct: 'database', constructs: { acquires }, extend: { instance: 'database' } },
    default: { ...open, handle: 'module' },
    arangojs: open,
    aql: { docs: `${docs}/functions/aql.aql.html`, handle: 'aql' },
    ...entries(['DocumentCollection', 'EdgeCollection', 'ArangoCollection'], { docs: documents, type: 'collection' }),
    ...entries(['Cursor', 'ArrayCursor'], { docs: at('cursors.Cursor'), type: 'cursor' }),
    Graph: { docs: at('graphs.Graph'), type: 'graph' },
    Transaction: { docs: transactions, type: 'transaction' },
  },
  handles: {
    module: { title: 'arangojs', construct: 'database', members: { Database: { docs: at('databases.Database'), construct: 'database', constructs: { acquires } }, aql: { docs: `${docs}/functions/aql.aql.html`, handle: 'aql' } } },
    aql: { title: "ArangoDB's aql", tag: {}, members: entries(['literal', 'join'], { docs: `${docs}/modules/aql.html`, call: {} }) },
    database: {
      title: 'an ArangoDB database',
      members: {
        query,
        ...entries(['collection', 'createCollection', 'createEdgeCollection', 'edgeCollection'], { docs: at('databases.Database'), call: { returns: 'collection' } }),
        collections: { docs: at('databases.Database'), call: { returns: 'collection', list: true } },
        ...entries(['database', 'useDatabase', 'createDatabase'], { docs: at('databases.Database'), call: { returns: 'database' } }),
        ...entries(['graph', 'createGraph'], { docs: at('databases.Database'), call: { returns: 'graph' } }),
        ...entries(['beginTransaction', 'transaction'], { docs: at('databases.Database'), call: { returns: 'transaction' } }),
        withTransaction: { docs: at('databases.Database'), call: { returns: 'returned', callbacks: [{ arg: 1, runs: 'once', transaction: true, params: ['step'] }] } },
        ...entries(['close', 'version', 'exists', 'useBasicAuth', 'useBearerAuth', 'login', 'explain', 'parse', 'view', 'route'], { docs: at('databases.Database'), call: {} }),
      },
    },
    transaction: {
      title: 'an ArangoDB transaction',
      members: { step: { docs: transactions, call: { returns: 'returned', callbacks: [{ arg: 0, runs: 'once', transaction: true }] } }, ...entries(['commit', 'abort', 'exists', 'get'], { docs: transactions, call: {} }) },
    },
    step: { title: 'a step of an ArangoDB transaction', members: {}, call: { returns: 'returned', callbacks: [{ arg: 0, runs: 'once' }] } },
    collection: {
      title: 'an ArangoDB collection',
      members: {
        ...entries(['document', 'documentExists', 'edge'], one),
        ...entries(['documents', 'lookupByKeys', 'all', 'list'], does(documents, { operation: 'select', rows: 'many' })),
        ...entries(['edges', 'inEdges', 'outEdges', 'byExample', 'firstExample'], does(documents, { operation: 'select', rows: 'many', filter, batch: 'FOR doc IN c FILTER doc._from IN @ids' })),
        count: does(documents, { operation: 'count', rows: 'one' }),
        ...writes,
        ...entries(['saveAll', 'import', 'bulkImport'], does(documents, { operation: 'insert', rows: 'many', data: { arg: 0 } })),
        ...entries(['updateAll', 'replaceAll', 'bulkUpdate'], does(documents, { operation: 'update', rows: 'many', data: { arg: 0 } })),
        ...entries(['removeAll', 'removeByKeys'], does(documents, { operation: 'delete', rows: 'many', filter })),
        ...entries(['get', 'exists', 'create', 'drop', 'truncate', 'rename', 'properties', 'indexes', 'ensureIndex', 'dropIndex', 'documentId'], { docs: documents, call: {} }),
      },
    },
    graph: {
      title: 'an ArangoDB graph',
      members: {
        vertexCollection: { docs: at('graphs.Graph'), call: { returns: 'vertices' } },
        edgeCollection: { docs: at('graphs.Graph'), call: { returns: 'edges' } },
        ...entries(['exists', 'get', 'create', 'drop'], { docs: at('graphs.Graph'), call: {} }),
      },
    },
    vertices: inGraph('the vertices of an ArangoDB graph', ['vertex', 'vertexExists']),
    edges: inGraph('the edges of an ArangoDB graph', ['edge', 'edgeExists']),
    // What a query found comes in batches, and one by one in this process.
    cursor: {
      title: 'an ArangoDB cursor',
      stream: true,
      members: {
        ...entries(['map', 'flatMap', 'forEach', 'reduce'], { docs: at('cursors.Cursor'), call: { callbacks: [{ arg: 0, runs: 'each', over: 'receiver', mode: 'sequential' }] } }),
        ...entries(['all', 'next', 'hasNext', 'kill', 'loadAll'], { docs: at('cursors.Cursor'), call: {} }),
      },
    },
  },
  advice: {
    read: 'read them at once: collection.documents(keys), or one query with FILTER doc._key IN @keys or a join in AQL; then look each up in a Map by key',
    write: 'write them in one request: collection.saveAll(rows), updateAll(rows), removeAll(keys), or one query: FOR row IN @rows INSERT row INTO c',
    docs: documents,
  },
});
