import type { Skipped } from '../findings/types.ts';
import { belowRoot, folderOf, from, isWithin, join } from './paths.ts';
import { isObject, parseJson } from './text.ts';
import type { JsonObject } from './text.ts';
import type { Files } from './types.ts';
import { workspaceAt } from './workspaces.ts';

/** A package.json, with the fields that lead to its files as they are written. */
export interface Manifest {
  /** Folder below the root; '' for the root. */
  dir: string;
  name: string;
  /** Version ranges by name: dependencies, devDependencies, peerDependencies, optionalDependencies. */
  dependencies: ReadonlyMap<string, string>;
  exports: unknown;
  imports: unknown;
  /** Entry files in the order in which they are tried. */
  entries: string[];
  bin: string[];
}

export interface Manifests {
  all: readonly Manifest[];
  /** By the names that mean them. */
  names: ReadonlyMap<string, Manifest>;
  /** The manifest in a folder. */
  at(folder: string): Manifest | undefined;
  /** The package that an import of this name means, when it is one of the project's own. */
  named(name: string): Manifest | undefined;
  broken: Skipped[];
}

const DEPENDENCIES = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];
/** `source` is what bundlers for libraries read; types last, as they may be written by hand beside the code. */
const ENTRIES = ['source', 'module', 'main', 'types', 'typings'];
const LOCAL_RANGE = /^(?:file:|link:|portal:|workspace:(?=\.))/;

/**
 * Reads the manifests of a project. A package's name is taken from its manifest alone, never from a link in node_modules.
 *
 * @param root absolute path
 * @param paths package.json files below the root
 */
export function readManifests(root: string, paths: readonly string[], files: Files): Manifests {
  const broken = new Map<string, string>();
  const byFolder = new Map<string, Manifest>();
  for (const path of paths) {
    try {
      const json = parseJson(files.read(join(root, path)) ?? new Uint8Array());
      if (json.ok) byFolder.set(folderOf(path), manifestOf(folderOf(path), json.value));
      else broken.set(path, `manifest not used: ${json.reason}`);
    } catch (error) {
      broken.set(path, `manifest not used: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const all = [...byFolder.values()];
  const names = ownNames(all, byFolder, members(root, all, files, broken));
  return manifestsOf(all, names, [...broken].map(([file, reason]) => ({ file, reason })));
}

function manifestsOf(all: readonly Manifest[], names: ReadonlyMap<string, Manifest>, broken: Skipped[]): Manifests {
  const byFolder = new Map(all.map((manifest) => [manifest.dir, manifest]));
  return { all, names, at: (folder) => byFolder.get(folder), named: (name) => names.get(name), broken };
}

/** Manifests as plain data. */
export interface SavedManifests {
  all: (Omit<Manifest, 'dependencies'> & { dependencies: [name: string, range: string][] })[];
  names: [name: string, folder: string][];
  broken: Skipped[];
}

export function packManifests({ all, names, broken }: Manifests): SavedManifests {
  return { all: all.map((manifest) => ({ ...manifest, dependencies: [...manifest.dependencies] })), names: [...names].map(([name, { dir }]) => [name, dir]), broken };
}

export function unpackManifests({ all: saved, names, broken }: SavedManifests): Manifests {
  const all = saved.map((manifest): Manifest => ({ ...manifest, dependencies: new Map(manifest.dependencies) }));
  const byFolder = new Map(all.map((manifest) => [manifest.dir, manifest]));
  return manifestsOf(all, new Map(names.map(([name, dir]) => [name, byFolder.get(dir)!])), broken);
}

/** Tells the folders that a workspace lists: the root's, or one kept in a folder of its own. */
function members(root: string, all: readonly Manifest[], files: Files, broken: Map<string, string>): (folder: string) => boolean {
  const workspaces = [...new Set(['', ...all.map(({ dir }) => dir)])].flatMap((dir) => {
    const workspace = workspaceAt(join(root, dir), files, (file, reason) => {
      const path = belowRoot(root, file);
      if (!broken.has(path)) broken.set(path, `workspace not used: ${reason}`);
    });
    return workspace ? [{ dir, workspace }] : [];
  });
  return (folder) => workspaces.some(({ dir, workspace }) => isWithin(folder, dir) && workspace.hasMember(from(dir, folder)));
}

function manifestOf(dir: string, json: JsonObject): Manifest {
  const dependencies = DEPENDENCIES.flatMap((field) => (isObject(json[field]) ? Object.entries(json[field]) : []));
  const bin = typeof json.bin === 'string' ? [json.bin] : isObject(json.bin) ? Object.values(json.bin) : [];
  return {
    dir,
    name: typeof json.name === 'string' ? json.name : '',
    dependencies: new Map(dependencies.map(([name, range]) => [name, String(range)])),
    exports: json.exports,
    imports: json.imports,
    entries: ENTRIES.map((field) => json[field]).filter((entry) => typeof entry === 'string'),
    bin: bin.filter((path) => typeof path === 'string'),
  };
}

/**
 * Which package a name means. Members of the workspace come first, then folders that a dependency names by path. Any other
 * package in the tree, such as an example, keeps its name only if nobody depends on a published one so named.
 */
function ownNames(all: Manifest[], byFolder: ReadonlyMap<string, Manifest>, isMember: (folder: string) => boolean): Map<string, Manifest> {
  const names = new Map<string, Manifest>();
  const give = (name: string, manifest: Manifest | undefined): void => {
    if (name !== '' && manifest && !names.has(name)) names.set(name, manifest);
  };
  const outermostFirst = [...all].sort((a, b) => depth(a) - depth(b));
  for (const manifest of outermostFirst) if (isMember(manifest.dir)) give(manifest.name, manifest);
  const depended = new Set<string>();
  for (const { dir, dependencies } of all) {
    for (const [name, range] of dependencies) {
      if (LOCAL_RANGE.test(range)) give(name, byFolder.get(join(dir, range.replace(LOCAL_RANGE, ''))));
      depended.add(name);
    }
  }
  for (const manifest of outermostFirst) if (!depended.has(manifest.name)) give(manifest.name, manifest);
  return names;
}

function depth({ dir }: Manifest): number {
  return dir === '' ? 0 : dir.split('/').length;
}
