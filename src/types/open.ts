import { existsSync } from 'node:fs';
import path from 'node:path';
import { belowRoot, isOutside } from '../source/paths.ts';
import type { TypeChecker } from './type-checker.ts';

/** The tsconfig.json nearest to a file, at or below the root; undefined when there is none. */
export function tsconfigOf(root: string, file: string): string | undefined {
  for (let folder = path.dirname(file); !isOutside(belowRoot(root, folder)); folder = path.dirname(folder)) {
    const config = path.join(folder, 'tsconfig.json');
    if (existsSync(config)) return config;
    if (folder === path.dirname(folder)) return undefined;
  }
  return undefined;
}

/** Whether packages are installed in a folder, or in one above it up to the root. */
export function isInstalled(root: string, folder: string): boolean {
  for (let at = folder; ; at = path.dirname(at)) {
    if (existsSync(path.join(at, 'node_modules'))) return true;
    if (at === root || at === path.dirname(at)) return false;
  }
}

/**
 * A type checker with the settings of a tsconfig. It reads the files that it is asked about and what they import; the
 * compiler is loaded here.
 * @throws UsageError when the tsconfig cannot be read
 */
export async function openTypes(tsconfig: string): Promise<TypeChecker> {
  const { createTypeChecker } = await import('./ts-morph.ts');
  return createTypeChecker(tsconfig);
}
