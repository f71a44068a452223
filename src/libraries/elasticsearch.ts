import { connection, defineLibrary, does, entries } from './types.ts';

const docs = 'https://www.elastic.co/docs/reference/elasticsearch/clients/javascript';
const reference = `${docs}/api-reference`;

/** A search engine: each call is a round trip over HTTP. */
export default defineLibrary({
  id: 'elasticsearch',
  docs,
  packages: ['@elastic/elasticsearch', '@opensearch-project/opensearch', '@nestjs/elasticsearch'],
  exports: {
    Client: {
      docs: `${docs}/connecting`,
      construct: 'client',
      constructs: { acquires: connection('an Elasticsearch client with its sockets', ['close']) },
      extend: { instance: 'client' },
    },
    ElasticsearchService: { docs: 'https://github.com/nestjs/elasticsearch#readme', type: 'client', extend: { instance: 'client' } },
  },
  handles: {
    client: {
      title: 'an Elasticsearch client',
      members: {
        ...entries(['get', 'getSource', 'exists', 'existsSource'], does(reference, { operation: 'select', rows: 'one', filter: { arg: 0, property: 'id' }, batch: 'mget({ ids })' })),
        ...entries(['search', 'searchTemplate'], does(reference, { operation: 'select', rows: 'many', batch: 'msearch, or one search with a terms query' })),
        count: does(reference, { operation: 'count', rows: 'one', batch: 'one search with a terms aggregation' }),
        ...entries(['mget', 'msearch', 'msearchTemplate'], does(reference, { operation: 'select', rows: 'many' })),
        ...entries(['index', 'create'], does(reference, { operation: 'insert', rows: 'one', data: { arg: 0 }, batch: 'bulk({ operations })' })),
        update: does(reference, { operation: 'update', rows: 'one', data: { arg: 0 }, batch: 'bulk({ operations })' }),
        delete: does(reference, { operation: 'delete', rows: 'one', batch: 'bulk({ operations }), or deleteByQuery with a terms query' }),
        updateByQuery: does(reference, { operation: 'update', rows: 'many', batch: 'one updateByQuery with a terms query' }),
        deleteByQuery: does(reference, { operation: 'delete', rows: 'many', batch: 'one deleteByQuery with a terms query' }),
        bulk: does(reference, { operation: 'upsert', rows: 'many' }),
        // Each page names the one before it.
        ...entries(['scroll', 'clearScroll', 'openPointInTime', 'closePointInTime', 'ping', 'info'], { docs: reference, call: { effect: { kind: 'request' } } }),
        ...entries(['indices', 'cluster', 'cat', 'ingest', 'tasks', 'nodes', 'helpers', 'close', 'child'], { docs: reference, call: {} }),
      },
    },
  },
  advice: {
    read: 'read them at once: mget({ ids }), msearch, or one search with a terms query; then look each up in a Map by id',
    write: 'write them in one request: bulk({ operations }), or the helper helpers.bulk for more than some thousands',
    docs: `${docs}/bulk_examples`,
  },
});
