import { readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import type { Dirent, Stats } from 'node:fs';
import { causeOf, codeOf } from './errors.ts';
import type { Entry, Files } from './types.ts';

/** The working files, as they lie on the disk. */
export const disk: Files = {
  read(path) {
    try {
      return readFileSync(path);
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw new Error(`cannot be read: ${causeOf(error)}`, { cause: error });
    }
  },
  kind(path) {
    const stats = statOf(path);
    if (stats?.isDirectory()) return 'directory';
    return stats?.isFile() ? 'file' : undefined;
  },
  size(path) {
    return statOf(path)?.size;
  },
  stat(path) {
    try {
      const stats = statSync(path, { throwIfNoEntry: false });
      return stats && { size: stats.size, mtimeMs: stats.mtimeMs, ino: stats.ino };
    } catch {
      return undefined;
    }
  },
  list(folder) {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry): Entry[] => {
      const kind = kindOf(entry);
      return kind === undefined ? [] : [{ name: entry.name, kind }];
    });
  },
  realpath(path) {
    return realpathSync(path);
  },
};

/** Ports that give what lies on the disk, and nothing else. */
const disks = new WeakSet([disk]);

/** Whether a port gives what lies on the disk: what is told of that may hold for a later run. */
export function isDisk(files: Files): boolean {
  return disks.has(files);
}

/** A port that gives what the disk does, in ways of its own. */
export function asDisk(files: Files): Files {
  disks.add(files);
  return files;
}

function kindOf(entry: Dirent): Entry['kind'] | undefined {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'directory';
  return entry.isSymbolicLink() ? 'link' : undefined;
}

function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(codeOf(error));
}

/** Undefined also for what may not be looked at: reading it then says why. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
