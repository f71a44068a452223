import { realpathSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { project } from '../commands/project.ts';
import { perfLint } from './run.ts';
import { SHOP, scan, shop } from './shop.ts';

describe('--stdin', () => {
  it('reports on the text in place of the file, with the project around it', () => {
    const cwd = shop({ 'src/old.ts': SHOP.blocking });
    const args = ['--stdin', '--stdin-filename', 'src/orders.ts'];
    expect(scan(cwd, args, {}, SHOP.looping)).toEqual({ code: 1, findings: ['src/orders.ts:13 n-plus-one'], stderr: '' });
    expect(scan(cwd, args, {}, SHOP.clean)).toEqual({ code: 0, findings: [], stderr: '' });
    // An edited callee is seen by nobody else: the report is on the file.
    expect(scan(cwd, ['--stdin', '--stdin-filename', 'src/repo.ts'], {}, SHOP.repo)).toMatchObject({ code: 0, findings: [] });
    expect(perfLint(cwd, args, {}, SHOP.looping).stdout).toContain('for (const order of orders) order.user');
  });

  it('takes a file that does not exist, in a folder that does not exist, and one behind a link', () => {
    const cwd = shop();
    symlinkSync('src', path.join(cwd, 'link'));
    expect(scan(cwd, ['--stdin', '--stdin-filename', 'src/new/deep/a.ts'], {}, SHOP.blocking).findings).toEqual(['src/new/deep/a.ts:5 sync-io-in-async']);
    expect(scan(cwd, ['--stdin', '--stdin-filename=link/orders.ts'], {}, SHOP.looping).findings).toEqual(['src/orders.ts:13 n-plus-one']);
    const elsewhere = path.join(realpathSync(tmpdir()), 'perf-lint-no-such-folder/a.ts');
    expect(scan(cwd, ['--stdin', '--stdin-filename', elsewhere], {}, SHOP.blocking).findings).toEqual(['a.ts:5 sync-io-in-async']);
    expect(scan(path.join(cwd, 'src'), ['--stdin', '--stdin-filename=new.ts'], {}, SHOP.blocking).findings).toEqual(['src/new.ts:5 sync-io-in-async']);
  });

  it('says why it cannot analyse a text', () => {
    const cwd = shop();
    const skipped = (file: string, input: string) => JSON.parse(perfLint(cwd, ['--format=json', '--stdin', '--stdin-filename', file], {}, input).stdout) as { skipped: unknown };
    expect(skipped('src/a.ts', 'export const = 1;').skipped).toEqual([{ file: 'src/a.ts', reason: expect.stringMatching(/^syntax error at 1:14/) as string }]);
    expect(skipped('a.css', 'a {}').skipped).toEqual([{ file: 'a.css', reason: 'not a TypeScript or JavaScript file' }]);
  });

  it.each([
    [['--stdin'], /^perf-lint: --stdin needs --stdin-filename/],
    [['--stdin-filename', 'a.ts'], /^perf-lint: --stdin-filename needs --stdin/],
    [['--stdin', '--stdin-filename', 'a.ts', 'src'], /^perf-lint: --stdin reports on the file that --stdin-filename names; take src away\n$/],
    [['--staged', '--since', 'main'], /^perf-lint: --staged and --since cannot be used together/],
    [['--staged', '--stdin', '--stdin-filename', 'a.ts'], /^perf-lint: --staged and --stdin cannot be used together/],
    [['--watch', '--stdin', '--stdin-filename', 'a.ts'], /^perf-lint: --watch and --stdin cannot be used together/],
  ])('%j is refused in one line', (args, line) => {
    const { code, stdout, stderr } = perfLint(project({ 'package.json': '{}', 'a.ts': '' }), args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(line);
    expect(stderr.trim()).not.toContain('\n');
  });
});
