import type { TypeRef } from '../../facts/types.ts';
import type { ResolverMap } from '../../libraries/types.ts';
import type { AddEntry } from './entries.ts';
import { evaluate } from '../resolve/evaluate.ts';
import type { Link } from '../link.ts';
import { librariesOf } from '../resolve/specifiers.ts';
import type { LinkedFile, Value } from '../values.ts';

/** `const resolvers: Resolvers = { User: { posts() {} } }` */
export function resolversByType(link: Link, file: LinkedFile, add: AddEntry): void {
  const maps = link.libraries.resolverMaps;
  if (maps.length === 0) return;
  for (const binding of file.facts.bindings) {
    if (!binding.init || binding.type?.kind !== 'ref') continue;
    for (const map of maps) addAnnotated(link, file, map, binding.type, evaluate(link, binding.init, { file, functionId: binding.functionId }), add);
  }
}

function addAnnotated(link: Link, file: LinkedFile, map: ResolverMap, type: Extract<TypeRef, { kind: 'ref' }>, values: readonly Value[], add: AddEntry): void {
  const name = type.path.at(-1)!;
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
      if (map) for (const inner of evaluate(link, value, { file, functionId })) addTypes(link, map, inner, add);
    }
  }
}
