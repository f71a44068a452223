import type { SourceFile } from '../facts/file.ts';
import type { Part } from './contributions.ts';
import type { FileEntries } from './entries/entries.ts';
import type { FileUses } from './lifetime/uses.ts';
import { LinkedFile } from './linked-file.ts';
import type { Additions } from './resolve/added.ts';
import { packParts, PartTable, unpackParts } from './saved-parts.ts';
import type { Numbers, SavedParts } from './saved-parts.ts';
import { packTexts, TextList } from '../source/store/text-list.ts';
import type { PackedTexts } from '../source/store/text-list.ts';

/** What is kept from one link of a project to the next. */
export interface Knowledge {
  entries: PartTable<readonly FileEntries[]>;
  memos: PartTable<readonly string[]>;
  uses: PartTable<FileUses>;
  /** All names that `memos` has: what the uses of every file rest on. */
  memoNames: string;
  /** What the project adds to libraries' values. From process to process it is kept where that is nothing, as in most projects: values of libraries are no data. */
  additions: Part<Additions> | undefined;
  /** What the project carries about under names, as keys: in most cases nothing, which is told by what all places give that set one and takes long. By the look-up that asks for it. */
  carried: Map<string, Part<readonly string[]>>;
  /** Answers about the project as a whole, by question. */
  answers: Map<string, Part<unknown>>;
  /** What files say by themselves, by question; unpacked when it is first asked for. */
  said: Map<string, () => WeakMap<LinkedFile, unknown>>;
}

export function noKnowledge(): Knowledge {
  return { entries: new PartTable(), memos: new PartTable(), uses: new PartTable(), memoNames: '', additions: undefined, carried: new Map(), answers: new Map(), said: new Map() };
}

interface Saved {
  fingerprint: string;
  paths: string[];
  /** Which content each path had. */
  keys: string[];
  lookups: PackedTexts;
  entries: SavedParts;
  memos: SavedParts;
  uses: SavedParts;
  memoNames: string;
  /** What it rests on that nothing is added to libraries' values: one part, or none. */
  noAdditions: SavedParts;
  carried: SavedParts;
  /** The look-ups of these. */
  carriedLookups: string[];
  answers: SavedParts;
  questions: string[];
  said: [question: string, SavedSayings][];
}

/** What some files say by themselves: of most that is an empty list. */
interface SavedSayings {
  files: Int32Array;
  /** Those that are no empty list, by the position of their file. */
  values: [at: number, value: unknown][];
}

/** In the place of a file's number, for what is no file's. */
const NO_FILE = -1;

/** Knowledge as plain data: files are numbers. */
export function packKnowledge(knowledge: Knowledge, files: readonly LinkedFile[], fingerprint: string, keyOf: (source: SourceFile) => string): unknown {
  const byFile = new Map(files.map((file, number) => [file, number]));
  const byLookup = new Map<string, number>();
  const numbers: Numbers = {
    file: (file) => byFile.get(file)!,
    lookup: (lookup) => {
      let number = byLookup.get(lookup);
      if (number === undefined) byLookup.set(lookup, (number = byLookup.size));
      return number;
    },
  };
  const pack = (value: unknown): unknown => {
    if (value instanceof LinkedFile) return { $file: byFile.get(value)! };
    if (Array.isArray(value)) return value.map(pack);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, pack(inner)]));
  };
  const ofFiles = (all: PartTable<unknown>): SavedParts => packParts([...all].map(([file, part]) => [numbers.file(file), part]), numbers, pack);
  const ofNone = (all: readonly Part<unknown>[]): SavedParts => packParts(all.map((part) => [NO_FILE, part]), numbers, pack);
  const { additions, memoNames, carried, answers } = knowledge;
  const saved: Saved = {
    fingerprint,
    paths: files.map(({ path }) => path),
    keys: files.map(({ source }) => keyOf(source)),
    entries: ofFiles(knowledge.entries),
    memos: ofFiles(knowledge.memos),
    uses: ofFiles(knowledge.uses),
    memoNames,
    noAdditions: ofNone(additions?.value.size === 0 ? [{ ...additions, value: [] }] : []),
    carried: ofNone([...carried.values()]),
    carriedLookups: [...carried.keys()],
    answers: ofNone([...answers.values()]),
    questions: [...answers.keys()],
    said: [...knowledge.said].map(([question, said]) => [question, packSayings(files, said(), pack)]),
    lookups: packTexts([...byLookup.keys()]),
  };
  return saved;
}

/**
 * Knowledge from plain data. Undefined where a file is not there any more as it was: then nothing tells what has changed.
 *
 * @param fileOf makes the file with the content that it had
 */
export function unpackKnowledge(data: unknown, fileOf: (path: string, key: string, number: number) => LinkedFile | undefined): { knowledge: Knowledge; files: LinkedFile[]; fingerprint: string } | undefined {
  const saved = data as Saved | undefined;
  const files = saved?.paths.map((path, number) => fileOf(path, saved.keys[number]!, number)) ?? [];
  if (!saved || !files.every((file) => file !== undefined)) return undefined;
  const unpack = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.length === 0 ? value : value.map(unpack);
    if (typeof value !== 'object' || value === null) return value;
    if ('$file' in value) return files[value.$file as number];
    for (const key of Object.keys(value)) (value as Record<string, unknown>)[key] = unpack((value as Record<string, unknown>)[key]);
    return value;
  };
  const numbering = { files, lookups: new TextList(saved.lookups) };
  const ofFiles = <T>(all: SavedParts): PartTable<T> => new PartTable<T>({ saved: all, numbering, unpack });
  const ofNone = <T>(all: SavedParts): Part<T>[] => unpackParts<T>({ saved: all, numbering, unpack });
  const [noAdditions] = ofNone(saved.noAdditions);
  const carried = ofNone<readonly string[]>(saved.carried);
  const answers = ofNone<unknown>(saved.answers);
  return {
    files,
    fingerprint: saved.fingerprint,
    knowledge: {
      entries: ofFiles<readonly FileEntries[]>(saved.entries),
      memos: ofFiles<readonly string[]>(saved.memos),
      uses: ofFiles<FileUses>(saved.uses),
      memoNames: saved.memoNames,
      additions: noAdditions && { value: new Map(), files: noAdditions.files, lookups: noAdditions.lookups },
      carried: new Map(saved.carriedLookups.map((lookup, at) => [lookup, carried[at]!])),
      answers: new Map(saved.questions.map((question, at) => [question, answers[at]!])),
      said: new Map(saved.said.map(([question, said]) => [question, once(() => unpackSayings(said, files, unpack))])),
    },
  };
}

function packSayings(files: readonly LinkedFile[], said: WeakMap<LinkedFile, unknown>, pack: (value: unknown) => unknown): SavedSayings {
  const told = files.flatMap((file, number) => (said.has(file) ? [{ number, value: said.get(file) }] : []));
  return { files: Int32Array.from(told, ({ number }) => number), values: told.flatMap(({ value }, at): [number, unknown][] => (Array.isArray(value) && value.length === 0 ? [] : [[at, pack(value)]])) };
}

function unpackSayings({ files: numbers, values }: SavedSayings, files: readonly LinkedFile[], unpack: (value: unknown) => unknown): WeakMap<LinkedFile, unknown> {
  const told = new Map(values);
  return new WeakMap(Array.from(numbers, (number, at) => [files[number]!, told.has(at) ? unpack(told.get(at)) : []]));
}

function once<T extends object>(find: () => T): () => T {
  let found: T | undefined;
  return () => (found ??= find());
}
