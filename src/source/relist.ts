import { discover } from './discover.ts';
import type { DiscoverOptions, Discovered } from './discover.ts';
import { belowRoot, folderOf, isWithin, join, nameOf } from './paths.ts';
import type { Entry, Files } from './types.ts';
import { witness } from './witness.ts';
import type { Testimony } from './witness.ts';

/** Of so many folders that list something else all are listed anew. */
const MOST = 32;

/** What was discovered, and what that rests on. */
export interface Listed {
  found: Discovered;
  testimony: Testimony;
}

/**
 * What is discovered now, where since an earlier time sources came and went, and folders of sources, and nothing else: only folders
 * that list something else, and new ones, are listed anew. Undefined where more than that has changed.
 *
 * @param root absolute path
 * @param otherwise absolute paths that are not as they were: of what the earlier discovery rests on
 */
export function relisted(root: string, files: Files, { found, testimony }: Listed, otherwise: readonly string[], options: DiscoverOptions): Listed | undefined {
  const known = new Set(found.folders);
  const changed = new Set(otherwise.map((path) => belowRoot(root, path)));
  if (changed.size > MOST || found.special.length > 0 || ![...changed].every((path) => known.has(path))) return undefined;
  const listings = new Map([...changed].map((folder) => [folder, listingOf(join(root, folder), files)]));
  const folders = new Set([...listings].flatMap(([folder, entries]) => (entries ?? []).flatMap(({ name, kind }) => (kind === 'directory' ? [join(folder, name)] : []))));
  const gone = found.folders.filter((folder) => folder !== '' && changed.has(folderOf(folder)) && !folders.has(folder));
  const isAnew = (folder: string) => changed.has(folder) || !known.has(folder);
  /** Whether a path lay in what is listed anew, or in what is gone. */
  const isReplaced = (path: string) => isAnew(folderOf(path)) || gone.some((folder) => isWithin(path, folder));

  const { files: watched, testimony: told } = witness(root, files);
  const now = discover(root, restricted(root, watched, known, changed), { ...options, named: [] });
  const rest = { ...found, sources: found.sources.filter((path) => !isReplaced(path)) };
  const hasMore = OTHERS.some((kind) => !isSame(now[kind].filter((path) => isReplaced(path)), found[kind].filter(isReplaced)));
  const hasLinks = [...now.links.keys(), ...found.links.keys(), ...now.skipped.map(({ file }) => file), ...found.skipped.map(({ file }) => file)].some((path) => isReplaced(path) || changed.has(path));
  const rules = new Set(testimony.flatMap(([path, saw]) => (saw !== null && nameOf(path) === '.gitignore' ? [path] : [])));
  const listed = now.folders.filter(isAnew);
  const hasRules = [...rules].some((path) => gone.some((folder) => isWithin(belowRoot(root, path), folder)));
  if (hasMore || hasLinks || hasRules || !listed.every((folder) => hasSameRules(folder))) return undefined;

  const again = new Set(listed.map((folder) => join(root, folder)));
  const left = testimony.filter(([path, saw]) => typeof saw === 'string' || !(again.has(path) || gone.some((folder) => isWithin(belowRoot(root, path), folder))));
  return {
    found: {
      ...rest,
      sources: [...rest.sources, ...now.sources.filter(isReplaced)].sort(),
      folders: [...found.folders.filter((folder) => !gone.some((one) => isWithin(folder, one))), ...listed.filter((folder) => !known.has(folder))],
    },
    testimony: [...left, ...told().filter(([path]) => again.has(path))],
  };

  /** What decides in a folder which of its entries count: its .gitignore, and whether it is that of a package. */
  function hasSameRules(folder: string): boolean {
    const names = new Set((listings.get(folder) ?? listingOf(join(root, folder), files) ?? []).map(({ name }) => name));
    return names.has('.gitignore') === rules.has(join(root, folder, '.gitignore')) && names.has('package.json') === found.manifests.includes(join(folder, 'package.json'));
  }
}

/** What is read of settings stands in more than one place: where one of these came or went, all is read anew. */
const OTHERS = ['manifests', 'tsconfigs', 'schemas', 'sql', 'migrationSettings'] as const;

/** Files that list what changed, what is new, and the way to that. */
function restricted(root: string, files: Files, known: ReadonlySet<string>, changed: ReadonlySet<string>): Files {
  const leadsOn = (folder: string) => [...changed].some((one) => isWithin(one, folder));
  return {
    ...files,
    list(path) {
      const folder = belowRoot(root, path);
      if (!known.has(folder)) return files.list(path);
      if (!changed.has(folder)) return way(folder, path);
      return files.list(path).filter(({ name, kind }) => kind !== 'directory' || !known.has(join(folder, name)) || leadsOn(join(folder, name)));
    },
  };

  function way(folder: string, path: string): Entry[] {
    const next = new Set([...changed].flatMap((one) => (one !== folder && isWithin(one, folder) ? [(folder === '' ? one : one.slice(folder.length + 1)).split('/', 1)[0]!] : [])));
    const rules: Entry[] = files.kind(`${path}/.gitignore`) === 'file' ? [{ name: '.gitignore', kind: 'file' }] : [];
    return [...rules, ...[...next].map((name): Entry => ({ name, kind: 'directory' }))];
  }
}

function listingOf(folder: string, files: Files): readonly Entry[] | undefined {
  try {
    return files.list(folder);
  } catch {
    return undefined;
  }
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, at) => item === b[at]);
}
