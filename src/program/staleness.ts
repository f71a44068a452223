import type { SourceFile } from '../facts/file.ts';
import type { Resolve } from '../source/types.ts';
import type { Table } from './alignment.ts';
import { differencesBetween } from './differences.ts';
import type { Link } from './link.ts';
import { askAgain, hasKeys, questionNow } from './questions.ts';
import type { SavedRests } from './rests.ts';
import { rowOf } from './rows.ts';
import { SavedQuestions } from './saved-questions.ts';
import { TextList } from '../source/store/text-list.ts';
import { MARK, TOLD } from './trail.ts';

/**
 * Tells which answers of a graph rest on something that is otherwise now, by their numbers. Undefined where that cannot be told: a
 * content is not known any more, or what runs a file has changed.
 *
 * @param contentOf the content of a path with a key; undefined when nobody has it any more
 */
export function stalenessOf(rests: SavedRests, link: Link, resolve: Resolve, contentOf: (path: string, key: string) => SourceFile | undefined): Staleness | undefined {
  const { paths, keys, rows, addsNothing } = rests;
  const lookups = new TextList(rests.lookups);
  const before = new Map<string, SourceFile>();
  for (const [number, path] of paths.entries()) {
    const content = contentOf(path, keys[number]!);
    if (!content) return undefined;
    before.set(path, content);
  }
  const now = new Map<string, SourceFile>();
  for (const { path, source } of link.files) now.set(path, source);
  const differences = differencesBetween(before, now, resolve, true);
  if (!differences) return undefined;
  const { changed, isTouched, isOtherRow, isSame, idNow } = differences;
  // Hundreds of thousands of marks are looked at: by numbers.
  const isChanged = Uint8Array.from(paths, (path) => Number(changed.has(path)));
  const questions = new SavedQuestions(rests);
  let earlier: { link: Link | undefined } | undefined;
  return new Staleness(rests, lookups.length, {
    isChanged: (file) => isChanged[file] === 1,
    isOther: (lookup) => {
      const text = lookups.at(lookup);
      return text.startsWith(TOLD) ? link.told.isOther(text) : isTouched(text);
    },
    isOtherRow: (row) => {
      if (isChanged[rows[row * 2]!] !== 1) return false;
      const { table, id } = rowOf(rows[row * 2 + 1]!);
      return isOtherRow(paths[rows[row * 2]!]!, table, id);
    },
    sameAnswer: (answer) => {
      const question = addsNothing ? questions.answeredBy(answer) : undefined;
      const old = question && (earlier ??= { link: link.earlier(before) }).link;
      if (!question || !old) return undefined;
      const path = paths[question.file]!;
      const asked = questionNow(question, (table, id) => idNow(path, table, id));
      if (!asked) return undefined;
      const { value, answer: now } = link.trail.answer(() => askAgain(link, asked, path));
      return isSame(askAgain(old, question, path), value, path, hasKeys(question)) ? now : undefined;
    },
    idNow: (file, table, id) => idNow(paths[file]!, table, id),
  });
}

/** What tells whether something is as it was when an answer was found. */
export interface Doubts {
  isChanged(file: number): boolean;
  isOther(lookup: number): boolean;
  isOtherRow(row: number): boolean;
  /** The number of an answer of now that says the same as one of before; undefined where none is known to. */
  sameAnswer(answer: number): number | undefined;
  /** The id that a row of a file has now; undefined for one that may be gone. */
  idNow(file: number, table: Table, id: number): number | undefined;
}

const HOLDS = 1;
const IS_STALE = 2;

/** Finds out about an answer when it is asked for: a run that looks at few files needs few answers, and what is told of tables may take long to find. */
export class Staleness {
  /** Answers that rest on something that is otherwise now and say the same all the same, with the answers of now. */
  readonly renewed = new Map<number, number>();
  private readonly ends: Int32Array;
  private readonly marks: Int32Array;
  private readonly doubts: Doubts;
  private readonly states: Uint8Array;
  /** Of each look-up, where it was asked about. */
  private readonly others: Uint8Array;

  /** @param lookups how many look-ups the graph has */
  constructor({ ends, marks }: Pick<SavedRests, 'ends' | 'marks'>, lookups: number, doubts: Doubts) {
    this.ends = ends;
    this.marks = marks;
    this.doubts = doubts;
    this.states = new Uint8Array(ends.length);
    this.others = new Uint8Array(lookups);
  }

  /** The id that a row of a file has now; undefined for one that may be gone, on which nothing rests that holds. */
  idNow(file: number, table: Table, id: number): number | undefined {
    return this.doubts.idNow(file, table, id);
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
    if (reached === start && this.readsOther(start, end)) return this.doubt(answer);
    for (let at = reached; at < end; at++) {
      if ((marks[at]! & 3) !== MARK.answer) continue;
      const state = states[marks[at]! >> 2];
      if (state === IS_STALE) return this.doubt(answer);
      if (state !== HOLDS) return at;
    }
    // What is told of tables is asked last: it may take long to find.
    return this.looksUpOther(start, end) ? this.doubt(answer) : this.settle(answer, HOLDS);
  }

  /** Whether a file or a row of these marks is otherwise now. */
  private readsOther(start: number, end: number): boolean {
    const { marks, doubts } = this;
    for (let at = start; at < end; at++) {
      const kind = marks[at]! & 3;
      if (kind === MARK.file ? doubts.isChanged(marks[at]! >> 2) : kind === MARK.row && doubts.isOtherRow(marks[at]! >> 2)) return true;
    }
    return false;
  }

  private looksUpOther(start: number, end: number): boolean {
    const { marks } = this;
    for (let at = start; at < end; at++) if ((marks[at]! & 3) === MARK.lookup && this.isLookedUpOtherwise(marks[at]! >> 2)) return true;
    return false;
  }

  /** Something that an answer rests on is otherwise now: where what it says can be asked again, that counts alone. */
  private doubt(answer: number): undefined {
    const now = this.doubts.sameAnswer(answer);
    if (now !== undefined) this.renewed.set(answer, now);
    return this.settle(answer, now === undefined ? IS_STALE : HOLDS);
  }

  private settle(answer: number, state: number): undefined {
    this.states[answer] = state;
  }

  private isLookedUpOtherwise(lookup: number): boolean {
    const { others } = this;
    if (others[lookup] === 0) others[lookup] = this.doubts.isOther(lookup) ? IS_STALE : HOLDS;
    return others[lookup] === IS_STALE;
  }
}
