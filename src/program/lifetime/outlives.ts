import type { Expr } from '../../facts/types.ts';
import { thisFunction } from '../file-index.ts';
import { exprText } from '../print.ts';
import { callTargets } from '../resolve/targets.ts';
import { stripped, type FunctionRef, type Place } from '../values.ts';
import { argumentsOf } from './fate.ts';
import { runsOf, type Ground } from './runs.ts';
import { isSingleton } from './singletons.ts';

/** Names, fields and calls through which a value is followed. */
const MAX_DEPTH = 5;

/**
 * Whether an expression stands for a value that is there before a function runs and after it: a module's own, an imported
 * one, a field of an instance that lives as long as the process, or what a getter of those gives.
 */
export function outlives(ground: Ground, expr: Expr, place: Place, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false;
  const value = stripped(expr);
  switch (value.kind) {
    case 'name':
      return value.binding < 0 ? value.name === 'process' : nameOutlives(ground, value.binding, place, depth);
    case 'member':
      if (value.object.kind === 'this') return fieldOutlives(ground, value, place, depth);
      return outlives(ground, value.object, place, depth + 1) && !isRemade(value, place);
    case 'call':
      return callOutlives(ground, value.call, place, depth);
    default:
      return false;
  }
}

function nameOutlives(ground: Ground, id: number, place: Place, depth: number): boolean {
  const { file } = place;
  const binding = file.facts.bindings[id]!;
  switch (binding.kind) {
    case 'import':
      return true;
    case 'class':
      return true;
    case 'const':
    case 'let':
    case 'var':
      if (binding.functionId === 0) return (file.index.assignmentsTo.get(id) ?? []).every(({ functionId }) => functionId === 0);
      return binding.init !== null && binding.loopRegion < 0 && !file.index.assignmentsTo.has(id) && outlives(ground, binding.init, { file, functionId: binding.functionId }, depth + 1);
    case 'param':
      return binding.path.length === 0 && paramOutlives(ground, { file, id: binding.functionId }, binding.target, depth);
    default:
      return false;
  }
}

/** Every caller gives it something that outlives the call. */
function paramOutlives(ground: Ground, ref: FunctionRef, position: number, depth: number): boolean {
  const given = argumentsOf(ground.link, ref, position);
  return given.length > 0 && given.every(({ call, value }) => outlives(ground, value, { file: call.file, functionId: call.file.facts.calls[call.id]!.functionId }, depth + 1));
}

/** A field of a class with one instance that nothing but its constructor sets. */
function fieldOutlives(ground: Ground, expr: Extract<Expr, { kind: 'member' }>, { file, functionId }: Place, depth: number): boolean {
  const self = thisFunction(file.facts, functionId);
  const method = file.index.methodOf.get(self);
  if (!method) return false;
  const fact = file.facts.classes[method.classId]!;
  const isSet = (file.index.fieldsOf.get(method.classId)?.get(expr.name) ?? []).some((assigned) => thisFunction(file.facts, assigned.functionId) !== fact.constructorId);
  if (isSet) return false;
  if (method.static) return true;
  if (isSingleton(ground.link, file, method.classId)) return true;
  if (fact.constructorId < 0) return false;
  if (runsOf(ground, { file, id: fact.constructorId }, false).frequency === 'once') return true;
  const param = fact.fields.find(({ name }) => name === expr.name)?.paramBinding ?? -1;
  return param >= 0 && paramOutlives(ground, { file, id: fact.constructorId }, file.facts.bindings[param]!.target, depth + 1);
}

/** `getBus()`, `Bus.instance()`: a function that gives back what lasts. */
function callOutlives(ground: Ground, callId: number, { file }: Place, depth: number): boolean {
  const call = file.facts.calls[callId]!;
  if (call.kind !== 'call') return false;
  const targets = callTargets(ground.link, file, callId);
  return (
    targets.length > 0 &&
    targets.every((target) => {
      if (target.kind !== 'function') return false;
      const { returns } = target.file.facts.functions[target.id]!;
      return returns.length > 0 && returns.every((value) => isKept(value, target) || outlives(ground, value, { file: target.file, functionId: target.id }, depth + 1));
    })
  );
}

/** A module's variable or a static field that the function itself fills once: `return (client ??= createClient())`. */
function isKept(expr: Expr, { file }: FunctionRef): boolean {
  if (expr.kind === 'assign' && expr.operator !== '=') return true;
  const value = stripped(expr);
  return value.kind === 'name' && value.binding >= 0 && file.facts.bindings[value.binding]!.functionId === 0 && file.facts.bindings[value.binding]!.kind !== 'param';
}

/** `socket.stream = open(); socket.stream.on(…)`: the function itself has just made it. */
function isRemade(expr: Expr, { file, functionId }: Place): boolean {
  const text = exprText(file.facts, expr);
  return file.facts.assignments.some((assignment) => assignment.functionId === functionId && exprText(file.facts, assignment.target) === text);
}
