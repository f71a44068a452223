import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { openGit } from '../git/process.ts';
import type { Git } from '../git/process.ts';
import { changedPaths, stagedView, viewSince } from '../git/views.ts';
import type { Since } from '../git/views.ts';
import type { PackageStores } from '../project/cache.ts';
import type { ProjectOptions } from '../project/open.ts';
import { disk } from '../source/disk.ts';
import { UsageError } from '../source/errors.ts';
import { overlay } from '../source/overlay.ts';
import { belowRoot } from '../source/paths.ts';
import type { Files } from '../source/types.ts';
import { existingFolder } from './git-ahead.ts';
import { openPackage } from './workspace-package.ts';

/** Which state of the project is analysed, and which files of it are reported on; at most one of these. */
export type ScopeOptions =
  | { kind: 'staged' }
  | { kind: 'changed' }
  /** A branch, tag or commit. */
  | { kind: 'since'; ref: string }
  /** One package of the workspace, by its name or its folder (relative to the working directory), and of the others those that it depends on. */
  | { kind: 'package'; name: string }
  /** A file as somebody edits it, which need not exist; relative to the working directory. */
  | { kind: 'text'; file: string; content: Uint8Array };

/** What a scan looks at. */
export interface Scope {
  files: Files;
  /** Files and folders to scan. */
  paths: readonly string[];
  /** Which files to report on, by their absolute paths; undefined: all that the paths name. */
  reported: Pick<ReadonlySet<string>, 'has'> | undefined;
  /** Where what is known is kept, where the state itself decides it. */
  cache?: PackageStores | false;
  /** The earlier state whose findings are not reported. */
  then: Since | undefined;
  /** What a user should know, one line each. */
  notes: string[];
}

/** The flag that asks for a scope, as messages name it. */
const FLAGS: Readonly<Record<ScopeOptions['kind'], string>> = { staged: '--staged', changed: '--changed', since: '--since', text: '--stdin', package: '--workspace' };

/**
 * @param ahead git for the repository around the first path, if it was opened before
 * @throws UsageError in one line, for what git cannot say
 */
export function openScope(options: ScopeOptions | undefined, { paths = [], cwd = process.cwd(), files: base = disk, cache = false }: ProjectOptions, ahead?: Git): Scope {
  const all: Scope = { files: base, paths, reported: undefined, then: undefined, notes: [] };
  if (options === undefined) return all;
  if (options.kind === 'text') {
    if (paths.length > 0) throw new UsageError(`--stdin reports on the file that --stdin-filename names; take ${paths.join(' ')} away`);
    const file = realPlace(path.resolve(cwd, options.file));
    return { ...all, files: overlay(base, new Map([[file, options.content]])), paths: [file] };
  }
  if (options.kind === 'package') {
    if (paths.length > 0) throw new UsageError(`--workspace reports on one package; take ${paths.join(' ')} away`);
    return { ...all, ...openPackage(options.name, cwd, base, cache) };
  }
  try {
    const git = ahead ?? openGit(existingFolder(path.resolve(cwd, paths[0] ?? '.')));
    if (options.kind === 'changed') return { ...all, reported: changedPaths(git) };
    if (options.kind === 'since') return sinceScope(git, options.ref, all);
    const { files, paths: reported, unmerged } = stagedView(git, base);
    return { ...all, files, reported, notes: unmerged.map((file) => `${belowRoot(git.top, file)}: its merge is not resolved in the index; it is read as it lies on the disk, and not reported on`) };
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`${FLAGS[options.kind]}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** Where nothing differs, nothing is new. */
function sinceScope(git: Git, ref: string, all: Scope): Scope {
  const then = viewSince(git, ref, all.files);
  return then.differs ? { ...all, then } : { ...all, reported: new Set() };
}

/** The path of a file, links in the folders around it resolved; the file itself need not exist. */
function realPlace(file: string): string {
  if (existsSync(file)) return realpathSync(file);
  const folder = path.dirname(file);
  return folder === file ? file : path.join(realPlace(folder), path.basename(file));
}
