import type { RegionFact } from '../../facts/types.ts';
import { isPause } from '../multiplicity/pauses.ts';
import { hasNoTest, isInside, isLoop, spans } from '../multiplicity/regions.ts';
import type { Link } from '../link.ts';
import type { FunctionRef, LinkedFile } from '../values.ts';

/**
 * Functions that do their work again and again, with a pause, until the process ends: `while (true) { …; await sleep(ms) }`. Whoever
 * begins one goes on beside it. A loop that is left some time, by whatever way, tries again or reads on: that is no work of its own.
 */
export function endlessFunctions(link: Link, file: LinkedFile): FunctionRef[] {
  const { facts } = file;
  const found: FunctionRef[] = [];
  for (const [id, region] of facts.regions.entries()) {
    if (region.functionId > 0 && hasNoTest(region) && !isLeft(file, id) && pauses(link, file, id, region)) found.push({ file, id: region.functionId });
  }
  return found;
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
