import type { CallFact, Expr, TypeRef } from '../../facts/types.ts';
import { LIST_VIEWS } from '../resolve/builtins.ts';
import { isContainer, iterationOf } from '../resolve/iteration.ts';
import type { Link } from '../link.ts';
import { PerLink } from '../memo.ts';
import { matchesCallback } from '../resolve/params.ts';
import { callTargets, type CallTarget } from '../resolve/targets.ts';
import { keyOf, stripped, type LinkedFile } from '../values.ts';

/**
 * Whether somebody waits for the value of a call, so that a builder runs: `await`, a combinator, an `async` function that
 * returns it. `by-caller`: the function returns it as it is, and its callers decide.
 */
export type Taken = 'yes' | 'no' | 'by-caller';

/** Calls and functions between a builder and the one who waits for it. */
const MAX_HOPS = 8;

/** Methods whose result has elements of the receiver: `rows.map(…).filter(…)`. */
const SAME_ELEMENTS = new Set([...LIST_VIEWS, 'concat', 'flat']);

export function isTaken(link: Link, file: LinkedFile, callId: number): Taken {
  return takenCalls.get(link, keyOf(file, callId), () => takenAfter(link, file, callId, 0));
}

export const takenCalls = new PerLink<number, Taken>();

function takenAfter(link: Link, file: LinkedFile, callId: number, hops: number): Taken {
  const call = file.facts.calls[callId]!;
  if (hops > MAX_HOPS) return 'no';
  switch (call.use) {
    case 'await':
    case 'yield':
      return 'yes';
    case 'return':
      return isReturnTaken(link, file, call.functionId, hops + 1);
    case 'argument':
    case 'element':
      return call.useCall < 0 ? heldIn(link, file, callId) : isArgumentTaken(link, file, call.useCall, hops + 1);
    case 'value':
      return heldIn(link, file, callId);
    case 'receiver': {
      const callee = file.facts.calls[call.useCall]?.callee;
      return callee?.kind === 'member' && SAME_ELEMENTS.has(callee.name) ? takenAfter(link, file, call.useCall, hops + 1) : 'no';
    }
    default:
      return 'no';
  }
}

/** What happens to a value that a call is given. A function of the project says so itself, where it awaits its parameter. */
function isArgumentTaken(link: Link, file: LinkedFile, callId: number, hops: number): Taken {
  const call = file.facts.calls[callId]!;
  const targets = callTargets(link, file, callId);
  if (targets.length > 0) return targets.some(awaitsArguments) ? 'yes' : 'no';
  if (call.callee.kind === 'member' && (call.callee.name === 'push' || call.callee.name === 'add')) return isComposed(link, file, call.callee.object) ? 'no' : 'yes';
  return call.kind === 'call' && takenAfter(link, file, callId, hops) === 'yes' ? 'yes' : 'no';
}

function awaitsArguments(target: CallTarget): boolean {
  return target.kind === 'operation' && (target.operation.gathers ?? target.operation.awaits) === true;
}

/** `const pending = rows.map(…)`, `const pending = [first(), second()]`: a name that a combinator is given later. */
function heldIn(link: Link, file: LinkedFile, callId: number): Taken {
  const { facts } = file;
  const isIt = (expr: Expr) => expr.kind === 'call' && expr.call === callId;
  const holds = (expr: Expr) => isIt(expr) || (expr.kind === 'array' && expr.elements.some((element) => isIt(stripped(element))));
  const holder = facts.bindings.findIndex(({ init, path }) => init !== null && path.length === 0 && holds(stripped(init)));
  if (holder < 0) return 'no';
  const isName = (expr: Expr) => expr.kind === 'name' && expr.binding === holder;
  const isGiven = ({ args }: CallFact) => args.some((arg) => isName(stripped(arg)) || (arg.kind === 'array' && arg.elements.some((element) => isName(stripped(element)))));
  const gathered = facts.calls.some((call, id) => isGiven(call) && callTargets(link, file, id).some(awaitsArguments));
  return gathered ? 'yes' : 'no';
}

/** A list that becomes part of another query: `union(first, ...others)`, also through names that are taken from it. */
function isComposed(link: Link, file: LinkedFile, list: Expr, depth = 0): boolean {
  if (list.kind !== 'name' || list.binding < 0 || depth > MAX_HOPS) return false;
  const { calls, bindings } = file.facts;
  const given = calls.some(({ args }, id) => args.some((arg) => isPartOf(arg, list.binding)) && callTargets(link, file, id).some((target) => target.kind === 'operation' && (target.operation.composes ?? target.operation.whenAwaited)));
  return given || bindings.some(({ init, name }, binding) => init !== null && binding !== list.binding && isPartOf(init, list.binding) && isComposed(link, file, { kind: 'name', name, binding }, depth + 1));
}

/** The name itself, spread, cast, spread in an array, or put into a template. */
function isPartOf(expr: Expr, binding: number): boolean {
  const inner = stripped(expr);
  if (inner.kind === 'template') return inner.values.some((value) => isPartOf(value, binding));
  return inner.kind === 'array' ? inner.elements.some((element) => isPartOf(element, binding)) : inner.kind === 'name' && inner.binding === binding;
}

/** Whether what a function returns is waited for by whoever runs it. */
function isReturnTaken(link: Link, file: LinkedFile, functionId: number, hops: number): Taken {
  const fact = file.facts.functions[functionId]!;
  if (fact.async || fact.generator || isPromise(fact.returnType)) return 'yes';
  const site = file.index.callbackSite.get(functionId);
  if (!site) return 'by-caller';
  const call = file.facts.calls[site.call]!;
  if (call.callee.kind === 'function') return takenAfter(link, file, site.call, hops);
  const targets = callTargets(link, file, site.call);
  for (const target of targets) {
    if (target.kind === 'function') continue;
    const callback = target.operation.callbacks?.find((item) => matchesCallback(item, site.arg, site.path, call.args.length));
    if (callback) return callback.runs === 'each' && callback.over !== 'emitted' ? takenAfter(link, file, site.call, hops) : 'yes';
    // A function that an operation of a library is given and is not known to run only composes.
    return target.operation.wraps ? 'yes' : 'no';
  }
  if (targets.length === 0 && call.callee.kind === 'member') {
    if (isContainer(link, file, call)) return 'yes';
    const method = iterationOf(link, file, call);
    if (method) return method.result === 'mapped' ? takenAfter(link, file, site.call, hops) : 'no';
    if (call.callee.name === 'then' || call.callee.name === 'catch') return 'yes';
  }
  // A method among the options of what is made: whoever calls it decides.
  if (call.kind === 'new' && site.path.length > 0) return 'by-caller';
  return call.use === 'value' || call.use === 'receiver' ? 'no' : 'yes';
}

function isPromise(type: TypeRef | null): boolean {
  return type?.kind === 'ref' && type.path[0] === 'Promise';
}
