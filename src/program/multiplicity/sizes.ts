import type { Expr } from '../../facts/types.ts';
import { isGeneratedEnum } from '../arguments/enums.ts';
import { thisFunction } from '../file-index.ts';
import type { Link } from '../link.ts';
import { PerLink } from '../memo.ts';
import { FILLING } from './filled.ts';
import { ITERATORS, LIST_VIEWS } from '../resolve/builtins.ts';
import { evaluate } from '../resolve/evaluate.ts';
import { declared } from '../resolve/names.ts';
import { chainOf } from './flow.ts';
import { handedTo } from './handed.ts';
import { loopsAround } from './regions.ts';
import { callTargets } from '../resolve/targets.ts';
import { stripped, type LinkedFile, type Place } from '../values.ts';

/** Methods whose result has at most as many elements as the receiver. */
const SAME_OR_FEWER = new Set([...LIST_VIEWS, ...ITERATORS, 'map', 'concat']);
const OPTIONS_OF_LIMIT = new Set(['take', 'limit', 'first', 'pageSize']);

/** As many values as an enum of a schema has at most, as a rule: it is not read here. */
const FEW = 8;

/** How many elements an iterated expression has at most, when the code says so. */
export interface Size {
  kind: 'constant' | 'limit';
  bound: number;
}

/** Reads a size off literals, constants, enums and literal limits; undefined when it depends on data. */
export function sizeOf(link: Link, expr: Expr, place: Place, depth = 0): Size | undefined {
  if (depth > 8) return undefined;
  const inner = stripped(expr);
  switch (inner.kind) {
    case 'array':
      return arraySize(link, inner, place, depth);
    case 'object':
      return inner.properties.some(({ key }) => key === null) ? undefined : { kind: 'constant', bound: inner.properties.length };
    case 'name':
      return nameSize(link, inner.binding, place.file, depth);
    case 'conditional': {
      const yes = sizeOf(link, inner.yes, place, depth + 1);
      const no = sizeOf(link, inner.no, place, depth + 1);
      return yes && no ? { kind: yes.kind, bound: Math.max(yes.bound, no.bound) } : undefined;
    }
    case 'call':
      return callSize(link, inner.call, place, depth);
    case 'member':
      return inner.object.kind === 'this' ? fieldSize(link, inner.name, place, depth) : choiceSize(link, inner.object, inner.name, place, depth);
    case 'index':
      return choiceSize(link, inner.object, inner.index.kind === 'literal' ? String(inner.index.value) : undefined, place, depth);
    default:
      return undefined;
  }
}

function arraySize(link: Link, array: Extract<Expr, { kind: 'array' }>, place: Place, depth: number): Size | undefined {
  let bound = array.length;
  for (const element of array.elements) {
    if (element.kind !== 'spread') continue;
    const size = sizeOf(link, element.operand, place, depth + 1);
    if (!size) return undefined;
    bound += size.bound - 1;
  }
  return { kind: 'constant', bound };
}

function nameSize(link: Link, bindingId: number, file: LinkedFile, depth: number): Size | undefined {
  if (bindingId < 0) return undefined;
  for (const item of declared(link, file, bindingId)) {
    if (item.kind !== 'binding') {
      const size = item.from && sizeOf(link, item.from.expr, { file: item.from.file, functionId: 0 }, depth + 1);
      if (size) return size;
      continue;
    }
    const binding = item.file.row('bindings', item.id);
    const type = item.file.row('typeOf', item.id);
    if (type?.kind === 'enum') return { kind: 'constant', bound: type.members.length };
    if (binding.kind === 'param') return parameterSize(link, item.file, item.id, depth);
    // A name that is filled later has the size of what is put in, not of its first value.
    if (binding.kind !== 'const' || !binding.init || binding.path.length > 0) return undefined;
    if (item.file.row('filled', item.id)) return filledSize(link, item.file, item.id, depth);
    const init = stripped(binding.init);
    return sizeOf(link, init, { file: item.file, functionId: binding.functionId }, depth + 1);
  }
  return undefined;
}

