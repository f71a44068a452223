import type { SourceFile } from '../facts/file.ts';
import type { Link } from './link.ts';
import { eachAsked, questionNow, questionsOf } from './questions.ts';
import type { Question } from './questions.ts';
import { additionsOf } from './resolve/added.ts';
import { rowNumber, rowOf, tableOf } from './rows.ts';
import { packQuestion, SavedQuestions } from './saved-questions.ts';
import type { PackedQuestions } from './saved-questions.ts';
import type { Staleness } from './staleness.ts';
import { packTexts, TextList } from '../source/store/text-list.ts';
import type { PackedTexts } from '../source/store/text-list.ts';
import { CARRIED, MARK } from './trail.ts';
import type { Graph } from './trail.ts';

/** What answers of a link rest on, as plain data: a graph whose answers rest on files, rows of these, look-ups and answers before them. */
export interface SavedRests extends Omit<Graph, 'lookups'>, PackedQuestions {
  /** The files, by number, and which content each had. */
  paths: readonly string[];
  keys: readonly string[];
  ends: Int32Array;
  marks: Int32Array;
  rows: Int32Array;
  lookups: PackedTexts;
  /** Whether the project added nothing to libraries' values. */
  addsNothing: boolean;
  /** How many marks it had when nothing in it was of an earlier run. */
  begun: number;
}

/** Answers with what they rest on, of which some are to be kept. */
interface Part extends Graph {
  /** The file's number among those of now. */
  fileOf(number: number): number;
  /** The text of a look-up as it is kept. */
  lookupOf(text: string): string;
  /** The questions that files asked about each other, for answers that are needed. */
  questions(needed: Needed): Iterable<Question>;
  /** Answers in the place of which one of the link stands now. */
  renewed: ReadonlyMap<number, number>;
  tops: readonly number[];
}

/** An answer that is asked for again; `file`: the one that it is about, by its path. */
export interface Top {
  answer: number;
  file: string | undefined;
}

/** Answers of an earlier link that are kept. */
export interface Earlier {
  rests: SavedRests;
  /** Those that hold. */
  tops: readonly number[];
  /** What of it holds, and how rows are found again. */
  stale: Pick<Staleness, 'renewed' | 'idNow'>;
}

/**
 * What the answers of a link rest on, with those of an earlier one that still hold, and the numbers that they have now.
 *
 * @param keyOf a string that says which content of its path a file is
 */
export function packRests(link: Link, tops: readonly Top[], earlier: Earlier | undefined, keyOf: (source: SourceFile) => string): { rests: SavedRests; now: readonly number[]; before: readonly number[] } {
  const packer = new Packer();
  const kept = earlier && partOfSaved(earlier, link);
  const keptNeeded = kept && neededOf(kept);
  const found = partOfLink(link, [...tops, ...(keptNeeded?.renewed ?? []).map((answer) => ({ answer, file: undefined }))]);
  const now = packer.add(found, neededOf(found));
  const before = kept && keptNeeded ? packer.add(kept, keptNeeded) : [];
  const packed = packer.packed();
  const begun = Math.max(earlier?.rests.begun ?? 0, before.length > 0 ? 0 : packed.marks.length);
  return { rests: { paths: link.files.map(({ path }) => path), keys: link.files.map(({ source }) => keyOf(source)), addsNothing: additionsOf(link).size === 0, ...packed, begun }, now: now.slice(0, tops.length), before };
}

/** Whether a graph is mostly what several runs found each for itself: what it keeps of earlier ones is better found anew. */
export function isOvergrown({ marks, begun }: SavedRests): boolean {
  return marks.length > 2 * begun;
}

const NONE_RENEWED: ReadonlyMap<number, number> = new Map();

function partOfLink(link: Link, tops: readonly Top[]): Part {
  // What is carried about is told by what it is: another process knows nothing of the parts of this one.
  const lookupOf = (text: string): string => (text.startsWith(CARRIED) ? link.told.lookup('carried', text.slice(CARRIED.length)) : text);
  const { graph } = link.trail;
  return { ...graph, fileOf: (number) => number, lookupOf, tops: tops.map(({ answer }) => answer), renewed: NONE_RENEWED, questions: (needed) => askedFromOutside(link, graph, needed, tops) };
}

