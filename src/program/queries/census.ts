import type { CallFact, Expr } from '../../facts/types.ts';
import { DATABASE_PACKAGES } from '../../libraries/databases.ts';
import type { Library } from '../../libraries/types.ts';
import type { Package } from '../../source/types.ts';
import { callBody } from '../effects/graph.ts';
import type { Link } from '../link.ts';
import { lastName } from '../../facts/outline.ts';
import { ITERATION_METHODS, NATIVE_MEMBERS } from '../resolve/builtins.ts';
import { evaluate } from '../resolve/evaluate.ts';
import { modelNamed } from '../resolve/models.ts';
import { callTargets } from '../resolve/targets.ts';
import { keyOf, type CallRef, type LinkedFile } from '../values.ts';
import { queryNames, type QueryNames } from './names.ts';
import { receiverShape } from './shapes.ts';
import { isNothing, openBase, stopOf, type Stop } from './stops.ts';
import { isOwn, libraryUsers, packageName } from './users.ts';

/** The calls of a project that are queries, and those that look like queries. */
export interface QueryCensus {
  /** Calls that reach a database, by what the tables say of a receiver that was followed, or of its shape with a second sign. */
  resolved: { followed: number; byShape: number };
  unresolved: readonly UnresolvedQuery[];
}

/** A call that looks like a query, of a receiver that nothing is known of. */
export interface UnresolvedQuery {
  path: string;
  call: CallFact;
  /** `this.<field>.findOne` */
  shape: string;
  stop: Stop;
}

/**
 * Counts the queries of the given files. A call looks like a query when its last member name is a query operation in the
 * table of a database library that the file's package depends on, or that its imports lead to, and its receiver evaluates
 * to nothing: not even to a value that could be told to be something else. Where the name says little, because JavaScript's
 * own objects have it or because the receiver comes from a package that is no database's, a second sign must stand:
 * an option of that library, SQL text, a chain of that library's builder, or an awaited call of a receiver that is named
 * as a model or as a receiver of resolved queries of the same package, in a file whose imports lead to the library.
 */
export function queryCensus(link: Link, files: readonly LinkedFile[]): QueryCensus {
  const resolved = { followed: 0, byShape: 0 };
  const receivers = new Map<Package | undefined, Set<string>>();
  const known = new Set<number>();
  for (const file of files) {
    for (const [id, call] of file.facts.calls.entries()) {
      if (call.kind !== 'call' && call.kind !== 'tag') continue;
      const query = callBody(link, { file, id }).effects.find(({ effect }) => effect.kind === 'query');
      if (!query) continue;
      known.add(keyOf(file, id));
      resolved[query.target.inferred ? 'byShape' : 'followed']++;
      const name = call.callee.kind === 'member' ? lastName(call.callee.object) : undefined;
      if (name !== undefined) within(receivers, link.packageOf(file)).add(name);
    }
  }
  const databases = link.libraries.all.flatMap((library) => queryNames(library) ?? []);
  const users = libraryUsers(link);
  const unresolved = files.flatMap((file) => {
    const tables = databases.filter(({ library }) => users.mayUse(file, library));
    if (tables.length === 0) return [];
    const named = within(receivers, link.packageOf(file));
    const tells = (receiver: string, library: Library) => users.reaches(file, library) && (named.has(receiver) || link.models.has(receiver) || isNamedAsModel(link, receiver, file));
    return unresolvedIn(link, file, tables, tells).filter(({ id }) => !known.has(keyOf(file, id)));
  });
  return {
    resolved,
    unresolved: unresolved.flatMap(({ file, id, callee, looks }) => {
      const call = file.facts.calls[id]!;
      const place = { file, functionId: call.functionId };
      const stop = (callee.kind === 'member' ? openBase(link, callee.object, place) : undefined) ?? stopOf(link, callee, place);
      // A name says as little of what a package makes as of what it exports.
      if (looks === 'named' && isElsewhere(link, stop)) return [];
      const shape = callee.kind === 'member' ? `${receiverShape(file.facts, callee.object)}.${callee.name}` : `${receiverShape(file.facts, callee)}\`…\``;
      return [{ path: file.path, call, shape, stop }];
    }),
  };
}

