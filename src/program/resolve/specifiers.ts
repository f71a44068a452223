import { ROW, rowsOf } from '../../facts/file.ts';
import { names } from '../../facts/names.ts';
import { REFERS } from '../../facts/outline.ts';
import type { Library } from '../../libraries/types.ts';
import type { Link } from '../link.ts';
import { PerLink } from '../memo.ts';
import { ALL_SPECIFIERS, SPECIFIERS_OF_KIND } from '../trail.ts';
import type { LinkedFile } from '../values.ts';

/** Specifiers that a file imports, requires or re-exports from; those of types alone only when asked for. */
export function specifiersOf(file: LinkedFile, types: boolean): string[] {
  file.note();
  return [...file.specifiers].flatMap(([specifier, refers]) => (types || (refers & ~REFERS.type) !== 0 ? [specifier] : []));
}

/** Libraries that a file imports or requires. */
export function librariesOf(link: Link, file: LinkedFile): ReadonlySet<Library> {
  file.note();
  const found = new Set<Library>();
  for (const [specifier, refers] of file.specifiers) {
    const library = (refers & ~REFERS.reExport) === 0 ? undefined : link.libraries.bySpecifier(specifier);
    if (library) found.add(library);
  }
  return found;
}

/** Files that import or require what is wanted; no facts are read. */
export function filesNaming(link: Link, isWanted: (specifier: string) => boolean): LinkedFile[] {
  link.trail.lookup(ALL_SPECIFIERS);
  return link.files.filter(({ specifiers }) => [...specifiers].some(([specifier, refers]) => (refers & ~REFERS.reExport) !== 0 && isWanted(specifier)));
}

/**
 * Files that name a specifier of a kind, in whatever way; no facts are read. What rests on that rests on specifiers of this kind alone.
 *
 * @param kind an expression without flags
 */
export function filesReferring(link: Link, kind: RegExp): LinkedFile[] {
  link.trail.lookup(`${SPECIFIERS_OF_KIND}${kind.source}`);
  const known = new Map<number, boolean>();
  const isOfKind = (name: number): boolean => {
    let is = known.get(name);
    if (is === undefined) known.set(name, (is = kind.test(names.text(name))));
    return is;
  };
  return link.files.filter(({ source: { outline } }) => {
    const [start, end] = rowsOf(outline, 'specifiers');
    for (let at = start; at < end; at += ROW) if (isOfKind(outline.columns[at]!)) return true;
    return false;
  });
}

const exporting = new PerLink<'all', ReadonlyMap<LinkedFile, readonly LinkedFile[]>>();

/** Files that export what they have from a file, by name or as a whole. */
export function reExporters(link: Link, file: LinkedFile): readonly LinkedFile[] {
  const all = exporting.get(link, 'all', () => {
    link.trail.lookup(ALL_SPECIFIERS);
    const found = new Map<LinkedFile, LinkedFile[]>();
    for (const outer of link.files) {
      for (const [specifier, refers] of outer.specifiers) {
        const inner = (refers & REFERS.reExport) === 0 ? undefined : link.resolve(specifier, outer);
        if (inner) found.set(inner, [...(found.get(inner) ?? []), outer]);
      }
    }
    return found;
  });
  return all.get(file) ?? [];
}
