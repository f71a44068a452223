import type { BindingFact, CallFact, Expr, FileFacts } from '../../facts/types.ts';
import type { QueryEffect } from '../../libraries/types.ts';
import type { Link } from '../link.ts';
import { evaluate } from '../resolve/evaluate.ts';
import { declared } from '../resolve/names.ts';
import { callTargets } from '../resolve/targets.ts';
import { stripped, type CallRef, type LinkedFile, type Place } from '../values.ts';

/** A statement's text as the code writes it, and the call that writes it. */
export interface Statement {
  /** With `HOLE` where a value is put in; null when it is not written in code that is seen. */
  text: string | null;
  holes: readonly Expr[];
  /** The call that is given the text, as `source`: the sink, or a call that leads to it through a wrapper. */
  call: CallRef;
  source: Expr;
  /** What a library's builder does whose text is sent. */
  built?: QueryEffect['operation'];
}

/** Stands for a value that is put into a text. */
export const HOLE = '\u0000';

/** Names and parameters are followed so far to find a text. */
const MAX_DEPTH = 6;

/**
 * The statement that a call of a driver sends: a literal, a template, a constant, or what the caller of a wrapper wrote.
 *
 * @param path the calls that led to `ref`, outermost first
 */
export function statementOf(link: Link, ref: CallRef, effect: QueryEffect, path: readonly CallRef[]): Statement | undefined {
  if (!effect.sql) return undefined;
  const arg = argumentAt(ref.file.facts.calls[ref.id]!, effect.sql);
  return arg && written(link, arg, ref, path, 0);
}

/** What a call is given where the table says that it takes the text, the filter or the data. */
export function argumentAt(call: CallFact, { arg, property }: { arg: number; property?: string }): Expr | undefined {
  const given = call.args[arg];
  return given && property !== undefined ? partOf(given, property) : given;
}

/** The property of an object that is written out, there or in what is spread into it: `{ queryId, ...params }`. Anything else as it is. */
function partOf(expr: Expr, name: string): Expr | undefined {
  if (expr.kind !== 'object') return expr;
  const last = expr.properties.findLast(({ key }) => key === name || key === null);
  return last?.key === null ? { kind: 'member', object: last.value, name } : last?.value;
}

function written(link: Link, expr: Expr, at: CallRef, path: readonly CallRef[], depth: number): Statement {
  const text = textOf(link, expr, { file: at.file, functionId: at.file.facts.calls[at.id]!.functionId }, depth);
  if (text) return { ...text, call: at, source: expr };
  const unseen: Statement = { text: null, holes: [], call: at, source: expr, ...builtBy(link, expr, at) };
  // A parameter of a wrapper: the text is where the wrapper is called.
  const caller = path.at(-1);
  const param = parameterBehind(at.file.facts, expr, 0);
  if (!caller || !param || depth > MAX_DEPTH) return unseen;
  const call = caller.file.facts.calls[caller.id]!;
  const target = callTargets(link, caller.file, caller.id).find((item) => item.kind === 'function' && item.file === at.file && item.id === param.functionId);
  const given = target?.kind === 'function' ? call.args[param.target + target.shift] : undefined;
  const read = stripped(expr);
  const arg = given && read.kind === 'member' && stripped(read.object).kind === 'name' ? partOf(given, read.name) : given;
  return arg ? written(link, arg, caller, path.slice(0, -1), depth + 1) : unseen;
}

/** `builder`, `builder.toString()`: a library's builder whose text it is. */
function builtBy(link: Link, expr: Expr, at: CallRef): Pick<Statement, 'built'> {
  const { calls } = at.file.facts;
  for (const value of evaluate(link, expr, { file: at.file, functionId: calls[at.id]!.functionId })) {
    const effect = value.kind === 'handle' ? link.libraries.describe(value).awaited?.effect : undefined;
    if (effect?.kind === 'query') return { built: effect.operation };
  }
  const made = expr.kind === 'call' ? calls[expr.call]! : undefined;
  return made?.callee.kind === 'member' && made.args.length === 0 ? builtBy(link, made.callee.object, at) : {};
}

