import { fastGlob } from './glob.ts';
import { globSystem } from './glob-system.ts';
import { readManifests } from './packages.ts';
import { belowRoot, foldersUp, folderOf, isOutside, join } from './paths.ts';
import type { Entry, Files } from './types.ts';
import { workspaceAt } from './workspaces.ts';

/** The packages of a workspace, as their manifests describe them. Folders are below the root. */
export interface Members {
  /** By folder; '' when the manifest has no name. The root's own package is none of them. */
  names: ReadonlyMap<string, string>;
  /** Folders of the packages that one depends on, directly or through others; without itself. */
  dependenciesOf(folder: string): ReadonlySet<string>;
  /** The package that a path belongs to; '' for what lies in none. */
  around(path: string): string;
}

/** What settles how the packages below are read, where it lies beside them: manifests, tsconfigs, workspace files, .gitignore. */
const SETTINGS = /\.(?:json|ya?ml)$|^\.gitignore$/;

/**
 * The packages of the workspace that is declared in a folder; undefined where none is. Which package depends on which is what
 * their manifests say, by name.
 *
 * @param root absolute path
 */
export function membersOf(root: string, files: Files): Members | undefined {
  const workspace = workspaceAt(root, files);
  if (!workspace) return undefined;
  const found = fastGlob().sync(workspace.manifests.map((pattern) => join(pattern)), { cwd: root, dot: true, followSymbolicLinks: false, fs: globSystem(files, (folder) => listed(folder, files)), unique: true });
  const folders = [...new Set(found.map(folderOf))].filter((folder) => folder !== '' && workspace.hasMember(folder)).sort();
  const manifests = readManifests(root, ['package.json', ...folders.map((folder) => `${folder}/package.json`)], files);
  const names = new Map(folders.map((folder) => [folder, manifests.at(folder)?.name ?? '']));
  return {
    names,
    dependenciesOf: (folder) => {
      const reached = new Set([folder]);
      for (const at of reached) {
        for (const name of manifests.at(at)?.dependencies.keys() ?? []) {
          const dir = manifests.named(name)?.dir;
          if (dir !== undefined && names.has(dir)) reached.add(dir);
        }
      }
      reached.delete(folder);
      return reached;
    },
    around: (path) => around(path, names),
  };
}

function listed(folder: string, files: Files): Entry[] {
  try {
    return files.list(folder).filter(({ name }) => name !== 'node_modules' && name !== '.git');
  } catch {
    // Whoever reads the folder says so.
    return [];
  }
}

function around(path: string, folders: ReadonlyMap<string, unknown>): string {
  for (const folder of foldersUp(path)) if (folders.has(folder)) return folder;
  return '';
}

/**
 * Files of which only some packages of a workspace are listed, with the folders that lead to them and the settings in these.
 * What is asked for by its path is there as before: a tsconfig may extend one that lies anywhere.
 *
 * @param root absolute path
 * @param wanted folders of the packages, below the root
 */
export function onlyPackages(files: Files, root: string, members: Members, wanted: ReadonlySet<string>): Files {
  const above = new Set([...wanted].flatMap((folder) => [...foldersUp(folderOf(folder))]));
  return {
    ...files,
    list: (folder) => {
      const below = belowRoot(root, folder);
      if (isOutside(below)) return files.list(folder);
      const isWanted = (path: string): boolean => wanted.has(members.around(path));
      return files.list(folder).filter(({ name, kind }) => {
        const path = join(below, name);
        return kind === 'directory' ? above.has(path) || isWanted(path) : isWanted(below) || (above.has(below) && SETTINGS.test(name));
      });
    },
  };
}
