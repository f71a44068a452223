import type { Place } from '../../src/findings/types.ts';
import { callPlace as placeOfCall } from '../../src/program/call-place.ts';
import type { Program } from '../../src/program/types.ts';
import type { CallRef } from '../../src/program/values.ts';

/** Where a call is: from its start to the end of its callee. */
export function callPlace(program: Program, { file, id }: CallRef): Place {
  return placeOfCall(program, file.path, id);
}
