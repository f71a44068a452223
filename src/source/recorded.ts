import { asDisk, disk } from './disk.ts';
import type { Files } from './types.ts';

/** Files that remember what was asked of them. */
export interface Recorded {
  files: Files;
  /** How each path looked on the disk when it was first asked for; '' where there was nothing. */
  stamps: Map<string, string>;
}

/** How a path looks on the disk, as a text that changes when it does; a folder changes when something in it comes or goes. */
export function stampOf(path: string): string {
  const stat = disk.stat(path);
  return stat === undefined ? '' : `${stat.mtimeMs} ${stat.size} ${stat.ino}`;
}

/** The disk, with every path noted that reading a project looks at: when all of them stay as they are, reading it again gives the same. */
export function recordedDisk(): Recorded {
  const stamps = new Map<string, string>();
  const noted = <T>(ask: (path: string) => T) => (path: string): T => {
    if (!stamps.has(path)) stamps.set(path, stampOf(path));
    return ask(path);
  };
  const files = asDisk({ read: noted(disk.read), kind: noted(disk.kind), size: noted(disk.size), stat: noted(disk.stat), list: noted(disk.list), realpath: noted(disk.realpath) });
  return { files, stamps };
}
