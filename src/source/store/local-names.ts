import { NAMED, ROW, rowsOf } from '../../facts/file.ts';
import type { PackedOutline } from '../../facts/file.ts';
import { names } from '../../facts/names.ts';
import { OUTLINE_KINDS } from '../../facts/outline.ts';
import { CodecError } from './codec.ts';

/** Numbers for the names of one index: those of the process mean nothing to another. */
export class LocalNames {
  readonly list: string[] = [];
  private readonly numbers = new Map<number, number>();

  columns(outline: PackedOutline): Int32Array {
    return renamed(outline.columns, (name) => {
      let number = this.numbers.get(name);
      if (number === undefined) {
        this.numbers.set(name, (number = this.list.length));
        this.list.push(names.text(name));
      }
      return number;
    });
  }
}

/**
 * Columns of an index with the numbers that the process has for names.
 *
 * @throws CodecError for a name without a text
 */
export function globalColumns(columns: Int32Array, numberOf: Int32Array): Int32Array {
  return renamed(columns, (name) => {
    const number = numberOf[name];
    if (number === undefined) throw new CodecError('a name has no text');
    return number;
  });
}

function renamed(columns: Int32Array, rename: (name: number) => number): Int32Array {
  const result = Int32Array.from(columns);
  const first = OUTLINE_KINDS.length + 1;
  for (let at = first; at < result.length; at += ROW) result[at] = rename(result[at]!);
  for (const kind of NAMED) {
    const [start, end] = rowsOf({ columns }, kind);
    for (let at = start; at < end; at += ROW) result[at + 2] = rename(result[at + 2]!);
  }
  return result;
}
