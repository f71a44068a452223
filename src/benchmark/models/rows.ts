import { typeOf } from '../../database/planner/ddl.ts';
import { identifier, qualified } from '../../database/schema/identifiers.ts';
import type { Column, Schema, Table } from '../../database/schema/types.ts';
import { mysqlValues } from './values/mysql.ts';
import { postgresValues } from './values/postgresql.ts';
import type { Values } from './values/values.ts';

/** How many rows each table gets. */
export type Sizes = ReadonlyMap<Table, number>;

/** The engines on which rows are made. MariaDB is written to as MySQL is. */
export type RowsEngine = 'postgresql' | 'mysql';

/** How each engine writes what rows are made of. */
interface Writing {
  values(column: Column): Values;
  /** An expression as a value of a column's type. */
  typed(expression: string, column: Column): string;
  /** Whole numbers divided, without the rest. */
  divided(by: number): string;
  /** A source of rows `g`, which counts from one number to another. */
  counting(from: number, to: number): string;
}

/** A table of ten numbers; several of them beside each other count further, in any version and without a right to make one. */
const DIGITS = `(${Array.from({ length: 10 }, (_, digit) => `SELECT ${digit} AS d`).join(' UNION ALL ')})`;

const WRITINGS: Readonly<Record<RowsEngine, Writing>> = {
  postgresql: {
    values: postgresValues,
    typed: (expression, column) => `(${expression})::${typeOf(column, 'postgresql')}`,
    divided: (by) => `/ ${by}`,
    counting: (from, to) => `generate_series(${from}, ${to}) AS g`,
  },
  mysql: {
    values: mysqlValues,
    typed: (expression) => expression,
    divided: (by) => `DIV ${by}`,
    counting(from, to) {
      const places = Array.from({ length: String(to - from).length }, (_, at) => at);
      const sum = places.map((at) => `d${at}.d * ${10 ** at}`).join(' + ');
      // In order, so that each row goes to the end of its table.
      return `(SELECT ${from} + ${sum} AS g FROM ${places.map((at) => `${DIGITS} AS d${at}`).join(' CROSS JOIN ')}) AS numbers WHERE g <= ${to} ORDER BY g`;
    },
  },
};

/** What is to be given to a statement to find the rows whose column has value number k. */
export function valueOf(column: Column, k: number, engine: RowsEngine): string | number | boolean {
  return WRITINGS[engine].values(column).value(k, column);
}

/** Rows of a statement that fills a table: between two of them a run can be ended. */
const AT_ONCE = 100_000;

/**
 * The statements that fill a table with rows: by the type of each column, the same ones in each run. A foreign key leads to the rows
 * of its table in turn; keys and unique columns differ from row to row.
 */
export function insertRows(table: Table, schema: Pick<Schema, 'tables'>, sizes: Sizes, engine: RowsEngine): string[] {
  const writing = WRITINGS[engine];
  const columns = table.columns.map((column) => writing.typed(writing.values(column).sql(numberOf(table, column.name, schema, sizes, writing), column), column));
  const names = table.columns.map(({ name }) => identifier(name, engine));
  const rows = sizes.get(table) ?? 0;
  return Array.from({ length: Math.ceil(rows / AT_ONCE) }, (_, at) => {
    const counting = writing.counting(at * AT_ONCE + 1, Math.min(rows, (at + 1) * AT_ONCE));
    return `INSERT INTO ${qualified(table, engine)} (${names.join(', ')}) SELECT ${columns.join(', ')} FROM ${counting}`;
  });
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

/**
 * Which value a column has in row g, as SQL. In a key of several columns the first counts through before the next goes on, as the
 * digits of a number do, so that no two rows have the same.
 */
function numberOf(table: Table, column: string, schema: Pick<Schema, 'tables'>, sizes: Sizes, { divided }: Writing): string {
  const parents = (name: string): number | undefined => parentRows(table, name, schema, sizes);
  const own = parents(column);
  if (own === undefined) return 'g';
  const unique = table.indexes.find(({ unique: isUnique, parts }) => isUnique && parts.length > 1 && parts.some((part) => part.column === column) && parts.every((part) => part.column !== undefined && parents(part.column) !== undefined));
  const before = unique?.parts.slice(0, unique.parts.findIndex((part) => part.column === column)).reduce((product, part) => product * parents(part.column!)!, 1) ?? 1;
  return before === 1 ? `1 + (g - 1) % ${own}` : `1 + ((g - 1) ${divided(before)}) % ${own}`;
}
