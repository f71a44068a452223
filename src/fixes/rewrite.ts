import type { Suggestion } from '../findings/types.ts';
import type { Change } from './edits.ts';

/** The edits of one file that mend a finding, or why there are none. */
export type Rewrite = Refusal | Offer;

export interface Refusal {
  refused: string;
}

export interface Offer {
  title: string;
  safety: Suggestion['safety'];
  /** What to look at afterwards, in one sentence without a capital or a full stop. */
  check: string;
  changes: readonly Change[];
  /** Packages that must be installed for it. */
  installs?: readonly string[];
}

export function refused(reason: string): Refusal {
  return { refused: reason };
}
