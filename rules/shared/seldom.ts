import { isInCatch } from '../../src/program/multiplicity/regions.ts';
import type { Program } from '../../src/program/types.ts';
import type { CallRef } from '../../src/program/values.ts';

/** Why a call runs once in a while, in a clause; undefined where nothing says so. */
export function seldomWhy(program: Program, { file, id }: CallRef): string | undefined {
  const call = file.facts.calls[id]!;
  if (isInCatch(file.facts, call)) return 'only a failure leads here';
  const where = program.onlyAdministrators(file.path, call.functionId);
  return where === undefined ? undefined : `only administrators are seen to lead here (${where})`;
}
