import { connection, defineLibrary, entries } from './types.ts';
import type { Entry, QueryEffect } from './types.ts';

const docs = 'https://clickhouse.com/docs/integrations/javascript';

function query(effect: Omit<QueryEffect, 'kind'>): Entry {
  return { docs, call: { effect: { kind: 'query', ...effect } } };
}

const statement = { operation: 'raw', rows: 'many', sql: { arg: 0, property: 'query' } } as const;

export default defineLibrary({
  id: 'clickhouse-client',
  docs,
  packages: ['@clickhouse/client', '@clickhouse/client-web', '@clickhouse/client-common'],
  exports: {
    createClient: { docs, call: { returns: 'client', acquires: connection('a ClickHouse client with its sockets', ['close']) } },
    ...entries(['ClickHouseClient', 'WebClickHouseClient', 'NodeClickHouseClient'], { docs, type: 'client' }),
  },
  handles: {
    client: {
      title: 'a ClickHouse client',
      members: {
        query: query({ ...statement, batch: 'one query with IN and GROUP BY' }),
        insert: query({ operation: 'insert', rows: 'many', data: { arg: 0, property: 'values' } }),
        ...entries(['command', 'exec'], query(statement)),
        ...entries(['ping', 'close'], { docs, call: {} }),
      },
    },
  },
  advice: {
    read: 'read them with one query: WHERE id IN ({ids:Array(String)}) GROUP BY id; then look each up in a Map by id',
    write: 'write them with one insert of many values, or let the server collect them: clickhouse_settings: { async_insert: 1 }',
    docs: `${docs}#insert-method`,
  },
});
