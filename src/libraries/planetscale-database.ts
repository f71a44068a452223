import { defineLibrary, entries } from './types.ts';

const docs = 'https://planetscale.com/docs/tutorials/planetscale-serverless-driver';

export default defineLibrary({
  id: 'planetscale-database',
  docs,
  packages: ['@planetscale/database'],
  exports: {
    connect: { docs, call: { returns: 'connection' } },
    Client: { docs, construct: 'connection' },
    ...entries(['Connection', 'Transaction'], { docs, type: 'connection' }),
  },
  handles: {
    connection: {
      title: 'a PlanetScale connection',
      members: {
        execute: { docs, call: { effect: { kind: 'query', operation: 'raw', rows: 'many', sql: { arg: 0 }, batch: 'WHERE id IN (:ids)' } } },
        transaction: { docs, call: { returns: 'returned', callbacks: [{ arg: 0, runs: 'once', transaction: true, params: ['connection'] }] } },
        connection: { docs, call: { returns: 'connection' } },
        refresh: { docs, call: {} },
      },
    },
  },
  advice: {
    read: 'read them with one query: WHERE id IN (:ids) with { ids }, or a join; then look each up in a Map by id',
    write: 'write them in one statement: a VALUES list of many rows, INSERT … ON DUPLICATE KEY UPDATE, or WHERE id IN (:ids)',
    docs,
  },
});
