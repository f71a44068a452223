import type { Expr, FunctionFact, TypeRef } from '../../facts/types.ts';
import type { ResolverMap } from '../../libraries/types.ts';
import type { AddEntry } from './entries.ts';
import { LIST_VIEWS } from '../resolve/builtins.ts';
import { evaluate } from '../resolve/evaluate.ts';
import { importedName } from '../resolve/iteration.ts';
import type { Link } from '../link.ts';
import { memberOf } from '../resolve/members.ts';
import { declared } from '../resolve/names.ts';
import { librariesOf } from '../resolve/specifiers.ts';
import { callTargets } from '../resolve/targets.ts';
import { stripped, type LinkedFile, type Place, type Value } from '../values.ts';

/** `const resolvers: Resolvers = { User: { posts() {} } }`, `export default { … } satisfies Resolvers` */
export function resolversByType(link: Link, file: LinkedFile, add: AddEntry): void {
  const maps = link.libraries.resolverMaps;
  if (maps.length === 0) return;
  const addTyped = (type: TypeRef | null | undefined, made: Expr, functionId: number): void => {
    if (type?.kind !== 'ref') return;
    for (const map of maps) addAnnotated(link, file, map, type, evaluate(link, stripped(made), { file, functionId }), add);
  };
  for (const { init, type, functionId } of file.facts.bindings) if (init) addTyped(type ?? castOf(init), init, functionId);
  for (const fact of file.facts.exports) if (fact.kind === 'value') addTyped(castOf(fact.value), fact.value, 0);
}

/** What an object is said to be where it is written. */
function castOf(expr: Expr): TypeRef | null {
  return expr.kind === 'cast' && stripped(expr).kind === 'object' ? expr.type : null;
}

function addAnnotated(link: Link, file: LinkedFile, map: ResolverMap, type: Extract<TypeRef, { kind: 'ref' }>, values: readonly Value[], add: AddEntry): void {
  const name = type.path.length === 1 && type.binding >= 0 ? importedName(file, type.binding) : type.path.at(-1)!;
  for (const pattern of map.types) {
    const suffix = pattern.startsWith('*') ? pattern.slice(1) : pattern;
    if (!name.endsWith(suffix)) continue;
    if (name === suffix || !pattern.startsWith('*')) {
      if (name === pattern) for (const value of values) addTypes(link, map, value, add);
    } else for (const value of values) addFields(link, map, name.slice(0, -suffix.length), value, add);
    return;
  }
}

function addTypes(link: Link, map: ResolverMap, value: Value, add: AddEntry): void {
  if (value.kind === 'list') {
    for (const item of value.of) addTypes(link, map, item, add);
    return;
  }
  if (value.kind !== 'object') return;
  for (const property of value.properties) {
    for (const inner of evaluate(link, property.value, value)) {
      if (property.key === null) addTypes(link, map, inner, add);
      else if (/^[A-Z]/.test(property.key)) addFields(link, map, property.key, inner, add);
    }
  }
}

function addFields(link: Link, map: ResolverMap, type: string, value: Value, add: AddEntry): void {
  if (value.kind !== 'object') return;
  for (const property of value.properties) {
    for (const inner of evaluate(link, property.value, value)) {
      if (inner.kind === 'function') add({ file: inner.file, id: inner.id }, { kind: 'request', perRow: !map.roots.includes(type), label: `${type}.${property.key}` });
      else if (inner.kind === 'object' && property.key === null) addFields(link, map, type, inner, add);
    }
  }
}

/** `new ApolloServer({ resolvers })`, `createSchema({ resolvers })` */
export function resolversByOption(link: Link, file: LinkedFile, add: AddEntry): void {
  const maps = [...librariesOf(link, file)].flatMap((library) => (library.resolverMaps ?? []).filter(({ options }) => options.length > 0));
  if (maps.length === 0) return;
  for (const { args: [first], functionId } of file.facts.calls) {
    for (const { key, value } of first?.kind === 'object' ? first.properties : []) {
      const map = maps.find(({ options }) => key !== null && options.includes(key));
      if (map) for (const inner of mapsIn(link, value, { file, functionId }, 0)) addTypes(link, map, inner, add);
    }
  }
}

/** Names and calls that a list of maps is followed through. */
const MAX_HOPS = 6;

/** The maps of a list, `modules.map((module) => module.resolvers)` say, each asked for by itself: of a list as a whole few elements are known. */
function mapsIn(link: Link, expr: Expr, place: Place, hops: number): Value[] {
  return partsOf(link, expr, place, hops).flatMap(({ part, of, path }) => path.reduce((values, name) => values.flatMap((value) => memberOf(link, value, name)), evaluate(link, part, of)));
}

/** An element of a list, and what is taken of it. */
interface Part {
  part: Expr;
  of: Place;
  path: readonly string[];
}

function partsOf(link: Link, expr: Expr, place: Place, hops: number): Part[] {
  const whole: Part[] = [{ part: expr, of: place, path: [] }];
  const inner = stripped(expr);
  if (hops > MAX_HOPS) return whole;
  if (inner.kind === 'array') return inner.elements.flatMap((element) => partsOf(link, element, place, hops + 1));
  if (inner.kind === 'name' && inner.binding >= 0) {
    const [found] = declared(link, place.file, inner.binding);
    if (found?.kind === 'values') return found.from ? partsOf(link, found.from.expr, { file: found.from.file, functionId: 0 }, hops + 1) : whole;
    const binding = found?.file.row('bindings', found.id);
    return found && binding?.kind === 'const' && binding.init && binding.path.length === 0 ? partsOf(link, binding.init, { file: found.file, functionId: binding.functionId }, hops + 1) : whole;
  }
  if (inner.kind !== 'call') return whole;
  const { callee, args } = place.file.row('calls', inner.call);
  if (callee.kind === 'member' && LIST_VIEWS.includes(callee.name)) return partsOf(link, callee.object, place, hops + 1);
  const [first] = args;
  if (callee.kind === 'member' && callee.name === 'map' && first?.kind === 'function') {
    const taken = takenOf(place.file, place.file.row('functions', first.function));
    return taken ? partsOf(link, callee.object, place, hops + 1).map((part) => ({ ...part, path: [...part.path, ...taken] })) : whole;
  }
  const isHandedOn = first !== undefined && callTargets(link, place.file, inner.call).some((target) => target.kind === 'operation' && target.operation.returns === 'arg:0');
  return isHandedOn ? partsOf(link, first, place, hops + 1) : whole;
}

/** `(module) => module.resolvers`, `({ resolvers }) => resolvers`: the names that lead from the element to what is given back. */
function takenOf(file: LinkedFile, { params: [element], returns: [only, ...others] }: FunctionFact): string[] | undefined {
  const names: string[] = [];
  let at = only && others.length === 0 ? stripped(only) : undefined;
  for (; at?.kind === 'member'; at = stripped(at.object)) names.unshift(at.name);
  if (at?.kind !== 'name' || !element?.bindings.includes(at.binding)) return undefined;
  return [...file.row('bindings', at.binding).path, ...names];
}
