import { chmodSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { GIT_ENV, git, write } from '../git/repository.ts';
import { project } from '../commands/project.ts';
import { CLI, perfLint } from './run.ts';
import { SHOP, scan, shop, stage } from './shop.ts';

const N_PLUS_ONE = 'src/orders.ts:13 n-plus-one';

describe('--staged', () => {
  it('sees one of two hunks of a file when that one is staged', () => {
    const cwd = shop();
    const fixed = SHOP.clean.replace(`app.get('/orders'`, `app.get('/all-orders'`);
    // The staged hunk has the problem, the other one changes the first lines.
    write(cwd, { 'src/orders.ts': SHOP.looping.replace(`app.get('/orders'`, `// one\n// two\napp.get('/all-orders'`) });
    const patch = git(cwd, 'diff', '-U0').replace(/@@ -6 [\s\S]*?(?=@@ -9)/, '');
    expect(spawnSync('git', ['apply', '--cached', '--unidiff-zero', '-'], { cwd, input: `${patch}\n`, env: GIT_ENV }).status).toBe(0);
    expect(git(cwd, 'show', ':src/orders.ts')).toBe(SHOP.looping.trim());
    expect(scan(cwd, ['--staged'])).toEqual({ code: 1, findings: [N_PLUS_ONE], stderr: '' });
    expect(scan(cwd, []).findings).toEqual(['src/orders.ts:15 n-plus-one']);

    // And the other way round: the disk has the problem, the index has not.
    stage(cwd, { 'src/orders.ts': fixed });
    write(cwd, { 'src/orders.ts': SHOP.looping });
    expect(scan(cwd, ['--staged'])).toEqual({ code: 0, findings: [], stderr: '' });
    expect(scan(cwd, []).findings).toEqual([N_PLUS_ONE]);
  });

  it('shows the code that is staged', () => {
    const cwd = shop();
    stage(cwd, { 'src/orders.ts': SHOP.looping });
    write(cwd, { 'src/orders.ts': '// all\n// gone\n' });
    const { stdout } = perfLint(cwd, ['--staged']);
    expect(stdout).toContain('for (const order of orders) order.user = await byId(order.userId);');
    for (const format of ['sarif', 'markdown', 'agent']) expect(perfLint(cwd, ['--staged', '--format', format]).stdout).toContain('n-plus-one');
  });

  it('reports on staged files alone, and follows calls into all others as they are in the index', () => {
    const cwd = shop({ 'src/old.ts': SHOP.blocking, 'src/repo.ts': SHOP.cachedRepo });
    stage(cwd, { 'src/orders.ts': SHOP.looping });
    expect(scan(cwd, ['--staged'])).toEqual({ code: 0, findings: [], stderr: '' });
    // A callee that is edited and not staged is not part of the commit.
    write(cwd, { 'src/repo.ts': SHOP.repo });
    expect(scan(cwd, ['--staged']).findings).toEqual([]);
    git(cwd, 'add', 'src/repo.ts');
    expect(scan(cwd, ['--staged']).findings).toEqual([N_PLUS_ONE]);
    expect(scan(cwd, []).findings).toEqual(['src/old.ts:5 sync-io-in-async', N_PLUS_ONE]);
  });

  it('knows added, renamed and deleted files, links, and names of every kind', () => {
    const cwd = shop({ 'src/gone.ts': SHOP.blocking, 'src/kept.ts': SHOP.blocking });
    git(cwd, 'mv', 'src/kept.ts', 'src/moved.ts');
    git(cwd, 'rm', '-q', '--cached', 'src/gone.ts');
    symlinkSync('moved.ts', path.join(cwd, 'src/link.ts'));
    write(cwd, { 'src/new file\nüñí.ts': SHOP.blocking, 'src/untracked.ts': SHOP.blocking });
    git(cwd, 'add', 'src/new file\nüñí.ts', 'src/link.ts');
    expect(scan(cwd, ['--staged']).findings).toEqual(['src/moved.ts:5 sync-io-in-async', 'src/new file\nüñí.ts:5 sync-io-in-async']);
  });

  it('finds a file that is staged and gone from the disk, by its path too', () => {
    const cwd = shop();
    stage(cwd, { 'src/new/only-staged.ts': SHOP.blocking });
    write(cwd, { 'src/new/only-staged.ts': null });
    expect(scan(cwd, ['--staged', 'src/new/only-staged.ts']).findings).toEqual(['src/new/only-staged.ts:5 sync-io-in-async']);
  });

  it('is limited by paths further, from any folder', () => {
    const cwd = shop();
    stage(cwd, { 'src/orders.ts': SHOP.looping, 'src/file.ts': SHOP.blocking });
    expect(scan(cwd, ['--staged']).findings).toEqual(['src/file.ts:5 sync-io-in-async', N_PLUS_ONE]);
    expect(scan(path.join(cwd, 'src'), ['--staged', 'orders.ts']).findings).toEqual([N_PLUS_ONE]);
    expect(scan(cwd, ['--staged', 'src/repo.ts'])).toEqual({ code: 0, findings: [], stderr: '' });
    expect(scan('/', ['--staged', cwd]).findings).toHaveLength(2);
  });

  it('works before the first commit', () => {
    const cwd = project({ 'package.json': '{ "dependencies": { "express": "5" } }', 'a.ts': SHOP.blocking });
    git(cwd, 'init', '-q');
    expect(scan(cwd, ['--staged'])).toEqual({ code: 0, findings: [], stderr: '' });
    git(cwd, 'add', '.');
    expect(scan(cwd, ['--staged']).findings).toEqual(['a.ts:5 sync-io-in-async']);
  });

  it('changes nothing, neither in the folder nor in .git', () => {
    const cwd = shop();
    stage(cwd, { 'src/orders.ts': SHOP.looping });
    const state = (): string => `${git(cwd, 'status', '--porcelain')} ${readFileSync(path.join(cwd, '.git/index')).toString('hex')}`;
    const before = state();
    scan(cwd, ['--staged']);
    expect(state()).toBe(before);
  });
});

describe('a pre-commit hook with --staged', () => {
  /** Runs a git command that may be refused, with the hook in place. */
  function withHook(cwd: string, ...args: string[]): { code: number | null; output: string } {
    const hook = path.join(cwd, '.git/hooks/pre-commit');
    mkdirSync(path.dirname(hook), { recursive: true });
    write(cwd, { '.git/hooks/pre-commit': `#!/bin/sh\nexec "${CLI}" --staged\n` });
    chmodSync(hook, 0o755);
    const { status, stdout, stderr } = spawnSync('git', args, { cwd, encoding: 'utf8', env: GIT_ENV });
    return { code: status, output: stdout + stderr };
  }

  it('refuses a commit, and takes it when it is mended', () => {
    const cwd = shop();
    stage(cwd, { 'src/orders.ts': SHOP.looping });
    const refused = withHook(cwd, 'commit', '-m', 'loop');
    expect(refused.code).toBe(1);
    expect(refused.output).toContain('n-plus-one');
    stage(cwd, { 'src/orders.ts': `${SHOP.clean}// mended\n` });
    expect(withHook(cwd, 'commit', '-m', 'mended').code).toBe(0);
  });

  it('sees the temporary index of `git commit -a` and of `git commit FILE`', () => {
    const cwd = shop({ 'src/other.ts': 'export {};\n' });
    write(cwd, { 'src/orders.ts': SHOP.looping });
    // Nothing is in the index proper: `-a` puts it into another one.
    expect(withHook(cwd, 'commit', '-a', '-m', 'all').code).toBe(1);
    write(cwd, { 'src/other.ts': 'export const other = 1;\n' });
    git(cwd, 'add', 'src/orders.ts');
    // The staged problem is no part of this commit.
    expect(withHook(cwd, 'commit', '-m', 'one file', 'src/other.ts').code).toBe(0);
    expect(withHook(cwd, 'commit', '-m', 'the other', 'src/orders.ts').code).toBe(1);
  });

  it('works in a linked work tree', () => {
    const cwd = shop();
    const linked = path.join(project({ x: '' }), 'linked');
    git(cwd, 'worktree', 'add', '-q', linked);
    write(cwd, { '.git/hooks/pre-commit': `#!/bin/sh\nexec "${CLI}" --staged\n` });
    chmodSync(path.join(cwd, '.git/hooks/pre-commit'), 0o755);
    stage(linked, { 'src/orders.ts': SHOP.looping });
    const { status, stderr, stdout } = spawnSync('git', ['commit', '-m', 'x'], { cwd: linked, encoding: 'utf8', env: GIT_ENV });
    expect([status, stdout + stderr]).toEqual([1, expect.stringContaining('n-plus-one')]);
  });
});

describe('--changed', () => {
  it('reports on what differs from HEAD: staged, edited and new files, as they lie on the disk', () => {
    const cwd = shop({ 'src/old.ts': SHOP.blocking, 'src/touched.ts': SHOP.blocking });
    expect(scan(cwd, ['--changed'])).toEqual({ code: 0, findings: [], stderr: '' });
    stage(cwd, { 'src/staged.ts': SHOP.blocking });
    write(cwd, { 'src/orders.ts': SHOP.looping, 'src/new.ts': SHOP.blocking, 'src/touched.ts': SHOP.blocking });
    expect(scan(cwd, ['--changed']).findings).toEqual(['src/new.ts:5 sync-io-in-async', N_PLUS_ONE, 'src/staged.ts:5 sync-io-in-async']);
    expect(scan(cwd, ['--changed', 'src/new.ts', 'src/old.ts']).findings).toEqual(['src/new.ts:5 sync-io-in-async']);
  });

  it('counts the warnings of these files alone', () => {
    const cwd = shop({ 'src/old.ts': SHOP.blocking });
    const asWarning = ['--rule', 'sync-io-in-async=warning', '--max-warnings', '0'];
    expect(scan(cwd, asWarning).code).toBe(1);
    expect(scan(cwd, ['--changed', ...asWarning]).code).toBe(0);
    write(cwd, { 'src/new.ts': SHOP.blocking });
    expect(scan(cwd, ['--changed', ...asWarning]).code).toBe(1);
    expect(scan(cwd, ['--changed', '--quiet', ...asWarning])).toMatchObject({ code: 1, findings: [] });
  });
});

describe('what git cannot say is one line, and the exit code is 2', () => {
  it.each([
    ['--staged', []],
    ['--changed', []],
    ['--since', ['main']],
  ])('%s without a repository', (flag, values) => {
    const cwd = project({ 'package.json': '{}', 'a.ts': '' });
    expect(perfLint(cwd, [flag, ...values])).toEqual({ code: 2, stdout: '', stderr: `perf-lint: ${flag}: ${cwd} lies in no git repository\n` });
  });

  it('without git', () => {
    const cwd = shop();
    const bin = path.join(project({ x: '' }), 'bin');
    mkdirSync(bin);
    symlinkSync(process.execPath, path.join(bin, 'node'));
    symlinkSync('/usr/bin/env', path.join(bin, 'env'));
    expect(perfLint(cwd, ['--staged'], { PATH: bin })).toEqual({ code: 2, stdout: '', stderr: 'perf-lint: --staged: git is not installed, or not in PATH\n' });
    expect(perfLint(cwd, [], { PATH: bin }).code).toBe(0);
  });

  it('in a bare repository', () => {
    const cwd = project({ 'package.json': '{}' });
    git(cwd, 'init', '-q', '--bare');
    expect(perfLint(cwd, ['--changed'])).toMatchObject({ code: 2, stderr: expect.stringMatching(/^perf-lint: --changed: .* lies in a bare repository or in \.git: there is no work tree to scan\n$/) as string });
  });
});
