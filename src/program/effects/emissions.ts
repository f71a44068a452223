import type { CallFact, Expr } from '../../facts/types.ts';
import { ITERATORS, LIST_VIEWS } from '../resolve/builtins.ts';
import { evaluate } from '../resolve/evaluate.ts';
import type { Link } from '../link.ts';
import { callTargets } from '../resolve/targets.ts';
import { stripped, type LinkedFile } from '../values.ts';

/** What a stream emits: the elements of a list, one value, or what somebody else gives it in time. */
export type Emissions = { kind: 'list'; of: Expr } | { kind: 'one' } | { kind: 'unknown' };

const ONE: Emissions = { kind: 'one' };
const UNKNOWN: Emissions = { kind: 'unknown' };

/** What the stream emits whose operator, or whose subscription, a call is. */
export function emissionsAt(link: Link, file: LinkedFile, call: CallFact): Emissions {
  if (isOnStream(link, file, call)) return emissionsOf(link, file, (call.callee as Extract<Expr, { kind: 'member' }>).object);
  const pipe = call.use === 'argument' ? file.facts.calls[call.useCall] : undefined;
  if (pipe?.callee.kind !== 'member') return UNKNOWN;
  const before = pipe.args.slice(0, pipe.args.findIndex((arg) => arg.kind === 'call' && file.facts.calls[arg.call] === call));
  if (before.some((arg) => collects(link, file, arg))) return ONE;
  const emissions = emissionsOf(link, file, pipe.callee.object);
  // What is handed to somebody who waits for it answers once; what is subscribed to on the spot listens to events.
  const isWaitedFor = pipe.use === 'return' || pipe.use === 'argument';
  return emissions.kind === 'unknown' && isWaitedFor && pipe.callee.object.kind === 'call' ? ONE : emissions;
}

/** `stream.subscribe(…)`, and not an operator that is called by the name of its package. */
function isOnStream(link: Link, file: LinkedFile, { callee, functionId }: CallFact): boolean {
  return callee.kind === 'member' && evaluate(link, callee.object, { file, functionId }).some(({ kind }) => kind === 'handle');
}

function collects(link: Link, file: LinkedFile, expr: Expr): boolean {
  return expr.kind === 'call' && callTargets(link, file, expr.call).some((target) => target.kind === 'operation' && target.operation.collects === true);
}

function emissionsOf(link: Link, file: LinkedFile, stream: Expr, depth = 0): Emissions {
  if (depth > 8) return UNKNOWN;
  const inner = stripped(stream);
  if (inner.kind === 'name') {
    const binding = file.facts.bindings[inner.binding];
    return binding?.kind === 'const' && binding.init && binding.path.length === 0 ? emissionsOf(link, file, binding.init, depth + 1) : UNKNOWN;
  }
  if (inner.kind !== 'call') return UNKNOWN;
  const call = file.facts.calls[inner.call]!;
  if (call.kind === 'new') return UNKNOWN;
  for (const target of callTargets(link, file, inner.call)) {
    if (target.kind !== 'operation') continue;
    const { emits, returns, effect } = target.operation;
    if (emits !== undefined) {
      const list = call.args[emits];
      return list && isList(link, file, list, call.functionId) ? { kind: 'list', of: list } : ONE;
    }
    if (effect?.kind === 'request') return ONE;
    if (returns === 'this' && call.callee.kind === 'member') {
      return call.args.some((arg) => collects(link, file, arg)) ? ONE : emissionsOf(link, file, call.callee.object, depth + 1);
    }
  }
  return UNKNOWN;
}

const LISTS = new Set(['Object', 'Array']);
/** JavaScript's own methods that give a list, or an iterator. */
const LIST_METHODS = new Set([...LIST_VIEWS, ...ITERATORS, 'map', 'flatMap', 'concat', 'flat', 'split']);

/** A value that is a list already, and no promise of one. */
function isList(link: Link, file: LinkedFile, expr: Expr, functionId: number): boolean {
  const { facts } = file;
  if (expr.kind === 'array' || expr.kind === 'await') return true;
  if (expr.kind === 'cast') return isList(link, file, expr.operand, functionId);
  if (expr.kind === 'member') return evaluate(link, expr, { file, functionId }).some(({ kind }) => kind === 'list');
  if (expr.kind === 'call') {
    const { callee, use } = facts.calls[expr.call]!;
    if (callee.kind !== 'member' || use === 'await') return use === 'await';
    if (callee.object.kind === 'name' && callee.object.binding < 0) return LISTS.has(callee.object.name);
    return LIST_METHODS.has(callee.name) && callTargets(link, file, expr.call).length === 0;
  }
  if (expr.kind !== 'name' || expr.binding < 0) return false;
  const { type, init, path } = facts.bindings[expr.binding]!;
  if (type) return type.kind === 'array' || type.kind === 'tuple';
  return init !== null && path.length === 0 && isList(link, file, init, functionId);
}
