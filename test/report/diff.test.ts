import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { unifiedDiff } from '../../src/report/diff.ts';
import { project } from '../commands/project.ts';

const numbers = (count: number) => Array.from({ length: count }, (_, index) => `${index + 1}\n`).join('');

describe('a unified diff', () => {
  it('has a hunk for each change, with three lines around', () => {
    const before = numbers(20);
    const after = before.replace('2\n', 'two\n').replace('18\n', '18\nmore\n');
    expect(unifiedDiff('a.ts', before, after)).toBe(
      '--- a/a.ts\n+++ b/a.ts\n@@ -1,5 +1,5 @@\n 1\n-2\n+two\n 3\n 4\n 5\n@@ -16,5 +16,6 @@\n 16\n 17\n 18\n+more\n 19\n 20\n',
    );
  });

  it('says nothing of equal texts', () => {
    expect(unifiedDiff('a.ts', 'a', 'a')).toBe('');
  });

  // git apply is who reads it.
  it.each<[what: string, before: string, after: string]>([
    ['a text that grows at both ends', numbers(9), `0\n${numbers(10)}`],
    ['one that loses everything but a line', numbers(9), '5\n'],
    ['a missing newline at the end', 'a\nb', 'a\nb\nc\n'],
    ['a newline that goes', 'a\nb\n', 'a\nb'],
    ['line ends of Windows', 'a\r\nb\r\n', 'a\r\nc\r\n'],
    ['moved lines', numbers(30), `${numbers(30).slice(20)}1\n2\n3\n`],
    ['every second line', numbers(12), numbers(12).replace(/([2468]\n)/g, '$1x\n')],
  ])('applies: %s', (_, before, after) => {
    const root = project({ 'src/a.txt': before, 'change.diff': unifiedDiff('src/a.txt', before, after) });
    const { stderr, status } = spawnSync('git', ['apply', 'change.diff'], { cwd: root, encoding: 'utf8' });
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(readFileSync(path.join(root, 'src/a.txt'), 'utf8')).toBe(after);
  });
});
