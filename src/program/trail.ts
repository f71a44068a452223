/**
 * Records what answers rest on, so that one can be kept until that changes: the files whose facts it read, the names that it
 * looked up in all files, the specifiers that it resolved, and other answers. Recording is off unless a host wants to keep answers.
 */
export class Trail {
  /** Changes with every answer that begins or ends: what is noted once under one serial need not be noted again. */
  serial = 0;
  recording = false;
  private marks: number[] = [];
  /** What each answer rests on, by the number of the answer. */
  private answers: (readonly number[])[] = [];
  private readonly lookups = new Map<string, number>();
  private readonly lookupTexts: string[] = [];

  /** The facts of a file were read. */
  file(number: number): void {
    this.marks.push(number * 4 + MARK.file);
  }

  /** Something was looked up by name in all files, or a specifier was resolved. */
  lookup(what: string): void {
    if (!this.recording) return;
    let number = this.lookups.get(what);
    if (number === undefined) {
      this.lookups.set(what, (number = this.lookupTexts.length));
      this.lookupTexts.push(what);
    }
    this.marks.push(number * 4 + MARK.lookup);
  }

  /** An answer was used that had been found before. */
  use(answer: number, told?: string): void {
    if (this.recording && (answer >= 0 || told !== undefined)) this.rest(answer, told);
  }

  /** An answer begins; what `end` needs to go on with the one around it. */
  begin(): number[] {
    const around = this.marks;
    this.marks = [];
    this.serial++;
    return around;
  }

  /**
   * An answer ends: the one around it rests on it. Gives its number.
   *
   * @param told the look-up by which it is known again: then the one around it rests on that alone
   */
  end(around: number[], told?: string): number {
    const number = this.answers.length;
    this.answers.push(this.marks);
    this.marks = around;
    this.serial++;
    this.rest(number, told);
    return number;
  }

  private rest(answer: number, told: string | undefined): void {
    if (told === undefined) this.marks.push(answer * 4 + MARK.answer);
    else this.lookup(told);
  }

  /** Computes something by itself: what it rests on is told, and nothing around it rests on that. */
  private apart<T>(compute: () => T): { value: T; marks: readonly number[] } {
    const around = this.begin();
    try {
      return { value: compute(), marks: this.marks };
    } finally {
      this.marks = around;
      this.serial++;
    }
  }

  /** Records what a computation rests on, through all answers. */
  record<T>(compute: () => T): { value: T; rests: Rests } {
    const { value, marks } = this.apart(compute);
    return { value, rests: this.closure(marks) };
  }

  /** An answer to somebody who asks from outside, with its number. */
  answer<T>(compute: () => T): { value: T; answer: number } {
    const { value, marks } = this.apart(compute);
    return { value, answer: this.answers.push(marks) - 1 };
  }

  /** Computes what nobody rests on as a whole: who takes a part of it notes that part. */
  aside<T>(compute: () => T): T {
    return this.apart(compute).value;
  }

  /** All answers by their numbers, each with the marks of what it rests on: of answers, those found before it. */
  get graph(): Graph {
    return { answers: this.answers, lookups: this.lookupTexts };
  }

  /** What an answer rests on, through all others. */
  restsOf(answer: number): Rests {
    return this.closure([answer * 4 + MARK.answer]);
  }

  /** The number of an answer that was kept from before, with what it rests on. */
  known({ files, lookups }: Rests): number {
    const around = this.begin();
    for (const file of files) this.file(file);
    for (const lookup of lookups) this.lookup(lookup);
    const answer = this.end(around);
    this.marks.pop();
    return answer;
  }

  /** Forgets the answers' marks: nothing that was found so far may be used in a recording any more. */
  stop(): void {
    this.recording = false;
    this.marks = [];
    this.answers = [];
    // An editor links again and again, with names that were written halfway.
    this.lookups.clear();
    this.lookupTexts.length = 0;
  }

  private seen = new Int32Array(0);
  private round = 0;

  private closure(top: readonly number[]): Rests {
    if (this.seen.length < this.answers.length) this.seen = new Int32Array(this.answers.length * 2);
    const round = ++this.round;
    const files = new Set<number>();
    const lookups = new Set<number>();
    const stack: (readonly number[])[] = [top];
    for (let marks = stack.pop(); marks; marks = stack.pop()) {
      for (const mark of marks) {
        const number = mark >> 2;
        if ((mark & 3) === MARK.file) files.add(number);
        else if ((mark & 3) === MARK.lookup) lookups.add(number);
        else if (this.seen[number] !== round) {
          this.seen[number] = round;
          stack.push(this.answers[number]!);
        }
      }
    }
    return { files: [...files], lookups: [...lookups].map((number) => this.lookupTexts[number]!) };
  }
}

/** Answers with what they rest on. A mark is a number four times over, and what it is the number of: a `MARK`. */
export interface Graph {
  answers: readonly (readonly number[])[];
  lookups: readonly string[];
}

/** What the number in a mark belongs to. */
export const MARK = { file: 0, lookup: 1, answer: 2 } as const;

/** How look-ups begin that resolve a specifier; the folder, the specifier and the file found follow. */
export const RESOLUTION = 'resolve ';

/** How look-ups begin that ask of which modules a file exports everything; its path follows. */
export const STARS = 'stars of ';

/** How look-ups begin that ask what the project carries about under a name; the level of the question and the name follow. */
export const CARRIED = 'carried ';

/** How look-ups begin that take a part of a table over all files; the kind of the table, the part's name and what it was follow. */
export const TOLD = 'told ';

/** Look-ups that are none by name: what all files import, and which files there are. */
export const ALL_SPECIFIERS = 'all specifiers';
export const ALL_FILES = 'all files';

/** What a kept answer rests on: numbers of files, and look-ups. */
export interface Rests {
  files: readonly number[];
  lookups: readonly string[];
}
