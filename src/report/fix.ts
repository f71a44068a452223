import type { Place, Suggestion } from '../findings/types.ts';
import { unifiedDiff } from './diff.ts';
import { printable } from './width.ts';

/** A suggestion that was applied, or would be. */
export interface AppliedFix {
  id: string;
  rule: string;
  /** The finding's place before the fix. */
  location: Place;
  title: string;
  safety: Suggestion['safety'];
  /** Below the root, with the number of edits. */
  files: { file: string; edits: number }[];
  /** What to look at afterwards. */
  check: string;
  /** Packages to install. */
  installs: string[];
}

export interface FixReport {
  applied: AppliedFix[];
  /** Texts before and after, of every file that changes; paths below the root. */
  files: { file: string; before: string; after: string }[];
  /** False in a dry run. */
  written: boolean;
  notes: string[];
}

/** What was done, finding by finding; of a dry run first the diff. */
export function fixText({ applied, files, written }: FixReport): string {
  const diff = written ? '' : files.map(({ file, before, after }) => unifiedDiff(file, before, after)).join('');
  const done = applied.map(({ id, rule, location, title, safety, files: changed, check, installs }) =>
    [
      `${printable(`${location.file}:${location.line}`)}  ${rule} ${id}: ${printable(title)}`,
      `  ${written ? 'changed' : 'would change'}: ${changed.map(({ file, edits }) => `${printable(file)} (${edits} edit${edits === 1 ? '' : 's'})`).join(', ')}`,
      ...(installs.length > 0 ? [`  install: ${installs.join(', ')}`] : []),
      `  ${safety === 'safe' ? 'note' : 'check'}: ${printable(check)}`,
    ].join('\n'),
  );
  return `${diff}${diff === '' ? '' : '\n'}${done.join('\n')}\n`;
}
