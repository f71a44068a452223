import { ROW, rowsOf } from '../facts/file.ts';
import type { SourceFile } from '../facts/file.ts';
import { names } from '../facts/names.ts';
import { OUTLINE_KINDS } from '../facts/outline.ts';
import type { OutlineKind } from '../facts/outline.ts';
import type { Resolve } from '../source/types.ts';
import { FactsChange } from './facts-change.ts';
import { ALL_FILES, ALL_SPECIFIERS, EXPORT, RESOLUTION, SPECIFIERS_OF_KIND, STARS } from './trail.ts';
import type { RowTable } from './rows.ts';

/** What differs between two states of a project's files. */
export interface Differences {
  /** Paths of the files that are new, gone or of another content. */
  changed: ReadonlySet<string>;
  /** Whether a look-up by name, or of a specifier, may have another answer now. */
  isTouched(lookup: string): boolean;
  /** Whether a row of a file's facts says something else now. */
  isOtherRow(path: string, table: RowTable, id: number): boolean;
  /** Whether all files that changed keep the order of what they have: then it is no matter at which offsets it stands. */
  keepsOrder(): boolean;
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
  const changes = new Map<string, FactsChange | undefined>();
  const changeOf = (path: string): FactsChange | undefined => {
    if (!changes.has(path)) {
      const [old, file] = [before.get(path), now.get(path)];
      changes.set(path, old && file && new FactsChange(old.facts, file.facts));
    }
    return changes.get(path);
  };
  const isOtherExport = (lookup: string): boolean => {
    const [path = '', name = ''] = lookup.slice(EXPORT.length).split('\0');
    return changed.has(path) && changeOf(path)?.isSameExport(name) !== true;
  };
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
    if (lookup.startsWith(EXPORT)) return isOtherExport(lookup);
    return lookup.startsWith(SPECIFIERS_OF_KIND) ? specifiers.some((name) => kindIn(lookup).test(name)) : touched.has(lookup);
  };
  return {
    changed,
    isTouched,
    isOtherRow: (path, table, id) => changed.has(path) && changeOf(path)?.isSameRow(table, id) !== true,
    keepsOrder: () => [...changed].every((path) => changeOf(path)?.keepsOrder === true),
  };
}

function kindIn(lookup: string): RegExp {
  return new RegExp(lookup.slice(SPECIFIERS_OF_KIND.length));
}

function sameHead({ outline: { head: a } }: SourceFile, { outline: { head: b } }: SourceFile): boolean {
  return a.hashbang === b.hashbang && a.directive === b.directive && a.mainGuarded === b.mainGuarded;
}

/** Adds the look-ups by name that a change of one file may answer otherwise, and the specifiers: those whose rows are others now. */
function touch(touched: Set<string>, specifiers: string[], path: string, old: SourceFile | undefined, now: SourceFile | undefined): void {
  for (const kind of OUTLINE_KINDS) {
    const [a, b] = [rowsByName(old, kind), rowsByName(now, kind)];
    for (const name of new Set([...a.keys(), ...b.keys()])) {
      if (a.get(name) === b.get(name)) continue;
      if (kind === 'specifiers') specifiers.push(names.text(name));
      touched.add(kind === 'specifiers' ? ALL_SPECIFIERS : kind === 'stars' ? `${STARS}${path}` : `${kind} ${names.text(name)}`);
    }
  }
}

/** The rows of each name, as a text that differs where they do. */
function rowsByName(file: SourceFile | undefined, kind: OutlineKind): Map<number, string> {
  const rows = new Map<number, string>();
  if (!file) return rows;
  const { columns } = file.outline;
  const [start, end] = rowsOf(file.outline, kind);
  for (let at = start; at < end; at += ROW) rows.set(columns[at]!, `${rows.get(columns[at]!) ?? ''}${columns[at + 1]} ${columns[at + 2]},`);
  return rows;
}
