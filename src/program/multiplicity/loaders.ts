import { evaluate } from '../resolve/evaluate.ts';
import type { Link } from '../link.ts';
import { isMemoised } from '../effects/memoised.ts';
import { loopsAround } from './regions.ts';
import type { Repeat } from './repeats.ts';
import { callTargets } from '../resolve/targets.ts';
import type { CallRef } from '../values.ts';

/**
 * A loader that a function builds and asks for one key: every call has a loader of its own, and none has two keys to put
 * into one query. A loader that is handed out, or asked in a loop, is another matter.
 */
export function builtForOneKey(link: Link, ref: CallRef): Repeat | undefined {
  const { file, id } = ref;
  const { facts } = file;
  const call = facts.calls[id]!;
  if (call.kind !== 'new' || call.functionId === 0 || isMemoised(file, call, true) || loopsAround(facts, call).length > 0) return undefined;
  const callee = evaluate(link, call.callee, { file, functionId: call.functionId }).find((value) => value.kind === 'entry' && value.entry.construct !== undefined);
  if (callee?.kind !== 'entry') return undefined;
  const binding = facts.bindings.findIndex(({ init, functionId }) => functionId === call.functionId && init?.kind === 'call' && init.call === id);
  if (binding < 0 || isHandedOn(ref, binding)) return undefined;
  const uses = facts.calls.flatMap((use, useId) => (use.callee.kind === 'member' && use.callee.object.kind === 'name' && use.callee.object.binding === binding ? [useId] : []));
  const loads = uses.flatMap((useId) =>
    callTargets(link, file, useId).flatMap((target) => (target.kind === 'operation' && target.operation.effect?.kind === 'load' ? [{ useId, target, effect: target.operation.effect }] : [])),
  );
  const [only] = loads;
  if (!only || loads.length > 1 || only.target.name !== 'load') return undefined;
  const load = facts.calls[only.useId]!;
  if (load.functionId !== call.functionId || loopsAround(facts, load).length > 0) return undefined;
  return {
    call: ref,
    sink: { effect: only.effect, call: { file, id: only.useId }, target: only.target, path: [ref], inferred: false },
    context: { kind: 'loader', file, call: id },
    verdict: { repeats: true, multiplicity: 'per-element', over: null, mode: 'concurrent' },
    outer: [],
    functionId: call.functionId,
    byArguments: false,
    mixed: false,
    invariant: false,
  };
}

/** The loader leaves the function: returned, stored, or passed on. */
function isHandedOn({ file: { facts }, id }: CallRef, binding: number): boolean {
  const functionId = facts.calls[id]!.functionId;
  const isName = (expr: { kind: string; binding?: number }) => expr.kind === 'name' && expr.binding === binding;
  return (
    facts.functions[functionId]!.returns.some((value) => isName(value) || (value.kind === 'object' && value.properties.some((property) => isName(property.value)))) ||
    facts.calls.some(({ args }) => args.some(isName)) ||
    facts.assignments.some(({ value }) => value !== null && isName(value))
  );
}
