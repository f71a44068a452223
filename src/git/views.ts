import path from 'node:path';
import { overlay } from '../source/overlay.ts';
import type { Change } from '../source/overlay.ts';
import type { Files } from '../source/types.ts';
import { readBlobs } from './blobs.ts';
import { changesSince, changedFiles, indexedLinks, mergeBase, renamesSince, lastCommitOf, stagedChanges, unstagedChanges, untrackedFiles } from './changes.ts';
import type { FileChange, Version } from './changes.ts';
import { output } from './process.ts';
import type { Git } from './process.ts';

/** What reading a project may open; other files of a repository may be large, and are left alone. */
const IS_READ = /(?:\.(?:[cm]?[jt]sx?|vue|svelte|jsonc?|ya?ml|prisma|sql)|(?:^|\/)\.gitignore)$/;

/** The state that the next commit makes. All paths are absolute. */
export interface Staged {
  /** The index, with the files that git does not follow as they lie on the disk. */
  files: Files;
  /** Files that the commit adds or changes. */
  paths: ReadonlySet<string>;
  /** Files whose merge nobody has resolved: they are read as they lie on the disk. */
  unmerged: readonly string[];
}

/** The index laid over the disk. */
export function stagedView(git: Git, base: Files): Staged {
  const staged = stagedChanges(git);
  const unmerged = new Set(staged.filter((change) => change.unmerged).map((change) => change.path));
  const versions = new Map<string, Version>();
  for (const { path: file, before } of unstagedChanges(git)) {
    // What is only intended to be added is in no commit yet, like what git does not follow.
    if (before.kind !== 'none' && !unmerged.has(file)) versions.set(file, before);
  }
  for (const { path: file, after } of staged) if (after.kind === 'none' && !unmerged.has(file)) versions.set(file, after);
  return {
    files: overlay(base, changesOf(git, withLinks(git, versions))),
    paths: new Set(staged.filter(({ after, path: file }) => after.kind !== 'none' && !unmerged.has(file)).map((change) => path.join(git.top, change.path))),
    unmerged: [...unmerged].map((file) => path.join(git.top, file)).sort(),
  };
}

/** Files that differ from HEAD, by absolute path. */
export function changedPaths(git: Git): ReadonlySet<string> {
  return new Set(changedFiles(git).map((file) => path.join(git.top, file)));
}

/** The state at the commit from which HEAD and another one went apart. All paths are absolute. */
export interface Since {
  commit: string;
  files: Files;
  /** Whether any file differs that reading a project may open. */
  differs: boolean;
  /** Paths at that commit by the paths that the files have now, for those that were renamed. */
  renames: ReadonlyMap<string, string>;
}

/**
 * The tree of the merge base laid over the disk. Files that git neither follows nor ignores were not there; ignored ones were.
 * @throws UsageError where there is no merge base
 */
export function viewSince(git: Git, ref: string, base: Files): Since {
  const commit = mergeBase(git, ref);
  const changes = changesSince(git, commit);
  const none: Version = { kind: 'none', blob: '' };
  const versions = new Map<string, Version>(untrackedFiles(git).map((file) => [file, none]));
  for (const { path: file, from, before } of changes) {
    versions.set(file, from === undefined ? before : none);
    if (from !== undefined) versions.set(from, before);
  }
  const differs = [...versions].some(isRead);
  return { commit, files: overlay(base, changesOf(git, withLinks(git, versions))), differs, renames: renamesOf(git, changes) };
}

/** Paths that files had when a file was last committed, by the paths that they have now; empty where it never was. */
export function renamesSinceCommitOf(git: Git, file: string): ReadonlyMap<string, string> {
  const commit = lastCommitOf(git, file);
  return commit === undefined ? new Map() : renamesOf(git, renamesSince(git, commit));
}

/** Files of git's own that change when a commit is made, a branch is left or something is staged, by absolute path. */
export function stateFiles(git: Git): string[] {
  const folder = output(git, ['rev-parse', '--absolute-git-dir']).toString().replace(/\n$/, '');
  return ['HEAD', 'index', 'logs/HEAD'].map((name) => path.join(folder, name));
}

function renamesOf(git: Git, changes: readonly FileChange[]): Map<string, string> {
  return new Map(changes.flatMap(({ path: file, from }) => (from === undefined ? [] : [[path.join(git.top, file), path.join(git.top, from)] as const])));
}

/** Links that did not change may lead to files that did: they are laid over the disk as well, so that they lead through what is laid there. */
function withLinks(git: Git, versions: ReadonlyMap<string, Version>): ReadonlyMap<string, Version> {
  if (versions.size === 0) return versions;
  const links = [...indexedLinks(git)].map(([file, blob]): [string, Version] => [file, { kind: 'link', blob }]);
  return new Map([...links, ...versions]);
}

/** The changes that put these versions in place of what the disk has, by absolute path. */
function changesOf(git: Git, versions: ReadonlyMap<string, Version>): Map<string, Change> {
  const read = [...versions].filter(isRead);
  const blobs = readBlobs(git, read.flatMap(([, { blob }]) => (blob === '' ? [] : [blob])));
  return new Map(read.map(([file, { kind, blob }]): [string, Change] => [path.join(git.top, file), changeTo(kind, blobs.get(blob))]));
}

function isRead([file, { kind }]: readonly [string, Version]): boolean {
  return kind !== 'submodule' && (kind === 'link' || IS_READ.test(file));
}

function changeTo(kind: Version['kind'], content: Uint8Array | undefined): Change {
  if (content === undefined) return null;
  return kind === 'link' ? { link: Buffer.from(content).toString() } : content;
}
