import type { TypeRef } from '../../facts/types.ts';
import { TRANSPARENT_TYPES } from './builtins.ts';
import { entityOf } from './classes.ts';
import { returnedValues } from './calls.ts';
import { evaluate } from './evaluate.ts';
import type { Link } from '../link.ts';
import { memberOf } from './members.ts';
import { valueTargets } from './targets.ts';
import { declared, exported, imported, type Declared } from './names.ts';
import { union, type LinkedFile, type Value } from '../values.ts';

/** Types whose elements are their last argument. */
const LISTS = new Set(['Array', 'ReadonlyArray', 'Set', 'ReadonlySet', 'Map', 'ReadonlyMap', 'Iterable', 'AsyncIterable', 'Generator', 'AsyncGenerator', 'Record']);

const MAX_DEPTH = 12;

/** What a value of a type may be. */
export function typeValues(link: Link, file: LinkedFile, type: TypeRef, depth = 0): Value[] {
  if (depth > MAX_DEPTH) return [];
  const deeper = (inner: TypeRef) => typeValues(link, file, inner, depth + 1);
  switch (type.kind) {
    case 'ref':
      return reference(link, file, type, depth);
    case 'array':
      return listOf(deeper(type.element));
    case 'tuple':
      return listOf(union(...type.elements.map(deeper)));
    case 'union':
    case 'intersection':
      return union(...type.members.map(deeper));
    case 'typeof':
      return typeOf(link, file, type);
    case 'import':
      return named(link, file, imported(link, file, type.specifier, type.path[0] ?? '*'), type.path.slice(1), type.args, depth);
    case 'object':
      return [{ kind: 'record', file, members: type.members, name: '' }];
    case 'function':
      return [{ kind: 'signature', file, type }];
    case 'indexed': {
      const { key } = type;
      if (key.kind !== 'literal') return [];
      const of = parametersOf(type.object);
      if (of) return parameterType(link, file, of, Number(key.value), depth + 1);
      return union(...deeper(type.object).map((value) => memberOf(link, value, String(key.value))));
    }
    default:
      return [];
  }
}

function listOf(elements: Value[]): Value[] {
  return elements.length > 0 ? [{ kind: 'list', of: elements }] : [];
}

function typeOf(link: Link, file: LinkedFile, type: Extract<TypeRef, { kind: 'typeof' }>): Value[] {
  const [first, ...rest] = type.path;
  const start = evaluate(link, { kind: 'name', name: first!, binding: type.binding }, { file, functionId: 0 });
  return rest.reduce<Value[]>((values, name) => union(...values.map((value) => memberOf(link, value, name))), start);
}

function reference(link: Link, file: LinkedFile, type: Extract<TypeRef, { kind: 'ref' }>, depth: number): Value[] {
  const name = type.path.at(-1)!;
  if (type.binding >= 0) {
    const found = named(link, file, declared(link, file, type.binding), type.path.slice(1), type.args, depth);
    if (found.length > 0) return found;
  }
  const first = type.args[0];
  if (first && TRANSPARENT_TYPES.has(name)) return typeValues(link, file, first, depth + 1);
  const last = type.args.at(-1);
  if (last && LISTS.has(name)) return listOf(typeValues(link, file, last, depth + 1));
  if (name === 'ReturnType' && first?.kind === 'typeof') {
    return union(...typeOf(link, file, first).map((value) => returnType(link, value)));
  }
  if (name === 'Parameters' && first) return listOf(parametersOfAll(link, functionsOf(link, file, first, depth), undefined, depth + 1));
  if (name === 'InstanceType' && first?.kind === 'typeof') {
    return typeOf(link, file, first).flatMap((value): Value[] => (value.kind === 'class' ? [{ kind: 'instance', file: value.file, id: value.id }] : []));
  }
  return [];
}

/** The function type of `Parameters<F>`. */
function parametersOf(type: TypeRef): TypeRef | undefined {
  return type.kind === 'ref' && type.binding < 0 && type.path[0] === 'Parameters' ? type.args[0] : undefined;
}

/** `Parameters<F>[index]`; F is `typeof fn` or itself a parameter of such: `Parameters<Parameters<typeof db.transaction>[0]>[0]`. */
function parameterType(link: Link, file: LinkedFile, of: TypeRef, index: number, depth: number): Value[] {
  const outer = of.kind === 'indexed' && of.key.kind === 'literal' ? parametersOf(of.object) : undefined;
  if (outer?.kind === 'typeof' && of.kind === 'indexed' && of.key.kind === 'literal') {
    const position = Number(of.key.value);
    const given = typeOf(link, file, outer).flatMap((value) => valueTargets(link, value, 0)).map((target): Value[] => {
      if (target.kind !== 'operation') return [];
      const callback = target.operation.callbacks?.find(({ arg }) => arg === position);
      const name = callback?.params?.[index];
      const found = name == null || name === 'element' ? undefined : link.libraries.handle(target.library, name);
      return found ? [{ kind: 'handle', ...found, of: null }] : [];
    });
    if (given.some((values) => values.length > 0)) return union(...given);
  }
  return parametersOfAll(link, functionsOf(link, file, of, depth), index, depth + 1);
}

/** What the type argument of `Parameters` names: functions, or types of functions. */
function functionsOf(link: Link, file: LinkedFile, type: TypeRef, depth: number): Value[] {
  return type.kind === 'typeof' ? typeOf(link, file, type) : typeValues(link, file, type, depth + 1);
}

/** What the types of parameters say: of the one at an index, or of all of them, as elements of a tuple are told together. */
function parametersOfAll(link: Link, functions: readonly Value[], index: number | undefined, depth: number): Value[] {
  return union(
    ...functions.flatMap((value) => {
      if (value.kind !== 'function' && value.kind !== 'signature') return [];
      const types = value.kind === 'function' ? value.file.facts.functions[value.id]!.params.map((param) => param.type) : value.type.params;
      return (index === undefined ? types : types.slice(index, index + 1)).map((type) => (type ? typeValues(link, value.file, type, depth) : []));
    }),
  );
}

