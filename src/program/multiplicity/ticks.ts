import type { CallFact } from '../../facts/types.ts';
import type { QueryEffect } from '../../libraries/types.ts';
import { argumentAt } from '../effects/statement.ts';
import type { Link } from '../link.ts';
import type { CallRef, LinkedFile } from '../values.ts';
import { isOptionSet } from './library-options.ts';
import type { Subject } from './verdict.ts';

/** Loaders collect the keys of one tick; so do Prisma's reads by unique key. */
export function isBatchedInTick(link: Link, { sink }: Subject): boolean {
  const { effect } = sink;
  if (effect.kind === 'load') return true;
  if (effect.kind !== 'query' || !effect.batched) return false;
  if (typeof effect.batched === 'object') return isOptionSet(link, sink, effect.batched.option);
  return effect.batched === 'tick' || hasEqualityFilter(sink.call, effect);
}

/**
 * No condition is an operator object, as far as the call shows it: arguments that a caller made are taken for equalities,
 * which is what a read by unique key asks for. A compound key (`a_b: { a, b }`) has an underscore.
 */
function hasEqualityFilter({ file, id }: CallRef, effect: QueryEffect): boolean {
  const where = argumentAt(file.facts.calls[id]!, effect.filter ?? { arg: 0 });
  if (where?.kind !== 'object') return where?.kind === 'name';
  return where.properties.every(({ key, value }) => key !== null && !/^(OR|AND|NOT)$/.test(key) && value.kind !== 'array' && (value.kind !== 'object' || key.includes('_')));
}

/** The promise is put aside, not awaited in the turn: `pending.push(loader.load(key))`. */
export function isCollected({ facts }: LinkedFile, call: CallFact): boolean {
  if (call.use !== 'argument' && call.use !== 'element') return false;
  return facts.calls[call.useCall]?.use !== 'await';
}
