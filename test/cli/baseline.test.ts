import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { commit, git, write } from '../git/repository.ts';
import { project } from '../commands/project.ts';
import { perfLint } from './run.ts';
import { SHOP, scan, shop } from './shop.ts';

const NAME = 'perf-lint-baseline.json';
const said = (line: string) => ({ code: 0, stdout: `${line}\n`, stderr: '' });

/** `file rule` of what a baseline holds. */
function held(cwd: string, file = NAME): string[] {
  const { findings } = JSON.parse(readFileSync(path.join(cwd, file), 'utf8')) as { findings: { file: string; rule: string }[] };
  return findings.map((one) => `${one.file} ${one.rule}`);
}

describe('a baseline', () => {
  it('hides what was there, counts it in one line, and lets only new findings count', () => {
    const cwd = shop({ 'src/old.ts': SHOP.blocking });
    expect(scan(cwd, []).code).toBe(1);
    expect(perfLint(cwd, ['baseline'])).toEqual(said(`${NAME}: 1 accepted; 1 of them new, 0 gone.`));
    expect(held(cwd)).toEqual(['src/old.ts sync-io-in-async']);
    expect(perfLint(cwd, [])).toEqual({ code: 0, stdout: 'No problems in 3 files.\nHidden: 1 by the baseline (--no-baseline shows them).\n', stderr: '' });

    write(cwd, { 'src/orders.ts': SHOP.looping, 'src/old.ts': `// moved down\n${SHOP.blocking}` });
    expect(scan(cwd, [])).toEqual({ code: 1, findings: ['src/orders.ts:13 n-plus-one'], stderr: '' });
    expect(scan(cwd, ['--rule', 'n-plus-one=warning']).code).toBe(0);
    expect(scan(cwd, ['--rule', 'n-plus-one=warning', '--max-warnings', '1']).code).toBe(0);
    expect(scan(cwd, ['--rule', 'n-plus-one=warning', '--max-warnings', '0']).code).toBe(1);
    expect(scan(cwd, ['--no-baseline']).findings).toHaveLength(2);
    for (const format of ['sarif', 'json', 'gitlab']) expect(perfLint(cwd, ['--format', format]).stdout).not.toContain('src/old.ts');
  });

  it('accepts each finding once', () => {
    const cwd = shop({ 'src/old.ts': SHOP.blocking });
    perfLint(cwd, ['baseline']);
    write(cwd, { 'src/old.ts': `${SHOP.blocking}\nexpress().get('/second/:name', async (req, res) => {\n  res.send(readFileSync(req.params.name, 'utf8'));\n});\n` });
    expect(scan(cwd, []).findings).toEqual(['src/old.ts:9 sync-io-in-async']);
  });

  it('knows its findings in files that git renamed, committed or not', () => {
    const cwd = shop({ 'src/old.ts': SHOP.blocking, 'src/other.ts': SHOP.blocking });
    perfLint(cwd, ['baseline']);
    commit(cwd, 'baseline');
    git(cwd, 'mv', 'src/old.ts', 'src/moved.ts');
    commit(cwd, 'moved');
    git(cwd, 'mv', 'src/other.ts', 'src/moved-too.ts');
    expect(scan(cwd, [])).toEqual({ code: 0, findings: [], stderr: '' });
    expect(perfLint(cwd, ['baseline', '--prune'])).toEqual(said(`${NAME}: 2 accepted; 0 of them new, 0 gone.`));
    expect(held(cwd)).toEqual(['src/moved-too.ts sync-io-in-async', 'src/moved.ts sync-io-in-async']);
  });

  it('works without git', () => {
    const cwd = project({ 'package.json': '{ "dependencies": { "express": "5" } }', 'a.ts': SHOP.blocking });
    perfLint(cwd, ['baseline']);
    write(cwd, { 'a.ts': null, 'b.ts': SHOP.blocking });
    expect(scan(cwd, [])).toEqual({ code: 1, findings: ['b.ts:5 sync-io-in-async'], stderr: `perf-lint: ${NAME}: 1 entry matches no finding any more; perf-lint baseline --prune removes what is gone\n` });
  });

  it('is pruned of what is gone, and of nothing else', () => {
    const cwd = shop({ 'src/old.ts': SHOP.blocking, 'src/gone.ts': SHOP.blocking, 'src/mended.ts': SHOP.blocking, 'src/broken.ts': SHOP.blocking });
    expect(perfLint(cwd, ['baseline'])).toEqual(said(`${NAME}: 4 accepted; 4 of them new, 0 gone.`));
    write(cwd, { 'src/gone.ts': null, 'src/mended.ts': 'export {};\n', 'src/broken.ts': 'export const = 1;\n', 'src/orders.ts': SHOP.looping });
    expect(scan(cwd, []).stderr).toBe(`perf-lint: ${NAME}: 2 entries match no finding any more; perf-lint baseline --prune removes what is gone\n`);
    // Of what a run does not look at it says nothing.
    expect(scan(cwd, ['src/old.ts']).stderr).toBe('');
    expect(scan(cwd, ['--rule', 'sync-io-in-async=off']).stderr).toBe('');
    expect(scan(cwd, ['--severity', 'error', '--confidence', 'high']).stderr).toContain('2 entries match');
    expect(perfLint(cwd, ['baseline', '--prune'])).toEqual(said(`${NAME}: 2 accepted; 0 of them new, 2 gone.`));
    expect(held(cwd)).toEqual(['src/broken.ts sync-io-in-async', 'src/old.ts sync-io-in-async']);
    expect(scan(cwd, []).findings).toEqual(['src/orders.ts:13 n-plus-one']);
  });

  it('of some paths leaves the rest as it is', () => {
    const cwd = shop({ 'src/a/x.ts': SHOP.blocking, 'src/b/y.ts': SHOP.blocking });
    perfLint(cwd, ['baseline']);
    write(cwd, { 'src/a/x.ts': 'export {};\n', 'src/b/y.ts': 'export {};\n', 'src/a/z.ts': SHOP.blocking });
    expect(perfLint(cwd, ['baseline', 'src/a'])).toEqual(said(`${NAME}: 2 accepted; 1 of them new, 1 gone.`));
    expect(held(cwd)).toEqual(['src/a/z.ts sync-io-in-async', 'src/b/y.ts sync-io-in-async']);
  });

  it('is written with the thresholds that are given, and not of what comments silence', () => {
    const silenced = SHOP.blocking.replace('  res.send', '  // perf-lint-disable-next-line -- once\n  res.send');
    const cwd = shop({ 'src/old.ts': SHOP.blocking, 'src/silenced.ts': silenced });
    expect(perfLint(cwd, ['baseline', '--severity', 'error', '--rule', 'sync-io-in-async=warning'])).toEqual(said(`${NAME}: 0 accepted; 0 of them new, 0 gone.`));
    expect(readFileSync(path.join(cwd, NAME), 'utf8')).toBe('{\n  "version": 1,\n  "findings": []\n}\n');
    expect(perfLint(cwd, ['baseline'])).toEqual(said(`${NAME}: 1 accepted; 1 of them new, 0 gone.`));
  });

  it('is the same file however often it is written, with nothing beside it', () => {
    const cwd = shop({ 'src/old.ts': SHOP.blocking, 'src/orders.ts': SHOP.looping });
    perfLint(cwd, ['baseline']);
    const first = readFileSync(path.join(cwd, NAME), 'utf8');
    perfLint(path.join(cwd, 'src'), ['baseline', '..']);
    expect(readFileSync(path.join(cwd, NAME), 'utf8')).toBe(first);
    expect(readdirSync(cwd).sort()).toEqual(['.git', 'package.json', NAME, 'src']);
  });

  it('may be any file that is named, from the working directory', () => {
    const cwd = shop({ 'src/old.ts': SHOP.blocking });
    expect(perfLint(path.join(cwd, 'src'), ['baseline', '..', '--baseline', '../ci/accepted.json']).stdout).toBe('../ci/accepted.json: 1 accepted; 1 of them new, 0 gone.\n');
    expect(scan(cwd, []).code).toBe(1);
    expect(scan(cwd, ['--baseline', 'ci/accepted.json']).code).toBe(0);
  });

  it('goes with --staged, --changed and --since', () => {
    const cwd = shop({ 'src/old.ts': SHOP.blocking });
    perfLint(cwd, ['baseline']);
    commit(cwd, 'baseline');
    write(cwd, { 'src/old.ts': `// edited\n${SHOP.blocking}`, 'src/orders.ts': SHOP.looping });
    git(cwd, 'add', '-A');
    for (const args of [['--staged'], ['--changed'], ['--since', 'HEAD']]) expect(scan(cwd, args)).toEqual({ code: 1, findings: ['src/orders.ts:13 n-plus-one'], stderr: '' });
    // The baseline of the commit is the one that is staged.
    perfLint(cwd, ['baseline']);
    expect(scan(cwd, ['--changed']).code).toBe(0);
    expect(scan(cwd, ['--staged']).code).toBe(1);
    git(cwd, 'add', NAME);
    expect(scan(cwd, ['--staged']).code).toBe(0);
  });

  it('hides nothing from explain', () => {
    const cwd = shop({ 'src/old.ts': SHOP.blocking });
    perfLint(cwd, ['baseline']);
    expect(perfLint(cwd, ['explain', 'src/old.ts:5']).code).toBe(0);
  });
});