/** The parameter that an expression is, belongs to, or is made from: `prepare(text, params).sql`, `builder.toSQL().sql`. */
function parameterBehind(facts: FileFacts, expr: Expr, depth: number): BindingFact | undefined {
  let inner = stripped(expr);
  while (inner.kind === 'member') inner = stripped(inner.object);
  if (depth > 3) return undefined;
  if (inner.kind === 'call') {
    const { args: [first], callee } = facts.calls[inner.call]!;
    const from = first ?? (callee.kind === 'member' ? callee.object : undefined);
    return from && parameterBehind(facts, from, depth + 1);
  }
  const binding = inner.kind === 'name' ? facts.bindings[inner.binding] : undefined;
  if (!binding || binding.kind === 'param') return binding;
  return binding.init ? parameterBehind(facts, binding.init, depth + 1) : undefined;
}

type Text = { text: string; holes: readonly Expr[] };

function textOf(link: Link, expr: Expr, place: Place, depth: number): Text | undefined {
  const inner = stripped(expr);
  if (depth > MAX_DEPTH) return undefined;
  switch (inner.kind) {
    case 'literal':
      return typeof inner.value === 'string' ? { text: inner.value, holes: [] } : undefined;
    case 'template':
      return { text: inner.quasis.join(HOLE), holes: inner.values };
    case 'binary':
      return inner.operator === '+' ? joined(link, inner, place, depth) : undefined;
    case 'conditional':
      return textOf(link, inner.yes, place, depth + 1);
    case 'call':
      return calledText(link, place, inner.call, depth);
    case 'name':
      return namedText(link, inner.binding, place.file, depth);
    case 'member': {
      const [value, ...others] = evaluate(link, inner, place);
      return value?.kind === 'literal' && typeof value.value === 'string' && others.length === 0 ? { text: value.value, holes: [] } : undefined;
    }
    default:
      return undefined;
  }
}

function joined(link: Link, { left, right }: Extract<Expr, { kind: 'binary' }>, place: Place, depth: number): Text | undefined {
  const start = textOf(link, left, place, depth + 1);
  if (!start) return undefined;
  const end = textOf(link, right, place, depth + 1) ?? { text: HOLE, holes: [right] };
  return { text: start.text + end.text, holes: [...start.holes, ...end.holes] };
}

/** A tagged template, `text.trim()`, `format(text, …)`. */
function calledText(link: Link, place: Place, callId: number, depth: number): Text | undefined {
  const { kind, callee, args } = place.file.facts.calls[callId]!;
  if (kind === 'call' && callee.kind === 'member' && TEXT_METHODS.has(callee.name)) return textOf(link, callee.object, place, depth + 1);
  const first = args[0] && stripped(args[0]);
  const formats = kind === 'tag' || callee.kind === 'name' || (callee.kind === 'member' && callee.name === 'format');
  return first && formats && (kind === 'tag' || first.kind === 'literal' || first.kind === 'template') ? textOf(link, first, place, depth + 1) : undefined;
}

const TEXT_METHODS = new Set(['trim', 'replace', 'replaceAll', 'concat', 'append']);

function namedText(link: Link, bindingId: number, file: LinkedFile, depth: number): Text | undefined {
  if (bindingId < 0) return undefined;
  for (const item of declared(link, file, bindingId)) {
    if (item.kind !== 'binding') continue;
    const { init, path, functionId } = item.file.facts.bindings[item.id]!;
    const text = init && path.length === 0 ? textOf(link, init, { file: item.file, functionId }, depth + 1) : undefined;
    if (text) return item.file === file ? text : { text: text.text, holes: text.holes.map(() => ({ kind: 'other' })) };
  }
  return undefined;
}

