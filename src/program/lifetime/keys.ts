import type { Expr, TypeRef } from '../../facts/types.ts';
import type { Link } from '../link.ts';
import { ITERATION_METHODS, ITERATORS, LIST_VIEWS } from '../resolve/builtins.ts';
import { evaluate } from '../resolve/evaluate.ts';
import { declared } from '../resolve/names.ts';
import { callsOfFunction } from '../resolve/params.ts';
import { callTargets } from '../resolve/targets.ts';
import { stripped, type FunctionRef, type LinkedFile, type Place } from '../values.ts';

/** Callers and declarations that are followed. */
const MAX_DEPTH = 8;

/** Types that stand for classes and functions: a program has as many as its code. */
const CODE_TYPES = new Set(['Function', 'Type', 'Constructor', 'Class', 'ClassType', 'ClassConstructor', 'EntityTarget', 'ObjectType', 'ModelStatic', 'ModelCtor', 'Newable', 'InjectionToken']);

/** What a deployment has a fixed number of, as the last word of a name says it: https://cldr.unicode.org lists some hundred locales. */
const FINITE_WORDS =
  /(^|[a-z_])(locale|lang|language|currency|timezone|tz|region|country|env|environment|table|model|entity|collection|queue|topic|provider|dialect|driver|schema|method|status|level|plugin|extension|mimetype|theme|weekday|month)(_?(name|code|key|type|id))?$/i;

/** Whether a key can only take as many values as the code or the deployment names. */
export function isFiniteKey(link: Link, key: Expr, place: Place, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false;
  if (key.kind === 'cast' && key.type && isFiniteType(link, place.file, key.type)) return true;
  const inner = stripped(key);
  const deeper = (expr: Expr, at: Place = place) => isFiniteKey(link, expr, at, depth + 1);
  switch (inner.kind) {
    case 'literal':
    case 'class':
      return true;
    case 'template':
      return inner.values.every((value) => deeper(value));
    case 'binary':
      return deeper(inner.left) && deeper(inner.right);
    case 'logical':
      return deeper(inner.left) && deeper(inner.right);
    case 'conditional':
      return deeper(inner.yes) && deeper(inner.no);
    case 'array':
      return inner.elements.every((element) => deeper(element));
    case 'name':
      return FINITE_WORDS.test(inner.name) || isFiniteName(link, inner, place, depth);
    case 'member':
      return FINITE_WORDS.test(inner.name) || inner.name === 'constructor' || isFiniteMember(link, inner, place, depth);
    case 'call':
      return isFiniteCall(link, inner.call, place, depth);
    default:
      return false;
  }
}

function isFiniteName(link: Link, expr: Extract<Expr, { kind: 'name' }>, place: Place, depth: number): boolean {
  const { file } = place;
  if (expr.binding < 0) return false;
  const binding = file.facts.bindings[expr.binding]!;
  if (binding.kind === 'function' || binding.kind === 'class' || binding.kind === 'enum' || binding.kind === 'import') return true;
  const type = binding.kind === 'param' && binding.path.length === 0 ? (file.facts.functions[binding.functionId]!.params[binding.target]?.type ?? binding.type) : binding.type;
  if (type && isFiniteType(link, file, type)) return true;
  if (isClass(link, expr, place)) return true;
  if (binding.loopRegion >= 0) {
    const { over, kind, update } = file.facts.regions[binding.loopRegion]!;
    // A place in a list: there are as many as the longest one has.
    if (kind === 'for') return update?.kind === 'assign' && update.operator === '++';
    return over !== null && isFiniteList(link, over, { file, functionId: binding.functionId }, depth + 1);
  }
  if (binding.kind === 'param') return isFiniteParam(link, file, expr.binding, depth);
  if (binding.kind === 'const' && binding.init && !binding.path.includes('[]')) {
    const from = binding.path.reduce<Expr>((object, name) => ({ kind: 'member', object, name }), binding.init);
    return isFiniteKey(link, from, { file, functionId: binding.functionId }, depth + 1);
  }
  return false;
}

