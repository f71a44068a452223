import { ownersOf } from '../../src/database/schema/owners.ts';
import type { Schema } from '../../src/database/schema/types.ts';
import type { Seldom } from '../../src/program/entries/seldom.ts';
import { isInCatch } from '../../src/program/multiplicity/regions.ts';
import type { Program } from '../../src/program/types.ts';
import type { CallRef } from '../../src/program/values.ts';

const WHY: Readonly<Record<Seldom['by'], string>> = {
  administrators: 'only administrators are seen to lead here',
  clock: 'the clock starts it, and nobody waits for it',
  upkeep: 'it keeps the data in order, and nobody waits for it',
  ending: 'it comes once in the life of what its rows belong to',
  unused: 'nothing is seen to use it',
};

const ALL = Object.keys(WHY) as Seldom['by'][];

/**
 * Why a call runs once in a while, in a clause; undefined where nothing says so.
 *
 * @param by the reasons that count
 */
export function seldomWhy(program: Program, { file, id }: CallRef, schema: Schema | undefined, by: readonly Seldom['by'][] = ALL): string | undefined {
  const call = file.facts.calls[id]!;
  if (isInCatch(file.facts, call)) return 'only a failure leads here';
  const seldom = program.seldom(file.path, call.functionId, schema ? ownersOf(schema) : []);
  return seldom && by.includes(seldom.by) ? `${WHY[seldom.by]} (${seldom.where})` : undefined;
}
