import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { git, repository, write } from '../git/repository.ts';
import { recipe } from './recipes.ts';
import { SHOP } from './shop.ts';
import { installed, run } from './user.ts';
import type { Outcome } from './user.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** It is no npm package: `.ci/run` installs it where it can, and then demands it. */
const isInstalled = spawnSync('pre-commit', ['--version']).status === 0;
const isDemanded = process.env.PERF_LINT_DEMANDS_PRE_COMMIT === '1';

/** A commit that brings a query per row is refused, and accepted once that is solved. */
function tryCommits(cwd: string, env: Record<string, string> = {}): void {
  const commit = (): Outcome => run(cwd, 'git', ['commit', '-m', 'second'], env);
  expect(run(cwd, 'pre-commit', ['install'], env).code).toBe(0);
  write(cwd, { 'src/orders.ts': SHOP.looping });
  git(cwd, 'add', 'src/orders.ts');
  expect(commit()).toMatchObject({ code: 1, text: expect.stringMatching(/perf-lint\.+Failed[^]*src\/orders\.ts[^]*One query per .*n-plus-one/) as string });
  write(cwd, { 'src/orders.ts': `${SHOP.clean}\nexport { app };\n` });
  git(cwd, 'add', 'src/orders.ts');
  expect(commit()).toMatchObject({ code: 0, text: expect.stringMatching(/perf-lint\.+Passed/) as string });
  expect(git(cwd, 'log', '--format=%s')).toBe('second\nfirst');
}

describe('.pre-commit-hooks.yaml', () => {
  it('has the hook that the recipes write out', () => {
    const [shipped] = parse(readFileSync(path.join(root, '.pre-commit-hooks.yaml'), 'utf8')) as Record<string, unknown>[];
    const { repos: [{ hooks: [written] }] } = parse(recipe('.pre-commit-config.yaml', 'local')['.pre-commit-config.yaml'] as string) as { repos: [{ hooks: [Record<string, unknown>] }] };
    const { entry, language, description, minimum_pre_commit_version: minimum, ...hook } = shipped!;
    expect({ ...hook, entry: `npx --no -- ${String(entry)}`, language: 'system' }).toEqual(written);
    expect([language, typeof description, typeof minimum]).toEqual(['node', 'string', 'string']);
  });
});

describe.skipIf(!isInstalled && !isDemanded)('the pre-commit framework (skipped where it is not installed: apt-get install pre-commit)', () => {
  it('runs the perf-lint of the project', () => {
    const cwd = installed(recipe('.pre-commit-config.yaml', 'local'));
    tryCommits(cwd);
  });

  describe('with an environment that it builds', () => {
    let folder = '';
    beforeAll(() => {
      folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'perf-lint-hooks-')));
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }), 120_000);

    it('installs perf-lint from its repository, and runs it', () => {
      const clone = path.join(folder, 'perf-lint');
      for (const file of git(root, 'ls-files', '-co', '--exclude-standard').split('\n')) cpSync(path.join(root, file), path.join(clone, file));
      repository(clone);
      const config = (recipe('.pre-commit-config.yaml', 'rev:')['.pre-commit-config.yaml'] as string).replace(/repo: \S+/, `repo: ${clone}`).replace(/rev: \S+/, `rev: ${git(clone, 'rev-parse', 'HEAD')}`);
      const cwd = installed({ '.pre-commit-config.yaml': config });
      rmSync(path.join(cwd, 'node_modules'), { recursive: true });
      mkdirSync(path.join(folder, 'store'));
      // With the settings of whoever runs the tests, which say where the registry is; npm's cache spares it most of the way.
      tryCommits(cwd, { ...(process.env as Record<string, string>), PRE_COMMIT_HOME: path.join(folder, 'store'), npm_config_prefer_offline: 'true' });
    }, 900_000);
  });
});
