import type { Expr, Span } from '../../facts/types.ts';
import { chainTo } from '../arguments/chain.ts';
import { argumentOf } from '../arguments/follow.ts';
import { alternatives, property } from '../arguments/parts.ts';
import { returnsOf, spotOf } from '../arguments/spots.ts';
import type { Argument, Frame, Source, Spot, Step } from '../arguments/types.ts';
import type { Link } from '../link.ts';
import { callTargets } from '../resolve/targets.ts';
import type { CallRef } from '../values.ts';
import type { Context } from './contexts.ts';
import { restsOn, rootBinding } from './flow.ts';
import { spans } from './regions.ts';
import type { Repeat } from './repeats.ts';

/** What a repeated query is asked for, turn by turn, as far as the code shows it. */
export interface Asked {
  /** Columns whose values are others at each turn, as the code names them; none where that is not seen. `''` for the primary key of a method that is given a key alone, `author.id` for one of a related row. */
  columns: readonly string[];
  /** All that it is given is seen, and the same at every turn. */
  same: boolean;
  /** All of its filter is, so that it is about the same rows each time. */
  sameRows: boolean;
  /** A write stores other values at each turn; undefined where that is not seen. */
  own?: boolean;
  /** Keys of the objects that a write's values are: `connect`, `create` of a relation. */
  nested: ReadonlySet<string>;
}

/** A column that is compared for equality with a value, or with those of a list. */
interface Condition {
  column: string;
  value: Argument;
  /** One of several ways to ask, or put in under a condition. */
  optional?: true;
  /** It is compared with a list that is made elsewhere. */
  list?: true;
}

/** Reads what a repeated call asks by: its filter, or the steps of its builder, with parameters followed to the call in the loop. */
export function askedBy(link: Link, { call: ref, sink, context }: Repeat): Asked {
  const { effect, call, target } = sink;
  if (effect.kind !== 'query') return { columns: [], same: false, sameRows: false, nested: new Set() };
  const { args } = call.file.row('calls', call.id);
  const spot = spotWithin(link, sink.path, call);
  const turn = turnOf(context);
  const isOfTurn = (source: Source): boolean => turn(handedOver(source)) === 'new';
  const given = (at: NonNullable<typeof effect.filter>): Argument | undefined => {
    const expr = args[at.arg];
    const arg = expr && argumentOf(link, { expr, spot });
    return arg && at.property !== undefined ? property(arg, at.property) : arg;
  };
  const filter = effect.filter && given(effect.filter);
  const chain = effect.filter ? undefined : chainTo(link, call, spot);
  const steps = chain?.steps ?? [];
  const conditions = filter ? conditionsIn(link, filter, target.library.advice?.related === true) : steps.flatMap((step) => ofStep(link, step).map((condition): Condition => ({ ...condition, ...(step.optional && { optional: true }) })));
  const stored = steps.find(({ name }) => STORING.has(name));
  const data = (effect.data && given(effect.data)) ?? (stored?.args[0] && argumentOf(link, { expr: stored.args[0], spot: stored.spot }));
  const isKept = (source: Source): boolean => turn(handedOver(source)) === 'kept';
  const isAlike = (source: Source): boolean => isConstant(source) || isSame(argumentOf(link, source), isKept);
  const same =
    // What a name is followed to may be its value before the first turn.
    ref.file.row('calls', ref.id).args.every((expr) => turn({ expr, spot: spotOf(ref) }) === 'kept') &&
    (chain ? chain.open === undefined && turn(handedOver(chain.root)) !== 'new' && steps.every((step) => step.args.every((expr) => isAlike({ expr, spot: step.spot }))) : args.every((expr) => isAlike({ expr, spot })));
  const own = data && (varies(data, isOfTurn) ? true : isSame(data, isKept) ? false : undefined);
  const sameRows = conditions.length > 0 && (filter ? isSame(filter, isKept) : conditions.every(({ value }) => isSame(value, isKept)));
  return { columns: keysOf(conditions, isOfTurn), same, sameRows, ...(own !== undefined && { own }), nested: nestedIn(data) };
}

