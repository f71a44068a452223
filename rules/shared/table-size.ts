import { looksLikeLookup } from '../../src/database/schema/lookup.ts';
import type { Table } from '../../src/database/schema/types.ts';
import type { TableSizes } from '../../src/rule.ts';

/** Rows up to which reading a table as a whole costs nothing that is felt. */
const SMALL = 1000;

/** Why a table counts as small, in a clause; undefined where nothing says so. */
export function smallnessOf(table: Pick<Table, 'name' | 'rows' | 'entities' | 'foreignKeys'>, sizes: TableSizes): string | undefined {
  const { name, rows } = table;
  const told = sizes.get(name);
  if (told?.lookup) return `the config says that ${name} is a lookup table`;
  const count = told?.rows ?? rows;
  if (count !== undefined) return count < SMALL ? `${name} has ${count} rows` : undefined;
  return looksLikeLookup(table) ? `${name} is named as a table of few rows` : undefined;
}
