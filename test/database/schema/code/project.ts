import type { CodeReading } from '../../../../src/database/schema/changes.ts';
import { codeReader } from '../../../../src/database/schema/code/index.ts';
import { withImplicit } from '../../../../src/database/schema/implicit.ts';
import type { Column, ForeignKey, Index, Table } from '../../../../src/database/schema/types.ts';
import { link } from '../../../program/project.ts';
import type { Project } from '../../../program/project.ts';

/** What is read of the package at the root. */
export function reading(project: Project): CodeReading {
  const found = codeReader(link(project))().find(({ dir }) => dir === '');
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

/** Changes of migrations without their places: `add index users (email) …`. */
export function changesOf({ changes }: CodeReading): string[] {
  return changes.map((change) => {
    const table = 'table' in change && change.table ? ` ${change.table.namespace === undefined ? '' : `${change.table.namespace}.`}${change.table.name}` : '';
    const named = (index: Index): string => `${showIndex(index)}${index.name === undefined ? '' : ` as ${index.name}`}`;
    const key = ({ name, columns, table: other, references, onDelete }: ForeignKey): string => `(${columns.join(', ')}) -> ${other} (${references.join(', ')})${onDelete ? ` ${onDelete}` : ''}${name === undefined ? '' : ` as ${name}`}`;
    const column = ({ name, type, nullable }: Column): string => `${name} ${type}${nullable ? '?' : ''}`;
    switch (change.kind) {
      case 'create table':
        return `create table${table}: ${[...change.columns.map(column), ...change.indexes.map(named), ...change.foreignKeys.map(key)].join('; ')}`;
      case 'add column':
        return `add column${table} ${column(change.column)}`;
      case 'alter column':
        return `alter column${table} ${change.column} ${JSON.stringify(change.to)}`;
      case 'rename column':
        return `rename column${table} ${change.column} to ${change.to}`;
      case 'drop column':
        return `drop column${table} ${change.column}`;
      case 'add index':
        return `add index${table} ${named(change.index)}`;
      case 'drop index':
        return `drop index${table} ${change.name ?? `${change.by ?? 'any'} (${(change.columns ?? []).join(', ')})`}`;
      case 'rename index':
        return `rename index${table} ${change.name} to ${change.to}`;
      case 'add foreign key':
        return `add foreign key${table} ${key(change.foreignKey)}`;
      case 'drop constraint':
        return `drop constraint${table} ${change.name ?? `(${(change.columns ?? []).join(', ')})`}`;
      case 'rename table':
        return `rename table${table} to ${change.to}`;
      case 'sql':
        return `sql ${change.text.replace(/\s+/g, ' ').trim()}`;
      case 'sql file':
        return `sql file ${change.file}`;
      case 'unread':
        return `unread${table}: ${change.reason}`;
      default:
        return `${change.kind}${table}`;
    }
  });
}
