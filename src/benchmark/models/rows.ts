import { identifier, literal, qualified } from '../../database/schema/identifiers.ts';
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

/** Values of the types of PostgreSQL's own that no kind of column stands for, or that take fewer values than their kind. */
const NATIVE: readonly (readonly [type: RegExp, values: Values])[] = [
  [/^small(?:int|serial)$|^(?:int|serial)2$/i, turning(30_000)],
  [/^"?char"?$|^(?:character|bpchar|char)$/i, digits(1)],
  [/^(?:character(?: varying)?|varchar|bpchar|char) ?\((\d)\)$/i, { sql: (k, column) => digits(lengthOf(column)).sql(k, column), value: (k, column) => digits(lengthOf(column)).value(k, column) }],
  [/^(?:numeric|decimal) ?\((\d), ?(\d+)\)$/i, { sql: (k, column) => turning(wholesOf(column)).sql(k, column), value: (k, column) => turning(wholesOf(column)).value(k, column) }],
  [/^interval/i, { sql: (k) => `(${k}) * interval '1 minute'`, value: (k) => `${k} minutes` }],
  [/^inet$/i, { sql: (k) => `inet '10.0.0.0' + (${k})`, value: (k) => addressOf(k) }],
  [/^cidr$/i, { sql: (k) => `(inet '10.0.0.0' + (${k}))::cidr`, value: (k) => `${addressOf(k)}/32` }],
  [/^macaddr$/i, { sql: (k) => `lpad(to_hex(${k}), 12, '0')`, value: (k) => k.toString(16).padStart(12, '0') }],
  [/^macaddr8$/i, { sql: (k) => `lpad(to_hex(${k}), 16, '0')`, value: (k) => k.toString(16).padStart(16, '0') }],
  [/^(?:bit|bit varying|varbit)(?: ?\(\d+\))?$/i, { sql: () => `'0'`, value: () => '0' }],
  [/^(?:int[48]|num)range$/i, { sql: (k) => `'[' || (${k}) || ',' || (${k}) + 1 || ')'`, value: (k) => `[${k},${k + 1})` }],
  [/^(?:ts|tstz|date)range$/i, { sql: () => `'empty'`, value: () => 'empty' }],
  [/^point$/i, { sql: (k) => `'(' || (${k}) || ',0)'`, value: (k) => `(${k},0)` }],
  [/^line$/i, { sql: (k) => `'{1,-1,' || (${k}) || '}'`, value: (k) => `{1,-1,${k}}` }],
  [/^(?:lseg|path|box|polygon)$/i, { sql: (k) => `'((0,0),(1,' || (${k}) || '))'`, value: (k) => `((0,0),(1,${k}))` }],
  [/^circle$/i, { sql: (k) => `'<(0,0),' || (${k}) || '>'`, value: (k) => `<(0,0),${k}>` }],
  [/^(?:money|oid)$/i, number],
  [/^cube$/i, { sql: (k) => `'(' || (${k}) || ')'`, value: (k) => `(${k})` }],
  [/^hstore$/i, { sql: (k) => `'k=>' || (${k})`, value: (k) => `k=>${k}` }],
  [/^xml$/i, { sql: (k) => `'<v>' || (${k}) || '</v>'`, value: (k) => `<v>${k}</v>` }],
];

/** As many values as that, again and again. */
function turning(count: number): Values {
  return { sql: (k) => `1 + ((${k}) - 1) % ${count}`, value: (k) => 1 + ((k - 1) % count) };
}

/** Text of a fixed length. */
function digits(length: number): Values {
  return { sql: (k) => `lpad(((${k}) % ${10 ** length})::text, ${length}, '0')`, value: (k) => String(k % 10 ** length).padStart(length, '0') };
}

function lengthOf({ nativeType }: Column): number {
  return Math.max(1, Number(/\((\d)\)/.exec(nativeType ?? '')?.[1] ?? 1));
}

/** How many whole numbers a decimal takes, 0 left out. */
function wholesOf({ nativeType }: Column): number {
  const [, precision, scale] = /\((\d), ?(\d+)\)/.exec(nativeType ?? '') ?? [];
  return Math.max(1, 10 ** Math.max(0, Number(precision) - Number(scale)) - 1);
}

function addressOf(k: number): string {
  return `10.${(k >> 16) & 255}.${(k >> 8) & 255}.${k & 255}`;
}

function valuesOf(column: Column): Values {
  if (column.values !== undefined) return labels;
  const native = typeOf(column, 'postgresql');
  if (native.endsWith('[]')) return VALUES.array;
  return NATIVE.find(([type]) => type.test(native))?.[1] ?? VALUES[column.type];
}

/** What is to be given to a statement to find the rows whose column has value number k. */
export function valueOf(column: Column, k: number): string | number | boolean {
  return valuesOf(column).value(k, column);
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

/** How many different values a column has in the rows that `insertRows` makes. */
export function distinctOf(table: Table, column: Column, schema: Pick<Schema, 'tables'>, sizes: Sizes): number {
  const rows = parentRows(table, column.name, schema, sizes) ?? sizes.get(table) ?? 0;
  const values = column.values?.length || (column.type === 'boolean' ? 2 : Infinity);
  return Math.max(1, Math.min(rows, sizes.get(table) ?? 0, values));
}

/** Rows of the table that a column refers to; undefined where it refers to none. */
function parentRows(table: Table, name: string, schema: Pick<Schema, 'tables'>, sizes: Sizes): number | undefined {
  const key = table.foreignKeys.find(({ columns }) => columns.includes(name));
  const parent = key && schema.tables.find((other) => other.name === key.table);
  return parent && sizes.get(parent);
}

function valueSql(table: Table, column: Column, schema: Pick<Schema, 'tables'>, sizes: Sizes): string {
  const k = numberOf(table, column.name, schema, sizes);
  return valuesOf(column).sql(k, column);
}

/**
 * Which value a column has in row g, as SQL. In a key of several columns the first counts through before the next goes on, as the
 * digits of a number do, so that no two rows have the same.
 */
function numberOf(table: Table, column: string, schema: Pick<Schema, 'tables'>, sizes: Sizes): string {
  const parents = (name: string): number | undefined => parentRows(table, name, schema, sizes);
  const own = parents(column);
  if (own === undefined) return 'g';
  const unique = table.indexes.find(({ unique: isUnique, parts }) => isUnique && parts.length > 1 && parts.some((part) => part.column === column) && parts.every((part) => part.column !== undefined && parents(part.column) !== undefined));
  const before = unique?.parts.slice(0, unique.parts.findIndex((part) => part.column === column)).reduce((product, part) => product * parents(part.column!)!, 1) ?? 1;
  return before === 1 ? `1 + (g - 1) % ${own}` : `1 + ((g - 1) / ${before}) % ${own}`;
}