const COMMENTS = /^(?:\s|\(|--[^\n]*\n|\/\*[\s\S]*?\*\/)+/;
/** Statements that rule the session, the transaction or the schema: they handle no rows, and there is no doing many at once. */
const CONTROL =
  /^(?:begin|start|commit|end|rollback|abort|savepoint|release|set|reset|discard|listen|unlisten|notify|use|pragma|attach|detach|lock|unlock|kill|show|explain|create|alter|drop|truncate|grant|revoke|comment|vacuum|analyze|reindex|refresh|cluster|copy|optimize|flush|rename|prepare|deallocate|declare|fetch|close|do)\b/i;
/** Of SurrealQL, where CREATE makes a record and DEFINE a table: https://surrealdb.com/docs/surrealql/statements/create */
const CREATES_RECORD = /^create\s+(?:only\s+)?[\w:$\u0000|]+(?:\([^)]*\))?\s+(?:content|set)\b/i;
const CONTROL_CALL = /^select\s+(?:set_config|pg_notify|pg_sleep|nextval|setval|last_insert_id)\b/i;
const ONE_ROW = /\blimit\s+1\s*;?\s*$|\bwhere\s+[\w."`]*\bid["`\]]?\s*=\s*(?:\$\d+|\?|[:@$]\w+|\u0000)\s*;?\s*$/i;
const COUNTS = /^select\s+(?:count|exists|sum|max|min|avg|bool_or|bool_and)\s*\(/i;
const MANY_VALUES = /\bvalues\s*(?:\u0000|\?(?!\w)|%L)|\bunnest\s*\(|recordset\s*\(|\bjson_(?:table|each)\s*\(|\)\s*select\b|^insert\s+into\s+\S+\s+select\b/i;
/** What a statement does behind its common table expressions, or behind the collections that one of AQL names first. */
const WRITES = /\b(?:(insert)\s+(?:into|\{|@|\u0000)|(update|upsert)|(delete)\s+from|(merge)\s+into|(remove)\s+(?:\{|\w+(?:\.\w+)*\s+in\b|\u0000))/i;
/** In AQL the verb stands behind the loops: https://docs.arangodb.com/stable/aql/high-level-operations/ */
const AQL_WRITES = /\b(?:insert|update|replace|upsert|remove)\b/i;
const UPSERTS = /\bon\s+conflict\b[\s\S]*\bdo\s+update\b|\bon\s+duplicate\s+key\b/i;

/** What a driver's call does, by what its statement says; null for a statement that handles no rows. */
export function readStatement(effect: QueryEffect, { text, built }: Statement): QueryEffect | null {
  if (text === null) return built ? { ...effect, operation: built } : effect;
  const sql = text.replace(COMMENTS, '');
  if (CREATES_RECORD.test(sql)) return { ...effect, operation: 'insert', rows: 'one' };
  if (CONTROL.test(sql) || CONTROL_CALL.test(sql)) return null;
  const verb = /^[a-z]+/i.exec(sql)?.[0].toLowerCase();
  const main = verb === 'with' ? (WRITES.exec(sql)?.slice(1).find((word) => word !== undefined)?.toLowerCase() ?? 'select') : verb;
  const many = MANY_VALUES.test(sql) ? 'many' : 'one';
  switch (main) {
    case 'select':
    case 'values':
    case 'table':
      if (COUNTS.test(sql) && !/\bgroup\s+by\b/i.test(sql)) return { ...effect, operation: 'count', rows: 'one' };
      return { ...effect, operation: 'select', rows: ONE_ROW.test(sql) ? 'one' : 'many' };
    case 'for':
    case 'let':
    case 'return':
      return AQL_WRITES.test(sql) ? effect : { ...effect, operation: 'select', rows: 'many' };
    case 'insert':
      return { ...effect, operation: UPSERTS.test(sql) ? 'upsert' : 'insert', rows: many };
    case 'replace':
    case 'merge':
    case 'upsert':
      return { ...effect, operation: 'upsert', rows: many };
    case 'update':
      return { ...effect, operation: 'update', rows: 'one' };
    case 'delete':
    case 'remove':
      return { ...effect, operation: 'delete', rows: 'one' };
    default:
      return effect;
  }
}

/** Row locks and advisory locks, in the text of a statement. */
export const LOCKS = /\bFOR\s+(NO KEY\s+)?UPDATE\b|\bFOR\s+(KEY\s+)?SHARE\b|pg_(try_)?advisory|\bGET_LOCK\s*\(|\bWITH\s*\([^)]*\bUPDLOCK\b/i;
