import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { disk } from '../../source/disk.ts';
import { isOutside, belowRoot } from '../../source/paths.ts';

/** What places are looked for in: nothing outside the root is ever opened. */
export interface ProjectFiles {
  /** Files that are known, below the root. */
  known: Iterable<string>;
  /** Folders of packages, below the root, '' for the root. */
  packages: readonly string[];
  /** The root as tools may have written it: absolute, with `/`. */
  roots: readonly string[];
  /** Whether a file lies there, below the root. */
  has(file: string): boolean;
  /** Its text; undefined where there is none, or where it leads out of the root. */
  text(file: string): string | undefined;
}

/** Bytes of a file that are read: built code and source maps may be large. */
const MAX_SIZE = 64 * 1024 * 1024;

/** The files of a project on the disk, also those that are built and ignored. */
export function projectOnDisk(root: string, known: Iterable<string>, packages: readonly string[]): ProjectFiles {
  const real = realpathSync(root);
  const inside = (file: string): string | undefined => {
    if (isOutside(file) || file.includes('\0')) return undefined;
    const full = path.join(root, file);
    try {
      return !isOutside(belowRoot(real, realpathSync(full))) && statSync(full).isFile() ? full : undefined;
    } catch {
      return undefined;
    }
  };
  const kinds = new Map<string, boolean>();
  return {
    known,
    packages,
    roots: [...new Set([root, real])].map((one) => one.split(path.sep).join('/')),
    has(file) {
      let has = kinds.get(file);
      if (has === undefined) kinds.set(file, (has = inside(file) !== undefined));
      return has;
    },
    text(file) {
      const full = inside(file);
      if (full === undefined || (disk.size(full) ?? Infinity) > MAX_SIZE) return undefined;
      try {
        return Buffer.from(disk.read(full) ?? '').toString('utf8');
      } catch {
        return undefined;
      }
    },
  };
}
