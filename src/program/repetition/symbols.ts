import type { CallFact, Expr } from '../../facts/types.ts';
import { thisFunction } from '../file-index.ts';
import type { Link } from '../link.ts';
import { lastName } from '../../facts/outline.ts';
import { evaluate } from '../resolve/evaluate.ts';
import { argumentAt } from '../effects/statement.ts';
import { callTargets } from '../resolve/targets.ts';
import { keyOf, stripped, valueKey, type FunctionRef, type LinkedFile, type Value } from '../values.ts';

/** A value by what it is made of, so that two expressions in different functions can be told to be the same. */
export type Sym =
  /** The same wherever it is written: a literal, a name of a module, a value that names resolve to. */
  | { kind: 'text'; text: string }
  /** What the function is given. */
  | { kind: 'param'; index: number }
  | { kind: 'self' }
  /** A value that arises in the function: one there, another one at each run. */
  | { kind: 'fresh'; key: string }
  | { kind: 'member'; object: Sym; name: string }
  /** A value, or another one when it is missing. */
  | { kind: 'default'; value: Sym; fallback: Sym }
  /** `open`: something unknown was spread into it. */
  | { kind: 'object'; properties: ReadonlyMap<string, Sym>; open: boolean }
  | { kind: 'node'; head: string; parts: readonly Sym[] }
  | { kind: 'unknown' };

export const UNKNOWN: Sym = { kind: 'unknown' };
const NOTHING: Sym = { kind: 'text', text: 'undefined' };
const SELF: Sym = { kind: 'self' };
const MAX_DEPTH = 14;
/** Characters past which a value is too long to be compared. */
const MAX_TEXT = 3000;

/** What an expression of a function is made of, seen from that function. */
export function symbolOf(link: Link, expr: Expr, frame: FunctionRef, depth = 0): Sym {
  if (depth > MAX_DEPTH) return UNKNOWN;
  const sym = (inner: Expr) => symbolOf(link, inner, frame, depth + 1);
  const node = (head: string, ...parts: Expr[]): Sym => ({ kind: 'node', head, parts: parts.map(sym) });
  switch (expr.kind) {
    case 'literal':
      return { kind: 'text', text: JSON.stringify(expr.value) };
    case 'name':
      return nameSym(link, expr, frame, depth);
    case 'this':
    case 'super':
      return SELF;
    case 'member':
      return memberSym(link, expr, frame, depth);
    case 'index':
      return node('[]', expr.object, expr.index);
    case 'call':
      return callSym(link, expr.call, frame, depth);
    case 'object':
      return objectSym(link, expr, frame, depth);
    case 'array':
      return expr.length === expr.elements.length ? node('list', ...expr.elements) : UNKNOWN;
    case 'template':
      return node(`\`${expr.quasis.join('${}')}\``, ...expr.values);
    case 'binary':
    case 'logical':
      return node(expr.operator, expr.left, expr.right);
    case 'conditional':
      return node('?:', expr.test, expr.yes, expr.no);
    case 'unary':
      return node(expr.operator, expr.operand);
    case 'await':
    case 'cast':
      return sym(expr.operand);
    case 'spread':
      return node('...', expr.operand);
    default:
      return UNKNOWN;
  }
}

/** Both arguments and receiver of a query, and what it is called by. */
export function querySym(link: Link, call: CallFact, frame: FunctionRef): Sym {
  const { callee } = call;
  const receiver = callee.kind === 'member' ? symbolOf(link, callee.object, frame) : symbolOf(link, callee, frame);
  return { kind: 'node', head: `.${callee.kind === 'member' ? callee.name : ''}`, parts: [receiver, ...call.args.map((arg) => symbolOf(link, arg, frame))] };
}

function nameSym(link: Link, expr: Extract<Expr, { kind: 'name' }>, frame: FunctionRef, depth: number): Sym {
  const { file } = frame;
  const { facts, index } = file;
  const binding = facts.bindings[expr.binding];
  if (!binding) return { kind: 'text', text: expr.name };
  if (binding.functionId === 0 && binding.kind !== 'param') return moduleSym(link, expr, file);
  if (index.assignmentsTo.has(expr.binding) || isFilled(file, expr.binding)) return UNKNOWN;
  const fresh: Sym = { kind: 'fresh', key: `${expr.name}#${keyOf(file, expr.binding)}` };
  if (binding.kind === 'param') {
    if (binding.functionId !== frame.id) return fresh;
    if (facts.functions[frame.id]!.params[binding.target]?.rest) return UNKNOWN;
    const value = along({ kind: 'param', index: binding.target }, binding.path);
    return binding.fallback ? { kind: 'default', value, fallback: symbolOf(link, binding.fallback, frame, depth + 1) } : value;
  }
  if (!binding.init || binding.loopRegion >= 0 || binding.functionId !== frame.id) return fresh;
  const value = along(symbolOf(link, binding.init, frame, depth + 1), binding.path);
  if (!isKnown(value)) return fresh;
  return binding.fallback ? { kind: 'default', value, fallback: symbolOf(link, binding.fallback, frame, depth + 1) } : value;
}

