import { spanEnd, spanStart } from '../../facts/spans.ts';
import type { CallFact, ExitFact, Expr } from '../../facts/types.ts';
import type { LinkedFile } from '../values.ts';
import { regionsAround } from './regions.ts';

/** A test that came out one way wherever a place is reached: it opens a branch around it, or whom it turned away left before. */
export interface Gate {
  test: Expr;
  outcome: boolean;
  /** Offset from which this is known. */
  from: number;
  /** It is put only in a branch that does not lead to the place: whoever did not take that branch was not asked. */
  isPartial: boolean;
}

/** A place in a function, as far as it matters what leads there. */
interface Reached {
  functionId: number;
  region: number;
  /** Offset before which ways out were passed by. */
  at: number;
}

/** The tests that decided whether a place is reached, those of the branches around it first. */
export function* gatesOf(file: LinkedFile, { functionId, region, at }: Reached, leaves: (exit: ExitFact) => boolean): Generator<Gate> {
  const around = new Set(regionsAround(file, region));
  for (const id of around) {
    const { kind, test, negated, head } = file.row('regions', id);
    if (kind === 'branch' && test) yield { test, outcome: !negated, from: spanEnd(head), isPartial: false };
  }
  for (const exit of file.row('exitsOf', functionId) ?? []) {
    if (exit.region < 0 || spanEnd(exit.span) > at || !leaves(exit)) continue;
    const { kind, test, negated, parent } = file.row('regions', exit.region);
    if (kind === 'branch' && test) yield { test, outcome: negated, from: spanEnd(exit.span), isPartial: parent >= 0 && !around.has(parent) };
  }
}

/** What a test says of a value where it holds: that it is there, that it is missing, or nothing. */
export type Reading = (test: Expr) => boolean | undefined;

/**
 * Whether a call runs only where a value is there, or only where it is missing: in a branch that its test decides, or
 * after a way out that the other outcome takes. A store that is looked at on wish alone is one all the same.
 *
 * @param leaves which ways out count; all returns when absent
 */
export function runsOnlyWhere(file: LinkedFile, call: Pick<CallFact, 'functionId' | 'region' | 'span'>, there: boolean, reading: Reading, leaves: (exit: ExitFact) => boolean = ({ kind }) => kind === 'return'): boolean {
  const { functionId, region, span } = call;
  for (const { test, outcome } of gatesOf(file, { functionId, region, at: spanStart(span) }, leaves)) {
    const holds = reading(test);
    if (holds !== undefined && (holds === outcome) === there) return true;
  }
  return false;
}
