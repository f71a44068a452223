import type { EntryKind } from '../libraries/types.ts';
import type { Package } from '../source/types.ts';
import { importedSpecifier } from './calls.ts';
import type { EntryTable } from './entries.ts';
import type { Link } from './link.ts';
import { keyOf, type LinkedFile } from './values.ts';

const SERVING: ReadonlySet<EntryKind> = new Set<EntryKind>(['request', 'job', 'lambda']);

/** Packages with a file that holds an entry which serves somebody, or that such a file imports. */
export function servingPackages(link: Link, entries: EntryTable): ReadonlySet<Package | undefined> {
  const found = new Set<LinkedFile>(link.files.filter((file) => file.facts.functions.some((_, id) => SERVING.has(entries.get(keyOf(file, id))?.kind ?? 'build'))));
  // A set is walked in the order in which it grows.
  for (const file of found) {
    for (const specifier of specifiersOf(file)) {
      const target = link.resolve(specifier, file);
      if (target) found.add(target);
    }
  }
  return new Set([...found].map((file) => link.packageOf(file)));
}

function specifiersOf(file: LinkedFile): Set<string> {
  const { facts } = file;
  const specifiers = new Set(facts.imports.filter(({ typeOnly }) => !typeOnly).map(({ specifier }) => specifier));
  for (const fact of facts.exports) if (fact.kind === 'from' || fact.kind === 'star') specifiers.add(fact.specifier);
  for (const call of facts.calls) {
    const specifier = call.kind === 'import' || call.args.length === 1 ? importedSpecifier(file, call) : undefined;
    if (specifier !== undefined) specifiers.add(specifier);
  }
  return specifiers;
}
