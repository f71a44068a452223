/** What the sides of a comparison in a statement are, and the comparison that they make. */
import type { ColumnType, Table } from '../schema/types.ts';
import { not, unknown } from './conditions.ts';
import { someExpr, type SqlExpr } from './tree.ts';
import type { ColumnRef, Compare, Condition, Operand, Operator } from './types.ts';

/** One side of a comparison. */
export type Side =
  | { kind: 'column'; column: ColumnRef; table: Table | undefined; wrapped?: Compare['wrapped'] }
  | { kind: 'value'; operand: Operand }
  | { kind: 'unknown'; why: string };

/** What an operator is when the sides change places. */
export const FLIPPED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '=': '=', '<>': '<>', '<@': '@>', '@>': '<@', '&&': '&&' };

/** Operators, and whether the condition is the opposite of what the contract's operator says. */
const OPERATORS: Readonly<Record<string, { is: Operator; not?: true }>> = {
  '=': { is: '=' }, '<>': { is: '<>' }, '<': { is: '<' }, '<=': { is: '<=' }, '>': { is: '>' }, '>=': { is: '>=' },
  like: { is: 'like' }, 'not like': { is: 'not like' }, ilike: { is: 'ilike' }, 'not ilike': { is: 'ilike', not: true },
  '~': { is: 'regexp' }, '~*': { is: 'regexp' }, regexp: { is: 'regexp' }, rlike: { is: 'regexp' },
  '!~': { is: 'regexp', not: true }, '!~*': { is: 'regexp', not: true }, 'not regexp': { is: 'regexp', not: true }, 'not rlike': { is: 'regexp', not: true },
  '@>': { is: 'contains' }, '&&': { is: 'contains' }, '?': { is: 'contains' }, '?|': { is: 'contains' }, '?&': { is: 'contains' },
  '@@': { is: 'full text' }, match: { is: 'full text' },
};

const JSON_OPERATORS: ReadonlySet<string> = new Set(['->', '->>', '#>', '#>>']);
const ARITHMETIC: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%', '||', '&', '|', '^', '#', '<<', '>>', 'div', 'mod']);

const CLOCK: ReadonlySet<string> = new Set(['now', 'current_timestamp', 'current_date', 'localtimestamp', 'curdate', 'date_sub', 'date_add', 'date_trunc', 'datetime', 'to_timestamp', 'statement_timestamp', 'transaction_timestamp']);

/** What stands in casts. */
export function withoutCast(expr: SqlExpr): SqlExpr {
  return expr.kind === 'cast' ? withoutCast(expr.of) : expr;
}

/** A comparison of a column by an operator of ours. */
export function compareAs(side: Extract<Side, { kind: 'column' }>, operator: Operator, value: Operand): Condition {
  if (side.wrapped && side.wrapped.expression === '') return unknown('an expression that is not understood');
  return { kind: 'compare', column: side.column, operator, value, ...(side.wrapped && { wrapped: side.wrapped }) };
}

/** A comparison of a column by an operator of SQL. */
export function compare(side: Extract<Side, { kind: 'column' }>, operator: string, value: Operand): Condition {
  const known = OPERATORS[operator];
  const made = compareAs(side, known?.is ?? 'other', value);
  return known?.not ? not(made) : made;
}

/** What a column is compared with. */
export function operandOf(given: SqlExpr): Operand {
  const expr = given.kind === 'cast' && given.of.kind === 'literal' && typeof given.of.value === 'string' && !/^(?:interval|timestamp|date)/.test(given.type) ? given.of : given;
  if (expr.kind === 'literal') return { kind: 'literal', value: expr.value };
  return someExpr(expr, (inner) => inner.kind === 'call' && CLOCK.has(inner.name)) ? { kind: 'value', type: 'date' } : { kind: 'value' };
}

/** What a LIKE is to match: `'a%'`, `'%' || $1`, `concat($1, '%')`. */
export function patternOf(given: SqlExpr): Operand {
  const expr = withoutCast(given);
  if (expr.kind === 'literal' && typeof expr.value === 'string') {
    return { kind: 'pattern', anchored: !/^[%_]/.test(expr.value), ...(!expr.value.includes(PUT_IN) && { text: expr.value }) };
  }
  const parts = joinedParts(expr);
  const [first] = parts;
  if (parts.length > 1 && first?.kind === 'literal') return { kind: 'pattern', anchored: !/^[%_]/.test(String(first.value)) };
  if (parts.length > 1 && first?.kind === 'param') return { kind: 'pattern', anchored: true };
  return { kind: 'pattern', anchored: 'unknown' };
}

/** Stands in a text for what the code puts into it. */
export const PUT_IN = '\uE001';

function joinedParts(expr: SqlExpr): SqlExpr[] {
  if (expr.kind === 'binary' && expr.operator === '||') return [...joinedParts(expr.left), ...joinedParts(expr.right)];
  if (expr.kind === 'call' && expr.name === 'concat') return expr.args.flatMap(joinedParts);
  return [withoutCast(expr)];
}

/** What an expression does to the column in it. */
export function wrapperOf(expr: SqlExpr): NonNullable<Compare['wrapped']>['by'] {
  if (someExpr(expr, (inner) => inner.kind === 'binary' && JSON_OPERATORS.has(inner.operator)) || (expr.kind === 'call' && /^json/.test(expr.name))) return 'json';
  if (expr.kind === 'cast') return 'cast';
  if (expr.kind === 'binary' && ARITHMETIC.has(expr.operator)) return 'arithmetic';
  return 'function';
}

/** Types whose cast to one of themselves leaves a column as it is. */
const TEXTS: ReadonlySet<string> = new Set(['text', 'varchar', 'char', 'character varying']);
const SAME_TYPES: Partial<Record<ColumnType, ReadonlySet<string>>> = {
  text: TEXTS, integer: new Set(['integer', 'int']), bigint: new Set(['bigint']), boolean: new Set(['boolean', 'bool']), uuid: new Set(['uuid']), date: new Set(['date']),
};

/** Whether an expression casts a column to the type that it has. */
export function isSameType(expr: SqlExpr, table: Table | undefined, { column }: ColumnRef): boolean {
  if (expr.kind !== 'cast' || expr.of.kind !== 'column') return false;
  const known = table?.columns.find(({ name }) => name === column);
  // A column of type citext is text to the schema, and its index is none for `text`.
  return known !== undefined && known.nativeType?.toLowerCase() !== 'citext' && SAME_TYPES[known.type]?.has(expr.type) === true;
}