/** The columns that tell the turns apart: those of a list before all, and what is always asked by before what may be. */
function keysOf(conditions: readonly Condition[], isOfTurn: (source: Source) => boolean): string[] {
  const list = conditions.find((condition) => condition.list);
  if (list) return [list.column];
  const varying = conditions.filter(({ value }) => varies(value, isOfTurn));
  const always = varying.filter(({ optional }) => !optional);
  const columns = [...new Set((always.length > 0 ? always : varying.slice(0, 1)).map(({ column }) => column))];
  return columns.length > 1 ? columns.filter((column) => column !== '') : columns;
}

/** Steps of a builder that are given what is stored. */
const STORING = new Set(['set', 'values', 'update', 'patch']);

/** Where a call stands, with the calls that led there. */
function spotWithin(link: Link, path: readonly CallRef[], call: CallRef): Spot {
  let frame: Frame | null = null;
  for (const [position, step] of path.entries()) {
    const next = path[position + 1] ?? call;
    const caller = spotOf(step, frame);
    const at = next.file.row('calls', next.id).span;
    const target = callTargets(link, step.file, step.id).find((one) => one.kind === 'function' && one.file === next.file && spans(one.file.row('functions', one.id).span, at));
    frame = target?.kind === 'function' ? { to: { file: target.file, id: target.id }, call: step, shift: target.shift, caller } : null;
  }
  return spotOf(call, frame);
}

/** Whether an expression rests on what is made anew at each turn, or on nothing but what was there before the first; undefined where it stands elsewhere, or that is not seen. */
function turnOf(context: Context): (source: Source) => 'new' | 'kept' | undefined {
  const { file } = context;
  const { facts } = file;
  const span = spanOf(context);
  if (!span) return () => undefined;
  const changed = new Set(facts.assignments.flatMap(({ target, span: at }) => (spans(span, at) ? [rootBinding(target)] : [])));
  const isWithin = (binding: number): boolean => spans(span, facts.bindings[binding]!.span);
  // A resolver is given other things beside its row, which all rows of a request share.
  const row = context.kind === 'row' ? new Set(facts.functions[context.functionId]!.params[context.entry.row ?? 0]?.bindings) : undefined;
  const isNew = (binding: number): boolean => (row ? row.has(binding) : changed.has(binding) || isWithin(binding));
  const isGiven = (binding: number): boolean => context.kind === 'row' && facts.bindings[binding]!.kind === 'param' && facts.bindings[binding]!.functionId === context.functionId;
  const isKept = (binding: number): boolean => !changed.has(binding) && (!isWithin(binding) || isGiven(binding));
  return ({ expr, spot }) => {
    if (spot.frame) return isCaptured(expr, spot, spot.file === file ? span : undefined) ? 'kept' : undefined;
    if (spot.file !== file) return undefined;
    const bindings = [...restsOn(facts, [expr], span)];
    return bindings.some(isNew) ? 'new' : bindings.every(isKept) ? 'kept' : undefined;
  };
}

/** The code that runs at each turn, where it is of one file. */
function spanOf(context: Context): Span | undefined {
  const { facts } = context.file;
  if (context.kind === 'loop') return facts.regions[context.region]!.span;
  if (context.kind === 'row') return facts.functions[context.functionId]!.span;
  return context.kind === 'callback' && context.closure >= 0 ? facts.functions[context.closure]!.span : undefined;
}

/** Whether a function that is called in the loop reads it of what stands around the function, where it is set once, and not in the loop. */
function isCaptured(expr: Expr, spot: Spot, loop: Span | undefined): boolean {
  const { file, frame } = spot;
  if (expr.kind === 'member') return isCaptured(expr.object, spot, loop);
  if (expr.kind !== 'name' || expr.binding < 0) return false;
  const { span, kind } = file.row('bindings', expr.binding);
  const own = frame!.to.file.row('functions', frame!.to.id).span;
  return frame!.to.file === file && !spans(own, span) && !(loop && spans(loop, span)) && kind !== 'var' && !file.row('assignmentsTo', expr.binding);
}

