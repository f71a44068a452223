import { offsetsOf, spanEnd, spanStart } from '../../facts/spans.ts';
import type { CallFact, Expr, TypeRef } from '../../facts/types.ts';
import type { Operation } from '../../libraries/types.ts';
import { LIST_VIEWS } from './builtins.ts';
import { classBase, entityOf } from './classes.ts';
import { awaited, elementsOf, evaluate, instancesOf } from './evaluate.ts';
import { iterationOf } from './iteration.ts';
import type { Link } from '../link.ts';
import { importedSpecifier } from '../../facts/requires.ts';
import { modelNamed } from './models.ts';
import { exported, valuesOf } from './names.ts';
import { carried } from './properties.ts';
import { callTargets, constructed, type CallTarget } from './targets.ts';
import { parametersIn, typeValues } from './types-of.ts';
import { inferred, keyOf, stripped, union, type LinkedFile, type Value } from '../values.ts';

type OperationTarget = Extract<CallTarget, { kind: 'operation' }>;

/** What a call's result may be, promises unwrapped. */
export function callValues(link: Link, file: LinkedFile, callId: number): Value[] {
  return link.answers.calls.get(keyOf(file, callId), () => {
    const call = file.facts.calls[callId]!;
    const place = { file, functionId: call.functionId };
    const specifier = importedSpecifier(file.facts, call);
    if (specifier !== undefined) return moduleValues(link, file, specifier);
    if (call.kind === 'new') return newValues(link, file, call);
    const targets = callTargets(link, file, callId);
    const results = targets.map((target) => {
      const values = target.kind === 'function' ? functionResult(link, target, file, call) : operationResult(link, target, file, call);
      return target.inferred ? inferred(values) : values;
    });
    if (results.some((values) => values.length > 0)) return union(...results);
    const signed = evaluate(link, call.callee, place).flatMap((value) => (value.kind === 'signature' && value.type.returns ? [typeValues(link, value.file, value.type.returns)] : []));
    if (signed.some((values) => values.length > 0)) return union(...signed);
    if (signed.length > 0) return namedResult(link, file, call);
    if (targets.some((target) => target.kind === 'function' || target.operation.effect || target.operation.returns)) return [];
    const stored = storedValue(link, call);
    return stored.length > 0 || targets.length > 0 ? stored : unknownResult(link, file, call);
  });
}

/** `c.get('db')` of a store that the project fills: `c.set('db', db)`. */
function storedValue(link: Link, { callee, args: [key, ...others] }: CallFact): Value[] {
  if (callee.kind !== 'member' || callee.name !== 'get' || others.length > 0) return [];
  return key?.kind === 'literal' && typeof key.value === 'string' ? carried(link, key.value) : [];
}

function moduleValues(link: Link, file: LinkedFile, specifier: string): Value[] {
  const target = link.resolve(specifier, file);
  if (target) return valuesOf(link, exported(link, target, '*'));
  return link.libraries.imported(specifier, 'module.exports');
}

function newValues(link: Link, file: LinkedFile, call: CallFact): Value[] {
  const place = { file, functionId: call.functionId };
  const of = entityOf(link, file, call.typeArgs);
  return constructed(link, evaluate(link, call.callee, place)).map((value) => (value.kind === 'handle' ? { ...value, of: of ?? value.of } : value));
}

