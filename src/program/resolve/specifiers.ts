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
  const ofKind = new Set([...allSpecifiers(link)].filter((name) => kind.test(names.text(name))));
  return ofKind.size === 0 ? [] : link.files.filter(({ source: { outline } }) => {
    const [start, end] = rowsOf(outline, 'specifiers');
    for (let at = start; at < end; at += ROW) if (ofKind.has(outline.columns[at]!)) return true;
    return false;
  });
}

const named = new WeakMap<Link, ReadonlySet<number>>();

/** The numbers of all specifiers that files name. Nothing is noted of it. */
function allSpecifiers(link: Link): ReadonlySet<number> {
  let known = named.get(link);
  if (!known) {
    const found = new Set<number>();
    for (const { source: { outline } } of link.files) {
      const [start, end] = rowsOf(outline, 'specifiers');
      for (let at = start; at < end; at += ROW) found.add(outline.columns[at]!);
    }
    named.set(link, (known = found));
  }
  return known;
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
