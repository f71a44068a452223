import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { commit, git, write } from '../git/repository.ts';
import { project } from '../commands/project.ts';
import { perfLint } from './run.ts';
import { SHOP, scan, shop } from './shop.ts';

const N_PLUS_ONE = 'src/orders.ts:13 n-plus-one';

/** A repository whose branch `feature` is checked out and leaves main at its commit. */
function branched(files: Record<string, string> = {}): string {
  const cwd = shop(files);
  git(cwd, 'checkout', '-q', '-b', 'feature');
  return cwd;
}

describe('--since', () => {
  it('reports an unchanged caller whose callee became costly', () => {
    const cwd = branched({ 'src/orders.ts': SHOP.looping, 'src/repo.ts': SHOP.cachedRepo });
    expect(scan(cwd, ['--since', 'main'])).toEqual({ code: 0, findings: [], stderr: '' });
    write(cwd, { 'src/repo.ts': SHOP.repo });
    expect(scan(cwd, ['--since', 'main'])).toEqual({ code: 1, findings: [N_PLUS_ONE], stderr: '' });
    commit(cwd, 'queries');
    expect(scan(cwd, ['--since', 'main']).findings).toEqual([N_PLUS_ONE]);
  });

  it('reports nothing that was there, and says how much that is', () => {
    const cwd = branched({ 'src/old.ts': SHOP.blocking });
    write(cwd, { 'src/old.ts': `// moved down\n${SHOP.blocking}`, 'src/orders.ts': SHOP.looping });
    expect(scan(cwd, ['--since', 'main']).findings).toEqual([N_PLUS_ONE]);
    const { stdout } = perfLint(cwd, ['--since', 'main', '--stats']);
    expect(stdout).toContain('Hidden: 1 from before.');
    expect(stdout).toMatch(/1 problem in 3 files/);
  });

  it('compares with the commit where the branch left main, not with what main is now', () => {
    const cwd = branched({ 'src/old.ts': SHOP.blocking });
    git(cwd, 'checkout', '-q', 'main');
    write(cwd, { 'src/old.ts': 'export {};\n' });
    commit(cwd, 'main mends it');
    git(cwd, 'checkout', '-q', 'feature');
    write(cwd, { 'src/added.ts': 'export {};\n' });
    // It was there when the branch began: that main is rid of it is not the branch's doing.
    expect(scan(cwd, ['--since', 'main']).findings).toEqual([]);
  });

  it('knows a finding in a renamed file, in another function, and among equal ones', () => {
    const cwd = branched({ 'src/old.ts': SHOP.blocking, 'src/orders.ts': SHOP.looping });
    git(cwd, 'mv', 'src/old.ts', 'src/moved.ts');
    write(cwd, { 'src/orders.ts': SHOP.looping.replace(`app.get('/orders/full', async (req, res) => {`, `app.get('/orders/all', async function all(req, res) {`) });
    expect(scan(cwd, ['--since', 'main'])).toEqual({ code: 0, findings: [], stderr: '' });
    // A second one like the first is new.
    write(cwd, { 'src/moved.ts': `${SHOP.blocking}\nexpress().get('/second/:name', async (req, res) => {\n  res.send(readFileSync(req.params.name, 'utf8'));\n});\n` });
    expect(scan(cwd, ['--since', 'main']).findings).toEqual(['src/moved.ts:9 sync-io-in-async']);
  });

  it('reports what a comment no longer silences', () => {
    const silenced = SHOP.blocking.replace('  res.send', '  // perf-lint-disable-next-line -- once\n  res.send');
    const cwd = branched({ 'src/old.ts': silenced });
    write(cwd, { 'src/old.ts': SHOP.blocking });
    expect(scan(cwd, ['--since', 'main']).findings).toEqual(['src/old.ts:5 sync-io-in-async']);
    write(cwd, { 'src/old.ts': silenced, 'src/added.ts': 'export {};\n' });
    expect(scan(cwd, ['--since', 'main']).findings).toEqual([]);
  });

  it('knows a comment that silenced nothing then, and one whose finding is gone', () => {
    const comment = '// perf-lint-disable-next-line sync-io-in-async -- once\n';
    const cwd = branched({ 'src/idle.ts': `${comment}export {};\n`, 'src/busy.ts': SHOP.blocking.replace('  res.send', `  ${comment}  res.send`) });
    const args = ['--since', 'main', '--rule', 'unused-suppression=warning'];
    write(cwd, { 'src/added.ts': 'export {};\n' });
    expect(scan(cwd, args).findings).toEqual([]);
    write(cwd, { 'src/busy.ts': `${comment}export {};\n` });
    expect(scan(cwd, args).findings).toEqual(['src/busy.ts:1 unused-suppression']);
  });

  it('counts files that git does not follow as new, also in a folder and a package that were not there', () => {
    const cwd = branched();
    write(cwd, { 'package.json': '{ "name": "shop", "workspaces": ["packages/*"], "dependencies": { "express": "5", "@prisma/client": "6" } }', 'packages/a/package.json': '{ "name": "a", "dependencies": { "express": "5" } }', 'packages/a/src/index.ts': SHOP.blocking });
    expect(scan(cwd, ['--since', 'main']).findings).toEqual(['packages/a/src/index.ts:5 sync-io-in-async']);
    expect(scan(cwd, ['--since', 'main', 'packages/a/src']).findings).toEqual(['packages/a/src/index.ts:5 sync-io-in-async']);
    expect(scan(cwd, ['--since', 'main', 'src'])).toEqual({ code: 0, findings: [], stderr: '' });
    expect(scan(path.join(cwd, 'packages/a'), ['--since', 'main', 'src/index.ts']).findings).toEqual(['packages/a/src/index.ts:5 sync-io-in-async']);
  });

  it('treats a file that is named and excluded then as now', () => {
    const cwd = branched({ 'legacy/old.ts': SHOP.blocking, 'perf-lint.config.json': '{ "exclude": ["legacy"] }' });
    write(cwd, { 'legacy/old.ts': `// edited\n${SHOP.blocking}` });
    expect(scan(cwd, ['legacy/old.ts']).findings).toEqual(['legacy/old.ts:6 sync-io-in-async']);
    expect(scan(cwd, ['--since', 'main', 'legacy/old.ts'])).toEqual({ code: 0, findings: [], stderr: '' });
  });

  it('lets only new warnings count', () => {
    const cwd = branched({ 'src/old.ts': SHOP.blocking });
    const asWarning = ['--since', 'main', '--rule', 'sync-io-in-async=warning', '--max-warnings', '0'];
    write(cwd, { 'src/added.ts': 'export {};\n' });
    expect(scan(cwd, asWarning).code).toBe(0);
    write(cwd, { 'src/added.ts': SHOP.blocking });
    expect(scan(cwd, asWarning)).toMatchObject({ code: 1, findings: ['src/added.ts:5 sync-io-in-async'] });
  });

  it('needs no change to files, branches or the index', () => {
    const cwd = branched({ 'src/old.ts': SHOP.blocking });
    write(cwd, { 'src/orders.ts': SHOP.looping });
    git(cwd, 'rm', '-q', 'src/old.ts');
    const state = (): string => `${git(cwd, 'status', '--porcelain', '--branch')}\n${git(cwd, 'for-each-ref')}\n${git(cwd, 'worktree', 'list')}\n${git(cwd, 'stash', 'list')}`;
    const before = state();
    expect(scan(cwd, ['--since', 'main']).findings).toEqual([N_PLUS_ONE]);
    expect(state()).toBe(before);
  });

  it('of what does not exist is one line', () => {
    const cwd = branched();
    expect(perfLint(cwd, ['--since', 'nope'])).toEqual({ code: 2, stdout: '', stderr: `perf-lint: --since: git knows no commit by the name "nope" in ${cwd}\n` });
  });

  it('in a shallow clone says the command that makes it work', () => {
    const origin = shop({ 'src/old.ts': SHOP.blocking });
    git(origin, 'checkout', '-q', '-b', 'feature');
    write(origin, { 'src/orders.ts': SHOP.looping });
    commit(origin, 'loop');
    git(origin, 'checkout', '-q', 'main');
    commit(origin, 'main goes on');
    const clone = path.join(project({ x: '' }), 'clone');
    git('/', 'clone', '-q', '--depth=1', '--branch=feature', `file://${origin}`, clone);
    const { code, stdout, stderr } = perfLint(clone, ['--since', 'origin/main']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    const [, command = ''] = /^perf-lint: --since: [^\n]*; this clone is shallow: run `git (.+)` first\n$/.exec(stderr) ?? [];
    git(clone, ...command.split(' '));
    expect(scan(clone, ['--since', 'origin/main'])).toEqual({ code: 1, findings: [N_PLUS_ONE], stderr: '' });
  });
});
