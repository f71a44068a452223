import { bodies, bodyOf } from './effects/graph.ts';
import { circumstances, circumstancesOf } from './effects/reach.ts';
import { isTaken, takenCalls } from './effects/taken.ts';
import type { Table } from './alignment.ts';
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
  /** Its answers have texts that keys are part of. */
  hasKeys?: true;
  /** Tells what a link was asked, by the keys of its answers. */
  each(link: Link, tell: (key: Key, level: number, answer: number) => void): void;
  ask(link: Link, file: LinkedFile, part: string): unknown;
}

/** How keys of answers are made of the number of a file and of what is asked about of it. */
interface Keys {
  /** What the id is of that the part begins with; undefined where it is a name. */
  table: Table | undefined;
  /** The number of the file; -1 for what cannot be asked again. */
  fileOf(key: Key): number;
  partOf(key: Key): string;
}

/** Keys that are a row's, or one row's several times over. */
const byRow = (table: Table, times = 1): Keys => ({
  table,
  fileOf: (key) => partsOf((key as number) / times).number,
  partOf: (key) => {
    const { id } = partsOf(Math.floor((key as number) / times));
    return times === 1 ? String(id) : `${id}:${(key as number) % times}`;
  },
});

/** Keys that are texts: the number of a file, or of a row, and behind a mark the rest. `before` stands at the beginning. */
const byText = (table: Table | undefined, mark: string, before = ''): Keys => {
  const split = (key: Key): [number: number, rest: string] => {
    const text = key as string;
    const end = text.indexOf(mark);
    return [Number(text.slice(before.length, end)), text.slice(end + 1)];
  };
  return {
    table,
    fileOf: (key) => {
      if (!(key as string).startsWith(before)) return -1;
      const [first] = split(key);
      return table ? partsOf(first).number : first;
    },
    partOf: (key) => {
      const [first, rest] = split(key);
      return table ? `${partsOf(first).id}:${rest}` : rest;
    },
  };
};

function ofMemo(kind: keyof Link['answers'], keys: Keys, ask: Kind['ask']): Kind {
  return { ...keys, each: ({ answers }, tell) => answers[kind].each(tell), ask };
}

function ofLink(answers: PerLink<number, unknown>, keys: Keys, ask: Kind['ask']): Kind {
  return { ...keys, each: (link, tell) => answers.each(link, (key, answer) => tell(key, 0, answer)), ask };
}

function numbersIn(part: string): [number, number] {
  const [first, second] = part.split(':');
  return [Number(first), Number(second)];
}

/** The questions that one file asks about another. */
const KINDS: readonly Kind[] = [
  ofMemo('bindings', byRow('bindings'), (link, file, id) => bindingValues(link, file, Number(id))),
  ofMemo('calls', byRow('calls'), (link, file, id) => callValues(link, file, Number(id))),
  ofMemo('targets', byRow('calls'), (link, file, id) => callTargets(link, file, Number(id))),
  ofMemo('classBases', byRow('classes'), (link, file, id) => classBase(link, file, Number(id))),
  ofMemo('returned', byRow('functions'), (link, file, id) => returnedValues(link, file, Number(id))),
  ofMemo('exported', byText(undefined, ':'), exportedValues),
  ofMemo('params', byText('functions', ':'), (link, file, part) => paramValues(link, file, ...numbersIn(part))),
  ...(['class', 'instance'] as const).map((kind) =>
    ofMemo('members', byText('classes', '.', `${kind}:`), (link, file, part) => {
      const at = part.indexOf(':');
      return memberOf(link, { kind, file, id: Number(part.slice(0, at)) }, part.slice(at + 1));
    }),
  ),
  ofLink(takenCalls, byRow('calls'), (link, file, id) => isTaken(link, file, Number(id))),
  ofLink(circumstances, byRow('calls'), (link, file, id) => circumstancesOf(link, { file, id: Number(id) })),
  ofLink(bodies, byRow('functions'), (link, file, id) => bodyOf(link, { file, id: Number(id) })),
  {
    ...ofLink(eventsOfFunctions, byRow('functions', MAX_HOPS + 1), (link, file, part) => {
      const [id, hops] = numbersIn(part);
      return eventsOf(link, { file, id }, hops);
    }),
    hasKeys: true,
  },
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

/**
 * The question as it is asked now; undefined where what it is about may be gone.
 *
 * @param idNow the id that a row has now
 */
export function questionNow(question: Question, idNow: (table: Table, id: number) => number | undefined): Question | undefined {
  const { table } = KINDS[question.kind]!;
  if (!table) return question;
  const [id = '', ...rest] = question.part.split(':');
  const now = idNow(table, Number(id));
  return now === undefined ? undefined : { ...question, part: [now, ...rest].join(':') };
}

/** Whether keys are part of texts in the answers to a question. */
export function hasKeys({ kind }: Question): boolean {
  return KINDS[kind]!.hasKeys === true;
}

/** Asks a link a question, where it has the file. */
export function askAgain(link: Link, { kind, level, part }: Question, path: string): unknown {
  const file = link.byPath.get(path);
  return file && link.memo.at(level, () => KINDS[kind]!.ask(link, file, part));
}
