import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { git, write } from '../git/repository.ts';
import { recipe } from './recipes.ts';
import { SHOP } from './shop.ts';
import { install, installed, run } from './user.ts';
import type { Outcome } from './user.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Gives a project husky and lint-staged, as its dependencies and its script `prepare` would. */
function husky(cwd: string): void {
  install(cwd, 'lint-staged', path.join(root, 'node_modules/lint-staged/bin/lint-staged.js'));
  install(cwd, 'husky', path.join(root, 'node_modules/husky/bin.js'));
  expect(run(cwd, 'node_modules/.bin/husky', []).code).toBe(0);
}

/** lefthook's own install script writes into the repository around it, and so it is no dependency of perf-lint. */
let lefthookFolder = '';
beforeAll(() => {
  lefthookFolder = realpathSync(mkdtempSync(path.join(tmpdir(), 'perf-lint-lefthook-')));
  // With the settings of whoever runs the tests, which say where the registry is.
  const { status, stderr } = spawnSync('npm', ['install', '--ignore-scripts', '--no-save', '--no-package-lock', '--prefix', '.', 'lefthook@2.1.0'], { cwd: lefthookFolder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`lefthook cannot be installed: ${stderr}`);
}, 120_000);
afterAll(() => rmSync(lefthookFolder, { recursive: true, force: true }));

function lefthook(cwd: string): void {
  // Itself, and the program for this platform.
  for (const name of readdirSync(path.join(lefthookFolder, 'node_modules')).filter((one) => one.startsWith('lefthook'))) symlinkSync(path.join(lefthookFolder, 'node_modules', name), path.join(cwd, 'node_modules', name));
  expect(run(cwd, 'node', ['node_modules/lefthook/bin/index.js', 'install']).code).toBe(0);
}

/** As a user commits: the hooks run, and may refuse. */
function tryCommit(cwd: string, ...args: string[]): Outcome {
  return run(cwd, 'git', ['commit', '-m', 'second', ...args]);
}

describe.each<[string, Record<string, string>, (cwd: string) => void]>([
  ['husky', recipe('.husky/pre-commit', 'perf-lint'), husky],
  ['husky and lint-staged', { ...recipe('.husky/pre-commit', 'lint-staged'), ...recipe('lint-staged.config.js') }, husky],
  ['husky and lint-staged with file names', { ...recipe('.husky/pre-commit', 'lint-staged'), ...recipe('.lintstagedrc.json') }, husky],
  ['lefthook', recipe('lefthook.yml'), lefthook],
])('%s', (_, files, setUp) => {
  function shop(over: Record<string, string> = {}): string {
    const cwd = installed({ ...files, ...over });
    setUp(cwd);
    return cwd;
  }

  it('stops a commit that brings a query per row, and lets it in once that is solved', () => {
    const cwd = shop();
    const before = git(cwd, 'rev-parse', 'HEAD');
    write(cwd, { 'src/orders.ts': SHOP.looping });
    git(cwd, 'add', 'src/orders.ts');
    const refused = tryCommit(cwd);
    expect(refused.text).toMatch(/src\/orders\.ts[^]*13:\d+ +error +One query per .*n-plus-one/);
    expect([refused.code, git(cwd, 'rev-parse', 'HEAD')]).toEqual([1, before]);

    write(cwd, { 'src/orders.ts': `${SHOP.clean}\nexport { app };\n` });
    git(cwd, 'add', 'src/orders.ts');
    const accepted = tryCommit(cwd);
    expect(accepted).toMatchObject({ code: 0 });
    expect(git(cwd, 'log', '--format=%s')).toBe('second\nfirst');
  });

  it('lets in what is staged, whatever else the work tree has', () => {
    const cwd = shop();
    write(cwd, { 'src/orders.ts': `// Ours.\n${SHOP.clean}` });
    git(cwd, 'add', 'src/orders.ts');
    write(cwd, { 'src/orders.ts': `// Ours.\n${SHOP.looping}` });
    expect(tryCommit(cwd)).toMatchObject({ code: 0 });
    expect(readFileSync(path.join(cwd, 'src/orders.ts'), 'utf8')).toBe(`// Ours.\n${SHOP.looping}`);
  });

  it('leaves to CI what a commit does to a file that is not in it', () => {
    const cwd = shop({ 'src/orders.ts': SHOP.looping, 'src/repo.ts': SHOP.cachedRepo });
    write(cwd, { 'src/repo.ts': SHOP.repo });
    git(cwd, 'add', 'src/repo.ts');
    expect(tryCommit(cwd)).toMatchObject({ code: 0 });
    expect(run(cwd, 'npx', ['perf-lint', 'scan', '--since', 'HEAD~1'])).toMatchObject({ code: 1, text: expect.stringContaining('src/orders.ts') as string });
  });

  it('sees what `git commit -a` stages by itself', () => {
    const cwd = shop();
    write(cwd, { 'src/orders.ts': SHOP.looping });
    expect(tryCommit(cwd, '-a')).toMatchObject({ code: 1, text: expect.stringContaining('n-plus-one') as string });
  });
});
