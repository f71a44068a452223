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
    this.marks.push(number * 4);
  }

  /** Something was looked up by name in all files, or a specifier was resolved. */
  lookup(what: string): void {
    if (!this.recording) return;
    let number = this.lookups.get(what);
    if (number === undefined) {
      this.lookups.set(what, (number = this.lookupTexts.length));
      this.lookupTexts.push(what);
    }
    this.marks.push(number * 4 + 1);
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
    if (told === undefined) this.marks.push(answer * 4 + 2);
    else this.lookup(told);
  }

  /** Records what a computation rests on, through all answers. */
  record<T>(compute: () => T): { value: T; rests: Rests } {
    const around = this.begin();
    const value = compute();
    const top = this.marks;
    this.marks = around;
    this.serial++;
    return { value, rests: this.closure(top) };
  }

  /** What an answer rests on, through all others. */
  restsOf(answer: number): Rests {
    return this.closure([answer * 4 + 2]);
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
        if ((mark & 3) === 0) files.add(number);
        else if ((mark & 3) === 1) lookups.add(number);
        else if (this.seen[number] !== round) {
          this.seen[number] = round;
          stack.push(this.answers[number]!);
        }
      }
    }
    return { files: [...files], lookups: [...lookups].map((number) => this.lookupTexts[number]!) };
  }
}

/** How look-ups begin that resolve a specifier; the folder, the specifier and the file found follow. */
export const RESOLUTION = 'resolve ';

/** How look-ups begin that ask of which modules a file exports everything; its path follows. */
export const STARS = 'stars of ';

/** How look-ups begin that ask what the project carries about under a name; the level of the question and the name follow. */
export const CARRIED = 'carried ';

/** Look-ups that are none by name: what all files import, and which files there are. */
export const ALL_SPECIFIERS = 'all specifiers';
export const ALL_FILES = 'all files';

/** What a kept answer rests on: numbers of files, and look-ups. */
export interface Rests {
  files: readonly number[];
  lookups: readonly string[];
}
