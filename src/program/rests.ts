import type { SourceFile } from '../facts/file.ts';
import type { Resolve } from '../source/types.ts';
import { differencesBetween } from './differences.ts';
import type { Link } from './link.ts';
import { NumberList } from './number-list.ts';
import { CARRIED, MARK, TOLD } from './trail.ts';
import type { Graph } from './trail.ts';

/** What answers of a link rest on, as plain data: a graph whose answers rest on files, look-ups and answers before them. */
export interface SavedRests extends Graph {
  /** The files, by number, and which content each had. */
  paths: readonly string[];
  keys: readonly string[];
  /** How many marks it had when nothing in it was of an earlier run. */
  begun: number;
}

/**
 * Which answers of a graph rest on something that is otherwise now, by their numbers. Undefined where that cannot be told: a content
 * is not known any more, or what runs a file has changed.
 *
 * @param contentOf the content of a path with a key; undefined when nobody has it any more
 */
export function staleAnswers({ paths, keys, lookups, ends, marks }: SavedRests, link: Link, resolve: Resolve, contentOf: (path: string, key: string) => SourceFile | undefined): Uint8Array | undefined {
  const before = new Map<string, SourceFile>();
  for (const [number, path] of paths.entries()) {
    const content = contentOf(path, keys[number]!);
    if (!content) return undefined;
    before.set(path, content);
  }
  const differences = differencesBetween(before, new Map(link.files.map(({ path, source }) => [path, source])), resolve);
  if (!differences) return undefined;
  const others = new Map<number, boolean>();
  const isOther = (lookup: number): boolean => {
    let other = others.get(lookup);
    if (other === undefined) {
      const text = lookups[lookup]!;
      others.set(lookup, (other = text.startsWith(TOLD) ? link.told.isOther(text) : differences.isTouched(text)));
    }
    return other;
  };
  const stale = new Uint8Array(ends.length);
  for (let answer = 0, start = 0; answer < ends.length; start = ends[answer++]!) {
    const own = marks.subarray(start, ends[answer]);
    const isStale = own.some((mark) => {
      const number = mark >> 2;
      return (mark & 3) === MARK.file ? differences.changed.has(paths[number]!) : (mark & 3) === MARK.answer && stale[number] === 1;
    });
    // What is told of tables is asked last: it may take long to find.
    if (isStale || own.some((mark) => (mark & 3) === MARK.lookup && isOther(mark >> 2))) stale[answer] = 1;
  }
  return stale;
}

/** Answers with what they rest on, of which some are to be kept. */
interface Part extends Graph {
  /** The file's number among those of now. */
  fileOf(number: number): number;
  /** The text of a look-up as it is kept. */
  lookupOf(text: string): string;
  tops: readonly number[];
}

/**
 * What the answers of a link rest on, with those of an earlier one that still hold, and the numbers that they have now.
 *
 * @param tops the answers that are asked for again
 * @param earlier a graph, with those of its answers that hold
 * @param keyOf a string that says which content of its path a file is
 */
export function packRests(link: Link, tops: readonly number[], earlier: { rests: SavedRests; tops: readonly number[] } | undefined, keyOf: (source: SourceFile) => string): { rests: SavedRests; now: readonly number[]; before: readonly number[] } {
  const ofLink = partOfLink(link, tops);
  const ofEarlier = earlier && partOfSaved(earlier.rests, link, earlier.tops);
  const packer = new Packer();
  const before = ofEarlier ? packer.add(ofEarlier) : [];
  const now = packer.add(ofLink);
  const packed = packer.packed();
  const begun = Math.max(earlier?.rests.begun ?? 0, earlier && earlier.tops.length > 0 ? 0 : packed.marks.length);
  return { rests: { paths: link.files.map(({ path }) => path), keys: link.files.map(({ source }) => keyOf(source)), ...packed, begun }, now, before };
}

/** Whether a graph is mostly what several runs found each for itself: what it keeps of earlier ones is better found anew. */
export function isOvergrown({ marks, begun }: SavedRests): boolean {
  return marks.length > 2 * begun;
}

function partOfLink(link: Link, tops: readonly number[]): Part {
  // What is carried about is told by what it is: another process knows nothing of the parts of this one.
  const lookupOf = (text: string): string => (text.startsWith(CARRIED) ? link.told.lookup('carried', text.slice(CARRIED.length)) : text);
  return { ...link.trail.graph, fileOf: (number) => number, lookupOf, tops };
}

function partOfSaved({ paths, lookups, ends, marks }: SavedRests, link: Link, tops: readonly number[]): Part {
  return { ends, marks, lookups, fileOf: (number) => link.byPath.get(paths[number]!)!.number, lookupOf: (text) => text, tops };
}

const UNKNOWN = -1;

/** Puts graphs one behind the other, without the answers that nobody rests on. */
class Packer {
  private readonly lookups = new Map<string, number>();
  private readonly ends = new NumberList();
  private readonly marks = new NumberList();

  /** Gives the new numbers of the tops. */
  add({ ends, marks, lookups, fileOf, lookupOf, tops }: Part): number[] {
    const needed = neededFor(tops, ends, marks);
    const numbers = new Int32Array(ends.length);
    const lookupNumbers = new Int32Array(lookups.length).fill(UNKNOWN);
    const lookupNumber = (number: number): number => {
      if (lookupNumbers[number] === UNKNOWN) lookupNumbers[number] = this.lookupNumber(lookupOf(lookups[number]!));
      return lookupNumbers[number]!;
    };
    for (let answer = 0, at = 0; answer < ends.length; at = ends[answer++]!) {
      if (needed[answer] === 0) continue;
      for (; at < ends[answer]!; at++) {
        const kind = marks[at]! & 3;
        const number = marks[at]! >> 2;
        this.marks.push((kind === MARK.file ? fileOf(number) : kind === MARK.answer ? numbers[number]! : lookupNumber(number)) * 4 + kind);
      }
      numbers[answer] = this.ends.push(this.marks.length) - 1;
    }
    return tops.map((top) => numbers[top]!);
  }

  private lookupNumber(text: string): number {
    let number = this.lookups.get(text);
    if (number === undefined) this.lookups.set(text, (number = this.lookups.size));
    return number;
  }

  packed(): Pick<SavedRests, 'lookups' | 'ends' | 'marks'> {
    return { lookups: [...this.lookups.keys()], ends: this.ends.all, marks: this.marks.all };
  }
}

/** Which answers are tops, or rested on by one that is needed: 1 for each. */
function neededFor(tops: readonly number[], ends: Int32Array, marks: Int32Array): Uint8Array {
  const needed = new Uint8Array(ends.length);
  for (const top of tops) needed[top] = 1;
  for (let answer = ends.length - 1; answer >= 0; answer--) {
    if (needed[answer] === 0) continue;
    for (let at = answer === 0 ? 0 : ends[answer - 1]!; at < ends[answer]!; at++) {
      if ((marks[at]! & 3) === MARK.answer) needed[marks[at]! >> 2] = 1;
    }
  }
  return needed;
}
