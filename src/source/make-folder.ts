import { existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { codeOf } from './errors.ts';

/**
 * Makes a folder, and those around it that are missing. Node's own `recursive` never comes back from a file system that says of a new
 * folder that there is no such folder, as Linux's /proc does: Node takes that for a missing folder around it, which is there.
 *
 * @throws Error, the system's or one that says why
 */
export function makeFolder(folder: string): void {
  const around = path.dirname(folder);
  if (around !== folder && !existsSync(around)) makeFolder(around);
  try {
    mkdirSync(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' && existsSync(around)) throw new Error(`${around} takes no new folder`, { cause: error });
    // It is there, or somebody else made it meanwhile; a file in its place is an error.
    if (codeOf(error) !== 'EEXIST' || !statSync(folder).isDirectory()) throw error;
  }
}