/** Every caller that is seen gives a finite key; for an iteration's callback, the list is one of few things. */
function isFiniteParam(link: Link, file: LinkedFile, bindingId: number, depth: number): boolean {
  const { functionId, target, path } = file.facts.bindings[bindingId]!;
  if (path.length > 0) return false;
  const site = file.index.callbackSite.get(functionId);
  const around = site && file.facts.calls[site.call]!;
  if (around?.callee.kind === 'member' && ITERATION_METHODS[around.callee.name]?.element === target) {
    return isFiniteList(link, around.callee.object, { file, functionId: around.functionId }, depth + 1);
  }
  const lists = iteratedBy(link, { file, id: functionId }, target);
  // A function that calls itself hands on what it was given.
  const calls = callsOfFunction(link, { file, id: functionId }, target).flatMap(({ ref, shift }) => {
    const call = ref.file.facts.calls[ref.id]!;
    const arg = call.args[target + shift];
    const isOwn = ref.file === file && arg?.kind === 'name' && arg.binding === bindingId;
    return isOwn || !arg ? [] : [{ arg, place: { file: ref.file, functionId: call.functionId } }];
  });
  return (
    calls.length + lists.length > 0 &&
    calls.every(({ arg, place }) => isFiniteKey(link, arg, place, depth + 1)) &&
    lists.every(({ over, place }) => isFiniteList(link, over, place, depth + 1))
  );
}

/** The lists whose elements a function is given by its name: `checks.map(runCheck)`. */
function iteratedBy(link: Link, { file, id }: FunctionRef, index: number): { over: Expr; place: Place }[] {
  const { name } = file.facts.functions[id]!;
  return link.names.passed(name).flatMap((ref) => {
    const { callee, args, functionId } = ref.file.facts.calls[ref.id]!;
    const [first] = args;
    if (!first || callee.kind !== 'member' || ITERATION_METHODS[callee.name]?.element !== index) return [];
    const place = { file: ref.file, functionId };
    const isIt = evaluate(link, first, place).some((value) => value.kind === 'function' && value.file === file && value.id === id);
    return isIt ? [{ over: callee.object, place }] : [];
  });
}

/** `Color.Red`, `process.env.HOST`, `CONFIG.name`, a field that a long-lived object was made with. */
function isFiniteMember(link: Link, expr: Extract<Expr, { kind: 'member' }>, place: Place, depth: number): boolean {
  if (isClass(link, expr, place)) return true;
  const { object } = expr;
  if (object.kind === 'this') return true;
  if (object.kind === 'name') {
    if (object.binding < 0) return object.name === 'process';
    const binding = place.file.facts.bindings[object.binding]!;
    if (binding.functionId === 0 && binding.kind !== 'let' && binding.kind !== 'var') return true;
  }
  // A part of one of few things is one of few things.
  return isFiniteKey(link, object, place, depth + 1);
}

/** Methods and functions whose result has as many values as what they are given. */
const KEEPING = new Set(['toString', 'toLowerCase', 'toUpperCase', 'trim', 'replace', 'String', 'Symbol', 'for', 'getPrototypeOf', 'stringify', 'join', 'slice']);

function isFiniteCall(link: Link, callId: number, place: Place, depth: number): boolean {
  const { callee, args, kind } = place.file.facts.calls[callId]!;
  if (kind !== 'call' || (callee.kind !== 'member' && callee.kind !== 'name')) return false;
  const isFinite = (arg: Expr) => isFiniteKey(link, arg, place, depth + 1);
  if (callee.kind === 'name' && args.length > 0 && args.every(isFinite)) return true;
  if (!KEEPING.has(callee.name)) return false;
  const isStatic = callee.kind === 'name' || (callee.object.kind === 'name' && callee.object.binding < 0);
  const from = isStatic ? args[0] : callee.kind === 'member' ? callee.object : undefined;
  return from !== undefined && isFiniteKey(link, from, place, depth + 1);
}

/** `['a', 'b']`, `Object.keys(TABLE)`, a constant that holds one, a list that its object keeps: what fills that is judged there. */
function isFiniteList(link: Link, over: Expr, place: Place, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  const inner = stripped(over);
  const deeper = (expr: Expr, at: Place = place) => isFiniteList(link, expr, at, depth + 1);
  if (inner.kind === 'array') return inner.elements.every((element) => isFixed(link, element, place, depth));
  // `Array.from({ length: shards })`
  if (inner.kind === 'object') return inner.properties.some(({ key }) => key === 'length');
  if (inner.kind === 'member' && inner.object.kind === 'this') return true;
  if (inner.kind === 'conditional') return isFiniteList(link, inner.yes, place, depth) && isFiniteList(link, inner.no, place, depth);
  if (inner.kind === 'name') return isModuleConstant(place.file, inner) || isFiniteListName(link, place.file, inner.binding, deeper);
  if (inner.kind !== 'call') return false;
  const { callee, args } = place.file.facts.calls[inner.call]!;
  if (callee.kind === 'name' && args.length === 0) {
    const made = returnsOf(link, inner.call, place.file);
    return made.length > 0 && made.every(({ expr, place: at }) => deeper(expr, at));
  }
  if (callee.kind !== 'member') return false;
  const isGlobal = callee.object.kind === 'name' && callee.object.binding < 0;
  if (isGlobal) return args[0] !== undefined && deeper(args[0]);
  return VIEWS.has(callee.name) && isFiniteList(link, callee.object, place, depth);
}

