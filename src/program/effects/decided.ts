import type { Expr } from '../../facts/types.ts';
import type { Link } from '../link.ts';
import { rootBinding } from '../multiplicity/flow.ts';
import { regionsAround } from '../multiplicity/regions.ts';
import { callTargets } from '../resolve/targets.ts';
import { stripped, type CallRef, type LinkedFile } from '../values.ts';

/**
 * Whether a call stands in a branch that is not taken for what the callers hand over: `f({ row })` does not reach what
 * f does when `'row' in options` is false, nor what it does with an option that is not given, or that is false when it is not.
 *
 * @param path the calls that led to the function around `ref`, outermost first
 */
export function isPassedOver(link: Link, { file, id }: CallRef, path: readonly CallRef[]): boolean {
  if (path.length === 0) return false;
  // Closures that run in place stand in branches of the functions around them.
  for (let call = file.row('calls', id); ; ) {
    for (const at of regionsAround(file, call.region)) {
      const { kind, test, negated } = file.row('regions', at);
      const outcome = kind === 'branch' && test ? decided(link, file, test, path) : undefined;
      if (outcome !== undefined && outcome === negated) return true;
    }
    const site = file.row('callbackSite', call.functionId);
    if (!site) return false;
    call = file.row('calls', site.call);
  }
}

/** What a test of a parameter, of its properties, or of its rest, comes to, where the callers wrote what they give. */
function decided(link: Link, file: LinkedFile, test: Expr, path: readonly CallRef[]): boolean | undefined {
  const inner = stripped(test);
  const caller = path.at(-1)!;
  if (inner.kind === 'unary' && inner.operator === '!') {
    const outcome = decided(link, file, inner.operand, path);
    return outcome === undefined ? undefined : !outcome;
  }
  if (inner.kind === 'logical' && inner.operator === '&&') return [inner.left, inner.right].some((part) => decided(link, file, part, path) === false) ? false : undefined;
  if (inner.kind === 'name') return truthOf(link, file, inner, path);
  if (inner.kind === 'member') return isGiven(link, file, inner.object, inner.name, caller) === false ? false : undefined;
  if (inner.kind !== 'binary' || inner.operator !== 'in') return undefined;
  const key = stripped(inner.left);
  return key.kind === 'literal' && typeof key.value === 'string' ? isGiven(link, file, inner.right, key.value, caller) : undefined;
}

/** Whether a value is true or false: written out, or that of a parameter for which the callers give one, or which has one where they give none. */
function truthOf(link: Link, file: LinkedFile, expr: Expr, path: readonly CallRef[]): boolean | undefined {
  const inner = stripped(expr);
  if (inner.kind === 'literal') return inner.regexp === true || Boolean(inner.value);
  if (isUndefined(inner)) return false;
  if (inner.kind !== 'name' || inner.binding < 0) return undefined;
  const binding = file.row('bindings', inner.binding);
  const caller = path.at(-1);
  if (binding.kind !== 'param' || binding.path.length > 1 || !caller || file.row('assignmentsTo', inner.binding)) return undefined;
  const target = callTargets(link, caller.file, caller.id).find((item) => item.kind === 'function' && item.file === file && item.id === binding.functionId);
  if (target?.kind !== 'function') return undefined;
  const given = caller.file.row('calls', caller.id).args;
  const position = binding.target + target.shift;
  if (given.slice(0, position + 1).some(({ kind }) => kind === 'spread')) return undefined;
  const [key] = binding.path;
  const { fallback } = file.row('functions', binding.functionId).params[binding.target]!;
  const ofKey = key === undefined ? fallback : binding.fallback;
  const arg = given[position];
  const isGivenHere = arg !== undefined && !isUndefined(stripped(arg));
  const whole = isGivenHere ? arg : fallback;
  const value = key === undefined ? (isGivenHere ? arg : undefined) : whole && propertyOf(whole, key);
  if (value === 'unseen') return undefined;
  if (value && !isUndefined(stripped(value))) return isGivenHere ? truthOf(link, caller.file, value, path.slice(0, -1)) : truthOf(link, file, value, path);
  return ofKey ? truthOf(link, file, ofKey, path) : false;
}

function isUndefined(expr: Expr): boolean {
  return expr.kind === 'name' && expr.binding < 0 && expr.name === 'undefined';
}

function propertyOf(object: Expr, key: string): Expr | 'unseen' | undefined {
  const inner = stripped(object);
  if (inner.kind !== 'object' || inner.properties.some((property) => property.key === null || property.key === '[]')) return 'unseen';
  return inner.properties.findLast((property) => property.key === key)?.value;
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