/** What calling a project function gives at this call. */
function functionResult(link: Link, target: Extract<CallTarget, { kind: 'function' }>, file: LinkedFile, call: CallFact): Value[] {
  const fact = target.file.row('functions', target.id);
  const argument = (index: number): Value[] => {
    const arg = call.args[index + target.shift];
    return arg ? evaluate(link, arg, { file, functionId: call.functionId }) : [];
  };
  if (fact.returnType) {
    if (fact.returnType.kind === 'this') return target.self ? [target.self] : [];
    const generic = genericResult(link, target, fact.returnType, file, call, argument);
    const typed = typeValues(link, target.file, fact.returnType);
    const stated = union(generic, typed);
    if (stated.length > 0) return known(stated, () => union(...fact.returns.map((expr) => evaluate(link, expr, { file: target.file, functionId: target.id }))));
  }
  return union(
    ...fact.returns.map((expr) => {
      const param = paramOf(target.file, target.id, stripped(expr));
      if (param >= 0) return argument(param);
      const inner = stripped(expr);
      const wrapped = wrappedParam(target.file, target.id, inner);
      const functions = wrapped < 0 ? [] : argument(wrapped).filter((value) => value.kind === 'function');
      if (functions.length > 0) return functions;
      const called = inner.kind === 'call' ? paramOf(target.file, target.id, target.file.row('calls', inner.call).callee) : -1;
      const given = called < 0 ? [] : argument(called).flatMap((value) => (value.kind === 'function' ? [returnedValues(link, value.file, value.id)] : []));
      // What a library made, a connection that is called with a table's name say, is told by the parameter itself.
      if (given.length > 0) return union(...given);
      const bound = inner.kind === 'call' ? boundResult(link, target, inner.call, argument) : [];
      return bound.length > 0 ? bound : selfBound(link, target, expr);
    }),
  );
}

/** `get(entity) { return em.getRepository(entity); }`: what a library makes of an argument, it makes of the one that is given here. */
function boundResult(link: Link, { file, id }: Extract<CallTarget, { kind: 'function' }>, callId: number, argument: (index: number) => Value[]): Value[] {
  const call = file.row('calls', callId);
  const params = call.args.map((arg) => paramOf(file, id, stripped(arg)));
  if (params.every((param) => param < 0)) return [];
  const given = (index: number): Value[] => (params[index] ?? -1) >= 0 ? argument(params[index]!) : call.args[index] ? evaluate(link, call.args[index], { file, functionId: call.functionId }) : [];
  return union(
    ...callTargets(link, file, callId).map((target) => {
      if (target.kind !== 'operation' || target.operation.list) return [];
      const { entity, returns = '' } = target.operation;
      const from = typeof entity === 'number' ? entity : Number(/^(?:arg|instance):(\d)$/.exec(returns)?.[1] ?? -1);
      if ((params[from] ?? -1) < 0 || given(from).length === 0) return [];
      const values = returned(link, target, file, call, given);
      return target.inferred ? inferred(values) : values;
    }),
  );
}

/** A returned `this` is the receiver, which may be a sub-class of the one that declares the method. */
function selfBound(link: Link, target: Extract<CallTarget, { kind: 'function' }>, expr: Expr): Value[] {
  if (expr.kind === 'this' && target.self) return [target.self];
  return evaluate(link, expr, { file: target.file, functionId: target.id });
}

/** `memo<T>(key, get: () => T): T`, `extended<D>(db: D): D & Extra`: a type parameter stands for what an argument is or returns. */
function genericResult(
  link: Link,
  target: Extract<CallTarget, { kind: 'function' }>,
  type: TypeRef,
  file: LinkedFile,
  call: CallFact,
  argument: (index: number) => Value[],
): Value[] {
  const { params, typeParams } = target.file.row('functions', target.id);
  const valuesFor = (name: string): Value[] => {
    const explicit = call.typeArgs[typeParams.indexOf(name)];
    const values = explicit ? typeValues(link, file, explicit) : [];
    if (values.length > 0) return values;
    const isIt = (given: TypeRef) => parametersIn(link, target.file, given, [name]).length > 0;
    return union(
      ...params.map((param, index) => {
        if (!param.type) return [];
        if (isIt(param.type)) return argument(index);
        if (param.type.kind !== 'function' || !param.type.returns || !isIt(param.type.returns)) return [];
        return union(...argument(index).map((value) => (value.kind === 'function' ? returnedValues(link, value.file, value.id) : [])));
      }),
    );
  };
  return union(...parametersIn(link, target.file, type, typeParams).map(valuesFor));
}

