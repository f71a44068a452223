import { batchedQuery } from '../../../database/query/batch.ts';
import { conjuncts } from '../../../database/query/predicates.ts';
import type { ColumnRef, Query } from '../../../database/query/types.ts';
import type { Column, Schema, Table } from '../../../database/schema/types.ts';
import type { Sent } from '../../harness/processes/protocol.ts';
import { distinctOf, valueOf } from '../rows.ts';
import type { Sizes } from '../rows.ts';
import { bound, tablesOf } from './bind.ts';
import type { Dialect, Value } from './dialect.ts';
import { sizesFor } from './tables.ts';

/** A statement that runs once for each of some keys, beside the one that takes the place of them all. Keys are numbers from 1. */
export interface QueryForms {
  /** As a reader knows it: `select Customer by id`. */
  title: string;
  /** What it does to rows. */
  operation: Query['operation'];
  /** All tables that it names. */
  tables: readonly Table[];
  /** Rows of these, and of the tables that their keys refer to. */
  sizes: Sizes;
  /** So many keys give different values. */
  keys: number;
  /** Where the conditions that it has beside its key hold, as assignments by table. */
  fitting: readonly { table: Table; column: string; value: string }[];
  suspect(keys: readonly number[]): Sent[];
  twin(keys: readonly number[]): Sent[];
  /** What nothing tells, and is assumed. */
  assumed: string[];
}

/** Both forms of a statement of a schema, whose table has so many rows; a string says why there is none, as a clause. */
export function queryForms(query: Query, schema: Schema, rows: number, dialect: Dialect): QueryForms | string {
  if (schema.engine === 'mongodb') return 'MongoDB is not what is run here';
  if (query.text !== undefined) return 'the code writes the statement as text, of which the batched form is not made';
  const [why] = query.unknown;
  if (why !== undefined) return `not all of the statement is seen: ${why}`;
  const tables = tablesOf(query, schema);
  if (tables === undefined) return 'the schema lacks a table that the statement names';
  const names = [...new Set(tables.values())].map(({ name }) => name);
  if (new Set(names).size < names.length) return 'tables of two namespaces have one name';
  const own = tables.get(query.from.alias)!;
  if ([...tables.values()].some(({ kind }) => kind !== 'table')) return 'it asks a view, whose statement is not known';
  const base = { operation: query.operation, tables: [...new Set(tables.values())], sizes: sizesFor([...new Set(tables.values())], schema, rows) };
  if (query.operation === 'insert') return { ...base, ...insertForms(own, rows, dialect) };
  if (query.operation === 'upsert') {
    const key = keyOf(own);
    return key === undefined ? `${own.name} has no key by which an upsert finds its rows` : { ...base, ...insertForms(own, rows, dialect, key) };
  }
  const batched = batchedQuery(query);
  if (batched === undefined) return hasList(query) ? 'the statement asks for a list of keys already' : 'the statement has no key of which a list could be made';
  const column = own.columns.find(({ name }) => name === batched.key.column);
  if (column === undefined) return `the schema does not have the column ${batched.key.column}`;
  const statements = dialect.keyed(query, grouped(batched.query, batched.key), batched.key, column, tables);
  if (statements === undefined) return 'the statement has a condition that is not written as SQL here';
  const value = (key: number): Value => valueOf(column, key, dialect.engine);
  return {
    ...base,
    title: `${query.operation} ${own.name} by ${column.name}`,
    keys: distinctOf(own, column, schema, base.sizes),
    fitting: fittingOf(query, tables, batched.key, dialect),
    suspect: (keys) => keys.map((key) => statements.one(value(key))),
    twin: (keys) => [statements.list([...new Set(keys)].map(value))],
    assumed: [`${rows} rows`, ...(query.operation === 'update' ? ['a column is set to what it is'] : [])],
  };
}

/** A count of each key is one of a group. */
function grouped(query: Query, key: ColumnRef): Query {
  return query.operation === 'count' && query.group.length === 0 ? { ...query, group: [key] } : query;
}

function hasList({ where }: Query): boolean {
  return conjuncts(where).some((term) => term.kind === 'compare' && term.operator === 'in' && term.value.kind === 'value');
}

/** Columns of the key that tells whether a row is there. */
function keyOf({ indexes }: Table): string[] | undefined {
  const columnsOf = (index: Table['indexes'][number] | undefined): string[] | undefined => index?.parts.flatMap(({ column }) => column ?? []);
  const whole = indexes.filter(({ unique, where, parts }) => unique && where === undefined && parts.length > 0 && parts.every(({ column }) => column !== undefined));
  return columnsOf(whole.find(({ by }) => by === 'primary key') ?? whole[0]);
}

/** New rows, by their numbers after those that are there. With a key, every second one is there already and gets the values of the new one. */
function insertForms(table: Table, rows: number, dialect: Dialect, key?: readonly string[]): Omit<QueryForms, 'operation' | 'tables' | 'sizes'> {
  const { columns } = table;
  const isThere = (at: number, { name }: Column): boolean => at % 2 === 0 && (key?.includes(name) ?? false);
  const valuesOf = (at: number): Value[] => columns.map((column) => valueOf(column, isThere(at, column) ? at : rows + at, dialect.engine));
  const insert = (keys: readonly number[]): Sent => dialect.insert(table, keys.map(valuesOf), key);
  const most = Math.max(1, Math.floor(dialect.mostValues / Math.max(columns.length, 1)));
  const parts = (keys: readonly number[]): (readonly number[])[] => (keys.length <= most ? [keys] : [keys.slice(0, most), ...parts(keys.slice(most))]);
  return {
    title: `${key === undefined ? 'insert' : 'upsert'} into ${table.name}`,
    keys: Infinity,
    fitting: [],
    suspect: (keys) => keys.map((at) => insert([at])),
    twin: (keys) => parts(keys).map(insert),
    assumed: [`${rows} rows`, ...(key === undefined ? [] : ['every second row is there already'])],
  };
}

/** What rows must have for the conditions beside the key to hold, where that is a value of a column: else they would find nothing. */
function fittingOf(query: Query, tables: ReadonlyMap<string, Table>, key: ColumnRef, { engine, constant }: Dialect): QueryForms['fitting'] {
  return conjuncts(bound(query, tables, engine, { key }).where).flatMap((term) => {
    if (term.kind !== 'compare' || term.wrapped || (term.column.table === key.table && term.column.column === key.column)) return [];
    const table = tables.get(term.column.table);
    const column = table?.columns.find(({ name }) => name === term.column.column);
    if (!table || !column || table.indexes.some(({ unique, parts }) => unique && parts.some((part) => part.column === column.name))) return [];
    if (term.operator === 'is null') return [{ table, column: column.name, value: constant(null, column) }];
    return term.operator === '=' && term.value.kind === 'literal' && term.value.value !== null ? [{ table, column: column.name, value: constant(term.value.value, column) }] : [];
  });
}
