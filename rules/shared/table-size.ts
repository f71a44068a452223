import type { Table } from '../../src/database/schema/types.ts';
import type { TableSizes } from '../../src/rule.ts';

/** Words for what there are few of, whatever the business: tables with these names are read as a whole by intent. */
const LOOKUP = /(?:^|[._]|(?<=[a-z]))(countr(?:y|ies)|currenc(?:y|ies)|languages?|locales?|time_?zones?|roles?|permissions?|settings?|configs?|configurations?|options?|feature_?flags?|flags?|plans?|tiers?|status(?:es)?|types?|kinds?|categor(?:y|ies)|units?|providers?|channels?|zones?|regions?|tax_?rates?|migrations?|lookups?|enums?)(?:[._]|$)/i;

/** Whether a table, or a query, is named as one of few rows that hardly change: `countries`, `prisma.role.findMany`, `order_statuses`. */
export function isNamedAsLookup(name: string): boolean {
  return LOOKUP.test(name.replace(/([a-z])([A-Z])/g, '$1_$2'));
}

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