/** Position of the parameter that an expression names, or -1. */
function paramOf(file: LinkedFile, functionId: number, expr: Expr): number {
  if (expr.kind !== 'name' || expr.binding < 0) return -1;
  const binding = file.row('bindings', expr.binding);
  return binding.kind === 'param' && binding.functionId === functionId && binding.path.length === 0 ? binding.target : -1;
}

/** A function's type says less than the function that is there: `(deps: Deps): GetBoat => async (id) => …`. */
export function known(typed: Value[], made: () => Value[]): Value[] {
  if (!typed.every(({ kind }) => kind === 'signature')) return typed;
  const functions = made().filter(({ kind }) => kind === 'function');
  return functions.length > 0 ? functions : typed;
}

/** What a function returns, whoever calls it. */
export function returnedValues(link: Link, file: LinkedFile, functionId: number): Value[] {
  return link.answers.returned.get(keyOf(file, functionId), () => {
    const fact = file.facts.functions[functionId]!;
    const typed = fact.returnType ? typeValues(link, file, fact.returnType) : [];
    const made = () => union(...fact.returns.map((expr) => evaluate(link, expr, { file, functionId })));
    return typed.length > 0 ? known(typed, made) : made();
  });
}

/**
 * `traced(options)(fn)`, `withLogging(fn)`: a function that gives back a function which calls its parameter. Calling the
 * result means calling the argument. Gives the parameter's position, or -1.
 */
function wrappedParam(file: LinkedFile, functionId: number, returnedExpr: Expr): number {
  const inner = functionNamed(file, functionId, returnedExpr);
  if (inner < 0) return -1;
  const { params } = file.facts.functions[functionId]!;
  const [from, to] = offsetsOf(file.facts.functions[inner]!.span);
  return params.findIndex(({ bindingId }) => bindingId >= 0 && file.facts.calls.some(({ callee, span }) => spanStart(span) >= from && spanEnd(span) <= to && calledName(callee) === bindingId));
}

/** The function that an expression is, or names where a function has it of its own: `function wrapped() { … } return wrapped;`. -1 for none. */
function functionNamed(file: LinkedFile, functionId: number, expr: Expr): number {
  if (expr.kind === 'function') return expr.function;
  const binding = expr.kind === 'name' && expr.binding >= 0 ? file.row('bindings', expr.binding) : undefined;
  if (binding?.functionId !== functionId) return -1;
  if (binding.kind === 'function') return binding.target;
  return binding.kind === 'const' && binding.init?.kind === 'function' ? binding.init.function : -1;
}

function calledName(callee: Expr): number {
  const inner = callee.kind === 'member' && (callee.name === 'call' || callee.name === 'apply') ? callee.object : callee;
  return inner.kind === 'name' ? inner.binding : -1;
}

function operationResult(link: Link, target: OperationTarget, file: LinkedFile, call: CallFact): Value[] {
  const { operation } = target;
  const place = { file, functionId: call.functionId };
  const argument = (index: number): Value[] => (call.args[index] ? evaluate(link, call.args[index], place) : []);
  if (operation.gathers) return argument(0).map((value): Value => (value.kind === 'list' ? { ...value, of: awaited(link, value.of) } : value));
  if (operation.chunks) return [{ kind: 'list', of: argument(0) }];
  if (operation.wraps) {
    const { arg, memoised } = operation.wraps;
    const wrapped = memoised ? argument(arg).map((value) => (value.kind === 'function' ? { ...value, memoised } : value)) : argument(arg);
    return operation.returns === undefined ? wrapped : union(wrapped, returned(link, target, file, call, argument));
  }
  const values = returned(link, target, file, call, argument);
  return operation.list && values.length > 0 ? [{ kind: 'list', of: values }] : values;
}

