import { dirname, join } from 'node:path';
import type { Files } from './types.ts';

/** The nearest folder with `.git` at or above one: a folder in a repository's own, a file in a worktree or a submodule. Undefined outside of repositories. */
export function repositoryTop(folder: string, files: Files): string | undefined {
  for (const at of upwards(folder)) if (files.kind(join(at, '.git')) !== undefined) return at;
  return undefined;
}

/** A folder, and those around it up to the file system's root. */
export function* upwards(start: string): Generator<string> {
  let folder = start;
  yield folder;
  for (let parent = dirname(folder); parent !== folder; parent = dirname(folder)) {
    folder = parent;
    yield folder;
  }
}
