import { isStale } from './contributions.ts';
import type { Changes, Part, Parts } from './contributions.ts';
import type { LinkedFile } from './linked-file.ts';
import { NumberList } from './number-list.ts';
import type { Texts } from '../source/store/text-list.ts';

/** What the numbers of saved parts stand for. */
export interface Numbering {
  files: readonly LinkedFile[];
  lookups: Texts;
}

/** The parts of a table as plain data. They are many, and what they rest on is asked of few: that is numbers in a row. */
export interface SavedParts {
  /** Of each part its file, how many files it rests on and these, how many look-ups and these. */
  rests: Int32Array;
  /** Values that are no empty list, by the position of their part. */
  values: [part: number, value: unknown][];
}

/** Saved parts with what it takes to read them. */
export interface Packed {
  saved: SavedParts;
  numbering: Numbering;
  unpack(value: unknown): unknown;
}

/** Parts that are read from numbers when they are asked for, by position. */
class Unpacked<T> {
  private readonly packed: Packed;
  private readonly values: Map<number, unknown>;
  private readonly unpacked = new Map<number, Pick<Part<T>, 'value'>>();
  /** Where each begins among the numbers. */
  private readonly starts: readonly number[];

  constructor(packed: Packed) {
    const { rests, values } = packed.saved;
    const starts: number[] = [];
    for (let at = 0; at < rests.length; ) {
      starts.push(at);
      const lookupsAt = at + 2 + rests[at + 1]!;
      at = lookupsAt + 1 + rests[lookupsAt]!;
    }
    this.packed = packed;
    this.values = new Map(values);
    this.starts = starts;
  }

  get length(): number {
    return this.starts.length;
  }

  /** The number of a part's file. */
  fileOf(position: number): number {
    return this.packed.saved.rests[this.starts[position]!]!;
  }

  value(position: number): Pick<Part<T>, 'value'> {
    if (!this.values.has(position)) return NOTHING as Pick<Part<never>, 'value'>;
    let known = this.unpacked.get(position);
    if (!known) this.unpacked.set(position, (known = { value: this.packed.unpack(this.values.get(position)) as T }));
    return known;
  }

  part(position: number): Part<T> {
    return new SavedPart(this.value(position).value, this.packed, this.starts[position]! + 1);
  }

  isStale(position: number, changed: Changed): boolean {
    return isStaleAt(this.packed.saved, this.starts[position]! + 1, changed);
  }

  changedBy(changes: Changes): Changed {
    return changedIn(this.packed.numbering, changes);
  }
}

/** The value of parts that have none. */
const NOTHING: Pick<Part<readonly never[]>, 'value'> = { value: [] };

/** A part that is read from numbers. */
class SavedPart<T> implements Part<T> {
  readonly value: T;
  private readonly packed: Packed;
  /** Where it says how many files it rests on. */
  private readonly at: number;

  constructor(value: T, packed: Packed, at: number) {
    this.value = value;
    this.packed = packed;
    this.at = at;
  }

  get files(): LinkedFile[] {
    const { saved: { rests }, numbering } = this.packed;
    return Array.from(rests.subarray(this.at + 1, this.lookupsAt), (number) => numbering.files[number]!);
  }

  get lookups(): string[] {
    const { lookupsAt, packed: { saved: { rests }, numbering } } = this;
    return Array.from(rests.subarray(lookupsAt + 1, lookupsAt + 1 + rests[lookupsAt]!), (number) => numbering.lookups.at(number)!);
  }

  /** Where it says how many look-ups it rests on. */
  private get lookupsAt(): number {
    return this.at + 1 + this.packed.saved.rests[this.at]!;
  }

  isStale(changes: Changes): boolean {
    return isStaleAt(this.packed.saved, this.at, changedIn(this.packed.numbering, changes));
  }
}

/** Whether something changed of what a part rests on whose files are counted at a position. */
function isStaleAt({ rests }: SavedParts, at: number, changed: Changed): boolean {
  // There are a million of these, and most have been asked about.
  const { files, lookups } = changed;
  const lookupsAt = at + 1 + rests[at]!;
  for (let file = at + 1; file < lookupsAt; file++) if (files[rests[file]!] !== SAME && changed.file(rests[file]!)) return true;
  const end = lookupsAt + 1 + rests[lookupsAt]!;
  for (let lookup = lookupsAt + 1; lookup < end; lookup++) if (lookups[rests[lookup]!] !== SAME && changed.lookup(rests[lookup]!)) return true;
  return false;
}

