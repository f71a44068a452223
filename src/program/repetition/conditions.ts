import { spanEnd, spanStart } from '../../facts/spans.ts';
import type { CallFact, FileFacts } from '../../facts/types.ts';
import { enclosing } from '../multiplicity/regions.ts';

/** A call that a run of its function may not reach: in a branch, or after one that leaves. */
export function isConditional(facts: FileFacts, call: CallFact): boolean {
  for (const at of enclosing(facts, call.region)) {
    const { kind } = facts.regions[at]!;
    if (kind !== 'try' && kind !== 'finally') return true;
  }
  return facts.exits.some(({ kind, functionId, region, span }) => kind === 'return' && functionId === call.functionId && region >= 0 && spanEnd(span) <= spanStart(call.span));
}
