import { spanEnd, spanStart } from '../../facts/spans.ts';
import type { CallFact, FileFacts, RegionFact, Span } from '../../facts/types.ts';
import type { CallRef, LinkedFile } from '../values.ts';

const LOOPS: ReadonlySet<RegionFact['kind']> = new Set(['for', 'for-of', 'for-in', 'for-await', 'while', 'do-while']);

export function isLoop(region: RegionFact): boolean {
  return LOOPS.has(region.kind);
}

/** A loop over the elements of something, or a count; not one that waits for a condition. */
export function isListLoop(region: RegionFact): boolean {
  return region.over !== null || (region.kind === 'for' && region.test !== null);
}

/** A loop whose test ends it never: `while (true)`, `for (;;)`. */
export function hasNoTest({ kind, test }: RegionFact): boolean {
  if (kind === 'for' && test === null) return true;
  return (kind === 'while' || kind === 'do-while' || kind === 'for') && test?.kind === 'literal' && Boolean(test.value);
}

/** Region ids around a region, itself first, within its function. */
export function* enclosing(facts: FileFacts, region: number): Generator<number> {
  for (let at = region; at >= 0; at = facts.regions[at]!.parent) yield at;
}

/** Whether a region is another one or lies inside it. */
export function isInside(facts: FileFacts, region: number, outer: number): boolean {
  for (const at of enclosing(facts, region)) if (at === outer) return true;
  return false;
}

/** Loops around a call within its own function, innermost first. */
export function loopsAround(facts: FileFacts, call: CallFact): number[] {
  return [...enclosing(facts, call.region)].filter((at) => isLoop(facts.regions[at]!));
}

/** Whether a call runs only after a failure, as far as its own function says. */
export function isInCatch(facts: FileFacts, call: CallFact): boolean {
  return [...enclosing(facts, call.region)].some((at) => facts.regions[at]!.kind === 'catch');
}

/** Whether a call of some file runs only after a failure, as far as its own function says. */
export function isCaught({ file, id }: CallRef): boolean {
  return [...regionsAround(file, file.row('calls', id).region)].some((at) => file.row('regions', at).kind === 'catch');
}

/** Region ids around a region of some file, itself first, within its function. */
export function* regionsAround(file: LinkedFile, region: number): Generator<number> {
  for (let at = region; at >= 0; at = file.row('regions', at).parent) yield at;
}

/** Whether a range of offsets lies within another. */
export function spans(outer: Span, inner: Span): boolean {
  return spanStart(inner) >= spanStart(outer) && spanEnd(inner) <= spanEnd(outer);
}
