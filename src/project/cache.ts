import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { shortHash } from '../findings/id.ts';
import { makeFolder } from '../source/make-folder.ts';
import { Store } from '../source/store/store.ts';
import { storeVersion } from '../source/store/version.ts';

/** Where what is known of a project is kept between runs: in a folder of the user's choice, in the usual one (true), or nowhere. */
export type Cache = string | boolean;

/** Stores of single packages, absolute paths: the one that is written, and those of the packages that it depends on, where they are there. */
export interface PackageStores {
  own: string;
  lenders: readonly string[];
}

/**
 * Where packages of a workspace keep what is known of them: with a relative folder each below its own, so that a task runner can
 * take it for the output of that package's task; else each in a folder of its own in one place.
 *
 * @param root absolute path
 * @param folders of the packages, below the root: the one that is looked at first, then those that it depends on
 */
export function packageStores(root: string, cache: Cache, [own, ...lenders]: readonly [string, ...string[]]): PackageStores | false {
  if (cache === false) return false;
  const shared = cache === true ? `${cacheFolder(root)}-packages` : cache;
  const place = (folder: string): string => (path.isAbsolute(shared) ? path.join(shared, encodeURIComponent(folder)) : path.join(root, folder, shared));
  return { own: place(own), lenders: lenders.map(place) };
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

/** The store of a project. Several projects may share a folder that the user chose. */
export function openStore(root: string, cache: Cache | PackageStores): Store {
  if (typeof cache === 'object') return new Store(cache.own, storeVersion(), { lenders: cache.lenders, isPortable: true });
  const folder = typeof cache === 'string' ? path.join(cache, `${path.basename(root)}-${shortHash(root)}`) : cache ? cacheFolder(root) : undefined;
  return new Store(folder, folder === undefined ? '' : storeVersion());
}
