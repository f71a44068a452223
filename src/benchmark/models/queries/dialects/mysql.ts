import { render } from '../../../../database/query/render.ts';
import type { Operand, Query, TableRef } from '../../../../database/query/types.ts';
import { constant, identifier } from '../../../../database/schema/identifiers.ts';
import type { Table } from '../../../../database/schema/types.ts';
import { bound } from '../bind.ts';
import type { Dialect, Value } from '../dialect.ts';

/** Values stand in the statement, as most drivers put them there: a list is one of any length. */
export const mysql: Dialect = {
  engine: 'mysql',
  version: 'SELECT VERSION() AS version',
  product: (version) => `${/mariadb/i.test(version) ? 'MariaDB' : 'MySQL'} ${version.replace(/-.*/, '')}`,
  make: (namespace) => `CREATE DATABASE ${name(namespace)}`,
  enter: (namespace) => `USE ${name(namespace)}`,
  drop: (namespace) => `DROP DATABASE IF EXISTS ${name(namespace)}`,
  // Rows lie in the order of their primary key: https://dev.mysql.com/doc/refman/8.4/en/innodb-index-types.html
  beforeRows: (table) => table,
  afterRows: () => [],
  settle: (table) => `ANALYZE TABLE ${name(table)}`,
  constant: (value) => constant(value, 'mysql'),
  mostValues: Infinity,
  keyed(query, batched, key, _, tables) {
    const rendered = (one: Query, value: Operand): string | undefined => render(bound(one, tables, 'mysql', { key, value }), ({ alias }: TableRef) => tables.get(alias), 'mysql')?.sql;
    const single = (value: Value): string | undefined => rendered(query, { kind: 'literal', value });
    const list = (values: readonly Value[]): string | undefined => rendered(batched, { kind: 'list', values });
    if (single(1) === undefined || list([1]) === undefined) return undefined;
    return { one: (value) => ({ sql: single(value)!, values: [] }), list: (values) => ({ sql: list(values)!, values: [] }) };
  },
  insert(table, rows, key) {
    const tuples = rows.map((values) => `(${values.map((value) => constant(value, 'mysql')).join(', ')})`);
    return { sql: `INSERT INTO ${name(table.name)} (${table.columns.map((column) => name(column.name)).join(', ')}) VALUES ${tuples.join(', ')}${duplicate(table, key)}`, values: [] };
  },
};

function name(of: string): string {
  return identifier(of, 'mysql');
}

/** `VALUES(column)` is what both MySQL and MariaDB have: https://mariadb.com/kb/en/insert-on-duplicate-key-update/ */
function duplicate(table: Table, key: readonly string[] | undefined): string {
  if (key === undefined) return '';
  const others = table.columns.filter((column) => !key.includes(column.name)).map((column) => `${name(column.name)} = VALUES(${name(column.name)})`);
  const [first] = key;
  return ` ON DUPLICATE KEY UPDATE ${others.length > 0 ? others.join(', ') : `${name(first!)} = ${name(first!)}`}`;
}
