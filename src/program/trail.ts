import { grown } from '../facts/lists.ts';
import { NumberList } from './number-list.ts';
import type { Numbers } from './number-list.ts';
import type { Texts } from '../source/store/text-list.ts';

/**
 * Records what answers rest on, so that one can be kept until that changes: the files whose facts it read, the names that it
 * looked up in all files, the specifiers that it resolved, and other answers. Recording is off unless a host wants to keep answers.
 */
export class Trail {
  /** Changes with every answer that begins or ends: what is noted once under one serial need not be noted again. */
  serial = 0;
  recording = false;
  /** Changes where all is forgotten: numbers of before mean nothing then. */
  generation = 0;
  /** Marks of the answers that are being found, each behind those of the one around it. */
  private readonly open = new NumberList();
  /** Where those of the innermost begin. */
  private start = 0;
  /** What the answers rest on, in the order of their numbers, and where the marks of each end. */
  private marks = new NumberList();
  private ends = new NumberList();
  private readonly lookups = new Map<string, number>();
  private readonly lookupTexts: string[] = [];
  /** Of each row the number of its file, and then its own: see `rowNumber`. */
  private rows = new NumberList();

  /** The facts of a file were read. */
  file(number: number): void {
    this.open.push(number * 4 + MARK.file);
  }

  /**
   * One row of a file was read, and nothing else of it.
   *
   * @param known the file's rows that were read before, with their numbers in the trail
   */
  row(file: number, row: number, known: Map<number, number>): void {
    let number = known.get(row);
    if (number === undefined) {
      known.set(row, (number = this.rows.push(file) >> 1));
      this.rows.push(row);
    }
    this.open.push(number * 4 + MARK.row);
  }

  /** Something was looked up by name in all files, or a specifier was resolved. */
  lookup(what: string): void {
    if (!this.recording) return;
    let number = this.lookups.get(what);
    if (number === undefined) {
      this.lookups.set(what, (number = this.lookupTexts.length));
      this.lookupTexts.push(what);
    }
    this.open.push(number * 4 + MARK.lookup);
  }

  /** An answer was used that had been found before. */
  use(answer: number, told?: string): void {
    if (this.recording && (answer >= 0 || told !== undefined)) this.rest(answer, told);
  }

  /** An answer begins; what `end` needs to go on with the one around it. */
  begin(): number {
    const around = this.start;
    this.start = this.open.length;
    this.serial++;
    return around;
  }

  /**
   * An answer ends: the one around it rests on it. Gives its number.
   *
   * @param told the look-up by which it is known again: then the one around it rests on that alone
   */
  end(around: number, told?: string): number {
    const number = this.keep(this.start);
    this.leave(around, this.start);
    this.rest(number, told);
    return number;
  }

  private rest(answer: number, told: string | undefined): void {
    if (told === undefined) this.open.push(answer * 4 + MARK.answer);
    else this.lookup(told);
  }

  /** Gives a number to the answer whose marks begin at `start`: each of them is kept once. */
  private keep(start: number): number {
    const { open, marks } = this;
    this.round++;
    for (let at = start; at < open.length; at++) {
      const mark = open.at(at);
      if (this.isNew(mark)) marks.push(mark);
    }
    return this.ends.push(marks.length) - 1;
  }

  /** Goes on with the answer around one whose marks begin at `start`. */
  private leave(around: number, start: number): void {
    this.open.cut(start);
    this.start = around;
    this.serial++;
  }

  /** Computes something by itself: nothing around it rests on that. */
  private apart<T>(compute: (start: number) => T): T {
    const around = this.begin();
    const { start } = this;
    try {
      return compute(start);
    } finally {
      // Answers that broke off have not ended.
      this.leave(around, start);
    }
  }

  /** Records what a computation rests on, through all answers. */
  record<T>(compute: () => T): { value: T; rests: Rests } {
    const { value, answer } = this.answer(compute);
    return { value, rests: this.restsOf(answer) };
  }

  /** An answer to somebody who asks from outside, with its number. */
  answer<T>(compute: () => T): { value: T; answer: number } {
    return this.apart((start) => ({ value: compute(), answer: this.keep(start) }));
  }

