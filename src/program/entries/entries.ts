import { posix } from 'node:path';
import type { CallFact, Expr } from '../../facts/types.ts';
import type { EntryKind, Library, Operation } from '../../libraries/types.ts';
import { annotations, typeEntries } from '../resolve/annotations.ts';
import { classBase } from '../resolve/classes.ts';
import { evaluate } from '../resolve/evaluate.ts';
import { declaredEntries } from './declared.ts';
import { endlessFunctions } from './endless.ts';
import { decoratedEntries } from './decorators.ts';
import { isServerAction, keepsAnswers } from '../directives.ts';
import { dependsOn, fileKind } from './file-kinds.ts';
import type { Link } from '../link.ts';
import { PerLink } from '../memo.ts';
import { lastName } from '../../facts/outline.ts';
import { memberOf } from '../resolve/members.ts';
import { exportedValues } from '../resolve/names.ts';
import { callLabel, decoratorLabel, routeLabel } from './labels.ts';
import { mountNames, mountsIn, pathTeller, type Mount } from './mounts.ts';
import { routeOfCall, routeOfMethod, type Route } from './routes.ts';
import { partsOf } from '../contributions.ts';
import type { Parts } from '../contributions.ts';
import { objectEntries } from './object-entries.ts';
import { matchesCallback } from '../resolve/params.ts';
import { symbolPath } from '../print.ts';
import type { Package } from '../../source/types.ts';
import type { ProgramInput } from '../types.ts';
import { resolversByOption, resolversByType } from './resolver-maps.ts';
import { callTargets, decoratorEntries } from '../resolve/targets.ts';
import { usedBindings } from './used.ts';
import { keyOf, type FunctionRef, type LinkedFile, type Value } from '../values.ts';

/** A root from which code runs. */
export interface EntryInfo {
  kind: EntryKind;
  /** It runs once per row of its parents. */
  perRow: boolean;
  /** The parameter that gets the row, if not the first. */
  row?: number;
  /** Members of its parameters that have as many values as the code has names. */
  fixed?: readonly string[];
  /** The file whose export it is, where a convention of paths made it an entry. */
  exportedBy?: LinkedFile;
  /** As a reader knows it: `GET /orders`, `User.posts`. */
  label: string;
  /** The framework may run it once, when it builds. */
  mayBuild?: true;
  /** It takes nothing of a request: the framework runs it when it builds and then no more, unless something that it calls asks for the request. */
  takesNothing?: true;
  /** The framework may run it for one request with others, which it gives the same first argument: by folders and in an order, as the table says. */
  together?: { as: 'leaf' | 'around'; folder: string; order: number };
}

/** What one file says of entries, its own or those of other files: by what it declares, by its object literals, by its calls. */
export interface FileEntries {
  declared: readonly Said[];
  /** `root` is the key of the object that defines the field, which is no row's where some file makes it a root's. */
  objects: readonly (Said & { object: string })[];
  roots: readonly string[];
  /** By the position of the call's name among those of the tables. */
  calls: readonly (Said & { order: number })[];
  mounts: readonly Mount[];
}

/** A function of which a file says that it is an entry. Per row only if it uses its row. */
interface Said {
  ref: FunctionRef;
  info: EntryInfo;
  /** The route that it handles, below what that is added to. */
  route?: Route;
}

/**
 * Finds every function that a library's table says is called by a framework. The first to name it counts, unless a later one says
 * that it runs per row: what files declare, then their objects, then their calls, the names of these in the order of the tables.
 */
export function collectEntries(link: Link, { packages, declared = [] }: Pick<ProgramInput, 'packages' | 'declared'>, known: Parts<readonly FileEntries[]>): ReadonlyMap<number, EntryInfo> {
  const names = { calls: callNames(link), mounts: mountNames(link) };
  const parts = partsOf(link, known, (file) => entriesIn(link, file, packages, names)).flatMap(({ value }) => value);
  const tell = pathTeller(parts.flatMap(({ mounts }) => mounts));
  const entries = new Map<number, EntryInfo>();
  const add = ({ ref: { file, id }, info, route }: Said): void => {
    const key = keyOf(file, id);
    const first = entries.get(key);
    if (!first || (info.perRow && !first.perRow)) entries.set(key, route ? { ...info, label: routeLabel(route, tell) } : info);
    // One function that several files export is the entry of none of them alone.
    else if (info.exportedBy && first.exportedBy && first.exportedBy !== info.exportedBy) entries.set(key, { ...first, label: symbolPath(file.facts, id) || first.label });
  };
  for (const part of parts) part.declared.forEach(add);
  const roots = new Set(parts.flatMap((part) => part.roots));
  for (const { objects } of parts) for (const said of objects) add(roots.has(said.object) ? { ...said, info: { ...said.info, perRow: false } } : said);
  parts.flatMap(({ calls }) => calls).sort((a, b) => a.order - b.order).forEach(add);
  for (const [key, { kind, label }] of declaredEntries(link, declared)) entries.set(key, { perRow: false, label, ...entries.get(key), kind });
  return entries;
}

