import { z } from 'zod';
import type { RelatedPlace, RuleFinding } from '../src/findings/types.ts';
import { SERVING_KINDS } from '../src/program/entries/file-kinds.ts';
import { argsText, calleeText, exprText, symbolPath } from '../src/program/print.ts';
import type { EntryInfo } from '../src/program/entries/entries.ts';
import type { Read } from '../src/program/repetition/events.ts';
import type { Repetition } from '../src/program/repetition/repetitions.ts';
import type { Program } from '../src/program/types.ts';
import { defineRule } from '../src/rule.ts';
import { besides, callPlace, steps } from './shared/places.ts';
import { reasonsOf } from './shared/reasons.ts';

export default defineRule({
  id: 'repeated-query',
  meta: {
    group: 'database',
    description: 'The same query with the same arguments more than once per request',
    level: 'warning',
    options: z.strictObject({}),
  },
  check: ({ program, file }) => {
    if (program.isClosed(file)) return [];
    return program.repetitions(file).flatMap((repetition) => {
      const { kinds, entry } = program.reached(repetition.by.file.path, repetition.by.id);
      const serving = [...kinds].some((kind) => SERVING_KINDS.has(kind));
      if (!serving && (kinds.size > 0 || !program.mayServe(file))) return [];
      return [toFinding(program, repetition, serving, entry)];
    });
  },
});

function toFinding(program: Program, repetition: Repetition, serving: boolean, entry: EntryInfo | undefined): RuleFinding {
  const { at, call, later, first, by, further, minor, beside } = repetition;
  const { file } = call;
  const { facts } = file;
  const fact = facts.calls[call.id]!;
  const sink = later.sink.call;
  const more = further > 0 ? `, with ${further} more ${further > 1 ? 'queries' : 'query'} beside it` : '';
  const times = beside.length > 0 ? `${beside.length + 2} times` : 'twice';
  return {
    message: `${queryText(later)} runs ${times} with the same arguments, ${askedBy(program, first, file.path)} and again ${later.path.length > 0 ? `for ${calleeText(facts, call.id)} ` : ''}here: the second round trip brings what is there already${more}`,
    help: 'load it once and hand the row on, as a parameter of the helper that asks again; or keep it for the request: a loader of the request, or cache() of React',
    location: callPlace(program, at),
    related: relatedPlaces(program, repetition),
    confidence: serving ? 'high' : 'medium',
    impact: { multiplicity: 'constant', bound: 2 + beside.length, ...(entry ? { entry: entry.label } : {}) },
    reasons: reasonsOf({
      repetition: 'both run on one path, and their receivers and arguments are made of the same parts',
      entry,
      confidence: serving ? 'high' : 'medium',
      doubt: 'no request or job is seen to lead here',
      ...(minor ? { severity: 'info: the second one is conditional, or what it asks for is a constant or far away' } : {}),
      benign: ['a write, a wait or a lock between the two', 'a loop', 'exclusive branches', 'a function or a cache that remembers', 'a transaction'],
    }),
    ...(minor ? { level: 'info' as const } : {}),
    key: { symbol: symbolPath(facts, by.id), callee: exprText(facts, fact.callee), args: argsText(facts, fact), over: '' },
    sink: `${sink.file.path}:${symbolPath(sink.file.facts, sink.file.facts.calls[sink.id]!.functionId)}:${queryText(later)}`,
  };
}

/** Who asked first, and where: `for assertMember in line 8`, `in src/guards.ts:5`. */
function askedBy(program: Program, { call, read }: Repetition['first'], file: string): string {
  const place = callPlace(program, call);
  const where = place.file === file ? `in line ${place.line}` : `in ${place.file}:${place.line}`;
  return read.path.length > 0 ? `for ${calleeText(call.file.facts, call.id)} ${where}` : where;
}

/** The query as a reader would name it: the entity, where it is known, and the method. */
function queryText({ sink: { call, target } }: Read): string {
  const { receiver } = target;
  const entity = receiver?.kind === 'handle' ? receiver.of : receiver?.kind === 'class' ? receiver : null;
  const text = calleeText(call.file.facts, call.id);
  return entity?.kind === 'class' ? `${entity.file.facts.classes[entity.id]!.name}.${text.split('.').at(-1)}` : text;
}

function relatedPlaces(program: Program, { later, first, beside }: Repetition): RelatedPlace[] {
  const asked = calleeText(first.call.file.facts, first.call.id);
  const related: RelatedPlace[] = [{ ...callPlace(program, first.call), role: 'beside', message: first.read.path.length === 0 ? `${asked} asks it first` : `${asked} has it asked first` }];
  if (first.read.path.length > 0) related.push({ ...callPlace(program, first.read.sink.call), role: 'step', message: `${queryText(first.read)} runs here for it` });
  related.push(...steps(program, later.path.slice(1).map(({ call }) => call)));
  if (later.path.length > 0) related.push({ ...callPlace(program, later.sink.call), role: 'sink', message: `${queryText(later)} runs here again` });
  return [...related, ...besides(program, beside, related.length)];
}
