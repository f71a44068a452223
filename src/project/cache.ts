import path from 'node:path';
import { Store } from '../source/store/store.ts';
import { storeVersion } from '../source/store/version.ts';
import { cacheFolder, storeFolder } from './store-folder.ts';
import type { Cache } from './store-folder.ts';

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

/** The store of a project. */
export function openStore(root: string, cache: Cache | PackageStores): Store {
  if (typeof cache === 'object') return new Store(cache.own, storeVersion(), { lenders: cache.lenders, isPortable: true });
  const folder = storeFolder(root, cache);
  return new Store(folder, folder === undefined ? '' : storeVersion());
}
