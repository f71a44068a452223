import { defineLibrary, does, entries } from './types.ts';
import type { Entry, Handle, QueryEffect } from './types.ts';

const docs = 'https://www.dynamodbtoolbox.com/docs';
const at = (name: string): string => `${docs}/entities/actions/${name}`;
const tables = `${docs}/tables/actions`;
/** Up to version 0.9, where an entity sends at once. */
const old = 'https://github.com/dynamodb-toolbox/dynamodb-toolbox/tree/v0.9.2/docs/docs/entity';

const effects = {
  get: { kind: 'query', operation: 'select', rows: 'one', batch: 'executeBatchGet of BatchGetRequests' },
  list: { kind: 'query', operation: 'select', rows: 'many' },
  put: { kind: 'query', operation: 'insert', rows: 'one', batch: 'executeBatchWrite of BatchPutRequests' },
  update: { kind: 'query', operation: 'update', rows: 'one', batch: 'executeTransactWrite of UpdateTransactions' },
  delete: { kind: 'query', operation: 'delete', rows: 'one', batch: 'executeBatchWrite of BatchDeleteRequests' },
  writes: { kind: 'query', operation: 'upsert', rows: 'many' },
} as const satisfies Record<string, QueryEffect>;
type Kind = keyof typeof effects;

/** A command is built, filled and sent. */
const command = (kind: Kind): Handle => ({
  title: 'a DynamoDB-Toolbox command',
  builder: true,
  members: { send: { docs: at('get-item'), call: { effect: effects[kind] } }, params: { docs: at('get-item'), call: {} } },
  patterns: [{ match: /^[a-z]\w*$/, entry: { docs: at('get-item'), call: { returns: 'this' } } }],
});
const commands = (names: readonly string[], kind: Kind): Record<string, Entry> => entries(names, { docs: at('get-item'), construct: kind });
const sends = (page: string, kind: Kind, more: Partial<QueryEffect> = {}): Entry => does(page, { ...effects[kind], ...more });

/** `Entity.build(GetItemCommand)`. */
const build: Entry = { docs: `${docs}/entities/usage`, call: { returns: 'instance:0' } };
const reads: Record<string, Entry> = { get: sends(old, 'get', { filter: { arg: 0 }, batch: 'Table.batchGet' }), ...entries(['query', 'scan'], sends(old, 'list')) };
const writes: Record<string, Entry> = {
  put: sends(old, 'put', { data: { arg: 0 }, batch: 'Table.batchWrite' }),
  update: sends(old, 'update', { data: { arg: 0 }, batch: 'Table.transactWrite' }),
  delete: sends(old, 'delete', { filter: { arg: 0 }, batch: 'Table.batchWrite' }),
};

/** DynamoDB-Toolbox: entities over one DynamoDB table; each command that is sent is a round trip over HTTP. */
export default defineLibrary({
  id: 'dynamodb-toolbox',
  docs,
  packages: ['dynamodb-toolbox', 'dynamodb-toolbox/*'],
  exports: {
    ...entries(['Entity', 'EntityV2'], { docs: `${docs}/entities/usage`, construct: 'entity' }),
    ...entries(['Table', 'TableV2'], { docs: `${docs}/tables/usage`, construct: 'table' }),
    ...commands(['GetItemCommand'], 'get'),
    ...commands(['QueryCommand', 'ScanCommand', 'EntityAccessPattern', 'TableAccessPattern'], 'list'),
    ...commands(['PutItemCommand'], 'put'),
    ...commands(['UpdateItemCommand', 'UpdateAttributesCommand'], 'update'),
    ...commands(['DeleteItemCommand'], 'delete'),
    ...commands(['DeletePartitionCommand'], 'writes'),
    EntityRepository: { docs: at('repository'), construct: 'repository' },
    TableRepository: { docs: `${tables}/repository`, construct: 'tableRepository' },
    // Parts of a batch or a transaction: they are sent with it.
    ...entries(['BatchGetRequest', 'BatchPutRequest', 'BatchDeleteRequest', 'PutTransaction', 'UpdateTransaction', 'DeleteTransaction', 'GetTransaction', 'ConditionCheck', 'BatchGetCommand', 'BatchWriteCommand'], {
      docs: at('batch-get'),
      construct: 'part',
    }),
    ...entries(['executeBatchGet', 'executeTransactGet'], sends(`${tables}/batch-get`, 'list')),
    ...entries(['executeBatchWrite', 'executeTransactWrite'], sends(`${tables}/batch-write`, 'writes')),
  },
  handles: {
    entity: { title: 'a DynamoDB-Toolbox entity', members: { build, ...reads, ...writes } },
    table: {
      title: 'a DynamoDB-Toolbox table',
      members: {
        build,
        ...reads,
        ...entries(['batchGet', 'transactGet'], sends(old, 'list')),
        ...entries(['batchWrite', 'transactWrite'], sends(old, 'writes')),
      },
    },
    repository: {
      title: 'a DynamoDB-Toolbox repository',
      members: {
        get: sends(at('repository'), 'get', { filter: { arg: 0 } }),
        ...entries(['query', 'scan'], sends(at('repository'), 'list')),
        put: sends(at('repository'), 'put', { data: { arg: 0 } }),
        ...entries(['update', 'updateAttributes'], sends(at('repository'), 'update', { data: { arg: 0 } })),
        delete: sends(at('repository'), 'delete', { filter: { arg: 0 } }),
      },
    },
    tableRepository: { title: 'a DynamoDB-Toolbox repository', members: { ...entries(['query', 'scan'], sends(`${tables}/repository`, 'list')), deletePartition: sends(`${tables}/repository`, 'writes') } },
    part: { title: 'a part of a DynamoDB-Toolbox batch', members: {}, patterns: [{ match: /^[a-z]\w*$/, entry: { docs: at('batch-get'), call: { returns: 'this' } } }] },
    get: command('get'),
    list: command('list'),
    put: command('put'),
    update: command('update'),
    delete: command('delete'),
    writes: command('writes'),
  },
  advice: {
    read: 'read them at once: executeBatchGet(Table.build(BatchGetCommand).requests(…)) with up to 100 keys, or one query where they share a partition; then look each up in a Map by key',
    write: 'write them together: executeBatchWrite with up to 25 BatchPutRequests and BatchDeleteRequests, or executeTransactWrite for updates',
    docs: `${tables}/batch-get`,
  },
});
