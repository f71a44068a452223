import { tableKey } from '../schema/identifiers.ts';
import { looksLikeLookup } from '../schema/lookup.ts';
import type { Column, Schema, Table } from '../schema/types.ts';

/** What a planner is told of a table: counts and shares, no content. Undefined is not known. */
export interface TableStatistics {
  rows: number;
  /** Pages of 8 KiB on disk. */
  pages?: number;
  columns: Readonly<Record<string, ColumnStatistics>>;
  /** By the index's name. */
  indexes?: Readonly<Record<string, { rows: number; pages?: number }>>;
}

export interface ColumnStatistics {
  /** Different values: a count, or with a minus sign their share of all rows, as https://www.postgresql.org/docs/18/view-pg-stats.html has it. */
  distinct?: number;
  /** Share of rows that are NULL, 0 to 1. */
  nulls?: number;
  /** Bytes, on average. */
  width?: number;
  /** How well the order of rows on disk follows the values, -1 to 1. */
  correlation?: number;
  /** Of a boolean: share of rows that are true. */
  trues?: number;
}

/** By `tableKey`. */
export type DatabaseStatistics = ReadonlyMap<string, TableStatistics>;

/** What a config says of a table. */
export type TableSize = number | { rows?: number; lookup?: boolean };

/** Rows of a table of which nothing is known, and of one that looks like a lookup table. */
export const ASSUMED_ROWS = 1_000_000;
export const LOOKUP_ROWS = 200;

/** Bytes of a value on average, by what a column holds; of the same order as what servers measure. */
const WIDTHS: Readonly<Record<Column['type'], number>> = {
  integer: 4, bigint: 8, decimal: 8, float: 8, text: 24, boolean: 1, timestamp: 8, date: 4, time: 8, uuid: 16, json: 120, bytes: 64, enum: 4, array: 48, other: 24,
};

/** Share of NULLs in a column that may hold them: where nothing is known, `IS NULL` is no rare thing. */
const ASSUMED_NULLS = 0.5;
/** What PostgreSQL itself takes for a column of which it knows nothing: https://github.com/postgres/postgres/blob/REL_18_STABLE/src/include/utils/selfuncs.h */
const DEFAULT_DISTINCT = 200;

/**
 * Statistics for each table of a schema: what is known of it, or what its declaration lets one assume. A foreign key has as many
 * values as the table that it refers to has rows, a boolean two, an enum its labels, a timestamp one for each row; what is unique
 * the planner sees by itself.
 */
export function assumedStatistics(schema: Pick<Schema, 'tables'>, sizes: Readonly<Record<string, TableSize>> = {}, known: DatabaseStatistics = new Map()): Map<string, TableStatistics> {
  const rowsOf = (table: Table): number => known.get(tableKey(table.name, table.namespace))?.rows ?? configuredRows(sizes[table.name]) ?? table.rows ?? (looksLikeLookup(table) ? LOOKUP_ROWS : ASSUMED_ROWS);
  const byName = new Map(schema.tables.map((table) => [table.name, rowsOf(table)]));
  return new Map(
    schema.tables.map((table) => {
      const key = tableKey(table.name, table.namespace);
      const rows = rowsOf(table);
      return [key, known.get(key) ?? { rows, columns: Object.fromEntries(table.columns.map((column) => [column.name, assumedColumn(table, column, rows, byName)])) }];
    }),
  );
}

function configuredRows(size: TableSize | undefined): number | undefined {
  return typeof size === 'number' ? size : (size?.rows ?? (size?.lookup === true ? LOOKUP_ROWS : undefined));
}

function assumedColumn(table: Table, column: Column, rows: number, byName: ReadonlyMap<string, number>): ColumnStatistics {
  const parent = table.foreignKeys.find(({ columns }) => columns.length === 1 && columns[0] === column.name);
  const distinct = assumedDistinct(column, rows, parent && byName.get(parent.table));
  const nulls = column.nullable ? ASSUMED_NULLS : 0;
  // A column of which nothing is said keeps what the planner takes for one, also where it has NULLs.
  return { ...(distinct === undefined && nulls === 0 ? {} : { distinct: distinct ?? DEFAULT_DISTINCT, nulls }), width: WIDTHS[column.type] };
}

function assumedDistinct({ type, values }: Column, rows: number, parentRows: number | undefined): number | undefined {
  if (parentRows !== undefined) return Math.max(1, Math.min(parentRows, rows));
  if (type === 'boolean') return 2;
  if (values !== undefined && values.length > 0) return values.length;
  return type === 'timestamp' ? -1 : undefined;
}

const PAGE = 8192;
/** https://www.postgresql.org/docs/18/storage-page-layout.html: header and line pointer of a row. */
const ROW_OVERHEAD = 28;
/** Entries of an index on a page: about what a B-tree of a few columns has. */
const INDEX_ENTRIES = 250;

/** Pages of a table, as many as rows of its columns' widths need. */
export function tablePages({ rows, pages, columns }: TableStatistics): number {
  const width = Object.values(columns).reduce((sum, { width = 24 }) => sum + width, ROW_OVERHEAD);
  return pages ?? Math.max(1, Math.ceil((rows * width) / PAGE));
}

export function indexPages(rows: number): number {
  return Math.max(1, Math.ceil(rows / INDEX_ENTRIES));
}
