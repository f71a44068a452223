import { describe, expect, it } from 'vitest';
import { FactsChange } from '../../src/program/facts-change.ts';
import { inputOf } from './project.ts';

/** What is the same in two texts of one file. */
function change(before: string, now: string): FactsChange {
  const [a, b] = [before, now].map((text) => inputOf({ 'file.ts': text }).files.get('file.ts')!.facts) as [never, never];
  return new FactsChange('file.ts', a, b);
}

const FILE = "import { other } from './other';\nexport const one = (id: string) => other(id);\nexport function two() {\n  return one('two');\n}\n";

describe('a change of a file', () => {
  it('leaves rows the same wherever they stand', () => {
    const moved = change(FILE, `// a line\n\n${FILE.replace('(id: string)', '(  id: string )')}`);
    expect(moved.keepsOrder).toBe(true);
    expect([0, 1].map((id) => moved.isSameRow('calls', id))).toEqual([true, true]);
    expect(moved.isSameRow('functions', 1)).toBe(true);
    expect(moved.isSameExport('one')).toBe(true);
  });

  it('leaves rows the same that stand before what is new', () => {
    const more = change(FILE, `${FILE}export const three = () => two();\n`);
    expect(more.isSameRow('calls', 1)).toBe(true);
    expect(more.isSameExport('two')).toBe(true);
    expect(more.isSameExport('three')).toBe(false);
  });

  it('makes others of the rows that say something else', () => {
    const said = change(FILE, FILE.replace("one('two')", "one('three')"));
    expect([0, 1].map((id) => said.isSameRow('calls', id))).toEqual([true, false]);
    const renamed = change(FILE, FILE.replace('two()', 'three()'));
    expect(renamed.isSameExport('two')).toBe(false);
  });

  it('makes others of rows that changed places', () => {
    const before = 'export const a = 1;\nexport function f() {\n  call(a);\n}\n';
    const now = 'export function f() {\n  call(a);\n}\nexport const a = 1;\n';
    expect(change(before, now).keepsOrder).toBe(false);
    expect(change(before, now).isSameRow('calls', 0)).toBe(false);
  });

  it('tells what is done to a name from what was', () => {
    const text = 'export const list: string[] = [];\nexport const settings = { a: 1 };\n';
    const filled = change(text, `${text}list.push('one');\n`);
    const [list, settings] = [0, 1];
    expect(filled.isSameRow('filled', list)).toBe(false);
    expect(filled.isSameRow('filled', settings)).toBe(true);
    expect(filled.isSameRow('changesOf', list)).toBe(false);
    expect(filled.isSameRow('changesOf', settings)).toBe(true);
  });

  it('finds rows again behind what came or went before them', () => {
    const text = 'export const a = (id: string) => load(id);\nexport const b = (id: string) => load(id, 2);\n';
    const more = change(text, text.replace('load(id)', 'load(clean(id))'));
    expect(more.alignment.isInPlace).toBe(false);
    expect(more.alignment.idNow('calls', 1)).toBe(2);
    expect(more.keepsOrder).toBe(true);
    expect([0, 1].map((id) => more.isSameRow('calls', id))).toEqual([false, true]);
    const less = change(text, text.split('\n').slice(1).join('\n'));
    expect(less.alignment.idNow('functions', 1)).toBe(undefined);
    expect(less.alignment.idNow('functions', 2)).toBe(1);
    expect(less.isSameRow('calls', 1)).toBe(true);
    expect(less.isSameExport('a')).toBe(false);
    expect(less.isSameExport('b')).toBe(true);
  });

  it('compares what rows refer to by what it is now', () => {
    const text = 'const one = 1;\nconst two = 2;\nexport const f = () => call(two);\n';
    const between = change(text, text.replace('const two', 'const more = 3;\nconst two'));
    expect(between.isSameRow('calls', 0)).toBe(true);
    const other = change(text, 'const one = 1;\nconst more = 3;\nconst two = 2;\nexport const f = () => call(more);\n');
    expect(other.isSameRow('calls', 0)).toBe(false);
  });
});
