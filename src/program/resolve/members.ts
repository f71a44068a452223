import type { ClassFact } from '../../facts/types.ts';
import type { Library } from '../../libraries/types.ts';
import { addedTo } from './added.ts';
import { bindingValues } from './bindings.ts';
import { returnedValues } from './calls.ts';
import { classBase, heirsOf } from './classes.ts';
import { evaluate } from './evaluate.ts';
import { entryValue } from '../library-index.ts';
import type { Link } from '../link.ts';
import { mixedIntoName } from './mixins.ts';
import { modelNamed, modelsTyped } from './models.ts';
import { exportedValues } from './names.ts';
import { typeValues } from './types-of.ts';
import { inferred, through, union, valueKey, type LinkedFile, type Value } from '../values.ts';

/** What `value.name` may stand for. */
export function memberOf(link: Link, value: Value, name: string): Value[] {
  const values = MEMORABLE.has(value.kind) ? link.answers.members.get(`${valueKey(value)}.${name}`, () => memberValues(link, value, name)) : memberValues(link, value, name);
  return through(value, values);
}

/** Kinds whose members may lead back to themselves. */
const MEMORABLE: ReadonlySet<Value['kind']> = new Set(['instance', 'class', 'object', 'record', 'assigned']);

function memberValues(link: Link, value: Value, name: string): Value[] {
  switch (value.kind) {
    case 'instance':
    case 'class':
      return classMember(link, value, name);
    case 'object':
      return objectMember(link, value, name);
    case 'record':
      return recordMember(link, value, name);
    case 'module':
      return exportedValues(link, value.file, name);
    case 'package':
      return link.libraries.exported(value.library, name);
    case 'handle':
      return handleMember(link, value.library, value.handle, name, value);
    case 'entry':
      return value.entry.handle === undefined ? [] : handleMember(link, value.library, value.entry.handle, name, value);
    case 'assigned':
      return assignedMember(link, value, name);
    default:
      return [];
  }
}

type ClassValue = Extract<Value, { kind: 'instance' | 'class' }>;

function classMember(link: Link, value: ClassValue, name: string): Value[] {
  if (value.kind === 'class' && name === 'prototype') return [{ kind: 'instance', file: value.file, id: value.id }];
  const { chain, library } = classBase(link, value.file, value.id);
  let declaredOnly = value.file.facts.classes[value.id]!.abstract;
  for (const { file, id } of chain) {
    const own = ownMember(link, file, id, name, value);
    if (own === 'abstract') declaredOnly = true;
    else if (own) return own;
  }
  if (library) {
    const handle = value.kind === 'class' ? library.static : library.instance;
    const found = handle === undefined ? [] : handleMember(link, library.library, handle, name, value);
    if (found.length > 0) return found;
  }
  return declaredOnly ? heirMember(link, value, name) : [];
}

/** A member that the base class leaves open is what its sub-classes make of it. */
function heirMember(link: Link, value: ClassValue, name: string): Value[] {
  const heirs = heirsOf(link, value.file.facts.classes[value.id]!.name, value.file, value);
  return union(
    ...heirs.map(({ file, id }) => {
      const own = ownMember(link, file, id, name, { kind: value.kind, file, id });
      return own && own !== 'abstract' ? own : [];
    }),
  );
}

function ownMember(link: Link, file: LinkedFile, id: number, name: string, self: ClassValue): Value[] | 'abstract' | undefined {
  const fact = file.facts.classes[id]!;
  const isStatic = self.kind === 'class';
  const methods = fact.methods.filter((method) => method.name === name && method.static === isStatic && method.kind !== 'setter');
  const method = methods.find((item) => item.functionId >= 0) ?? methods[0];
  if (method) {
    if (method.functionId < 0) return 'abstract';
    if (method.kind === 'getter') return returnedValues(link, file, method.functionId);
    return [{ kind: 'function', file, id: method.functionId, self }];
  }
  const field = fact.fields.find((item) => item.name === name && item.static === isStatic);
  if (field) return fieldValues(link, file, fact, id, field, self);
  const assigned = isStatic ? undefined : file.index.fieldsOf.get(id)?.get(name);
  if (assigned) return union(...assigned.map((item) => evaluate(link, item.value, { file, functionId: item.functionId })));
  const prototype = fact.bindingId < 0 || isStatic ? undefined : file.index.prototypeOf.get(fact.bindingId)?.get(name);
  if (prototype) return evaluate(link, prototype.value, { file, functionId: prototype.functionId });
  return undefined;
}

