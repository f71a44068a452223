import { dirname } from 'node:path';
import { belowRoot } from './paths.ts';
import type { Files } from './types.ts';
import { upwards } from './upwards.ts';
import { workspaceAt } from './workspaces.ts';

/** Why a folder is the root: what lies in it, or nothing that marks one. */
export type RootMark = 'workspace' | 'package.json' | '.git' | 'path';

/** The project's folder, as `locateRoot` finds it. */
export function findRoot(path: string, files: Files): string {
  return locateRoot(path, files).root;
}

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
export function locateRoot(path: string, files: Files): { root: string; mark: RootMark } {
  const start = files.kind(path) === 'directory' ? path : dirname(path);
  let nearestPackage: string | undefined;
  for (const folder of upwards(start)) {
    if (files.kind(`${folder}/package.json`) === 'file') nearestPackage ??= folder;
    if (workspaceAt(folder, files)?.hasMember(belowRoot(folder, nearestPackage ?? folder))) return { root: folder, mark: 'workspace' };
    if (files.kind(`${folder}/.git`) !== undefined) return nearestPackage === undefined ? { root: folder, mark: '.git' } : { root: nearestPackage, mark: 'package.json' };
  }
  return nearestPackage === undefined ? { root: start, mark: 'path' } : { root: nearestPackage, mark: 'package.json' };
}
