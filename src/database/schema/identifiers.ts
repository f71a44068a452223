import type { Engine } from './types.ts';

/** The engines that are written to in SQL. */
export type SqlEngine = Exclude<Engine, 'mongodb'>;

/** A name as a statement writes it: quoted, so that reserved words and capitals stand. */
export function identifier(name: string, engine: SqlEngine): string {
  return engine === 'mysql' || engine === 'mariadb' ? `\`${name.replaceAll('`', '``')}\`` : `"${name.replaceAll('"', '""')}"`;
}

export function qualified(table: { name: string; namespace?: string }, engine: SqlEngine): string {
  return table.namespace === undefined ? identifier(table.name, engine) : `${identifier(table.namespace, engine)}.${identifier(table.name, engine)}`;
}

/** A string as a statement writes it where backslashes stand for themselves. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A constant as a statement writes it. In a string a backslash is the beginning of an escape there: https://dev.mysql.com/doc/refman/8.4/en/string-literals.html */
export function constant(value: string | number | boolean | null, engine: SqlEngine): string {
  if (typeof value !== 'string') return String(value).toUpperCase();
  return literal(engine === 'mysql' || engine === 'mariadb' ? value.replaceAll('\\', '\\\\') : value);
}

/** Tables are known by this key; the default namespace has no name. */
export function tableKey(name: string, namespace?: string): string {
  return namespace === undefined || namespace === 'public' ? name : `${namespace}.${name}`;
}

/** A name for an index that has none: what PostgreSQL itself would make of it. */
export function indexName(table: string, parts: readonly { column?: string }[]): string {
  const words = [table, ...parts.map(({ column }) => column ?? 'expr'), 'idx'].join('_');
  return words.length <= 63 ? words : `${words.slice(0, 59)}_idx`;
}
