import type { SourceFile } from '../facts/file.ts';
import type { Resolve } from '../source/types.ts';
import { differencesBetween } from './differences.ts';
import type { Link } from './link.ts';
import { CARRIED, MARK, TOLD } from './trail.ts';
import type { Graph } from './trail.ts';

/** What answers of a link rest on, as plain data: a graph whose answers rest on files, look-ups and answers before them. */
export interface SavedRests extends Graph {
  /** The files, by number, and which content each had. */
  paths: readonly string[];
  keys: readonly string[];
  ends: Int32Array;
  marks: Int32Array;
  /** How many marks it had when nothing in it was of an earlier run. */
  begun: number;
}

/**
 * Tells which answers of a graph rest on something that is otherwise now, by their numbers. Undefined where that cannot be told: a
 * content is not known any more, or what runs a file has changed.
 *
 * @param contentOf the content of a path with a key; undefined when nobody has it any more
 */
export function stalenessOf(rests: SavedRests, link: Link, resolve: Resolve, contentOf: (path: string, key: string) => SourceFile | undefined): Staleness | undefined {
  const { paths, keys, lookups } = rests;
  const before = new Map<string, SourceFile>();
  for (const [number, path] of paths.entries()) {
    const content = contentOf(path, keys[number]!);
    if (!content) return undefined;
    before.set(path, content);
  }
  const differences = differencesBetween(before, new Map(link.files.map(({ path, source }) => [path, source])), resolve);
  if (!differences) return undefined;
  const { changed, isTouched } = differences;
  return new Staleness(
    rests,
    (file) => changed.has(paths[file]!),
    (lookup) => {
      const text = lookups[lookup]!;
      return text.startsWith(TOLD) ? link.told.isOther(text) : isTouched(text);
    },
  );
}

const HOLDS = 1;
const IS_STALE = 2;

/** Finds out about an answer when it is asked for: a run that looks at few files needs few answers, and what is told of tables may take long to find. */
export class Staleness {
  private readonly ends: Int32Array;
  private readonly marks: Int32Array;
  private readonly isChanged: (file: number) => boolean;
  private readonly isOther: (lookup: number) => boolean;
  private readonly states: Uint8Array;
  /** Of each look-up, where it was asked about. */
  private readonly others = new Map<number, boolean>();

  constructor({ ends, marks }: Pick<SavedRests, 'ends' | 'marks'>, isChanged: (file: number) => boolean, isOther: (lookup: number) => boolean) {
    this.ends = ends;
    this.marks = marks;
    this.isChanged = isChanged;
    this.isOther = isOther;
    this.states = new Uint8Array(ends.length);
  }

  /** Whether an answer rests on something that is otherwise now. */
  has(answer: number): boolean {
    const { marks, states } = this;
    // Chains of answers are longer than a stack is deep: those that are being judged, each with the mark that it has come to.
    const open = [answer];
    const reached = [this.startOf(answer)];
    while (open.length > 0) {
      const last = open.length - 1;
      const at = states[open[last]!] === 0 ? this.judge(open[last]!, reached[last]!) : undefined;
      if (at === undefined) {
        open.pop();
        reached.pop();
      } else {
        reached[last] = at;
        open.push(marks[at]! >> 2);
        reached.push(this.startOf(marks[at]! >> 2));
      }
    }
    return states[answer] === IS_STALE;
  }

  private startOf(answer: number): number {
    return answer === 0 ? 0 : this.ends[answer - 1]!;
  }

  /** Settles an answer, or gives the mark of one that it rests on and that is to be settled first. */
  private judge(answer: number, reached: number): number | undefined {
    const { marks, states } = this;
    const start = this.startOf(answer);
    const end = this.ends[answer]!;
    const isStale = (kind: number, test: (number: number) => boolean): boolean => {
      for (let at = start; at < end; at++) if ((marks[at]! & 3) === kind && test(marks[at]! >> 2)) return true;
      return false;
    };
    if (reached === start && isStale(MARK.file, this.isChanged)) return this.settle(answer, IS_STALE);
    for (let at = reached; at < end; at++) {
      if ((marks[at]! & 3) !== MARK.answer) continue;
      const state = states[marks[at]! >> 2];
      if (state === IS_STALE) return this.settle(answer, IS_STALE);
      if (state !== HOLDS) return at;
    }
    // What is told of tables is asked last: it may take long to find.
    return this.settle(answer, isStale(MARK.lookup, (lookup) => this.isLookedUpOtherwise(lookup)) ? IS_STALE : HOLDS);
  }

