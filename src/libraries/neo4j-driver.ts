import { connection, defineLibrary, entries } from './types.ts';
import type { Entry, QueryEffect } from './types.ts';

const docs = 'https://neo4j.com/docs/javascript-manual/current';
const api = 'https://neo4j.com/docs/api/javascript-driver/current';
const queries = `${docs}/query-simple/`;
const transactions = `${docs}/transactions/`;

const unwind = 'UNWIND $rows AS row';
const runs = (operation: 'raw' | 'upsert'): QueryEffect => ({ kind: 'query', operation, rows: operation === 'raw' ? 'many' : 'one', batch: unwind });
const work = (handle: string): Entry => ({ docs: transactions, call: { returns: 'returned', callbacks: [{ arg: 0, runs: 'once', transaction: true, params: [handle] }] } });
const open: Entry = { docs: api, call: { returns: 'driver', acquires: connection('a Neo4j driver with its pool', ['close']) } };

/** Cypher over Bolt: each `run` is a round trip; `UNWIND` takes a list. */
export default defineLibrary({
  id: 'neo4j-driver',
  docs,
  packages: ['neo4j-driver', 'neo4j-driver-core', 'neo4j-driver-lite'],
  exports: {
    default: { docs: api, handle: 'neo4j' },
    driver: open,
    Driver: { docs: api, type: 'driver' },
    Session: { docs: api, type: 'session' },
    ...entries(['Transaction', 'ManagedTransaction'], { docs: api, type: 'transaction' }),
  },
  handles: {
    neo4j: { title: 'neo4j', members: { driver: open } },
    driver: {
      title: 'a Neo4j driver',
      members: {
        session: { docs: api, call: { returns: 'session' } },
        executeQuery: { docs: queries, call: { effect: runs('raw') } },
        ...entries(['close', 'verifyConnectivity', 'getServerInfo'], { docs: api, call: {} }),
      },
    },
    session: {
      title: 'a Neo4j session',
      members: {
        run: { docs: queries, call: { effect: runs('raw') } },
        ...entries(['executeRead', 'readTransaction'], work('transaction')),
        ...entries(['executeWrite', 'writeTransaction'], work('writing')),
        beginTransaction: { docs: transactions, call: { returns: 'transaction' } },
        ...entries(['close', 'lastBookmarks', 'lastBookmark'], { docs: api, call: {} }),
      },
    },
    transaction: {
      title: 'a Neo4j transaction',
      members: { run: { docs: queries, call: { effect: runs('raw') } }, ...entries(['commit', 'rollback', 'close', 'isOpen'], { docs: transactions, call: {} }) },
    },
    writing: { title: 'a Neo4j transaction', members: { run: { docs: queries, call: { effect: runs('upsert') } } } },
  },
  advice: {
    read: 'read them in one query: UNWIND $ids AS id MATCH (n {id: id}), or WHERE n.id IN $ids; then look each up in a Map by id',
    write: 'write them in one query: UNWIND $rows AS row MERGE …',
    docs: `${docs}/performance/`,
  },
});
