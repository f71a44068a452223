import type { Changes, Part } from './contributions.ts';
import type { LinkedFile } from './linked-file.ts';
import { NumberList } from './number-list.ts';

/** What the numbers of saved parts stand for. */
export interface Numbering {
  files: readonly LinkedFile[];
  lookups: readonly string[];
}

/** The parts of a table as plain data. They are many, and what they rest on is asked of few: that is numbers in a row. */
export interface SavedParts {
  /** Of each part its file, how many files it rests on and these, how many look-ups and these. */
  rests: Int32Array;
  /** Values that are no empty list, by the position of their part. */
  values: [part: number, value: unknown][];
}

/** A part that is read from numbers when it is asked for. */
export class SavedPart<T> implements Part<T> {
  readonly value: T;
  private readonly numbering: Numbering;
  private readonly rests: Int32Array;
  /** Where it says how many files it rests on. */
  private readonly at: number;

  constructor(value: T, numbering: Numbering, rests: Int32Array, at: number) {
    this.value = value;
    this.numbering = numbering;
    this.rests = rests;
    this.at = at;
  }

  /** Where it says how many look-ups it rests on. */
  private get lookupsAt(): number {
    return this.at + 1 + this.rests[this.at]!;
  }

  get files(): LinkedFile[] {
    return Array.from(this.rests.subarray(this.at + 1, this.lookupsAt), (number) => this.numbering.files[number]!);
  }

  get lookups(): string[] {
    const { rests, lookupsAt } = this;
    return Array.from(rests.subarray(lookupsAt + 1, lookupsAt + 1 + rests[lookupsAt]!), (number) => this.numbering.lookups[number]!);
  }

  isStale(changes: Changes): boolean {
    const { rests, lookupsAt } = this;
    const changed = changedIn(this.numbering, changes);
    for (let at = this.at + 1; at < lookupsAt; at++) if (changed.file(rests[at]!)) return true;
    const end = lookupsAt + 1 + rests[lookupsAt]!;
    for (let at = lookupsAt + 1; at < end; at++) if (changed.lookup(rests[at]!)) return true;
    return false;
  }
}

const UNKNOWN = 0;
const SAME = 1;
const OTHER = 2;

/** What changed, by number: each file and look-up is asked about once, when a part first rests on it. */
class Changed {
  private readonly numbering: Numbering;
  private readonly changes: Changes;
  private readonly files: Uint8Array;
  private readonly lookups: Uint8Array;

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
    if (this.lookups[number] === UNKNOWN) this.lookups[number] = this.changes.isTouched(this.numbering.lookups[number]!) ? OTHER : SAME;
    return this.lookups[number] === OTHER;
  }
}

const answers = new WeakMap<Changes, Map<Numbering, Changed>>();

function changedIn(numbering: Numbering, changes: Changes): Changed {
  let known = answers.get(changes);
  if (!known) answers.set(changes, (known = new Map()));
  let changed = known.get(numbering);
  if (!changed) known.set(numbering, (changed = new Changed(numbering, changes)));
  return changed;
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

const NOTHING: readonly never[] = [];

/** Parts from plain data, with the numbers of their files. */
export function unpackParts<T>({ rests, values }: SavedParts, numbering: Numbering, unpack: (value: unknown) => unknown): [file: number, part: Part<T>][] {
  const told = new Map(values);
  const parts: [number, Part<T>][] = [];
  for (let at = 0; at < rests.length; ) {
    const value = told.has(parts.length) ? unpack(told.get(parts.length)) : NOTHING;
    parts.push([rests[at]!, new SavedPart(value as T, numbering, rests, at + 1)]);
    const lookupsAt = at + 2 + rests[at + 1]!;
    at = lookupsAt + 1 + rests[lookupsAt]!;
  }
  return parts;
}
