/**
 * How libraries write what a query asks by and what it stores, as far as the help of a finding names columns: their words in one
 * place, since most share them. What an index serves is read for each library by itself, in src/database/query.
 */

/** A key around a value that says that the column equals it: of Prisma, of MongoDB, of Sequelize. */
export const EQUAL_KEYS: ReadonlySet<string> = new Set(['equals', '$eq', '[Op.eq]']);

/** A key around a list that has the column's value. */
export const LIST_KEYS: ReadonlySet<string> = new Set(['in', '$in', '[Op.in]']);

/** Functions that are operators around a value: `In(ids)`, `MoreThan(start)`. https://typeorm.io/docs/working-with-entity-manager/find-options#advanced-options */
export const OPERATOR_FUNCTION = /^[A-Z]/;

/** Keys of a filter that are no columns. */
export const NO_COLUMN = /^(?:AND|OR|NOT|\$|\[)/;

/** Other operators, and what is said of several related rows or of none: https://www.prisma.io/docs/orm/reference/prisma-client-reference#filter-conditions-and-operators */
export const NO_RELATION = /^(?:not|notIn|[gl]te?|contains|startsWith|endsWith|search|mode|has|hasEvery|hasSome|isEmpty|isSet|path|string_.+|array_.+|every|none|isNot|\$.+)$/;

/** Functions that are conditions: https://orm.drizzle.team/docs/operators */
export const CONDITION_FUNCTIONS: ReadonlySet<string> = new Set(['and', 'eq', 'inArray']);

/** Steps of a builder that are given a condition. */
export const FILTER_STEPS: ReadonlySet<string> = new Set(['where', 'andWhere', 'findOne']);

/** A condition with a named parameter, in a text: `order.user_id = :userId`. https://typeorm.io/docs/query-builder/select-query-builder#using-parameters-to-escape-data */
export const NAMED_PARAMETER = /([\w.]+)["`]?\s*=\s*:(\w+)/g;

/** Steps of a builder that are given what is stored. */
export const STORING_STEPS: ReadonlySet<string> = new Set(['set', 'values', 'update', 'patch']);
