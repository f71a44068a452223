import { connection, defineLibrary, entries } from './types.ts';
import type { Entry, QueryEffect } from './types.ts';

const documents = 'https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/Package/-aws-sdk-lib-dynamodb';
const client = 'https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/client/dynamodb';
const operations = 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html';

/** What a request does, whichever client sends it. */
const effects = {
  read: { kind: 'query', operation: 'select', rows: 'one', filter: { arg: 0, property: 'Key' }, batch: 'BatchGet with up to 100 keys' },
  list: { kind: 'query', operation: 'select', rows: 'many' },
  put: { kind: 'query', operation: 'insert', rows: 'one', data: { arg: 0, property: 'Item' }, batch: 'BatchWrite with up to 25 items' },
  update: { kind: 'query', operation: 'update', rows: 'one', batch: 'TransactWrite with up to 100 updates' },
  delete: { kind: 'query', operation: 'delete', rows: 'one', batch: 'BatchWrite with up to 25 keys' },
  writes: { kind: 'query', operation: 'upsert', rows: 'many' },
  statement: { kind: 'query', operation: 'raw', rows: 'many' },
} as const satisfies Record<string, QueryEffect>;
type Kind = keyof typeof effects;

/** Names of the document client, and those of the client that takes attribute values. */
const names: Record<Kind, readonly string[]> = {
  read: ['get', 'getItem'],
  list: ['query', 'scan', 'batchGet', 'batchGetItem', 'transactGet', 'transactGetItems'],
  put: ['put', 'putItem'],
  update: ['update', 'updateItem'],
  delete: ['delete', 'deleteItem'],
  writes: ['batchWrite', 'batchWriteItem', 'transactWrite', 'transactWriteItems'],
  statement: ['executeStatement', 'executeTransaction', 'batchExecuteStatement', 'executeTransactionStatements'],
};
const kinds = Object.keys(names) as Kind[];

/** An entry for each name of each kind. */
const each = (name: (operation: string) => string, entry: (kind: Kind) => Entry): Record<string, Entry> =>
  Object.fromEntries(kinds.flatMap((kind) => names[kind].map((operation) => [name(operation), entry(kind)])));

/** `GetCommand`: it is a value; `send` sends it. */
const commands = each((operation) => `${operation[0]!.toUpperCase()}${operation.slice(1)}Command`, (kind) => ({ docs: documents, construct: 'command', constructs: { effect: effects[kind], whenAwaited: true } }));
/** Methods that send at once. */
const methods = each((operation) => operation, (kind) => ({ docs: operations, call: { effect: effects[kind] } }));

const acquires = connection('an AWS client with its own sockets', ['destroy'], { idles: true });

/** DynamoDB through the AWS SDK, version 3: each command is a round trip over HTTP. */
export default defineLibrary({
  id: 'dynamodb',
  docs: client,
  packages: ['@aws-sdk/client-dynamodb', '@aws-sdk/lib-dynamodb'],
  exports: {
    ...entries(['DynamoDBClient', 'DynamoDB'], { docs: client, construct: 'client', constructs: { acquires }, extend: { instance: 'client' } }),
    ...entries(['DynamoDBDocumentClient', 'DynamoDBDocument'], { docs: documents, handle: 'documentClass', type: 'client' }),
    ...commands,
  },
  handles: {
    documentClass: { title: 'DynamoDBDocumentClient', members: { from: { docs: documents, call: { returns: 'client' } } } },
    client: {
      title: 'a DynamoDB client',
      members: { ...methods, send: { docs: client, call: { awaits: true } }, destroy: { docs: client, call: {} } },
    },
    command: { title: 'a DynamoDB command', members: {} },
  },
  advice: {
    read: 'read them at once: BatchGetCommand with up to 100 keys, or one QueryCommand where they have the partition in common; then look each up in a Map by key',
    write: 'write them together: BatchWriteCommand with up to 25 puts and deletes, or TransactWriteCommand for updates',
    docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html',
  },
});
