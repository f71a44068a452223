import type { Expr, FileFacts } from '../../facts/types.ts';

/** Methods that put something into a collection, or give one with more in it. */
export const FILLING: ReadonlySet<string> = new Set(['push', 'unshift', 'add', 'set', 'splice', 'concat']);

/** The names of a file, by binding, that hold something to which the file adds. */
export function indexFilled({ calls, assignments }: FileFacts): ReadonlySet<number> {
  const filled = new Set<number>();
  const add = (expr: Expr): void => {
    if (expr.kind === 'name') filled.add(expr.binding);
  };
  for (const { callee } of calls) if (callee.kind === 'member' && FILLING.has(callee.name)) add(callee.object);
  for (const { target } of assignments) if (target.kind === 'index' || target.kind === 'member') add(target.object);
  return filled;
}