/** Methods by which a list or an object is changed in place. */
const CHANGERS = new Set(['push', 'unshift', 'splice', 'assign', 'set', 'add', 'merge']);

/** An object or a list that is filled after it was made: `query.where = …`, `ids.push(id)`. */
function isFilled({ facts }: LinkedFile, bindingId: number): boolean {
  const { init } = facts.bindings[bindingId]!;
  if (init?.kind !== 'object' && init?.kind !== 'array') return false;
  const isRooted = (expr: Expr): boolean => (expr.kind === 'member' || expr.kind === 'index' ? isRooted(expr.object) : expr.kind === 'name' && expr.binding === bindingId);
  if (facts.assignments.some(({ target }) => target.kind !== 'name' && isRooted(target))) return true;
  return facts.calls.some(({ callee, args }) => callee.kind === 'member' && CHANGERS.has(callee.name) && (isRooted(callee.object) || (args[0] !== undefined && isRooted(args[0]))));
}

/** A property path into a value: of a destructured name. */
function along(value: Sym, path: readonly string[]): Sym {
  return path.reduce((object, name) => (name === '[]' || name === '...' ? UNKNOWN : member(object, name)), value);
}

/** A name of the module: what it resolves to, so that it is the same in every file. */
function moduleSym(link: Link, expr: Extract<Expr, { kind: 'name' }>, file: LinkedFile): Sym {
  const { facts, index } = file;
  const binding = facts.bindings[expr.binding]!;
  if (index.assignmentsTo.has(expr.binding)) return UNKNOWN;
  const resolved = resolvedText(link, expr, { file, id: 0 });
  if (resolved !== undefined) return { kind: 'text', text: resolved };
  const imported = binding.kind === 'import' ? facts.imports.find(({ bindingId }) => bindingId === expr.binding) : undefined;
  if (!imported) return { kind: 'text', text: `${expr.name}#${keyOf(file, expr.binding)}` };
  return { kind: 'text', text: `${imported.imported} of ${link.resolve(imported.specifier, file)?.path ?? imported.specifier}` };
}

/** One text for what a name or member stands for in all files, where it is a class, a function or a value that a library knows. */
function resolvedText(link: Link, expr: Expr, { file, id }: FunctionRef): string | undefined {
  const values = evaluate(link, expr, { file, functionId: id });
  if (values.length === 0 || values.length > 3 || values.some((value) => value.inferred || !RESOLVED.has(value.kind))) return undefined;
  return values.map((value) => `${valueKey(value)}${isNamed(value) ? '' : `:${lastName(expr) ?? ''}`}`).sort().join('|');
}

const RESOLVED: ReadonlySet<Value['kind']> = new Set(['handle', 'class', 'instance', 'function', 'entry', 'literal', 'module', 'package']);

/** Whether a value's key alone tells it from all others: a repository of a class does, one of an unknown class does not. */
function isNamed(value: Value): boolean {
  return value.kind === 'handle' ? value.of !== null : value.kind !== 'instance';
}

function memberSym(link: Link, expr: Extract<Expr, { kind: 'member' }>, frame: FunctionRef, depth: number): Sym {
  const { file } = frame;
  const root = rootOf(expr);
  if (isAssigned(file, expr, frame.id)) return UNKNOWN;
  const isOwn = root.kind === 'this';
  const isModules = root.kind === 'name' && file.facts.bindings[root.binding]?.functionId === 0 && file.facts.bindings[root.binding]!.kind !== 'param';
  if (isOwn || isModules) {
    const text = resolvedText(link, expr, frame);
    if (text !== undefined) return isOwn && isGeneric(file, frame.id) ? { kind: 'node', head: text, parts: [SELF] } : { kind: 'text', text };
  }
  return keyOfRow(link, expr, frame, depth) ?? member(symbolOf(link, expr.object, frame, depth + 1), expr.name);
}

