import type { Library } from '../../libraries/types.ts';
import { importedSpecifier } from './calls.ts';
import type { Link } from '../link.ts';
import type { LinkedFile } from '../values.ts';

/** Specifiers that a file imports, requires or re-exports from; those of types alone only when asked for. */
export function specifiersOf(file: LinkedFile, types: boolean): Set<string> {
  const { facts } = file;
  const specifiers = new Set(facts.imports.filter(({ typeOnly }) => types || !typeOnly).map(({ specifier }) => specifier));
  for (const fact of facts.exports) if (fact.kind === 'from' || fact.kind === 'star') specifiers.add(fact.specifier);
  for (const call of facts.calls) {
    const specifier = call.kind === 'import' || call.args.length === 1 ? importedSpecifier(file, call) : undefined;
    if (specifier !== undefined) specifiers.add(specifier);
  }
  return specifiers;
}

/** Libraries that a file imports or requires. */
export function librariesOf(link: Link, file: LinkedFile): ReadonlySet<Library> {
  const found = new Set<Library>();
  const add = (specifier: string | undefined): void => {
    const library = specifier === undefined ? undefined : link.libraries.bySpecifier(specifier);
    if (library) found.add(library);
  };
  for (const { specifier } of file.facts.imports) add(specifier);
  for (const call of file.facts.calls) if (call.kind === 'import' || call.args.length === 1) add(importedSpecifier(file, call));
  return found;
}
