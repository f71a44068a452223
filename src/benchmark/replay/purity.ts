import { walkExpr } from '../../facts/walk.ts';
import type { CallFact, Expr, FileFacts } from '../../facts/types.ts';
import type { FunctionAt, ReplaySource } from './source.ts';

/** Modules of Node's own that compute and do nothing else. */
export const PURE_BUILTINS: ReadonlySet<string> = new Set(['path', 'path/posix', 'url', 'querystring', 'util', 'buffer', 'string_decoder', 'crypto', 'zlib']);

/** Globals that compute and do nothing else. */
const PURE_GLOBALS: ReadonlySet<string> = new Set([
  ...['undefined', 'NaN', 'Infinity', 'Math', 'JSON', 'Object', 'Array', 'String', 'Number', 'Boolean', 'Symbol', 'BigInt', 'Map', 'Set', 'WeakMap', 'WeakSet', 'Date', 'RegExp', 'Promise', 'Intl'],
  ...['Error', 'TypeError', 'RangeError', 'SyntaxError', 'URIError', 'AggregateError', 'parseInt', 'parseFloat', 'isNaN', 'isFinite', 'encodeURIComponent', 'decodeURIComponent', 'encodeURI', 'decodeURI'],
  ...['ArrayBuffer', 'DataView', 'Uint8Array', 'Int8Array', 'Uint8ClampedArray', 'Uint16Array', 'Int16Array', 'Uint32Array', 'Int32Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array'],
  ...['structuredClone', 'Buffer', 'TextEncoder', 'TextDecoder', 'URL', 'URLSearchParams', 'atob', 'btoa'],
]);

/** Methods of JavaScript's own values that change them. */
const MUTATORS: ReadonlySet<string> = new Set(['push', 'pop', 'shift', 'unshift', 'splice', 'sort', 'reverse', 'fill', 'copyWithin', 'set', 'add', 'delete', 'clear', 'append', 'write']);

/** Functions of Object that change their first argument. */
const OBJECT_MUTATORS: ReadonlySet<string> = new Set(['assign', 'defineProperty', 'defineProperties', 'setPrototypeOf', 'freeze', 'seal', 'preventExtensions']);

/** Members by which any code can be reached. */
const META_MEMBERS: ReadonlySet<string> = new Set(['constructor', '__proto__', 'prototype']);

/**
 * Why a function may not be run by itself, as a clause; undefined where all that it can reach computes from its arguments and changes
 * nothing else. All functions that are named, not only those that are called, are looked at, and so is what the files do when they load.
 * @param files that are loaded with it
 */
export function impurity(source: ReplaySource, target: FunctionAt, files: readonly string[]): string | undefined {
  const seen = new Set<string>();
  const queue: FunctionAt[] = [];
  const visit = (at: FunctionAt): void => {
    const key = `${at.id} ${at.file}`;
    if (!seen.has(key)) queue.push(at);
    seen.add(key);
  };
  for (const file of files) visit({ file, id: 0 });
  visit(target);
  for (const at of queue) {
    const found = judge(source, at, target, visit);
    if (found !== undefined) return `${found} (${at.file})`;
  }
  return undefined;
}

type Visit = (at: FunctionAt) => void;

function judge(source: ReplaySource, { file, id }: FunctionAt, target: FunctionAt, visit: Visit): string | undefined {
  const facts = source.facts(file);
  if (!facts) return 'its facts are not known';
  const isTarget = id === target.id && file === target.file;
  // What stands in a function may be called by it; what stands in a module runs when it is named, but for what a class does when it is made.
  facts.functions.forEach(({ parentId, kind }, inner) => parentId === id && (id !== 0 || kind === 'static-block') && visit({ file, id: inner }));
  for (const expr of expressionsOf(facts, id)) {
    const wrong = wrongName(source, file, facts, expr, visit);
    if (wrong !== undefined) return wrong;
  }
  for (const call of facts.calls.filter(({ functionId }) => functionId === id)) {
    const wrong = wrongCall(facts, call, id, isTarget);
    if (wrong !== undefined) return wrong;
  }
  for (const { target: changed } of facts.assignments.filter(({ functionId }) => functionId === id)) {
    const whose = id === 0 ? undefined : ownerOf(facts, changed, isTarget ? id : -1, changed.kind === 'name');
    if (whose !== undefined) return `it changes ${whose}`;
  }
  return undefined;
}

function wrongCall(facts: FileFacts, { kind, callee, args }: CallFact, functionId: number, isTarget: boolean): string | undefined {
  if (kind === 'import' || kind === 'jsx') return kind === 'import' ? 'it imports while it runs' : 'it makes a component';
  if (callee.kind === 'other') return 'what it calls cannot be seen';
  if (functionId === 0 || callee.kind !== 'member') return undefined;
  const isOfObject = callee.object.kind === 'name' && callee.object.binding < 0 && callee.object.name === 'Object';
  const changed = isOfObject ? (OBJECT_MUTATORS.has(callee.name) ? args[0] : undefined) : MUTATORS.has(callee.name) ? callee.object : undefined;
  const whose = changed && ownerOf(facts, changed, isTarget ? functionId : -1, false);
  return whose === undefined ? undefined : `it changes ${whose}`;
}

