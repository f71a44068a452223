import type { Column, ColumnType, ForeignKey, Index, IndexPart, Origin, Schema, Table } from '../../../src/database/schema/types.ts';

/** Schemas by hand, as readers give them. */

const ORIGIN: Origin = { place: { file: 'schema.sql', line: 1, column: 1, endLine: 1, endColumn: 1 }, reader: 'sql' };

export function column(name: string, type: ColumnType, more: Partial<Column> = {}): Column {
  return { name, type, nullable: false, ...more };
}

/** `created_at desc` is one part, `lower(email)` an expression. */
export function index(parts: readonly string[], more: Partial<Index> = {}): Index {
  return { parts: parts.map(partOf), unique: false, method: 'btree', include: [], by: 'index', origin: ORIGIN, ...more };
}

function partOf(text: string): IndexPart {
  const [, what = text, desc] = /^(.*?)( desc)?$/.exec(text) ?? [];
  return { ...(/^\w+$/.test(what) ? { column: what } : { expression: what }), direction: desc ? 'desc' : 'asc' };
}

export function foreignKey(columns: readonly string[], table: string, more: Partial<ForeignKey> = {}): ForeignKey {
  return { columns, table, references: ['id'], enforced: true, origin: ORIGIN, ...more };
}

export function table(name: string, columns: readonly Column[], indexes: readonly Index[], foreignKeys: readonly ForeignKey[] = [], more: Partial<Table> = {}): Table {
  return { name, kind: 'table', entities: [], columns, indexes: [index(['id'], { by: 'primary key', unique: true }), ...indexes], foreignKeys, relations: [], origin: ORIGIN, ...more };
}

export function schema(tables: readonly Table[], more: Partial<Schema> = {}): Schema {
  return { dir: '', engine: 'postgresql', tables, complete: true, problems: [], ...more };
}
