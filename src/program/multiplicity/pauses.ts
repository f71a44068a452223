import type { CallFact } from '../../facts/types.ts';
import type { Link } from '../link.ts';
import { callTargets } from '../resolve/targets.ts';
import type { LinkedFile } from '../values.ts';
import { loopsAround, spans } from './regions.ts';

/** A helper that sleeps does nothing else: so many calls at most, in so many helpers. */
const MAX_CALLS = 3;
const MAX_HELPERS = 2;

/** Whether a call waits by intent: a library's pause, `new Promise((resolve) => setTimeout(resolve, ms))`, or a helper that is nothing but one. */
export function isPause(link: Link, file: LinkedFile, callId: number, depth = 0): boolean {
  const call = file.facts.calls[callId]!;
  if (isTimer(file, call)) return true;
  return callTargets(link, file, callId).some((target) => {
    if (target.kind === 'operation') return target.operation.effect?.kind === 'pause';
    if (depth >= MAX_HELPERS) return false;
    const { span } = target.file.facts.functions[target.id]!;
    const calls = target.file.facts.calls.flatMap((inner, id) => (spans(span, inner.span) ? [id] : []));
    return calls.length <= MAX_CALLS && calls.some((id) => isPause(link, target.file, id, depth + 1));
  });
}

/** Whether a function of the project that is handed a callback waits in the loop in which it calls it: `inBatches(rows, 10, delay, save)`. */
export function waitsBetween(link: Link, file: LinkedFile, callId: number): boolean {
  return callTargets(link, file, callId).some((target) => {
    if (target.kind !== 'function') return false;
    const { facts } = target.file;
    const { span } = facts.functions[target.id]!;
    return facts.calls.some((call, id) => spans(span, call.span) && loopsAround(facts, call).length > 0 && isPause(link, target.file, id));
  });
}

/** A promise that a timer resolves. */
function isTimer({ facts }: LinkedFile, call: CallFact): boolean {
  const [executor] = call.args;
  if (call.kind !== 'new' || call.callee.kind !== 'name' || call.callee.name !== 'Promise' || executor?.kind !== 'function') return false;
  const { params, span } = facts.functions[executor.function]!;
  const resolve = params[0]?.bindingId ?? -1;
  const resolves = ({ callee }: CallFact) => callee.kind === 'name' && callee.binding === resolve;
  return (
    resolve >= 0 &&
    facts.calls.some(({ callee, args: [run], span: at }) => {
      if (!spans(span, at) || callee.kind !== 'name' || callee.name !== 'setTimeout') return false;
      if (run?.kind === 'name') return run.binding === resolve;
      return run?.kind === 'function' && facts.calls.some((inner) => inner.functionId === run.function && resolves(inner));
    })
  );
}
