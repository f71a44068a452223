import type { Library } from '../../libraries/types.ts';
import { importedSpecifier } from './calls.ts';
import type { Link } from '../link.ts';
import type { LinkedFile } from '../values.ts';

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
