import type { CallFact, Expr } from '../../facts/types.ts';
import { mentions, polarity } from '../multiplicity/flow.ts';
import { runsOnlyWhere } from '../multiplicity/gates.ts';
import { ITERATION_METHODS } from '../resolve/builtins.ts';
import { stripped, type LinkedFile } from '../values.ts';

/**
 * Whether a call runs only while a lasting store has no value yet: `this.value ??= await load()`, or a look-up in a map
 * that outlives the function. A map made in the same function is no such store: it starts empty at every call.
 *
 * @param perKey whether a look-up by key counts: it saves a query that was made before, but blocks once for every key
 */
export function isMemoised(file: LinkedFile, call: CallFact, perKey: boolean): boolean {
  const { facts } = file;
  const lasts = (expr: Expr): boolean => isLasting(file, expr, perKey);
  // `Math.random() < this.odds` asks for no value that is missing.
  const isThere = (test: Expr): boolean | undefined => (test.kind === 'binary' && /^<=?$/.test(test.operator) && !mentions(facts, test.left, lasts) ? undefined : polarity(facts, test, lasts));
  if (runsOnlyWhere(file, call, false, isThere) && isFilled(file, call)) return true;
  const around = iterationAround(file, call);
  return around !== undefined && isMemoised(file, around, perKey);
}

/** The call in whose closure another one stands, where that runs the closure in place: `PLACES.find((place) => existsSync(place))`. */
function iterationAround({ facts, index }: LinkedFile, { functionId }: CallFact): CallFact | undefined {
  const site = index.callbackSite.get(functionId);
  const around = site && facts.calls[site.call]!;
  return around?.callee.kind === 'member' && Object.hasOwn(ITERATION_METHODS, around.callee.name) ? around : undefined;
}

/** Methods that read a store by key. */
export const LOOK_UPS = new Set(['get', 'has', 'peek', 'getItem', 'hget', 'hGet']);

/** A module variable, a field, a look-up in one of them, or a name that holds such a look-up. */
function isLasting(file: LinkedFile, expr: Expr, perKey: boolean, depth = 0): boolean {
  const { facts } = file;
  if (depth > 3) return false;
  if (expr.kind === 'member' && LOOK_UPS.has(expr.name)) return perKey;
  if (expr.kind === 'member') return expr.object.kind === 'this' || isModuleLevel(file, expr.object) || isClass(file, expr.object) || isGlobal(file, expr.object);
  if (expr.kind === 'index') return perKey && (isLasting(file, expr.object, perKey, depth + 1) || isModuleLevel(file, expr.object));
  if (expr.kind === 'name') {
    const binding = facts.bindings[expr.binding];
    if (!binding) return false;
    if (binding.functionId === 0 && binding.kind !== 'import' && binding.kind !== 'function' && binding.kind !== 'class') return binding.kind !== 'const';
    return perKey && binding.init !== null && binding.functionId !== 0 && isLookUp(file, binding.init, depth);
  }
  return perKey && isLookUp(file, expr, depth);
}

function isLookUp(file: LinkedFile, expr: Expr, depth: number): boolean {
  const inner = expr.kind === 'await' || expr.kind === 'cast' ? expr.operand : expr;
  if (inner.kind === 'index') return isModuleLevel(file, inner.object) || inner.object.kind === 'member';
  if (inner.kind !== 'call') return false;
  const { callee } = file.facts.calls[inner.call]!;
  if (callee.kind !== 'member' || !LOOK_UPS.has(callee.name)) return false;
  return isModuleLevel(file, callee.object) || isLasting(file, callee.object, true, depth + 1);
}

function isModuleLevel(file: LinkedFile, expr: Expr): boolean {
  const binding = expr.kind === 'name' ? file.facts.bindings[expr.binding] : undefined;
  return binding !== undefined && binding.functionId === 0 && (binding.kind === 'const' || binding.kind === 'let' || binding.kind === 'var');
}

/** Methods that put something into a store. */
export const STORES = new Set(['set', 'put', 'add', 'setItem', 'setex', 'setEx', 'psetex', 'pSetEx', 'hset', 'hSet']);

/** `Queue.instance`: a static field, named from inside or outside the class. */
function isClass(file: LinkedFile, expr: Expr): boolean {
  return expr.kind === 'name' && file.facts.bindings[expr.binding]?.kind === 'class';
}

/** `globalThis`, or a name that stands for it: `const store = globalThis as any`. */
function isGlobal({ facts }: LinkedFile, expr: Expr): boolean {
  const inner = stripped(expr);
  if (inner.kind !== 'name') return false;
  if (inner.binding < 0) return inner.name === 'globalThis' || inner.name === 'global';
  const init = facts.bindings[inner.binding]!.init;
  const of = init && stripped(init);
  return of?.kind === 'name' && of.binding < 0 && (of.name === 'globalThis' || of.name === 'global');
}

/** The function stores something that lasts, or what it makes puts itself there. */
function isFilled(file: LinkedFile, call: CallFact): boolean {
  const { facts } = file;
  const maker = constructorOf(file, call);
  return (
    facts.assignments.some(({ target, functionId }) => functionId === call.functionId && (isLasting(file, target, true) || (target.kind === 'index' && isModuleLevel(file, target.object)))) ||
    facts.calls.some(({ callee, functionId, args }) => {
      if (callee.kind !== 'member' || !STORES.has(callee.name)) return false;
      if (functionId === maker) return isModuleLevel(file, callee.object) && args.some(({ kind }) => kind === 'this');
      return functionId === call.functionId && (isModuleLevel(file, callee.object) || isLasting(file, callee.object, true));
    })
  );
}

/** The constructor that a `new` of a class of the same file runs. */
function constructorOf({ facts }: LinkedFile, { kind, callee }: CallFact): number | undefined {
  if (kind !== 'new' || callee.kind !== 'name' || facts.bindings[callee.binding]?.kind !== 'class') return undefined;
  return facts.classes.find(({ bindingId }) => bindingId === callee.binding)?.constructorId;
}
