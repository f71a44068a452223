import type { Confidence, Reason } from '../../src/findings/types.ts';
import type { EntryKind } from '../../src/libraries/types.ts';
import type { EntryInfo } from '../../src/program/entries/entries.ts';

/** What a rule rests on, in the words that `perf-lint explain` shows. */
export interface Grounds {
  /** What makes it happen again and again: the innermost first, where several things do. */
  repetition: string | readonly string[];
  /** How much it is each time. */
  size?: string;
  /** The entry that is seen to lead to it. */
  entry: EntryInfo | undefined;
  /** All kinds of entries that do. */
  kinds?: ReadonlySet<EntryKind>;
  confidence: Confidence;
  /** What a high confidence rests on. */
  certainty?: string;
  /** Why the confidence is less than high, where it is. */
  doubt: string;
  /** The level and why it is not the one of the rule, where it is not: `info: …`. */
  severity?: string | undefined;
  /** Harmless shapes that were looked for. */
  benign: readonly string[];
  docs?: string | undefined;
}

/** One fact for each question that a reader asks of a finding. */
export function reasonsOf({ repetition, size, entry, kinds, confidence, certainty, doubt, severity, benign, docs }: Grounds): Reason[] {
  return [
    ...[repetition].flat().map((text): Reason => ({ about: 'repetition', text })),
    ...about('size', size),
    { about: 'entry', text: entryText(entry, kinds) },
    { about: 'confidence', text: confidence === 'high' ? `high: ${certainty ?? 'every step was followed, and a request or a job leads here'}` : `${confidence}: ${doubt}` },
    { about: 'severity', text: severity ?? 'the level of the rule, or the one that the config gives it' },
    ...about('benign', benign.length > 0 ? `looked for and not found: ${benign.join('; ')}` : undefined),
    ...about('documentation', docs),
  ];
}

function about(question: Reason['about'], text: string | undefined): Reason[] {
  return text === undefined ? [] : [{ about: question, text }];
}

/** From where the code runs, as far as that is seen. */
function entryText(entry: EntryInfo | undefined, kinds: ReadonlySet<EntryKind> = new Set()): string {
  const others = [...kinds].filter((kind) => kind !== entry?.kind).join(', ');
  if (entry) return `reached from ${entry.label} (${entry.kind})${others && `; also from ${others}`}`;
  return others ? `reached from ${others}` : 'no entry is seen to lead here; code that nothing is seen to call is taken to run for somebody';
}
