import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { shortHash } from '../findings/id.ts';
import { makeFolder } from '../source/make-folder.ts';

/** Where what is known of a project is kept between runs: in a folder of the user's choice, in the usual one (true), or nowhere. */
export type Cache = string | boolean;

/** The folder of a project's store, undefined for none. Several projects may share a folder that the user chose. */
export function storeFolder(root: string, cache: Cache): string | undefined {
  if (typeof cache === 'string') return path.join(cache, `${path.basename(root)}-${shortHash(root)}`);
  return cache ? cacheFolder(root) : undefined;
}

/** The usual place of a project's store: below its node_modules, so that it goes with them; else in the user's folder for caches, so that a tree without node_modules is never written to. */
export function cacheFolder(root: string): string {
  const modules = path.join(root, 'node_modules');
  if (existsSync(modules)) return path.join(modules, '.cache', 'perf-lint');
  return path.join(userFolder(), 'perf-lint', `${path.basename(root)}-${shortHash(root)}`);
}

/** Where what belongs to no project is kept between runs, such as an empty embedded database: a folder that is there; undefined for nowhere, and where it cannot be made. */
export function sharedFolder(cache: Cache): string | undefined {
  if (cache === false) return undefined;
  const folder = cache === true ? path.join(userFolder(), 'perf-lint') : cache;
  try {
    makeFolder(path.resolve(folder));
    return folder;
  } catch {
    return undefined;
  }
}

/** https://specifications.freedesktop.org/basedir-spec/latest/ */
function userFolder(): string {
  return process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache');
}
