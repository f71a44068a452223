import type { Link } from './link.ts';
import type { LinkedFile } from './linked-file.ts';

/**
 * What files add to tables over all files, each part kept with what it rests on. A part outlives the link that it was found in
 * for as long as nothing changes of that: the files whose facts were read, the names that were looked up.
 */
export interface Part<T> {
  readonly value: T;
  /** By identity: a file with another content is another one. */
  readonly files: readonly LinkedFile[];
  readonly lookups: readonly string[];
  /** Where it is known without these lists. */
  isStale?(changes: Changes): boolean;
}

/** The parts of one table, by file. */
export interface Parts<T> {
  get(file: LinkedFile): Pick<Part<T>, 'value'> | undefined;
  set(file: LinkedFile, part: Part<T>): void;
}

/** What changed since parts were found. */
export interface Changes {
  /** Files of now. */
  isCurrent(file: LinkedFile): boolean;
  /** Whether a look-up may have another answer now. */
  isTouched(lookup: string): boolean;
}

/**
 * The parts of a table, those of before where they still hold, and recorded where a host wants to keep them.
 *
 * @param known parts of before that hold; those that are found now are added
 */
export function partsOf<T>(link: Link, known: Parts<T>, find: (file: LinkedFile) => T): { file: LinkedFile; value: T }[] {
  return link.files.map((file) => {
    const kept = known.get(file);
    if (kept) return { file, value: kept.value };
    if (!link.trail.recording) return { file, value: find(file) };
    const part = recorded(link, () => find(file));
    known.set(file, part.files.includes(file) ? part : { ...part, files: [file, ...part.files] });
    return { file, value: part.value };
  });
}

/** What is found, with what it rests on. */
export function recorded<T>(link: Link, find: () => T): Part<T> {
  const { value, rests } = link.trail.record(find);
  return { value, files: rests.files.map((number) => link.files[number]!), lookups: rests.lookups };
}

/** Whether something changed that a part rests on. */
export function isStale(part: Part<unknown>, changes: Changes): boolean {
  return part.isStale ? part.isStale(changes) : part.files.some((file) => !changes.isCurrent(file)) || part.lookups.some((lookup) => changes.isTouched(lookup));
}
