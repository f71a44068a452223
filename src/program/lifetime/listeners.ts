import type { CallFact, Expr } from '../../facts/types.ts';
import type { Acquisition } from '../../libraries/types.ts';
import { polarity } from '../multiplicity/flow.ts';
import { enclosing } from '../multiplicity/regions.ts';
import { exprText } from '../print.ts';
import { stripped, type CallRef, type LinkedFile } from '../values.ts';

type Handler = NonNullable<Acquisition['handler']>;

/**
 * Whether something in the file takes a handler away from the receiver that keeps it: with the same reference, or by
 * removing all. A function written at the place of removal is another one than the one that was added.
 */
export function isTakenAway({ file, id }: CallRef, { arg, removers }: Handler): boolean {
  const call = file.facts.calls[id]!;
  const { callee } = call;
  const handler = call.args[arg] && stripped(call.args[arg]);
  if (callee.kind !== 'member' || !handler) return false;
  const receiver = receiverText(file, callee.object);
  return file.facts.calls.some((other) => {
    if (other.callee.kind !== 'member' || !removers.includes(other.callee.name)) return false;
    if (receiverText(file, other.callee.object) !== receiver || !sameEvent(call, other, arg)) return false;
    const taken = other.args[arg] && stripped(other.args[arg]);
    return !taken || sameHandler(file, handler, taken);
  });
}

/** `this.bus` and `bus` may be one thing: a receiver goes by its last name. */
function receiverText(file: LinkedFile, expr: Expr): string {
  const inner = stripped(expr);
  return inner.kind === 'member' ? inner.name : exprText(file.facts, inner);
}

function sameEvent(call: CallFact, other: CallFact, arg: number): boolean {
  const [one, two] = [call.args[0], other.args[0]];
  if (arg === 0 || one?.kind !== 'literal' || two?.kind !== 'literal') return true;
  return one.value === two.value;
}

function sameHandler(file: LinkedFile, added: Expr, taken: Expr): boolean {
  if (taken.kind === 'function' || added.kind === 'function') return false;
  // Handlers that callers hand in and out again: `on(event, handler)` beside `off(event, handler)`.
  if (added.kind === 'name' && taken.kind === 'name' && isParam(file, added) && isParam(file, taken)) return true;
  return exprText(file.facts, added) === exprText(file.facts, taken);
}

function isParam(file: LinkedFile, expr: Extract<Expr, { kind: 'name' }>): boolean {
  return file.facts.bindings[expr.binding]?.kind === 'param';
}

/** `if (bus.listenerCount('x') === 0)`: it is added only where there is none yet. */
export function isCounted(file: LinkedFile, call: CallFact): boolean {
  return [...enclosing(file.facts, call.region)].some((at) => {
    const { kind, test } = file.facts.regions[at]!;
    const counts = (expr: Expr): boolean => expr.kind === 'member' && /^(listenerCount|listeners|rawListeners|eventNames|observed)$/.test(expr.name);
    return kind === 'branch' && test !== null && polarity(file.facts, test, counts) !== undefined;
  });
}