function partOfSaved({ rests, tops, stale }: Earlier, link: Link): Part {
  const { paths, ends, marks } = rests;
  const { renewed } = stale;
  const asked = new SavedQuestions(rests);
  const questions = ({ isNeeded }: Needed): Question[] =>
    Array.from({ length: asked.length }, (_, position) => position).flatMap((position) => {
      const answer = asked.answerAt(position);
      if (isNeeded[answer] !== 1 || renewed.has(answer)) return [];
      const question = asked.at(position);
      return questionNow(question, (table, id) => stale.idNow(question.file, table, id)) ?? [];
    });
  const rows = rests.rows.slice();
  for (let at = 0; at < rows.length; at += 2) {
    const { table, id } = rowOf(rows[at + 1]!);
    const now = stale.idNow(rows[at]!, tableOf(table), id);
    if (now !== undefined) rows[at + 1] = rowNumber(table, now);
  }
  return { ends, marks, lookups: new TextList(rests.lookups), rows, fileOf: (number) => link.byPath.get(paths[number]!)!.number, lookupOf: (text) => text, tops, renewed, questions };
}

/** Answers that are used where several files are asked about. */
const SEVERAL = -2;

/**
 * The questions about a file whose answers are used where another file is asked about. What is no such question is asked about the
 * file of those that use it.
 */
function askedFromOutside(link: Link, { ends, marks }: Graph, { isNeeded }: Needed, tops: readonly Top[]): Question[] {
  const fileOf = new Int32Array(isNeeded.length).fill(UNKNOWN);
  const isQuestion = new Uint8Array(isNeeded.length);
  const isOutside = new Uint8Array(isNeeded.length);
  eachAsked(link, (answer, file) => {
    if (answer >= isNeeded.length) return;
    fileOf[answer] = file;
    isQuestion[answer] = 1;
  });
  for (const { answer, file } of tops) fileOf[answer] = (file === undefined ? undefined : link.byPath.get(file)?.number) ?? SEVERAL;
  // Those that use an answer have numbers above its own.
  for (let answer = isNeeded.length - 1; answer >= 0; answer--) {
    if (isNeeded[answer] === 0) continue;
    const file = fileOf[answer]!;
    for (let at = answer === 0 ? 0 : ends.at(answer - 1)!; at < ends.at(answer)!; at++) {
      const mark = marks.at(at)!;
      if ((mark & 3) !== MARK.answer) continue;
      const used = mark >> 2;
      if (isQuestion[used] === 1) isOutside[used]! |= Number(fileOf[used] !== file);
      else fileOf[used] = fileOf[used] === UNKNOWN || fileOf[used] === file ? file : SEVERAL;
    }
  }
  return questionsOf(link, (answer) => isOutside[answer] === 1);
}

const UNKNOWN = -1;

/** Numbers of texts, from nought. */
class TextNumbers {
  private readonly numbers = new Map<string, number>();

  numberOf(text: string): number {
    let number = this.numbers.get(text);
    if (number === undefined) this.numbers.set(text, (number = this.numbers.size));
    return number;
  }

  get list(): string[] {
    return [...this.numbers.keys()];
  }
}

/** Puts graphs one behind the other, without the answers that nobody rests on. */
class Packer {
  private readonly lookups = new TextNumbers();
  private readonly parts = new TextNumbers();
  private readonly rowNumbers = new Map<number, number>();
  private readonly rows: number[] = [];
  private readonly questions: number[] = [];
  private readonly ends: Int32Array[] = [];
  private readonly marks: Int32Array[] = [];
  private answerCount = 0;
  private markCount = 0;
  /** The new numbers of the part before: of the link's answers, when those of an earlier one are added. */
  private numbersBefore = new Int32Array(0);

