import { dirname } from 'node:path';
import { belowRoot } from './paths.ts';
import type { Files } from './types.ts';
import { workspaceAt } from './workspaces.ts';

/**
 * The project's folder: the nearest folder at or above the path with a workspace manifest, else with a package.json, else
 * with .git, else the path itself. The search ends at the first folder with .git, so that a stray manifest in a home folder
 * is never found.
 *
 * A workspace counts only for its members: a project kept inside another one, such as a fixture or an example, has a
 * package.json that the workspace around it does not list, and is its own root.
 *
 * @param path absolute path of a file or folder
 */
export function findRoot(path: string, files: Files): string {
  const start = files.kind(path) === 'directory' ? path : dirname(path);
  let nearestPackage: string | undefined;
  for (const folder of upwards(start)) {
    if (files.kind(`${folder}/package.json`) === 'file') nearestPackage ??= folder;
    if (workspaceAt(folder, files)?.hasMember(belowRoot(folder, nearestPackage ?? folder))) return folder;
    if (files.kind(`${folder}/.git`) !== undefined) return nearestPackage ?? folder;
  }
  return nearestPackage ?? start;
}

function* upwards(start: string): Generator<string> {
  let folder = start;
  yield folder;
  for (let parent = dirname(folder); parent !== folder; parent = dirname(folder)) {
    folder = parent;
    yield folder;
  }
}
