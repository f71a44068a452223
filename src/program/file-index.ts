import { grown } from '../facts/lists.ts';
import type { AssignmentFact, ExitFact, Expr, ExportFact, FileFacts, FunctionFact, Property, TypeDeclFact } from '../facts/types.ts';
import { rootExprs, walkExpr } from '../facts/walk.ts';
import { indexChanges } from './arguments/changes.ts';
import type { Change } from './arguments/changes.ts';
import { indexStatements } from './arguments/statements.ts';
import type { StatementCalls } from './arguments/statements.ts';
import { indexFilled } from './multiplicity/filled.ts';

/** Where a function expression stands as (part of) an argument. */
export interface CallbackSite {
  call: number;
  /** Position of the argument, or CALLED_AT_ONCE. */
  arg: number;
  /** Property path inside the argument: `[]` for the argument itself. */
  path: string[];
}

/** `(async () => { … })()`: the function is the callee. */
export const CALLED_AT_ONCE = -1;

export interface Assigned {
  value: Expr;
  functionId: number;
}

/** Look-ups within one file, made once from its facts. */
export interface FileIndex {
  callsOf: readonly (readonly number[])[];
  /** By function. */
  exitsOf: ReadonlyMap<number, readonly ExitFact[]>;
  regionsOf: ReadonlyMap<number, readonly number[]>;
  /** Names to whose values something is added. */
  filled: ReadonlySet<number>;
  /** What is done to the values of names, by binding. */
  changesOf: ReadonlyMap<number, readonly Change[]>;
  statementsOf: ReadonlyMap<number, readonly StatementCalls[]>;
  typeOf: ReadonlyMap<number, TypeDeclFact>;
  exportsNamed: ReadonlyMap<string, readonly ExportFact[]>;
  /** Plain assignments to a name. */
  assignmentsTo: ReadonlyMap<number, readonly AssignmentFact[]>;
  /** `name.property = value` */
  membersOf: ReadonlyMap<number, ReadonlyMap<string, readonly Assigned[]>>;
  /** `Name.prototype.method = value` */
  prototypeOf: ReadonlyMap<number, ReadonlyMap<string, Assigned>>;
  /** `this.field = value` in a class. */
  fieldsOf: ReadonlyMap<number, ReadonlyMap<string, readonly Assigned[]>>;
  /** Function expressions inside arguments. */
  callbackSite: ReadonlyMap<number, CallbackSite>;
  /** Object literal in which a function is a property's value. */
  objectOf: ReadonlyMap<number, { properties: readonly Property[]; key: string; functionId: number }>;
  /** Class and staticness of a method. */
  methodOf: ReadonlyMap<number, { classId: number; static: boolean }>;
  /** Binding whose prototype a function is assigned to. */
  prototypeMethod: ReadonlyMap<number, number>;
  /** `owner.property.name = function` and `owner.property = { name: function }`, by function. */
  addedTo: ReadonlyMap<number, { owner: Expr; property: string; functionId: number }>;
}

/** Function of which a function's `this` is taken: itself, or what its arrows, and what else shares its `this`, stand in. */
export function thisFunction(facts: FileFacts, functionId: number): number {
  let id = functionId;
  while (id > 0 && sharesThis(facts.functions[id]!)) id = facts.functions[id]!.parentId;
  return id;
}

function sharesThis({ kind, classId, sharesThis: isGiven }: FunctionFact): boolean {
  return classId < 0 && (kind === 'arrow' || isGiven === true);
}

/** The look-ups of one file, each made when it is first asked for: of most files little more than the exports is. */
export function indexFile(facts: FileFacts): FileIndex {
  return new LazyIndex(facts);
}

class LazyIndex implements FileIndex {
  private readonly facts: FileFacts;
  private made: { -readonly [K in keyof FileIndex]?: FileIndex[K] } = {};

  constructor(facts: FileFacts) {
    this.facts = facts;
  }

  get callsOf() {
    return (this.made.callsOf ??= indexCalls(this.facts));
  }
  get exitsOf() {
    return (this.made.exitsOf ??= indexExits(this.facts));
  }
  get regionsOf() {
    return (this.made.regionsOf ??= indexRegions(this.facts));
  }
  get filled() {
    return (this.made.filled ??= indexFilled(this.facts));
  }
  get statementsOf() {
    return (this.made.statementsOf ??= indexStatements(this.facts));
  }
  get changesOf() {
    return (this.made.changesOf ??= indexChanges(this.facts));
  }
  get typeOf() {
    return (this.made.typeOf ??= new Map(this.facts.types.map((type) => [type.bindingId, type])));
  }
  get exportsNamed() {
    return (this.made.exportsNamed ??= indexExports(this.facts));
  }
  get assignmentsTo() {
    return this.assigned.assignmentsTo;
  }
  get membersOf() {
    return this.assigned.membersOf;
  }
  get prototypeOf() {
    return this.assigned.prototypeOf;
  }
  get fieldsOf() {
    return this.assigned.fieldsOf;
  }
  get prototypeMethod() {
    return this.assigned.prototypeMethod;
  }
  get addedTo() {
    return this.assigned.addedTo;
  }
  get callbackSite() {
    return (this.made.callbackSite ??= indexCallbacks(this.facts));
  }
  get objectOf() {
    return (this.made.objectOf ??= indexObjects(this.facts));
  }
  get methodOf() {
    return (this.made.methodOf ??= indexMethods(this.facts));
  }

  private knownAssigned: Assignments | undefined;
  private get assigned() {
    return (this.knownAssigned ??= indexAssignments(this.facts));
  }
}

function indexCalls(facts: FileFacts): (readonly number[])[] {
  const callsOf: number[][] = facts.functions.map(() => []);
  for (const [id, call] of facts.calls.entries()) callsOf[call.functionId]!.push(id);
  return callsOf.map(grown);
}