/** The longest that any caller hands over, where all of them are seen. */
function parameterSize(link: Link, file: LinkedFile, bindingId: number, depth: number): Size | undefined {
  if (file.row('filled', bindingId) || file.row('assignmentsTo', bindingId)) return undefined;
  const handed = handedTo(link, file, bindingId);
  // Callers have callers: each step of them counts for several.
  return handed && longest(handed.map(({ expr, place }) => sizeOf(link, expr, place, depth + 3)));
}

/** One of the lists that an object literal has under its keys: that of the key, or any of them when the key is not known. */
function choiceSize(link: Link, object: Expr, key: string | undefined, { file }: Place, depth: number): Size | undefined {
  const name = stripped(object);
  if (name.kind !== 'name' || name.binding < 0) return undefined;
  const [item, ...others] = declared(link, file, name.binding);
  if (item?.kind !== 'binding' || others.length > 0) return undefined;
  const { kind, init, path, functionId } = item.file.row('bindings', item.id);
  const made = init && stripped(init);
  if (kind !== 'const' || made?.kind !== 'object' || path.length > 0 || item.file.row('filled', item.id)) return undefined;
  const named = made.properties.filter((property) => property.key === key);
  const choices = named.length > 0 ? named : made.properties;
  return longest(choices.map(({ value }) => sizeOf(link, value, { file: item.file, functionId }, depth + 1)));
}

function longest(sizes: readonly (Size | undefined)[]): Size | undefined {
  let found: Size | undefined;
  for (const size of sizes) {
    if (!size) return undefined;
    if (!found || size.bound > found.bound) found = size;
  }
  return found;
}

/** A field of the class that keeps the literal it starts with: nothing else is stored in it, or added to a field of that name. */
function fieldSize(link: Link, name: string, { file, functionId }: Place, depth: number): Size | undefined {
  const method = file.index.methodOf.get(thisFunction(file.facts, functionId));
  const owner = method && file.facts.classes[method.classId]!;
  const field = owner?.fields.find((item) => item.name === name && item.static === method!.static);
  if (!field?.init || file.index.fieldsOf.get(method!.classId)?.has(name)) return undefined;
  const isField = (expr: Expr) => expr.kind === 'member' && expr.name === name;
  if (isAddedTo(link, name) || file.facts.assignments.some(({ target }) => (target.kind === 'index' || target.kind === 'member') && isField(target.object))) return undefined;
  return sizeOf(link, field.init, { file, functionId: owner!.functionId }, depth + 1);
}

const addedFields = new PerLink<string, boolean>();

/** Whether something is added anywhere to a member of that name. */
function isAddedTo(link: Link, name: string): boolean {
  return addedFields.get(link, name, () =>
    [...FILLING].some((add) =>
      link.names.calls(add).some(({ file, id }) => {
        const { callee } = file.row('calls', id);
        return callee.kind === 'member' && callee.object.kind === 'member' && callee.object.name === name;
      }),
    ),
  );
}

/** A list that starts empty and is pushed to in loops over what is constant itself. */
function filledSize(link: Link, file: LinkedFile, bindingId: number, depth: number): Size | undefined {
  const { facts } = file;
  const { init } = facts.bindings[bindingId]!;
  if (init?.kind !== 'array' || init.length > 0) return undefined;
  let bound = 0;
  for (const call of facts.calls) {
    const { callee } = call;
    if (callee.kind !== 'member' || !FILLING.has(callee.name) || callee.object.kind !== 'name' || callee.object.binding !== bindingId) continue;
    if (callee.name !== 'push' || call.args.some((arg) => arg.kind === 'spread') || call.functionId !== facts.bindings[bindingId]!.functionId) return undefined;
    const loops = loopsAround(facts, call);
    const over = loops.length === 1 ? facts.regions[loops[0]!]!.over : null;
    const size = loops.length === 0 ? { bound: 1 } : over ? sizeOf(link, over, { file, functionId: call.functionId }, depth + 1) : undefined;
    if (!size) return undefined;
    bound += size.bound * call.args.length;
  }
  return bound > 0 ? { kind: 'constant', bound } : undefined;
}

