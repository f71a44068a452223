import type { Expr } from '../../facts/types.ts';
import type { Mounts } from '../../libraries/types.ts';
import { importedSpecifier } from '../../facts/requires.ts';
import { argumentOf } from '../arguments/follow.ts';
import { spotOf } from '../arguments/spots.ts';
import type { Argument } from '../arguments/types.ts';
import { evaluate } from '../resolve/evaluate.ts';
import { declared, exported, type Declared } from '../resolve/names.ts';
import { callTargets } from '../resolve/targets.ts';
import { callersOf } from './callers.ts';
import { isTestFile } from './file-kinds.ts';
import type { Link } from '../link.ts';
import { PerLink } from '../memo.ts';
import { keyOf, stripped, type CallRef, type FunctionRef, type LinkedFile, type Place, type Value } from '../values.ts';

/** A router or an application that an expression stands for. */
export interface Under {
  /** One string for each that the code makes: the place that makes it, or the function that is given it. */
  router: string;
  /** The path between it and what is added to the expression: `/users` for `router.route('/users')`; null where the code does not show it. */
  path: string | null;
  /** It serves by itself, whether or not something mounts it. */
  root: boolean;
}

/** Names, calls and callers that are followed for one router. */
const MAX_DEPTH = 12;

/** The routers that an expression may stand for: followed through names, imports, properties, functions that make one, callers that hand one over, and calls that give back their receiver. */
export function routersOf(link: Link, expr: Expr, place: Place, depth = 0): readonly Under[] {
  if (depth > MAX_DEPTH) return [];
  const inner = stripped(expr);
  switch (inner.kind) {
    case 'name':
      return inner.binding < 0 ? [] : ofDeclared(link, declared(link, place.file, inner.binding), depth);
    case 'member':
      return evaluate(link, inner.object, place).flatMap((value) => ofMember(link, value, inner.name, depth + 1));
    case 'call':
      return ofCall(link, { file: place.file, id: inner.call }, depth + 1);
    case 'conditional':
      return [inner.yes, inner.no].flatMap((one) => routersOf(link, one, place, depth + 1));
    case 'logical':
      return [inner.left, inner.right].flatMap((one) => routersOf(link, one, place, depth + 1));
    default:
      return [];
  }
}

/** What routes are under that are added to what a call makes. */
export function madeBy({ file, id }: CallRef): string {
  return `${file.path} call ${id}`;
}

/** What routes of a function are under that is given a router. */
export function givenTo({ file, id }: FunctionRef): string {
  return `${file.path} function ${id}`;
}

function ofDeclared(link: Link, list: readonly Declared[], depth: number): readonly Under[] {
  return list.flatMap((item) => (item.kind === 'binding' ? ofBinding(link, item.file, item.id, depth) : item.from ? routersOf(link, item.from.expr, { file: item.from.file, functionId: 0 }, depth + 1) : []));
}

const ofBindings = new PerLink<number, readonly Under[]>();

function ofBinding(link: Link, file: LinkedFile, id: number, depth: number): readonly Under[] {
  return ofBindings.get(
    link,
    keyOf(file, id),
    () => {
      const { kind, init, path, functionId, target } = file.facts.bindings[id]!;
      const place = { file, functionId };
      if (kind === 'import') return ofModule(link, file, file.facts.imports[target]!.specifier);
      if (kind === 'param') return path.length > 0 ? [] : ofParameter(link, { file, id: functionId }, target, depth + 1);
      if (init && path.length > 0) return path.length > 1 ? [] : evaluate(link, init, place).flatMap((value) => ofMember(link, value, path[0]!, depth + 1));
      const assigned = (file.index.assignmentsTo.get(id) ?? []).flatMap(({ value, functionId: by }) => (value ? [{ expr: value, by }] : []));
      return distinct([...(init ? [{ expr: init, by: functionId }] : []), ...assigned].flatMap(({ expr, by }) => routersOf(link, expr, { file, functionId: by }, depth + 1)));
    },
    [],
  );
}

/** A parameter is what callers hand over; where none is seen, what the function is registered with. */
function ofParameter(link: Link, to: FunctionRef, index: number, depth: number): readonly Under[] {
  const handed = callersOf(link, to).flatMap(({ call }) => {
    if (!call || isTestFile(call.file)) return [];
    const { args, functionId } = call.file.facts.calls[call.id]!;
    const target = callTargets(link, call.file, call.id).find((one) => one.kind === 'function' && one.file === to.file && one.id === to.id);
    const arg = target?.kind === 'function' ? args[index + target.shift] : undefined;
    return arg ? routersOf(link, arg, { file: call.file, functionId }, depth) : [];
  });
  return handed.length > 0 ? distinct(handed) : [{ router: givenTo(to), path: '', root: false }];
}

/** `require('./routes')`: what the module exports as a whole. */
function ofModule(link: Link, from: LinkedFile, specifier: string): readonly Under[] {
  const file = link.resolve(specifier, from);
  return file?.exports('module.exports') ? ofDeclared(link, exported(link, file, 'module.exports'), 1) : [];
}

