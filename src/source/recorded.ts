import { asDisk, disk } from './disk.ts';
import type { Files, Stat } from './types.ts';

/** How the paths of a recording look, in their order; undefined where there is nothing. */
export type Look = readonly (Stat | undefined)[];

/** A file that was changed longer ago cannot change without its stat. Milliseconds. */
const OLD = 60_000;

/** The disk, with every path noted that reading a project looks at: while all of them look as they did, reading it again gives the same. */
export class RecordedDisk {
  /** What is known of a path is not asked again: whoever reads once more takes a look before. */
  readonly files: Files;
  private readonly stats = new Map<string, Stat | undefined>();

  constructor() {
    const noted = <T>(ask: (path: string) => T) => (path: string): T => {
      this.note(path);
      return ask(path);
    };
    const { read, kind, size, list, realpath } = disk;
    this.files = asDisk({ read: noted(read), kind: noted(kind), size: noted(size), list: noted(list), realpath: noted(realpath), stat: (path) => this.stat(path) });
  }

  /** How many paths are noted. */
  get size(): number {
    return this.stats.size;
  }

  note(path: string): void {
    if (!this.stats.has(path)) this.stats.set(path, disk.stat(path));
  }

  private stat(path: string): Stat | undefined {
    this.note(path);
    const known = this.stats.get(path);
    return known && Date.now() - known.mtimeMs > OLD ? known : disk.stat(path);
  }

  look(): Look {
    return Array.from(this.stats.keys(), (path) => disk.stat(path));
  }

  /** Whether nothing looks otherwise than when it was noted or taken up. */
  isAsBefore(now: Look): boolean {
    return isSameLook([...this.stats.values()], now);
  }

  /** Takes up how everything looks now. A folder tells when what is gone from it comes back. */
  take(now: Look): void {
    for (const [index, [path, stat]] of [...this.stats].entries()) {
      if (stat && !now[index]) this.stats.delete(path);
      else this.stats.set(path, now[index]);
    }
  }
}

export function isSameLook(a: Look, b: Look): boolean {
  return a.length === b.length && a.every((stat, index) => isSame(stat, b[index]));
}

/** A folder looks otherwise when something in it comes or goes. */
function isSame(a: Stat | undefined, b: Stat | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.mtimeMs === b.mtimeMs && a.size === b.size && a.ino === b.ino);
}
