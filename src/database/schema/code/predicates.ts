import type { Predicate, PredicateTerm } from '../types.ts';
import type { Term } from './terms.ts';

/** Operators of Sequelize (`[Op.ne]`, `[Sequelize.Op.ne]`), of MikroORM and of MongoDB (`$ne`), without what stands before them. */
const OPERATORS: Readonly<Record<string, PredicateTerm['operator']>> = { eq: '=', ne: '<>', not: '<>', is: '=', gt: '>', gte: '>=', lt: '<', lte: '<=', in: 'in' };

/** The text of a predicate that has none: it is no SQL. */
export const NOT_UNDERSTOOD = 'not understood';

/**
 * The predicate of a partial index that is written as an object: `{ deletedAt: null, state: { [Op.in]: ['a', 'b'] } }`. It has no
 * terms where a part of it is not understood.
 *
 * @param columnOf the column of a property
 */
export function predicateOfObject(where: Term, columnOf: (property: string) => string = (property) => property): Predicate | undefined {
  if (where.kind !== 'object' || (where.entries.size === 0 && where.whole)) return undefined;
  const terms = [...where.entries].map(([property, { value }]) => termsOf(columnOf(property), value));
  const isKnown = where.whole && terms.every((part) => part !== undefined);
  const known = terms.flatMap((part) => part ?? []);
  return { text: isKnown ? predicateText(known) : NOT_UNDERSTOOD, ...(isKnown && { terms: known }) };
}

function termsOf(column: string, value: Term): PredicateTerm[] | undefined {
  if (value.kind === 'literal') return [value.value === null ? { column, operator: 'is null', values: [] } : { column, operator: '=', values: [value.value] }];
  if (value.kind === 'list') return listed(column, value);
  if (value.kind !== 'object' || !value.whole) return undefined;
  const parts = [...value.entries].map(([key, { value: operand }]) => compared(column, key.replace(/^\[(?:\w+\.)*Op\.(\w+)\]$|^\$/, '$1'), operand));
  return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
}

function compared(column: string, name: string, operand: Term): PredicateTerm[] | undefined {
  if (name === 'exists' && operand.kind === 'literal') return [{ column, operator: operand.value === true ? 'is not null' : 'is null', values: [] }];
  const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name]! : undefined;
  if (operator === 'in') return operand.kind === 'list' ? listed(column, operand) : undefined;
  if (operator === undefined || operand.kind !== 'literal') return undefined;
  if (operand.value !== null) return [{ column, operator, values: [operand.value] }];
  return operator === '=' ? [{ column, operator: 'is null', values: [] }] : operator === '<>' ? [{ column, operator: 'is not null', values: [] }] : undefined;
}

function listed(column: string, { items, whole }: Extract<Term, { kind: 'list' }>): PredicateTerm[] | undefined {
  const values = items.flatMap((item) => (item.kind === 'literal' && item.value !== null ? [item.value] : []));
  return whole && values.length === items.length ? [{ column, operator: 'in', values }] : undefined;
}

/** A conjunction of terms as SQL writes it. */
export function predicateText(terms: readonly PredicateTerm[]): string {
  return terms.map(show).join(' and ');
}

function show({ column, operator, values }: PredicateTerm): string {
  const written = values.map((value) => (typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value)));
  if (operator === 'in') return `${column} in (${written.join(', ')})`;
  return values.length === 0 ? `${column} ${operator}` : `${column} ${operator} ${written[0]!}`;
}
