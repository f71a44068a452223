import { defineLibrary, entries } from './types.ts';
import type { Entry, Handle, QueryEffect } from './types.ts';

const docs = 'https://electrodb.dev/en/core-concepts/introduction/';
const queries = 'https://electrodb.dev/en/queries/query/';
const mutations = 'https://electrodb.dev/en/mutations/put/';
const transactions = 'https://electrodb.dev/en/mutations/transact-write/';
const batches = 'https://electrodb.dev/en/queries/batch-get/';

const effects = {
  read: { kind: 'query', operation: 'select', rows: 'one', batch: 'Entity.get([keys]).go()' },
  list: { kind: 'query', operation: 'select', rows: 'many' },
  put: { kind: 'query', operation: 'insert', rows: 'one', batch: 'Entity.put([rows]).go()' },
  update: { kind: 'query', operation: 'update', rows: 'one', batch: 'service.transaction.write' },
  delete: { kind: 'query', operation: 'delete', rows: 'one', batch: 'Entity.delete([keys]).go()' },
  writes: { kind: 'query', operation: 'upsert', rows: 'many' },
} as const satisfies Record<string, QueryEffect>;
type Kind = keyof typeof effects;

const starts = (kind: Kind, docs: string): Entry => ({ docs, call: { returns: kind } });

/** Nothing is sent before `go`. */
const chain = (kind: Kind): Handle => ({
  title: 'an ElectroDB query',
  builder: true,
  members: { go: { docs: queries, call: { effect: effects[kind] } }, ...entries(['params', 'commit'], { docs: queries, call: {} }) },
  patterns: [{ match: /^[a-z]\w*$/, entry: { docs: queries, call: { returns: 'this' } } }],
});

/** ElectroDB: entities over one DynamoDB table. */
export default defineLibrary({
  id: 'electrodb',
  docs,
  packages: ['electrodb'],
  exports: {
    Entity: { docs, construct: 'entity' },
    Service: { docs, construct: 'service' },
  },
  handles: {
    entity: {
      title: 'an ElectroDB entity',
      members: {
        get: starts('read', batches),
        ...entries(['put', 'create', 'upsert'], starts('put', mutations)),
        ...entries(['update', 'patch'], starts('update', mutations)),
        ...entries(['delete', 'remove'], starts('delete', mutations)),
        ...entries(['scan', 'find', 'match'], { docs: queries, handle: 'list', call: { returns: 'list' } }),
        query: { docs: queries, handle: 'access' },
      },
    },
    access: { title: 'the access patterns of an ElectroDB entity', members: {}, patterns: [{ match: /^\w+$/, entry: starts('list', queries) }] },
    service: {
      title: 'an ElectroDB service',
      members: {
        entities: { docs, handle: 'entities' },
        collections: { docs: 'https://electrodb.dev/en/queries/collection/', handle: 'access' },
        transaction: { docs: transactions, handle: 'transactions' },
      },
    },
    transactions: { title: 'the transactions of an ElectroDB service', members: { write: starts('writes', transactions), get: starts('list', transactions) } },
    entities: { title: 'the entities of an ElectroDB service', members: {}, patterns: [{ match: /^\w+$/, entry: { docs, handle: 'entity' } }] },
    read: chain('read'),
    list: chain('list'),
    put: chain('put'),
    update: chain('update'),
    delete: chain('delete'),
    writes: chain('writes'),
  },
  advice: {
    read: 'read them at once: Entity.get([keys]).go() takes a list; then look each up in a Map by key',
    write: 'write them together: Entity.put([rows]).go() and Entity.delete([keys]).go() take lists, a transaction takes updates',
    docs: batches,
  },
});
