import { ROW, rowsOf } from '../facts/file.ts';
import type { SourceFile } from '../facts/file.ts';
import { names } from '../facts/names.ts';
import { OUTLINE_KINDS } from '../facts/outline.ts';
import type { OutlineKind } from '../facts/outline.ts';
import type { Resolve } from '../source/types.ts';
import { ALL_FILES, ALL_SPECIFIERS, RESOLUTION, SPECIFIERS_OF_KIND, STARS } from './trail.ts';

/** What differs between two states of a project's files. */
export interface Differences {
  /** Paths of the files that are new, gone or of another content. */
  changed: ReadonlySet<string>;
  /** Whether a look-up by name, or of a specifier, may have another answer now. */
  isTouched(lookup: string): boolean;
}

/**
 * What differs between two states. Undefined where a file's head does: it says what runs the file, which everything may rest on.
 *
 * @param before by path, as `now`: a content that stayed is the same object
 */
export function differencesBetween(before: ReadonlyMap<string, SourceFile>, now: ReadonlyMap<string, SourceFile>, resolve: Resolve): Differences | undefined {
  const touched = new Set<string>();
  const specifiers: string[] = [];
  const changed = new Set<string>();
  for (const [path, file] of now) {
    const old = before.get(path);
    if (old === file) continue;
    changed.add(path);
    if (old && !sameHead(old, file)) return undefined;
    touch(touched, specifiers, path, old, file);
  }
  const gone = [...before].filter(([path]) => !now.has(path));
  for (const [path, file] of gone) {
    changed.add(path);
    touch(touched, specifiers, path, file, undefined);
  }
  const sameFiles = gone.length === 0 && before.size === now.size;
  if (!sameFiles) touched.add(ALL_FILES);
  const resolved = new Map<string, boolean>();
  const isMoved = (lookup: string): boolean => {
    let moved = resolved.get(lookup);
    if (moved === undefined) {
      const [folder = '', specifier = '', path = ''] = lookup.slice(RESOLUTION.length).split('\0');
      resolved.set(lookup, (moved = (resolve(specifier, `${folder}/_`) ?? '') !== path));
    }
    return moved;
  };
  const isTouched = (lookup: string): boolean => {
    if (lookup.startsWith(RESOLUTION)) return !sameFiles && isMoved(lookup);
    return lookup.startsWith(SPECIFIERS_OF_KIND) ? specifiers.some((name) => kindIn(lookup).test(name)) : touched.has(lookup);
  };
  return { changed, isTouched };
}

function kindIn(lookup: string): RegExp {
  return new RegExp(lookup.slice(SPECIFIERS_OF_KIND.length));
}

function sameHead({ outline: { head: a } }: SourceFile, { outline: { head: b } }: SourceFile): boolean {
  return a.hashbang === b.hashbang && a.directive === b.directive && a.mainGuarded === b.mainGuarded;
}

/** Adds the look-ups by name that a change of one file may answer otherwise, and the specifiers: those whose rows became more or fewer. */
function touch(touched: Set<string>, specifiers: string[], path: string, old: SourceFile | undefined, now: SourceFile | undefined): void {
  for (const kind of OUTLINE_KINDS) {
    const [a, b] = [countRows(old, kind), countRows(now, kind)];
    for (const name of new Set([...a.keys(), ...b.keys()])) {
      if (a.get(name) === b.get(name)) continue;
      if (kind === 'specifiers') specifiers.push(names.text(name));
      touched.add(kind === 'specifiers' ? ALL_SPECIFIERS : kind === 'stars' ? `${STARS}${path}` : `${kind} ${names.text(name)}`);
    }
  }
}

/** Kinds whose rows are counts. */
const COUNTED: ReadonlySet<OutlineKind> = new Set<OutlineKind>(['set-to-call', 'set-to-name', 'assigned', 'exports', 'specifiers']);

/** Keeps the numbers of specifiers apart from the number of rows. */
const SPREAD = 2 ** 20;

function countRows(file: SourceFile | undefined, kind: OutlineKind): Map<number, number> {
  const counts = new Map<number, number>();
  if (!file) return counts;
  const { outline } = file;
  const [start, end] = rowsOf(outline, kind);
  for (let at = start; at < end; at += ROW) {
    const name = outline.columns[at]!;
    counts.set(name, (counts.get(name) ?? 0) + (COUNTED.has(kind) ? outline.columns[at + 1]! : kind === 'calls' ? 1 + outline.columns[at + 2]! * SPREAD : kind === 'stars' ? (outline.columns[at + 1]! + 1) * SPREAD + 1 : 1));
  }
  return counts;
}
