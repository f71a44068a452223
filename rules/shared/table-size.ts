import { isNamedAsLookup } from '../../src/database/schema/lookup.ts';
import type { Table } from '../../src/database/schema/types.ts';
import type { TableSizes } from '../../src/rule.ts';

/** Rows up to which reading a table as a whole costs nothing that is felt. */
const SMALL = 1000;

/** Why a table counts as small, in a clause; undefined where nothing says so. */
export function smallnessOf({ name, rows, entities }: Pick<Table, 'name' | 'rows' | 'entities'>, sizes: TableSizes): string | undefined {
  const told = sizes.get(name);
  if (told?.lookup) return `the config says that ${name} is a lookup table`;
  const count = told?.rows ?? rows;
  if (count !== undefined) return count < SMALL ? `${name} has ${count} rows` : undefined;
  return [name, ...entities.map((entity) => entity.name)].some(isNamedAsLookup) ? `${name} is named as a table of few rows` : undefined;
}
