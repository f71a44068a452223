import { defineLibrary, entries } from './types.ts';
import type { Entry, Operation, QueryEffect } from './types.ts';

const docs = 'https://firebase.google.com/docs/firestore';
const reference = 'https://googleapis.dev/nodejs/firestore/latest';
const at = (name: string): string => `${reference}/${name}.html`;

const read: QueryEffect = { kind: 'query', operation: 'select', rows: 'one', batch: 'getAll(...refs)' };
const list: QueryEffect = { kind: 'query', operation: 'select', rows: 'many', batch: 'where(FieldPath.documentId(), "in", ids)' };
const count: QueryEffect = { kind: 'query', operation: 'count', rows: 'one' };
const write = (operation: 'insert' | 'update' | 'delete' | 'upsert'): QueryEffect => ({ kind: 'query', operation, rows: 'one', batch: 'batch(), or bulkWriter()' });

const does = (docs: string, effect: QueryEffect): Entry => ({ docs, call: { effect } });
const gives = (docs: string, returns: string, more: Operation = {}): Entry => ({ docs, call: { returns, ...more } });
const later: Operation = { callbacks: [{ arg: 'last', runs: 'later' }] };

/** What a batch or a transaction is told goes out with its commit. */
const collected = entries(['set', 'create', 'update', 'delete'], { docs: at('WriteBatch'), call: { returns: 'this' } });

const getFirestore = gives('https://firebase.google.com/docs/reference/admin/node/firebase-admin.firestore', 'firestore');

/** Firestore on a server: the Admin SDK and the client of Google Cloud. Each `get` and each write is a round trip. */
export default defineLibrary({
  id: 'firestore',
  docs,
  packages: ['@google-cloud/firestore', 'firebase-admin', 'firebase-admin/firestore'],
  exports: {
    Firestore: { docs: at('Firestore'), construct: 'firestore' },
    default: { docs, handle: 'admin' },
    firestore: { ...getFirestore, handle: 'namespace' },
    ...entries(['getFirestore', 'initializeFirestore'], getFirestore),
    ...entries(['CollectionReference', 'CollectionGroup'], { docs: at('CollectionReference'), type: 'collection' }),
    DocumentReference: { docs: at('DocumentReference'), type: 'document' },
    Query: { docs: at('Query'), type: 'query' },
    Transaction: { docs: at('Transaction'), type: 'transaction' },
    WriteBatch: { docs: at('WriteBatch'), type: 'batch' },
  },
  handles: {
    admin: { title: 'firebase-admin', members: { firestore: { ...getFirestore, handle: 'namespace' } } },
    namespace: {
      title: 'the namespace firestore',
      members: {
        Firestore: { docs: at('Firestore'), construct: 'firestore' },
        CollectionReference: { docs: at('CollectionReference'), type: 'collection' },
        DocumentReference: { docs: at('DocumentReference'), type: 'document' },
        Transaction: { docs: at('Transaction'), type: 'transaction' },
      },
    },
    firestore: {
      title: 'Firestore',
      members: {
        collection: gives(at('Firestore'), 'collection'),
        collectionGroup: gives(at('Firestore'), 'query'),
        doc: gives(at('Firestore'), 'document'),
        getAll: does(at('Firestore'), { ...list, batch: 'getAll(...refs)' }),
        listCollections: { docs: at('Firestore'), call: { returns: 'collection', list: true, effect: list } },
        batch: gives(at('WriteBatch'), 'batch'),
        bulkWriter: gives(at('BulkWriter'), 'bulkWriter'),
        runTransaction: gives(at('Firestore'), 'returned', { callbacks: [{ arg: 0, runs: 'once', transaction: true, params: ['transaction'] }] }),
        recursiveDelete: does(at('Firestore'), { kind: 'query', operation: 'delete', rows: 'many' }),
        ...entries(['settings', 'terminate'], { docs: at('Firestore'), call: {} }),
      },
    },
    query: {
      title: 'a Firestore query',
      members: {
        get: does(at('Query'), list),
        count: gives(at('Query'), 'aggregate'),
        aggregate: gives(at('Query'), 'aggregate'),
        onSnapshot: { docs: at('Query'), call: later },
        stream: { docs: at('Query'), call: {} },
        ...entries(['withConverter'], { docs: at('Query'), call: { returns: 'this' } }),
      },
      patterns: [{ match: /^(where|orderBy|limit|limitToLast|offset|select|startAt|startAfter|endAt|endBefore)$/, entry: gives(at('Query'), 'query') }],
    },
    aggregate: { title: 'a Firestore count', members: { get: does(at('AggregateQuery'), count) } },
    collection: {
      title: 'a Firestore collection',
      extends: 'query',
      members: {
        doc: gives(at('CollectionReference'), 'document'),
        add: { docs: at('CollectionReference'), call: { returns: 'document', effect: { ...write('insert'), data: { arg: 0 } } } },
        listDocuments: { docs: at('CollectionReference'), call: { returns: 'document', list: true, effect: list } },
      },
    },
    document: {
      title: 'a Firestore document',
      members: {
        get: does(at('DocumentReference'), read),
        set: does(at('DocumentReference'), { ...write('upsert'), data: { arg: 0 } }),
        create: does(at('DocumentReference'), { ...write('insert'), data: { arg: 0 } }),
        update: does(at('DocumentReference'), { ...write('update'), data: { arg: 0 } }),
        delete: does(at('DocumentReference'), write('delete')),
        collection: gives(at('DocumentReference'), 'collection'),
        listCollections: { docs: at('DocumentReference'), call: { returns: 'collection', list: true, effect: list } },
        onSnapshot: { docs: at('DocumentReference'), call: later },
        withConverter: { docs: at('DocumentReference'), call: { returns: 'this' } },
      },
    },
    transaction: {
      title: 'a Firestore transaction',
      members: { get: does(at('Transaction'), read), getAll: does(at('Transaction'), { ...list, batch: 'getAll(...refs)' }), ...collected },
    },
    batch: {
      title: 'a Firestore batch',
      members: { ...collected, commit: does(at('WriteBatch'), { kind: 'query', operation: 'update', rows: 'many' }) },
    },
    bulkWriter: {
      title: 'a Firestore bulk writer',
      members: { ...collected, ...entries(['flush', 'close'], does(at('BulkWriter'), { kind: 'query', operation: 'update', rows: 'many' })) },
    },
  },
  advice: {
    read: 'read them at once: getAll(...refs), or where(FieldPath.documentId(), "in", ids) with up to 30 ids each; then look each up in a Map by id',
    write: 'write them together: batch() with up to 500 writes and one commit(), or a bulkWriter()',
    docs: 'https://firebase.google.com/docs/firestore/manage-data/transactions',
  },
});
