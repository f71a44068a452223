import type { Expr } from '../../facts/types.ts';
import { known } from './calls.ts';
import { elementsOf, evaluate } from './evaluate.ts';
import type { Link } from '../link.ts';
import { memberOf } from './members.ts';
import { isMixedInto } from './mixins.ts';
import { declared, valuesOf } from './names.ts';
import { carried } from './properties.ts';
import { classByConvention, paramValues } from './params.ts';
import { typeValues } from './types-of.ts';
import { keyOf, union, type LinkedFile, type Place, type Value } from '../values.ts';

/** Values of a name that a file declares or imports. */
export function bindingValues(link: Link, file: LinkedFile, bindingId: number): Value[] {
  return link.answers.bindings.get(keyOf(file, bindingId), () => {
    const values = compute(link, file, bindingId);
    const { membersOf, prototypeOf } = file.index;
    const assigned: Value = { kind: 'assigned', file, binding: bindingId };
    // What is added to a model by its name belongs to the model, wherever it is reached from.
    const isOwner = (value: Value) => membersOf.has(bindingId) || prototypeOf.has(bindingId) || (value.kind === 'handle' && link.libraries.describe(value).declares !== undefined);
    const own = values.some(isOwner) ? values.map((value): Value => (value.kind === 'handle' && value.of === null && isOwner(value) ? { ...value, of: assigned } : value)) : values;
    return membersOf.has(bindingId) || (own.some(isEmptyObject) && isMixedInto(file, bindingId)) ? union(own, [assigned]) : own;
  });
}

/** `{}`: an object that is filled later. */
function isEmptyObject(value: Value): boolean {
  return value.kind === 'object' && value.properties.length === 0;
}

function compute(link: Link, file: LinkedFile, bindingId: number): Value[] {
  const binding = file.facts.bindings[bindingId]!;
  switch (binding.kind) {
    case 'import':
      return valuesOf(link, declared(link, file, bindingId));
    case 'function':
      return binding.target < 0 ? [] : [{ kind: 'function', file, id: binding.target, self: null }];
    case 'class':
      return [{ kind: 'class', file, id: binding.target }];
    case 'param':
      return paramBinding(link, file, bindingId);
    case 'var':
    case 'let':
    case 'const':
      return variable(link, file, bindingId);
    default:
      return [];
  }
}

function paramBinding(link: Link, file: LinkedFile, bindingId: number): Value[] {
  const binding = file.facts.bindings[bindingId]!;
  const values = follow(link, paramValues(link, file, binding.functionId, binding.target), binding.path);
  if (values.length > 0) return values;
  if (binding.fallback) return evaluate(link, binding.fallback, { file, functionId: binding.functionId });
  const injected = file.facts.functions[binding.functionId]!.kind === 'constructor';
  return injected ? classByConvention(link, binding.path.at(-1) ?? binding.name, file) : [];
}

function variable(link: Link, file: LinkedFile, bindingId: number): Value[] {
  const binding = file.facts.bindings[bindingId]!;
  const place = { file, functionId: binding.functionId };
  const typed = binding.type ? typeValues(link, file, binding.type) : [];
  const { init } = binding;
  if (typed.length > 0) return known(typed.map((value) => belonging(link, value, init, place)), () => (init ? follow(link, evaluate(link, init, place), binding.path) : []));
  const region = binding.loopRegion >= 0 ? file.facts.regions[binding.loopRegion] : undefined;
  const over = region?.over;
  const source = over ? elementsOf(link, evaluate(link, over, place)) : binding.init ? evaluate(link, binding.init, place) : [];
  const assigned = (file.index.assignmentsTo.get(bindingId) ?? []).flatMap(({ value, operator, functionId }) =>
    value && (operator === '=' || operator === '??=' || operator === '||=') ? [evaluate(link, value, { file, functionId })] : [],
  );
  const fallback = binding.fallback ? evaluate(link, binding.fallback, place) : [];
  return union(follow(link, source, binding.path), ...assigned, fallback);
}

/** A handle of the declared type, with what the initialiser says it belongs to: `const User: Model<IUser> = model('User', schema)`. */
function belonging(link: Link, value: Value, init: Expr | null, place: Place): Value {
  if (value.kind !== 'handle' || value.of !== null || !init) return value;
  return evaluate(link, init, place).find((made) => made.kind === 'handle' && made.library === value.library && made.handle === value.handle && made.of !== null) ?? value;
}

/** Follows the property path of a destructuring pattern. */
export function follow(link: Link, values: readonly Value[], path: readonly string[]): Value[] {
  return path.reduce<Value[]>((at, key) => {
    if (key === '...') return at;
    if (key === '[]') return elementsOf(link, at);
    return at.length > 0 ? union(...at.map((value) => memberOf(link, value, key))) : carried(link, key);
  }, values as Value[]);
}
