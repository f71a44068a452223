import { conjuncts } from './predicates.ts';
import type { Compare, Query } from './types.ts';

/** A statement for one value, and the one for a list of them that takes the place of many such statements. */
export interface Batched {
  query: Query;
  /** The column that the list is of. */
  key: Compare['column'];
}

/**
 * The statement that reads, changes or deletes the rows of many keys at once. Undefined where the statement has no equality with
 * a value that the code puts in, or is one of which only the first rows are wanted: the first of many keys are no first of each.
 */
export function batchedQuery(query: Query): Batched | undefined {
  if (query.text !== undefined || query.unknown.length > 0 || query.offset !== 'none') return undefined;
  if (query.limit !== 'none' && query.limit !== 1) return undefined;
  const terms = conjuncts(query.where);
  const key = terms.find((term): term is Compare => term.kind === 'compare' && term.operator === '=' && term.value.kind === 'value' && !term.wrapped && !term.optional && term.column.table === query.from.alias);
  if (key === undefined) return undefined;
  const list: Compare = { ...key, operator: 'in', value: { kind: 'value', type: 'list' } };
  return { query: { ...query, where: { kind: 'and', of: terms.map((term) => (term === key ? list : term)) }, limit: 'none' }, key: key.column };
}