/** `ReturnType<typeof value>` */
function returnType(link: Link, value: Value): Value[] {
  if (value.kind === 'function') return returnedValues(link, value.file, value.id);
  for (const { library, table } of link.libraries.facets(value)) {
    const found = table.call?.returns === undefined ? undefined : link.libraries.handle(library, table.call.returns);
    if (found) return [{ kind: 'handle', ...found, of: null }];
  }
  return [];
}

/** Values of the types that declarations name. */
function named(link: Link, from: LinkedFile, list: readonly Declared[], path: readonly string[], args: readonly TypeRef[], depth: number): Value[] {
  return union(
    ...list.map((item) => {
      if (item.kind === 'values') return union(...item.values.map((value) => asType(link, from, value, path, args)));
      if (path.length > 0) return [];
      const made = madeFunction(link, from, item, args, depth + 1);
      if (made) return [made];
      const given = passedThrough(link, item, depth + 1).map((index) => args[index]).filter((arg) => arg !== undefined);
      return union(...given.map((arg) => typeValues(link, from, arg, depth + 1)), declaredType(link, item.file, item.id, depth));
    }),
  );
}

/** The type parameters among `names` whose values are values of a type: T of `T & { close(): void }`, of `Promise<T>`, of an alias that is such. */
export function parametersIn(link: Link, file: LinkedFile, type: TypeRef, names: readonly string[], depth = 0): string[] {
  if (depth > MAX_DEPTH || names.length === 0) return [];
  const deeper = (inner: TypeRef) => parametersIn(link, file, inner, names, depth + 1);
  if (type.kind === 'union' || type.kind === 'intersection') return type.members.flatMap(deeper);
  if (type.kind !== 'ref') return [];
  if (type.binding >= 0) {
    if (type.args.length === 0 || type.path.length > 1) return [];
    return declared(link, file, type.binding).flatMap((item) => passedThrough(link, item, depth + 1).flatMap((index) => (type.args[index] ? deeper(type.args[index]) : [])));
  }
  const [name] = type.path;
  if (type.path.length === 1 && names.includes(name!)) return [name!];
  return type.args[0] && TRANSPARENT_TYPES.has(name!) ? deeper(type.args[0]) : [];
}

/** Positions of the type arguments of an alias whose values are values of the alias: 0 for `type Wrapped<T> = T & Extra`. */
function passedThrough(link: Link, item: Declared, depth: number): number[] {
  const alias = item.kind === 'binding' ? item.file.row('typeOf', item.id) : undefined;
  if (alias?.kind !== 'alias' || item.kind !== 'binding') return [];
  return parametersIn(link, item.file, alias.type, alias.typeParams, depth).map((name) => alias.typeParams.indexOf(name));
}

/** A function of an alias that gives what a type argument says: `type Provider<T> = () => T`. */
function madeFunction(link: Link, from: LinkedFile, item: Declared, args: readonly TypeRef[], depth: number): Value | undefined {
  const alias = item.kind === 'binding' ? item.file.row('typeOf', item.id) : undefined;
  if (alias?.kind !== 'alias' || item.kind !== 'binding' || alias.type.kind !== 'function' || !alias.type.returns) return undefined;
  const [name] = parametersIn(link, item.file, alias.type.returns, alias.typeParams, depth);
  const returns = name === undefined ? undefined : args[alias.typeParams.indexOf(name)];
  // Types of its parameters would be read where it is used, and mean others there.
  return returns && { kind: 'signature', file: from, type: { kind: 'function', params: [], returns } };
}

function declaredType(link: Link, file: LinkedFile, bindingId: number, depth: number): Value[] {
  const binding = file.row('bindings', bindingId);
  if (binding.kind === 'class') return [{ kind: 'instance', file, id: binding.target }];
  const type = file.row('typeOf', bindingId);
  if (!type) return [];
  if (type.kind === 'alias') return typeValues(link, file, type.type, depth + 1);
  if (type.kind === 'enum') return [];
  const own: Value[] = type.type.kind === 'object' ? [{ kind: 'record', file, members: type.type.members, name: type.name }] : [];
  return union(own, ...type.extends.map((base) => typeValues(link, file, base, depth + 1)));
}

/** A library's export, or a namespace's, used as a type. */
function asType(link: Link, from: LinkedFile, value: Value, path: readonly string[], args: readonly TypeRef[]): Value[] {
  if (path.length > 0) {
    const [name, ...rest] = path;
    if (value.kind === 'module') return named(link, from, exported(link, value.file, name!), rest, args, 0);
    return union(...memberOf(link, value, name!).map((member) => asType(link, from, member, rest, args)));
  }
  if (value.kind === 'class') return [{ kind: 'instance', file: value.file, id: value.id }];
  if (value.kind === 'handle') return [{ ...value, of: entityOf(link, from, args) ?? value.of }];
  // `import * as X from 'x'`, where the module is what it exports by default.
  const entry = value.kind === 'package' ? value.library.exports.default : value.kind === 'entry' ? value.entry : undefined;
  if (!entry || (value.kind !== 'entry' && value.kind !== 'package')) return [];
  if (entry.transparent) return args[0] ? typeValues(link, from, args[0]) : [];
  const handle = entry.type ?? entry.construct ?? entry.handle ?? entry.extend?.instance;
  const found = handle === undefined ? undefined : link.libraries.handle(value.library, handle);
  return found ? [{ kind: 'handle', ...found, of: entityOf(link, from, args) }] : [];
}

