import { describe, expect, it } from 'vitest';
import { codeFrame, splitLines } from '../../src/report/frame.ts';
import type { Mark } from '../../src/report/frame.ts';
import { displayWidth } from '../../src/report/width.ts';

/** Marks the first occurrence of a word in a line. */
function mark(lines: readonly string[], line: number, word: string, label = ''): Mark {
  const column = (lines[line - 1] as string).indexOf(word) + 1;
  return { place: { file: 'a.ts', line, column, endLine: line, endColumn: column + word.length }, label };
}

function render(lines: readonly string[], marks: readonly Mark[], width = 80): string[] {
  return codeFrame(lines, marks, width).map(({ gutter, text }) => `${gutter.padStart(2)}|${text}`);
}

describe('codeFrame', () => {
  const code = ['function f() {', '    for (const a of rows) {', '      await get(a);', '    }', '}'];

  it('shows the marked lines in their order, without the indentation that they share', () => {
    expect(render(code, [mark(code, 3, 'get(a)', 'each time'), mark(code, 2, 'for (const a of rows)', 'runs once per row')])).toEqual([
      ' 2| for (const a of rows) {',
      '  | ^^^^^^^^^^^^^^^^^^^^^ runs once per row',
      ' 3|   await get(a);',
      '  |         ^^^^^^ each time',
    ]);
  });

  it('shows a line once with all its marks', () => {
    const line = ['rows.map((a) => get(a))'];
    expect(render(line, [mark(line, 1, 'get(a)', 'here'), mark(line, 1, 'rows.map', 'loop')])).toEqual([
      ' 1| rows.map((a) => get(a))',
      '  | ^^^^^^^^ loop',
      '  |                 ^^^^^^ here',
    ]);
  });

  it('marks a place of several lines to the end of its first', () => {
    const lines = ['  await save({', '    id,', '  })'];
    expect(render(lines, [{ place: { file: 'a.ts', line: 1, column: 9, endLine: 3, endColumn: 5 }, label: '' }])).toEqual([' 1| await save({', '  |       ^^^^^^']);
  });

  it('puts the mark below its text behind tabs, wide and combining characters', () => {
    const lines = ['\tfetch("注文e\u0301", get(a))'];
    const [text = '', underline = ''] = codeFrame(lines, [mark(lines, 1, 'get(a)')], 80).map((line) => line.text);
    expect(displayWidth(underline.slice(0, underline.indexOf('^')))).toBe(displayWidth(text.slice(0, text.indexOf('get(a)'))));
    expect(underline.trim()).toBe('^^^^^^');
  });

  it('keeps the tabs that marked lines do not share, as spaces', () => {
    const lines = ['\tfor (;;) {', '\t\tget(a)'];
    expect(render(lines, [mark(lines, 1, 'for (;;)'), mark(lines, 2, 'get(a)')])).toEqual([
      ' 1| for (;;) {',
      '  | ^^^^^^^^',
      ' 2|   get(a)',
      '  |   ^^^^^^',
    ]);
  });

  it.each([[20], [300], [990]])('cuts a long line around a mark at column %i', (column) => {
    const lines = [`${'a'.repeat(column)}get(b)${'c'.repeat(1000)}`];
    const [text = '', underline = ''] = codeFrame(lines, [mark(lines, 1, 'get(b)')], 40).map((line) => line.text);
    expect(displayWidth(text)).toBeLessThanOrEqual(41);
    expect(text.slice(underline.indexOf('^'), underline.lastIndexOf('^') + 1)).toBe('get(b)');
    expect(text.endsWith('…')).toBe(true);
  });

  it('leaves out a mark that lies behind the cut', () => {
    const lines = [`get(a)${' '.repeat(200)}get(b)`];
    expect(render(lines, [mark(lines, 1, 'get(a)'), mark(lines, 1, 'get(b)', 'out of sight')], 20)).toEqual([
      ' 1| get(a)             …',
      '  | ^^^^^^',
    ]);
  });

  it('leaves out a place that the file does not have', () => {
    expect(render(code, [{ place: { file: 'a.ts', line: 99, column: 1, endLine: 99, endColumn: 5 }, label: '' }])).toEqual([]);
  });
});

describe('splitLines', () => {
  it('counts lines as the language does, and no byte-order mark', () => {
    expect(splitLines('\uFEFFa\r\nb\rc\nd\u2028e')).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
});
