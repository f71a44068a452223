import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { COMMANDS_FOR_STAGED } from '../../src/git/changes.ts';
import { openGit, openGitAhead } from '../../src/git/process.ts';
import { stagedView, viewSince } from '../../src/git/views.ts';
import { disk } from '../../src/source/disk.ts';
import type { Files } from '../../src/source/types.ts';
import { tree } from '../source/trees.ts';
import { GIT_ENV, commit, git, repository, write } from '../git/repository.ts';

/** A small repeatable source of chance: mulberry32. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** Files and folders change places among these. */
const NAMES = ['a.ts', 'b.ts', 'c.ts', 'd/a.ts', 'd/b.ts', 'd/e/a.ts', 'a.ts/x.ts', 'f.ts', 'f.ts/y.ts', 'ü b.ts', 'g/h.json'];

/** Does something to the work tree or the index that a person might do. */
function step(root: string, roll: (below: number) => number): void {
  const name = NAMES[roll(NAMES.length)]!;
  const full = path.join(root, name);
  const actions: (() => unknown)[] = [
    () => put(root, name, roll),
    () => put(root, name, roll),
    () => disk.kind(full) && rmSync(full, { recursive: true }),
    () => git(root, 'add', '-A'),
    () => disk.kind(full) && git(root, 'add', '-A', '--', name),
    // Git itself cannot check out an index in which such a name is a file and a folder.
    () => disk.kind(full) && !/^[af]\.ts/.test(name) && git(root, 'add', '-N', '--', name),
    () => git(root, 'rm', '-rq', '--cached', '--ignore-unmatch', '--', name),
    () => {
      clear(root, name);
      rmSync(full, { recursive: true, force: true });
      symlinkSync(roll(2) === 0 ? 'b.ts' : 'nothing.ts', full);
    },
    () => void commit(root, 'step'),
  ];
  actions[roll(actions.length)]!();
}

function put(root: string, name: string, roll: (below: number) => number): void {
  const full = path.join(root, name);
  clear(root, name);
  rmSync(full, { recursive: true, force: true });
  write(root, { [name]: `export const value = ${roll(5)};\n` });
}

/** Takes away files that stand where the folders of a name are to be. */
function clear(root: string, name: string): void {
  const folder = path.dirname(name);
  if (folder === '.') return;
  clear(root, folder);
  const full = path.join(root, folder);
  if (disk.kind(full) !== 'directory') rmSync(full, { recursive: true, force: true });
  mkdirSync(full, { recursive: true });
}

/** What lies below a folder: texts, and links as where they lead; folders without any count for nothing. */
function everything(files: Files, root: string, folder = root): Record<string, string> {
  return Object.assign(
    {},
    ...files
      .list(folder)
      .filter(({ name }) => name !== '.git')
      .map(({ name, kind }): Record<string, string> => {
        const full = path.join(folder, name);
        if (kind === 'directory') return everything(files, root, full);
        return { [path.relative(root, full)]: `${kind === 'link' ? 'link ' : ''}${textOf(files, full)}` };
      }),
  ) as Record<string, string>;
}

/** '' for a link that leads nowhere or in a circle. */
function textOf(files: Files, file: string): string {
  try {
    return Buffer.from(files.read(file) ?? []).toString();
  } catch {
    return '';
  }
}

const SEEDS = Array.from({ length: 12 }, (_, index) => index + 1);

it.each(SEEDS)('the staged state is what git checks out of the index, and what it does not follow (%i)', async (seed) => {
  const roll = chance(seed);
  const root = repository(tree({ 'a.ts': 'export const value = 0;\n', 'd/a.ts': 'export const value = 1;\n' }));
  for (let round = 0; round < 6; round++) {
    for (let count = 0; count < 4; count++) step(root, roll);
    const expected = tree({ '.git': '' });
    git(root, 'checkout-index', '-a', `--prefix=${expected}/`);
    // What is only intended to be added is checked out as an empty file.
    const intended = git(root, 'diff', '--name-only', '--no-renames', '--diff-filter=A', '-z').split('\0').filter((name) => name !== '');
    const staged = git(root, 'diff', '--cached', '--name-only', '--diff-filter=D', '-z', '--no-renames').split('\0');
    const others = [...git(root, 'ls-files', '--others', '-z').split('\0'), ...intended].filter((name) => name !== '' && !staged.includes(name));
    for (const name of intended) rmSync(path.join(expected, name), { force: true });
    const indexed = Object.keys(everything(disk, expected));
    for (const name of others) {
      // The index wins where both want a place: what lies below or above it cannot be there as well.
      if (indexed.some((file) => file.startsWith(`${name}/`) || name.startsWith(`${file}/`))) continue;
      cpSync(path.join(root, name), path.join(expected, name), { verbatimSymlinks: true });
    }
    for (const opened of [openGit(root, GIT_ENV, root), await openGitAhead(root, COMMANDS_FOR_STAGED, GIT_ENV, root)]) {
      expect(everything(stagedView(opened, disk).files, root), `round ${round}`).toEqual(everything(disk, expected));
    }
  }
});

it.each(SEEDS)('the state of a merge base is what git checks out of it (%i)', (seed) => {
  const roll = chance(seed);
  const root = repository(tree({ 'a.ts': 'export const value = 0;\n', 'd/a.ts': 'export const value = 1;\n' }));
  for (let round = 0; round < 3; round++) {
    for (let count = 0; count < 4; count++) step(root, roll);
    const base = commit(root, 'base');
    git(root, 'branch', '-f', 'base');
    for (let count = 0; count < 8; count++) step(root, roll);
    const expected = path.join(tree({ x: '' }), 'checkout');
    git(root, 'worktree', 'add', '-q', '--detach', expected, base);
    expect(everything(viewSince(openGit(root, GIT_ENV, root), 'base', disk).files, root), `round ${round}`).toEqual(everything(disk, expected));
    git(root, 'worktree', 'remove', '--force', expected);
    expect(readdirSync(root)).toContain('.git');
  }
});
