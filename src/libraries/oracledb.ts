import { defineLibrary, entries } from './types.ts';

const docs = 'https://node-oracledb.readthedocs.io/en/latest/api_manual/connection.html';
const batch = 'https://node-oracledb.readthedocs.io/en/latest/user_guide/batch_statement.html';
const connection = { returns: 'connection', callbacks: [{ arg: 'last', runs: 'once', params: [null, 'connection'] }] } as const;

export default defineLibrary({
  id: 'oracledb',
  docs,
  packages: ['oracledb'],
  exports: {
    getConnection: { docs, call: connection },
    ...entries(['createPool', 'getPool'], { docs, call: { returns: 'pool' } }),
    Pool: { docs, type: 'pool' },
    Connection: { docs, type: 'connection' },
  },
  handles: {
    pool: { title: 'an Oracle pool', members: { getConnection: { docs, call: connection }, close: { docs, call: {} } } },
    connection: {
      title: 'an Oracle connection',
      members: {
        execute: {
          docs,
          call: {
            effect: { kind: 'query', operation: 'raw', rows: 'many', sql: { arg: 0 }, batch: 'executeMany(sql, rows)' },
            callbacks: [{ arg: 'last', runs: 'once' }],
          },
        },
        executeMany: { docs: batch, call: { effect: { kind: 'query', operation: 'raw', rows: 'many', data: { arg: 1 } } } },
        ...entries(['commit', 'rollback', 'close', 'ping', 'queryStream'], { docs, call: {} }),
      },
    },
  },
  advice: {
    read: 'read them with one query: WHERE id IN (SELECT column_value FROM TABLE(:ids)), or a join; then look each up in a Map by id',
    write: 'write them in one call: connection.executeMany(sql, rows)',
    docs: batch,
  },
});
