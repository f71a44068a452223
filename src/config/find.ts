import { existsSync } from 'node:fs';
import path from 'node:path';

/** Names of the config file; where several lie side by side, the first counts. */
export const CONFIG_NAMES = ['perf-lint.config.ts', 'perf-lint.config.js', 'perf-lint.config.mjs', 'perf-lint.config.json'] as const;

/** Absolute paths of the config files that lie in the root, in the order in which they count. */
export function findConfigs(root: string): string[] {
  return CONFIG_NAMES.map((name) => path.join(root, name)).filter((file) => existsSync(file));
}

/** A config that is a program, not data. */
export function isCode(file: string): boolean {
  return path.extname(file) !== '.json';
}

/** Whether `folder` is `inner` or lies around it. */
export function contains(folder: string, inner: string): boolean {
  const relative = path.relative(folder, inner);
  return relative === '' || (relative.split(path.sep)[0] !== '..' && !path.isAbsolute(relative));
}
