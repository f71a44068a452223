import { basename, dirname, resolve } from 'node:path';
import type { Entry, Files } from './types.ts';

/** What lies at a path in place of the file or link that the base has there: content, a link to another place, or nothing. */
export type Change = Uint8Array | { link: string } | null;

/** Links that one path may lead through, as systems limit it. */
const MAX_LINKS = 40;

/**
 * Files laid over others: some replaced, some added (folders come with them), some taken away. Git's index, a git tree, text
 * from standard input and an editor's open text are read through it. A folder whose files are all taken away stays. Without
 * changes it is the base itself, of which more can be kept for later runs.
 *
 * @param changes by absolute path; no folder on the way to it may be a link
 */
export function overlay(base: Files, changes: ReadonlyMap<string, Change>): Files {
  if (changes.size === 0) return base;
  const added = addedEntries(changes);
  const relisted = relistedFolders(base, changes);

  /** Where a path leads by the links of the changes, and what they put there; undefined where the base decides. */
  function follow(path: string, links = 0): { path: string; content: Uint8Array | null | undefined } {
    const change = changes.get(path);
    // A folder may stand where a file was taken away.
    if (change === undefined || (change === null && (added.has(path) || base.kind(path) === 'directory'))) return { path, content: undefined };
    if (change === null || change instanceof Uint8Array) return { path, content: change };
    return links === MAX_LINKS ? { path, content: null } : follow(resolve(dirname(path), change.link), links + 1);
  }

  function kind(path: string): 'file' | 'directory' | undefined {
    const found = follow(path);
    if (found.content !== undefined) return found.content === null ? undefined : 'file';
    return added.has(found.path) ? 'directory' : base.kind(found.path);
  }

  function realpath(path: string): string {
    const found = follow(path);
    const isNewFolder = added.has(found.path) && base.kind(found.path) !== 'directory';
    if (found.content instanceof Uint8Array || isNewFolder) return resolve(realpath(dirname(found.path)), basename(found.path));
    const real = found.content === null ? undefined : base.realpath(found.path);
    if (real === undefined || follow(real).content === null) throw absent(path);
    return real;
  }

  return {
    kind,
    realpath,
    read(path) {
      const found = follow(path);
      return found.content === undefined ? base.read(found.path) : (found.content ?? undefined);
    },
    size(path) {
      const found = follow(path);
      return found.content === undefined ? base.size(found.path) : found.content?.byteLength;
    },
    stat(path) {
      return changes.has(path) || relisted.has(path) ? undefined : base.stat(path);
    },
    list(path) {
      const folder = follow(path).path;
      const own = added.get(folder) ?? new Map<string, Entry['kind']>();
      const below = own.size > 0 && base.kind(folder) !== 'directory' ? [] : base.list(folder);
      const kept = below.filter(({ name, kind: entry }) => !own.has(name) && !(changes.get(resolve(folder, name)) === null && entry !== 'directory'));
      return [...kept, ...[...own].map(([name, entry]): Entry => ({ name, kind: entry }))];
    },
  };
}

/** What the changes add to folders, by folder: files and links, and the folders on the way to them. */
function addedEntries(changes: ReadonlyMap<string, Change>): Map<string, Map<string, Entry['kind']>> {
  const added = new Map<string, Map<string, Entry['kind']>>();
  const add = (path: string, kind: Entry['kind']): void => {
    const folder = dirname(path);
    if (folder === path) return;
    const entries = added.get(folder);
    if (entries) {
      entries.set(basename(path), kind);
    } else {
      added.set(folder, new Map([[basename(path), kind]]));
      add(folder, 'directory');
    }
  };
  for (const [path, change] of changes) {
    if (change !== null) add(path, change instanceof Uint8Array ? 'file' : 'link');
  }
  return added;
}

/** Folders that list something else than those of the base: a file that takes the place of another changes no list. */
function relistedFolders(base: Files, changes: ReadonlyMap<string, Change>): Set<string> {
  const folders = new Set<string>();
  for (const [path, change] of changes) {
    if (change instanceof Uint8Array && base.kind(path) === 'file') continue;
    for (let folder = dirname(path); !folders.has(folder); folder = dirname(folder)) folders.add(folder);
  }
  return folders;
}

function absent(path: string): Error {
  return Object.assign(new Error(`no such file or folder: ${path}`), { code: 'ENOENT' });
}
