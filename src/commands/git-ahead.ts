import { realpathSync } from 'node:fs';
import path from 'node:path';
import { COMMANDS_FOR_STAGED } from '../git/changes.ts';
import { openGitAhead } from '../git/process.ts';
import type { Git } from '../git/process.ts';
import { disk } from '../source/disk.ts';
import type { ScopeOptions } from './scope.ts';

/** The nearest folder at or above a path that lies on the disk: a staged file may be gone from there. */
export function existingFolder(file: string): string {
  const folder = path.dirname(file);
  return disk.kind(file) === 'directory' || folder === file ? realpathSync(file) : existingFolder(folder);
}

/** Git with what a scan of staged files asks it first, while what the scan needs is loaded; undefined where nothing can be asked ahead: the scan says why. */
export async function gitAhead(scope: ScopeOptions | undefined, [first = '.']: readonly string[]): Promise<Git | undefined> {
  if (scope?.kind !== 'staged') return undefined;
  try {
    return await openGitAhead(existingFolder(path.resolve(first)), COMMANDS_FOR_STAGED);
  } catch {
    return undefined;
  }
}
