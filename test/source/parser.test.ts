import { describe, expect, it } from 'vitest';
import { createParser } from '../../src/source/parser.ts';

const parser = createParser();

describe('the parser', () => {
  it.each([
    ['a.ts', 'const a = <string>b; enum E { A }'],
    ['a.ts', 'const a = <div>{b}</div>;'],
    ['a.tsx', 'const a = <div>{b as string}</div>;'],
    ['a.mts', 'export const a: number = await b;'],
    ['a.cts', 'import a = require("a"); export = a;'],
    ['a.js', 'const a = <div />;'],
    ['a.js', 'import type { A } from "a"; export const f = (a: A): void => {};'],
    ['a.jsx', 'export default () => <></>;'],
    ['a.mjs', '#!/usr/bin/env node\nexport default await a;'],
    ['a.cjs', '"use strict"; const a = require("a"); if (a) return; module.exports = a;'],
    ['a.js', 'var a = 017; with (a) { b(); }'],
    ['a.ts', ''],
    ['a.ts', '// nothing but a comment'],
    ['a.d.ts', 'declare module "x" { export function f(): void; }'],
  ])('reads %s: %s', (path, text) => {
    expect(parser.parse(path, text)).toMatchObject({ ok: true, value: { program: { type: 'Program' } } });
  });

  it('gives the tree without parentheses, with types in JavaScript as well, and offsets in UTF-16', () => {
    const result = parser.parse('a.js', '"é😀"; (a);// c');
    expect(result).toMatchObject({ ok: true, value: { program: { body: [{}, { expression: { type: 'Identifier', name: 'a', start: 8, end: 9 } }] }, comments: [{ value: ' c', start: 11, end: 15 }] } });
    expect(parser.parse('b.js', 'function f(a: string) {}')).toMatchObject({ ok: true, value: { program: { body: [{ params: [{ typeAnnotation: { type: 'TSTypeAnnotation' } }] }] } } });
  });

  it('says the same of a file among many as of one by itself', () => {
    const one = createParser();
    const parsed = Array.from({ length: 100 }, () => {
      const result = one.parse('a.ts', '"é😀"; const f = async <T>(a?: T): Promise<T> => { await (a); };// c');
      return result.ok ? JSON.stringify([result.value.program, result.value.comments]) : result.reason;
    });
    expect(new Set(parsed).size).toBe(1);
  });

  it.each([
    ['a.ts', 'const a = 1;\n"é😀"; const b = ;\n', 'syntax error at 2:18: Unexpected token'],
    ['a.js', 'f(', 'syntax error at 1:3: Expected `)` but found `EOF`'],
    ['a.ts', 'a;\n<<<<<<< HEAD\nb;\n=======\nc;\n>>>>>>> x\n', 'syntax error at 2:1: Encountered diff marker'],
  ])('says in one line where %s breaks: %s', (path, text, reason) => {
    expect(parser.parse(path, text)).toEqual({ ok: false, reason });
  });
});
