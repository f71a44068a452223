import path from 'node:path';
import { disk } from '../source/disk.ts';
import { belowRoot, isOutside, isWithin } from '../source/paths.ts';
import { locateRoot } from '../source/root.ts';
import type { RootMark } from '../source/root.ts';
import type { Files, Source } from '../source/types.ts';

/** The root that the paths belong to, and what makes it the root; undefined when one of them does not exist. */
export function rootOf(paths: readonly string[], files: Files = disk): { root: string; mark: RootMark } | undefined {
  const real = paths.map((given) => realPath(given, files));
  if (!real.every((found) => found !== undefined)) return undefined;
  let common = real[0] as string;
  while (real.some((found) => isOutside(belowRoot(common, found)))) common = path.dirname(common);
  return locateRoot(common, files);
}

/** The path that names the whole project around a folder. */
export function wholeProject(cwd: string): string[] {
  return [rootOf([cwd])?.root ?? cwd];
}

/** One line for each folder that was named and holds nothing to scan. */
export function emptyFolderNotes(paths: readonly string[], { root, targets, skipped }: Pick<Source, 'root' | 'targets' | 'skipped'>, files: Files = disk): string[] {
  const seen = [...targets, ...skipped.map(({ file }) => file)];
  return paths.flatMap((given) => {
    const below = belowRoot(root, realPath(given, files) ?? given);
    return seen.some((file) => isWithin(file, below)) ? [] : [`${given}: no TypeScript or JavaScript files here`];
  });
}

function realPath(given: string, files: Files): string | undefined {
  try {
    return files.realpath(path.resolve(given));
  } catch {
    return undefined;
  }
}
