import { describe, expect, it } from 'vitest';
import { Alignment } from '../../src/program/alignment.ts';
import { isSame } from '../../src/program/same.ts';
import type { Comparing } from '../../src/program/same.ts';
import { keysNow } from '../../src/program/values.ts';
import { inputOf, link } from './project.ts';

const BEFORE = 'export const a = () => load(1);\nexport const b = () => load(2);\n';
const NOW = `export const more = () => load(3);\n${BEFORE}`;
const factsOf = (text: string) => inputOf({ 'file.ts': text }).files.get('file.ts')!.facts;
const alignment = new Alignment(factsOf(BEFORE), factsOf(NOW));
const comparing: Comparing = { isAnywhere: true, isFacts: false, alignmentOf: (path) => (path === 'file.ts' ? alignment : undefined), isShifted: () => true };
const fileOf = (text: string) => link({ 'file.ts': text }).link.byPath.get('file.ts')!;
const [before, now] = [fileOf(BEFORE), fileOf(NOW)];
const other = link({ 'other.ts': BEFORE }).link.byPath.get('other.ts')!;

describe('two values', () => {
  it.each([
    ['a function that has moved', { kind: 'function', file: before, id: 1 }, { kind: 'function', file: now, id: 2 }, true],
    ['the one that stands in its place', { kind: 'function', file: before, id: 1 }, { kind: 'function', file: now, id: 1 }, false],
    ['a function of a file that did not change', { kind: 'function', file: other, id: 1 }, { kind: 'function', file: other, id: 1 }, true],
    ['a call that has moved', { call: { file: before, id: 0 } }, { call: { file: now, id: 1 } }, true],
    ['an id of which nothing says what it is of', { file: before, id: 0 }, { file: now, id: 0 }, false],
    ['a number that may refer to something', { some: 4 }, { some: 4 }, false],
    ['a number that refers to nothing', { kind: 'literal', value: 4 }, { kind: 'literal', value: 4 }, true],
    ['places', { span: [1, 2], name: 'a' }, { span: [3, 4], name: 'a' }, true],
    ['another field', { name: 'a' }, { name: 'a', more: true }, false],
  ])('are compared by what they mean: %s', (_what, a, b, same) => {
    expect(isSame(a, b, comparing, 'file.ts')).toBe(same);
  });

  it('are the same only in place where order is not kept', () => {
    expect(isSame({ span: [1, 2] }, { span: [3, 4] }, { ...comparing, isAnywhere: false }, 'file.ts')).toBe(false);
  });
});

describe('keys in texts', () => {
  const idNow = (table: 'functions' | 'classes' | 'bindings', _file: number, id: number) => (table === 'functions' ? alignment.idNow(table, id) : id);

  it('are written as they are now', () => {
    expect(keysNow('function:1 of name#5', idNow)).toBe('function:2 of name#5');
  });

  it('are the same as no other where that cannot be told', () => {
    expect(keysNow('object:0:17', idNow)).not.toBe('object:0:17');
  });
});
