import { spanEnd, spanStart } from '../../facts/spans.ts';
import type { CallFact, ExitFact, Expr, FileFacts } from '../../facts/types.ts';
import { enclosing } from './regions.ts';

/** What a test says of a value where it holds: that it is there, that it is missing, or nothing. */
export type Reading = (test: Expr) => boolean | undefined;

/**
 * Whether a call runs only where a value is there, or only where it is missing: in a branch that its test decides, or
 * after a way out that the other outcome takes.
 *
 * @param leaves which ways out count; all returns when absent
 */
export function runsOnlyWhere(facts: FileFacts, call: Pick<CallFact, 'functionId' | 'region' | 'span'>, there: boolean, reading: Reading, leaves: (exit: ExitFact) => boolean = ({ kind }) => kind === 'return'): boolean {
  for (const at of enclosing(facts, call.region)) if (inRegion(facts, at, reading) === there) return true;
  return facts.exits.some((exit) => {
    if (exit.functionId !== call.functionId || spanEnd(exit.span) > spanStart(call.span) || exit.region < 0 || !leaves(exit)) return false;
    return inRegion(facts, exit.region, reading) === !there;
  });
}

function inRegion(facts: FileFacts, region: number, reading: Reading): boolean | undefined {
  const { kind, test, negated } = facts.regions[region]!;
  const holds = kind === 'branch' && test ? reading(test) : undefined;
  return holds === undefined ? undefined : negated ? !holds : holds;
}
