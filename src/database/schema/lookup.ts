import { growingKeys } from './keys.ts';
import type { Table } from './types.ts';

/** Words for what there are few of, whatever the business: what is configured, and not what users do. */
const FEW =
  'countr(?:y|ies)|currenc(?:y|ies)|languages?|locales?|time_?zones?|zones?|regions?|roles?|permissions?|settings?|config(?:s|uration|urations)?|options?|(?:feature_?)?flags?|plans?|tiers?|status(?:es)?|types?|kinds?|categor(?:y|ies)|priorit(?:y|ies)|units?|providers?|channels?|tax_?rates?|colou?rs|genders|migrations?|lookups?|enums?';

/** What code adds to the name of what something stands for: `RoleRepository`, `CountryEntity`. */
const STANDS_FOR = 'entit(?:y|ies)|models?|repositor(?:y|ies)|repo|dao|store|collection|table';

/** The last word says what the rows are: `order_statuses` are statuses, `currency_exchange_rates` are rates. */
const NAMED = new RegExp(`(?:^|[._])(?:${FEW})(?:_(?:${STANDS_FOR}))?(?:\\.|$)`);

/** Whether a table, or a query, is named as one of few rows that hardly change: `countries`, `prisma.role.findMany`, `order_statuses`. */
export function isNamedAsLookup(name: string): boolean {
  return NAMED.test(name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase());
}

/** Whether a table looks as if it stayed small: by its name, or that of its entity, and because it refers to no other, with which it would grow. */
export function looksLikeLookup({ name, entities, foreignKeys }: Pick<Table, 'name' | 'entities' | 'foreignKeys'>): boolean {
  return growingKeys({ name, foreignKeys }).length === 0 && [name, ...entities.map((entity) => entity.name)].some(isNamedAsLookup);
}
