import { dirname, resolve } from 'node:path';
import ignore from 'ignore';
import type { Ignore } from 'ignore';
import { belowRoot } from './paths.ts';
import { decode } from './text.ts';
import type { Files } from './types.ts';

/** The rules of one .gitignore; paths are judged relative to its folder. */
interface Level {
  folder: string;
  rules: Ignore;
}

/** What git ignores in a tree. All paths are absolute. */
export interface GitIgnore {
  /** Whether git ignores an entry whose folder it does not ignore. */
  ignores(path: string, isFolder: boolean): boolean;
  /** Says that a folder was listed and has no .gitignore of its own: then none is looked for. */
  hasNone(folder: string): void;
}

/**
 * Reads the .gitignore files from the top of the repository down, each when a path in its folder is asked for.
 *
 * @param base the folder that is read whatever the files around it say: their rules count for what lies in it, unless they
 *   ignore the folder itself
 */
export function createGitIgnore(base: string, files: Files): GitIgnore {
  const levelsByFolder = new Map<string, readonly Level[]>();
  const above = levelsAbove(base, files);
  levelsByFolder.set(base, [...own(base), ...(isIgnored(above, base, true) ? [] : above)]);

  function own(folder: string): Level[] {
    const text = textOf(`${folder}/.gitignore`, files);
    return text ? [{ folder, rules: ignore({ ignorecase: false }).add(text) }] : [];
  }

  function levelsOf(folder: string): readonly Level[] {
    const known = levelsByFolder.get(folder);
    if (known) return known;
    const outer = levelsOf(dirname(folder));
    const inner = own(folder);
    const levels = inner.length > 0 ? [...inner, ...outer] : outer;
    levelsByFolder.set(folder, levels);
    return levels;
  }

  return {
    ignores: (path, isFolder) => isIgnored(levelsOf(dirname(path)), path, isFolder),
    hasNone(folder) {
      if (!levelsByFolder.has(folder)) levelsByFolder.set(folder, levelsOf(dirname(folder)));
    },
  };

  function levelsAbove(folder: string, port: Files): Level[] {
    const levels: Level[] = [];
    let at = folder;
    while (port.kind(`${at}/.git`) === undefined) {
      const parent = resolve(at, '..');
      if (parent === at) return []; // in no repository: files further up have no say
      at = parent;
      levels.push(...own(at));
    }
    return levels;
  }
}

/** Undefined where there is none, and for one that cannot be read: it says nothing, as git has it. */
export function textOf(path: string, files: Files): string | undefined {
  try {
    const bytes = files.read(path);
    return bytes && decode(bytes);
  } catch {
    return undefined;
  }
}

/** The innermost file that says anything about a path decides. */
function isIgnored(levels: readonly Level[], path: string, isFolder: boolean): boolean {
  for (const { folder, rules } of levels) {
    const verdict = rules.test(belowRoot(folder, path) + (isFolder ? '/' : ''));
    if (verdict.ignored) return true;
    if (verdict.unignored) return false;
  }
  return false;
}
