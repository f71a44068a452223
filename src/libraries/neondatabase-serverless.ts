import { defineLibrary } from './types.ts';
import type { QueryEffect } from './types.ts';

const docs = 'https://neon.com/docs/serverless/serverless-driver';
const effect: QueryEffect = { kind: 'query', operation: 'raw', rows: 'many', sql: { arg: 0 }, batch: 'WHERE id = ANY(${ids})' };

/** Neon over HTTP: a template is sent when it is awaited, and several at once when a transaction is given them. */
export default defineLibrary({
  id: 'neondatabase-serverless',
  docs,
  packages: ['@neondatabase/serverless'],
  exports: {
    neon: { docs, call: { returns: 'sql' } },
    NeonQueryFunction: { docs, type: 'sql' },
    Pool: { docs, construct: 'pg:pool', extend: { instance: 'pg:pool' } },
    Client: { docs, construct: 'pg:client' },
    PoolClient: { docs, type: 'pg:client' },
  },
  handles: {
    sql: {
      title: 'a Neon connection',
      tag: { effect, whenAwaited: true },
      call: { effect, whenAwaited: true },
      members: {
        query: { docs, call: { effect, whenAwaited: true } },
        transaction: { docs: `${docs}#use-the-driver-over-http`, call: { composes: true, effect: { kind: 'query', operation: 'raw', rows: 'many', data: { arg: 0 } } } },
        unsafe: { docs, call: {} },
      },
    },
  },
  shapes: [{ docs, receiver: 'tag', methods: [], options: [], handle: 'sql' }],
  advice: {
    read: 'read them with one query: WHERE id = ANY(${ids}), or a join; then look each up in a Map by id',
    write: 'write them in one statement: INSERT … SELECT * FROM unnest(${ids}::int[], ${names}::text[]), or WHERE id = ANY(${ids}); or send them together: sql.transaction([…])',
    docs,
  },
});
