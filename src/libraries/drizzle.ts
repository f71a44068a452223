import { defineLibrary, entries } from './types.ts';
import type { Callback, Entry, Handle, Library, QueryEffect } from './types.ts';

const select = 'https://orm.drizzle.team/docs/select';
const insert = 'https://orm.drizzle.team/docs/insert';
const update = 'https://orm.drizzle.team/docs/update';
const remove = 'https://orm.drizzle.team/docs/delete';
const relational = 'https://orm.drizzle.team/docs/rqb';
const connecting = 'https://orm.drizzle.team/docs/connect-overview';
const transactions = 'https://orm.drizzle.team/docs/transactions';
const batching = 'https://orm.drizzle.team/docs/batch-api';
const raw = 'https://orm.drizzle.team/docs/sql';
const preparing = 'https://orm.drizzle.team/docs/perf-queries';
const dynamic = 'https://orm.drizzle.team/docs/dynamic-query-building';
const replicas = 'https://orm.drizzle.team/docs/read-replicas';
const sets = 'https://orm.drizzle.team/docs/set-operations';
const operators = 'https://orm.drizzle.team/docs/operators';

const inList = 'where(inArray(table.id, ids))';

type Kind = 'select' | 'insert' | 'update' | 'delete' | 'raw';
const effects: Record<Kind, Omit<QueryEffect, 'kind'>> = {
  select: { operation: 'select', rows: 'many', batch: inList },
  insert: { operation: 'insert', rows: 'one', batch: 'insert(table).values(rows)' },
  update: { operation: 'update', rows: 'one', batch: `update(table).set(values).${inList}` },
  delete: { operation: 'delete', rows: 'one', batch: `delete(table).${inList}` },
  raw: { operation: 'raw', rows: 'many' },
};
const pages: Record<Kind, string> = { select, insert, update, delete: remove, raw };

/** What `drizzle()` gives and the builders that it makes; `local` where the database runs in this process. */
function handlesOf(local: boolean): Readonly<Record<string, Handle>> {
  const query = (effect: Omit<QueryEffect, 'kind'>): QueryEffect => ({ kind: 'query', ...effect, ...(local && { local: true as const }) });
  const once: readonly Callback[] = [{ arg: 0, runs: 'once' }];
  /** A builder that queries when it is awaited or returned, and that takes in the builders it is given. */
  const step = (kind: Kind, effect: Partial<QueryEffect> = {}): Entry => ({
    docs: pages[kind],
    call: { returns: kind, effect: { ...query(effects[kind]), ...effect }, whenAwaited: true, composes: true },
  });
  const builder = (kind: Kind, steps: Readonly<Record<string, Entry>> = {}): Handle => {
    const run: Entry = { docs: pages[kind], call: { effect: query(effects[kind]), callbacks: once } };
    return {
      title: 'a Drizzle query',
      builder: true,
      members: {
        ...entries(['execute', 'all', 'run', 'then', 'catch', 'finally'], run),
        get: { docs: pages[kind], call: { effect: query({ ...effects[kind], rows: 'one' }) } },
        prepare: { docs: preparing, call: { returns: `${kind}Prepared` } },
        ...entries(['toSQL', 'getSQL', 'as', 'getSelectedFields', 'getUsedTables'], { docs: pages[kind], call: {} }),
        ...steps,
      },
      patterns: [{ match: /^\$?[a-z]\w*$/, entry: step(kind) }],
      awaited: { effect: query(effects[kind]) },
    };
  };
  const prepared = (kind: Kind): Handle => ({
    title: 'a prepared Drizzle query',
    members: entries(['execute', 'all', 'get', 'run', 'values'], { docs: preparing, call: { effect: query(effects[kind]) } }),
  });
  const changing = (kind: Kind): Entry => ({ ...step(kind), call: { ...step(kind).call, table: 0 } });
  const starts: Readonly<Record<string, Entry>> = {
    ...entries(['select', 'selectDistinct', 'selectDistinctOn'], step('select')),
    insert: { docs: insert, call: { returns: 'into', table: 0 } },
    update: changing('update'),
    delete: changing('delete'),
  };
  const find = (rows: 'one' | 'many'): Entry => ({
    docs: relational,
    call: {
      returns: 'select',
      effect: query({ ...effects.select, rows, filter: { arg: 0, property: 'where' } }),
      whenAwaited: true,
    },
  });
  const count = query({ operation: 'count', rows: 'one', batch: 'one count grouped by the key' });
  return {
    db: {
      title: 'a Drizzle database',
      members: {
        ...starts,
        with: { docs: `${select}#with-clause`, call: { returns: 'with' } },
        $with: { docs: `${select}#with-clause`, call: { returns: 'cte' } },
        $count: { docs: `${select}#aggregations`, call: { returns: 'count', effect: count, whenAwaited: true, composes: true } },
        ...entries(['query', '_query'], { docs: relational, handle: 'tables' }),
        ...entries(['execute', 'run', 'all', 'get', 'values'], { docs: raw, call: { effect: query({ ...effects.raw, sql: { arg: 0 } }), whenAwaited: true } }),
        refreshMaterializedView: step('raw'),
        transaction: { docs: transactions, call: { returns: 'returned', callbacks: [{ arg: 0, runs: 'once', transaction: true, params: ['db'] }] } },
        batch: { docs: batching, call: { effect: query(effects.raw), composes: true } },
        ...entries(['rollback', 'setTransaction'], { docs: transactions, call: {} }),
        $primary: { docs: replicas, handle: 'db' },
      },
    },
    with: { title: 'a Drizzle query', members: starts },
    cte: { title: 'a common table expression', members: { as: { docs: `${select}#with-clause`, call: { composes: true } } } },
    tables: {
      title: 'the relational queries',
      members: {},
      patterns: [{ match: /^[A-Za-z_$]\w*$/, entry: { docs: relational, handle: 'table' } }],
    },
    table: { title: 'a relational query', members: { findMany: find('many'), findFirst: find('one') } },
    into: {
      title: 'a Drizzle insert',
      members: {
        values: step('insert', { data: { arg: 0 }, bulk: true }),
        select: step('insert', { rows: 'many' }),
        ...entries(['ignore', 'overridingSystemValue', 'setToken'], { docs: insert, call: { returns: 'this' } }),
      },
    },
    select: builder('select', {
      values: { docs: select, call: { effect: query(effects.select) } },
      for: { docs: `${select}#locking`, call: { ...step('select').call, locks: true } },
    }),
    count: { title: 'a Drizzle count', members: entries(['then', 'catch', 'finally'], { docs: select, call: { effect: count, callbacks: once } }), awaited: { effect: count } },
    insert: builder('insert'),
    update: builder('update'),
    delete: builder('delete'),
    raw: builder('raw'),
    selectPrepared: prepared('select'),
    insertPrepared: prepared('insert'),
    updatePrepared: prepared('update'),
    deletePrepared: prepared('delete'),
    rawPrepared: prepared('raw'),
  };
}