const NOTHING: FileEntries = { declared: [], objects: [], roots: [], calls: [], mounts: [] };

/** One, or none of a file that says nothing, as most do. */
function entriesIn(link: Link, file: LinkedFile, packages: readonly Package[], names: { calls: ReadonlyMap<string, number>; mounts: ReadonlySet<string> }): FileEntries[] {
  const calls = fromCalls(link, file, names.calls);
  if (UNSERVING.has(fileKind(file, packages))) return calls.length > 0 ? [{ ...NOTHING, calls }] : [];
  const declared: Said[] = [];
  const add = adder(declared);
  fromDecorators(link, file, add);
  fromClasses(link, file, add);
  fromConventions(link, file, add);
  fromAnnotations(link, file, add);
  resolversByType(link, file, add);
  resolversByOption(link, file, add);
  fromDirectives(file, add);
  for (const ref of endlessFunctions(link, file)) add(ref, { kind: 'job', perRow: false, label: `${symbolPath(file.facts, ref.id) || 'a loop'} (again and again)` });
  const { objects, roots } = objectEntries(link, file);
  const found: FileEntries = { declared, objects: objects.map(({ object, ref, info }) => ({ object, ...said(ref, info) })), roots, calls, mounts: mountsIn(link, file, names.mounts) };
  return Object.values(found).some((list) => list.length > 0) ? [found] : [];
}

function adder(list: Said[]): AddEntry {
  return (ref, info, route) => void list.push(said(ref, info, route));
}

function said(ref: FunctionRef, info: EntryInfo, route?: Route): Said {
  return { ref, info: { ...info, perRow: info.perRow && usesRow(ref.file, ref.id, info.row) }, ...(route && { route }) };
}

/** Files whose entries no server calls: tests, what builds or is a template, what a browser runs. */
const UNSERVING: ReadonlySet<EntryKind | undefined> = new Set<EntryKind | undefined>(['client', 'test', 'build']);

/** Takes a function that a framework calls. */
export type AddEntry = (ref: FunctionRef, info: EntryInfo, route?: Route) => void;

/** Whether a resolver reads its parent row: a parameter named `_`, `_parent` or `root` is no row. */
function usesRow(file: LinkedFile, id: number, row = 0): boolean {
  const first = file.facts.functions[id]!.params[row];
  const name = first && file.facts.bindings[first.bindingId]?.name;
  if (!first || name === 'root' || name?.startsWith('_')) return false;
  const used = usedBindings(file);
  return first.bindings.some((binding) => used.has(binding));
}

function fromDecorators(link: Link, file: LinkedFile, add: AddEntry): void {
  for (const [id, fact] of file.facts.functions.entries()) {
    for (const { callee, call } of fact.decorators) {
      for (const { kind, perRow, name } of decoratedEntries(link, file, fact.parentId, callee)) {
        add({ file, id }, { kind, perRow: perRow === true, label: decoratorLabel(file, id, name, call) }, routeOfMethod(link, file, id, name, call));
      }
    }
  }
}

/** Methods by which a framework calls a class that implements or extends one of its types, or is marked for it: `onModuleInit`. */
function fromClasses(link: Link, file: LinkedFile, add: AddEntry): void {
  for (const [id, fact] of file.facts.classes.entries()) {
    if (!fact.superClass && fact.implements.length === 0 && fact.decorators.length === 0) continue;
    const types = classBase(link, file, id).chain.flatMap((base) => {
      const { superClass, implements: list, functionId } = base.file.facts.classes[base.id]!;
      const bases = superClass ? evaluate(link, superClass, { file: base.file, functionId }).flatMap((value) => (value.kind === 'entry' ? [value] : [])) : [];
      return [...bases, ...list.flatMap((type) => typeEntries(link, base.file, type))];
    });
    const marks = fact.decorators.flatMap(({ callee }) => decoratorEntries(link, file, fact.functionId, callee));
    for (const named of [...types.map(({ entry }) => entry.implement), ...marks.map(({ entry }) => entry.decorator?.calls)]) {
      for (const method of named ? fact.methods : []) {
        const info = Object.hasOwn(named!, method.name) ? named![method.name] : undefined;
        if (!info || method.functionId < 0 || method.static) continue;
        add({ file, id: method.functionId }, { kind: info.kind, perRow: info.perRow === true, label: symbolPath(file.facts, method.functionId) });
      }
    }
  }
}

