import { offsetsOf, spanEnd, spanStart } from '../../facts/spans.ts';
import type { CallFact, Expr, FunctionFact } from '../../facts/types.ts';
import type { Callback } from '../../libraries/types.ts';
import { annotatedParam } from './annotations.ts';
import { elementsOf, evaluate } from './evaluate.ts';
import { iterationOf } from './iteration.ts';
import { dependsOn } from '../entries/file-kinds.ts';
import type { Link } from '../link.ts';
import { callTargets, decoratorEntries } from './targets.ts';
import { typeValues } from './types-of.ts';
import { inferred, keyOf, union, type CallRef, type FunctionRef, type LinkedFile, type Value } from '../values.ts';

/** Calls of a function that are read to learn what it is given. */
export const MAX_CALLERS = 8;
/** Calls of that name that are looked at to find them. */
const MAX_NAMESAKES = 80;

/** What a parameter may be given: by its annotation, by who calls the function back, or by its callers. */
export function paramValues(link: Link, file: LinkedFile, functionId: number, index: number): Value[] {
  return link.answers.params.get(`${keyOf(file, functionId)}:${index}`, () => {
    const fact = file.facts.functions[functionId]!;
    const param = fact.params[index];
    if (!param) return [];
    const injected = param.decorators.flatMap(({ callee }) => decoratorEntries(link, file, functionId, callee)).flatMap(({ library, entry }) => {
      const found = entry.decorator?.injects === undefined ? undefined : link.libraries.handle(library, entry.decorator.injects);
      return found ? [{ kind: 'handle' as const, ...found, of: null }] : [];
    });
    const typed = param.type ? typeValues(link, file, param.type) : [];
    if (typed.length > 0) return typed;
    if (injected.length > 0) return injected;
    const annotated = annotatedParam(link, file, functionId, index);
    if (annotated.length > 0) return annotated;
    const called = fromCallback(link, file, functionId, index);
    if (called.length > 0) return called;
    const made = fromFactories(link, file, fact, index);
    if (made.length > 0) return made;
    const fallback = param.fallback ? evaluate(link, param.fallback, { file, functionId }) : [];
    return union(fallback, link.memo.further([], () => fromCallers(link, file, functionId, index)));
  });
}

/** A function that a library calls by its convention, known by the names of its parameters: `(sequelize, DataTypes) => …`. */
function fromFactories(link: Link, file: LinkedFile, fact: FunctionFact, index: number): Value[] {
  for (const { library, factory } of link.libraries.factories) {
    const param = factory.params[index];
    if (param == null || (factory.name !== undefined && factory.name !== fact.name)) continue;
    if (!factory.names.every((name, at) => isNamed(file, fact, at, name))) continue;
    const owner = link.packageOf(file);
    const found = owner && dependsOn(owner, library) ? link.libraries.handle(library, param) : undefined;
    if (found) return [{ kind: 'handle', ...found, of: null }];
  }
  return [];
}

/** Whether a parameter has a name, or takes the property that a name in braces says. */
function isNamed({ facts }: LinkedFile, { params }: FunctionFact, at: number, name: string): boolean {
  const param = params[at];
  const property = /^\{ (\w+) \}$/.exec(name)?.[1];
  if (property !== undefined) return param?.bindings.some((id) => facts.bindings[id]!.path[0] === property) === true;
  return facts.bindings[param?.bindingId ?? -1]?.name.toLowerCase() === name.toLowerCase();
}

/** A function among the arguments of a call is given what the callee passes on. */
function fromCallback(link: Link, file: LinkedFile, functionId: number, index: number): Value[] {
  const site = file.index.callbackSite.get(functionId);
  if (!site) return [];
  return passedOn(link, file, site.call, site.arg, site.path, index, 0);
}

/** What the callee of a call gives as argument `index` to the function that it gets as argument `arg`. */
function passedOn(link: Link, file: LinkedFile, callId: number, arg: number, path: readonly string[], index: number, depth: number): Value[] {
  if (depth > 4) return [];
  const call = file.facts.calls[callId]!;
  const targets = callTargets(link, file, callId);
  const values = targets.map((target): Value[] => {
    if (target.kind === 'function') return path.length > 0 ? [] : fromBody(link, target.file, target.id, arg - target.shift, index, depth);
    const callback = target.operation.callbacks?.find((item) => matchesCallback(item, arg, path, call.args.length));
    const name = callback?.params?.[index];
    if (callback && name === 'element') return iteratedElements(link, file, call, callback);
    const found = name == null ? undefined : link.libraries.handle(target.library, name);
    if (!found) return [];
    const of = target.receiver?.kind === 'handle' ? target.receiver.of : null;
    const values: Value[] = [{ kind: 'handle', ...found, of }];
    return target.inferred ? inferred(values) : values;
  });
  if (targets.length === 0 && call.callee.kind === 'member' && arg === 0 && path.length === 0) {
    const method = iterationOf(link, file, call);
    if (method?.element === index) return elementsOf(link, evaluate(link, call.callee.object, { file, functionId: call.functionId }));
  }
  return union(...values);
}

