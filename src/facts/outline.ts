import { importedSpecifier, mentionsMain } from './requires.ts';
import type { Expr, FileFacts, ImportFact, TypeRef } from './types.ts';
import { rootExprs, walkExpr } from './walk.ts';

/**
 * What the backward look-ups of a program need to know of a file without reading its facts: under which names it calls, declares
 * and hands over what. Ids are indexes into the tables of its facts.
 */
export const OUTLINE_KINDS = [
  /** Calls, constructions and elements by the last name of their callee, and by the one that it was imported or destructured from: call, specifier of the import or ''. */
  'calls',
  /** Calls that have a name, or a property of that name, as an argument: call. */
  'passed',
  /** Calls that have a type of that name among their type arguments: call. */
  'typed',
  /** Methods of classes and prototypes, and functions assigned to members: function, name of the owner. */
  'methods',
  /** Getters of classes: class. */
  'getters',
  /** Classes: class. */
  'classes',
  /** Classes by a name that they extend or implement: class. */
  'heirs',
  /** Functions that give back an object literal, by the name of the type that they say it has: function. */
  'makers',
  /** Variables that are initialised with a call, and what a call names in a literal first argument: call, binding or -1. */
  'made',
  /** Properties that are set to the result of a call: how often. */
  'set-to-call',
  /** Properties, and keys of stores, that are set to a name: how often. */
  'set-to-name',
  /** Members that are assigned, and the members whose members are: how often. */
  'assigned',
  /** Names that the file exports: how often. */
  'exports',
  /** Specifiers of which it exports everything, in order: their position. */
  'stars',
  /** Specifiers: how the file refers to them, bits of `REFERS`. */
  'specifiers',
] as const;

/** How a file refers to a specifier. */
export const REFERS = { type: 1, value: 2, reExport: 4 } as const;

export type OutlineKind = (typeof OUTLINE_KINDS)[number];

/** What a file's head says. */
export interface Head {
  /** The file starts with `#!`. */
  hashbang: boolean;
  /** Directive at its head, such as 'use client'. */
  directive: string | null;
  /** A part of it runs only when it is the program's main module. */
  mainGuarded: boolean;
  /** It has comments of perf-lint's, or for it. */
  directives: boolean;
}

/** One row of an outline: kind, name, and two numbers; the second is a name where the kind says so. */
export interface OutlineRow {
  kind: OutlineKind;
  name: string;
  a: number;
  b: number | string;
}

export interface Outline {
  head: Head;
  rows: readonly OutlineRow[];
}

/** The outline of a file, from its facts alone. Rows of one kind and name stand in the order of their ids. */
export function outlineOf(facts: FileFacts): Outline {
  const rows: OutlineRow[] = [];
  const add = (kind: OutlineKind, name: string | undefined, a: number, b: number | string = 0) => {
    if (name !== undefined && name !== '') rows.push({ kind, name, a, b });
  };
  fromCalls(facts, add);
  fromClasses(facts, add);
  fromMade(facts, add);
  fromSettings(facts, add);
  for (const [id, { returnType, returns }] of facts.functions.entries()) {
    const type = returnType?.kind === 'ref' && returnType.path[0] === 'Promise' ? returnType.args[0] : returnType;
    if (type && returns.some(({ kind }) => kind === 'object')) add('makers', typeName(type), id);
  }
  fromExports(facts, add);
  for (const [specifier, refers] of specifiersIn(facts)) add('specifiers', specifier, refers);
  const { directives, hashbang, functions, regions } = facts;
  return {
    head: {
      hashbang,
      directive: functions[0]!.directive,
      mainGuarded: regions.some(({ test, functionId }) => functionId === 0 && test !== null && mentionsMain(test)),
      directives: directives.length > 0,
    },
    rows,
  };
}

type Add = (kind: OutlineKind, name: string | undefined, a: number, b?: number | string) => void;

/** Last name of a callee or reference: `c` of `a.b.c`. */
export function lastName(expr: Expr): string | undefined {
  return expr.kind === 'name' || expr.kind === 'member' ? expr.name : undefined;
}

function fromCalls(facts: FileFacts, add: Add): void {
  for (const [id, call] of facts.calls.entries()) {
    const callee = call.callee.kind === 'member' && (call.callee.name === 'call' || call.callee.name === 'apply') ? call.callee.object : call.callee;
    const name = lastName(callee);
    const original = name === undefined ? undefined : originalName(facts, callee);
    const from = importOf(facts, callee)?.specifier ?? '';
    add('calls', name, id, from);
    if (original !== name) add('calls', original, id, from);
    for (const arg of call.args) add('passed', lastName(arg), id);
    for (const type of call.typeArgs) add('typed', typeName(type), id);
  }
}

/** The name under which another module or object has what a local name stands for: `import { find as load }`, `const { find: load } = …`. */
function originalName(facts: FileFacts, callee: Expr): string | undefined {
  return importOf(facts, callee)?.imported ?? (callee.kind === 'name' ? facts.bindings[callee.binding]?.path.at(-1) : undefined);
}

function importOf(facts: FileFacts, expr: Expr): ImportFact | undefined {
  const binding = expr.kind === 'name' ? facts.bindings[expr.binding] : undefined;
  return binding?.kind === 'import' ? facts.imports[binding.target] : undefined;
}

