import type { CallRef, FunctionRef, LinkedFile } from '../values.ts';
import type { Frame, Source, Spot } from './types.ts';
import { spanEnd, spanStart } from '../../facts/spans.ts';

/** The spot of a call: what was done to names before it begins counts for its arguments. */
export function spotOf({ file, id }: CallRef, frame: Frame | null = null): Spot {
  const { functionId, region, span } = file.row('calls', id);
  return { file, functionId, region, at: spanStart(span), frame };
}

/** The end of a module, where all that its top level does is done. */
export function endOf(file: LinkedFile): Spot {
  return { file, functionId: 0, region: -1, at: Number.MAX_SAFE_INTEGER, frame: null };
}

/** The values that a function returns, each where it does. `frame`: the call that it is run by; null where that is not known. */
export function returnsOf({ file, id }: FunctionRef, frame: Frame | null): Source[] {
  const { returns, span } = file.row('functions', id);
  const exits = (file.row('exitsOf', id) ?? []).filter(({ kind, value }) => kind === 'return' && value !== null);
  return returns.map((expr, index) => {
    const exit = exits[index];
    return { expr, spot: { file, functionId: id, region: exit?.region ?? -1, at: exit ? spanStart(exit.span) : spanEnd(span), frame } };
  });
}

/** Whether a function also ends without a value. */
export function mayReturnNothing({ file, id }: FunctionRef): boolean {
  return (file.row('exitsOf', id) ?? []).some(({ kind, value }) => kind === 'return' && value === null);
}

/** Innermost region of a function at an offset; -1 for none. */
export function regionAt(file: LinkedFile, functionId: number, offset: number): number {
  let found = -1;
  for (const id of file.row('regionsOf', functionId) ?? []) {
    const { span } = file.row('regions', id);
    if (spanStart(span) > offset || spanEnd(span) <= offset) continue;
    if (found < 0 || spanStart(span) >= spanStart(file.row('regions', found).span)) found = id;
  }
  return found;
}
