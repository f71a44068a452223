import type { Place } from '../../findings/types.ts';

/** Lines and columns, from 1, of UTF-16 offsets in one text. */
export function placesIn(file: string, text: string): (start: number, end: number) => Place {
  const lines = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.push(at + 1);
  const point = (offset: number): [line: number, column: number] => {
    let [low, high] = [0, lines.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (lines[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return [low + 1, offset - lines[low]! + 1];
  };
  return (start, end) => {
    const [[line, column], [endLine, endColumn]] = [point(start), point(end)];
    return { file, line, column, endLine, endColumn };
  };
}