function fromClasses(facts: FileFacts, add: Add): void {
  for (const [id, fact] of facts.classes.entries()) {
    add('classes', fact.name, id);
    for (const { kind, name, functionId } of fact.methods) {
      if (kind === 'method' && functionId >= 0) add('methods', name, functionId, fact.name);
      if (kind === 'getter') add('getters', name, id);
    }
    for (const field of fact.fields) if (field.init?.kind === 'function') add('methods', field.name, field.init.function, fact.name);
    add('heirs', fact.superClass ? lastName(fact.superClass) : undefined, id);
    for (const type of fact.implements) add('heirs', typeName(type), id);
  }
  for (const { target, value } of facts.assignments) {
    if (target.kind === 'member' && value?.kind === 'function' && target.object.kind === 'member' && target.object.name === 'prototype') {
      add('methods', target.name, value.function, lastName(target.object.object) ?? '');
    }
  }
}

function fromMade(facts: FileFacts, add: Add): void {
  const bindingOf = new Map<number, number>();
  for (const [binding, { name, init, path }] of facts.bindings.entries()) {
    if (init?.kind !== 'call' || path.length > 0 || !/^[A-Z]/.test(name)) continue;
    bindingOf.set(init.call, binding);
    add('made', name, init.call, binding);
  }
  for (const [call, { kind, args: [first] }] of facts.calls.entries()) {
    if (kind !== 'call' || first?.kind !== 'literal' || typeof first.value !== 'string' || !/^[A-Z]\w*$/.test(first.value)) continue;
    const binding = bindingOf.get(call) ?? -1;
    if (binding < 0 || facts.bindings[binding]!.name !== first.value) add('made', first.value, call, binding);
  }
}

function typeName(type: TypeRef): string | undefined {
  return type.kind === 'ref' ? type.path.at(-1) : undefined;
}

/** A value that is set under a name somewhere: a property of an object literal, an assigned member, a key of a store. */
export interface Setting {
  name: string;
  value: Expr;
  functionId: number;
}

/** Everything that a file sets under a name; what is neither called nor named is left out. */
export function settingsIn(facts: FileFacts): Setting[] {
  const settings: Setting[] = [];
  const add = (name: string, value: Expr, functionId: number): void => {
    if (value.kind === 'call' || (value.kind === 'name' && value.binding >= 0)) settings.push({ name, value, functionId });
  };
  for (const { expr, functionId } of rootExprs(facts)) {
    walkExpr(expr, (part) => {
      if (part.kind !== 'object') return;
      for (const { key, value } of part.properties) if (key !== null) add(key, value, functionId);
    });
  }
  for (const { target, value, functionId } of facts.assignments) {
    if (target.kind === 'member' && value) add(target.name, value, functionId);
  }
  for (const { callee, args, functionId } of facts.calls) {
    const [key, value] = args;
    if (callee.kind === 'member' && callee.name === 'set' && key?.kind === 'literal' && typeof key.value === 'string' && value) add(key.value, value, functionId);
  }
  return settings;
}

function fromSettings(facts: FileFacts, add: Add): void {
  const counts = { 'set-to-call': new Map<string, number>(), 'set-to-name': new Map<string, number>(), assigned: new Map<string, number>() };
  const count = (kind: keyof typeof counts, name: string) => counts[kind].set(name, (counts[kind].get(name) ?? 0) + 1);
  for (const { name, value } of settingsIn(facts)) count(value.kind === 'call' ? 'set-to-call' : 'set-to-name', name);
  for (const { target } of facts.assignments) {
    if (target.kind !== 'member') continue;
    count('assigned', target.name);
    if (target.object.kind === 'member') count('assigned', target.object.name);
  }
  for (const kind of ['set-to-call', 'set-to-name', 'assigned'] as const) for (const [name, times] of counts[kind]) add(kind, name, times);
}

function fromExports(facts: FileFacts, add: Add): void {
  const counts = new Map<string, number>();
  let stars = 0;
  for (const fact of facts.exports) {
    if (fact.kind === 'star') add('stars', fact.specifier, stars++);
    else counts.set(fact.name, (counts.get(fact.name) ?? 0) + 1);
  }
  for (const [name, times] of counts) add('exports', name, times);
}

/** Specifiers that a file imports, requires or re-exports from, with bits of `REFERS`. */
function specifiersIn(facts: FileFacts): Map<string, number> {
  const found = new Map<string, number>();
  const add = (specifier: string | undefined, refers: number) => {
    if (specifier !== undefined) found.set(specifier, (found.get(specifier) ?? 0) | refers);
  };
  for (const { specifier, typeOnly } of facts.imports) add(specifier, typeOnly ? REFERS.type : REFERS.value);
  for (const fact of facts.exports) {
    const name: Expr | undefined = fact.kind === 'local' ? { kind: 'name', name: fact.name, binding: fact.bindingId } : fact.kind === 'value' ? fact.value : undefined;
    const specifier = fact.kind === 'from' || fact.kind === 'star' ? fact.specifier : name && importOf(facts, name)?.specifier;
    add(specifier, REFERS.reExport);
  }
  for (const call of facts.calls) if (call.kind === 'import' || call.args.length === 1) add(importedSpecifier(facts, call), REFERS.value);
  return found;
}