function indexExits(facts: FileFacts): Map<number, ExitFact[]> {
  const exitsOf = new Map<number, ExitFact[]>();
  for (const exit of facts.exits) add(exitsOf, exit.functionId, exit);
  return exitsOf;
}

function indexRegions(facts: FileFacts): Map<number, number[]> {
  const regionsOf = new Map<number, number[]>();
  for (const [id, { functionId }] of facts.regions.entries()) add(regionsOf, functionId, id);
  return regionsOf;
}

function indexExports(facts: FileFacts): Map<string, ExportFact[]> {
  const named = new Map<string, ExportFact[]>();
  for (const fact of facts.exports) if (fact.kind !== 'star') add(named, fact.name, fact);
  return named;
}

function indexMethods(facts: FileFacts): Map<number, { classId: number; static: boolean }> {
  const methodOf = new Map<number, { classId: number; static: boolean }>();
  for (const [classId, fact] of facts.classes.entries()) {
    for (const method of fact.methods) if (method.functionId >= 0) methodOf.set(method.functionId, { classId, static: method.static });
    if (fact.constructorId >= 0) methodOf.set(fact.constructorId, { classId, static: false });
    for (const field of fact.fields) if (field.init?.kind === 'function') methodOf.set(field.init.function, { classId, static: field.static });
  }
  return methodOf;
}

type Assignments = Pick<FileIndex, 'assignmentsTo' | 'membersOf' | 'prototypeOf' | 'fieldsOf' | 'prototypeMethod' | 'addedTo'>;

const NOTHING = new Map<never, never>();
const NO_ASSIGNMENTS: Assignments = { assignmentsTo: NOTHING, membersOf: NOTHING, prototypeOf: NOTHING, fieldsOf: NOTHING, prototypeMethod: NOTHING, addedTo: NOTHING };

function indexAssignments(facts: FileFacts): Assignments {
  // Most files assign nothing, and an empty map takes as much memory as one of four.
  if (facts.assignments.length === 0) return NO_ASSIGNMENTS;
  const assignmentsTo = new Map<number, AssignmentFact[]>();
  const membersOf = new Map<number, Map<string, Assigned[]>>();
  const prototypeOf = new Map<number, Map<string, Assigned>>();
  const fieldsOf = new Map<number, Map<string, Assigned[]>>();
  const prototypeMethod = new Map<number, number>();
  const addedTo = new Map<number, { owner: Expr; property: string; functionId: number }>();
  for (const assignment of facts.assignments) {
    const { target, value, functionId } = assignment;
    if (target.kind === 'name' && target.binding >= 0) add(assignmentsTo, target.binding, assignment);
    if (target.kind !== 'member' || !value) continue;
    const { object, name } = target;
    if (object.kind === 'member' && value.kind === 'function') addedTo.set(value.function, { owner: object.object, property: object.name, functionId });
    if (value.kind === 'object') for (const { value: member } of value.properties) if (member.kind === 'function') addedTo.set(member.function, { owner: object, property: name, functionId });
    if (object.kind === 'name' && object.binding >= 0) add(within(membersOf, object.binding), name, { value, functionId });
    else if (object.kind === 'this') {
      const owner = facts.functions[thisFunction(facts, functionId)]!.classId;
      if (owner >= 0) add(within(fieldsOf, owner), name, { value, functionId });
    } else if (object.kind === 'member' && object.name === 'prototype' && object.object.kind === 'name' && object.object.binding >= 0) {
      within(prototypeOf, object.object.binding).set(name, { value, functionId });
      if (value.kind === 'function') prototypeMethod.set(value.function, object.object.binding);
    }
  }
  return { assignmentsTo, membersOf, prototypeOf, fieldsOf, prototypeMethod, addedTo };
}

function indexCallbacks(facts: FileFacts): Map<number, CallbackSite> {
  const sites = new Map<number, CallbackSite>();
  const visit = (expr: Expr, call: number, arg: number, path: string[]): void => {
    if (expr.kind === 'function') {
      if (!sites.has(expr.function)) sites.set(expr.function, { call, arg, path });
    } else if (expr.kind === 'cast' || expr.kind === 'await') visit(expr.operand, call, arg, path);
    else if (expr.kind === 'conditional') {
      visit(expr.yes, call, arg, path);
      visit(expr.no, call, arg, path);
    } else if (expr.kind === 'object' && path.length < 4) {
      for (const property of expr.properties) if (property.key !== null) visit(property.value, call, arg, [...path, property.key]);
    } else if (expr.kind === 'array' && path.length < 4) {
      for (const element of expr.elements) visit(element, call, arg, [...path, '[]']);
    }
  };
  for (const [id, call] of facts.calls.entries()) {
    if (call.callee.kind === 'function') sites.set(call.callee.function, { call: id, arg: CALLED_AT_ONCE, path: [] });
    for (const [arg, expr] of call.args.entries()) visit(expr, id, arg, []);
  }
  return sites;
}

function indexObjects(facts: FileFacts): Map<number, { properties: readonly Property[]; key: string; functionId: number }> {
  const owners = new Map<number, { properties: readonly Property[]; key: string; functionId: number }>();
  for (const { expr, functionId } of rootExprs(facts)) {
    walkExpr(expr, (part) => {
      if (part.kind !== 'object') return;
      for (const property of part.properties) {
        if (property.key !== null && property.value.kind === 'function') owners.set(property.value.function, { properties: part.properties, key: property.key, functionId });
      }
    });
  }
  return owners;
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function within<K, L, V>(map: Map<K, Map<L, V>>, key: K): Map<L, V> {
  let inner = map.get(key);
  if (!inner) map.set(key, (inner = new Map()));
  return inner;
}
