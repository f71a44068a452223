import type { Alignment, Table } from './alignment.ts';
import { LinkedFile } from './linked-file.ts';

/** Fields that say at which offset, or offsets, something stands. */
const PLACES: ReadonlySet<string> = new Set(['span', 'nameSpan', 'head', 'calleeEnd', 'at']);

/** Fields that refer to rows of a file, by their ids. */
const REFERENCES: ReadonlyMap<string, Table> = new Map(
  Object.entries({
    functions: ['function', 'functionId', 'parentId', 'constructorId'],
    classes: ['class', 'classId'],
    calls: ['call', 'useCall', 'calls', 'callsOf', 'ofCalls'],
    bindings: ['binding', 'bindingId', 'bindings', 'paramBinding', 'vars'],
    regions: ['region', 'loopRegion', 'parent', 'loop', 'loops', 'regionsOf'],
  } satisfies Partial<Record<Table, string[]>>).flatMap(([table, fields]) => fields.map((field): [string, Table] => [field, table as Table])),
);

/** What `target` refers to, by the kind of what has it: what a name declares, or the region that a `break` leaves. */
const TARGETS: ReadonlyMap<unknown, Table> = new Map<unknown, Table>([
  ['import', 'imports'],
  ['function', 'functions'],
  ['class', 'classes'],
  ['type', 'types'],
  ['enum', 'types'],
  ['namespace', 'types'],
  ['break', 'regions'],
  ['continue', 'regions'],
]);

/** What the id beside a file is of: by the kind of what has it, or by the field in which it is. */
const IDS: ReadonlyMap<unknown, Table> = new Map<unknown, Table>([
  ['function', 'functions'],
  ['class', 'classes'],
  ['instance', 'classes'],
  ['call', 'calls'],
  ['to', 'functions'],
  ['enters', 'functions'],
  ['chain', 'classes'],
]);

/** Fields whose numbers refer to nothing. */
const PLAIN: ReadonlySet<string> = new Set(['value', 'length', 'arg', 'index', 'shift', 'position']);

export interface Comparing {
  /** Whether it is no matter at which offsets something stands. */
  isAnywhere: boolean;
  /** How the rows of a file are aligned with those of before; undefined for one that did not change. */
  alignmentOf(path: string): Alignment | undefined;
  /** Whether all numbers that refer to something stand in fields that say so: in facts. */
  isFacts: boolean;
  /** Whether rows have other ids now: then a number that may refer to one is not taken for the same. */
  isShifted(): boolean;
  /** A text as it is written now, where keys may be part of it. */
  textNow?(text: string): string;
}

/**
 * Whether two values say the same, of two states of a project. Files are the same by their path, whatever their content; rows where
 * they are aligned; what is no plain data (a library, a function) only by identity.
 *
 * @param path of the file that they are about
 * @param field the one that has them
 */
export function isSame(a: unknown, b: unknown, comparing: Comparing, path: string, field = ''): boolean {
  if (typeof a === 'number') return typeof b === 'number' && isSameNumber(a, b, comparing, path, field);
  if (typeof a === 'string' && comparing.textNow) return comparing.textNow(a) === b;
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a instanceof LinkedFile) return b instanceof LinkedFile && a.path === b.path;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, at) => isSame(item, b[at], comparing, path, field));
  if (a instanceof Map) return b instanceof Map && isSame([...a], [...b], comparing, path, field);
  if (a instanceof Set) return b instanceof Set && isSame([...a], [...b], comparing, path, field);
  if (Object.getPrototypeOf(a) !== Object.prototype || Object.getPrototypeOf(b) !== Object.prototype) return false;
  const fields = Object.entries(a);
  if (fields.length !== Object.keys(b).length) return false;
  const own = 'file' in a && a.file instanceof LinkedFile ? a.file.path : path;
  return fields.every(([key, value]) => {
    if (!(key in b)) return false;
    const other: unknown = b[key as keyof typeof b];
    if (comparing.isAnywhere && PLACES.has(key) && isPlace(value)) return true;
    if (typeof value !== 'number' || typeof other !== 'number') return isSame(value, other, comparing, own, key);
    const kind = 'kind' in a ? a.kind : field;
    if (key === 'id') return isSameRow(IDS.get(kind), value, other, comparing, own);
    if (key === 'target') return kind === 'param' ? value === other : isSameRow(TARGETS.get(kind), value, other, comparing, own);
    return isSameNumber(value, other, comparing, own, key);
  });
}

function isSameNumber(a: number, b: number, comparing: Comparing, path: string, field: string): boolean {
  return PLAIN.has(field) ? Object.is(a, b) : isSameRow(REFERENCES.get(field), a, b, comparing, path);
}

function isSameRow(table: Table | undefined, a: number, b: number, { alignmentOf, isFacts, isShifted }: Comparing, path: string): boolean {
  if (!table) return Object.is(a, b) && (isFacts || a < 0 || !isShifted());
  if (a < 0 || b < 0) return a === b;
  const alignment = alignmentOf(path);
  return (alignment ? alignment.idNow(table, a) : a) === b;
}

function isPlace(value: unknown): boolean {
  return typeof value === 'number' || (Array.isArray(value) && value.every((offset) => typeof offset === 'number'));
}
