import type { Expr, FileFacts } from '../../facts/types.ts';
import type { Link } from '../link.ts';
import { callTargets } from '../resolve/targets.ts';
import { stripped, type LinkedFile } from '../values.ts';
import { walkExpr } from '../../facts/walk.ts';

/** Callers that are read to learn how the rows they pass were loaded. */
const MAX_CALLERS = 8;

/**
 * Whether the rows that are iterated were loaded together with a relation: the query behind them names it, as
 * `relations: { books: true }` or in a join. Awaiting it then runs no query.
 */
export function isRelationLoaded(link: Link, file: LinkedFile, rows: Expr, relation: string): boolean {
  const inner = stripped(rows);
  if (inner.kind === 'call') return names(file.facts, inner, relation);
  if (inner.kind !== 'name' || inner.binding < 0) return false;
  const binding = file.facts.bindings[inner.binding]!;
  if (isLoadedBefore(file.facts, inner.binding, relation)) return true;
  if (binding.init) return names(file.facts, binding.init, relation);
  if (binding.kind !== 'param' || binding.path.length > 0) return false;
  const { name } = file.facts.functions[binding.functionId]!;
  const passed = link.names.calls(name).slice(0, MAX_CALLERS).flatMap((caller) => {
    const calls = callTargets(link, caller.file, caller.id).some((target) => target.kind === 'function' && target.file === file && target.id === binding.functionId);
    const arg = caller.file.facts.calls[caller.id]!.args[binding.target];
    return calls && arg ? [isRelationLoaded(link, caller.file, arg, relation)] : [];
  });
  return passed.length > 0 && passed.every(Boolean);
}

/** A call that is given the rows and names the relation: `em.populate(rows, ['books'])`. */
function isLoadedBefore(facts: FileFacts, rows: number, relation: string): boolean {
  return facts.calls.some(({ args: [first, ...rest] }) => first?.kind === 'name' && first.binding === rows && rest.some((arg) => arg.kind === 'array' && names(facts, arg, relation)));
}

/** A property of that name, or a string that is a string that is it or a path with it (`author.books`), anywhere in a query's options. */
function names(facts: FileFacts, expr: Expr, relation: string, depth = 0): boolean {
  let found = false;
  walkExpr(expr, (part) => {
    if (found) return;
    if (part.kind === 'object') found = part.properties.some(({ key }) => key === relation);
    else if (part.kind === 'literal') found = typeof part.value === 'string' && part.value.split('.').includes(relation);
    else if (part.kind === 'call' && depth < 12) {
      const { callee, args } = facts.calls[part.call]!;
      found = names(facts, callee, relation, depth + 1) || args.some((arg) => names(facts, arg, relation, depth + 1));
    }
  });
  return found;
}
