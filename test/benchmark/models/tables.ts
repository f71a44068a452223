import type { Column, ColumnType, ForeignKey, Index, Table } from '../../../src/database/schema/types.ts';

const origin = { place: { file: 'schema.sql', line: 1, column: 1, endLine: 1, endColumn: 1 }, reader: 'sql' as const };

/** A table as a schema has it, with a primary key, a unique index, and foreign keys. */
export function table(name: string, columns: readonly Column[], more: { key?: readonly string[]; unique?: readonly string[]; foreign?: readonly [column: string, table: string][] } = {}): Table {
  const index = (by: Index['by'], names: readonly string[]): Index => ({ parts: names.map((column) => ({ column, direction: 'asc' })), unique: true, method: 'btree', include: [], by, origin });
  const foreignKeys = (more.foreign ?? []).map(([column, to]): ForeignKey => ({ columns: [column], table: to, references: [], enforced: true, origin }));
  return { name, kind: 'table', entities: [], columns, indexes: [...(more.key ? [index('primary key', more.key)] : []), ...(more.unique ? [index('unique', more.unique)] : [])], foreignKeys, relations: [], origin };
}

export function column(name: string, type: ColumnType, nativeType?: string, values?: readonly string[]): Column {
  return { name, type, nullable: false, ...(nativeType !== undefined && { nativeType }), ...(values && { values }) };
}

/** All kinds of columns. */
export const KINDS: readonly ColumnType[] = ['integer', 'bigint', 'decimal', 'float', 'text', 'boolean', 'timestamp', 'date', 'time', 'uuid', 'json', 'bytes', 'enum', 'array', 'other'];
