import type { Confidence, Reason } from '../../src/findings/types.ts';
import type { EntryInfo } from '../../src/program/entries/entries.ts';

/** What a rule rests on, in the words that `perf-lint explain` shows. */
export interface Grounds {
  /** What makes it happen again and again. */
  repetition: string;
  /** The entry that is seen to lead to it. */
  entry: EntryInfo | undefined;
  confidence: Confidence;
  /** Why the confidence is less than high, where it is. */
  doubt: string;
  /** Why it is less than a warning, where it is. */
  minor?: string;
  /** Harmless shapes that were looked for. */
  benign: readonly string[];
  docs?: string;
}

/** One fact for each question that a reader asks of a finding. */
export function reasonsOf({ repetition, entry, confidence, doubt, minor, benign, docs }: Grounds): Reason[] {
  return [
    { about: 'repetition', text: repetition },
    { about: 'entry', text: entry ? `reached from ${entry.label} (${entry.kind})` : 'no entry is seen to lead here; code that nothing is seen to call is taken to run for somebody' },
    { about: 'confidence', text: confidence === 'high' ? 'high: every step was followed, and a request or a job leads here' : `${confidence}: ${doubt}` },
    { about: 'severity', text: minor ? `info: ${minor}` : 'the level of the rule, or the one that the config gives it' },
    { about: 'benign', text: `looked for and not found: ${benign.join('; ')}` },
    ...(docs ? [{ about: 'documentation' as const, text: docs }] : []),
  ];
}
