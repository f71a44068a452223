import type { BindingFact, Expr } from '../../facts/types.ts';
import { isTestFile } from '../entries/file-kinds.ts';
import { follow } from './bindings.ts';
import { evaluate } from './evaluate.ts';
import type { Link } from '../link.ts';
import { callsOfFunction } from './params.ts';
import { inferred, union, type LinkedFile, type Value } from '../values.ts';

/**
 * The functions behind a member of a parameter that has a type of its own: `deps.getBoat` of `(deps: { getBoat: GetBoat }) => …`
 * is what the callers of that function hand over. Where they hand over different ones, none of them is certain.
 */
export function handedOver(link: Link, file: LinkedFile, callee: Expr): Value[] {
  const from = parameterOf(file, callee);
  if (!from || from.path.length === 0) return [];
  const { binding, path } = from;
  const { functionId, target } = binding;
  return link.memo.further([], () => {
    const calls = callsOfFunction(link, { file, id: functionId }, target).filter(({ ref }) => !isTestFile(ref.file));
    const given = calls.map(({ ref, shift }) => {
      const call = ref.file.facts.calls[ref.id]!;
      const arg = evaluate(link, call.args[target + shift]!, { file: ref.file, functionId: call.functionId });
      return follow(link, arg, path).filter(({ kind }) => kind === 'function');
    });
    const functions = union(...given);
    return functions.length > 1 ? inferred(functions) : functions;
  });
}

/** The parameter that a callee is read from, and the properties that lead from there: `deps.getBoat`, or `getBoat` of `const { getBoat } = deps`. */
function parameterOf(file: LinkedFile, callee: Expr): { binding: BindingFact; path: readonly string[] } | undefined {
  const path: string[] = [];
  let root = callee;
  for (; root.kind === 'member'; root = root.object) path.unshift(root.name);
  const binding = root.kind === 'name' ? file.facts.bindings[root.binding] : undefined;
  if (binding?.kind === 'param') return { binding, path: [...binding.path, ...path] };
  // Members of what was taken out are a service's own, which may hold back what it is given: a cache its refresh.
  if (binding?.kind !== 'const' || path.length > 0 || binding.loopRegion >= 0 || binding.init?.kind !== 'name') return undefined;
  const from = file.facts.bindings[binding.init.binding];
  return from?.kind === 'param' ? { binding: from, path: [...from.path, ...binding.path] } : undefined;
}
