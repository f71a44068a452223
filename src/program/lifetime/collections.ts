import { spanStart } from '../../facts/spans.ts';
import type { Expr, Span } from '../../facts/types.ts';
import { thisFunction } from '../file-index.ts';
import { classBase } from '../resolve/classes.ts';
import { callsOfFunction } from '../resolve/params.ts';
import { declared } from '../resolve/names.ts';
import { evaluate } from '../resolve/evaluate.ts';
import type { Link } from '../link.ts';
import { stripped, type LinkedFile, type Place } from '../values.ts';
import { storeOf, type Store } from './stores.ts';

/** The one place in the code that makes a collection, and the variable, field or property that holds it. */
export interface Collection {
  file: LinkedFile;
  /** The declared name: what a report points at. */
  span: Span;
  name: string;
  store: Store;
  holder:
    | { kind: 'variable'; binding: number; functionId: number }
    | { kind: 'field'; classId: number; static: boolean }
    | { kind: 'property'; functionId: number };
}

/** A collection as an expression reaches it: directly, or through other names for it. */
export interface Reach {
  collection: Collection;
  /** Declarations of the other names, outermost first. */
  aliases: readonly { file: LinkedFile; span: Span }[];
}

/** Names, parameters and properties that are followed from a use to a declaration. */
const MAX_DEPTH = 5;

/** The collections that an expression may stand for. */
export function collectionsOf(link: Link, expr: Expr, place: Place, depth = 0): Reach[] {
  if (depth > MAX_DEPTH) return [];
  const inner = stripped(expr);
  const deeper = (next: Expr, at: Place) => collectionsOf(link, next, at, depth + 1);
  switch (inner.kind) {
    case 'name':
      return inner.binding < 0 ? [] : ofName(link, place.file, inner.binding, depth);
    case 'member':
      return ofMember(link, inner, place, depth);
    case 'logical':
      return [...deeper(inner.left, place), ...deeper(inner.right, place)];
    case 'conditional':
      return [...deeper(inner.yes, place), ...deeper(inner.no, place)];
    default:
      return [];
  }
}

function ofName(link: Link, file: LinkedFile, bindingId: number, depth: number): Reach[] {
  const binding = file.facts.bindings[bindingId]!;
  if (binding.kind === 'import') {
    return declared(link, file, bindingId).flatMap((item) => (item.kind === 'binding' && item.file !== file ? ofName(link, item.file, item.id, depth + 1) : []));
  }
  const alias = (reaches: readonly Reach[]): Reach[] => reaches.map(({ collection, aliases }) => ({ collection, aliases: [{ file, span: binding.span }, ...aliases] }));
  if (binding.kind === 'param') return alias(ofParam(link, file, bindingId, depth));
  if (binding.kind !== 'const' && binding.kind !== 'let' && binding.kind !== 'var') return [];
  const place = { file, functionId: binding.functionId };
  const made = binding.path.length === 0 && binding.init ? storeOf(link, binding.init, place, binding.type) : undefined;
  if (made) return [{ collection: { file, span: binding.span, name: binding.name, store: made, holder: { kind: 'variable', binding: bindingId, functionId: binding.functionId } }, aliases: [] }];
  if (!binding.init || binding.loopRegion >= 0) return [];
  const from = binding.path.reduce<Expr>((object, name) => ({ kind: 'member', object, name }), binding.init);
  return binding.path.includes('[]') || binding.path.includes('...') ? [] : alias(collectionsOf(link, from, place, depth + 1));
}

/** What callers give for a parameter, or for a property of an options parameter. */
function ofParam(link: Link, file: LinkedFile, bindingId: number, depth: number): Reach[] {
  const { functionId, target, path } = file.facts.bindings[bindingId]!;
  if (path.includes('[]') || path.includes('...')) return [];
  return callsOfFunction(link, { file, id: functionId }, target).flatMap(({ ref, shift }) => {
    const call = ref.file.facts.calls[ref.id]!;
    const arg = call.args[target + shift];
    if (!arg) return [];
    const given = path.reduce<Expr | undefined>((at, key) => at && propertyOf(at, key), arg);
    return given ? collectionsOf(link, given, { file: ref.file, functionId: call.functionId }, depth + 1) : [];
  });
}

/** A property of an object literal, or the read of a property of anything else. */
function propertyOf(expr: Expr, key: string): Expr | undefined {
  const inner = stripped(expr);
  if (inner.kind !== 'object') return { kind: 'member', object: inner, name: key };
  return inner.properties.findLast((property) => property.key === key)?.value;
}

function ofMember(link: Link, expr: Extract<Expr, { kind: 'member' }>, place: Place, depth: number): Reach[] {
  if (expr.object.kind === 'this') {
    const { file } = place;
    const method = file.index.methodOf.get(thisFunction(file.facts, place.functionId));
    if (method) return ofField(link, { file, id: method.classId }, expr.name, method.static, depth);
  }
  // Only what may hold objects with state is evaluated: a local value dies with its function.
  if (stripped(expr.object).kind === 'call') return [];
  return evaluate(link, expr.object, place).flatMap((value) => {
    if (value.kind === 'instance' || value.kind === 'class') return ofField(link, value, expr.name, value.kind === 'class', depth);
    if (value.kind === 'module') return (value.file.index.exportsNamed.get(expr.name) ?? []).flatMap((fact) => (fact.kind === 'local' ? ofName(link, value.file, fact.bindingId, depth + 1) : []));
    if (value.kind !== 'object') return [];
    const property = value.properties.findLast(({ key }) => key === expr.name);
    if (!property) return [];
    const at = { file: value.file, functionId: value.functionId };
    const made = storeOf(link, property.value, at, null);
    if (made) return [{ collection: { file: value.file, span: property.span, name: expr.name, store: made, holder: { kind: 'property' as const, functionId: value.functionId } }, aliases: [] }];
    return collectionsOf(link, property.value, at, depth + 1);
  });
}

/** A field of a class, or of the class from which it inherits. */
function ofField(link: Link, owner: { file: LinkedFile; id: number }, name: string, isStatic: boolean, depth: number): Reach[] {
  for (const { file, id } of classBase(link, owner.file, owner.id).chain) {
    const fact = file.facts.classes[id]!;
    const field = fact.fields.find((item) => item.name === name && item.static === isStatic);
    const assigned = isStatic ? [] : (file.index.fieldsOf.get(id)?.get(name) ?? []);
    if (!field && assigned.length === 0) continue;
    const given = [...(field?.init ? [{ value: field.init, functionId: fact.functionId }] : []), ...assigned];
    for (const { value, functionId } of given) {
      const made = storeOf(link, value, { file, functionId }, field?.type ?? null);
      if (made) return [{ collection: { file, span: field?.span ?? fact.nameSpan, name, store: made, holder: { kind: 'field', classId: id, static: isStatic } }, aliases: [] }];
    }
    return given.flatMap(({ value, functionId }) => collectionsOf(link, value, { file, functionId }, depth + 1));
  }
  return [];
}

/** One string for each collection. */
export function collectionKey({ file, span }: Collection): string {
  return `${file.number}:${spanStart(span)}`;
}