/** A package that is no database's, whether or not a manifest names it. */
function isElsewhere(link: Link, { kind, detail }: Stop): boolean {
  return (kind === 'package' || (kind === 'import' && !isOwn(link, detail))) && !isDatabasePackage(packageName(detail));
}

type Member = Extract<Expr, { kind: 'member' }>;
type Callee = Extract<Expr, { kind: 'member' | 'name' }>;
/** Whether a receiver's name says that it is a value of a library. */
type NameTells = (receiver: string, library: Library) => boolean;
/** `named`: by its name alone; `signed`: with a second sign. */
type Looks = 'named' | 'signed';
type Candidate = CallRef & { callee: Callee; looks: Looks };

function unresolvedIn(link: Link, file: LinkedFile, tables: readonly QueryNames[], tells: NameTells): Candidate[] {
  const { calls } = file.facts;
  const found = new Map<number, Candidate>();
  for (const [id, call] of calls.entries()) {
    const { callee } = call;
    if ((call.kind !== 'call' && call.kind !== 'tag') || (callee.kind !== 'member' && callee.kind !== 'name')) continue;
    const looks = callee.kind === 'name' ? (isTagged(call) && tables.some(({ tags }) => tags) ? 'signed' : undefined) : strongest(tables.map((names) => looksLikeQuery(link, file, call, callee, names, tells)));
    if (looks && isUnknown(link, file, id, callee)) found.set(id, { file, id, callee, looks });
  }
  // A chain is one query: the last call of it that looks like one.
  for (const { callee } of [...found.values()]) if (callee.kind === 'member') for (const inner of chained(file, callee.object)) found.delete(inner);
  return [...found.values()];
}

/** Calls that a receiver is a result of, outermost first. */
function* chained(file: LinkedFile, receiver: Expr): Generator<number> {
  for (let at = receiver; ; ) {
    if (at.kind === 'member') at = at.object;
    else if (at.kind === 'await' || at.kind === 'cast') at = at.operand;
    else if (at.kind === 'call') {
      yield at.call;
      at = file.facts.calls[at.call]!.callee;
    } else return;
  }
}

/** Nothing is known of what the call runs, and its receiver is not known to be something that has no queries. */
function isUnknown(link: Link, file: LinkedFile, id: number, callee: Callee): boolean {
  if (callTargets(link, file, id).length > 0) return false;
  const place = { file, functionId: file.facts.calls[id]!.functionId };
  const receiver = callee.kind === 'member' ? callee.object : callee;
  return isNothing(evaluate(link, receiver, place)) || openBase(link, receiver, place) !== undefined;
}

/** A template of SQL under a tag, whose result is taken. */
function isTagged({ kind, args: [template], use }: CallFact): boolean {
  return kind === 'tag' && template !== undefined && isSql(template) && use !== 'value' && use !== 'argument';
}

function looksLikeQuery(link: Link, file: LinkedFile, call: CallFact, callee: Member, names: QueryNames, tells: NameTells): Looks | undefined {
  const operation = names.operations.get(callee.name);
  const chain = [...chained(file, callee.object)].map((id) => lastName(file.facts.calls[id]!.callee) ?? '');
  const isBuilt = chain.some((name) => names.steps.has(name) && !isNative(name));
  // A builder that is built up further, or kept, has not run yet; one that ends in a step without a name of its own has.
  const waits = operation ? operation.waits : isBuilt && chain.some((name) => names.operations.get(name)?.waits === true && !isNative(name));
  if (!operation && !waits) return undefined;
  if (waits && (call.use === 'receiver' || call.use === 'discard' || call.use === 'value')) return undefined;
  if (!operation) return 'signed';
  // A promise is waited for, or goes on as the library says; whatever else is called on a result was no promise.
  if (call.use === 'receiver' && !goesOn(lastName(file.facts.calls[call.useCall]?.callee ?? callee), names)) return undefined;
  if (isBuilt || call.args.some((arg) => hasOption(arg, names.options) || isSql(arg))) return 'signed';
  if (!isNative(callee.name) && !leadsOutside(link, file, callee.object)) return 'named';
  const [first] = call.args;
  if (first?.kind === 'function' && ITERATION_METHODS[callee.name]) return undefined;
  const receiver = lastName(callee.object);
  if (receiver === undefined || (call.use !== 'await' && call.use !== 'return')) return undefined;
  return tells(receiver, names.library) ? 'signed' : undefined;
}

