import { folderOf, join } from './paths.ts';

/** Finds the file of the set that a path without or with an extension means, or undefined. */
export type Probe = (path: string) => string | undefined;

/** Of sources that run, in the order in which bundlers try them. */
export const EXTENSIONS: readonly string[] = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.vue', '.svelte'];
/** Of modules of types, which run nothing: one is meant where nothing else is. */
const TYPES: readonly string[] = ['.d.ts', '.d.mts', '.d.cts'];

/** The sources that an extension of compiled code may stand for, itself last. */
const SOURCES_OF: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.js', '.jsx', '.d.ts'],
  '.jsx': ['.tsx', '.jsx'],
  '.mjs': ['.mts', '.ts', '.mjs', '.d.mts'],
  '.cjs': ['.cts', '.ts', '.cjs', '.d.cts'],
};

/**
 * @param links places below the root by the links that lead to them; a path through a link means the file behind it
 */
export function createProbe(files: ReadonlySet<string>, links: ReadonlyMap<string, string>): Probe {
  return (path) => {
    const real = links.size === 0 ? path : withoutLinks(path, links);
    return asFile(real, files) ?? withOneOf(EXTENSIONS, join(real, 'index'), files) ?? (real === '' ? undefined : withOneOf(TYPES, real, files)) ?? withOneOf(TYPES, join(real, 'index'), files);
  };
}

function asFile(path: string, files: ReadonlySet<string>): string | undefined {
  if (path === '') return undefined;
  const extension = /\.[cm]?jsx?$/.exec(path)?.[0] ?? '';
  const stem = path.slice(0, path.length - extension.length);
  const swapped = SOURCES_OF[extension]?.map((source) => stem + source).find((file) => files.has(file));
  if (swapped !== undefined) return swapped;
  if (files.has(path)) return path;
  return withOneOf(EXTENSIONS, path, files);
}

function withOneOf(extensions: readonly string[], path: string, files: ReadonlySet<string>): string | undefined {
  return extensions.map((added) => path + added).find((file) => files.has(file));
}

function withoutLinks(path: string, links: ReadonlyMap<string, string>): string {
  for (let at = path; at !== ''; at = folderOf(at)) {
    const target = links.get(at);
    if (target !== undefined) return join(target, path.slice(at.length));
  }
  return path;
}
