import type { Expr } from '../../facts/types.ts';
import { walkExpr } from '../../facts/walk.ts';
import { keyOf, type FunctionRef } from '../values.ts';
import type { Ground } from './runs.ts';

/** Properties of a request that have as many values as there are clients who send them. */
const OPEN = /^(path|url|originalUrl|params|query|body|ip|headers|hostname|cookies|pathname|search)$/;
/** What a router matched is one of a fixed number of patterns. */
const ROUTE = /^(route|routeOptions|routerPath|_matchedRoute|matchedRoute|baseUrl)$/;

/** Whether a value among an expression's parts comes with a request and is not one of a fixed number: `{ path: req.originalUrl }`. */
export function comesWithRequest({ entries }: Ground, expr: Expr | undefined, { file, id }: FunctionRef): boolean {
  let found = false;
  const values = (part: Expr, depth: number): void =>
    walkExpr(part, (inner) => {
      if (inner.kind === 'name' && depth < 3) {
        const binding = file.facts.bindings[inner.binding];
        if (binding?.init && binding.functionId === id && binding.path.length === 0) values(binding.init, depth + 1);
        if (binding?.init && binding.path.some((name) => OPEN.test(name) && !fixedIn(binding.init!).includes(name)) && isRequest(binding.init)) found = true;
      }
      if (inner.kind === 'member' && OPEN.test(inner.name) && !fixedIn(inner.object).includes(inner.name) && isRequest(inner.object)) found = true;
    });
  const fixedIn = (root: Expr): readonly string[] => {
    const binding = root.kind === 'name' ? file.facts.bindings[root.binding] : undefined;
    return (binding && entries.get(keyOf(file, binding.functionId))?.fixed) ?? [];
  };
  const isRequest = (part: Expr): boolean => {
    let root = part;
    while (root.kind === 'member') {
      if (ROUTE.test(root.name)) return false;
      root = root.object;
    }
    const binding = root.kind === 'name' ? file.facts.bindings[root.binding] : undefined;
    return binding?.kind === 'param' && entries.get(keyOf(file, binding.functionId))?.kind === 'request';
  };
  if (expr) values(expr, 0);
  return found;
}
