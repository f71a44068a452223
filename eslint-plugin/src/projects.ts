import { existsSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { CONFIG_NAMES, contains } from '../../src/config/find.ts';
import { LiveProject } from '../../src/project/live.ts';
import type { Engine } from '../../src/project/engine.ts';
import { disk } from '../../src/source/disk.ts';
import { UsageError } from '../../src/source/errors.ts';
import { belowRoot, isOutside } from '../../src/source/paths.ts';
import { locateRoot } from '../../src/source/root.ts';
import type { Settings } from './settings.ts';

/** Projects that are kept open; the one that was not asked for longest is closed first. */
const MAX_OPEN = 8;
/** Folders whose roots are remembered. */
const MAX_FOLDERS = 10_000;
/** Milliseconds for which a folder's root, and a project's config, are believed: an editor's session outlives both. */
const BELIEVED_FOR = 1000;

/** A file, and the project that it lies in. */
export interface ProjectFile {
  project: LiveProject;
  /** Below the project's root. */
  file: string;
}

interface Folder {
  /** Absolute path, links resolved. */
  real: string;
  root: string;
  until: number;
}

interface Open {
  /** The project, or why it cannot be opened. */
  opened: { project: LiveProject } | { error: unknown };
  /** What its config files looked like. */
  stamp: string;
  until: number;
}

/** The projects whose files are linted, one for each root and config. */
export class Projects {
  private readonly engine: Engine;
  private readonly warn: (note: string) => void;
  private readonly folders = new Map<string, Folder>();
  private readonly open = new Map<string, Open>();

  /** @param warn hears what a user should know of a project, once for each time that it is opened */
  constructor(engine: Engine, warn: (note: string) => void) {
    this.engine = engine;
    this.warn = warn;
  }

  /**
   * The project of a file, which may not be on the disk yet; undefined for a file outside the root that the settings name.
   *
   * @param file absolute path
   * @param cwd absolute path of ESLint's working directory
   * @throws UsageError for a root that is no folder, ConfigError for a config that cannot be used
   */
  of(file: string, cwd: string, settings: Settings): ProjectFile | undefined {
    const { real, root: found } = this.folderOf(path.dirname(file), cwd);
    const root = settings.root === undefined ? found : namedRoot(path.resolve(cwd, settings.root));
    const below = belowRoot(root, path.join(real, path.basename(file)));
    return isOutside(below) ? undefined : { project: this.projectAt(root, cwd, settings), file: below };
  }

  private folderOf(folder: string, cwd: string): Folder {
    const known = this.folders.get(folder);
    if (known !== undefined && performance.now() < known.until) return known;
    const real = realFolder(folder);
    const { root, mark } = locateRoot(nearestExisting(real), disk);
    // Where nothing marks a project, it is what ESLint runs in, as it is what a scan runs in.
    const found = { real, root: mark === 'path' && contains(realFolder(cwd), real) ? realFolder(cwd) : root, until: performance.now() + BELIEVED_FOR };
    if (this.folders.size >= MAX_FOLDERS) this.folders.clear();
    this.folders.set(folder, found);
    return found;
  }

  private projectAt(root: string, cwd: string, settings: Settings): LiveProject {
    const key = JSON.stringify([root, cwd, settings.config, settings.cache]);
    let open = this.open.get(key);
    if (open === undefined || performance.now() >= open.until) {
      const before = open && 'project' in open.opened ? open.opened : undefined;
      const opened = before && open?.stamp === stampOf(before.project, root) ? before : this.openProject(root, cwd, settings);
      open = { opened, stamp: 'project' in opened ? stampOf(opened.project, root) : '', until: performance.now() + BELIEVED_FOR };
    }
    // The order of the map is that in which projects were asked for.
    this.open.delete(key);
    this.open.set(key, open);
    if (this.open.size > MAX_OPEN) this.open.delete(this.open.keys().next().value as string);
    if ('error' in open.opened) throw open.opened.error;
    return open.opened.project;
  }

  private openProject(root: string, cwd: string, { config, cache }: Settings): Open['opened'] {
    try {
      const project = new LiveProject({ path: root, root, cwd, config, ...(cache !== undefined && { cache: typeof cache === 'string' ? path.resolve(cwd, cache) : cache }) }, this.engine);
      for (const note of project.notes) this.warn(note);
      return { project };
    } catch (error) {
      return { error };
    }
  }
}

function namedRoot(root: string): string {
  if (disk.kind(root) !== 'directory') throw new UsageError(`settings['perf-lint']: root: ${root} is no folder`);
  return realpathSync(root);
}

/** The folder with links resolved, as far as it exists. */
function realFolder(folder: string): string {
  const existing = nearestExisting(folder);
  return path.join(realpathSync(existing), path.relative(existing, folder));
}

function nearestExisting(folder: string): string {
  let existing = folder;
  while (!existsSync(existing) && path.dirname(existing) !== existing) existing = path.dirname(existing);
  return existing;
}

/** Changes when a config file of the project does, or another takes its place. */
function stampOf({ configFiles }: LiveProject, root: string): string {
  return [...configFiles, ...[...CONFIG_NAMES, 'package.json'].map((name) => path.join(root, name))]
    .map((file) => {
      const stat = statSync(file, { throwIfNoEntry: false });
      return stat === undefined ? '' : `${stat.mtimeMs} ${stat.size} ${stat.ino}`;
    })
    .join();
}
