import { spanStart } from '../facts/spans.ts';
import { grown } from '../facts/lists.ts';
import { MAX_ROWS } from '../facts/types.ts';
import type { Expr, Property, TypeMember, TypeRef } from '../facts/types.ts';
import type { Entry, Library } from '../libraries/types.ts';
import type { LinkedFile } from './linked-file.ts';

export type { LinkedFile };

/** What an expression may stand for. An expression has several values when it branches, none when nothing is known. */
export type Value = ValueOf & {
  /** Found by shape, not through imports, classes or types: at most medium confidence. */
  inferred?: true;
  /** A function behind a wrapper that runs it once per key. */
  memoised?: true;
};

type ValueOf =
  /** `self` is what `this` means in it, when it is a method that was read from a value. */
  | { kind: 'function'; file: LinkedFile; id: number; self: Value | null }
  | { kind: 'class'; file: LinkedFile; id: number }
  | { kind: 'instance'; file: LinkedFile; id: number }
  | { kind: 'object'; file: LinkedFile; functionId: number; properties: readonly Property[] }
  /** A value of a type with these members. */
  | { kind: 'record'; file: LinkedFile; members: readonly TypeMember[]; name: string }
  /** A value of a function type. */
  | { kind: 'signature'; file: LinkedFile; type: Extract<TypeRef, { kind: 'function' }> }
  | { kind: 'module'; file: LinkedFile }
  | { kind: 'package'; library: Library }
  /** An export or a member of a library that is called, constructed or extended. */
  | { kind: 'entry'; library: Library; entry: Entry; name: string; receiver: Value | null }
  /** `of`: the class whose rows it holds, for repositories and the like. */
  | { kind: 'handle'; library: Library; handle: string; of: Value | null }
  | { kind: 'list'; of: Value[] }
  /** What is assigned to properties of a name: `models.User = …`. */
  | { kind: 'assigned'; file: LinkedFile; binding: number }
  | { kind: 'literal'; value: string | number | boolean | null };

/** A call of a file. */
export interface CallRef {
  file: LinkedFile;
  id: number;
}

/** A function of a file. */
export interface FunctionRef {
  file: LinkedFile;
  id: number;
}

/** An expression where it stands: `this` is that of the function. */
export interface Place {
  file: LinkedFile;
  functionId: number;
}

/** A number that is one for each table row of each file. */
export function keyOf(file: LinkedFile, id: number): number {
  return file.number * MAX_ROWS + id;
}

/** The file's number and the id of a key. */
export function partsOf(key: number): { number: number; id: number } {
  return { number: Math.floor(key / MAX_ROWS), id: key % MAX_ROWS };
}

/** One string for each value, to tell values apart. */
export function valueKey(value: Value): string {
  switch (value.kind) {
    case 'function':
    case 'class':
    case 'instance':
      return `${value.kind}:${keyOf(value.file, value.id)}`;
    case 'assigned':
      return `assigned:${keyOf(value.file, value.binding)}`;
    case 'object':
      return `object:${value.file.number}:${value.properties[0] ? spanStart(value.properties[0].span) : -1}`;
    case 'record':
      return `record:${value.file.number}:${value.name}:${value.members.map((member) => member.name).join()}`;
    case 'module':
      return `module:${value.file.number}`;
    case 'package':
      return `package:${value.library.id}`;
    case 'entry':
      return `entry:${value.library.id}:${value.name}:${value.receiver ? valueKey(value.receiver) : ''}`;
    case 'handle':
      return `handle:${value.library.id}:${value.handle}:${value.of ? valueKey(value.of) : ''}`;
    case 'list':
      return `list:${value.of.map(valueKey).join()}`;
    case 'literal':
      return `literal:${typeof value.value}:${value.value}`;
    case 'signature':
      return `signature:${value.file.number}:${JSON.stringify(value.type).slice(0, 200)}`;
  }
}

/** How keys begin in texts, by the table that they are of; files and offsets tell of nothing that may have moved. */
const KEYS = /(function:|class:|instance:|assigned:|object:|signature:|#)(\d+)/g;
const TABLES: Readonly<Record<string, 'functions' | 'classes' | 'bindings'>> = { 'function:': 'functions', 'class:': 'classes', 'instance:': 'classes', 'assigned:': 'bindings', '#': 'bindings' };

/**
 * A text with keys in it, such as `valueKey` gives, as it is written where rows have other ids. What cannot be told is marked: it is
 * the same as no other text.
 *
 * @param idNow the id that a row of a file has now, by the file's number
 */
export function keysNow(text: string, idNow: (table: 'functions' | 'classes' | 'bindings', file: number, id: number) => number | undefined): string {
  return text.replace(KEYS, (whole, kind: string, digits: string) => {
    const table = TABLES[kind];
    if (!table) return `${whole} as it was`;
    const { number, id } = partsOf(Number(digits));
    const now = idNow(table, number, id);
    return now === undefined ? `${whole} as it was` : `${kind}${number * MAX_ROWS + now}`;
  });
}

/** Values past this number are left out: a name with more meanings says nothing. */
const MAX_VALUES = 12;

/** Joins lists of values, each value once. */
export function union(...lists: readonly (readonly Value[])[]): Value[] {
  const filled = lists.filter((list) => list.length > 0);
  if (filled.length === 0) return [];
  if (filled.length === 1 && filled[0]!.length <= 1) return filled[0] as Value[];
  const found = new Map<string, Value>();
  for (const list of filled) {
    for (const value of list) {
      const key = valueKey(value);
      const known = found.get(key);
      if (!known || (known.inferred && !value.inferred) || (known.memoised && !value.memoised)) found.set(key, value);
      if (found.size >= MAX_VALUES) return grown([...found.values()]) as Value[];
    }
  }
  return grown([...found.values()]) as Value[];
}

/** Marks values as found by shape. */
export function inferred(values: readonly Value[]): Value[] {
  return values.map((value) => (value.inferred ? value : { ...value, inferred: true }));
}

/** Values reached through a value that was itself inferred are inferred. */
export function through(from: Value, values: readonly Value[]): Value[] {
  return from.inferred ? inferred(values) : (values as Value[]);
}

/** The expression without casts, awaits and assignments around it. */
export function stripped(expr: Expr): Expr {
  let inner = expr;
  for (;;) {
    if (inner.kind === 'cast' || inner.kind === 'await' || inner.kind === 'spread') inner = inner.operand;
    else if (inner.kind === 'assign' && inner.operator === '=') inner = inner.value;
    else return inner;
  }
}