function fieldValues(link: Link, file: LinkedFile, fact: ClassFact, classId: number, field: ClassFact['fields'][number], self: ClassValue): Value[] {
  const typed = field.type ? typeValues(link, file, field.type) : [];
  if (typed.length > 0) return typed;
  if (field.paramBinding >= 0) return bindingValues(link, file, field.paramBinding);
  if (field.init?.kind === 'function') return [{ kind: 'function', file, id: field.init.function, self }];
  const initial = field.init ? evaluate(link, field.init, { file, functionId: fact.functionId }) : [];
  const assigned = file.index.fieldsOf.get(classId)?.get(field.name) ?? [];
  return union(initial, ...assigned.map((item) => evaluate(link, item.value, { file, functionId: item.functionId })));
}

function objectMember(link: Link, value: Extract<Value, { kind: 'object' }>, name: string): Value[] {
  const property = value.properties.findLast((item) => item.key === name);
  if (property) {
    if (property.getter && property.value.kind === 'function') return returnedValues(link, value.file, property.value.function);
    if (property.value.kind === 'function') return [{ kind: 'function', file: value.file, id: property.value.function, self: value }];
    return evaluate(link, property.value, value);
  }
  if (value.properties.length === 0) return registered(link, name, value.file);
  const spreads = value.properties.filter((item) => item.key === null);
  return union(...spreads.map((item) => union(...evaluate(link, item.value, value).map((inner) => memberOf(link, inner, name)))));
}

function assignedMember(link: Link, value: Extract<Value, { kind: 'assigned' }>, name: string): Value[] {
  const assigned = value.file.index.membersOf.get(value.binding)?.get(name);
  if (!assigned) {
    const mixed = mixedIntoName(link, value.file, value.binding, name);
    return mixed.length > 0 ? mixed : registered(link, name, value.file);
  }
  return union(...assigned.map((item) => evaluate(link, item.value, { file: value.file, functionId: item.functionId })));
}

/** A member of an object that is filled while it runs: a registry of models is known by the capital letter, and by the model of that name. */
function registered(link: Link, name: string, from: LinkedFile): Value[] {
  const model = /^[A-Z]/.test(name) ? modelNamed(link, name, from) : undefined;
  return model ? inferred([model]) : [];
}

/** A member of an interface: where a class of the project implements it, or a function makes one, theirs; else what the annotation says. */
function recordMember(link: Link, value: Extract<Value, { kind: 'record' }>, name: string): Value[] {
  const member = value.members.find((item) => item.name === name);
  if (!member?.type) return [];
  if (member.type.kind === 'function') {
    const heirs = value.name ? heirsOf(link, value.name, value.file).filter((heir) => mayImplement(link, heir, value)).map(({ file, id }): Value => ({ kind: 'instance', file, id })) : [];
    const made = union(...[...heirs, ...modelsTyped(link, value.name), ...madeObjects(link, value)].map((heir) => memberOf(link, heir, name)));
    return made.length > 0 ? made : [{ kind: 'signature', file: value.file, type: member.type }];
  }
  return typeValues(link, value.file, member.type);
}

/** Whether a class that names an interface means this one, and not another of that name; where what it names is not seen, it may. */
function mayImplement(link: Link, { file, id }: { file: LinkedFile; id: number }, { name, file: origin }: Extract<Value, { kind: 'record' }>): boolean {
  const meant = file.facts.classes[id]!.implements.flatMap((type) => typeValues(link, file, type)).filter((value) => value.kind === 'record' && value.name === name);
  return meant.length === 0 || meant.some((value) => value.kind === 'record' && value.file === origin);
}

/** An interface that more functions make says little about one value of it. */
const MAX_MAKERS = 4;

/** Object literals that functions give back as a value of an interface: `(): Connection => ({ query, close })`. */
function madeObjects(link: Link, { name, file }: Extract<Value, { kind: 'record' }>): Value[] {
  const makers = name === '' ? [] : link.names.makers(name, file);
  if (makers.length > MAX_MAKERS) return [];
  return makers.flatMap((maker) => {
    const { returnType, returns } = maker.file.facts.functions[maker.id]!;
    const isIt = typeValues(link, maker.file, returnType!).some((value) => value.kind === 'record' && value.name === name && value.file === file);
    return isIt ? returns.flatMap((expr) => (expr.kind === 'object' ? evaluate(link, expr, { file: maker.file, functionId: maker.id }) : [])) : [];
  });
}

