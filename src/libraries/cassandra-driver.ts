import { connection, defineLibrary, does, entries } from './types.ts';
import type { QueryEffect } from './types.ts';

const docs = 'https://docs.datastax.com/en/developer/nodejs-driver/latest';
const api = `${docs}/api/class.Client/`;
const mapper = `${docs}/features/mapper/`;

const statement: QueryEffect = { kind: 'query', operation: 'raw', rows: 'many', sql: { arg: 0 } };

/** CQL, whose statements begin as those of SQL do. */
export default defineLibrary({
  id: 'cassandra-driver',
  docs,
  packages: ['cassandra-driver'],
  exports: {
    Client: { docs: api, construct: 'client', constructs: { acquires: connection('a Cassandra client with its connections', ['shutdown']) }, extend: { instance: 'client' } },
    mapping: { docs: mapper, handle: 'mapping' },
  },
  handles: {
    mapping: { title: 'the mapper of Cassandra', members: { Mapper: { docs: mapper, construct: 'mapper' }, ModelMapper: { docs: mapper, type: 'model' } } },
    client: {
      title: 'a Cassandra client',
      members: {
        execute: { docs: api, call: { effect: statement } },
        batch: { docs: api, call: { effect: { kind: 'query', operation: 'upsert', rows: 'many' } } },
        ...entries(['eachRow', 'stream', 'connect', 'shutdown', 'on'], { docs: api, call: {} }),
      },
    },
    mapper: { title: 'a Cassandra mapper', members: { forModel: { docs: mapper, call: { returns: 'model' } }, batch: { docs: mapper, call: { effect: { kind: 'query', operation: 'upsert', rows: 'many' } } } } },
    model: {
      title: 'a Cassandra model',
      members: {
        get: does(mapper, { operation: 'select', rows: 'one', filter: { arg: 0 }, batch: 'find with q.in_(ids)' }),
        ...entries(['find', 'findAll'], does(mapper, { operation: 'select', rows: 'many', filter: { arg: 0 }, batch: 'find with q.in_(ids)' })),
        insert: does(mapper, { operation: 'insert', rows: 'one', data: { arg: 0 }, batch: 'mapper.batch of one partition' }),
        update: does(mapper, { operation: 'update', rows: 'one', data: { arg: 0 }, batch: 'mapper.batch of one partition' }),
        remove: does(mapper, { operation: 'delete', rows: 'one', filter: { arg: 0 }, batch: 'mapper.batch of one partition' }),
      },
    },
  },
  advice: {
    read: 'read them at once: WHERE id IN ? with the list, where they are few or share a partition; otherwise run them at the same time with a limit (executeConcurrent), not one after the other',
    write: 'write them together: client.batch for rows of one partition, otherwise executeConcurrent with a limit',
    docs: `${docs}/features/batch/`,
  },
});