  private settle(answer: number, state: number): undefined {
    this.states[answer] = state;
  }

  private isLookedUpOtherwise(lookup: number): boolean {
    let other = this.others.get(lookup);
    if (other === undefined) this.others.set(lookup, (other = this.isOther(lookup)));
    return other;
  }
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
  const packer = new Packer(ofEarlier ? [ofEarlier, ofLink] : [ofLink]);
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
  private readonly needed: ReadonlyMap<Part, Needed>;
  private readonly lookups = new Map<string, number>();
  private readonly ends: Int32Array;
  private readonly marks: Int32Array;
  private answerCount = 0;
  private markCount = 0;

  /** @param parts those that will be added */
  constructor(parts: readonly Part[]) {
    this.needed = new Map(parts.map((part) => [part, neededOf(part)]));
    const all = [...this.needed.values()];
    this.ends = new Int32Array(all.reduce((sum, { answers }) => sum + answers, 0));
    this.marks = new Int32Array(all.reduce((sum, { marks }) => sum + marks, 0));
  }

  /** Gives the new numbers of the tops. */
  add(part: Part): number[] {
    const { ends, marks, lookups, fileOf, lookupOf, tops } = part;
    const { isNeeded } = this.needed.get(part)!;
    const numbers = new Int32Array(isNeeded.length);
    const lookupNumbers = new Int32Array(lookups.length).fill(UNKNOWN);
    const lookupNumber = (number: number): number => {
      if (lookupNumbers[number] === UNKNOWN) lookupNumbers[number] = this.lookupNumber(lookupOf(lookups[number]!));
      return lookupNumbers[number]!;
    };
    // What look-ups are asked meanwhile may add answers: they are not needed.
    for (let answer = 0, at = 0; answer < isNeeded.length; answer++) {
      const end = ends.at(answer)!;
      if (isNeeded[answer] === 1) {
        for (; at < end; at++) {
          const mark = marks.at(at)!;
          const kind = mark & 3;
          const number = mark >> 2;
          this.marks[this.markCount++] = (kind === MARK.file ? fileOf(number) : kind === MARK.answer ? numbers[number]! : lookupNumber(number)) * 4 + kind;
        }
        numbers[answer] = this.answerCount;
        this.ends[this.answerCount++] = this.markCount;
      }
      at = end;
    }
    return tops.map((top) => numbers[top]!);
  }

  private lookupNumber(text: string): number {
    let number = this.lookups.get(text);
    if (number === undefined) this.lookups.set(text, (number = this.lookups.size));
    return number;
  }

  packed(): Pick<SavedRests, 'lookups' | 'ends' | 'marks'> {
    return { lookups: [...this.lookups.keys()], ends: this.ends, marks: this.marks };
  }
}

/** Which answers of a graph are tops, or rested on by one that is needed: 1 for each. */
interface Needed {
  isNeeded: Uint8Array;
  answers: number;
  /** What these have. */
  marks: number;
}

function neededOf({ tops, ends, marks }: Part): Needed {
  const needed: Needed = { isNeeded: new Uint8Array(ends.length), answers: 0, marks: 0 };
  const { isNeeded } = needed;
  for (const top of tops) isNeeded[top] = 1;
  for (let answer = ends.length - 1; answer >= 0; answer--) {
    if (isNeeded[answer] === 0) continue;
    const start = answer === 0 ? 0 : ends.at(answer - 1)!;
    const end = ends.at(answer)!;
    needed.answers++;
    needed.marks += end - start;
    for (let at = start; at < end; at++) {
      const mark = marks.at(at)!;
      if ((mark & 3) === MARK.answer) isNeeded[mark >> 2] = 1;
    }
  }
  return needed;
}