function strongest(looks: readonly (Looks | undefined)[]): Looks | undefined {
  return looks.find((one) => one === 'signed') ?? looks.find((one) => one !== undefined);
}

function goesOn(name: string | undefined, names: QueryNames): boolean {
  return name === 'then' || name === 'catch' || name === 'finally' || (name !== undefined && (names.steps.has(name) || names.operations.has(name)));
}

/** `Team`, `team`, `parentTeam` for a model `Team`. */
function isNamedAsModel(link: Link, name: string, file: LinkedFile): boolean {
  const words = (name[0]!.toUpperCase() + name.slice(1)).match(/[A-Z][^A-Z]*/g) ?? [];
  return words.some((_, at) => modelNamed(link, words.slice(at).join(''), file) !== undefined);
}

/** Names that helpers of any kind have. */
const COMMON_MEMBERS: ReadonlySet<string> = new Set(['each', 'inc', 'incr', 'append', 'exists', 'expire', 'type', 'info', 'ping', 'touch', 'copy', 'move', 'rename', 'dump', 'monitor', 'time', 'echo', 'select', 'stream']);

/** Members of JavaScript's own objects, beside those that the program's resolution leaves alone. */
const OWN_MEMBERS: ReadonlySet<string> = new Set(
  [Array, String, Map, Set, Promise, Object, Number, Date, RegExp, Function, Math, JSON, Reflect].flatMap((value) => [
    ...Object.getOwnPropertyNames(value),
    ...('prototype' in value ? Object.getOwnPropertyNames(value.prototype) : []),
  ]),
);

function isNative(name: string): boolean {
  return NATIVE_MEMBERS.has(name) || COMMON_MEMBERS.has(name) || OWN_MEMBERS.has(name) || ITERATION_METHODS[name] !== undefined;
}

/** A receiver that begins at a global, or at an import from a package that is no database's. */
function leadsOutside(link: Link, file: LinkedFile, receiver: Expr): boolean {
  let root = receiver;
  for (;;) {
    if (root.kind === 'member' || root.kind === 'index') root = root.object;
    else if (root.kind === 'await' || root.kind === 'cast') root = root.operand;
    else if (root.kind === 'call') root = file.facts.calls[root.call]!.callee;
    else break;
  }
  if (root.kind !== 'name') return false;
  if (root.binding < 0) return true;
  const binding = file.facts.bindings[root.binding]!;
  if (binding.kind !== 'import') return false;
  const { specifier } = file.facts.imports[binding.target]!;
  const library = link.libraries.bySpecifier(specifier);
  return link.resolve(specifier, file) === undefined && !isOwn(link, specifier) && !isDatabasePackage(packageName(specifier)) && !(library && queryNames(library));
}

/** Whether code reaches a database by a package, whatever the tables know of it. */
export function isDatabasePackage(name: string): boolean {
  return DATABASE_PACKAGES.some((known) => known === name || (known.endsWith('/*') && name.startsWith(known.slice(0, -1))));
}

/** An option of the library at the top of an argument, or an operator such as `$in` anywhere near it. */
function hasOption(arg: Expr, options: ReadonlySet<string>, depth = 0): boolean {
  if (arg.kind !== 'object' || depth > 2) return false;
  return arg.properties.some(({ key, value }) => (key !== null && ((depth === 0 && options.has(key)) || /^\$[a-z]/i.test(key))) || hasOption(value, options, depth + 1));
}

/** A string that begins as a statement does. */
function isSql(arg: Expr): boolean {
  const text = arg.kind === 'template' ? (arg.quasis[0] ?? '') : arg.kind === 'literal' && typeof arg.value === 'string' ? arg.value : '';
  return /^\s*(select|insert\s+into|update|delete\s+from|with|replace\s+into)\s/i.test(text);
}

function within<K, V>(map: Map<K, Set<V>>, key: K): Set<V> {
  let set = map.get(key);
  if (!set) map.set(key, (set = new Set()));
  return set;
}
