import { spawnSync } from 'node:child_process';
import path from 'node:path';

export const CLI = path.resolve(import.meta.dirname, '../../dist/cli.js');

export interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the built command line as a user does: the file itself, in a folder, with nothing inherited that colours output or tells of a repository. */
export function perfLint(cwd: string, args: readonly string[], env: Record<string, string> = {}, input = ''): Run {
  const { status, stdout, stderr } = spawnSync(CLI, args, {
    cwd,
    encoding: 'utf8',
    input,
    env: { PATH: process.env.PATH ?? '', HOME: cwd, XDG_CACHE_HOME: process.env.XDG_CACHE_HOME ?? '', ...env },
  });
  return { code: status, stdout, stderr };
}