function ofMember(link: Link, value: Value, name: string, depth: number): readonly Under[] {
  if (depth > MAX_DEPTH) return [];
  if (value.kind === 'module') return ofDeclared(link, exported(link, value.file, name), depth);
  if (value.kind === 'object') return value.properties.flatMap(({ key, value: expr }) => (key === name ? routersOf(link, expr, value, depth) : []));
  if (value.kind !== 'instance') return [];
  const { file, id } = value;
  const { fields, methods, functionId } = file.facts.classes[id]!;
  const init = fields.find((field) => field.name === name)?.init;
  const set = file.index.fieldsOf.get(id)?.get(name) ?? [];
  const getter = methods.find((method) => method.name === name && method.kind === 'getter' && method.functionId >= 0);
  return distinct([
    ...(init ? routersOf(link, init, { file, functionId }, depth) : []),
    ...set.flatMap((assigned) => routersOf(link, assigned.value, { file, functionId: assigned.functionId }, depth)),
    ...(getter ? returned(link, { file, id: getter.functionId }, depth) : []),
  ]);
}

function returned(link: Link, { file, id }: FunctionRef, depth: number): readonly Under[] {
  return distinct(file.facts.functions[id]!.returns.flatMap((expr) => routersOf(link, expr, { file, functionId: id }, depth)));
}

function ofCall(link: Link, ref: CallRef, depth: number): readonly Under[] {
  const { file, id } = ref;
  const call = file.facts.calls[id]!;
  const place = { file, functionId: call.functionId };
  const specifier = importedSpecifier(file.facts, call);
  if (specifier !== undefined) return ofModule(link, file, specifier);
  const receiver = call.callee.kind === 'member' ? call.callee.object : undefined;
  let prefix: string | null = '';
  for (const target of callTargets(link, file, id)) {
    if (target.kind === 'function') return returned(link, target, depth);
    const { mounts, returns, wraps } = target.operation;
    // `mount('/api', app)`: what it gives stands for what it puts there.
    if (mounts?.what === 'arguments' && !target.receiver) return [{ router: madeBy(ref), path: '', root: false }];
    if (wraps && call.args[wraps.arg]) return routersOf(link, call.args[wraps.arg]!, place, depth);
    const paths = mounts?.what === 'result' ? pathsOf(link, ref, mounts.path) : [''];
    prefix = paths.length === 1 ? paths[0]! : null;
    const hasRoutes = target.receiver?.kind === 'handle' && link.libraries.describe(target.receiver).routes !== undefined;
    if (receiver && hasRoutes && (mounts?.what === 'result' || returns === 'this')) return routersOf(link, receiver, place, depth).map((under) => ({ ...under, path: joined(under.path, prefix) }));
  }
  const routes = evaluate(link, { kind: 'call', call: id }, place).flatMap((value) => (value.kind === 'handle' ? [link.libraries.describe(value).routes] : [])).find((found) => found !== undefined);
  return routes === undefined ? [] : [{ router: madeBy(ref), path: prefix, root: routes === 'root' }];
}

function distinct(list: readonly Under[]): readonly Under[] {
  return list.filter((one, index) => list.findIndex((other) => other.router === one.router && other.path === one.path) === index);
}

/** Two paths, one below the other; null where one of them is not known. */
export function joined(above: string | null, below: string | null): string | null {
  return above === null || below === null ? null : [above, below].map((path) => path.split('/').filter((part) => part !== '').join('/')).filter((path) => path !== '').map((path) => `/${path}`).join('');
}

/** The paths that an argument of a call is: one that is left out, or is no text, is none; null is one that the code does not show. */
export function pathsOf(link: Link, ref: CallRef, at: Mounts['path']): readonly (string | null)[] {
  if (at === undefined) return [''];
  const [index, key] = String(at).split('.');
  const expr = ref.file.facts.calls[ref.id]!.args[Number(index)];
  if (!expr) return [''];
  const argument = argumentOf(link, { expr, spot: spotOf(ref) });
  if (key === undefined) return textsOf(argument);
  if (argument.kind !== 'object') return [null];
  const property = argument.properties.find((one) => one.key === key);
  if (!property) return [argument.open === undefined ? '' : null];
  return property.optional ? [null] : textsOf(property.value);
}

/** The texts that an argument is; '' for what is no text, null for one that comes at run time. */
export function textsOf(argument: Argument): readonly (string | null)[] {
  switch (argument.kind) {
    case 'literal':
      return [typeof argument.value === 'string' ? argument.value : ''];
    case 'undefined':
    case 'function':
    case 'object':
      return [''];
    case 'list':
      return argument.open === undefined && argument.items.length > 0 ? [...new Set(argument.items.flatMap(({ value, optional }) => (optional ? [null] : textsOf(value))))] : [null];
    default:
      return [null];
  }
}
