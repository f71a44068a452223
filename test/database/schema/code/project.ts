import type { CodeReading } from '../../../../src/database/schema/changes.ts';
import { readCode } from '../../../../src/database/schema/code/index.ts';
import { withImplicit } from '../../../../src/database/schema/implicit.ts';
import type { Index, Table } from '../../../../src/database/schema/types.ts';
import { link } from '../../../program/project.ts';
import type { Project } from '../../../program/project.ts';

/** What is read of the package at the root. */
export function reading(project: Project): CodeReading {
  const found = readCode(link(project)).find(({ dir }) => dir === '');
  return found ?? { dir: '', engine: undefined, tables: [], changes: [], problems: [] };
}

/** One line for an index: `unique (a, b desc) gin where x include (c)`. */
export function showIndex({ by, unique, parts, method, where, include }: Index): string {
  const columns = parts.map(({ column, expression, direction, operators }) => `${column ?? expression}${direction === 'desc' ? ' desc' : ''}${operators === undefined ? '' : ` ${operators}`}`);
  return [
    by === 'index' && unique ? 'unique index' : by,
    `(${columns.join(', ')})`,
    ...(method === 'btree' ? [] : [method]),
    ...(where ? [`where ${where.text}`] : []),
    ...(include.length > 0 ? [`include (${include.join(', ')})`] : []),
  ].join(' ');
}

/** Indexes by table, sorted, with what the engine or the mapper makes by itself. */
export function indexesOf({ tables, engine }: CodeReading): Record<string, string[]> {
  return Object.fromEntries(tables.map((table) => [table.name, withImplicit(table, engine).indexes.map(showIndex).sort()]));
}

/** Columns of a table: `id integer`, `name text?` where it may be null. */
export function columnsOf(table: Table | undefined): string[] {
  return (table?.columns ?? []).map(({ name, property, type, nullable }) => `${name}${property === undefined ? '' : `=${property}`} ${type}${nullable ? '?' : ''}`);
}

/** Foreign keys of a table: `(user_id) -> users (id) cascade`. */
export function foreignKeysOf(table: Table | undefined): string[] {
  return (table?.foreignKeys ?? []).map(({ columns, table: other, references, onDelete, enforced }) => `(${columns.join(', ')}) -> ${other} (${references.join(', ')})${onDelete ? ` ${onDelete}` : ''}${enforced ? '' : ' not enforced'}`);
}
