import { connection, defineLibrary, does, entries } from './types.ts';

const docs = 'https://learn.microsoft.com/en-us/javascript/api/@azure/cosmos';
const at = (name: string): string => `${docs}/${name}`;

const list = entries(['fetchAll', 'fetchNext'], does(at('queryiterator'), { operation: 'select', rows: 'many', batch: 'one query with ARRAY_CONTAINS(@ids, c.id)' }));

/** Azure Cosmos DB: items are read by id and partition key, or by queries that are fetched. */
export default defineLibrary({
  id: 'azure-cosmos',
  docs,
  packages: ['@azure/cosmos'],
  exports: {
    CosmosClient: { docs: at('cosmosclient'), construct: 'client', constructs: { acquires: connection('a Cosmos client with its sockets', ['dispose']) } },
    Database: { docs: at('database'), type: 'database' },
    Container: { docs: at('container'), type: 'container' },
  },
  handles: {
    client: { title: 'a Cosmos client', members: { database: { docs: at('cosmosclient'), call: { returns: 'database' } }, dispose: { docs: at('cosmosclient'), call: {} } } },
    database: { title: 'a Cosmos database', members: { container: { docs: at('database'), call: { returns: 'container' } } } },
    container: { title: 'a Cosmos container', members: { items: { docs: at('container'), handle: 'items' }, item: { docs: at('container'), call: { returns: 'item' } } } },
    items: {
      title: 'the items of a Cosmos container',
      members: {
        ...entries(['query', 'readAll'], { docs: at('items'), call: { returns: 'iterator' } }),
        create: does(at('items'), { operation: 'insert', rows: 'one', data: { arg: 0 }, batch: 'items.executeBulkOperations' }),
        upsert: does(at('items'), { operation: 'upsert', rows: 'one', data: { arg: 0 }, batch: 'items.executeBulkOperations' }),
        ...entries(['bulk', 'batch', 'executeBulkOperations'], does(at('items'), { operation: 'upsert', rows: 'many' })),
      },
    },
    iterator: { title: 'a Cosmos query', members: list },
    item: {
      title: 'a Cosmos item',
      members: {
        read: does(at('item'), { operation: 'select', rows: 'one', batch: 'one query with ARRAY_CONTAINS(@ids, c.id)' }),
        ...entries(['replace', 'patch'], does(at('item'), { operation: 'update', rows: 'one', data: { arg: 0 }, batch: 'items.executeBulkOperations' })),
        delete: does(at('item'), { operation: 'delete', rows: 'one', batch: 'items.executeBulkOperations' }),
      },
    },
  },
  advice: {
    read: 'read them at once: one query with ARRAY_CONTAINS(@ids, c.id), or items.executeBulkOperations of reads; then look each up in a Map by id',
    write: 'write them together: items.executeBulkOperations, or items.batch for one partition key',
    docs: 'https://learn.microsoft.com/en-us/azure/cosmos-db/nosql/tutorial-dotnet-bulk-import',
  },
});
