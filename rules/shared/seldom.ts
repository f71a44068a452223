import type { Schema } from '../../src/database/schema/types.ts';
import { isInCatch } from '../../src/program/multiplicity/regions.ts';
import type { Program } from '../../src/program/types.ts';
import type { CallRef } from '../../src/program/values.ts';
import { teardownWhy } from './teardown.ts';

/** Why a call runs once in a while, in a clause; undefined where nothing says so. */
export function seldomWhy(program: Program, { file, id }: CallRef): string | undefined {
  const call = file.facts.calls[id]!;
  if (isInCatch(file.facts, call)) return 'only a failure leads here';
  const where = program.onlyAdministrators(file.path, call.functionId);
  return where === undefined ? undefined : `only administrators are seen to lead here (${where})`;
}

/** The same of a call that reaches a database, by what its function does beside it as well. */
export function rareWhy(program: Program, schemas: readonly Schema[], call: CallRef): string | undefined {
  return seldomWhy(program, call) ?? teardownWhy(program, schemas, call);
}
