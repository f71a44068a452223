import type { CallFact, Expr, TypeRef } from '../facts/types.ts';
import type { EntryKind, Library, Operation, ResolverMap } from '../libraries/types.ts';
import type { Package } from '../source/types.ts';
import { evaluate } from './evaluate.ts';
import { fileKind } from './file-kinds.ts';
import type { Link } from './link.ts';
import { matchesCallback } from './params.ts';
import { symbolPath } from './print.ts';
import { callTargets, decoratorEntries } from './targets.ts';
import { usedBindings } from './used.ts';
import { keyOf, type FunctionRef, type LinkedFile, type Value } from './values.ts';

/** A root from which code runs. */
export interface EntryInfo {
  kind: EntryKind;
  /** It runs once per row of its parents. */
  perRow: boolean;
  /** As a reader knows it: `GET /orders`, `User.posts`. */
  label: string;
}

/** Functions that a framework calls, by key. */
export type EntryTable = ReadonlyMap<number, EntryInfo>;

/** Finds every function that a library's table says is called by a framework. */
export function collectEntries(link: Link, packages: readonly Package[]): EntryTable {
  const entries = new Map<number, EntryInfo>();
  const add = ({ file, id }: FunctionRef, info: EntryInfo): void => {
    const key = keyOf(file, id);
    const known = entries.get(key);
    // A function counts as per row only if it uses its row.
    const perRow = info.perRow && usesFirstParam(file, id);
    if (!known || (perRow && !known.perRow)) entries.set(key, { ...info, perRow });
  };
  for (const file of link.files) {
    if (fileKind(file.path, file.facts, packages) === 'test') continue;
    fromDecorators(link, file, add);
    fromConventions(link, file, packages, add);
    fromObjects(link, file, add);
    fromAnnotations(link, file, add);
    fromDirectives(file, add);
  }
  fromCalls(link, add);
  return entries;
}

type Add = (ref: FunctionRef, info: EntryInfo) => void;

function fromDecorators(link: Link, file: LinkedFile, add: Add): void {
  for (const [id, fact] of file.facts.functions.entries()) {
    for (const { callee, call } of fact.decorators) {
      for (const { entry, name } of decoratorEntries(link, file, fact.parentId, callee)) {
        const info = entry.decorator?.entry;
        if (info) add({ file, id }, { kind: info.kind, perRow: info.perRow === true, label: decoratorLabel(file, id, name, call) });
      }
    }
  }
}

function decoratorLabel(file: LinkedFile, functionId: number, name: string, callId: number): string {
  const path = callId < 0 ? undefined : literalText(file.facts.calls[callId]!.args[0]);
  return HTTP_VERBS.has(name.toLowerCase()) ? `${name.toUpperCase()} ${path ?? symbolPath(file.facts, functionId)}` : symbolPath(file.facts, functionId);
}

const HTTP_VERBS = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'all']);

function literalText(expr: Expr | undefined): string | undefined {
  return expr?.kind === 'literal' && typeof expr.value === 'string' ? expr.value : undefined;
}

function fromConventions(link: Link, file: LinkedFile, packages: readonly Package[], add: Add): void {
  const owner = packages.filter(({ dir }) => dir === '' || file.path.startsWith(`${dir}/`)).sort((a, b) => b.dir.length - a.dir.length)[0];
  const below = owner && owner.dir !== '' ? file.path.slice(owner.dir.length + 1) : file.path;
  for (const library of link.libraries.all) {
    for (const convention of library.conventions ?? []) {
      if (!convention.path.test(below) || (owner && !dependsOn(owner, library))) continue;
      for (const [name, list] of file.index.exportsNamed) {
        if (convention.exports.length > 0 && !convention.exports.includes(name)) continue;
        for (const fact of list) {
          const expr: Expr | undefined = fact.kind === 'value' ? fact.value : fact.kind === 'local' ? { kind: 'name', name, binding: fact.bindingId } : undefined;
          if (!expr) continue;
          for (const value of evaluate(link, expr, { file, functionId: 0 })) {
            if (value.kind === 'function') add({ file: value.file, id: value.id }, { kind: convention.entry.kind, perRow: false, label: name === 'default' ? below : `${name} ${below}` });
          }
        }
      }
    }
  }
}