function handleMember(link: Link, library: Library, handle: string, name: string, receiver: Value): Value[] {
  const found = link.libraries.handle(library, handle);
  if (!found) return [];
  const own = receiver.kind === 'handle' ? declaredMember(link, receiver, name) : [];
  if (own.length > 0) return own;
  const member = link.libraries.member(found.library, found.handle, name);
  if (!member) return receiver.kind === 'handle' ? prototypeMember(receiver, name) : [];
  const value = entryValue(link.libraries, member.library, name, member.entry, receiver);
  const isRegistered = member.byPattern && value.kind === 'handle' && value.of === null && link.libraries.isModel(value.library, value.handle);
  if (isRegistered) return [modelNamed(link, name) ?? modelNamed(link, name[0]!.toUpperCase() + name.slice(1)) ?? value];
  const method = member.byPattern && receiver.kind === 'handle' && receiver.of === null && member.entry.call?.effect ? methodOfRows(link, found, name) : [];
  return method.length > 0 ? method : [value];
}

/**
 * What is called on a row of which the class is not known, and named like what a library adds to rows: a method of the
 * project's own that some class of such rows declares comes first, as it does where the class is known.
 */
function methodOfRows(link: Link, { library, handle }: { library: Library; handle: string }, name: string): Value[] {
  const declared = link.names.methods(name).filter(({ file, id }) => {
    const classId = file.index.methodOf.get(id)?.classId;
    const base = classId === undefined ? undefined : classBase(link, file, classId).library;
    return base?.library === library && base.instance === handle;
  });
  return inferred(declared.map(({ file, id }): Value => ({ kind: 'function', file, id, self: null })));
}

/** What a schema or a class gives to its models and rows. */
function addedMember(link: Link, receiver: Extract<Value, { kind: 'handle' }>, name: string): Value[] {
  const { own } = link.libraries.describe(receiver);
  if (own === undefined || receiver.of === null) return [];
  const { members, classes } = addedTo(link, receiver, name);
  const given = members.map(({ value, file, functionId }): Value[] =>
    value.kind === 'function' ? [{ kind: 'function', file, id: value.function, self: receiver }] : evaluate(link, value, { file, functionId }),
  );
  const from = [receiver.of, ...classes].map((value) => (value.kind === 'class' ? declaredInClass(link, own === 'static' ? value : { ...value, kind: 'instance' }, name) : []));
  return union(...given, ...from);
}

/** A member that the project's own classes declare, whatever a library's base adds to it. */
function declaredInClass(link: Link, value: ClassValue, name: string): Value[] {
  for (const { file, id } of classBase(link, value.file, value.id).chain) {
    const own = ownMember(link, file, id, name, value);
    if (own) return own === 'abstract' ? [] : own;
  }
  return [];
}

/** What is read from a model but is a method of its rows: `typeof models.Team` is often written where an instance is meant. */
function prototypeMember(receiver: Extract<Value, { kind: 'handle' }>, name: string): Value[] {
  if (receiver.of?.kind !== 'assigned') return [];
  const { file, binding } = receiver.of;
  const method = file.index.prototypeOf.get(binding)?.get(name)?.value;
  return method?.kind === 'function' ? [{ kind: 'function', file, id: method.function, self: null, inferred: true }] : [];
}

/** A static or a method that the project adds to a model which it keeps in a name: `Team.prototype.rename = function …`. */
function declaredMember(link: Link, receiver: Extract<Value, { kind: 'handle' }>, name: string): Value[] {
  const given = addedMember(link, receiver, name);
  if (given.length > 0) return given;
  if (receiver.of?.kind !== 'assigned') return [];
  const { file, binding } = receiver.of;
  const isClass = link.libraries.describe(receiver).construct !== undefined;
  const method = isClass ? undefined : file.index.prototypeOf.get(binding)?.get(name);
  const added = isClass ? (file.index.membersOf.get(binding)?.get(name) ?? []) : method ? [method] : [];
  return union(
    ...added.map(({ value, functionId }): Value[] =>
      value.kind === 'function' ? [{ kind: 'function', file, id: value.function, self: receiver }] : evaluate(link, value, { file, functionId }),
    ),
  );
}
