import type { Predicate as PartialOf, PredicateTerm } from '../../schema/types.ts';
import type { Predicate } from '../predicates.ts';
import type { Compare } from '../types.ts';

/**
 * Whether each row that is asked for is in an index with a predicate: https://www.postgresql.org/docs/current/indexes-partial.html
 * @param joined columns that are equal to those of another table: null is equal to nothing
 */
export function isImplied(where: PartialOf | undefined, predicates: readonly Predicate[], joined: readonly string[] = []): boolean {
  return where === undefined || (where.terms?.every((term) => (term.operator === 'is not null' && joined.includes(term.column)) || predicates.some(({ compare, optional }) => !optional && implies(compare, term))) ?? false);
}

function implies({ column, operator, value, wrapped }: Compare, term: PredicateTerm): boolean {
  if (wrapped || column.column !== term.column) return false;
  if (term.operator === 'is null') return operator === 'is null' || (operator === '=' && value.kind === 'literal' && value.value === null);
  if (term.operator === 'is not null') return operator !== 'is null' && !(value.kind === 'literal' && value.value === null && operator === '=');
  const given = value.kind === 'literal' ? [value.value] : value.kind === 'list' ? value.values : undefined;
  if (!given || given.length === 0 || given.includes(null)) return false;
  if (operator === '=' || operator === 'in') return given.every((one) => holds(one!, term));
  const [limit] = term.values;
  switch (operator) {
    case '<>':
      return term.operator === '<>' && same(given[0]!, limit!);
    case 'not in':
      return term.operator === '<>' && given.some((one) => same(one!, limit!));
    case '>':
    case '>=':
      return (term.operator === '>' || term.operator === '>=') && (holds(given[0]!, { ...term, operator: '>' }) || (same(given[0]!, limit!) && (operator === '>' || term.operator === '>=')));
    case '<':
    case '<=':
      return (term.operator === '<' || term.operator === '<=') && (holds(given[0]!, { ...term, operator: '<' }) || (same(given[0]!, limit!) && (operator === '<' || term.operator === '<=')));
    default:
      return false;
  }
}

type Constant = string | number | boolean;

/** Whether a value meets a term. */
function holds(value: Constant, { operator, values }: PredicateTerm): boolean {
  const limit = values[0]!;
  switch (operator) {
    case '=':
    case 'in':
      return values.some((one) => same(one, value));
    case '<>':
      return !same(limit, value);
    case '<':
      return typeof value === typeof limit && value < limit;
    case '<=':
      return typeof value === typeof limit && value <= limit;
    case '>':
      return typeof value === typeof limit && value > limit;
    case '>=':
      return typeof value === typeof limit && value >= limit;
    default:
      return false;
  }
}

/** A number may be written as text. */
function same(left: Constant, right: Constant): boolean {
  return String(left) === String(right);
}