/** Exports of files that a framework finds by their path, in packages that depend on it. */
function fromConventions(link: Link, file: LinkedFile, add: AddEntry): void {
  const owner = link.packageOf(file);
  if (!owner) return;
  const below = owner.dir === '' ? file.path : file.path.slice(owner.dir.length + 1);
  for (const library of conventionalLibraries(link, owner)) {
    for (const { path, exports, entry, prerendered = [], mayBuild, perRequest = [], together } of library.conventions ?? []) {
      if (!path.test(below)) continue;
      const isPrerendered = prerendered.some((sign) => hasExport(link, file, sign));
      // A folder in brackets is a parameter of the path.
      const isOfRequest = !mayBuild || below.includes('[') || perRequest.some((sign) => hasExport(link, file, sign));
      for (const called of exports.length > 0 ? exports : file.index.exportsNamed.keys()) {
        for (const { name, value } of calledExports(link, file, called)) {
          if (value.kind !== 'function') continue;
          const kind = isPrerendered || keepsAnswers(value) ? 'build' : entry.kind;
          const label = name === 'default' ? below : `${name.replace(/^default\./, '')} ${below}`;
          const company = together && { together: { as: together, folder: posix.dirname(file.path), order: exports.indexOf(called) } };
          add({ file: value.file, id: value.id }, { kind, perRow: false, exportedBy: file, label, ...(mayBuild && { mayBuild }), ...(!isOfRequest && takesNothing(value) && { takesNothing: true }), ...company });
        }
      }
    }
  }
}

/** Whether a function is given nothing, or takes of what it is given only what stands within it. */
function takesNothing({ file, id }: FunctionRef): boolean {
  const { facts } = file;
  return facts.functions[id]!.params.every(({ bindings }) => bindings.length > 0 && bindings.every((binding) => facts.bindings[binding]!.path[0] === 'children'));
}

const conventional = new PerLink<Package, readonly Library[]>();

/** Libraries that a package depends on and that find files by their paths. */
function conventionalLibraries(link: Link, owner: Package): readonly Library[] {
  return conventional.get(link, owner, () => link.libraries.all.filter((library) => library.conventions && dependsOn(owner, library)));
}

/** Whether a file exports a name, or a name with a literal value: `dynamic=force-static`, `revalidate!=0`. */
function hasExport(link: Link, file: LinkedFile, sign: string): boolean {
  const [, name = '', not, value] = /^(\w+)(?:(!?)=(.*))?$/.exec(sign) ?? [];
  if (!file.index.exportsNamed.has(name)) return false;
  return value === undefined || exportedValues(link, file, name).some((found) => found.kind === 'literal' && (String(found.value) === value) === (not === ''));
}

interface Named {
  name: string;
  value: Value;
}

/** What a convention's name stands for: an export, or members of one. */
function calledExports(link: Link, file: LinkedFile, path: string): Named[] {
  const [first, ...members] = path.split('.');
  const exported = exportedValues(link, file, first!).map((value): Named => ({ name: first!, value }));
  return members.reduce<Named[]>((all, member) => all.flatMap(({ name, value }) => membersCalled(link, value, member).map((inner) => ({ ...inner, name: `${name}${inner.name && '.'}${inner.name}` }))), exported);
}

function membersCalled(link: Link, value: Value, member: string): Named[] {
  if (member !== '*') return memberOf(link, value, member).map((inner) => ({ name: member, value: inner }));
  if (value.kind === 'list') return value.of.map((inner) => ({ name: '', value: inner }));
  if (value.kind === 'class') return methodsOf(value).map((name) => ({ name, method: memberOf(link, { ...value, kind: 'instance' }, name) })).flatMap(({ name, method }) => method.map((inner) => ({ name, value: inner })));
  if (value.kind !== 'object') return [];
  return value.properties.flatMap(({ key, value: expr }) => (key === null ? [] : evaluate(link, expr, value).map((inner) => ({ name: key, value: inner }))));
}

/** Methods that somebody who makes an instance of a class can call. */
function methodsOf({ file, id }: Extract<Value, { kind: 'class' }>): string[] {
  return file.facts.classes[id]!.methods.flatMap(({ name, kind, static: isStatic, functionId }) => (kind === 'method' && !isStatic && functionId >= 0 && !name.startsWith('#') ? [name] : []));
}

/** `const handler: Handler = async (event) => …` */
function fromAnnotations(link: Link, file: LinkedFile, add: AddEntry): void {
  for (const [id, type] of annotations(file)) {
    for (const { entry } of typeEntries(link, file, type)) {
      const info = entry.annotates?.entry;
      if (info) add({ file, id }, { kind: info.kind, perRow: info.perRow === true, label: symbolPath(file.facts, id) });
    }
  }
}

function fromDirectives(file: LinkedFile, add: AddEntry): void {
  for (const [id, { name }] of file.facts.functions.entries()) {
    if (isServerAction({ file, id })) add({ file, id }, { kind: 'request', perRow: false, label: `${name || 'a server action'} (server action)` });
  }
}