const MAX_DEPTH = 6;

function varies(arg: Argument, isOfTurn: (source: Source) => boolean, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false;
  const deeper = (one: Argument): boolean => varies(one, isOfTurn, depth + 1);
  switch (arg.kind) {
    case 'object':
      return arg.properties.some(({ value }) => deeper(value)) || (arg.open !== undefined && isOfTurn(arg.source));
    case 'list':
      return arg.items.some(({ value }) => deeper(value));
    case 'choice':
      return arg.of.some(deeper);
    case 'text':
      return arg.parts.some((part) => typeof part !== 'string' && deeper(part));
    case 'call':
      return isOfTurn(arg.source) || arg.args().some(deeper);
    case 'value':
      return isOfTurn(arg.source) || (arg.through !== undefined && isOfTurn(arg.through));
    default:
      return isOfTurn(arg.source);
  }
}

/** Whether all of a value is seen, and none of it is another one at each turn. */
function isSame(arg: Argument, isKept: (source: Source) => boolean, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false;
  const deeper = (one: Argument): boolean => isSame(one, isKept, depth + 1);
  switch (arg.kind) {
    case 'object':
      return arg.open === undefined && arg.properties.every(({ value }) => deeper(value));
    case 'list':
      return arg.open === undefined && arg.items.every(({ value }) => deeper(value));
    case 'literal':
    case 'undefined':
    case 'symbol':
      return true;
    case 'value':
      return isRead(arg.source.expr) && isKept(arg.source);
    default:
      return false;
  }
}

/** What a module declares once, or a part of it: a table, a column. */
function isConstant({ expr, spot }: Source): boolean {
  if (expr.kind === 'member') return isConstant({ expr: expr.object, spot });
  if (expr.kind !== 'name' || expr.binding < 0) return expr.kind === 'literal';
  const { kind, functionId } = spot.file.row('bindings', expr.binding);
  return kind === 'import' || kind === 'class' || kind === 'enum' || (kind === 'const' && functionId === 0);
}

/** A name, or a member of one: what a call gives may be another thing each time. */
function isRead(expr: Expr): boolean {
  return expr.kind === 'name' || expr.kind === 'this' || (expr.kind === 'member' && isRead(expr.object));
}