function returned(link: Link, target: OperationTarget, file: LinkedFile, call: CallFact, argument: (index: number) => Value[]): Value[] {
  const { operation, receiver, library } = target;
  const returns = isSet(call, operation.returnsWith) ? operation.returnsWith?.handle : operation.returns;
  const entity = entityOf(link, file, call.typeArgs) ?? namedEntity(link, operation, receiver, argument);
  if (returns === undefined) return entity?.kind === 'class' ? [{ kind: 'instance', file: entity.file, id: entity.id }] : [];
  if (returns === 'this') return receiver ? [receiver] : [];
  if (returns.startsWith('arg:')) return argument(Number(returns.slice(4)));
  if (returns.startsWith('instance:')) return union(...argument(Number(returns.slice(9))).map((value) => instancesOf(link, value)));
  if (returns === 'returned') {
    const position = operation.callbacks?.[0]?.arg;
    const bare = operation.withoutCallback === undefined || call.args.some(mayBeFunction) ? undefined : link.libraries.handle(library, operation.withoutCallback);
    if (bare) return [{ kind: 'handle', ...bare, of: receiver?.kind === 'handle' ? receiver.of : null }];
    const index = position === 'last' ? call.args.length - 1 : typeof position === 'number' ? position : -1;
    return union(...argument(index).map((value) => (value.kind === 'function' ? returnedValues(link, value.file, value.id) : [])));
  }
  const own = receiver && (receiver.kind === 'class' || receiver.kind === 'instance') ? ownClass(link, receiver, returns) : undefined;
  if (own) return [own];
  const found = link.libraries.handle(library, returns);
  if (!found) return [];
  const of = entity ?? (receiver?.kind === 'handle' ? receiver.of : null);
  const [name] = of === null && link.libraries.isModel(found.library, found.handle) ? call.args : [];
  // A model that is asked for by its name.
  const registered = name?.kind === 'literal' ? modelNamed(link, String(name.value), file) : undefined;
  return [registered ?? { kind: 'handle', ...found, of }];
}

/** `create({ once: true })` */
function isSet({ args }: CallFact, option: Operation['returnsWith']): boolean {
  const given = option && args[option.arg];
  return given?.kind === 'object' && given.properties.some(({ key, value }) => key === option?.property && value.kind === 'literal' && value.value === true);
}

function mayBeFunction(arg: Expr): boolean {
  return arg.kind !== 'object' && arg.kind !== 'literal';
}

/** The entity class that an operation's result belongs to, as its table says. */
function namedEntity(link: Link, { entity }: Operation, receiver: Value | null, argument: (index: number) => Value[]): Value | null {
  if (entity === undefined) return null;
  if (entity !== 'receiver') {
    const named = argument(entity);
    const owner = named.find((value) => value.kind === 'handle' && value.of !== null);
    return named.find((value) => value.kind === 'class') ?? (owner?.kind === 'handle' ? owner.of : null);
  }
  if (receiver?.kind === 'handle') return receiver.of;
  if (receiver?.kind !== 'class' && receiver?.kind !== 'instance') return null;
  const { library } = classBase(link, receiver.file, receiver.id);
  // A class with statics of the library's is an entity itself; any other, a repository say, has one.
  return library?.static === undefined ? (library?.of ?? null) : { kind: 'class', file: receiver.file, id: receiver.id };
}

/** A library's base method that gives the base's handle gives, on a project class, that class. */
function ownClass(link: Link, receiver: Extract<Value, { kind: 'class' | 'instance' }>, returns: string): Value | undefined {
  const { library } = classBase(link, receiver.file, receiver.id);
  if (library?.instance === returns) return { kind: 'instance', file: receiver.file, id: receiver.id };
  if (library?.static === returns) return { kind: 'class', file: receiver.file, id: receiver.id };
  return undefined;
}

