import type { ColumnRef, Query } from '../../../database/query/types.ts';
import { familyOf } from '../../../database/schema/engines.ts';
import type { Column, Engine, Schema, Table } from '../../../database/schema/types.ts';
import type { Sent } from '../../harness/processes/protocol.ts';
import type { RowsEngine } from '../rows.ts';
import { mysql } from './dialects/mysql.ts';
import { postgresql } from './dialects/postgresql.ts';

/** What a column is given: as `valueOf` makes it. */
export type Value = string | number | boolean;

/** A statement for one value of a column, or for a list of them. */
export interface KeyedStatements {
  one(value: Value): Sent;
  list(values: readonly Value[]): Sent;
}

/** How a family of engines writes and names what a benchmark sends. */
export interface Dialect {
  engine: RowsEngine;
  /** The statement that asks for the server's version, and what the answer means to a reader: `MariaDB 10.11.6`. */
  version: string;
  product(version: string): string;
  /** Statements that make a namespace, go into it, and take it away. */
  make(namespace: string): string;
  enter(namespace: string): string;
  drop(namespace: string): string;
  /** A table as it is made before its rows, and what it gets with them: an engine that can fill a primary key faster at once does so. */
  beforeRows(table: Table): Table;
  afterRows(table: Table): string[];
  /** The statement after which a table's statistics are those of its rows. */
  settle(table: string): string;
  /** A value as a statement writes it for a column. */
  constant(value: Value | null, column: Column): string;
  /** Values that one statement takes at most. */
  mostValues: number;
  /**
   * The statements of one value, and of a list, of a column of a query, whose other values are there; undefined where they are not written as SQL.
   * @param batched the query that takes a list
   */
  keyed(query: Query, batched: Query, key: ColumnRef, column: Column, tables: ReadonlyMap<string, Table>): KeyedStatements | undefined;
  /** New rows; with the columns of a key, one that is there gets the values of the new one. */
  insert(table: Table, rows: readonly (readonly Value[])[], key: readonly string[] | undefined): Sent;
}

const DIALECTS: Readonly<Record<RowsEngine, Dialect>> = { postgresql, mysql };

/** The dialect of the server that a URL leads to; without one, of the embedded engine. */
export function dialectOf(url: string | undefined): Dialect {
  return DIALECTS[url !== undefined && /^(?:mysql|mariadb):/i.test(url) ? 'mysql' : 'postgresql'];
}

/** Whether a schema is one of the dialect's family; one whose engine is not known may be. */
export function isOwn({ engine }: Dialect, of: Engine | undefined): boolean {
  return of === undefined || familyOf(of) === engine;
}

/** The schema as the dialect makes it: of another family's types the kind alone is kept. */
export function madeFor(dialect: Dialect, schema: Schema): Schema {
  if (isOwn(dialect, schema.engine)) return schema;
  const plain = (column: Column): Column => {
    const kept = { ...column };
    delete kept.nativeType;
    return kept;
  };
  return { ...schema, tables: schema.tables.map((table) => ({ ...table, columns: table.columns.map(plain) })) };
}
