import { chmodSync, mkdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readBlobs } from '../../src/git/blobs.ts';
import { changedFiles, changesSince, COMMANDS_FOR_STAGED, mergeBase, stagedChanges, unstagedChanges } from '../../src/git/changes.ts';
import { openGit, openGitAhead } from '../../src/git/process.ts';
import type { Environment, Git } from '../../src/git/process.ts';
import { changedPaths, renamesSinceCommitOf, stagedView, viewSince } from '../../src/git/views.ts';
import { disk } from '../../src/source/disk.ts';
import type { Files } from '../../src/source/types.ts';
import { tree } from '../source/trees.ts';
import { GIT_ENV, commit, git, repository, write } from './repository.ts';

const open = (root: string, env: Environment = GIT_ENV, cwd = root): Git => openGit(root, env, cwd);

function text(files: Files, file: string): string | undefined {
  const bytes = files.read(file);
  return bytes && Buffer.from(bytes).toString();
}

/** Names that a shell, a line or a pathspec would take apart. */
const ODD = ['a b.ts', 'new\nline.ts', 'tab\t.ts', 'ümläut-日本.ts', '-dash.ts', ':(top)x.ts', '[id].ts', '"quoted".ts'];

describe('the repository', () => {
  it('is the one around a folder, and has a work tree', () => {
    const root = repository(tree({ 'src/a.ts': '' }));
    expect(open(path.join(root, 'src')).top).toBe(root);
  });

  it('is found where its path has a line break', () => {
    const root = repository(path.join(tree({ 'odd\n name/a.ts': '' }), 'odd\n name'));
    expect(open(root).top).toBe(root);
  });

  it.each<[string, (root: string) => { folder?: string; env?: Environment }, RegExp]>([
    ['nothing', () => ({}), /^\/.* lies in no git repository$/],
    ['a bare repository', (root) => (git(root, 'init', '-q', '--bare'), {}), /lies in a bare repository or in \.git/],
    ['.git itself', (root) => (git(root, 'init', '-q'), { folder: path.join(root, '.git') }), /lies in a bare repository or in \.git/],
    ['a broken repository', (root) => (write(root, { '.git': 'gitdir: /nowhere\n' }), {}), /lies in no git repository$/],
    ['a machine without git', () => ({ env: { PATH: '/nonexistent' } }), /^git is not installed, or not in PATH$/],
    ['somebody else’s', (root) => (git(root, 'init', '-q'), { env: { ...GIT_ENV, GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' } }), /^git does not trust the repository of (\/\S+), which belongs to another user; if you do, run `git config --global --add safe\.directory \1`$/],
    ['an old git', (root) => ({ env: { PATH: script(root, 'echo git version 1.8.3.1') } }), /^git 1\.8 is too old: perf-lint needs git 2\.15 or newer$/],
    ['something else called git', (root) => ({ env: { PATH: script(root, 'exit 3') } }), /^git cannot be run/],
  ])('that is %s is said in one line', async (_, make, message) => {
    const root = tree({ 'a.ts': '' });
    const { folder = root, env = GIT_ENV } = make(root);
    expect(() => openGit(folder, env, root)).toThrow(message);
    expect(() => openGit(folder, env, root)).toThrow(/^[^\n]+$/);
    await expect(openGitAhead(folder, [], env, root)).rejects.toThrow(message);
  });

  function script(root: string, body: string): string {
    const folder = path.join(root, 'bin');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'git'), `#!/bin/sh\n${body}\n`);
    chmodSync(path.join(folder, 'git'), 0o755);
    return folder;
  }

  it('is asked ahead what it will be asked, and not again', async () => {
    const root = repository(tree({ 'a.ts': 'one\n' }));
    write(root, { 'a.ts': 'two\n', 'new.ts': '' });
    git(root, 'add', 'a.ts');
    const log = path.join(tree({ log: '' }), 'log');
    const env = { ...GIT_ENV, PATH: `${script(root, `echo "$@" >> '${log}'; PATH='${process.env.PATH}' exec git "$@"`)}:${process.env.PATH}` };
    const asked = (): number => readFileSync(log, 'utf8').split('\n').length;
    const ahead = await openGitAhead(root, COMMANDS_FOR_STAGED, env, root);
    const before = asked();
    const staged = stagedChanges(ahead);
    expect(asked()).toBe(before);
    expect(staged).toEqual(stagedChanges(open(root)));
    expect(staged.map(({ path: file }) => file)).toEqual(['a.ts']);
    expect(changedFiles(ahead)).toEqual(changedFiles(open(root)));
    expect(asked()).toBeGreaterThan(before);
  });

  it('is the scanned one, whatever a hook of another one says', () => {
    const scanned = repository(tree({ 'a.ts': '' }));
    const other = repository(tree({ 'b.ts': '' }));
    write(scanned, { 'a.ts': 'new' });
    git(scanned, 'add', '.');
    const hook = { ...GIT_ENV, GIT_DIR: path.join(other, '.git'), GIT_INDEX_FILE: path.join(other, '.git/index'), GIT_PREFIX: '' };
    expect(stagedChanges(open(scanned, hook, other)).map((change) => change.path)).toEqual(['a.ts']);
    expect(stagedChanges(open(scanned, { ...GIT_ENV, GIT_INDEX_FILE: '.git/index' }, other)).map((change) => change.path)).toEqual(['a.ts']);
  });

  it('is seen through the index that a hook is given, also by a relative path and from a folder below', () => {
    const root = repository(tree({ 'a.ts': '', 'src/b.ts': '' }));
    write(root, { 'a.ts': 'new', 'src/b.ts': 'new' });
    git(root, 'add', 'a.ts');
    git(root, 'read-tree', '--index-output=.git/other-index', 'HEAD');
    const staged = (env: Environment, cwd: string): string[] => stagedChanges(open(root, { ...GIT_ENV, ...env }, cwd)).map((change) => change.path);
    git(root, 'add', 'a.ts');
    expect(staged({}, root)).toEqual(['a.ts']);
    expect(staged({ GIT_INDEX_FILE: '.git/other-index' }, path.join(root, 'src'))).toEqual([]);
    expect(staged({ GIT_INDEX_FILE: path.join(root, '.git/other-index'), GIT_DIR: '.git' }, root)).toEqual([]);
  });

  it('may have its .git elsewhere, by the environment alone', () => {
    const store = path.join(tree({ x: '' }), 'store.git');
    const root = tree({ 'a.ts': '' });
    git(root, 'init', '-q', '--bare', store);
    expect(() => open(root)).toThrow(/no git repository/);
    expect(changedFiles(open(root, { ...GIT_ENV, GIT_DIR: store, GIT_WORK_TREE: root }))).toEqual(['a.ts']);
  });

  it('is a linked work tree like any other', () => {
    const root = repository(tree({ 'a.ts': '' }));
    const linked = path.join(tree({ x: '' }), 'linked');
    git(root, 'worktree', 'add', '-q', linked);
    write(linked, { 'a.ts': 'new' });
    expect([...changedPaths(open(linked))]).toEqual([path.join(linked, 'a.ts')]);
    expect([...changedPaths(open(root))]).toEqual([]);
  });
});

describe('the staged state', () => {
  it('has the content of the index for every file, and the disk’s for what git does not follow', () => {
    const root = repository(tree({ 'both.ts': 'old', 'disk-only.ts': 'old', 'same.ts': 'same', 'gone.ts': 'gone', 'gone-from-disk.ts': 'kept', 'untracked-again.ts': 'u', ...Object.fromEntries(ODD.map((name) => [name, 'old'])) }));
    write(root, { 'both.ts': 'staged', 'new.ts': 'staged new', 'gone.ts': null, ...Object.fromEntries(ODD.map((name) => [name, 'staged'])) });
    git(root, 'add', '-A');
    git(root, 'rm', '-q', '--cached', 'untracked-again.ts');
    write(root, { 'both.ts': 'disk', 'disk-only.ts': 'disk', 'new.ts': null, 'untracked.ts': 'untracked', 'gone-from-disk.ts': null, ...Object.fromEntries(ODD.map((name) => [name, 'disk'])) });
    const { files, paths, unmerged } = stagedView(open(root), disk);
    const seen = ['both.ts', 'disk-only.ts', 'same.ts', 'new.ts', 'gone.ts', 'gone-from-disk.ts', 'untracked.ts', 'untracked-again.ts'].map((name) => text(files, path.join(root, name)));
    expect(seen).toEqual(['staged', 'old', 'same', 'staged new', undefined, 'kept', 'untracked', undefined]);
    expect(ODD.map((name) => text(files, path.join(root, name)))).toEqual(ODD.map(() => 'staged'));
    expect([...paths].sort()).toEqual([...ODD, 'both.ts', 'new.ts'].map((name) => path.join(root, name)).sort());
    expect(unmerged).toEqual([]);
  });

  it('is there before the first commit', () => {
    const root = tree({ 'a.ts': 'staged', 'b.ts': '' });
    git(root, 'init', '-q');
    git(root, 'add', 'a.ts');
    write(root, { 'a.ts': 'disk' });
    const { files, paths } = stagedView(open(root), disk);
    expect([text(files, path.join(root, 'a.ts')), [...paths]]).toEqual(['staged', [path.join(root, 'a.ts')]]);
    expect([...changedPaths(open(root))].sort()).toEqual([path.join(root, 'a.ts'), path.join(root, 'b.ts')]);
  });

  it('has no file that is only intended to be added, and no change of a mode or a time alone in its content', () => {
    const root = repository(tree({ 'mode.ts': 'm', 'touched.ts': 't' }));
    write(root, { 'intended.ts': 'disk', 'touched.ts': 't' });
    git(root, 'add', '-N', 'intended.ts');
    chmodSync(path.join(root, 'mode.ts'), 0o755);
    expect(stagedChanges(open(root))).toEqual([]);
    expect(unstagedChanges(open(root)).map((change) => [change.path, change.before.kind])).toEqual([['intended.ts', 'none'], ['mode.ts', 'file']]);
    const { files, paths } = stagedView(open(root), disk);
    expect([text(files, path.join(root, 'intended.ts')), [...paths]]).toEqual(['disk', []]);
  });

  it('follows links as the index has them', () => {
    const root = tree({ 'a.ts': 'a', 'b.ts': 'b' });
    symlinkSync('a.ts', path.join(root, 'link.ts'));
    repository(root);
    write(root, { 'link.ts': null });
    symlinkSync('b.ts', path.join(root, 'link.ts'));
    const { files } = stagedView(open(root), disk);
    expect(text(files, path.join(root, 'link.ts'))).toBe('a');
    expect(files.list(root).find(({ name }) => name === 'link.ts')?.kind).toBe('link');
  });

  it('follows links that did not change to what did', () => {
    const root = tree({ 'a.ts': 'staged', 'b.ts': 'staged too' });
    symlinkSync('a.ts', path.join(root, 'to-a.ts'));
    symlinkSync('b.ts', path.join(root, 'to-b.ts'));
    repository(root);
    write(root, { 'a.ts': 'disk', 'b.ts': null });
    const { files } = stagedView(open(root), disk);
    expect([text(files, path.join(root, 'to-a.ts')), text(files, path.join(root, 'to-b.ts'))]).toEqual(['staged', 'staged too']);
    expect(files.realpath(path.join(root, 'to-b.ts'))).toBe(path.join(root, 'b.ts'));
  });

  it('leaves submodules alone', () => {
    const inner = repository(tree({ 'i.ts': '1' }));
    const root = repository(tree({ 'a.ts': '' }));
    git(root, '-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', inner, 'sub');
    commit(root, 'with a submodule');
    write(root, { 'sub/i.ts': '2', 'a.ts': 'new' });
    git(root, 'add', 'a.ts');
    const { files, paths } = stagedView(open(root), disk);
    expect([text(files, path.join(root, 'sub/i.ts')), [...paths]]).toEqual(['2', [path.join(root, 'a.ts')]]);
    expect(open(path.join(root, 'sub')).top).toBe(path.join(root, 'sub'));
  });

  it('names what is not merged, and leaves it as it lies on the disk', () => {
    const root = repository(tree({ 'a.ts': 'base', 'b.ts': 'b' }));
    git(root, 'checkout', '-q', '-b', 'other');
    write(root, { 'a.ts': 'theirs' });
    commit(root, 'theirs');
    git(root, 'checkout', '-q', 'main');
    write(root, { 'a.ts': 'ours' });
    commit(root, 'ours');
    expect(() => git(root, 'merge', 'other')).toThrow();
    write(root, { 'b.ts': 'new' });
    git(root, 'add', 'b.ts');
    const { files, paths, unmerged } = stagedView(open(root), disk);
    expect([unmerged, [...paths]]).toEqual([[path.join(root, 'a.ts')], [path.join(root, 'b.ts')]]);
    expect(text(files, path.join(root, 'a.ts'))).toContain('<<<<<<<');
  });

  it('has the lines as they are stored, where git changes their endings', () => {
    const root = tree({ '.gitattributes': '*.ts text eol=crlf\n', 'a.ts': 'one\r\ntwo\r\n' });
    repository(root);
    expect(stagedView(open(root), disk).paths.size).toBe(0);
    expect(unstagedChanges(open(root))).toEqual([]);
    write(root, { 'a.ts': 'one\r\nthree\r\n' });
    expect(text(stagedView(open(root), disk).files, path.join(root, 'a.ts'))).toBe('one\ntwo\n');
  });

  it('is asked for without writing anything to .git', () => {
    const root = repository(tree({ 'a.ts': 'a' }));
    utimesSync(path.join(root, 'a.ts'), 1_000_000_000, 1_000_000_000);
    const before = readFileSync(path.join(root, '.git/index'));
    stagedView(open(root), disk);
    expect([...changedPaths(open(root))]).toEqual([]);
    expect(readFileSync(path.join(root, '.git/index')).equals(before)).toBe(true);
  });
});

describe('the settings of a user', () => {
  it('change nothing', () => {
    const root = repository(tree({ 'sub/a.ts': 'old text that is long enough to be known again\n', 'b.ts': 'b' }));
    for (const [key, value] of [['diff.external', 'false'], ['diff.relative', 'true'], ['color.ui', 'always'], ['diff.renames', 'false'], ['core.quotePath', 'true'], ['diff.noprefix', 'true'], ['core.pager', 'false']]) git(root, 'config', key!, value!);
    const first = git(root, 'rev-parse', 'HEAD');
    git(root, 'mv', 'sub/a.ts', 'sub/ä.ts');
    write(root, { 'b.ts': 'new' });
    git(root, 'add', '.');
    expect(stagedChanges(open(path.join(root, 'sub'))).map((change) => change.path)).toEqual(['b.ts', 'sub/a.ts', 'sub/ä.ts']);
    expect(changesSince(open(root), first).map((change) => [change.from, change.path])).toEqual([[undefined, 'b.ts'], ['sub/a.ts', 'sub/ä.ts']]);
  });
});

describe('what differs from HEAD', () => {
  it('is what is staged, not staged, new and gone, and nothing that is ignored or only touched', () => {
    const root = repository(tree({ '.gitignore': 'ignored.ts\n', 'staged.ts': '', 'edited.ts': '', 'same.ts': 'same', 'gone.ts': '' }));
    write(root, { 'staged.ts': 'new', 'edited.ts': 'new', 'same.ts': 'same', 'gone.ts': null, 'ignored.ts': '', ...Object.fromEntries(ODD.map((name) => [`d/${name}`, ''])) });
    git(root, 'add', 'staged.ts');
    expect(changedFiles(open(root)).sort()).toEqual([...ODD.map((name) => `d/${name}`), 'edited.ts', 'gone.ts', 'staged.ts'].sort());
  });
});

describe('an earlier state', () => {
  it('is the tree where two branches went apart: changed, deleted and renamed files as they were, new ones absent', () => {
    const body = 'export const long = "enough that git takes the file for renamed";\n';
    const root = repository(tree({ 'a.ts': 'base', 'same.ts': 'same', 'gone.ts': 'gone', 'old-name.ts': body, '.gitignore': 'ignored.ts\n', 'image.png': 'p' }));
    git(root, 'checkout', '-q', '-b', 'feature');
    git(root, 'checkout', '-q', 'main');
    write(root, { 'a.ts': 'main went on' });
    commit(root, 'main goes on');
    git(root, 'checkout', '-q', 'feature');
    git(root, 'mv', 'old-name.ts', 'new-name.ts');
    write(root, { 'a.ts': 'committed', 'added.ts': 'added', 'gone.ts': null });
    commit(root, 'feature');
    write(root, { 'a.ts': 'disk', 'untracked.ts': 'u', 'ignored.ts': 'i', 'same.ts': 'same', 'image.png': 'q' });
    const { files, renames, differs, commit: base } = viewSince(open(root), 'main', disk);
    expect(base).toBe(git(root, 'merge-base', 'main', 'feature'));
    const seen = ['a.ts', 'same.ts', 'gone.ts', 'old-name.ts', 'new-name.ts', 'added.ts', 'untracked.ts', 'ignored.ts', 'image.png'].map((name) => text(files, path.join(root, name)));
    expect(seen).toEqual(['base', 'same', 'gone', body, undefined, undefined, undefined, 'i', 'q']);
    expect([...renames]).toEqual([[path.join(root, 'new-name.ts'), path.join(root, 'old-name.ts')]]);
    expect(differs).toBe(true);
  });

  it('does not differ where only other files do', () => {
    const root = repository(tree({ 'a.ts': '', 'readme.md': '' }));
    write(root, { 'readme.md': 'new' });
    expect(viewSince(open(root), 'HEAD', disk).differs).toBe(false);
  });

  it('is found by any name of a commit', () => {
    const root = repository(tree({ 'a.ts': '' }));
    const first = git(root, 'rev-parse', 'HEAD');
    git(root, 'tag', '-a', 'v1', '-m', 'v1');
    commit(root, 'second');
    for (const ref of ['v1', 'HEAD~1', first, first.slice(0, 9), 'refs/tags/v1']) expect(mergeBase(open(root), ref)).toBe(first);
  });

  it.each([
    ['nope', /^git knows no commit by the name "nope" in \/[^;]*$/],
    ['--all', /no commit by the name "--all"/],
    ['two\nlines', /no commit by the name "two\\nlines"/],
    ['HEAD:a.ts', /no commit by the name/],
    ['orphan', /^"orphan" and HEAD have no commit in common in \/[^;]*$/],
  ])('of %j cannot be had', (ref, message) => {
    const root = repository(tree({ 'a.ts': '' }));
    git(root, 'checkout', '-q', '--orphan', 'orphan');
    commit(root, 'of its own');
    git(root, 'checkout', '-q', 'main');
    expect(() => mergeBase(open(root), ref)).toThrow(message);
    expect(() => mergeBase(open(root), ref)).toThrow(/^[^\n]+$/);
  });

  it('cannot be had before the first commit', () => {
    const root = tree({ 'a.ts': '' });
    git(root, 'init', '-q');
    expect(() => mergeBase(open(root), 'main')).toThrow(/ has no commit yet to compare with "main"$/);
  });

  /** An origin with a branch that left main three commits ago, and a shallow clone of the branch. */
  function shallow(...args: string[]): { clone: string; base: string } {
    const origin = repository(tree({ 'a.ts': '' }));
    const base = commit(origin, 'base');
    git(origin, 'checkout', '-q', '-b', 'feature');
    for (const message of ['1', '2', '3']) commit(origin, message);
    git(origin, 'checkout', '-q', 'main');
    commit(origin, 'main goes on');
    const clone = path.join(tree({ x: '' }), 'clone');
    git('/', 'clone', '-q', '--depth=1', '--branch=feature', ...args, `file://${origin}`, clone);
    return { clone, base };
  }

  it.each([
    ['origin/main', ['--no-single-branch'], /^"origin\/main" and HEAD have no commit in common/],
    ['origin/main', ['--single-branch'], /^git knows no commit by the name "origin\/main"/],
    ['main', [], /^git knows no commit by the name "main"/],
    ['HEAD~3', [], /^git knows no commit by the name "HEAD~3"/],
  ])('of %s in a shallow clone (%j) comes with the command that gets it', (ref, args, message) => {
    const { clone, base } = shallow(...args);
    const error = (() => {
      try {
        return mergeBase(open(clone), ref);
      } catch (thrown) {
        return (thrown as Error).message;
      }
    })();
    expect(error).toMatch(message);
    const [, command = ''] = /; this clone is shallow: run `git (.+)` first$/.exec(error) ?? [];
    git(clone, ...command.split(' '));
    expect(mergeBase(open(clone), ref)).toBe(base);
  });
});

describe('blobs', () => {
  it('are read with every byte, and missing ones left out', () => {
    const root = repository(tree({ 'a.bin': '' }));
    const content = Buffer.from([0, 10, 13, 10, 255, 254, 10]);
    writeFileSync(path.join(root, 'a.bin'), content);
    writeFileSync(path.join(root, 'empty'), '');
    commit(root, 'bytes');
    const [a, empty] = ['HEAD:a.bin', 'HEAD:empty'].map((name) => git(root, 'rev-parse', name)) as [string, string];
    const missing = '0123456789012345678901234567890123456789';
    const blobs = readBlobs(open(root), [a, missing, empty, a]);
    expect([...blobs].map(([id, bytes]) => [id, [...bytes]])).toEqual([[a, [...content]], [empty, []]]);
  });
});

describe('renames since a file was last committed', () => {
  it('are those that the index knows', () => {
    const body = (name: string) => `export const ${name} = "long enough that git takes the file for renamed";\n`;
    const root = repository(tree({ 'a.ts': body('a'), 'b.ts': body('b'), 'list.json': '{}' }));
    git(root, 'mv', 'a.ts', 'c.ts');
    commit(root, 'moved');
    git(root, 'mv', 'b.ts', 'd.ts');
    const at = (name: string) => path.join(root, name);
    expect([...renamesSinceCommitOf(open(root), at('list.json'))].sort()).toEqual([[at('c.ts'), at('a.ts')], [at('d.ts'), at('b.ts')]]);
    expect(renamesSinceCommitOf(open(root), at('never.json')).size).toBe(0);
  });
});
