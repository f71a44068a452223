import type { EntryKind } from '../libraries/types.ts';
import { importedSpecifier } from './calls.ts';
import type { EntryTable } from './entries.ts';
import type { Link } from './link.ts';
import { keyOf, type LinkedFile } from './values.ts';

const SERVING: ReadonlySet<EntryKind> = new Set<EntryKind>(['request', 'job', 'lambda']);

/**
 * Tells which files may run on behalf of somebody: those of packages with a file that holds a serving entry, or that such
 * a file imports. Of a package that installs a command and serves nobody itself, only the imported files count.
 */
export function servingFiles(link: Link, entries: EntryTable): (file: LinkedFile) => boolean {
  const found = new Set<LinkedFile>(link.files.filter((file) => file.facts.functions.some((_, id) => SERVING.has(entries.get(keyOf(file, id))?.kind ?? 'build'))));
  if (found.size === 0) return () => true;
  const serving = new Set([...found].map((file) => link.packageOf(file)));
  // A set is walked in the order in which it grows.
  for (const file of found) {
    for (const specifier of specifiersOf(file)) {
      const target = link.resolve(specifier, file);
      if (target) found.add(target);
    }
  }
  const imported = new Set([...found].map((file) => link.packageOf(file)));
  return (file) => {
    const owner = link.packageOf(file);
    return owner && owner.bin.length > 0 && !serving.has(owner) ? found.has(file) : imported.has(owner);
  };
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
