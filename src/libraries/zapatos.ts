import { defineLibrary, entries } from './types.ts';
import type { Entry, Handle, QueryEffect } from './types.ts';

const docs = 'https://jawj.github.io/zapatos/';
const shortcuts = `${docs}#crud-shortcuts`;

const effects = {
  select: { kind: 'query', operation: 'select', rows: 'many', batch: 'select(table, { id: dc.isIn(ids) })' },
  row: { kind: 'query', operation: 'select', rows: 'one', batch: 'select(table, { id: dc.isIn(ids) })' },
  count: { kind: 'query', operation: 'count', rows: 'one', batch: 'one grouped count' },
  insert: { kind: 'query', operation: 'insert', rows: 'one', batch: 'insert(table, rows)' },
  upsert: { kind: 'query', operation: 'upsert', rows: 'one', batch: 'upsert(table, rows, key)' },
  update: { kind: 'query', operation: 'update', rows: 'one', batch: 'update(table, values, { id: dc.isIn(ids) })' },
  delete: { kind: 'query', operation: 'delete', rows: 'one', batch: 'deletes(table, { id: dc.isIn(ids) })' },
  sql: { kind: 'query', operation: 'raw', rows: 'many' },
} as const satisfies Record<string, QueryEffect>;
type Kind = keyof typeof effects;

/** A fragment of SQL; `run` sends it. */
const fragment = (kind: Kind): Handle => ({
  title: 'a Zapatos query',
  builder: true,
  members: { run: { docs: `${docs}#run`, call: { effect: effects[kind] } }, compile: { docs: `${docs}#compile`, call: {} } },
});
/** What a shortcut is given as rows or as a lateral query becomes part of its statement. */
const starts = (kind: Kind): Entry => ({ docs: shortcuts, call: { returns: kind, composes: true } });
const transaction = (arg: number): Entry => ({ docs: `${docs}#transaction`, call: { returns: 'returned', callbacks: [{ arg, runs: 'once', transaction: true, params: ['pg:client'] }] } });

/** Zapatos: typed SQL over node-postgres. */
export default defineLibrary({
  id: 'zapatos',
  docs,
  packages: ['zapatos/db'],
  exports: {
    select: starts('select'),
    ...entries(['selectOne', 'selectExactlyOne'], starts('row')),
    ...entries(['count', 'sum', 'avg', 'min', 'max'], starts('count')),
    insert: starts('insert'),
    upsert: starts('upsert'),
    update: starts('update'),
    ...entries(['deletes', 'truncate'], starts('delete')),
    sql: { docs: `${docs}#sql-tagged-templates`, call: { returns: 'sql', composes: true } },
    transaction: transaction(2),
    ...entries(['serializable', 'repeatableRead', 'readCommitted', 'serializableRO', 'repeatableReadRO', 'readCommittedRO', 'serializableRODeferrable'], transaction(1)),
  },
  handles: {
    select: fragment('select'),
    row: fragment('row'),
    count: fragment('count'),
    insert: fragment('insert'),
    upsert: fragment('upsert'),
    update: fragment('update'),
    delete: fragment('delete'),
    sql: fragment('sql'),
  },
  advice: {
    read: 'read them at once: select(table, { id: dc.isIn(ids) }), or a lateral query in the one that loads the rows; then look each up in a Map by id',
    write: 'write them in one call: insert(table, rows), upsert(table, rows, key), or update and deletes with dc.isIn(ids)',
    docs: `${docs}#lateral-joins-and-nested-shortcuts`,
  },
});
