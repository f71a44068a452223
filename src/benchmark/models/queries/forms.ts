import { batchedQuery } from '../../../database/query/batch.ts';
import { conjuncts } from '../../../database/query/predicates.ts';
import { render } from '../../../database/query/render.ts';
import type { ColumnRef, Query, TableRef } from '../../../database/query/types.ts';
import { typeOf } from '../../../database/planner/ddl.ts';
import { identifier } from '../../../database/schema/identifiers.ts';
import type { Column, Schema, Table } from '../../../database/schema/types.ts';
import type { Sent } from '../../harness/processes/protocol.ts';
import { distinctOf, valueOf } from '../rows.ts';
import type { Sizes } from '../rows.ts';
import { bound, tablesOf } from './bind.ts';
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

/** PostgreSQL takes so many values in one statement: https://www.postgresql.org/docs/current/protocol-message-formats.html#PROTOCOL-MESSAGE-FORMATS-BIND */
const MOST_VALUES = 65_535;

/** Both forms of a statement of a schema, whose table has so many rows; a string says why there is none, as a clause. */
export function queryForms(query: Query, schema: Schema, rows: number): QueryForms | string {
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
  if (query.operation === 'insert') return { ...base, ...insertForms(own, rows) };
  if (query.operation === 'upsert') {
    const key = keyOf(own);
    return key === undefined ? `${own.name} has no key by which an upsert finds its rows` : { ...base, ...insertForms(own, rows, key) };
  }
  const batched = batchedQuery(query);
  if (batched === undefined) return hasList(query) ? 'the statement asks for a list of keys already' : 'the statement has no key of which a list could be made';
  const column = own.columns.find(({ name }) => name === batched.key.column);
  if (column === undefined) return `the schema does not have the column ${batched.key.column}`;
  const single = rendered(bound(query, tables, batched.key), tables);
  const list = rendered(bound(grouped(batched.query, batched.key), tables, batched.key), tables);
  if (single === undefined || list === undefined) return 'the statement has a condition that is not written as SQL here';
  const type = typeOf(column, 'postgresql');
  const value = (key: number): string => String(valueOf(column, key));
  return {
    ...base,
    title: `${query.operation} ${own.name} by ${column.name}`,
    keys: distinctOf(own, column, schema, base.sizes),
    fitting: fittingOf(query, tables, batched.key),
    suspect: (keys) => keys.map((key) => ({ sql: cast(single, type), values: [value(key)] })),
    twin: (keys) => [{ sql: cast(list, `${type}[]`), values: [arrayText([...new Set(keys)].map(value))] }],
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

function rendered(query: Query, tables: ReadonlyMap<string, Table>): string | undefined {
  const made = render(query, ({ alias }: TableRef) => tables.get(alias), 'postgresql');
  return made?.values === 1 ? made.sql : undefined;
}

/** The one value that is given, as text of a type: an index on the column serves it as it does a driver's value. */
function cast(sql: string, type: string): string {
  return sql.replace(/\$1(?!\d)(?=(?:[^']*'[^']*')*[^']*$)/, () => `$1::text::${type}`);
}

/** https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
function arrayText(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}

/** Columns of the key that tells whether a row is there. */
function keyOf({ indexes }: Table): string[] | undefined {
  const columnsOf = (index: Table['indexes'][number] | undefined): string[] | undefined => index?.parts.flatMap(({ column }) => column ?? []);
  const whole = indexes.filter(({ unique, where, parts }) => unique && where === undefined && parts.length > 0 && parts.every(({ column }) => column !== undefined));
  return columnsOf(whole.find(({ by }) => by === 'primary key') ?? whole[0]);
}

/**
 * New rows, by their numbers after those that are there. With a key, every second one is there already and gets the values of the new one.
 * https://www.postgresql.org/docs/current/sql-insert.html#SQL-ON-CONFLICT
 */
function insertForms(table: Table, rows: number, key?: readonly string[]): Omit<QueryForms, 'operation' | 'tables' | 'sizes'> {
  const { columns } = table;
  const names = columns.map(({ name }) => identifier(name, 'postgresql')).join(', ');
  const types = columns.map((column) => typeOf(column, 'postgresql'));
  const valuesOf = (at: number): string[] => columns.map((column: Column) => String(valueOf(column, key !== undefined && at % 2 === 0 ? at : rows + at)));
  const others = columns.filter(({ name }) => !key?.includes(name)).map(({ name }) => `${identifier(name, 'postgresql')} = EXCLUDED.${identifier(name, 'postgresql')}`);
  const conflict = key === undefined ? '' : ` ON CONFLICT (${key.map((name) => identifier(name, 'postgresql')).join(', ')}) DO ${others.length > 0 ? `UPDATE SET ${others.join(', ')}` : 'NOTHING'}`;
  const insert = (keys: readonly number[]): Sent => {
    const tuples = keys.map((_, row) => `(${types.map((type, at) => `$${row * columns.length + at + 1}::text::${type}`).join(', ')})`);
    return { sql: `INSERT INTO ${identifier(table.name, 'postgresql')} (${names}) VALUES ${tuples.join(', ')}${conflict}`, values: keys.flatMap(valuesOf) };
  };
  const most = Math.floor(MOST_VALUES / Math.max(columns.length, 1));
  return {
    title: `${key === undefined ? 'insert' : 'upsert'} into ${table.name}`,
    keys: Infinity,
    fitting: [],
    suspect: (keys) => keys.map((key) => insert([key])),
    twin: (keys) => Array.from({ length: Math.ceil(keys.length / most) }, (_, at) => insert(keys.slice(at * most, (at + 1) * most))),
    assumed: [`${rows} rows`, ...(key === undefined ? [] : ['every second row is there already'])],
  };
}

/** What rows must have for the conditions beside the key to hold, where that is a value of a column: else they would find nothing. */
function fittingOf(query: Query, tables: ReadonlyMap<string, Table>, key: ColumnRef | undefined): QueryForms['fitting'] {
  return conjuncts(bound(query, tables, key).where).flatMap((term) => {
    if (term.kind !== 'compare' || term.wrapped || (key && term.column.table === key.table && term.column.column === key.column)) return [];
    const table = tables.get(term.column.table);
    const column = table?.columns.find(({ name }) => name === term.column.column);
    if (!table || !column || table.indexes.some(({ unique, parts }) => unique && parts.some((part) => part.column === column.name))) return [];
    const value = term.operator === 'is null' ? 'NULL' : term.operator === '=' && term.value.kind === 'literal' && term.value.value !== null ? `${sqlText(term.value.value)}::${typeOf(column, 'postgresql')}` : undefined;
    return value === undefined ? [] : [{ table, column: column.name, value }];
  });
}

function sqlText(value: string | number | boolean): string {
  return `'${String(value).replaceAll("'", "''")}'`;
}