function iteratedElements(link: Link, file: LinkedFile, call: CallFact, callback: Callback): Value[] {
  const place = { file, functionId: call.functionId };
  if (callback.over === undefined || callback.over === 'receiver') {
    return call.callee.kind === 'member' ? elementsOf(link, evaluate(link, call.callee.object, place)) : [];
  }
  // Operators before it may have changed what is emitted.
  if (callback.over === 'emitted') return [];
  const over = call.args[callback.over];
  return over ? elementsOf(link, evaluate(link, over, place)) : [];
}

/** Whether a table's callback describes the function at an argument position, or at a property of an options argument. */
export function matchesCallback(callback: Callback, arg: number, path: readonly string[], count: number): boolean {
  const { arg: position } = callback;
  if (position === 'last') return arg === count - 1 && path.length === 0;
  if (typeof position === 'number') return arg === position && path.length === 0;
  if (position.startsWith('rest:')) return arg >= Number(position.slice(5)) && path.every((key) => key === '[]');
  const [index, ...keys] = position.split('.');
  const given = path.filter((key) => key !== '[]');
  return arg === Number(index) && given.length === keys.length && keys.every((key, at) => key === '*' || key === given[at]);
}

/** What a project function passes to its own parameter `param` when it calls it. */
function fromBody(link: Link, file: LinkedFile, functionId: number, param: number, index: number, depth: number): Value[] {
  const fact = file.facts.functions[functionId]!.params[param];
  if (!fact || fact.bindingId < 0) return [];
  if (fact.type?.kind === 'function') {
    const type = fact.type.params[index];
    const typed = type ? typeValues(link, file, type) : [];
    if (typed.length > 0) return typed;
  }
  return union(
    ...usesOf(file, functionId, fact.bindingId).map(({ call, callId, arg }) => {
      if (arg < 0) return call.args[index] ? evaluate(link, call.args[index], { file, functionId: call.functionId }) : [];
      return passedOn(link, file, callId, arg, [], index, depth + 1);
    }),
  );
}

/** Calls inside a function that call a parameter (`arg` -1) or pass it on as an argument. */
export function usesOf(file: LinkedFile, functionId: number, bindingId: number): { call: CallFact; callId: number; arg: number }[] {
  const isParam = (expr: Expr) => expr.kind === 'name' && expr.binding === bindingId;
  const [from, to] = offsetsOf(file.facts.functions[functionId]!.span);
  return file.facts.calls.flatMap((call, callId) => {
    if (spanStart(call.span) < from || spanEnd(call.span) > to) return [];
    if (isParam(call.callee)) return [{ call, callId, arg: -1 }];
    const arg = call.args.findIndex(isParam);
    return arg < 0 ? [] : [{ call, callId, arg }];
  });
}

function fromCallers(link: Link, file: LinkedFile, functionId: number, index: number): Value[] {
  return union(
    ...callsOfFunction(link, { file, id: functionId }, index).map(({ ref, shift }) => {
      const call = ref.file.row('calls', ref.id);
      const arg = call.args[index + shift];
      return arg ? evaluate(link, arg, { file: ref.file, functionId: call.functionId }) : [];
    }),
  );
}

/** Calls of a function by its name that have an argument `index`, some of them where it has many. `shift`: how many leading arguments are not its parameters. */
export function callsOfFunction(link: Link, { file, id }: FunctionRef, index: number): { ref: CallRef; shift: number }[] {
  const fact = file.row('functions', id);
  const name = fact.kind === 'constructor' ? file.row('classes', fact.classId).name : fact.name;
  if (name === '' || name === 'default') return [];
  const found: { ref: CallRef; shift: number }[] = [];
  for (const ref of link.names.calls(name).slice(0, MAX_NAMESAKES)) {
    if (!ref.file.row('calls', ref.id).args[index]) continue;
    const target = callTargets(link, ref.file, ref.id).find((item) => item.kind === 'function' && item.file === file && item.id === id);
    if (target?.kind !== 'function') continue;
    found.push({ ref, shift: target.shift });
    if (found.length >= MAX_CALLERS) break;
  }
  return found;
}

/** A dependency injected by name: `{ userService }` is the only class called UserService. */
export function classByConvention(link: Link, name: string, from: LinkedFile): Value[] {
  if (name.length < 4) return [];
  const found = link.names.classes(name[0]!.toUpperCase() + name.slice(1), from);
  return found.length === 1 ? [{ kind: 'instance', ...found[0]!, inferred: true }] : [];
}
