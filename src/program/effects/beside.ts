import type { CallFact, Expr, Span } from '../../facts/types.ts';
import type { Library } from '../../libraries/types.ts';
import { NATIVE_MEMBERS } from '../resolve/builtins.ts';
import { callTargets } from '../resolve/targets.ts';
import { spans } from '../multiplicity/regions.ts';
import { calleeText } from '../print.ts';
import type { Link } from '../link.ts';
import type { LinkedFile } from '../linked-file.ts';
import { keyOf, stripped, type Place } from '../values.ts';

/** Calls that are followed one after the other, and functions that are looked into for one of them. */
const MAX_DEPTH = 5;
const MAX_FUNCTIONS = 40;

/** Methods of strings, numbers, dates and collections that no other value is likely to have. */
const PLAIN = new Set([
  ...['at', 'charAt', 'codePointAt', 'endsWith', 'localeCompare', 'normalize', 'padEnd', 'padStart', 'replaceAll', 'startsWith', 'substring', 'substr', 'toFixed', 'toLowerCase', 'toUpperCase', 'toISOString', 'toLocaleString', 'trimEnd', 'trimStart'],
  ...['getTime', 'getFullYear', 'getMonth', 'getDate', 'valueOf', 'toSorted', 'toReversed', 'reduceRight', 'findLastIndex', 'hasOwnProperty'],
]);

/** The calls in a range that may reach a database. */
export interface Beside {
  /** As the code writes them: calls that lead to a query. */
  queries: readonly string[];
  /** Calls of which not all is known that they run. */
  unknown: readonly string[];
}

/** What the calls in a range of a file's text do, those within `except` left out. */
export function besideIn(link: Link, file: LinkedFile, span: Span, except: Span): Beside {
  const queries: string[] = [];
  const unknown: string[] = [];
  for (const [id, call] of file.facts.calls.entries()) {
    if (!spans(span, call.span) || spans(except, call.span)) continue;
    const found = natureOf(link, file, id, new Set(), 0);
    if (found === 'query') queries.push(calleeText(file.facts, id));
    else if (found === 'unknown') unknown.push(calleeText(file.facts, id));
  }
  return { queries, unknown };
}

type Nature = 'harmless' | 'query' | 'unknown';

function natureOf(link: Link, file: LinkedFile, id: number, seen: Set<number>, depth: number): Nature {
  const call = file.facts.calls[id]!;
  if (call.kind === 'import') return 'unknown';
  const targets = callTargets(link, file, id);
  if (targets.length === 0) return isKnownHarmless(link, file, call) ? 'harmless' : 'unknown';
  let worst: Nature = 'harmless';
  for (const target of targets) {
    const found = target.kind === 'operation' ? operationNature(target.operation) : functionNature(link, target.file, target.id, seen, depth);
    if (found === 'query') return 'query';
    if (found === 'unknown') worst = 'unknown';
  }
  return worst;
}

function operationNature({ effect, whenAwaited }: { effect?: { kind: string }; whenAwaited?: true }): Nature {
  // A step of a builder is no query, but it belongs to one.
  return effect?.kind === 'query' || effect?.kind === 'load' || whenAwaited ? 'query' : 'harmless';
}

/** The worst of what is called in the text of a function, its closures included. */
function functionNature(link: Link, file: LinkedFile, functionId: number, seen: Set<number>, depth: number): Nature {
  const key = keyOf(file, functionId);
  if (seen.has(key)) return 'harmless';
  if (depth >= MAX_DEPTH || seen.size >= MAX_FUNCTIONS) return 'unknown';
  seen.add(key);
  const { span } = file.facts.functions[functionId]!;
  let worst: Nature = 'harmless';
  for (const [id, call] of file.facts.calls.entries()) {
    if (!spans(span, call.span)) continue;
    const found = natureOf(link, file, id, seen, depth + 1);
    if (found === 'query') return 'query';
    if (found === 'unknown') worst = 'unknown';
  }
  return worst;
}

/** A call of JavaScript's own objects, of a logger, or of a package whose table says that it is no database's. */
function isKnownHarmless(link: Link, file: LinkedFile, call: CallFact): boolean {
  const { callee } = call;
  if (call.kind === 'get' || call.kind === 'jsx') return true;
  if (callee.kind === 'member' && (PLAIN.has(callee.name) || isNative(callee) || isLog(callee))) return true;
  const root = rootOf(file, callee);
  if (root.kind !== 'name') return false;
  if (root.binding < 0) return true;
  const binding = file.facts.bindings[root.binding]!;
  const specifier = binding.kind === 'import' ? file.facts.imports[binding.target]!.specifier : undefined;
  if (specifier === undefined || link.resolve(specifier, file)) return false;
  const library = link.libraries.bySpecifier(specifier);
  return library === undefined ? specifier.startsWith('node:') : !asksDatabase(library);
}

function asksDatabase({ handles }: Library): boolean {
  return Object.values(handles).some(({ members }) => Object.values(members).some(({ call }) => call?.effect?.kind === 'query'));
}

/** `logger.info(…)`, `this.log.warn(…)` */
function isLog({ object, name }: Extract<Expr, { kind: 'member' }>): boolean {
  const owner = object.kind === 'member' || object.kind === 'name' ? object.name : '';
  return /^#?_?log(ger)?$/i.test(owner) && /^(?:trace|debug|verbose|info|log|warn|error)$/.test(name);
}

/** Names of native methods that ORMs have as well say nothing of a receiver that nobody knows. */
const SHARED = new Set(['create', 'delete', 'destroy', 'exec', 'execute', 'find', 'get', 'insert', 'load', 'post', 'process', 'publish', 'put', 'query', 'read', 'remove', 'replace', 'request', 'run', 'save', 'search', 'send', 'set', 'update', 'upsert', 'write', 'call', 'apply', 'bind', 'then', 'emit', 'init', 'start', 'stop', 'open', 'close', 'subscribe']);

function isNative(callee: Extract<Expr, { kind: 'member' }>): boolean {
  return NATIVE_MEMBERS.has(callee.name) && !SHARED.has(callee.name);
}

function rootOf(file: LinkedFile, expr: Expr): Expr {
  for (let at = stripped(expr); ; at = stripped(at)) {
    if (at.kind === 'member' || at.kind === 'index') at = at.object;
    else if (at.kind === 'call') at = file.facts.calls[at.call]!.callee;
    else return at;
  }
}

/** Whether a name stands for what one query gave: a list of its rows. */
export function isRowList(link: Link, expr: Expr, { file }: Place): boolean {
  const name = stripped(expr);
  const binding = name.kind === 'name' && name.binding >= 0 ? file.facts.bindings[name.binding]! : undefined;
  if (binding?.kind !== 'const' || binding.path.length > 0 || binding.init?.kind !== 'await') return false;
  const made = stripped(binding.init);
  if (made.kind !== 'call') return false;
  const targets = callTargets(link, file, made.call);
  return targets.length > 0 && targets.every((target) => target.kind === 'operation' && target.operation.effect?.kind === 'query' && target.operation.effect.operation === 'select' && target.operation.effect.rows === 'many');
}
