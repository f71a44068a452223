import type { Argument } from '../../program/arguments/types.ts';
import type { ColumnRef, Compare, Condition, Given, Operand, Operator } from './types.ts';

/** All of them; one alone stands for itself, nested conjunctions are one. */
export function and(of: readonly Condition[]): Condition {
  const flat = of.flatMap((one) => (one.kind === 'and' ? one.of : [one]));
  return flat.length === 1 ? flat[0]! : { kind: 'and', of: flat };
}

/** One of them at least. */
export function or(of: readonly Condition[]): Condition {
  const flat = of.flatMap((one) => (one.kind === 'or' ? one.of : [one]));
  return flat.length === 1 ? flat[0]! : { kind: 'or', of: flat };
}

/** The opposite, as one comparison where there is one. */
export function not(of: Condition): Condition {
  if (of.kind === 'not') return of.of;
  if (of.kind === 'unknown') return of;
  if (of.kind === 'exists') return { ...of, negated: !of.negated };
  const opposite = of.kind === 'compare' ? OPPOSITES[of.operator] : undefined;
  return of.kind === 'compare' && opposite ? { ...of, operator: opposite } : { kind: 'not', of };
}

const OPPOSITES: Readonly<Partial<Record<Operator, Operator>>> = { '=': '<>', '<>': '=', in: 'not in', 'not in': 'in', like: 'not like', 'not like': 'like', 'is null': 'is not null', 'is not null': 'is null' };

export function unknown(why: string): Condition {
  return { kind: 'unknown', why };
}

export function compare(column: ColumnRef, operator: Operator, value: Operand, more: Pick<Compare, 'wrapped' | 'optional'> = {}): Compare {
  return { kind: 'compare', column, operator, value, ...more };
}

/** `= value`, or the test for null. */
export function equals(column: ColumnRef, arg: Argument): Condition {
  if (arg.kind === 'literal' && arg.value === null) return compare(column, 'is null', { kind: 'literal', value: null });
  return compare(column, '=', operandOf(arg));
}

/** Marks every comparison as one that the code puts in only sometimes. */
export function optional(condition: Condition): Condition {
  return withCompares(condition, (one) => ({ ...one, optional: true }));
}

/** A condition with each of its comparisons as `change` makes it. */
export function withCompares(condition: Condition, change: (compare: Compare) => Compare): Condition {
  const inner = (one: Condition): Condition => withCompares(one, change);
  switch (condition.kind) {
    case 'compare':
      return change(condition);
    case 'and':
    case 'or':
      return { ...condition, of: condition.of.map(inner) };
    case 'not':
      return { ...condition, of: inner(condition.of) };
    case 'exists':
      return { ...condition, where: inner(condition.where) };
    case 'unknown':
      return condition;
  }
}

export function isAlways(condition: Condition): boolean {
  return condition.kind === 'and' && condition.of.length === 0;
}

/** A value as the statement holds it. */
export function operandOf(arg: Argument): Operand {
  switch (arg.kind) {
    case 'literal':
      return { kind: 'literal', value: arg.value };
    case 'text':
      return { kind: 'value', type: 'string', from: givenAt(arg) };
    case 'value':
    case 'call':
      return { kind: 'value', ...(arg.type && { type: arg.type }), from: givenAt(arg) };
    case 'list':
      return listOperand(arg);
    default:
      return { kind: 'value', from: givenAt(arg) };
  }
}

/** What comes by a parameter is given where that is read. */
function givenAt(arg: Argument): Given {
  const { spot } = (arg.kind === 'value' && arg.through) || arg.source;
  return { file: spot.file.path, at: spot.at };
}

/** The values of `in`: literals where all are, else a list that comes at run time. */
export function listOperand(arg: Argument): Operand {
  const whole: Operand = { kind: 'value', type: 'list', from: givenAt(arg) };
  if (arg.kind !== 'list' || arg.open !== undefined) return whole;
  const values = arg.items.map(({ value }) => (value.kind === 'literal' ? value.value : undefined));
  return values.length > 0 && values.every((value) => value !== undefined) ? { kind: 'list', values } : whole;
}

/**
 * The pattern of a `like` that is written whole, with its `%`: whether it begins with what it is to match. A value that comes at
 * run time may begin with a `%`.
 */
export function patternOf(arg: Argument): Operand {
  const [first] = arg.kind === 'text' ? arg.parts : [];
  const text = arg.kind === 'literal' ? String(arg.value) : undefined;
  const start = text ?? (typeof first === 'string' ? first : undefined);
  return { kind: 'pattern', anchored: start === undefined || start === '' ? 'unknown' : !/^[%_]/.test(start), ...(text !== undefined && { text }) };
}

/** Reasons for what is unknown in a condition, each once. */
export function reasonsIn(condition: Condition): string[] {
  switch (condition.kind) {
    case 'unknown':
      return [condition.why];
    case 'and':
    case 'or':
      return [...new Set(condition.of.flatMap(reasonsIn))];
    case 'not':
      return reasonsIn(condition.of);
    case 'exists':
      return [...new Set([...condition.joins.flatMap(({ on }) => reasonsIn(on)), ...reasonsIn(condition.where)])];
    case 'compare':
      return [];
  }
}
