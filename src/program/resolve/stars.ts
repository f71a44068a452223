import type { Link } from '../link.ts';
import type { LinkedFile } from '../linked-file.ts';
import { PerLink } from '../memo.ts';

/** Where a name may come from that a file exports by `export *`. */
export type StarSource =
  /** A file that exports it itself. */
  | { kind: 'file'; file: LinkedFile }
  /** A file whose `module.exports` may have it. */
  | { kind: 'common'; file: LinkedFile }
  /** What is no file of the project. */
  | { kind: 'package'; specifier: string };

/** All sources of one file, those of its sources among them, in the order in which the code names them. */
interface Stars {
  sources: readonly StarSource[];
  /** Positions of the files that export a name themselves. */
  byName: ReadonlyMap<string, readonly number[]>;
  /** Positions of those that are asked for every name. */
  always: readonly number[];
}

const stars = new PerLink<LinkedFile, Stars>();

/**
 * The sources of a file's `export *` that may have a name, in the order in which they are asked: barrels of barrels hold hundreds
 * of files, and are asked for each name that is imported from them. That no other file exports the name is for the caller to note.
 */
export function starSources(link: Link, file: LinkedFile, name: string): StarSource[] {
  const { sources, byName, always } = stars.get(link, file, () => starsOf(link, file));
  // A name comes from one source alone: a file that exports it is known to be that one, a package only may be.
  return [...(byName.get(name) ?? []), ...always].map((position) => sources[position]!);
}

function starsOf(link: Link, file: LinkedFile): Stars {
  const sources: StarSource[] = [];
  const byName = new Map<string, number[]>();
  const always: number[] = [];
  const visited = new Set([file]);
  const visit = (from: LinkedFile): void => {
    for (const specifier of from.stars) {
      const target = link.resolve(specifier, from);
      if (!target) always.push(sources.push({ kind: 'package', specifier }) - 1);
      else if (!visited.has(target)) {
        visited.add(target);
        const position = sources.push({ kind: 'file', file: target }) - 1;
        for (const name of target.exportedNames) {
          const positions = byName.get(name);
          if (positions) positions.push(position);
          else byName.set(name, [position]);
        }
        visit(target);
        if (target.exports('module.exports')) always.push(sources.push({ kind: 'common', file: target }) - 1);
      }
    }
  };
  visit(file);
  return { sources, byName, always };
}
