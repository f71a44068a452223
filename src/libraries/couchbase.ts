import { connection, defineLibrary, does, entries } from './types.ts';
import type { Entry, QueryEffect } from './types.ts';

const docs = 'https://docs.couchbase.com/nodejs-sdk/current';
const keyValue = `${docs}/howtos/kv-operations.html`;
const batching = `${docs}/howtos/concurrent-async-apis.html#batching`;
const statements = `${docs}/howtos/n1ql-queries-with-sdk.html`;
const transactions = `${docs}/howtos/distributed-acid-transactions-from-the-sdk.html`;
const managing = `${docs}/howtos/managing-connections.html`;

/**
 * Operations by key are answered from memory, and those that are under way together share the connection and the wait: the
 * documentation says to start many at once, and has no operation for a list.
 */
function byKey(effect: Omit<QueryEffect, 'kind' | 'batched' | 'light'>): Entry {
  return { docs: keyValue, call: { effect: { kind: 'query', batched: 'tick', light: true, ...effect }, callbacks: [{ arg: 'last', runs: 'once' }] } };
}

const useKeys = 'SELECT … FROM c USE KEYS $ids';
const one = byKey({ operation: 'select', rows: 'one', filter: { arg: 0 }, batch: useKeys });
const update = byKey({ operation: 'update', rows: 'one', data: { arg: 1 } });
const query = does(statements, { operation: 'raw', rows: 'many', sql: { arg: 0 }, batch: 'WHERE META().id IN $ids' });
const search = does(`${docs}/howtos/full-text-searching-with-sdk.html`, { operation: 'select', rows: 'many', batch: 'one search with a disjunction' });

const open: Entry = { docs: managing, call: { returns: 'cluster', acquires: connection('a Couchbase cluster with its connections', ['close']) } };
const clusterClass: Entry = { docs: managing, handle: 'clusterClass', type: 'cluster' };
const types = {
  Bucket: { docs: managing, type: 'bucket' },
  Scope: { docs: managing, type: 'scope' },
  Collection: { docs: keyValue, type: 'collection' },
  TransactionAttemptContext: { docs: transactions, type: 'attempt' },
} satisfies Record<string, Entry>;

/** Couchbase: documents by key, and SQL++ over them. */
export default defineLibrary({
  id: 'couchbase',
  docs,
  packages: ['couchbase'],
  exports: { default: { docs: managing, handle: 'module' }, connect: open, Cluster: clusterClass, ...types },
  handles: {
    module: { title: 'couchbase', members: { connect: open, Cluster: clusterClass, ...types } },
    clusterClass: { title: 'Cluster', members: { connect: open } },
    cluster: {
      title: 'a Couchbase cluster',
      members: {
        ...entries(['query', 'analyticsQuery'], query),
        ...entries(['search', 'searchQuery'], search),
        bucket: { docs: managing, call: { returns: 'bucket' } },
        transactions: { docs: transactions, call: { returns: 'transactions' } },
        ...entries(['close', 'ping', 'diagnostics', 'waitUntilReady', 'buckets', 'users', 'queryIndexes', 'searchIndexes'], { docs: managing, call: {} }),
      },
    },
    bucket: {
      title: 'a Couchbase bucket',
      members: {
        ...entries(['scope', 'defaultScope'], { docs: managing, call: { returns: 'scope' } }),
        ...entries(['collection', 'defaultCollection'], { docs: managing, call: { returns: 'collection' } }),
        viewQuery: does(`${docs}/howtos/view-queries-with-sdk.html`, { operation: 'select', rows: 'many', batch: 'viewQuery with { keys }' }),
        ...entries(['collections', 'ping', 'waitUntilReady', 'viewIndexes'], { docs: managing, call: {} }),
      },
    },
    scope: {
      title: 'a Couchbase scope',
      members: { ...entries(['query', 'analyticsQuery'], query), search, collection: { docs: managing, call: { returns: 'collection' } } },
    },
    collection: {
      title: 'a Couchbase collection',
      members: {
        ...entries(['get', 'exists', 'getAnyReplica', 'getAllReplicas', 'getAndTouch', 'lookupIn'], one),
        getAndLock: byKey({ operation: 'select', rows: 'one', filter: { arg: 0 } }),
        insert: byKey({ operation: 'insert', rows: 'one', data: { arg: 1 } }),
        upsert: byKey({ operation: 'upsert', rows: 'one', data: { arg: 1 } }),
        ...entries(['replace', 'mutateIn', 'touch'], update),
        remove: byKey({ operation: 'delete', rows: 'one', filter: { arg: 0 } }),
        binary: { docs: keyValue, call: { returns: 'binary' } },
        scan: does(`${docs}/howtos/kv-operations.html#kv-range-scan`, { operation: 'select', rows: 'many' }),
        ...entries(['unlock', 'queryIndexes', 'list', 'map', 'queue', 'set'], { docs: keyValue, call: {} }),
      },
    },
    binary: { title: 'the counters of a Couchbase collection', members: entries(['increment', 'decrement', 'append', 'prepend'], byKey({ operation: 'update', rows: 'one' })) },
    transactions: {
      title: 'the transactions of Couchbase',
      members: { run: { docs: transactions, call: { callbacks: [{ arg: 0, runs: 'once', transaction: true, params: ['attempt'] }] } } },
    },
    attempt: {
      title: 'a Couchbase transaction',
      members: {
        get: does(transactions, { operation: 'select', rows: 'one', filter: { arg: 1 }, batch: 'getMulti(specs)' }),
        getMulti: does(transactions, { operation: 'select', rows: 'many' }),
        query: does(transactions, { operation: 'raw', rows: 'many', sql: { arg: 0 }, batch: 'WHERE META().id IN $ids' }),
        // Each is staged beside its document at once.
        insert: does(transactions, { operation: 'insert', rows: 'one', data: { arg: 2 } }),
        replace: does(transactions, { operation: 'update', rows: 'one', data: { arg: 1 } }),
        remove: does(transactions, { operation: 'delete', rows: 'one' }),
      },
    },
  },
  advice: {
    read: 'read them at once: one query with USE KEYS $ids or WHERE META().id IN $ids; or start the operations by key together and await them all, in groups of some hundreds, since they share one connection',
    write: 'start the writes by key together and await them all, in groups of some hundreds, since they share one connection; or write them in one statement: UPDATE … WHERE META().id IN $ids',
    docs: batching,
  },
});
