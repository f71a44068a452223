import { spanFrom, spanStart } from '../../src/facts/spans.ts';
import type { Span } from '../../src/facts/types.ts';
import type { Predicate } from '../../src/database/query/predicates.ts';
import type { Given } from '../../src/database/query/types.ts';
import { spans } from '../../src/program/multiplicity/regions.ts';
import type { RelatedPlace } from '../../src/findings/types.ts';
import type { Program } from '../../src/program/types.ts';
import type { CallRef } from '../../src/program/values.ts';
import { callPlace } from './places.ts';

/** Places that are named at most: more of them are everybody. */
const MAX_PLACES = 5;

/**
 * Where the code asks by the columns, beside the call that runs the query: the steps of a builder that stand in other statements, the
 * places where other functions give the values, else the calls of a function that takes what it asks by. Empty where there are too many.
 */
export function askersOf(program: Program, call: CallRef, predicates: readonly Predicate[], columns: readonly string[]): RelatedPlace[] {
  const asked = predicates.filter(({ on }) => columns.includes(on));
  const { facts } = call.file;
  const own = facts.calls[call.id]!;
  const steps = placesOf(program, asked, ({ compare: { step } }) => (step && !isWithin(step, call, own.span) ? step : undefined), 'asked for');
  const around = facts.functions[own.functionId]!.span;
  const given = placesOf(program, asked, ({ compare: { value } }) => (value.kind === 'value' && value.from && !isWithin(value.from, call, around) ? value.from : undefined), 'given');
  const places = [...steps, ...given];
  if (places.length === 0) places.push(...callsOf(program, call));
  return places.length > MAX_PLACES ? [] : places;
}

/** Each place once. */
function placesOf(program: Program, predicates: readonly Predicate[], at: (predicate: Predicate) => Given | undefined, what: string): RelatedPlace[] {
  const places = new Map<string, RelatedPlace>();
  for (const predicate of predicates) {
    const given = at(predicate);
    if (!given) continue;
    const id = program.facts(given.file).calls.findIndex(({ span }) => spanStart(span) === given.at);
    const place = id < 0 ? program.place(given.file, spanFrom(given.at, given.at)) : callPlace(program, program.callRef(given.file, id));
    places.set(`${place.file}:${place.line}:${place.column}`, { ...place, role: 'beside', message: `${predicate.column} is ${what} here` });
  }
  return [...places.values()];
}

function isWithin({ file, at }: Given, call: CallRef, span: Span): boolean {
  return file === call.file.path && spans(span, spanFrom(at, at));
}

/** Calls of the function around a call, where it takes something. */
function callsOf(program: Program, { file, id }: CallRef): RelatedPlace[] {
  const { functionId } = file.facts.calls[id]!;
  const { params, name } = file.facts.functions[functionId]!;
  if (params.length === 0 || name === '') return [];
  return program.callers(file.path, functionId).map((caller) => ({ ...callPlace(program, caller), role: 'beside', message: `calls ${name}` }));
}
