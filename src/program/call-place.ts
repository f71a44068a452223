import type { Place } from '../findings/types.ts';
import type { Program } from './types.ts';
import { spanFrom, spanStart } from '../facts/spans.ts';

/** Where a call is: from its start to the end of its callee. */
export function callPlace(program: Pick<Program, 'facts' | 'place'>, file: string, id: number): Place {
  const { span, calleeEnd } = program.facts(file).calls[id]!;
  return program.place(file, spanFrom(spanStart(span), calleeEnd));
}
