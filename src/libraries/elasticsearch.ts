import { connection, defineLibrary, entries } from './types.ts';

const docs = 'https://www.elastic.co/docs/reference/elasticsearch/clients/javascript';

export default defineLibrary({
  id: 'elasticsearch',
  docs,
  packages: ['@elastic/elasticsearch', '@opensearch-project/opensearch'],
  exports: {
    Client: {
      docs: `${docs}/connecting`,
      construct: 'client',
      constructs: { acquires: connection('an Elasticsearch client with its sockets', ['close']) },
      extend: { instance: 'client' },
    },
  },
  handles: {
    client: {
      title: 'an Elasticsearch client',
      members: {
        ...entries(['search', 'get', 'mget', 'count', 'index', 'update', 'delete', 'bulk', 'msearch'], {
          docs: `${docs}/api-reference`,
          call: { effect: { kind: 'request' } },
        }),
        close: { docs: `${docs}/connecting`, call: {} },
      },
    },
  },
});
