import { identifier, literal, qualified } from '../../database/planner/identifiers.ts';
import { typeOf } from '../../database/planner/ddl.ts';
import type { Column, ColumnType, Schema, Table } from '../../database/schema/types.ts';

/** How many rows each table gets. */
export type Sizes = ReadonlyMap<Table, number>;

/**
 * The value number k, from 1, of a column: as SQL over an expression for k, and as what a driver is given. Another k gives another
 * value, but for types that have few.
 */
interface Values {
  sql(k: string, column: Column): string;
  value(k: number, column: Column): string | number | boolean;
}

const number: Values = { sql: (k) => k, value: (k) => k };
const text: Values = { sql: (k) => `'v' || ${k}`, value: (k) => `v${k}` };
/** A minute apart, so that a year has half a million. */
const START = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;
/** Labels of an enum, and rows of types that have two values, in turn. */
const labels: Values = {
  sql: (k, { values = [] }) => (values.length === 0 ? text.sql(k, NONE) : `(ARRAY[${values.map(literal).join(', ')}])[1 + ((${k}) - 1) % ${values.length}]`),
  value: (k, { values = [] }) => (values.length === 0 ? text.value(k, NONE) : values[(k - 1) % values.length]!),
};
const NONE: Column = { name: '', type: 'text', nullable: false };

const VALUES: Readonly<Record<ColumnType, Values>> = {
  integer: number,
  bigint: number,
  decimal: number,
  float: number,
  text,
  boolean: { sql: (k) => `(${k}) % 2 = 0`, value: (k) => k % 2 === 0 },
  timestamp: { sql: (k) => `timestamptz '2026-01-01 00:00Z' + (${k}) * interval '1 minute'`, value: (k) => new Date(START + k * MINUTE).toISOString() },
  date: { sql: (k) => `date '2000-01-01' + ((${k}) % 100000)::integer`, value: (k) => new Date(Date.UTC(2000, 0, 1 + (k % 100_000))).toISOString().slice(0, 10) },
  time: { sql: (k) => `time '00:00' + ((${k}) % 86400) * interval '1 second'`, value: (k) => new Date((k % 86_400) * 1000).toISOString().slice(11, 19) },
  uuid: { sql: (k) => `lpad(to_hex(${k}), 32, '0')`, value: (k) => k.toString(16).padStart(32, '0').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') },
  json: { sql: () => `'{}'`, value: () => '{}' },
  bytes: { sql: (k) => `decode(lpad(to_hex(${k}), 8, '0'), 'hex')`, value: (k) => `\\x${k.toString(16).padStart(8, '0')}` },
  enum: labels,
  array: { sql: () => `'{}'`, value: () => '{}' },
  other: text,
};

/** What is to be given to a statement to find the rows whose column has value number k. */
export function valueOf(column: Column, k: number): string | number | boolean {
  return (column.values === undefined ? VALUES[column.type] : labels).value(k, column);
}

/**
 * The statement that fills a table of PostgreSQL with rows: by the type of each column, the same ones in each run. A foreign key
 * leads to the rows of its table in turn; keys and unique columns differ from row to row.
 */
export function insertRows(table: Table, schema: Pick<Schema, 'tables'>, sizes: Sizes): string {
  const columns = table.columns.map((column) => `(${valueSql(table, column, schema, sizes)})::${typeOf(column, 'postgresql')}`);
  const names = table.columns.map(({ name }) => identifier(name, 'postgresql'));
  return `INSERT INTO ${qualified(table, 'postgresql')} (${names.join(', ')}) SELECT ${columns.join(', ')} FROM generate_series(1, ${sizes.get(table) ?? 0}) AS g`;
}

function valueSql(table: Table, column: Column, schema: Pick<Schema, 'tables'>, sizes: Sizes): string {
  const k = numberOf(table, column.name, schema, sizes);
  return (column.values === undefined ? VALUES[column.type] : labels).sql(k, column);
}

/**
 * Which value a column has in row g, as SQL. In a key of several columns the first counts through before the next goes on, as the
 * digits of a number do, so that no two rows have the same.
 */
function numberOf(table: Table, column: string, schema: Pick<Schema, 'tables'>, sizes: Sizes): string {
  const parents = (name: string): number | undefined => {
    const key = table.foreignKeys.find(({ columns }) => columns.includes(name));
    const parent = key && schema.tables.find((other) => other.name === key.table);
    return parent && sizes.get(parent);
  };
  const own = parents(column);
  if (own === undefined) return 'g';
  const unique = table.indexes.find(({ unique: isUnique, parts }) => isUnique && parts.length > 1 && parts.some((part) => part.column === column) && parts.every((part) => part.column !== undefined && parents(part.column) !== undefined));
  const before = unique?.parts.slice(0, unique.parts.findIndex((part) => part.column === column)).reduce((product, part) => product * parents(part.column!)!, 1) ?? 1;
  return before === 1 ? `1 + (g - 1) % ${own}` : `1 + ((g - 1) / ${before}) % ${own}`;
}