/** `order.id` of `const order = await find({ where: { id } })` is the `id` that was asked for. */
function keyOfRow(link: Link, { object, name }: Extract<Expr, { kind: 'member' }>, frame: FunctionRef, depth: number): Sym | undefined {
  const { file } = frame;
  const binding = object.kind === 'name' ? file.facts.bindings[object.binding] : undefined;
  if (!binding?.init || binding.path.length > 0 || binding.functionId !== frame.id || file.index.assignmentsTo.has((object as { binding: number }).binding)) return undefined;
  const made = stripped(binding.init);
  const call = made.kind === 'call' ? file.facts.calls[made.call]! : undefined;
  const targets = made.kind === 'call' ? callTargets(link, file, made.call) : [];
  const effect = targets.length === 1 && targets[0]!.kind === 'operation' ? targets[0]!.operation.effect : undefined;
  if (!call || effect?.kind !== 'query' || effect.operation !== 'select' || effect.rows !== 'one' || !effect.filter) return undefined;
  const { arg, property } = effect.filter;
  const filter = argumentAt(call, effect.filter);
  if (!filter || (property !== undefined && filter === call.args[arg])) return undefined;
  const value = filter.kind === 'object' ? filter.properties.find(({ key }) => key === name)?.value : name === 'id' && property === undefined ? filter : undefined;
  if (!value || (value.kind !== 'name' && value.kind !== 'member')) return undefined;
  const sym = symbolOf(link, value, frame, depth + 1);
  return isKnown(sym) ? sym : undefined;
}

function rootOf(expr: Expr): Expr {
  return expr.kind === 'member' ? rootOf(expr.object) : expr;
}

/** A base class has another field of that name for each of its heirs. */
function isGeneric(file: LinkedFile, functionId: number): boolean {
  const method = file.index.methodOf.get(thisFunction(file.facts, functionId));
  const fact = method && file.facts.classes[method.classId];
  return fact !== undefined && (fact.abstract || fact.typeParams.length > 0);
}

/** `user.team = …` in the same function: what the member is depends on when it is read. */
function isAssigned({ facts }: LinkedFile, expr: Extract<Expr, { kind: 'member' }>, functionId: number): boolean {
  return facts.assignments.some(({ target, functionId: by }) => by === functionId && target.kind === 'member' && target.name === expr.name && isSameChain(target.object, expr.object));
}

function isSameChain(left: Expr, right: Expr): boolean {
  if (left.kind === 'member') return right.kind === 'member' && left.name === right.name && isSameChain(left.object, right.object);
  if (left.kind === 'name') return right.kind === 'name' && left.name === right.name && left.binding === right.binding;
  return left.kind === 'this' && right.kind === 'this';
}

function member(object: Sym, name: string): Sym {
  if (object.kind === 'object') return object.properties.get(name) ?? (object.open ? UNKNOWN : NOTHING);
  return object.kind === 'unknown' ? UNKNOWN : { kind: 'member', object, name };
}

function objectSym(link: Link, expr: Extract<Expr, { kind: 'object' }>, frame: FunctionRef, depth: number): Sym {
  const properties = new Map<string, Sym>();
  let open = false;
  for (const { key, value, getter } of expr.properties) {
    const sym = getter || key === '[]' ? UNKNOWN : symbolOf(link, value, frame, depth + 1);
    if (key !== null) properties.set(key, sym);
    else if (sym.kind === 'object') {
      for (const [name, inner] of sym.properties) properties.set(name, inner);
      open ||= sym.open;
    } else {
      properties.set(`...${properties.size}`, sym);
      open = true;
    }
  }
  return { kind: 'object', properties, open };
}

/** Conversions, which give the same for the same. */
const CONVERSIONS = new Set(['Number', 'String', 'Boolean', 'BigInt', 'parseInt', 'parseFloat']);
const CONVERTERS = new Set(['toString', 'trim', 'toLowerCase', 'toUpperCase', 'valueOf', 'toHexString']);

