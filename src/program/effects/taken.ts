import type { CallFact, Expr } from '../../facts/types.ts';
import type { Link } from '../link.ts';
import { callTargets } from '../resolve/targets.ts';
import type { CallRef, LinkedFile } from '../values.ts';

/** Results are followed through so many functions and collections. */
const MAX_STEPS = 4;

/** Whether somebody takes the result of a call as a value: it is not built up further, dropped, or made part of another query. */
export function isTaken(link: Link, { file, id }: CallRef): boolean {
  const { use } = file.facts.calls[id]!;
  return use !== 'discard' && use !== 'receiver' && use !== 'value' && !isComposed(link, file, id, 0);
}

/**
 * Whether a builder that ends a helper is run by those who called it: `path` leads from the first caller to the call that
 * entered the helper. An asynchronous function waits for what it returns.
 */
export function isTakenByCallers(link: Link, ref: CallRef, path: readonly CallRef[]): boolean {
  let returned = ref;
  for (const caller of path.toReversed()) {
    const { use, functionId } = returned.file.facts.calls[returned.id]!;
    if (use !== 'return' || returned.file.facts.functions[functionId]!.async || returned.file.index.callbackSite.has(functionId)) return true;
    if (!isTaken(link, caller)) return false;
    returned = caller;
  }
  return true;
}

/** `union(a, b)`, `batch([a, b])`, `batch(rows.map((row) => insert(row)))`, also through a name that holds the list. */
function isComposed(link: Link, file: LinkedFile, id: number, depth: number): boolean {
  if (depth > MAX_STEPS) return false;
  const call = file.facts.calls[id]!;
  switch (call.use) {
    case 'argument':
    case 'element':
      return call.useCall >= 0 && (composes(link, file, call.useCall) || isPushed(link, file, call.useCall));
    case 'return': {
      const site = file.index.callbackSite.get(call.functionId);
      return site !== undefined && !file.facts.functions[call.functionId]!.async && isMapped(file.facts.calls[site.call]!) && isComposed(link, file, site.call, depth + 1);
    }
    case 'value':
      return file.facts.bindings.some(({ init, path }, bindingId) => init !== null && path.length === 0 && holds(init, id) && isGivenToComposer(link, file, bindingId));
    default:
      return false;
  }
}

function composes(link: Link, file: LinkedFile, id: number): boolean {
  return callTargets(link, file, id).some((target) => target.kind === 'operation' && (target.operation.composes ?? target.operation.whenAwaited) === true);
}

function isMapped({ callee }: CallFact): boolean {
  return callee.kind === 'member' && (callee.name === 'map' || callee.name === 'flatMap');
}

/** `queries.push(query)`, where the list is composed. */
function isPushed(link: Link, file: LinkedFile, id: number): boolean {
  const { callee } = file.facts.calls[id]!;
  return callee.kind === 'member' && callee.name === 'push' && callee.object.kind === 'name' && callee.object.binding >= 0 && isGivenToComposer(link, file, callee.object.binding);
}

/** The list, or what is taken out of it: `const [first, ...rest] = queries`. */
function isGivenToComposer(link: Link, file: LinkedFile, bindingId: number, depth = 0): boolean {
  const { calls, bindings } = file.facts;
  if (calls.some(({ args }, id) => args.some((arg) => mentionsList(arg, bindingId)) && composes(link, file, id))) return true;
  return depth < MAX_STEPS && bindings.some(({ init }, id) => init !== null && id !== bindingId && mentionsList(init, bindingId) && isGivenToComposer(link, file, id, depth + 1));
}

function holds(expr: Expr, id: number): boolean {
  return expr.kind === 'cast' ? holds(expr.operand, id) : expr.kind === 'call' && expr.call === id;
}

/** The name itself, spread, cast, or spread in an array. */
function mentionsList(expr: Expr, bindingId: number): boolean {
  if (expr.kind === 'cast' || expr.kind === 'spread') return mentionsList(expr.operand, bindingId);
  if (expr.kind === 'array') return expr.elements.some((element) => mentionsList(element, bindingId));
  return expr.kind === 'name' && expr.binding === bindingId;
}
