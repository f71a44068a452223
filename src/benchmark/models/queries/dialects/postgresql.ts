import { typeOf } from '../../../../database/planner/ddl.ts';
import { render } from '../../../../database/query/render.ts';
import type { ColumnRef, Query, TableRef } from '../../../../database/query/types.ts';
import { identifier, literal } from '../../../../database/schema/identifiers.ts';
import type { Column, Table } from '../../../../database/schema/types.ts';
import { bound } from '../bind.ts';
import type { Dialect } from '../dialect.ts';

/** Values are sent beside the statement, as text of a type: an index on a column serves them as it does a driver's. */
export const postgresql: Dialect = {
  engine: 'postgresql',
  version: "SELECT current_setting('server_version') AS version",
  product: (version) => `PostgreSQL ${version.split(' ')[0]}`,
  make: (namespace) => `CREATE SCHEMA ${name(namespace)}`,
  enter: (namespace) => `SET search_path TO ${name(namespace)}`,
  drop: (namespace) => `DROP SCHEMA IF EXISTS ${name(namespace)} CASCADE`,
  beforeRows: (table) => ({ ...table, indexes: table.indexes.filter(({ by }) => by !== 'primary key') }),
  afterRows(table) {
    const keys = table.indexes.filter(({ by, parts }) => by === 'primary key' && parts.length > 0);
    return keys.map(({ parts }) => `ALTER TABLE ${name(table.name)} ADD PRIMARY KEY (${parts.map(({ column }) => name(column!)).join(', ')})`);
  },
  settle: (table) => `VACUUM ANALYZE ${name(table)}`,
  constant: (value, column) => (value === null ? 'NULL' : `${literal(String(value))}::${typeOf(column, 'postgresql')}`),
  /** https://www.postgresql.org/docs/current/protocol-message-formats.html#PROTOCOL-MESSAGE-FORMATS-BIND */
  mostValues: 65_535,
  keyed(query, batched, key, column, tables) {
    const single = rendered(query, key, tables);
    const list = rendered(batched, key, tables);
    if (single === undefined || list === undefined) return undefined;
    const type = typeOf(column, 'postgresql');
    return {
      one: (value) => ({ sql: cast(single, type), values: [String(value)] }),
      list: (values) => ({ sql: cast(list, `${type}[]`), values: [arrayText(values.map(String))] }),
    };
  },
  insert(table, rows, key) {
    const types = table.columns.map((column: Column) => typeOf(column, 'postgresql'));
    const tuples = rows.map((_, row) => `(${types.map((type, at) => `$${row * types.length + at + 1}::text::${type}`).join(', ')})`);
    return { sql: `INSERT INTO ${name(table.name)} (${table.columns.map((column) => name(column.name)).join(', ')}) VALUES ${tuples.join(', ')}${conflict(table, key)}`, values: rows.flat().map(String) };
  },
};

function name(of: string): string {
  return identifier(of, 'postgresql');
}

function rendered(query: Query, key: ColumnRef, tables: ReadonlyMap<string, Table>): string | undefined {
  const made = render(bound(query, tables, 'postgresql', { key }), ({ alias }: TableRef) => tables.get(alias), 'postgresql');
  return made?.values === 1 ? made.sql : undefined;
}

/** The one value that is given, as text of a type. */
function cast(sql: string, type: string): string {
  return sql.replace(/\$1(?!\d)(?=(?:[^']*'[^']*')*[^']*$)/, () => `$1::text::${type}`);
}

/** https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
function arrayText(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}

/** https://www.postgresql.org/docs/current/sql-insert.html#SQL-ON-CONFLICT */
function conflict(table: Table, key: readonly string[] | undefined): string {
  if (key === undefined) return '';
  const others = table.columns.filter((column) => !key.includes(column.name)).map((column) => `${name(column.name)} = EXCLUDED.${name(column.name)}`);
  return ` ON CONFLICT (${key.map(name).join(', ')}) DO ${others.length > 0 ? `UPDATE SET ${others.join(', ')}` : 'NOTHING'}`;
}