/** A table of drivers: what each exports is `drizzle()`, and the types of what that gives. */
export function drizzleTable(id: string, packages: readonly string[], databases: readonly string[], local: boolean): Library {
  const combine: Entry = { docs: sets, call: { returns: 'select', effect: { kind: 'query', ...effects.select, ...(local && { local: true as const }) }, whenAwaited: true, composes: true } };
  return {
    id,
    docs: connecting,
    packages,
    exports: {
      drizzle: { docs: connecting, call: { returns: 'db', adopts: 'result' } },
      withReplicas: { docs: replicas, call: { returns: 'arg:0' } },
      ...entries(databases, { docs: connecting, type: 'db' }),
      ...entries(['union', 'unionAll', 'intersect', 'intersectAll', 'except', 'exceptAll'], combine),
      ...(local ? {} : entries(['PgSelect', 'MySqlSelect', 'SQLiteSelect'], { docs: dynamic, type: 'select' })),
      // Operators, tables and `sql` build a statement; what is given to them is no query of its own.
      '*': { docs: operators, call: { composes: true } },
    },
    handles: handlesOf(local),
    advice: {
      read: 'read them at once: where(inArray(table.id, ids)), a leftJoin in the query that loads the rows, or `with` in db.query; then look each up in a Map by id',
      several: 'read them at once: where(or(...rows.map((row) => and(…)))) with {columns} of each, or a leftJoin in the query that loads the rows; then look each up in a Map by these',
      each: 'insert(table).values(rows).onConflictDoUpdate(…) (onDuplicateKeyUpdate in MySQL)',
      write: 'write them in one statement: insert(table).values(rows), also with onConflictDoUpdate (onDuplicateKeyUpdate in MySQL), or update and delete with where(inArray(table.id, ids))',
      docs: operators,
    },
  };
}

/** Drizzle on a server's database. A builder sends nothing before it is awaited, returned or executed. */
export default defineLibrary(
  drizzleTable(
    'drizzle',
    ['drizzle-orm', 'drizzle-orm/*'],
    [
      ...['NodePgDatabase', 'PostgresJsDatabase', 'NeonDatabase', 'NeonHttpDatabase', 'VercelPgDatabase', 'AwsDataApiPgDatabase', 'XataHttpDatabase', 'PgRemoteDatabase'],
      ...['MySql2Database', 'PlanetScaleDatabase', 'TiDBServerlessDatabase', 'MySqlRemoteDatabase', 'SingleStoreDriverDatabase', 'SingleStoreRemoteDatabase'],
      ...['LibSQLDatabase', 'DrizzleD1Database', 'SqliteRemoteDatabase', 'BunSQLDatabase', 'GelJsDatabase', 'NetlifyDbDatabase'],
      ...['PgDatabase', 'PgAsyncDatabase', 'MySqlDatabase', 'SingleStoreDatabase', 'GelDatabase', 'PgTransaction', 'PgAsyncTransaction', 'MySqlTransaction', 'SingleStoreTransaction', 'GelTransaction'],
      ...['NodePgTransaction', 'PostgresJsTransaction', 'NeonTransaction', 'VercelPgTransaction', 'AwsDataApiTransaction', 'MySql2Transaction', 'PlanetscaleTransaction', 'TiDBServerlessTransaction', 'LibSQLTransaction', 'D1Transaction'],
    ],
    false,
  ),
);
