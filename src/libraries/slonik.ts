import { connection, defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://github.com/gajus/slonik';
const methods = `${docs}#query-methods`;

function query(rows: 'one' | 'many'): Entry {
  return { docs: methods, call: { effect: { kind: 'query', operation: 'raw', rows, sql: { arg: 0 }, batch: 'WHERE id = ANY(${sql.array(ids, "uuid")})' } } };
}

const session: Entry = { docs: `${docs}#transactions`, call: { returns: 'returned', callbacks: [{ arg: 0, runs: 'once', params: ['pool'] }] } };
const transaction: Entry = { docs: `${docs}#transactions`, call: { returns: 'returned', callbacks: [{ arg: 0, runs: 'once', transaction: true, params: ['pool'] }] } };

/** Slonik: templates are text; a pool, a connection or a transaction sends them. */
export default defineLibrary({
  id: 'slonik',
  docs,
  packages: ['slonik', '@silverhand/slonik'],
  exports: {
    createPool: { docs: `${docs}#create-connection`, call: { returns: 'pool', acquires: connection('a Slonik connection pool', ['end']) } },
    ...entries(['DatabasePool', 'DatabaseConnection', 'DatabasePoolConnection', 'DatabaseTransactionConnection', 'CommonQueryMethods'], { docs, type: 'pool' }),
    ...entries(['sql', 'createSqlTag'], { docs: `${docs}#sql-tag`, handle: 'sql' }),
  },
  handles: {
    sql: {
      title: "Slonik's sql",
      tag: { returns: 'sql' },
      call: { returns: 'sql' },
      members: {
        ...entries(['fragment', 'unsafe'], { docs: `${docs}#sql-tag`, handle: 'sql' }),
        ...entries(['type', 'typeAlias'], { docs: `${docs}#type-safety`, call: { returns: 'sql' } }),
        ...entries(['array', 'unnest', 'join', 'identifier', 'json', 'jsonb', 'binary', 'date', 'timestamp', 'interval', 'literalValue'], {
          docs: `${docs}#value-placeholders`,
          call: {},
        }),
      },
    },
    pool: {
      title: 'a Slonik connection',
      members: {
        ...entries(['any', 'anyFirst', 'many', 'manyFirst', 'query'], query('many')),
        ...entries(['one', 'oneFirst', 'maybeOne', 'maybeOneFirst', 'exists'], query('one')),
        connect: session,
        transaction,
        stream: { docs: `${docs}#stream`, call: { effect: { kind: 'query', operation: 'select', rows: 'many' }, callbacks: [{ arg: 1, runs: 'once' }] } },
        ...entries(['end', 'getPoolState', 'state', 'configuration'], { docs, call: {} }),
      },
    },
  },
  // A pair of steps of a schema.
  objectEntries: [
    { docs: 'https://github.com/gajus/slonik-tools/tree/main/packages/migrator', keys: ['down'], function: 'up', entry: { kind: 'migration' } },
    { docs: 'https://github.com/gajus/slonik-tools/tree/main/packages/migrator', keys: ['up'], function: 'down', entry: { kind: 'migration' } },
  ],
  advice: {
    read: 'read them with one query: WHERE id = ANY(${sql.array(ids, "uuid")}), or a join; then look each up in a Map by id',
    write: 'write them in one statement: INSERT … SELECT * FROM ${sql.unnest(rows, ["uuid", "text"])}, UPDATE … FROM ${sql.unnest(…)}, or WHERE id = ANY(…)',
    docs: `${docs}#inserting-large-number-of-rows`,
  },
});
