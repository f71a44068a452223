import type { Expr } from '../../facts/types.ts';
import { containsCall, inputBindings, mentions, resultBindings } from './flow.ts';
import { spans } from './regions.ts';
import type { LoopSubject } from './verdict.ts';

/** What one turn stores is what a later turn's call needs: a parent's id for its children. */
export function feedsNextTurn({ file, region, own }: LoopSubject): boolean {
  const { facts } = file;
  const results = resultBindings(facts, own.id, region.span);
  const fromResult = (expr: Expr) => mentions(facts, expr, (part) => (part.kind === 'name' && results.has(part.binding)) || (part.kind === 'call' && part.call === own.id));
  const isOutside = (id: number) => id >= 0 && !spans(region.span, facts.bindings[id]!.span);
  const stores = new Set<number>();
  for (const call of facts.calls) {
    const { callee } = call;
    if (!spans(region.span, call.span) || callee.kind !== 'member' || callee.object.kind !== 'name') continue;
    if ((callee.name === 'set' || callee.name === 'push' || callee.name === 'add') && isOutside(callee.object.binding) && call.args.some(fromResult)) stores.add(callee.object.binding);
  }
  for (const { target, value, span } of facts.assignments) {
    if (!value || !spans(region.span, span)) continue;
    const root = target.kind === 'name' ? target : (target.kind === 'index' || target.kind === 'member') && target.object.kind === 'name' ? target.object : undefined;
    if (root && isOutside(root.binding) && (fromResult(value) || containsCall(facts, value, own.id))) stores.add(root.binding);
  }
  if (stores.size === 0) return false;
  const inputs = inputBindings(facts, own.call, region.span);
  return [...stores].some((id) => inputs.has(id));
}
