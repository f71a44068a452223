import type { SourceFile } from '../facts/file.ts';
import type { Part, Parts } from './contributions.ts';
import type { FileEntries } from './entries/entries.ts';
import type { FileUses } from './lifetime/uses.ts';
import { LinkedFile } from './linked-file.ts';
import type { Additions } from './resolve/added.ts';

/** What is kept from one link of a project to the next. */
export interface Knowledge {
  entries: Parts<FileEntries>;
  memos: Parts<readonly string[]>;
  uses: Parts<FileUses>;
  /** All names that `memos` has: what the uses of every file rest on. */
  memoNames: string;
  /** What the project adds to libraries' values. From process to process it is kept where that is nothing, as in most projects: values of libraries are no data. */
  additions: Part<Additions> | undefined;
  /** Names under which the project carries no handle about, with the level of the question: `0 page`. Told by what all places give that set one, which takes long. */
  uncarried: Map<string, Part<undefined>>;
}

export function noKnowledge(): Knowledge {
  return { entries: new Map(), memos: new Map(), uses: new Map(), memoNames: '', additions: undefined, uncarried: new Map() };
}

/** A part with its files by number. */
type SavedPart = [file: number, value: unknown, files: readonly number[], lookups: readonly number[]];

interface Saved {
  fingerprint: string;
  paths: string[];
  /** Which content each path had. */
  keys: string[];
  lookups: string[];
  entries: SavedPart[];
  memos: SavedPart[];
  uses: SavedPart[];
  memoNames: string;
  /** What it rests on that nothing is added to libraries' values. */
  noAdditions?: SavedRests;
  uncarried: [name: string, rests: SavedRests][];
}

interface SavedRests {
  files: readonly number[];
  lookups: readonly number[];
}

/** Knowledge as plain data: files are numbers. */
export function packKnowledge(knowledge: Knowledge, files: readonly LinkedFile[], fingerprint: string, keyOf: (source: SourceFile) => string): unknown {
  const numbers = new Map(files.map((file, number) => [file, number]));
  const lookups = new Map<string, number>();
  const numberOf = (lookup: string): number => {
    let number = lookups.get(lookup);
    if (number === undefined) lookups.set(lookup, (number = lookups.size));
    return number;
  };
  const pack = (value: unknown): unknown => {
    if (value instanceof LinkedFile) return { $file: numbers.get(value)! };
    if (Array.isArray(value)) return value.map(pack);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, pack(inner)]));
  };
  const parts = (all: Parts<unknown>): SavedPart[] =>
    [...all].map(([file, part]) => [numbers.get(file)!, pack(part.value), part.files.map((other) => numbers.get(other)!), part.lookups.map(numberOf)]);
  const [entries, memos, uses] = [parts(knowledge.entries), parts(knowledge.memos), parts(knowledge.uses)];
  const rests = (part: Part<unknown>): SavedRests => ({ files: part.files.map((file) => numbers.get(file)!), lookups: part.lookups.map(numberOf) });
  const { additions, memoNames } = knowledge;
  const noAdditions = additions?.value.size === 0 && rests(additions);
  const uncarried = [...knowledge.uncarried].map(([name, part]): [string, SavedRests] => [name, rests(part)]);
  const saved: Saved = { fingerprint, paths: files.map(({ path }) => path), keys: files.map(({ source }) => keyOf(source)), lookups: [...lookups.keys()], entries, memos, uses, memoNames, uncarried, ...(noAdditions && { noAdditions }) };
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
  const part = <T>(value: T, others: readonly number[], lookups: readonly number[]): Part<T> => ({ value, files: others.map((number) => files[number]!), lookups: lookups.map((number) => saved.lookups[number]!) });
  const parts = <T>(all: readonly SavedPart[]): Parts<T> => new Map(all.map(([file, value, others, lookups]): [LinkedFile, Part<T>] => [files[file]!, part(unpack(value) as T, others, lookups)]));
  const { noAdditions } = saved;
  const uncarried = new Map(saved.uncarried.map(([name, rests]) => [name, part(undefined, rests.files, rests.lookups)]));
  return {
    files,
    fingerprint: saved.fingerprint,
    knowledge: { entries: parts<FileEntries>(saved.entries), memos: parts<readonly string[]>(saved.memos), uses: parts<FileUses>(saved.uses), memoNames: saved.memoNames, additions: noAdditions && part(new Map(), noAdditions.files, noAdditions.lookups), uncarried },
  };
}
