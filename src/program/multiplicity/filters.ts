import type { Expr } from '../../facts/types.ts';
import { CONDITION_FUNCTIONS, EQUAL_KEYS, FILTER_STEPS, LIST_KEYS, NAMED_PARAMETER, NO_COLUMN, NO_RELATION, OPERATOR_FUNCTION } from '../../libraries/filters.ts';
import { argumentOf } from '../arguments/follow.ts';
import { alternatives } from '../arguments/parts.ts';
import { returnsOf } from '../arguments/spots.ts';
import type { Argument, Spot, Step } from '../arguments/types.ts';
import type { Link } from '../link.ts';
import { handedOver } from './turns.ts';

/** A column that is compared for equality with a value, or with those of a list. */
export interface Condition {
  column: string;
  value: Argument;
  /** One of several ways to ask, or put in under a condition. */
  optional?: true;
  /** It is compared with a list that is made elsewhere. */
  list?: true;
}

/** `{ userId, state: { equals: state } }`, `{ team_id_slug: { team_id, slug } }`, `and(eq(users.id, id), …)`, a function that gives one of these, or a value alone: the primary key. */
export function conditionsIn(link: Link, filter: Argument, related = false): Condition[] {
  return alternatives(filter).flatMap((one): Condition[] => {
    if (one.kind === 'undefined') return [];
    if (one.kind === 'function') return returnsOf(one.to, one.source.spot.frame).flatMap(({ expr, spot }) => (expr.kind === 'call' ? ofFunction(link, expr.call, spot) : []));
    if (one.kind === 'call' && CONDITION_FUNCTIONS.has(one.name)) return ofFunction(link, one.call.id, one.source.spot);
    if (one.kind !== 'object') return [{ column: '', value: one }];
    return one.properties.flatMap(({ key, value }): Condition[] => {
      if (NO_COLUMN.test(key)) return [];
      if (value.kind !== 'object') return value.kind === 'list' || (value.kind === 'call' && OPERATOR_FUNCTION.test(value.name)) ? [] : [{ column: key, value }];
      const equal = value.properties.find((inner) => EQUAL_KEYS.has(inner.key));
      if (equal) return [{ column: key, value: equal.value }];
      const list = value.properties.find((inner) => LIST_KEYS.has(inner.key));
      if (list) return isMade(list.value) ? [{ column: key, value: list.value, list: true }] : [];
      const isKey = value.properties.length > 1 && value.properties.map((inner) => inner.key).join('_') === key;
      if (isKey) return value.properties.map((inner) => ({ column: inner.key, value: inner.value }));
      const isRelation = related && !value.properties.some((inner) => NO_RELATION.test(inner.key));
      return isRelation ? conditionsIn(link, value, related).map((inner) => ({ ...inner, column: `${key}.${inner.column}` })) : [];
    });
  });
}

/** A list that the code does not write out, neither here nor where it is handed over. */
function isMade(arg: Argument): boolean {
  if (arg.kind === 'list') return arg.open !== undefined || arg.items.some(({ optional }) => optional);
  if (arg.kind === 'choice') return arg.of.some(isMade);
  return arg.kind === 'call' || arg.kind === 'unknown' || (arg.kind === 'value' && handedOver(arg.source).expr.kind !== 'array');
}

/** `.where('userId', '=', id)`, `.where({ userId })`, `.where('o.userId = :userId', { userId })`, `.where(eq(orders.userId, id))` */
export function ofStep(link: Link, { name, args, spot }: Step): Condition[] {
  const at = (expr: Expr): Argument => argumentOf(link, { expr, spot });
  const [first, second, third] = args;
  if (!first) return [];
  if (name === 'findById') return [{ column: '', value: at(first) }];
  if (!FILTER_STEPS.has(name)) return [];
  if (first.kind === 'call') return ofFunction(link, first.call, spot);
  const [text, ...rest] = alternatives(at(first));
  if (!text || rest.length > 0) return [];
  if (text.kind === 'object') return conditionsIn(link, text);
  if (text.kind !== 'literal' || typeof text.value !== 'string' || !second) return [];
  const values = at(second);
  if (values.kind === 'object') {
    return [...text.value.matchAll(NAMED_PARAMETER)].flatMap(([, column, parameter]): Condition[] => {
      const value = values.properties.find(({ key }) => key === parameter)?.value;
      return value ? [{ column: withoutTable(column!), value }] : [];
    });
  }
  if (!third) return [{ column: withoutTable(text.value), value: values }];
  const operator = values.kind === 'literal' ? values.value : undefined;
  const value = at(third);
  if (operator === 'in') return isMade(value) ? [{ column: withoutTable(text.value), value, list: true }] : [];
  return operator === '=' ? [{ column: withoutTable(text.value), value }] : [];
}

/** `and(eq(orders.userId, id), …)` */
function ofFunction(link: Link, id: number, spot: Spot): Condition[] {
  const { callee, args } = spot.file.row('calls', id);
  const name = callee.kind === 'name' || callee.kind === 'member' ? callee.name : '';
  if (name === 'and') return args.flatMap((arg) => (arg.kind === 'call' ? ofFunction(link, arg.call, spot) : []));
  const [column, given] = args;
  if (column?.kind !== 'member' || !given) return [];
  const value = argumentOf(link, { expr: given, spot });
  if (name === 'inArray') return isMade(value) ? [{ column: column.name, value, list: true }] : [];
  return name === 'eq' ? [{ column: column.name, value }] : [];
}

function withoutTable(column: string): string {
  return column.split('.').at(-1)!;
}
