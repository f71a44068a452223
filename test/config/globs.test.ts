import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import glob from 'fast-glob';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { namePattern, pathPattern } from '../../src/config/globs.ts';

const FILES = [
  'a.ts', 'b.ts', 'ab.ts', 'a.test.ts', '.hidden.ts', 'src/a.ts', 'src/a.js', 'src/cron/a.ts', 'src/cron/deep/b.ts', 'src/.well-known/a.ts',
  'app/(group)/page.tsx', 'app/[id]/page.tsx', 'app/{x}/page.tsx', 'packages/one/src/a.ts', 'packages/two/src/b.ts', 'src/a+b.ts', 'src/^.ts', 'source/a.ts',
];

let root: string;
beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'perf-lint-globs-'));
  for (const file of FILES) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), '');
  }
});
afterAll(() => rmSync(root, { recursive: true }));

describe('pathPattern', () => {
  it.each([
    '*.ts', '**/*.ts', '**', 'src', 'src/', './src/**', 'src/*.ts', 'src/**/*.ts', 'src/**/b.ts', '**/cron/**', '?.ts', '[ab].ts', '[!a].ts', '{a,b}.ts', '*.{ts,test.ts}',
    'packages/*/src', 'packages/{one,two}/src/*.ts', 'src/a.{ts,js}', 'app/\\[id\\]/*', 'src/a+b.ts', 'src/[\\^].ts', '**/a.ts', 'src/cron/**/*', 's*', 'nothing',
  ])('%s matches what include finds by it', (pattern) => {
    // As discovery reads include and exclude: a folder stands for all in it.
    const plain = pattern.replace(/^\.\//, '').replace(/\/+$/, '');
    const found = glob.sync([plain, `${plain}/**`], { cwd: root, dot: true, suppressErrors: true }).sort();
    expect(FILES.filter((file) => pathPattern([pattern]).test(file)).sort()).toEqual(found);
  });

  it('matches what one of several does', () => {
    const pattern = pathPattern(['a.ts', 'src/cron']);
    expect(FILES.filter((file) => pattern.test(file))).toEqual(['a.ts', 'src/cron/a.ts', 'src/cron/deep/b.ts']);
  });

  it('takes braces that are not closed for themselves', () => {
    expect(pathPattern(['a{b']).test('a{b')).toBe(true);
    expect(pathPattern(['a}b,c']).test('a}b,c')).toBe(true);
  });
});

describe('namePattern', () => {
  it.each([
    ['handle*', ['handle', 'handleOrder']],
    ['*', ['handle', 'handleOrder', 'default', '$x']],
    ['Jobs.*', ['Jobs.run']],
    ['*.run', ['Jobs.run', 'other.run']],
    ['$x', ['$x']],
  ])('%s', (pattern, names) => {
    expect(['handle', 'handleOrder', 'default', '$x', 'Jobs.run', 'other.run'].filter((name) => namePattern([pattern]).test(name))).toEqual(names);
  });
});
