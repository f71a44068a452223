import type { lstatSync, readdirSync } from 'node:fs';
import type { Entry, Files } from './types.ts';

type Kind = Entry['kind'];

/** What fast-glob asks of the disk, answered from a port. */
export interface GlobSystem {
  readdirSync: typeof readdirSync;
  lstatSync: typeof lstatSync;
}

/**
 * A file system for fast-glob over a port. It lists folders for patterns with wildcards and looks at single paths for those
 * without.
 *
 * @param list the entries of a folder that are to be seen
 */
export function globSystem(files: Files, list: (folder: string) => Entry[]): GlobSystem {
  const listed = (folder: string): GlobEntry[] => list(folder).map(({ name, kind }) => new GlobEntry(name, kind));
  const looked = (path: string): GlobEntry => {
    const kind = files.kind(path);
    if (kind === undefined) throw Object.assign(new Error(`no such file or folder: ${path}`), { code: 'ENOENT' });
    return new GlobEntry(path, kind);
  };
  // Of the overloads of both functions these are the ones in use.
  return { readdirSync: listed as unknown as typeof readdirSync, lstatSync: looked as unknown as typeof lstatSync };
}

/** As much of a Dirent, and of Stats, as fast-glob reads. */
class GlobEntry {
  readonly name: string;
  private readonly kind: Kind;

  constructor(name: string, kind: Kind) {
    this.name = name;
    this.kind = kind;
  }

  isFile(): boolean {
    return this.kind === 'file';
  }

  isDirectory(): boolean {
    return this.kind === 'directory';
  }

  isSymbolicLink(): boolean {
    return this.kind === 'link';
  }

  isBlockDevice(): false {
    return false;
  }

  isCharacterDevice(): false {
    return false;
  }

  isFIFO(): false {
    return false;
  }

  isSocket(): false {
    return false;
  }
}
