import type { RegionFact } from '../../facts/types.ts';
import { isPause } from '../multiplicity/pauses.ts';
import { hasNoTest, isInside, isLoop, regionsAround, spans } from '../multiplicity/regions.ts';
import type { Sink } from '../effects/reach.ts';
import type { Link } from '../link.ts';
import { callTargets } from '../resolve/targets.ts';
import type { FunctionRef, LinkedFile } from '../values.ts';

/**
 * Functions that do their work again and again, with a pause, until the process ends: `while (true) { …; await sleep(ms) }`,
 * `for await (const _ of setInterval(ms))`. Whoever begins one goes on beside it. A loop that is left some time, by whatever way,
 * tries again or reads on: that is no work of its own.
 */
export function endlessFunctions(link: Link, file: LinkedFile): FunctionRef[] {
  const { regions } = file.facts;
  return [...regions.entries()].flatMap(([id, { functionId }]) => (functionId > 0 && isEndless(link, file, id) ? [{ file, id: functionId }] : []));
}

/** Whether a call that a loop's turn leads to stands in an endless loop of a function on the way: the turn begins a job, and what that asks for it asks in turns of its own. */
export function isOfJob(link: Link, { path, call }: Pick<Sink, 'path' | 'call'>): boolean {
  const beyond = path.length > 0 ? [...path.slice(1), call] : [];
  return beyond.some(({ file, id }) => [...regionsAround(file, file.row('calls', id).region)].some((at) => mayBeEndless(file.row('regions', at)) && isEndless(link, file, at)));
}

/** A cheap test before anything else is asked. */
function mayBeEndless(region: RegionFact): boolean {
  return hasNoTest(region) || (region.kind === 'for-await' && region.over?.kind === 'call');
}

function isEndless(link: Link, file: LinkedFile, id: number): boolean {
  const region = file.facts.regions[id]!;
  if (!mayBeEndless(region) || isLeft(file, id)) return false;
  return region.over?.kind === 'call' ? isTicker(link, file, region.over.call) : pauses(link, file, id, region);
}

/** A library's timer that gives a turn to whoever waits: https://nodejs.org/api/timers.html#timerspromisessetintervaldelay-value-options */
function isTicker(link: Link, file: LinkedFile, callId: number): boolean {
  return callTargets(link, file, callId).some((target) => target.kind === 'operation' && target.operation.effect?.kind === 'pause');
}

/** Whether something leaves a loop: what leaves one that stands in it goes on with the next turn. */
function isLeft({ facts }: LinkedFile, loop: number): boolean {
  return facts.exits.some(({ kind, region, target }) => {
    if (!isInside(facts, region, loop)) return false;
    return kind === 'return' || kind === 'throw' || (kind === 'break' && (target === loop || (target >= 0 && isInside(facts, loop, target))));
  });
}

/** Whether each turn waits by intent, in no branch that only some of them take. */
function pauses(link: Link, file: LinkedFile, loop: number, { span, functionId }: RegionFact): boolean {
  const { facts } = file;
  return facts.calls.some((call, id) => call.functionId === functionId && spans(span, call.span) && isOfEachTurn(file, call.region, loop) && isPause(link, file, id));
}

/** Whether a region is the loop's own, or runs whenever that does. */
function isOfEachTurn({ facts }: LinkedFile, region: number, loop: number): boolean {
  for (let at = region; at !== loop; at = facts.regions[at]!.parent) {
    if (at < 0) return false;
    const fact = facts.regions[at]!;
    if (isLoop(fact) || (fact.kind !== 'try' && fact.kind !== 'finally')) return false;
  }
  return true;
}
