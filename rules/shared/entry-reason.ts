import type { Reason } from '../../src/findings/types.ts';
import type { Reached } from '../../src/program/entries/callers.ts';
import type { EntryInfo } from '../../src/program/entries/entries.ts';

/** From where the code runs, as far as that is seen. */
export function entryReason({ kinds, entry }: Reached, own: EntryInfo | undefined): Reason {
  const named = own ?? entry;
  const others = [...kinds].filter((kind) => kind !== named?.kind);
  const also = others.length > 0 ? `${named ? '; also from ' : ''}${others.join(', ')}` : '';
  if (named) return { about: 'entry', text: `reached from ${named.label} (${named.kind})${also}` };
  return { about: 'entry', text: kinds.size > 0 ? `reached from ${also}` : 'no entry is seen to lead here; code that nothing is seen to call is taken to run for somebody' };
}
