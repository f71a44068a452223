import { bodies, bodyOf } from './effects/graph.ts';
import { circumstances, circumstancesOf } from './effects/reach.ts';
import { isTaken, takenCalls } from './effects/taken.ts';
import type { Link } from './link.ts';
import type { PerLink } from './memo.ts';
import { eventsOf, eventsOfFunctions, MAX_HOPS } from './repetition/events.ts';
import { bindingValues } from './resolve/bindings.ts';
import { callValues, returnedValues } from './resolve/calls.ts';
import { classBase } from './resolve/classes.ts';
import { memberOf } from './resolve/members.ts';
import { exportedValues } from './resolve/names.ts';
import { paramValues } from './resolve/params.ts';
import { callTargets } from './resolve/targets.ts';
import { partsOf, type LinkedFile } from './values.ts';

/** A question about one file that was answered, as another link of the same files can be asked it. */
export interface Question {
  answer: number;
  /** Position among the kinds of questions. */
  kind: number;
  /** Levels from the start: see `Memo`. */
  level: number;
  /** Number of the file. */
  file: number;
  /** What of the file is asked about, as the kind of question has it. */
  part: string;
}

type Key = number | string;

/** One kind of question. */
interface Kind extends Keys {
  /** Tells what a link was asked, by the keys of its answers. */
  each(link: Link, tell: (key: Key, level: number, answer: number) => void): void;
  ask(link: Link, file: LinkedFile, part: string): unknown;
}

/** How keys of answers are made of the number of a file and of what is asked about of it. */
interface Keys {
  /** The number of the file; -1 for what cannot be asked again. */
  fileOf(key: Key): number;
  partOf(key: Key): string;
}

/** Keys that are a row's, or one row's several times over. */
const byRow = (times: number): Keys => ({
  fileOf: (key) => partsOf((key as number) / times).number,
  partOf: (key) => {
    const { id } = partsOf(Math.floor((key as number) / times));
    return times === 1 ? String(id) : `${id}:${(key as number) % times}`;
  },
});

/** Keys that are texts: the number of a file, or of a row, and behind a mark the rest. `before` stands at the beginning. */
const byText = (number: 'file' | 'row', mark: string, before = ''): Keys => {
  const split = (key: Key): [number: number, rest: string] => {
    const text = key as string;
    const end = text.indexOf(mark);
    return [Number(text.slice(before.length, end)), text.slice(end + 1)];
  };
  return {
    fileOf: (key) => {
      if (!(key as string).startsWith(before)) return -1;
      const [first] = split(key);
      return number === 'file' ? first : partsOf(first).number;
    },
    partOf: (key) => {
      const [first, rest] = split(key);
      return number === 'file' ? rest : `${partsOf(first).id}:${rest}`;
    },
  };
};

function ofMemo(kind: keyof Link['answers'], keys: Keys, ask: Kind['ask']): Kind {
  return { ...keys, each: ({ answers }, tell) => answers[kind].each(tell), ask };
}

function ofLink(answers: PerLink<number, unknown>, times: number, ask: Kind['ask']): Kind {
  return { ...byRow(times), each: (link, tell) => answers.each(link, (key, answer) => tell(key, 0, answer)), ask };
}

function numbersIn(part: string): [number, number] {
  const [first, second] = part.split(':');
  return [Number(first), Number(second)];
}

/** The questions that one file asks about another. */
const KINDS: readonly Kind[] = [
  ofMemo('bindings', byRow(1), (link, file, id) => bindingValues(link, file, Number(id))),
  ofMemo('calls', byRow(1), (link, file, id) => callValues(link, file, Number(id))),
  ofMemo('targets', byRow(1), (link, file, id) => callTargets(link, file, Number(id))),
  ofMemo('classBases', byRow(1), (link, file, id) => classBase(link, file, Number(id))),
  ofMemo('returned', byRow(1), (link, file, id) => returnedValues(link, file, Number(id))),
  ofMemo('exported', byText('file', ':'), exportedValues),
  ofMemo('params', byText('row', ':'), (link, file, part) => paramValues(link, file, ...numbersIn(part))),
  ...(['class', 'instance'] as const).map((kind) =>
    ofMemo('members', byText('row', '.', `${kind}:`), (link, file, part) => {
      const at = part.indexOf(':');
      return memberOf(link, { kind, file, id: Number(part.slice(0, at)) }, part.slice(at + 1));
    }),
  ),
  ofLink(takenCalls, 1, (link, file, id) => isTaken(link, file, Number(id))),
  ofLink(circumstances, 1, (link, file, id) => circumstancesOf(link, { file, id: Number(id) })),
  ofLink(bodies, 1, (link, file, id) => bodyOf(link, { file, id: Number(id) })),
  ofLink(eventsOfFunctions, MAX_HOPS + 1, (link, file, part) => {
    const [id, hops] = numbersIn(part);
    return eventsOf(link, { file, id }, hops);
  }),
];

/** Tells for each answer of a link that can be asked for again which file it is about. */
export function eachAsked(link: Link, tell: (answer: number, file: number) => void): void {
  for (const { each, fileOf } of KINDS) {
    each(link, (key, _level, answer) => {
      const file = answer < 0 ? -1 : fileOf(key);
      if (file >= 0) tell(answer, file);
    });
  }
}

/** The questions whose answers are wanted. */
export function questionsOf(link: Link, isWanted: (answer: number) => boolean): Question[] {
  const questions: Question[] = [];
  for (const [kind, { each, fileOf, partOf }] of KINDS.entries()) {
    each(link, (key, level, answer) => {
      if (answer >= 0 && isWanted(answer) && fileOf(key) >= 0) questions.push({ answer, kind, level, file: fileOf(key), part: partOf(key) });
    });
  }
  return questions;
}

/** Asks a link a question, where it has the file. */
export function askAgain(link: Link, { kind, level, part }: Question, path: string): unknown {
  const file = link.byPath.get(path);
  return file && link.memo.at(level, () => KINDS[kind]!.ask(link, file, part));
}
