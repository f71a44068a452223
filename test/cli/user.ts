import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { project } from '../commands/project.ts';
import { GIT_ENV, repository } from '../git/repository.ts';
import { CLI } from './run.ts';
import { SHOP_FILES } from './shop.ts';

export interface Outcome {
  code: number | null;
  /** Standard output and standard error. */
  text: string;
}

/** Runs a command as somebody whose home lies beside the project, so that nobody else's settings reach it. */
export function run(cwd: string, command: string, args: readonly string[], env: Record<string, string> = {}): Outcome {
  const own = { ...GIT_ENV, HOME: homeOf(cwd), LANG: 'C.UTF-8', NO_COLOR: '1', npm_config_update_notifier: 'false' };
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8', env: { ...own, ...env } });
  if (error) throw error;
  return { code: status, text: stdout + stderr };
}

/** The shop with these files, as one commit, in which the built perf-lint is installed as a dependency. */
export function installed(files: Record<string, string> = {}): string {
  const all = Object.entries({ ...SHOP_FILES, '.gitignore': 'node_modules\n', ...files }).map(([file, text]) => [`project/${file}`, text]);
  const cwd = path.join(project({ 'home/.keep': '', ...Object.fromEntries(all) }), 'project');
  install(cwd, 'perf-lint', CLI);
  return repository(cwd);
}

export function homeOf(cwd: string): string {
  return path.join(cwd, '../home');
}

/** Puts a command among the project's own, as npm does. */
export function install(cwd: string, name: string, file: string): void {
  const bin = path.join(cwd, 'node_modules/.bin');
  mkdirSync(bin, { recursive: true });
  symlinkSync(file, path.join(bin, name));
}
