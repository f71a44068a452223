import { connection, defineLibrary, entries, loan } from './types.ts';
import type { Entry, Operation } from './types.ts';

const docs = 'https://sidorares.github.io/node-mysql2/docs';
const pools = `${docs}/documentation/pool`;

const query: Entry = {
  docs: `${docs}#first-query`,
  call: {
    effect: { kind: 'query', operation: 'raw', rows: 'many', sql: { arg: 0, property: 'sql' }, batch: 'WHERE id IN (?)' },
    callbacks: [{ arg: 'last', runs: 'once' }],
  },
};
const taken: Operation = {
  returns: 'connection',
  callbacks: [{ arg: 'last', runs: 'once', params: [null, 'connection'] }],
  acquires: loan('a connection from the pool', ['release', 'destroy', 'end'], { functions: ['releaseConnection'] }),
};
const pool: Operation = { returns: 'pool', acquires: connection('a MySQL pool', ['end', 'destroy']) };
const single: Operation = { returns: 'connection', acquires: connection('a MySQL connection', ['end', 'destroy', 'close']) };

/** mysql2 and mysql: the same calls, with callbacks or promises. */
export default defineLibrary({
  id: 'mysql2',
  docs,
  packages: ['mysql2', 'mysql2/promise', 'mysql', 'promise-mysql', 'mariadb'],
  exports: {
    ...entries(['createPool', 'createPoolPromise'], { docs: pools, call: pool }),
    ...entries(['createConnection', 'createConnectionPromise', 'connect'], { docs, call: single }),
    createPoolCluster: { docs, call: { returns: 'cluster' } },
    Pool: { docs: pools, type: 'pool' },
    PoolCluster: { docs, type: 'cluster' },
    ...entries(['Connection', 'PoolConnection'], { docs, type: 'connection' }),
    ...entries(['format', 'escape', 'escapeId', 'raw'], { docs, call: {} }),
  },
  handles: {
    pool: {
      title: 'a MySQL pool',
      members: {
        ...entries(['query', 'execute'], query),
        getConnection: { docs: pools, call: taken },
        promise: { docs: `${docs}#using-promise-wrapper`, call: { returns: 'this' } },
        batch: {
          docs: 'https://mariadb.com/docs/connectors/mariadb-connector-nodejs/connector-nodejs-promise-api',
          call: { effect: { kind: 'query', operation: 'insert', rows: 'many', data: { arg: 1 } } },
        },
        ...entries(['end', 'on', 'format', 'escape', 'escapeId', 'releaseConnection'], { docs: pools, call: {} }),
      },
    },
    connection: {
      title: 'a MySQL connection',
      extends: 'pool',
      members: {
        ...entries(['connect', 'ping', 'destroy', 'release', 'changeUser', 'commit', 'rollback'], { docs, call: {} }),
        beginTransaction: { docs, call: { callbacks: [{ arg: 0, runs: 'once' }] } },
        prepare: { docs: `${docs}/documentation/prepared-statements`, call: { returns: 'statement', callbacks: [{ arg: 'last', runs: 'once', params: [null, 'statement'] }] } },
      },
    },
    statement: {
      title: 'a prepared MySQL statement',
      members: {
        execute: {
          docs: `${docs}/documentation/prepared-statements`,
          call: { effect: { kind: 'query', operation: 'raw', rows: 'many' }, callbacks: [{ arg: 'last', runs: 'once' }] },
        },
        close: { docs, call: {} },
      },
    },
    cluster: {
      title: 'a MySQL pool cluster',
      members: { getConnection: { docs, call: taken }, of: { docs, call: { returns: 'pool' } }, ...entries(['add', 'remove', 'end', 'on'], { docs, call: {} }) },
    },
  },
  advice: {
    read: 'read them with one query: query("… WHERE id IN (?)", [ids]), or a join; then look each up in a Map by id (execute needs one ? per id)',
    write: 'write them in one statement: query("INSERT INTO t (a, b) VALUES ?", [rows]), INSERT … ON DUPLICATE KEY UPDATE, or WHERE id IN (?)',
    docs,
  },
});
