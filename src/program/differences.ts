import { ROW, rowsOf } from '../facts/file.ts';
import type { SourceFile } from '../facts/file.ts';
import { names } from '../facts/names.ts';
import { OUTLINE_KINDS } from '../facts/outline.ts';
import type { OutlineKind } from '../facts/outline.ts';
import type { Resolve } from '../source/types.ts';
import type { Alignment, Table } from './alignment.ts';
import { FactsChange } from './facts-change.ts';
import { isSame } from './same.ts';
import type { Comparing } from './same.ts';
import { keysNow } from './values.ts';
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
  /** Whether two values, of before and of now, say the same; `path` is the file that they are about, `hasKeys` whether keys are part of their texts. */
  isSame(before: unknown, now: unknown, path: string, hasKeys: boolean): boolean;
  /** The id that a row of a file has now; undefined for one that may be gone. */
  idNow(path: string, table: Table, id: number): number | undefined;
}

/**
 * What differs between two states. Undefined where a file's head does: it says what runs the file, which everything may rest on.
 *
 * @param before by path, as `now`: a content that stayed is the same object
 * @param isAligned whether rows are compared where they stand now; not for answers that have ids, or files, of before in them
 */
export function differencesBetween(before: ReadonlyMap<string, SourceFile>, now: ReadonlyMap<string, SourceFile>, resolve: Resolve, isAligned: boolean): Differences | undefined {
  const changes = new Map<string, FactsChange | undefined>();
  const changeOf = (path: string): FactsChange | undefined => {
    if (!changes.has(path)) {
      const [old, file] = [before.get(path), now.get(path)];
      changes.set(path, old && file && new FactsChange(path, old.facts, file.facts));
    }
    return changes.get(path);
  };
  const touched = new Set<string>();
  const specifiers: string[] = [];
  const changed = new Set<string>();
  let came = 0;
  for (const [path, file] of now) {
    const old = before.get(path);
    if (!old) came++;
    if (old === file) continue;
    changed.add(path);
    if (old && !sameHead(old, file)) return undefined;
    touch(touched, specifiers, path, old, file, old && isAligned ? changeOf(path)?.alignment : undefined);
  }
  const gone = before.size === now.size - came ? [] : [...before].filter(([path]) => !now.has(path));
  for (const [path, file] of gone) {
    changed.add(path);
    touch(touched, specifiers, path, file, undefined, undefined);
  }
  const sameFiles = gone.length === 0 && came === 0;
  if (!sameFiles) touched.add(ALL_FILES);
  const isOtherExport = (lookup: string): boolean => {
    const [path = '', name = ''] = lookup.slice(EXPORT.length).split('\0');
    return changed.has(path) && !(isAligned && changeOf(path)?.isSameExport(name) === true);
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
  const all = () => [...changed].map(changeOf);
  const idNow = (path: string, table: Table, id: number) => (changed.has(path) ? changeOf(path)?.alignment.idNow(table, id) : id);
  const paths = [...now.keys()];
  const textNow = (text: string) => keysNow(text, (table, number, id) => idNow(paths[number] ?? '', table, id));
  let comparing: Comparing | undefined;
  return {
    changed,
    isTouched,
    isOtherRow: (path, table, id) => changed.has(path) && changeOf(path)?.isSameRow(table, id) !== true,
    isSame: (a, b, path, hasKeys) => {
      comparing ??= {
        isAnywhere: all().every((change) => change?.keepsOrder === true),
        isFacts: false,
        alignmentOf: (file) => (changed.has(file) ? changeOf(file)?.alignment : undefined),
        isShifted: () => all().some((change) => change?.alignment.isInPlace !== true),
      };
      return isSame(a, b, hasKeys && comparing.isShifted() ? { ...comparing, textNow } : comparing, path);
    },
    idNow,
  };
}

function kindIn(lookup: string): RegExp {
  return new RegExp(lookup.slice(SPECIFIERS_OF_KIND.length));
}

function sameHead({ outline: { head: a } }: SourceFile, { outline: { head: b } }: SourceFile): boolean {
  return a.hashbang === b.hashbang && a.directive === b.directive && a.mainGuarded === b.mainGuarded;
}

/** Adds the look-ups by name that a change of one file may answer otherwise, and the specifiers: those whose rows are others now. */
function touch(touched: Set<string>, specifiers: string[], path: string, old: SourceFile | undefined, now: SourceFile | undefined, alignment: Alignment | undefined): void {
  for (const kind of OUTLINE_KINDS) {
    const [a, b] = [rowsByName(old, kind, alignment), rowsByName(now, kind, undefined)];
    for (const name of new Set([...a.keys(), ...b.keys()])) {
      if (a.get(name) === b.get(name)) continue;
      if (kind === 'specifiers') specifiers.push(names.text(name));
      touched.add(kind === 'specifiers' ? ALL_SPECIFIERS : kind === 'stars' ? `${STARS}${path}` : `${kind} ${names.text(name)}`);
    }
  }
}

/** Of what rows of outlines have ids, in their first and in their second number. */
const IDS: Readonly<Partial<Record<OutlineKind, readonly [Table, Table?]>>> = {
  calls: ['calls'],
  passed: ['calls'],
  typed: ['calls'],
  made: ['calls', 'bindings'],
  methods: ['functions'],
  makers: ['functions'],
  getters: ['classes'],
  classes: ['classes'],
  heirs: ['classes'],
};

/**
 * The rows of each name, as a text that differs where they do.
 *
 * @param alignment tells the ids that they have now
 */
function rowsByName(file: SourceFile | undefined, kind: OutlineKind, alignment: Alignment | undefined): Map<number, string> {
  const rows = new Map<number, string>();
  if (!file) return rows;
  const { columns } = file.outline;
  const [start, end] = rowsOf(file.outline, kind);
  const [first, second] = IDS[kind] ?? [];
  const idNow = (table: Table | undefined, id: number) => (alignment && table && id >= 0 ? (alignment.idNow(table, id) ?? 'gone') : id);
  for (let at = start; at < end; at += ROW) rows.set(columns[at]!, `${rows.get(columns[at]!) ?? ''}${idNow(first, columns[at + 1]!)} ${idNow(second, columns[at + 2]!)},`);
  return rows;
}
