import { isBuiltin } from 'node:module';
import type { Library } from '../../libraries/types.ts';
import { dependsOn } from '../entries/file-kinds.ts';
import type { Link } from '../link.ts';
import { specifiersOf } from '../resolve/specifiers.ts';
import type { LinkedFile } from '../values.ts';

/** An import of a style, a picture or a text: it leads to no code. */
const ASSET = /\.(?!(?:[cm]?[jt]sx?|vue|svelte)$)[a-z]\w*$/i;

/** Which libraries the values in a file may come from. */
export interface LibraryUsers {
  /** The file's package depends on it, or the file reaches it. */
  mayUse(file: LinkedFile, library: Library): boolean;
  /** The file's imports lead to it, types included. An import that leads nowhere may lead to any that the project uses. */
  reaches(file: LinkedFile, library: Library): boolean;
}

export function libraryUsers(link: Link): LibraryUsers {
  const importers = new Map<LinkedFile, LinkedFile[]>();
  const direct = new Map<Library, LinkedFile[]>();
  const open: LinkedFile[] = [];
  for (const file of link.files) {
    for (const specifier of specifiersOf(file, true)) {
      const target = link.resolve(specifier, file);
      const library = target ? undefined : link.libraries.bySpecifier(specifier);
      if (target) push(importers, target, file);
      else if (library) push(direct, library, file);
      else if (isOwn(link, specifier) && !isOfPackage(link, specifier) && !ASSET.test(specifier)) open.push(file);
    }
  }
  const reached = new Map<Library, Set<LinkedFile>>();
  const reaches = (file: LinkedFile, library: Library): boolean => {
    if (!direct.has(library)) return false;
    let users = reached.get(library);
    if (!users) {
      users = new Set([...direct.get(library)!, ...open]);
      // A set is walked in the order in which it grows.
      for (const user of users) for (const importer of importers.get(user) ?? []) users.add(importer);
      reached.set(library, users);
    }
    return users.has(file);
  };
  const mayUse = (file: LinkedFile, library: Library): boolean => {
    const owner = link.packageOf(file);
    return (owner !== undefined && dependsOn(owner, library)) || reaches(file, library);
  };
  return { mayUse, reaches };
}

/** A path, an alias of one (`~/db`, `@/db`, `#db`), or a package under a scope of the project's: code of the project that is not there. */
export function isOwn(link: Link, specifier: string): boolean {
  if (/^([.~#/]|@\/)/.test(specifier)) return true;
  const scope = /^@[^/]+\//.exec(specifier)?.[0];
  return scope !== undefined && link.packages.some(({ name }) => name.startsWith(scope));
}

/** A specifier that names a package of some manifest, or a module of Node. */
export function isOfPackage(link: Link, specifier: string): boolean {
  const name = packageName(specifier);
  return isBuiltin(name) || link.packages.some(({ dependencies }) => dependencies.includes(name));
}

/** `@scope/name` of `@scope/name/file`. */
export function packageName(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

function push<K>(map: Map<K, LinkedFile[]>, key: K, file: LinkedFile): void {
  const list = map.get(key);
  if (list) list.push(file);
  else map.set(key, [file]);
}