/** Results of calls that only JavaScript's own names describe, and of unknown functions that wrap a function. */
function unknownResult(link: Link, file: LinkedFile, call: CallFact): Value[] {
  const place = { file, functionId: call.functionId };
  const { callee } = call;
  if (callee.kind === 'member') {
    const owner = callee.object.kind === 'name' && callee.object.binding < 0 ? callee.object.name : '';
    if (owner === 'Object' || owner === 'Array' || owner === 'Promise') return nativeResult(link, file, call, `${owner}.${callee.name}`);
    const method = iterationOf(link, file, call);
    const first = call.args[0];
    if (method?.result === 'mapped' && first) {
      const made = union(...evaluate(link, first, place).map((value) => (value.kind === 'function' ? returnedValues(link, value.file, value.id) : [])));
      return made.length > 0 ? [{ kind: 'list', of: callee.name === 'flatMap' ? union(elementsOf(link, made), made) : made }] : [];
    }
    const receiver = evaluate(link, callee.object, place);
    if (LIST_METHODS.has(callee.name)) return receiver.filter((value) => value.kind === 'list');
    if (ELEMENT_METHODS.has(callee.name)) return elementsOf(link, receiver);
    if (callee.name === 'bind') return receiver.filter((value) => value.kind === 'function');
    if (callee.name === 'then' && first) return union(...evaluate(link, first, place).map((value) => (value.kind === 'function' ? returnedValues(link, value.file, value.id) : [])));
    if (callee.name === 'catch' || callee.name === 'finally') return receiver;
  }
  const named = namedResult(link, file, call);
  if (named.length > 0) return named;
  if (callee.kind === 'name') {
    const [table] = call.args.flatMap((arg) => (arg.kind === 'object' ? evaluate(link, arg, place) : []));
    if (table?.kind === 'object' && isTableOfFunctions(link, table)) return inferred([table]);
  }
  const functions = call.args.filter((arg) => arg.kind === 'function' || arg.kind === 'name').map((arg) => evaluate(link, arg, place).filter((value) => value.kind === 'function'));
  const only = functions.filter((values) => values.length > 0);
  return only.length === 1 && callee.kind !== 'member' ? only[0]! : [];
}

/** `container.resolve<UserService>(token)`: of a function that nobody knows, the one type argument says what it gives. */
function namedResult(link: Link, file: LinkedFile, { typeArgs }: CallFact): Value[] {
  const [only, ...others] = typeArgs;
  if (!only || others.length > 0) return [];
  return inferred(typeValues(link, file, only).filter(({ kind }) => kind === 'instance' || kind === 'handle'));
}

/** An object of nothing but functions: what an unknown function makes of it has the same ones, with something bound or traced. */
function isTableOfFunctions(link: Link, { properties, file, functionId }: Extract<Value, { kind: 'object' }>): boolean {
  return properties.length > 1 && properties.every(({ key, value }) => key !== null && (value.kind === 'function' || (value.kind === 'name' && evaluate(link, value, { file, functionId }).some(({ kind }) => kind === 'function'))));
}

function nativeResult(link: Link, file: LinkedFile, call: CallFact, name: string): Value[] {
  const values = call.args.map((arg) => evaluate(link, arg, { file, functionId: call.functionId }));
  if (name === 'Object.assign') return union(...values);
  if (name === 'Object.freeze' || name === 'Promise.resolve' || name === 'Object.create') return values[0] ?? [];
  if (name === 'Array.from') return elementsOf(link, values[0] ?? []).length > 0 ? values[0]! : [];
  if (name === 'Object.values') {
    const members = union(...(values[0] ?? []).map((value) => (value.kind === 'object' ? union(...value.properties.map((property) => evaluate(link, property.value, value))) : [])));
    return members.length > 0 ? [{ kind: 'list', of: members }] : elementsOf(link, values[0] ?? []).length > 0 ? values[0]! : [];
  }
  return [];
}

/** Methods that give what their receiver holds, as far as its values are known. */
const LIST_METHODS = new Set([...LIST_VIEWS, 'concat', 'flat', 'splice', 'values']);
const ELEMENT_METHODS = new Set(['find', 'findLast', 'at', 'pop', 'shift', 'get']);