function callSize(link: Link, callId: number, place: Place, depth: number): Size | undefined {
  const call = place.file.facts.calls[callId]!;
  const { callee } = call;
  const first = call.args[0];
  if (call.kind === 'new') return callee.kind === 'name' && callee.binding < 0 && (callee.name === 'Set' || callee.name === 'Map') && first ? sizeOf(link, first, place, depth + 1) : undefined;
  if (callee.kind === 'member') {
    const owner = callee.object.kind === 'name' && callee.object.binding < 0 ? callee.object.name : '';
    if (owner === 'Object' && first) return isGeneratedEnum(link, stripped(first), place.file) ? { kind: 'constant', bound: FEW } : sizeOf(link, first, place, depth + 1);
    if (owner === 'Array' && callee.name === 'from' && first) return lengthOption(first) ?? sizeOf(link, first, place, depth + 1);
    if (owner === 'Promise' && first) return sizeOf(link, first, place, depth + 1);
    if (callee.name === 'slice' && call.args[1]?.kind === 'literal' && typeof call.args[1].value === 'number' && call.args[1].value > 0) return { kind: 'limit', bound: call.args[1].value };
    if (SAME_OR_FEWER.has(callee.name) && callTargets(link, place.file, callId).length === 0) return sizeOf(link, callee.object, place, depth + 1);
  }
  return returnedSize(link, callId, place, depth) ?? literalLimit(link, call.args, place) ?? chainedLimit(link, callId, place);
}

/** `select().from(posts).limit(5)`: five rows at most. */
function chainedLimit(link: Link, callId: number, place: Place): Size | undefined {
  if (!callTargets(link, place.file, callId).some((target) => target.kind === 'operation')) return undefined;
  for (const { call } of chainOf(place.file.facts, callId)) {
    const [arg] = call.args;
    if (!arg || call.callee.kind !== 'member' || !OPTIONS_OF_LIMIT.has(call.callee.name)) continue;
    return limitOf(link, arg, place);
  }
  return undefined;
}

function limitOf(link: Link, expr: Expr, place: Place): Size | undefined {
  const [limit, ...others] = evaluate(link, expr, place);
  return limit?.kind === 'literal' && typeof limit.value === 'number' && others.length === 0 ? { kind: 'limit', bound: Math.abs(limit.value) } : undefined;
}

/** What a project function returns has the size of its literals, when it returns nothing else. */
function returnedSize(link: Link, callId: number, { file }: Place, depth: number): Size | undefined {
  let bound = 0;
  for (const target of callTargets(link, file, callId)) {
    const returns = target.kind === 'function' ? target.file.row('functions', target.id).returns : [];
    if (target.kind !== 'function' || returns.length === 0) return undefined;
    for (const value of returns) {
      const size = sizeOf(link, value, { file: target.file, functionId: target.id }, depth + 1);
      if (size?.kind !== 'constant') return undefined;
      bound = Math.max(bound, size.bound);
    }
  }
  return bound > 0 ? { kind: 'constant', bound } : undefined;
}

function lengthOption(expr: Expr): Size | undefined {
  const length = expr.kind === 'object' ? expr.properties.find(({ key }) => key === 'length')?.value : undefined;
  return length?.kind === 'literal' && typeof length.value === 'number' ? { kind: 'constant', bound: length.value } : undefined;
}

/** `find({ take: 5 })` gives five rows at most, `find({ take: PAGE })` as many as the constant says. */
function literalLimit(link: Link, args: readonly Expr[], place: Place): Size | undefined {
  for (const arg of args) {
    if (arg.kind !== 'object') continue;
    for (const { key, value } of arg.properties) {
      if (key === null || !OPTIONS_OF_LIMIT.has(key)) continue;
      const size = limitOf(link, value, place);
      if (size) return size;
    }
  }
  return undefined;
}
