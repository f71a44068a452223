import { PerFile } from '../memo.ts';
import { rootExprs, walkExpr } from '../../facts/walk.ts';
import type { LinkedFile } from '../values.ts';
import type { Expr } from '../../facts/types.ts';

const known = new PerFile<ReadonlySet<number>>(collect);

/** Bindings of a file that are read anywhere in it. */
export function usedBindings(file: LinkedFile): ReadonlySet<number> {
  return known.get(file);
}

function collect({ facts }: LinkedFile): Set<number> {
  const used = new Set<number>();
  const visit = (expr: Expr | null): void => {
    if (expr) walkExpr(expr, (part) => void (part.kind === 'name' && part.binding >= 0 && used.add(part.binding)));
  };
  for (const { expr } of rootExprs(facts)) visit(expr);
  for (const { callee } of facts.calls) visit(callee);
  for (const { test, over, update } of facts.regions) for (const expr of [test, over, update]) visit(expr);
  for (const { value } of facts.exits) visit(value);
  for (const { target } of facts.assignments) if (target.kind !== 'name') visit(target);
  return used;
}
