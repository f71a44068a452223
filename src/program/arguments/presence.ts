/** Where a value is known to be there: its type says so, or what leads to the spot has turned away whoever lacks it. */
import { spanStart } from '../../facts/spans.ts';
import type { Expr, TypeRef } from '../../facts/types.ts';
import { gatesOf } from '../multiplicity/gates.ts';
import { stripped, type LinkedFile } from '../values.ts';
import { changesOf } from './changes.ts';
import { choice } from './choices.ts';
import type { Argument, Spot } from './types.ts';

/** What a value may be where it is there; nothing changes where it is never there. */
export function thatIsThere(arg: Argument): Argument {
  if (arg.kind !== 'choice') return arg;
  const given = arg.of.filter((one) => !isMissing(one));
  return given.length === 0 || given.length === arg.of.length ? arg : choice(given, arg.source);
}

/** Whether one of several is nothing. */
export function mayBeMissing(arg: Argument): boolean {
  return arg.kind === 'choice' && arg.of.some(isMissing);
}

function isMissing(arg: Argument): boolean {
  return arg.kind === 'undefined' || (arg.kind === 'literal' && arg.value === null);
}

/** Whether a type has no room for null and undefined, as far as it is written. */
export function isOfSomething(type: TypeRef | null | undefined): boolean {
  switch (type?.kind) {
    case 'literal':
      return type.value !== null;
    case 'other':
      return type.keyword !== undefined;
    case 'union':
      return type.members.every(isOfSomething);
    case 'array':
    case 'tuple':
    case 'object':
      return true;
    default:
      return false;
  }
}

/** What may take away a member. */
const SETS: ReadonlySet<string> = new Set(['set', 'remove', 'open']);

/**
 * Whether a name, or a member of one, is not nothing wherever a spot is reached: it stands in a branch that its test opens for what
 * is there alone, or behind one that others leave by. A name that is set in between is another one.
 */
export function isProven(expr: Expr, spot: Spot): boolean {
  const root = rootOf(expr);
  if (root === undefined) return false;
  const { file } = spot;
  const sets = changesOf(file, root).filter(({ kind }) => kind === 'assign' || (expr.kind === 'member' && SETS.has(kind)));
  const isKept = (from: number, to: number): boolean => !sets.some(({ at }) => at > from && at <= to);
  let { functionId, region, at } = spot;
  for (;;) {
    if (isProvenIn(file, functionId, region, at, expr, (from) => isKept(from, spot.at))) return true;
    if (functionId <= 0 || file.row('bindings', root).functionId === functionId) return false;
    const inner = file.row('functions', functionId);
    // What may be set again may be another one when the function runs.
    if (sets.length > 0) return false;
    ({ parentId: functionId, region } = inner);
    at = spanStart(inner.span);
  }
}

function isProvenIn(file: LinkedFile, functionId: number, region: number, at: number, expr: Expr, isKept: (from: number) => boolean): boolean {
  for (const { test, outcome, from, isPartial } of gatesOf(file, { functionId, region, at }, () => true)) {
    if (!isPartial && proves(file, test, expr, outcome) && isKept(from)) return true;
  }
  return false;
}

/** Whether a test that holds, or that fails, shows that a value is there. */
function proves(file: LinkedFile, test: Expr, value: Expr, holds: boolean): boolean {
  const expr = read(file, test);
  switch (expr.kind) {
    case 'unary':
      return expr.operator === '!' && proves(file, expr.operand, value, !holds);
    case 'logical': {
      if (expr.operator === '??') return false;
      const left = proves(file, expr.left, value, holds);
      const right = proves(file, expr.right, value, holds);
      // Of `a && b` that holds, and of `a || b` that fails, both do.
      return (expr.operator === '&&') === holds ? left || right : left && right;
    }
    case 'binary':
      return comparisonProves(file, expr, value, holds);
    default:
      return holds && leadsTo(file, expr, value);
  }
}

function comparisonProves(file: LinkedFile, { operator, left, right }: Extract<Expr, { kind: 'binary' }>, value: Expr, holds: boolean): boolean {
  const isEqual = operator === '===' || operator === '==';
  if (!isEqual && operator !== '!==' && operator !== '!=') return false;
  const isSame = isEqual === holds;
  for (const [one, other] of [[left, right], [right, left]] as const) {
    const side = read(file, one);
    const isType = side.kind === 'unary' && side.operator === 'typeof';
    if (!leadsTo(file, isType ? side.operand : side, value)) continue;
    if (isType) return other.kind === 'literal' && isSame !== (other.value === 'undefined');
    const isOfNothing = (other.kind === 'literal' && other.value === null) || (other.kind === 'name' && other.binding < 0 && other.name === 'undefined');
    return isOfNothing ? !isSame : isSame && other.kind === 'literal';
  }
  return false;
}

/** Whether an expression is a value, or something that is read of it. */
function leadsTo(file: LinkedFile, expr: Expr, value: Expr): boolean {
  for (let at = read(file, expr); ; at = read(file, at.object)) {
    if (isSame(file, at, value)) return true;
    if (at.kind !== 'member') return false;
  }
}

function isSame(file: LinkedFile, one: Expr, two: Expr): boolean {
  const [left, right] = [read(file, one), read(file, two)];
  if (left.kind === 'name') return right.kind === 'name' && left.binding >= 0 && left.binding === right.binding;
  return left.kind === 'member' && right.kind === 'member' && left.name === right.name && isSame(file, left.object, right.object);
}

/** What is read: getters are members. */
function read(file: LinkedFile, expr: Expr): Expr {
  const inner = stripped(expr);
  const call = inner.kind === 'call' ? file.row('calls', inner.call) : undefined;
  return call?.kind === 'get' ? stripped(call.callee) : inner;
}

/** The name that a member is read of, by way of others. */
function rootOf(expr: Expr): number | undefined {
  let at = expr;
  while (at.kind === 'member') at = stripped(at.object);
  return at.kind === 'name' && at.binding >= 0 ? at.binding : undefined;
}
