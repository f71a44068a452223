/** Words for what there are few of, whatever the business: tables with these names are read as a whole by intent. */
const LOOKUP = /(?:^|[._]|(?<=[a-z]))(countr(?:y|ies)|currenc(?:y|ies)|languages?|locales?|time_?zones?|roles?|permissions?|settings?|configs?|configurations?|options?|feature_?flags?|flags?|plans?|tiers?|status(?:es)?|types?|kinds?|categor(?:y|ies)|units?|providers?|channels?|zones?|regions?|tax_?rates?|migrations?|lookups?|enums?)(?:[._]|$)/i;

/** Whether a table, or a query, is named as one of few rows that hardly change: `countries`, `prisma.role.findMany`, `order_statuses`. */
export function isNamedAsLookup(name: string): boolean {
  return LOOKUP.test(name.replace(/([a-z])([A-Z])/g, '$1_$2'));
}
