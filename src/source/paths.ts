/** Paths below the root: forward slashes, no leading './', '' for the root itself. One that leaves the root starts with '../'. */

import { posix, relative, sep } from 'node:path';

/** An absolute path as a path below the root. */
export function belowRoot(root: string, path: string): string {
  return relative(root, path).split(sep).join('/');
}

/** The absolute paths of those below a root: `path.join` would look at each letter for what it can make shorter. */
export function above(root: string): (path: string) => string {
  const folder = root.endsWith(sep) ? root : `${root}${sep}`;
  return sep === '/' ? (path) => `${folder}${path}` : (path) => `${folder}${path.replaceAll('/', sep)}`;
}

/** Whether the path lies outside the folder that it is relative to. */
export function isOutside(path: string): boolean {
  return path === '..' || path.startsWith('../') || posix.isAbsolute(path) || /^[A-Za-z]:/.test(path);
}

/** Joins and normalises; '' for the root. */
export function join(...parts: string[]): string {
  const joined = posix.join(...parts).replace(/\/$/, '');
  return joined === '.' ? '' : joined;
}

/** The folder around a path; '' for what lies in the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The folder and those around it, innermost first, the root ('') last. */
export function* foldersUp(folder: string): Generator<string> {
  for (let at = folder; at !== ''; at = folderOf(at)) yield at;
  yield '';
}

/** Whether the path is the folder or lies in it. */
export function isWithin(path: string, folder: string): boolean {
  return folder === '' ? !isOutside(path) : path === folder || path.startsWith(`${folder}/`);
}

/** The path as seen from a folder that it lies in. */
export function from(folder: string, path: string): string {
  if (folder === '') return path;
  return path === folder ? '' : path.slice(folder.length + 1);
}
