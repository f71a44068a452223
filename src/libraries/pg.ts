import { connection, defineLibrary, entries, loan } from './types.ts';
import type { Entry } from './types.ts';

const pool = 'https://node-postgres.com/apis/pool';
const client = 'https://node-postgres.com/apis/client';

const query: Entry = {
  docs: `${client}#clientquery`,
  call: {
    // A cursor or a stream that is given is what comes back.
    returns: 'arg:0',
    effect: { kind: 'query', operation: 'raw', rows: 'many', sql: { arg: 0, property: 'text' }, batch: 'WHERE id = ANY($1)' },
    callbacks: [{ arg: 'last', runs: 'once' }],
  },
};

// Kysely ends the pool that it was given with destroy().
const Pool: Entry = {
  docs: pool,
  construct: 'pool',
  constructs: { acquires: connection('a node-postgres pool of up to 10 connections', ['end', 'destroy']) },
  extend: { instance: 'pool' },
};
const Client: Entry = {
  docs: client,
  construct: 'client',
  constructs: { acquires: connection('a node-postgres client with its connection', ['end', 'destroy']) },
  extend: { instance: 'client' },
};

export default defineLibrary({
  id: 'pg',
  docs: 'https://node-postgres.com/',
  packages: ['pg', 'pg-pool'],
  exports: {
    Pool,
    Client,
    ...entries(['PoolClient', 'ClientBase'], { docs: client, type: 'client' }),
    native: { docs: 'https://node-postgres.com/features/native', handle: 'native' },
    // pg-pool exports the pool itself.
    default: { docs: pool, handle: 'native', construct: 'pool', extend: { instance: 'pool' } },
  },
  handles: {
    native: {
      title: 'node-postgres',
      construct: 'pool',
      members: {
        Pool,
        Client,
        ...entries(['PoolClient', 'ClientBase'], { docs: client, type: 'client' }),
        native: { docs: 'https://node-postgres.com/features/native', handle: 'native' },
      },
    },
    pool: {
      title: 'a node-postgres pool',
      members: {
        query,
        connect: {
          docs: `${pool}#poolconnect`,
          call: {
            returns: 'client',
            callbacks: [{ arg: 0, runs: 'once', params: [null, 'client'] }],
            acquires: loan('a client from the pool', ['release']),
          },
        },
        ...entries(['end', 'on'], { docs: pool, call: {} }),
      },
    },
    client: {
      title: 'a node-postgres client',
      members: { query, ...entries(['connect', 'end', 'release', 'on', 'escapeIdentifier', 'escapeLiteral'], { docs: client, call: {} }) },
    },
  },
  advice: {
    read: 'read them with one query: WHERE id = ANY($1) with the list of ids, or a join; then look each up in a Map by id',
    write: 'write them in one statement: INSERT … SELECT * FROM unnest($1::int[], $2::text[]), a VALUES list of many rows, UPDATE … FROM unnest(…), or WHERE id = ANY($1)',
    docs: 'https://www.postgresql.org/docs/current/functions-array.html',
  },
});