/** A call by its parts: of conversions, of what only composes a query, and of project functions that give a library's handle. */
function callSym(link: Link, callId: number, frame: FunctionRef, depth: number): Sym {
  const { file } = frame;
  const call = file.facts.calls[callId]!;
  const { callee } = call;
  const args = () => call.args.map((arg) => symbolOf(link, arg, frame, depth + 1));
  const targets = callTargets(link, file, callId);
  if (targets.length === 0) {
    if (callee.kind === 'name' && callee.binding < 0 && CONVERSIONS.has(callee.name)) return { kind: 'node', head: callee.name, parts: args() };
    if (callee.kind === 'member' && CONVERTERS.has(callee.name)) return { kind: 'node', head: `.${callee.name}`, parts: [symbolOf(link, callee.object, frame, depth + 1), ...args()] };
    return UNKNOWN;
  }
  if (targets.every((target) => target.kind === 'operation' && (!target.operation.effect || (target.operation.whenAwaited && call.use === 'receiver')))) {
    const from = callee.kind === 'member' ? symbolOf(link, callee.object, frame, depth + 1) : symbolOf(link, callee, frame, depth + 1);
    return { kind: 'node', head: `.${callee.kind === 'member' ? callee.name : ''}()`, parts: [from, ...args()] };
  }
  const [only] = targets;
  if (targets.length !== 1 || only?.kind !== 'function' || only.inferred) return UNKNOWN;
  const values = evaluate(link, { kind: 'call', call: callId }, { file, functionId: call.functionId });
  const isHandle = values.length > 0 && values.every((value) => value.kind === 'handle' && !link.libraries.describe(value).awaited);
  return isHandle ? { kind: 'node', head: `function:${keyOf(only.file, only.id)}`, parts: args() } : UNKNOWN;
}

/** Whether a value depends on what the function is given, or finds out, and is not made of constants alone. */
export function isGiven(sym: Sym): boolean {
  switch (sym.kind) {
    case 'text':
    case 'unknown':
      return false;
    case 'member':
      return isGiven(sym.object);
    case 'default':
      return isGiven(sym.value) || isGiven(sym.fallback);
    case 'object':
      return [...sym.properties.values()].some(isGiven);
    case 'node':
      return sym.parts.some(isGiven);
    default:
      return true;
  }
}

/** Whether nothing in a value is unknown. */
function isKnown(sym: Sym): boolean {
  switch (sym.kind) {
    case 'unknown':
      return false;
    case 'member':
      return isKnown(sym.object);
    case 'default':
      return isKnown(sym.value) && isKnown(sym.fallback);
    case 'object':
      return [...sym.properties.values()].every(isKnown);
    case 'node':
      return sym.parts.every(isKnown);
    default:
      return true;
  }
}

/** What a function is given at a call of it. */
export interface Given {
  args: readonly Sym[];
  self: Sym;
}

/** A value of a function as its caller sees it. */
export function substitute(sym: Sym, given: Given): Sym {
  switch (sym.kind) {
    case 'param':
      return given.args[sym.index] ?? NOTHING;
    case 'self':
      return given.self;
    case 'fresh':
      return UNKNOWN;
    case 'member':
      return member(substitute(sym.object, given), sym.name);
    case 'default': {
      const value = substitute(sym.value, given);
      return value.kind === 'text' ? (value.text === 'undefined' ? substitute(sym.fallback, given) : value) : { kind: 'default', value, fallback: substitute(sym.fallback, given) };
    }
    case 'object':
      return objectOf([...sym.properties].map(([name, value]) => [name, substitute(value, given)]), sym.open);
    case 'node':
      return { ...sym, parts: sym.parts.map((part) => substitute(part, given)) };
    default:
      return sym;
  }
}

/** What was spread into an object, and is now known, is part of it. */
function objectOf(properties: readonly [string, Sym][], open: boolean): Sym {
  const own = new Map<string, Sym>();
  let rest = false;
  for (const [name, value] of properties) {
    if (name.startsWith('...') && value.kind === 'object') {
      for (const [key, inner] of value.properties) own.set(key, inner);
      rest ||= value.open;
    } else if (name.startsWith('...') && value.kind === 'text' && value.text === 'undefined') continue;
    else {
      own.set(name, value);
      rest ||= name.startsWith('...');
    }
  }
  return { kind: 'object', properties: own, open: open && rest };
}

/** The same text for the same value; undefined when a part of it is unknown. */
export function textOf(sym: Sym): string | undefined {
  if (!isKnown(sym)) return undefined;
  const text = print(sym);
  return text.length > MAX_TEXT ? undefined : text;
}

function print(sym: Sym): string {
  switch (sym.kind) {
    case 'text':
      return sym.text;
    case 'param':
      return `$${sym.index}`;
    case 'self':
      return 'this';
    case 'fresh':
      return sym.key;
    case 'member':
      return `${print(sym.object)}.${sym.name}`;
    case 'default':
      return `${print(sym.value)} ?? ${print(sym.fallback)}`;
    case 'object':
      // An option that is not set is as good as none.
      return `{${[...sym.properties].map(([name, value]) => [name, print(value)] as const).filter(([, value]) => value !== 'undefined').map(([name, value]) => `${name}:${value}`).sort().join()}}`;
    case 'node':
      return `${sym.head}(${sym.parts.map(print).join()})`;
    case 'unknown':
      return '?';
  }
}
