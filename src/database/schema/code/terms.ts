/** What declarations come to, and how the readers of libraries ask it. */
import type { Span } from '../../../facts/types.ts';
import type { LinkedFile } from '../../../program/linked-file.ts';
import { keyOf } from '../../../program/values.ts';

/**
 * What an expression that declares something comes to, in order and in full: the project's own constants and helpers are
 * followed, and what a library is asked for stays as it is written, to be read by that library's reader.
 */
export type Term =
  | { kind: 'literal'; value: string | number | boolean | null }
  /** A text with values in it that are not known. */
  | { kind: 'text'; quasis: readonly string[]; values: readonly Term[] }
  /** `whole`: all items are known to be there. */
  | { kind: 'list'; items: readonly Term[]; whole: boolean }
  | ObjectTerm
  | FunctionTerm
  | ClassTerm
  | { kind: 'instance'; file: LinkedFile; id: number }
  | { kind: 'module'; file: LinkedFile }
  /** What a package exports; `*` for all of it. */
  | { kind: 'export'; specifier: string; name: string }
  | { kind: 'global'; name: string }
  /** What a library hands to a function of the project. */
  | { kind: 'symbol'; name: string }
  | { kind: 'member'; object: Term; name: string }
  | CallTerm
  /** A regular expression, or something that is not followed. */
  | { kind: 'unknown' };

export interface ObjectTerm {
  kind: 'object';
  /** By key, in order. */
  entries: ReadonlyMap<string, { value: Term; span: Span; file: LinkedFile }>;
  /** False where it has further entries that are not known. */
  whole: boolean;
  /** Where it is written; one made of several stands where the last one does. */
  file: LinkedFile;
}

export interface FunctionTerm {
  kind: 'function';
  file: LinkedFile;
  id: number;
  env: Env | undefined;
}

export interface ClassTerm {
  kind: 'class';
  file: LinkedFile;
  id: number;
}

export interface CallTerm {
  kind: 'call';
  callee: Term;
  args: readonly Term[];
  /** It is a construction, or stands before a template. */
  form: 'call' | 'new' | 'tag';
  file: LinkedFile;
  id: number;
}

/** What parameters and loop variables stand for while a function runs. */
export class Env {
  private readonly around: Env | undefined;
  private readonly known = new Map<number, Term>();

  constructor(around: Env | undefined) {
    this.around = around;
  }

  set(file: LinkedFile, binding: number, term: Term): void {
    this.known.set(keyOf(file, binding), term);
  }

  get(file: LinkedFile, binding: number): Term | undefined {
    return this.known.get(keyOf(file, binding)) ?? this.around?.get(file, binding);
  }
}

export const UNKNOWN: Term = { kind: 'unknown' };
export const UNDEFINED: Term = { kind: 'global', name: 'undefined' };

/** Whether a value counts as true; undefined where that is not known. */
export function truthOf(term: Term): boolean | undefined {
  if (term.kind === 'literal') return Boolean(term.value);
  if (isAbsent(term)) return false;
  return term.kind === 'object' || term.kind === 'list' || term.kind === 'function' || term.kind === 'class' ? true : undefined;
}

/** Whether it is `undefined`. */
export function isAbsent(term: Term | undefined): boolean {
  return term === undefined || (term.kind === 'global' && term.name === 'undefined');
}

/** The text of a literal; undefined for everything else. */
export function textValue(term: Term | undefined): string | undefined {
  return term?.kind === 'literal' && typeof term.value === 'string' ? term.value : undefined;
}

export function entryOf(term: Term | undefined, key: string): Term | undefined {
  const value = term?.kind === 'object' ? term.entries.get(key)?.value : undefined;
  return isAbsent(value) ? undefined : value;
}

/** A text of an object under the first of the keys that has one. */
export function textEntry(term: Term | undefined, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = textValue(entryOf(term, key));
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Whether an object says `true` under a key. */
export function isSet(term: Term | undefined, key: string): boolean {
  const value = entryOf(term, key);
  return value?.kind === 'literal' && value.value === true;
}

/** Whether an object says `false` under a key. */
export function isOff(term: Term | undefined, key: string): boolean {
  const value = entryOf(term, key);
  return value?.kind === 'literal' && value.value === false;
}

/** All texts of a list, or a single one; undefined where one is not known. */
export function textsOf(term: Term | undefined): string[] | undefined {
  const single = textValue(term);
  if (single !== undefined) return [single];
  if (term?.kind !== 'list' || !term.whole) return undefined;
  const texts = term.items.map(textValue);
  return texts.every((item) => item !== undefined) ? texts : undefined;
}

/** A package's export with the members that are read from it: `['DataTypes', 'STRING']` of `Sequelize.DataTypes.STRING`. */
export function exportPath(term: Term): { specifier: string; path: readonly string[] } | undefined {
  if (term.kind === 'export') return { specifier: term.specifier, path: term.name === '*' || term.name === 'default' ? [] : [term.name] };
  if (term.kind !== 'member') return undefined;
  const inner = exportPath(term.object);
  return inner && { specifier: inner.specifier, path: [...inner.path, term.name] };
}

/** The calls of a chain, the first one first: `index('a').on(b).where(c)` is index, on, where. */
export function chainOf(term: Term): { root: Term; links: readonly { name: string; args: readonly Term[]; call: CallTerm }[] } {
  const links: { name: string; args: readonly Term[]; call: CallTerm }[] = [];
  let at = term;
  while (at.kind === 'call' && at.callee.kind === 'member') {
    links.unshift({ name: at.callee.name, args: at.args, call: at });
    at = at.callee.object;
  }
  return { root: at, links };
}
