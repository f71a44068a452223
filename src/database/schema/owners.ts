import { growingKeys } from './keys.ts';
import type { Schema, Table } from './types.ts';

/** Tables that refer to one from which on it is what rows belong to. */
const MIN_BELONGING = 5;

const known = new WeakMap<readonly Table[], readonly string[]>();

/**
 * Names of what rows belong to in the end, an account or a tenant: of tables that many others refer to, and that refer to none to which
 * more do.
 */
export function ownersOf({ tables }: Pick<Schema, 'tables'>): readonly string[] {
  let names = known.get(tables);
  if (!names) known.set(tables, (names = ownersAmong(tables).flatMap(({ name, entities }) => [name, ...entities.map((entity) => entity.name)])));
  return names;
}

function ownersAmong(tables: readonly Table[]): Table[] {
  const belonging = new Map<string, Set<string>>();
  for (const { name, foreignKeys } of tables) {
    for (const { table } of foreignKeys) if (table !== name) belonging.set(table, (belonging.get(table) ?? new Set()).add(name));
  }
  const count = (name: string): number => belonging.get(name)?.size ?? 0;
  return tables.filter((table) => count(table.name) >= MIN_BELONGING && growingKeys(table).every((key) => count(key.table) <= count(table.name)));
}