/** The names by which the tables know calls that hand a function or a file to a framework (routes, procedures, jobs, threads), in the order of the tables. */
function callNames(link: Link): Map<string, number> {
  const names = new Map<string, number>();
  const isEntry = (operation: Operation | undefined) => operation !== undefined && (operation.starts !== undefined || operation.callbacks?.some(({ entry }) => entry) === true);
  for (const library of link.libraries.all) {
    for (const table of [library.exports, library.globals ?? {}, ...Object.values(library.handles).map(({ members }) => members)]) {
      for (const [name, entry] of Object.entries(table)) if (!names.has(name) && (isEntry(entry.call) || isEntry(entry.constructs))) names.set(name, names.size);
    }
  }
  return names;
}

function fromCalls(link: Link, file: LinkedFile, names: ReadonlyMap<string, number>): (Said & { order: number })[] {
  return file.rows('calls').flatMap(([name, id]) => {
    const order = names.get(name);
    if (order === undefined) return [];
    const found: Said[] = [];
    addCall(link, file, id, adder(found));
    return found.map((one) => ({ ...one, order }));
  });
}

function addCall(link: Link, file: LinkedFile, callId: number, add: AddEntry): void {
  const call = file.facts.calls[callId]!;
  for (const target of callTargets(link, file, callId)) {
    if (target.kind !== 'operation') continue;
    if (target.operation.starts) startedFile(link, file, call, target.operation.starts, add);
    for (const callback of target.operation.callbacks ?? []) {
      if (!callback.entry) continue;
      const { kind, perRow, row, fixed } = callback.entry;
      const label = callLabel(file, callId, target.name);
      const route = routeOfCall(link, { file, id: callId }, target);
      for (const [position, arg] of call.args.entries()) {
        for (const { expr, path } of leaves(arg)) {
          if (!matchesCallback(callback, position, path, call.args.length)) continue;
          for (const value of evaluate(link, expr, { file, functionId: call.functionId })) {
            if (value.kind === 'function') add({ file: value.file, id: value.id }, { kind, perRow: perRow === true, ...(row !== undefined && { row }), ...(fixed && { fixed }), label }, route);
          }
        }
      }
    }
  }
}

/** A file that a call runs by its path: its top level and what it exports. */
function startedFile(link: Link, file: LinkedFile, call: CallFact, { arg, entry }: NonNullable<Operation['starts']>, add: AddEntry): void {
  const [index, ...keys] = String(arg).split('.');
  const argument = keys.reduce<Expr | undefined>((at, key) => (at?.kind === 'object' ? at.properties.find((property) => property.key === key)?.value : undefined), call.args[Number(index)]);
  const specifier = argument && pathText(file, argument);
  const started = specifier === undefined ? undefined : link.resolve(specifier, file);
  if (!started) return;
  const info: EntryInfo = { kind: entry.kind, perRow: false, label: started.path };
  add({ file: started, id: 0 }, info);
  for (const name of started.index.exportsNamed.keys()) {
    for (const value of exportedValues(link, started, name)) if (value.kind === 'function' && value.file === started) add({ file: started, id: value.id }, info);
  }
}

/** A path beside a file: `'./job.js'`, `new URL('./job.js', import.meta.url)`, `path.join(__dirname, 'job.js')`, `require.resolve('./job')`, a constant that holds one. */
function pathText(file: LinkedFile, expr: Expr, depth = 0): string | undefined {
  if (expr.kind === 'literal') return typeof expr.value === 'string' ? expr.value : undefined;
  if (expr.kind === 'name') {
    if (expr.name === '__dirname') return '.';
    const binding = file.facts.bindings[expr.binding];
    return binding?.kind === 'const' && binding.init && depth < 4 ? pathText(file, binding.init, depth + 1) : undefined;
  }
  if (expr.kind !== 'call') return undefined;
  const { callee, args } = file.facts.calls[expr.call]!;
  const name = lastName(callee);
  if ((name === 'join' || name === 'resolve') && args.length > 1) {
    const parts = args.map((arg) => pathText(file, arg, depth + 1));
    return parts.every((part) => part !== undefined) ? `./${posix.join(...(parts as string[]))}` : undefined;
  }
  return args[0] && (name === 'URL' || name === 'resolve' || name === 'fileURLToPath') ? pathText(file, args[0], depth + 1) : undefined;
}

/** An argument and what its arrays and objects hold, with the way there. */
function leaves(expr: Expr, path: string[] = []): { expr: Expr; path: string[] }[] {
  if (expr.kind === 'array') return expr.elements.flatMap((element) => leaves(element, [...path, '[]']));
  if (expr.kind === 'object' && path.length < 4) return expr.properties.flatMap(({ key, value }) => (key === null ? [] : leaves(value, [...path, key])));
  return [{ expr, path }];
}