function dependsOn(owner: Package, library: Library): boolean {
  return owner.dependencies.length === 0 || owner.dependencies.some((name) => library.packages.some((pattern) => pattern === name || pattern === `${name}/*`));
}

function fromObjects(link: Link, file: LinkedFile, add: Add): void {
  const tables = link.libraries.all.flatMap((library) => (library.objectEntries ?? []).map((entry) => ({ library, entry })));
  const imports = new Set(file.facts.imports.map(({ specifier }) => link.libraries.bySpecifier(specifier)));
  for (const [id, { properties, key }] of file.index.objectOf) {
    for (const { library, entry } of tables) {
      if (entry.function !== key || !imports.has(library)) continue;
      if (!entry.keys.every((name) => properties.some((property) => property.key === name))) continue;
      add({ file, id }, { kind: entry.entry.kind, perRow: entry.entry.perRow === true, label: fieldLabel(file, properties) });
    }
  }
}

/** The name of the field whose definition an object is, with its type's where that is near. */
function fieldLabel(file: LinkedFile, properties: readonly { span: readonly [number, number] }[]): string {
  const at = properties[0]!.span[0];
  let field = '';
  let start = -1;
  const visit = (expr: Expr): void => {
    if (expr.kind !== 'object') return;
    for (const property of expr.properties) {
      if (property.key !== null && property.span[0] < at && property.span[1] > at && property.span[0] > start && property.value.kind === 'object' && property.value.properties.some((inner) => inner.span[0] === at)) {
        field = property.key;
        start = property.span[0];
      }
      visit(property.value);
    }
  };
  for (const call of file.facts.calls) for (const arg of call.args) visit(arg);
  for (const { returns } of file.facts.functions) for (const expr of returns) visit(expr);
  for (const binding of file.facts.bindings) if (binding.init) visit(binding.init);
  return field ? `${field} (field)` : 'a field resolver';
}

function usesFirstParam(file: LinkedFile, id: number): boolean {
  const first = file.facts.functions[id]!.params[0];
  const used = usedBindings(file);
  return first?.bindings.some((binding) => used.has(binding)) ?? false;
}

/** `const resolvers: Resolvers = { User: { posts() {} } }` */
function fromAnnotations(link: Link, file: LinkedFile, add: Add): void {
  const maps = link.libraries.all.flatMap((library) => library.resolverMaps ?? []);
  if (maps.length === 0) return;
  for (const binding of file.facts.bindings) {
    if (!binding.init || binding.type?.kind !== 'ref') continue;
    for (const map of maps) addAnnotated(link, file, map, binding.type, evaluate(link, binding.init, { file, functionId: binding.functionId }), add);
  }
}

