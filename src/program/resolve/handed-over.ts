import type { Expr } from '../../facts/types.ts';
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
  const path: string[] = [];
  let root = callee;
  for (; root.kind === 'member'; root = root.object) path.unshift(root.name);
  const binding = root.kind === 'name' ? file.facts.bindings[root.binding] : undefined;
  if (binding?.kind !== 'param' || path.length + binding.path.length === 0) return [];
  const { functionId, target } = binding;
  return link.memo.further([], () => {
    const calls = callsOfFunction(link, { file, id: functionId }, target).filter(({ ref }) => !isTestFile(ref.file));
    const given = calls.map(({ ref, shift }) => {
      const call = ref.file.facts.calls[ref.id]!;
      const arg = evaluate(link, call.args[target + shift]!, { file: ref.file, functionId: call.functionId });
      return follow(link, arg, [...binding.path, ...path]).filter(({ kind }) => kind === 'function');
    });
    const functions = union(...given);
    return functions.length > 1 ? inferred(functions) : functions;
  });
}