/** Whose value an expression leads to, where that is not the function's own; a parameter of the function that is replayed is not, unless its name alone is given a new value. */
function ownerOf(facts: FileFacts, expr: Expr, replayed: number, isNameAlone: boolean): string | undefined {
  let root = expr;
  while (root.kind === 'member' || root.kind === 'index' || root.kind === 'cast') root = root.kind === 'cast' ? root.operand : root.object;
  if (root.kind !== 'name') return undefined;
  const binding = facts.bindings[root.binding];
  if (!binding) return root.name;
  if (binding.functionId === 0) return `${root.name} of its module`;
  return binding.kind === 'param' && binding.functionId === replayed && !isNameAlone ? `its argument ${root.name}` : undefined;
}

function wrongName(source: ReplaySource, file: string, facts: FileFacts, whole: Own, visit: Visit): string | undefined {
  let wrong: string | undefined;
  walkExpr(whole.expr, (expr) => {
    if (expr.kind === 'function' && !whole.waits) visit({ file, id: expr.function });
    if (expr.kind === 'class') visitClass(facts, file, expr.class, visit);
    if (expr.kind === 'member' && META_MEMBERS.has(expr.name)) wrong ??= `it reads ${expr.name}`;
    if (expr.kind === 'name') wrong ??= expr.binding < 0 ? (PURE_GLOBALS.has(expr.name) ? undefined : `it uses ${expr.name}`) : visitBinding(source, file, expr.binding, visit);
  });
  return wrong;
}

/** Looks at what a name stands for; answers why that cannot be told. */
function visitBinding(source: ReplaySource, file: string, id: number, visit: Visit): string | undefined {
  const facts = source.facts(file);
  const binding = facts?.bindings[id];
  if (!facts || !binding) return 'its facts are not known';
  if (binding.kind === 'function') visit({ file, id: binding.target });
  else if (binding.kind === 'class') visitClass(facts, file, binding.target, visit);
  else if (binding.kind === 'import') {
    const fact = facts.imports.find(({ bindingId }) => bindingId === id);
    const from = fact && source.resolve(fact.specifier, file);
    // What is none of the project's is pure, or the bundle has no place for it.
    if (fact && !fact.typeOnly && from !== undefined) visitAll(source, from, visit);
  }
  else if (binding.init && binding.functionId === 0) walkExpr(binding.init, (expr) => expr.kind === 'function' && visit({ file, id: expr.function }));
  return undefined;
}

/** All functions of a module, and of those that it passes on: which of them an import means is not followed. */
function visitAll(source: ReplaySource, file: string, visit: Visit, seen = new Set<string>()): void {
  if (seen.has(file)) return;
  seen.add(file);
  const facts = source.facts(file);
  if (!facts) return visit({ file, id: 0 });
  facts.functions.forEach((_, id) => visit({ file, id }));
  for (const fact of facts.exports) {
    const from = fact.kind === 'from' || fact.kind === 'star' ? source.resolve(fact.specifier, file) : undefined;
    if (from !== undefined) visitAll(source, from, visit, seen);
  }
}

function visitClass(facts: FileFacts, file: string, id: number, visit: Visit): void {
  facts.functions.forEach(({ classId }, method) => classId === id && visit({ file, id: method }));
}

interface Own {
  expr: Expr;
  /** A function in it runs only where the name is used that it is kept under. */
  waits: boolean;
}

/** All expressions that the facts hold of a function's own code. */
function* expressionsOf(facts: FileFacts, id: number): Iterable<Own> {
  const own = <T extends { functionId: number }>(items: readonly T[]): T[] => items.filter(({ functionId }) => functionId === id);
  for (const { init, fallback } of own(facts.bindings)) {
    if (init) yield { expr: init, waits: id === 0 };
    if (fallback) yield { expr: fallback, waits: false };
  }
  const { returns, params } = facts.functions[id]!;
  const exprs = [
    ...own(facts.calls).flatMap(({ callee, args }) => [callee, ...args]),
    ...own(facts.assignments).flatMap(({ target, value }) => [target, value]),
    ...own(facts.regions).flatMap(({ test, over, update }) => [test, over, update]),
    ...own(facts.exits).map(({ value }) => value),
    ...own(facts.classes).flatMap(({ superClass, fields }) => [superClass, ...fields.map(({ init }) => init)]),
    ...returns,
    ...params.map(({ fallback }) => fallback),
  ];
  for (const expr of exprs) if (expr) yield { expr, waits: false };
}