function addAnnotated(link: Link, file: LinkedFile, map: ResolverMap, type: Extract<TypeRef, { kind: 'ref' }>, values: readonly Value[], add: Add): void {
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

function addTypes(link: Link, map: ResolverMap, value: Value, add: Add): void {
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

function addFields(link: Link, map: ResolverMap, type: string, value: Value, add: Add): void {
  if (value.kind !== 'object') return;
  for (const property of value.properties) {
    for (const inner of evaluate(link, property.value, value)) {
      if (inner.kind === 'function') add({ file: inner.file, id: inner.id }, { kind: 'request', perRow: !map.roots.includes(type), label: `${type}.${property.key}` });
      else if (inner.kind === 'object' && property.key === null) addFields(link, map, type, inner, add);
    }
  }
}

/** Functions under 'use server' are called by clients: https://react.dev/reference/rsc/use-server */
function fromDirectives(file: LinkedFile, add: Add): void {
  const { functions } = file.facts;
  const whole = functions[0]!.directive === 'use server';
  for (const [id, fact] of functions.entries()) {
    if (id > 0 && (fact.directive === 'use server' || (whole && fact.parentId === 0 && fact.async))) add({ file, id }, { kind: 'request', perRow: false, label: `${fact.name || 'a server action'} (server action)` });
  }
}

/** Calls that hand a function to a framework: routes, procedures, jobs. Found by the names that the tables give them. */
function fromCalls(link: Link, add: Add): void {
  const names = new Set<string>();
  const isEntry = (operation: Operation | undefined) => operation?.callbacks?.some(({ entry }) => entry) === true;
  const options = new Set<string>();
  for (const library of link.libraries.all) {
    for (const map of library.resolverMaps ?? []) for (const option of map.options) options.add(option);
    for (const table of [library.exports, ...Object.values(library.handles).map(({ members }) => members)]) {
      for (const [name, entry] of Object.entries(table)) if (isEntry(entry.call) || isEntry(entry.constructs)) names.add(name);
    }
  }
  for (const name of names) {
    for (const { file, id } of link.names.calls(name)) addCall(link, file, id, add);
  }
  for (const { file, id } of defaultCalls(link, isEntry)) addCall(link, file, id, add);
  for (const option of options) addResolverOptions(link, option, add);
}

/** Calls of local names that stand for a default or renamed export with an entry. */
function defaultCalls(link: Link, isEntry: (operation: Operation | undefined) => boolean): { file: LinkedFile; id: number }[] {
  return link.files.flatMap((file) =>
    file.facts.imports.flatMap(({ specifier, imported, bindingId }) => {
      const library = link.libraries.bySpecifier(specifier);
      const entry = library?.exports[imported];
      const local = file.facts.bindings[bindingId]!.name;
      if (!entry || local === imported || !(isEntry(entry.call) || isEntry(entry.constructs))) return [];
      return link.names.calls(local).filter((call) => call.file === file);
    }),
  );
}

function addCall(link: Link, file: LinkedFile, callId: number, add: Add): void {
  const call = file.facts.calls[callId]!;
  for (const target of callTargets(link, file, callId)) {
    if (target.kind !== 'operation') continue;
    for (const callback of target.operation.callbacks ?? []) {
      if (!callback.entry) continue;
      const { kind, perRow } = callback.entry;
      const label = callLabel(file, call, target.name);
      for (const [position, arg] of call.args.entries()) {
        for (const { expr, path } of leaves(arg)) {
          if (!matchesCallback(callback, position, path, call.args.length)) continue;
          for (const value of evaluate(link, expr, { file, functionId: call.functionId })) {
            if (value.kind === 'function') add({ file: value.file, id: value.id }, { kind, perRow: perRow === true, label });
          }
        }
      }
    }
  }
}

/** An argument and what its arrays and objects hold, with the way there. */
function leaves(expr: Expr, path: string[] = []): { expr: Expr; path: string[] }[] {
  if (expr.kind === 'array') return expr.elements.flatMap((element) => leaves(element, [...path, '[]']));
  if (expr.kind === 'object' && path.length < 4) return expr.properties.flatMap(({ key, value }) => (key === null ? [] : leaves(value, [...path, key])));
  return [{ expr, path }];
}

function callLabel(file: LinkedFile, call: CallFact, name: string): string {
  const first = call.args[0];
  const path = literalText(first) ?? (first?.kind === 'object' ? literalText(first.properties.find(({ key }) => key === 'url' || key === 'path')?.value) : undefined);
  if (path !== undefined) return HTTP_VERBS.has(name.toLowerCase()) ? `${name.toUpperCase()} ${path}` : `${name} ${path}`;
  return symbolPath(file.facts, call.functionId) || name;
}

/** `new ApolloServer({ resolvers })`, `createSchema({ resolvers })` */
function addResolverOptions(link: Link, option: string, add: Add): void {
  const libraries = link.libraries.all.filter((library) => library.resolverMaps?.some(({ options }) => options.includes(option)));
  for (const file of link.files) {
    const imports = file.facts.imports.flatMap(({ specifier }) => link.libraries.bySpecifier(specifier) ?? []);
    const library = libraries.find((candidate) => imports.includes(candidate));
    const map = library?.resolverMaps?.find(({ options }) => options.includes(option));
    if (!map) continue;
    for (const call of file.facts.calls) {
      const value = call.args[0]?.kind === 'object' ? call.args[0].properties.find(({ key }) => key === option)?.value : undefined;
      if (value) for (const inner of evaluate(link, value, { file, functionId: call.functionId })) addTypes(link, map, inner, add);
    }
  }
}