  /** Gives the new numbers of the tops. */
  add(part: Part, needed: Needed): number[] {
    const { marks, lookups, rows, fileOf, lookupOf, renewed, tops } = part;
    const { isNeeded } = needed;
    const numbers = new Int32Array(isNeeded.length);
    const lookupNumbers = new Int32Array(lookups.length).fill(UNKNOWN);
    const lookupNumber = (number: number): number => {
      if (lookupNumbers[number] === UNKNOWN) lookupNumbers[number] = this.lookups.numberOf(lookupOf(lookups.at(number)!));
      return lookupNumbers[number]!;
    };
    const numberOf = (kind: number, number: number): number => {
      if (kind === MARK.answer) return numbers[number]!;
      if (kind === MARK.file) return fileOf(number);
      return kind === MARK.lookup ? lookupNumber(number) : this.rowNumber(fileOf(rows.at(number * 2)!), rows.at(number * 2 + 1)!);
    };
    const ends = new Int32Array(needed.answers);
    const packed = new Int32Array(needed.marks);
    let [count, packedCount] = [0, 0];
    // What look-ups are asked meanwhile may add answers: they are not needed.
    for (let answer = 0, at = 0; answer < isNeeded.length; answer++) {
      const end = part.ends.at(answer)!;
      if (isNeeded[answer] === 1) {
        const now = renewed.get(answer);
        if (now !== undefined) packed[packedCount++] = this.numbersBefore[now]! * 4 + MARK.answer;
        else
          for (; at < end; at++) {
            const mark = marks.at(at)!;
            packed[packedCount++] = numberOf(mark & 3, mark >> 2) * 4 + (mark & 3);
          }
        numbers[answer] = this.answerCount + count;
        ends[count++] = this.markCount + packedCount;
      }
      at = end;
    }
    // Answers keep their order.
    const asked = [...part.questions(needed)].sort((a, b) => a.answer - b.answer);
    for (const { answer, kind, level, file, part: text } of asked) this.questions.push(...packQuestion({ answer: numbers[answer]!, kind, level, file: fileOf(file) }, this.parts.numberOf(text)));
    this.ends.push(ends);
    this.marks.push(packed);
    this.answerCount += count;
    this.markCount += packedCount;
    this.numbersBefore = numbers;
    return tops.map((top) => numbers[top]!);
  }

  private rowNumber(file: number, part: number): number {
    const key = file * 2 ** 26 + part;
    let number = this.rowNumbers.get(key);
    if (number === undefined) {
      this.rowNumbers.set(key, (number = this.rowNumbers.size));
      this.rows.push(file, part);
    }
    return number;
  }

  packed(): Omit<SavedRests, 'paths' | 'keys' | 'addsNothing' | 'begun'> {
    return {
      lookups: packTexts(this.lookups.list),
      parts: packTexts(this.parts.list),
      rows: Int32Array.from(this.rows),
      questions: Int32Array.from(this.questions),
      ends: joined(this.ends),
      marks: joined(this.marks),
    };
  }
}

function joined(arrays: readonly Int32Array[]): Int32Array {
  if (arrays.length === 1) return arrays[0]!;
  const all = new Int32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return all;
}

/** Which answers of a graph are tops, or rested on by one that is needed: 1 for each. */
interface Needed {
  isNeeded: Uint8Array;
  answers: number;
  /** What these have. */
  marks: number;
  /** Answers of the link that stand for some of them. */
  renewed: readonly number[];
}

function neededOf({ tops, ends, marks, renewed }: Part): Needed {
  const isNeeded = new Uint8Array(ends.length);
  const found: number[] = [];
  let [answers, markCount] = [0, 0];
  for (const top of tops) isNeeded[top] = 1;
  for (let answer = ends.length - 1; answer >= 0; answer--) {
    if (isNeeded[answer] === 0) continue;
    answers++;
    const now = renewed.get(answer);
    if (now !== undefined) {
      found.push(now);
      markCount++;
      continue;
    }
    const start = answer === 0 ? 0 : ends.at(answer - 1)!;
    const end = ends.at(answer)!;
    markCount += end - start;
    for (let at = start; at < end; at++) {
      const mark = marks.at(at)!;
      if ((mark & 3) === MARK.answer) isNeeded[mark >> 2] = 1;
    }
  }
  return { isNeeded, answers, marks: markCount, renewed: found };
}
