import type { Place, RelatedPlace } from '../../src/findings/types.ts';
import { callPlace as placeOfCall } from '../../src/program/call-place.ts';
import { calleeText } from '../../src/program/print.ts';
import type { Program } from '../../src/program/types.ts';
import type { CallRef } from '../../src/program/values.ts';

/** A finding names twelve places at most. */
export const MAX_PLACES = 12;

/** Where a call is: from its start to the end of its callee. */
export function callPlace(program: Program, { file, id }: CallRef): Place {
  return placeOfCall(program, file.path, id);
}

/** Calls on the way to where it happens. */
export function steps(program: Program, calls: readonly CallRef[]): RelatedPlace[] {
  return calls.map((call) => ({ ...callPlace(program, call), role: 'step', message: `calls ${calleeText(call.file.facts, call.id)}` }));
}

/** Further calls that do the same, as many as a finding has room for behind the places that it names already. */
export function besides(program: Program, calls: readonly CallRef[], named: number): RelatedPlace[] {
  return calls.slice(0, MAX_PLACES - named).map((call) => ({ ...callPlace(program, call), role: 'beside', message: `so does ${calleeText(call.file.facts, call.id)}` }));
}
