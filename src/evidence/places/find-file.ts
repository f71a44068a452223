import { nameOf } from '../../source/paths.ts';
import { mapped } from './path-map.ts';
import type { PathMapping } from './path-map.ts';
import type { ProjectFiles } from './project-files.ts';
import { isDependency, toolPath } from './tool-path.ts';

/**
 * Finds the project's files by the paths that tools write: by a `--path-map`, by the path itself, or by the longest end that the path and
 * one file alone have in common.
 */
export class FileFinder {
  /** Paths that more than one file answers to. */
  readonly ambiguous = new Set<string>();
  private readonly project: ProjectFiles;
  private readonly mappings: readonly PathMapping[];
  private readonly byName = new Map<string, string[]>();
  private readonly found = new Map<string, string | undefined>();

  constructor(project: ProjectFiles, mappings: readonly PathMapping[]) {
    this.project = project;
    this.mappings = mappings;
    for (const file of project.known) {
      const files = this.byName.get(nameOf(file));
      if (files) files.push(file);
      else this.byName.set(nameOf(file), [file]);
    }
  }

  /** The file that is meant, below the root; undefined where none is, or where more than one may be. */
  find(written: string): string | undefined {
    if (!this.found.has(written)) this.found.set(written, this.look(written));
    return this.found.get(written);
  }

  private look(written: string): string | undefined {
    const given = toolPath(written);
    if (given === undefined || isDependency(given.path)) return undefined;
    const byMap = mapped(written, given.path, this.mappings);
    if (byMap !== undefined && this.project.has(byMap)) return byMap;
    const root = this.project.roots.find((one) => given.path.startsWith(`${one}/`));
    const own = root === undefined ? (given.isAbsolute ? undefined : given.path) : given.path.slice(root.length + 1);
    if (own !== undefined && this.project.has(own)) return own;
    const candidates = this.bySuffix(given.path.split('/').filter((segment) => segment !== ''));
    if (candidates.length > 1) this.ambiguous.add(written);
    return candidates.length === 1 ? candidates[0] : undefined;
  }

  /** The files that share the longest end with a path. A name alone tells a file only where it is all of one of the two paths, below its package. */
  private bySuffix(segments: readonly string[]): string[] {
    const known = this.byName.get(segments.at(-1)!) ?? [];
    for (let length = segments.length; length > 0; length--) {
      const suffix = segments.slice(-length).join('/');
      const onDisk = this.project.packages.map((dir) => (dir === '' ? suffix : `${dir}/${suffix}`)).filter((file) => this.project.has(file));
      const sharing = length >= 2 || segments.length === 1 ? known.filter((file) => file === suffix || file.endsWith(`/${suffix}`)) : [];
      const all = [...new Set([...onDisk, ...sharing])];
      if (all.length > 0) return all;
    }
    return [];
  }
}