/** A local name for such a list, or a parameter that every caller gives one. */
function isFiniteListName(link: Link, file: LinkedFile, bindingId: number, isFinite: (expr: Expr, at: Place) => boolean): boolean {
  const binding = file.facts.bindings[bindingId];
  if (!binding || binding.path.length > 0 || binding.loopRegion >= 0) return false;
  const { functionId, target } = binding;
  if (binding.kind === 'const') return binding.init !== null && stripped(binding.init).kind !== 'array' && isFinite(binding.init, { file, functionId });
  if (binding.kind !== 'param') return false;
  const given = callsOfFunction(link, { file, id: functionId }, target);
  return (
    given.length > 0 &&
    given.every(({ ref, shift }) => {
      const call = ref.file.facts.calls[ref.id]!;
      const arg = call.args[target + shift];
      return arg !== undefined && isFinite(arg, { file: ref.file, functionId: call.functionId });
    })
  );
}

/** An object that the code writes out, with the same values each time: a call without arguments of a function that returns one. */
function isFixed(link: Link, expr: Expr, place: Place, depth: number): boolean {
  const inner = stripped(expr);
  if (depth > MAX_DEPTH) return false;
  if (inner.kind === 'object') return inner.properties.every(({ key, value }) => key !== null && (value.kind === 'literal' || value.kind === 'function'));
  if (inner.kind !== 'call' || place.file.facts.calls[inner.call]!.args.length > 0) return isFiniteKey(link, inner, place, depth);
  const made = returnsOf(link, inner.call, place.file);
  return made.length > 0 && made.every((returned) => isFixed(link, returned.expr, returned.place, depth + 1));
}

/** What the project's functions that a call may mean return. */
function returnsOf(link: Link, callId: number, file: LinkedFile): { expr: Expr; place: Place }[] {
  return callTargets(link, file, callId).flatMap((target) =>
    target.kind === 'function' ? target.file.facts.functions[target.id]!.returns.map((expr) => ({ expr, place: { file: target.file, functionId: target.id } })) : [],
  );
}

/** Methods that give what their receiver holds, or some of it. */
const VIEWS = new Set([...LIST_VIEWS, ...ITERATORS]);

function isModuleConstant(file: LinkedFile, expr: Expr): boolean {
  const binding = expr.kind === 'name' ? file.facts.bindings[expr.binding] : undefined;
  return binding !== undefined && (binding.kind === 'import' || binding.kind === 'enum' || (binding.kind === 'const' && binding.functionId === 0 && binding.init !== null && stripped(binding.init).kind !== 'call'));
}

/** It is a class, as far as its values are known. Functions are made anew by every closure. */
function isClass(link: Link, expr: Expr, place: Place): boolean {
  const values = evaluate(link, expr, place);
  return values.length > 0 && values.every(({ kind }) => kind === 'class');
}

/** Types of the language that have no more values than the first that they are given: `Exclude<Page, 'all'>`. */
const NARROWING_TYPES = new Set(['Exclude', 'Extract', 'NonNullable', 'Awaited', 'Uppercase', 'Lowercase', 'Capitalize', 'Uncapitalize']);

/** A union of literals, an enum, a key of a type, a class. */
export function isFiniteType(link: Link, file: LinkedFile, type: TypeRef, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false;
  switch (type.kind) {
    case 'literal':
    case 'typeof':
    case 'keyof':
      return true;
    case 'union':
      return type.members.every((member) => isFiniteType(link, file, member, depth + 1));
    case 'indexed':
      return type.object.kind === 'typeof';
    case 'ref': {
      if (CODE_TYPES.has(type.path.at(-1)!)) return true;
      if (type.binding < 0) return NARROWING_TYPES.has(type.path[0]!) && type.args.length > 0 && isFiniteType(link, file, type.args[0]!, depth + 1);
      return declared(link, file, type.binding).some((item) => {
        if (item.kind !== 'binding') return false;
        if (item.file.facts.bindings[item.id]!.kind === 'enum') return true;
        const declaration = item.file.index.typeOf.get(item.id);
        return declaration !== undefined && (declaration.kind === 'enum' || (declaration.kind === 'alias' && isFiniteType(link, item.file, declaration.type, depth + 1)));
      });
    }
    default:
      return false;
  }
}
