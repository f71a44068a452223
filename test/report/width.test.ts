import { describe, expect, it } from 'vitest';
import { displayWidth, padColumns, printable, takeColumns } from '../../src/report/width.ts';

describe('displayWidth', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['\t', 2],
    ['注文', 4],
    ['e\u0301', 1],
    ['👍', 2],
    ['ｆｕｌｌ', 8],
    ['한글', 4],
    ['é', 1],
  ])('%j takes %i columns', (text, columns) => {
    expect(displayWidth(text)).toBe(columns);
  });
});

describe('takeColumns', () => {
  it('never exceeds the columns nor cuts a character in two', () => {
    expect(takeColumns('a注文', 4)).toBe('a注');
    expect(takeColumns('👍👍', 3)).toBe('👍');
    expect(takeColumns('ab', 9)).toBe('ab');
  });
});

describe('padColumns', () => {
  it('counts columns, not characters', () => {
    expect(padColumns('注', 4)).toBe('注  ');
    expect(padColumns('long', 2)).toBe('long');
  });
});

describe('printable', () => {
  it('takes the power from escape sequences and direction marks, and keeps the length', () => {
    const text = 'a\u001b[31mb\u202ec\u0007\u009b';
    expect(printable(text)).toBe('a\ufffd[31mb\ufffdc\ufffd\ufffd');
    expect(printable(text)).toHaveLength(text.length);
  });

  it('leaves tabs and letters of all scripts', () => {
    expect(printable('\tأهلا 注文')).toBe('\tأهلا 注文');
  });
});
