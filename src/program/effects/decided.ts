import type { Expr } from '../../facts/types.ts';
import type { Link } from '../link.ts';
import { rootBinding } from '../multiplicity/flow.ts';
import { regionsAround } from '../multiplicity/regions.ts';
import { callTargets } from '../resolve/targets.ts';
import { stripped, type CallRef, type LinkedFile } from '../values.ts';

/**
 * Whether a call stands in a branch that is not taken for what the caller hands over: `f({ row })` does not reach what
 * f does when `'row' in options` is false, nor what it does with an option that is not given.
 *
 * @param caller the call that entered the function around `ref`
 */
export function isPassedOver(link: Link, { file, id }: CallRef, caller: CallRef | undefined): boolean {
  if (!caller) return false;
  // Closures that run in place stand in branches of the functions around them.
  for (let call = file.row('calls', id); ; ) {
    for (const at of regionsAround(file, call.region)) {
      const { kind, test, negated } = file.row('regions', at);
      const outcome = kind === 'branch' && test ? decided(link, file, test, caller) : undefined;
      if (outcome !== undefined && outcome === negated) return true;
    }
    const site = file.row('callbackSite', call.functionId);
    if (!site) return false;
    call = file.row('calls', site.call);
  }
}

/** What a test of the properties of a parameter, or of its rest, comes to, where the caller wrote the object. */
function decided(link: Link, file: LinkedFile, test: Expr, caller: CallRef): boolean | undefined {
  const inner = stripped(test);
  if (inner.kind === 'unary' && inner.operator === '!') {
    const outcome = decided(link, file, inner.operand, caller);
    return outcome === undefined ? undefined : !outcome;
  }
  if (inner.kind === 'member') return isGiven(link, file, inner.object, inner.name, caller) === false ? false : undefined;
  if (inner.kind !== 'binary' || inner.operator !== 'in') return undefined;
  const key = stripped(inner.left);
  return key.kind === 'literal' && typeof key.value === 'string' ? isGiven(link, file, inner.right, key.value, caller) : undefined;
}

/** Whether the object that the caller gives for a parameter has a property; undefined when that is not seen. */
function isGiven(link: Link, file: LinkedFile, object: Expr, key: string, caller: CallRef): boolean | undefined {
  const name = stripped(object);
  const binding = name.kind === 'name' ? (name.binding < 0 ? undefined : file.row('bindings', name.binding)) : undefined;
  if (name.kind !== 'name' || binding?.kind !== 'param') return undefined;
  const isRest = binding.path.length === 1 && binding.path[0] === '...';
  if (binding.path.length > 0 && !isRest) return undefined;
  if (file.facts.assignments.some(({ target }) => rootBinding(target) === name.binding)) return undefined;
  const target = callTargets(link, caller.file, caller.id).find((item) => item.kind === 'function' && item.file === file && item.id === binding.functionId);
  const arg = target?.kind === 'function' ? caller.file.row('calls', caller.id).args[binding.target + target.shift] : undefined;
  const given = arg && stripped(arg);
  if (given?.kind !== 'object') return undefined;
  // `{ id, ...rest }`: what has a name of its own is not in the rest.
  if (isRest && file.facts.functions[binding.functionId]!.params[binding.target]!.bindings.some((beside) => file.facts.bindings[beside]!.path[0] === key)) return false;
  if (given.properties.some((property) => property.key === key)) return true;
  return given.properties.every((property) => property.key !== null && !property.key.startsWith('[')) ? false : undefined;
}
