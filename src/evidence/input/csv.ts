import { ContentError } from '../errors.ts';
import { LIMITS } from './input.ts';

/** A record of comma-separated values, and the line that it begins on. */
export interface CsvRow {
  cells: string[];
  line: number;
}

const CELL = /(?:"((?:[^"]|"")*)"|([^",][^,]*|))(,|$)/y;

/**
 * Records of comma-separated values (RFC 4180): a value in quotes may hold commas, quotes written twice, and ends of lines.
 * @throws ContentError for a quote that nothing closes
 */
export async function* csvRows(lines: AsyncIterable<string>): AsyncGenerator<CsvRow> {
  let number = 0;
  let open: { parts: string[]; size: number; line: number } | undefined;
  for await (const text of lines) {
    number++;
    if (open === undefined && text.trim() === '') continue;
    const isOdd = quotes(text) % 2 === 1;
    if (open) {
      open.parts.push(text);
      open.size += text.length;
      if (open.size > LIMITS.line) throw unclosed(open.line);
      if (!isOdd) continue;
    } else if (isOdd) {
      open = { parts: [text], size: text.length, line: number };
      continue;
    }
    yield { cells: cellsOf(open ? open.parts.join('\n') : text, open?.line ?? number), line: open?.line ?? number };
    open = undefined;
  }
  if (open) throw unclosed(open.line);
}

/** Records as objects, by the names in the first one. */
export async function* csvObjects(lines: AsyncIterable<string>): AsyncGenerator<{ row: Record<string, string>; line: number }> {
  let names: string[] | undefined;
  for await (const { cells, line } of csvRows(lines)) {
    if (names) yield { row: Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ''])), line };
    else names = cells;
  }
}

function quotes(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) count++;
  return count;
}

function cellsOf(text: string, line: number): string[] {
  const cells: string[] = [];
  CELL.lastIndex = 0;
  for (;;) {
    const match = CELL.exec(text);
    if (match === null) throw new ContentError(`line ${line} is not comma-separated values: text stands behind a closing quote`);
    cells.push(match[1] === undefined ? match[2]! : match[1].replaceAll('""', '"'));
    if (match[3] === '') return cells;
  }
}

function unclosed(line: number): ContentError {
  return new ContentError(`a quote that opens on line ${line} is never closed (is it cut off?)`);
}