const UNKNOWN = 0;
const SAME = 1;
const OTHER = 2;

/** What changed, by number: each file and look-up is asked about once, when a part first rests on it. */
class Changed {
  private readonly numbering: Numbering;
  private readonly changes: Changes;
  /** What is known of each by now. */
  readonly files: Uint8Array;
  readonly lookups: Uint8Array;

  constructor(numbering: Numbering, changes: Changes) {
    this.numbering = numbering;
    this.changes = changes;
    this.files = new Uint8Array(numbering.files.length);
    this.lookups = new Uint8Array(numbering.lookups.length);
  }

  file(number: number): boolean {
    if (this.files[number] === UNKNOWN) this.files[number] = this.changes.isCurrent(this.numbering.files[number]!) ? SAME : OTHER;
    return this.files[number] === OTHER;
  }

  lookup(number: number): boolean {
    if (this.lookups[number] === UNKNOWN) this.lookups[number] = this.changes.isTouched(this.numbering.lookups.at(number)!) ? OTHER : SAME;
    return this.lookups[number] === OTHER;
  }
}

const answers = new WeakMap<Changes, Map<Numbering, Changed>>();

/** Several tables rest on the same files and look-ups. */
function changedIn(numbering: Numbering, changes: Changes): Changed {
  let known = answers.get(changes);
  if (!known) answers.set(changes, (known = new Map()));
  let changed = known.get(numbering);
  if (!changed) known.set(numbering, (changed = new Changed(numbering, changes)));
  return changed;
}

/** The parts of a table by file: those that were found, and of those that an earlier process saved the ones that hold. */
export class PartTable<T> implements Parts<T> {
  private readonly found = new Map<LinkedFile, Part<T>>();
  private readonly saved: Unpacked<T> | undefined;
  private readonly positions = new Map<LinkedFile, number>();

  constructor(packed?: Packed) {
    this.saved = packed && new Unpacked(packed);
    for (let position = 0; position < (this.saved?.length ?? 0); position++) this.positions.set(packed!.numbering.files[this.saved!.fileOf(position)]!, position);
  }

  get size(): number {
    return this.found.size + this.positions.size;
  }

  get(file: LinkedFile): Pick<Part<T>, 'value'> | undefined {
    const position = this.positions.get(file);
    return position === undefined ? this.found.get(file) : this.saved!.value(position);
  }

  set(file: LinkedFile, part: Part<T>): void {
    this.positions.delete(file);
    this.found.set(file, part);
  }

  clear(): void {
    this.found.clear();
    this.positions.clear();
  }

  /** Forgets the parts that rest on something that changed. */
  dropStale(changes: Changes): void {
    for (const [file, part] of this.found) if (!changes.isCurrent(file) || isStale(part, changes)) this.found.delete(file);
    const changed = this.saved?.changedBy(changes);
    for (const [file, position] of this.positions) if (!changes.isCurrent(file) || this.saved!.isStale(position, changed!)) this.positions.delete(file);
  }

  *[Symbol.iterator](): Iterator<readonly [LinkedFile, Part<T>]> {
    yield* this.found;
    for (const [file, position] of this.positions) yield [file, this.saved!.part(position)];
  }
}

/** Gives each file and look-up its number. */
export interface Numbers {
  file(file: LinkedFile): number;
  lookup(text: string): number;
}

/** Parts as plain data, each with the number of its file. */
export function packParts(parts: Iterable<readonly [file: number, part: Part<unknown>]>, numbers: Numbers, pack: (value: unknown) => unknown): SavedParts {
  const rests = new NumberList();
  const values: SavedParts['values'] = [];
  let at = 0;
  for (const [file, { value, files, lookups }] of parts) {
    rests.push(file);
    rests.push(files.length);
    for (const one of files) rests.push(numbers.file(one));
    rests.push(lookups.length);
    for (const lookup of lookups) rests.push(numbers.lookup(lookup));
    if (!isNothing(value)) values.push([at, pack(value)]);
    at++;
  }
  return { rests: rests.toArray(), values };
}

function isNothing(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}

/** Parts from plain data that belong to no file. */
export function unpackParts<T>(packed: Packed): Part<T>[] {
  const unpacked = new Unpacked<T>(packed);
  return Array.from({ length: unpacked.length }, (_, position) => unpacked.part(position));
}