  /** Computes what nobody rests on as a whole: who takes a part of it notes that part. */
  aside<T>(compute: () => T): T {
    return this.apart(compute);
  }

  /** All answers by their numbers, each with the marks of what it rests on: of answers, those found before it. */
  get graph(): Graph {
    return { ends: this.ends, marks: this.marks, lookups: this.lookupTexts, rows: this.rows };
  }

  /** The number of an answer that was kept from before, with what it rests on. */
  known({ files, lookups }: Rests): number {
    return this.answer(() => {
      for (const file of files) this.file(file);
      for (const lookup of lookups) this.lookup(lookup);
    }).answer;
  }

  /** Forgets the answers' marks: nothing that was found so far may be used in a recording any more. */
  stop(): void {
    this.recording = false;
    this.open.cut(this.start);
    this.marks = new NumberList();
    this.ends = new NumberList();
    // An editor links again and again, with names that were written halfway.
    this.lookups.clear();
    this.lookupTexts.length = 0;
    this.rows = new NumberList();
    this.generation++;
  }

  /** By mark, the last round in which it came. */
  private readonly seen = new NumberList();
  private round = 0;

  /** Whether a mark comes for the first time in this round. */
  private isNew(mark: number): boolean {
    const { seen, round } = this;
    if (mark >= seen.length) seen.extend(mark + 1);
    if (seen.at(mark) === round) return false;
    seen.set(mark, round);
    return true;
  }

  /** What an answer rests on, through all others; where it rests on a row, on the file as a whole. */
  restsOf(answer: number): Rests {
    const { marks, ends } = this;
    this.round++;
    const files = new Set<number>();
    const lookups: string[] = [];
    const stack = [answer];
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      const end = ends.at(top);
      for (let at = top === 0 ? 0 : ends.at(top - 1); at < end; at++) {
        const mark = marks.at(at);
        if (!this.isNew(mark)) continue;
        const number = mark >> 2;
        if ((mark & 3) === MARK.file) files.add(number);
        else if ((mark & 3) === MARK.row) files.add(this.rows.at(number * 2));
        else if ((mark & 3) === MARK.lookup) lookups.push(this.lookupTexts[number]!);
        else stack.push(number);
      }
    }
    return { files: [...files], lookups: grown(lookups) };
  }
}

/** Answers with what they rest on. A mark is a number four times over, and what it is the number of: a `MARK`. */
export interface Graph {
  /** Where the marks of each answer end. */
  ends: Numbers;
  /** Of each answer one behind the other, none twice. */
  marks: Numbers;
  lookups: Texts;
  /** Of each row the number of its file, and then its own in the file. */
  rows: Numbers;
}

/** What the number in a mark belongs to. */
export const MARK = { file: 0, lookup: 1, answer: 2, row: 3 } as const;

/** How look-ups begin that resolve a specifier; the folder, the specifier and the file found follow. */
export const RESOLUTION = 'resolve ';

/** How look-ups begin that ask of which modules a file exports everything; its path follows. */
export const STARS = 'stars of ';

/** How look-ups begin that ask for a file's own statements that export a name; its path and the name follow. */
export const EXPORT = 'export ';

export function exportLookup(path: string, name: string): string {
  return `${EXPORT}${path}\0${name}`;
}

/** How look-ups begin that ask what the project carries about under a name; the level of the question and the name follow. */
export const CARRIED = 'carried ';

/** How look-ups begin that take a part of a table over all files; the kind of the table, the part's name and what it was follow. */
export const TOLD = 'told ';

/** How look-ups begin that ask which files name specifiers of a kind; the text of the kind's expression follows. */
export const SPECIFIERS_OF_KIND = 'specifiers of kind ';

/** Look-ups that are none by name: what all files import, and which files there are. */
export const ALL_SPECIFIERS = 'all specifiers';
export const ALL_FILES = 'all files';

/** What a kept answer rests on: numbers of files, and look-ups. */
export interface Rests {
  files: readonly number[];
  lookups: readonly string[];
}
