import { groupBy } from '../findings/group.ts';
import type { Place } from '../findings/types.ts';
import { displayWidth, expandTabs, printable, takeColumns } from './width.ts';

/** A place to underline, and what to say beside it. */
export interface Mark {
  place: Place;
  label: string;
}

/** One line of a code frame, ready to be coloured: `gutter` is the line number or blank. */
export interface FrameLine {
  kind: 'code' | 'mark';
  gutter: string;
  text: string;
}

const ELLIPSIS = '…';
/** Columns shown before a mark when a long line is cut at its start. */
const LEAD = 16;
/** Indentation that all marked lines share is taken off; this much stays. */
const MARGIN = 1;

/** The lines of a text as the facts count them. */
export function splitLines(text: string): string[] {
  return text.replace(/^\uFEFF/, '').split(/\r\n|[\n\r\u2028\u2029]/);
}

/** Lines of files, each split once however often it is asked for; none of what cannot be read. */
export function linesReader(read: (file: string) => string | undefined): (file: string) => readonly string[] {
  const files = new Map<string, readonly string[]>();
  return (file) => {
    let lines = files.get(file);
    if (lines === undefined) {
      const text = read(file);
      files.set(file, (lines = text === undefined ? [] : splitLines(text)));
    }
    return lines;
  };
}

/**
 * Renders the marked lines of one file in their order, each once, each with its marks below.
 * @param lines of the file, without line ends
 * @param width columns for the code, without the gutter; a longer line is cut around its mark
 */
export function codeFrame(lines: readonly string[], marks: readonly Mark[], width: number): FrameLine[] {
  const inFile = marks.filter(({ place }) => place.line >= 1 && place.line <= lines.length);
  const byLine = groupBy(
    inFile.sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column),
    (mark) => mark.place.line,
  );
  const shared = Math.min(...[...byLine.keys()].map((line) => (/^\s*/.exec(lines[line - 1] as string) as RegExpExecArray)[0].length));
  return [...byLine].flatMap(([line, lineMarks]) => frameLine(lines[line - 1] as string, line, lineMarks, shared, width));
}

function frameLine(source: string, line: number, marks: readonly Mark[], indent: number, width: number): FrameLine[] {
  const text = printable(source);
  const first = marks[0] as Mark;
  const window = cut(text, indent, first.place.column - 1, width);
  const gutter = String(line);
  return [
    { kind: 'code', gutter, text: ' '.repeat(MARGIN) + expandTabs(window.text) },
    ...marks.flatMap((mark): FrameLine[] => {
      const underline = underlineOf(text, mark, window);
      return underline === undefined ? [] : [{ kind: 'mark', gutter: '', text: ' '.repeat(MARGIN) + underline }];
    }),
  ];
}

/** What is shown of a line: the shown text, where the shown part of the source starts and ends, and the width of what stands before it. */
interface Window {
  text: string;
  start: number;
  end: number;
  offset: number;
}

function cut(text: string, indent: number, markStart: number, width: number): Window {
  const whole = text.slice(indent);
  if (displayWidth(whole) <= width) return { text: whole, start: indent, end: text.length, offset: 0 };
  const marked = displayWidth(text.slice(indent, markStart));
  // The start stays in sight as long as half of the width is left for the mark.
  if (marked <= width / 2) {
    const shown = takeColumns(whole, width - 1);
    return { text: shown + ELLIPSIS, start: indent, end: indent + shown.length, offset: 0 };
  }
  const start = backColumns(text, markStart, LEAD);
  const shown = takeColumns(text.slice(start), width - 2);
  const end = start + shown.length;
  return { text: ELLIPSIS + shown + (end < text.length ? ELLIPSIS : ''), start, end, offset: 1 };
}

/** The offset some characters before another one, not within a surrogate pair. */
function backColumns(text: string, offset: number, count: number): number {
  const start = Math.max(0, offset - count);
  return /[\uDC00-\uDFFF]/.test(text[start] ?? '') ? start + 1 : start;
}

function underlineOf(text: string, { place, label }: Mark, window: Window): string | undefined {
  const start = Math.max(place.column - 1, window.start);
  const lineEnd = text.trimEnd().length;
  const end = Math.min(place.endLine === place.line ? place.endColumn - 1 : lineEnd, window.end);
  if (start >= window.end) return undefined;
  const before = window.offset + displayWidth(text.slice(window.start, start));
  const carets = Math.max(1, displayWidth(text.slice(start, end)));
  return `${' '.repeat(before)}${'^'.repeat(carets)}${label === '' ? '' : ` ${label}`}`;
}
