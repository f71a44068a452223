import { readsRows } from '../../libraries/types.ts';
import type { Link } from '../link.ts';
import { declared } from '../resolve/names.ts';
import { callTargets } from '../resolve/targets.ts';
import type { LinkedFile } from '../values.ts';
import { inputBindings, rootBinding } from './flow.ts';
import type { LoopSubject } from './verdict.ts';
import { spans } from './regions.ts';

/** Whether a write stores what an outside call answered in the same turn: `const { id } = await stripe.customers.create(…)`. */
export function storesOutsideAnswer(link: Link, { file, region, own, sink, ref }: LoopSubject): boolean {
  const { facts } = file;
  const { effect } = sink;
  if (effect.kind !== 'query' || readsRows(effect.operation) || own.id !== ref.id) return false;
  return [...inputBindings(facts, own.call, region.span)].some((id) => {
    const { init, span } = facts.bindings[id]!;
    if (!spans(region.span, span) || init?.kind !== 'await' || init.operand.kind !== 'call') return false;
    const targets = callTargets(link, file, init.operand.call);
    if (targets.length > 0) return targets.some((target) => target.kind === 'operation' && target.operation.effect?.kind === 'request');
    return isOutside(link, file, init.operand.call);
  });
}

/** A call of something that is imported from outside the project, or of an instance of it that the project made. */
function isOutside(link: Link, file: LinkedFile, callId: number): boolean {
  const root = rootBinding(file.facts.calls[callId]!.callee);
  return root >= 0 && leadsOutside(link, file, root);
}

function leadsOutside(link: Link, file: LinkedFile, bindingId: number): boolean {
  const { facts } = file;
  const binding = facts.bindings[bindingId]!;
  if (binding.kind === 'import') {
    const { specifier } = facts.imports[binding.target]!;
    if (link.resolve(specifier, file) === undefined) return true;
    return declared(link, file, bindingId).some((item) => item.kind === 'binding' && item.file !== file && leadsOutside(link, item.file, item.id));
  }
  const made = binding.kind === 'const' && binding.init?.kind === 'call' ? facts.calls[binding.init.call]! : undefined;
  return made?.kind === 'new' && made.callee.kind === 'name' && made.callee.binding >= 0 && leadsOutside(link, file, made.callee.binding);
}
