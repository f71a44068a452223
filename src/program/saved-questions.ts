import type { Question } from './questions.ts';
import { TextList } from '../source/store/text-list.ts';
import type { PackedTexts } from '../source/store/text-list.ts';

/** Numbers of one question. */
const QUESTION = 4;
/** More than there are levels. */
const LEVELS = 8;

/** The numbers that stand for a question; `part` is the number of its part's text. */
export function packQuestion({ answer, kind, level, file }: Omit<Question, 'part'>, part: number): number[] {
  return [answer, kind * LEVELS + level, file, part];
}

/** What files asked about each other, as plain data. */
export interface PackedQuestions {
  /** In the order of their answers: of each question its answer, its kind and level, its file and its part, which is one of `parts`. */
  questions: Int32Array;
  parts: PackedTexts;
}

/** The questions that were kept: a run asks few of them again. */
export class SavedQuestions {
  private readonly numbers: Int32Array;
  private readonly parts: TextList;

  constructor({ questions, parts }: PackedQuestions) {
    this.numbers = questions;
    this.parts = new TextList(parts);
  }

  get length(): number {
    return this.numbers.length / QUESTION;
  }

  /** @param position below the length */
  at(position: number): Question {
    const [answer, kind, file, part] = this.numbers.subarray(position * QUESTION, (position + 1) * QUESTION) as unknown as [number, number, number, number];
    return { answer, kind: Math.floor(kind / LEVELS), level: kind % LEVELS, file, part: this.parts.at(part) };
  }

  /** The number of the answer to a question. */
  answerAt(position: number): number {
    return this.numbers[position * QUESTION]!;
  }

  /** The question that an answer was given to, if it was one. */
  answeredBy(answer: number): Question | undefined {
    let [start, end] = [0, this.length];
    while (start < end) {
      const middle = (start + end) >> 1;
      if (this.answerAt(middle) < answer) start = middle + 1;
      else end = middle;
    }
    return start < this.length && this.answerAt(start) === answer ? this.at(start) : undefined;
  }
}