describe('a baseline that cannot be used is one line, and nothing is changed', () => {
  it.each([
    ['{ "version": 1, ', /^perf-lint: the baseline perf-lint-baseline\.json cannot be used: it is no JSON \([^\n]*\); repair it, or delete it and run perf-lint baseline\n$/],
    ['{ "version": 9, "findings": [] }', /: its version is 9, and this perf-lint reads version 1; /],
    [Buffer.from([0xff, 0xfe, 0x00]), /: it is not UTF-8 text; /],
  ])('%j', (content, line) => {
    const cwd = project({ 'package.json': '{}', 'a.ts': '', [NAME]: content });
    for (const args of [[], ['baseline'], ['baseline', '--prune']]) {
      const { code, stdout, stderr } = perfLint(cwd, args);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(line);
      expect(stderr.trim()).not.toContain('\n');
    }
    expect(readFileSync(path.join(cwd, NAME))).toEqual(Buffer.from(content as string));
  });

  it('a folder, or a file that is not there', () => {
    const cwd = project({ 'package.json': '{}', 'a.ts': '' });
    expect(perfLint(cwd, ['--baseline', 'nope.json'])).toEqual({ code: 2, stdout: '', stderr: 'perf-lint: there is no baseline nope.json; perf-lint baseline --baseline nope.json writes one\n' });
    expect(perfLint(cwd, ['baseline', '--prune'])).toMatchObject({ code: 2, stderr: `perf-lint: there is no baseline ${path.join(cwd, NAME)} to prune; perf-lint baseline writes one\n` });
    expect(existsSync(path.join(cwd, NAME))).toBe(false);
    mkdirSync(path.join(cwd, NAME));
    expect(perfLint(cwd, [])).toMatchObject({ code: 2, stderr: `perf-lint: the baseline ${NAME} cannot be used: it cannot be read: it is a folder; repair it, or delete it and run perf-lint baseline\n` });
  });
});