/** Operators of equality, as a key around the value. */
const EQUALS = new Set(['equals', '$eq', '[Op.eq]']);
const IN = new Set(['in', '$in', '[Op.in]']);
/** Functions that are operators: `In(ids)`, `MoreThan(start)`. */
const OPERATOR = /^[A-Z]/;
/** Keys that are no columns. */
const NO_COLUMN = /^(?:AND|OR|NOT|\$|\[)/;
/** Other operators, and what is said of several related rows or of none: https://www.prisma.io/docs/orm/reference/prisma-client-reference#filter-conditions-and-operators */
const NO_RELATION = /^(?:not|notIn|[gl]te?|contains|startsWith|endsWith|search|mode|has|hasEvery|hasSome|isEmpty|isSet|path|string_.+|array_.+|every|none|isNot|\$.+)$/;

/** `{ userId, state: { equals: state } }`, `{ team_id_slug: { team_id, slug } }`, `and(eq(users.id, id), …)`, a function that gives one of these, or a value alone: the primary key. */
function conditionsIn(link: Link, filter: Argument, related = false): Condition[] {
  return alternatives(filter).flatMap((one): Condition[] => {
    if (one.kind === 'undefined') return [];
    if (one.kind === 'function') return returnsOf(one.to, one.source.spot.frame).flatMap(({ expr, spot }) => (expr.kind === 'call' ? ofFunction(link, expr.call, spot) : []));
    if (one.kind === 'call' && FUNCTIONS.has(one.name)) return ofFunction(link, one.call.id, one.source.spot);
    if (one.kind !== 'object') return [{ column: '', value: one }];
    return one.properties.flatMap(({ key, value }): Condition[] => {
      if (NO_COLUMN.test(key)) return [];
      if (value.kind !== 'object') return value.kind === 'list' || (value.kind === 'call' && OPERATOR.test(value.name)) ? [] : [{ column: key, value }];
      const equal = value.properties.find((inner) => EQUALS.has(inner.key));
      if (equal) return [{ column: key, value: equal.value }];
      const list = value.properties.find((inner) => IN.has(inner.key));
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

/** What a parameter, or a member of one, is given by the call that led here. */
function handedOver(source: Source): Source {
  const { expr, spot } = source;
  if (expr.kind === 'member') {
    const of = handedOver({ expr: expr.object, spot });
    return of.spot === spot ? source : memberOf(of, expr.name);
  }
  const binding = expr.kind === 'name' && expr.binding >= 0 ? spot.file.row('bindings', expr.binding) : undefined;
  if (binding?.kind !== 'param') return source;
  for (let at = spot.frame; at; at = at.caller.frame) {
    if (at.to.file !== spot.file || at.to.id !== binding.functionId) continue;
    const arg = at.call.file.row('calls', at.call.id).args[binding.target + at.shift];
    return arg ? binding.path.reduce(memberOf, handedOver({ expr: arg, spot: at.caller })) : source;
  }
  return source;
}

function memberOf({ expr, spot }: Source, name: string): Source {
  const made = written(expr, spot);
  const property = made.kind === 'object' ? made.properties.findLast(({ key }) => key === name) : undefined;
  return property ? handedOver({ expr: property.value, spot }) : { expr: { kind: 'member', object: expr, name }, spot };
}

/** The object that a name is declared with, where it is set once and none of it is set later: `const params = { id }`. */
function written(expr: Expr, { file }: Spot): Expr {
  if (expr.kind !== 'name' || expr.binding < 0) return expr;
  const { kind, init, path } = file.row('bindings', expr.binding);
  const isLeft = kind === 'const' && path.length === 0 && !file.facts.assignments.some(({ target }) => rootBinding(target) === expr.binding);
  return isLeft && init?.kind === 'object' ? init : expr;
}

const WHERE = new Set(['where', 'andWhere', 'findOne']);
/** `order.user_id = :userId` */
const NAMED = /([\w.]+)["`]?\s*=\s*:(\w+)/g;

/** `.where('userId', '=', id)`, `.where({ userId })`, `.where('o.userId = :userId', { userId })`, `.where(eq(orders.userId, id))` */
function ofStep(link: Link, { name, args, spot }: Step): Condition[] {
  const at = (expr: Expr): Argument => argumentOf(link, { expr, spot });
  const [first, second, third] = args;
  if (!first) return [];
  if (name === 'findById') return [{ column: '', value: at(first) }];
  if (!WHERE.has(name)) return [];
  if (first.kind === 'call') return ofFunction(link, first.call, spot);
  const [text, ...rest] = alternatives(at(first));
  if (!text || rest.length > 0) return [];
  if (text.kind === 'object') return conditionsIn(link, text);
  if (text.kind !== 'literal' || typeof text.value !== 'string' || !second) return [];
  const values = at(second);
  if (values.kind === 'object') {
    return [...text.value.matchAll(NAMED)].flatMap(([, column, parameter]): Condition[] => {
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

/** Functions that are conditions: https://orm.drizzle.team/docs/operators */
const FUNCTIONS = new Set(['and', 'eq', 'inArray']);

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

/** Keys of the objects among the values that a write stores. */
function nestedIn(data: Argument | undefined): ReadonlySet<string> {
  const rows = data ? alternatives(data) : [];
  return new Set(rows.flatMap((row) => (row.kind === 'object' ? row.properties : [])).flatMap(({ value }) => alternatives(value)).flatMap((value) => (value.kind === 'object' ? value.properties.map(({ key }) => key) : [])));
}
