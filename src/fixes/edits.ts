import type { Range, Suggestion } from '../findings/types.ts';

/** A change of one file, with offsets in the text as it was analysed. */
export type Edit = Suggestion['edits'][number];

/** A change of the file at hand. */
export interface Change {
  at: Range;
  text: string;
}

/**
 * The text with all edits made. Those that begin at one offset are made in the order given.
 * @throws Error for edits that overlap: a defect of the rewrite that made them
 */
export function applyEdits(text: string, edits: readonly Pick<Edit, 'start' | 'end' | 'text'>[]): string {
  const parts: string[] = [];
  let done = 0;
  for (const { start, end, text: replacement } of edits.toSorted((a, b) => a.start - b.start)) {
    if (start < done) throw new Error(`edits overlap at offset ${start}`);
    parts.push(text.slice(done, start), replacement);
    done = end;
  }
  return [...parts, text.slice(done)].join('');
}

/** The white space before the first character of the line that holds an offset. */
export function indentAt(text: string, offset: number): string {
  const start = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  return /^[^\S\r\n]*/.exec(text.slice(start))?.[0] ?? '';
}

/** The line end that a text has first; `\n` where it has none. */
export function lineEndOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}

/** The range with the line end after it, so that taking it out leaves no empty line. */
export function wholeLine(text: string, [start, end]: Range): Range {
  return [start, end + (/^[^\S\r\n]*(?:\r\n|\n|\r)/.exec(text.slice(end))?.[0].length ?? 0)];
}
