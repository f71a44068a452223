import type { Library } from '../../libraries/types.ts';
import type { Package } from '../../source/types.ts';
import { isTestFile } from '../entries/file-kinds.ts';
import type { Link } from '../link.ts';
import { PerLink } from '../memo.ts';
import { filesNaming } from '../resolve/specifiers.ts';
import type { LinkedFile } from '../values.ts';
import type { DirectEffect } from './graph.ts';

/** Whether an effect is a query that makes no round trip: by its table, or by the database that its package sets the library up for. */
export function isLocal(link: Link, { effect, target, call }: Pick<DirectEffect, 'effect' | 'target' | 'call'>): boolean {
  if (effect.kind !== 'query') return false;
  return effect.local === true || (target.library.dialects !== undefined && dialectsOf(link, target.library, call.file) === 'local');
}

type Reach = 'local' | 'remote';
const known = new PerLink<Library, Map<Package | undefined, Reach>>();

/** What the files of a package import to reach a database; where they import none, what those of the whole project do. */
function dialectsOf(link: Link, library: Library, file: LinkedFile): Reach | undefined {
  const packages = known.get(link, library, () => collect(link, library));
  const own = packages.get(link.packageOf(file));
  if (own) return own;
  const all = new Set(packages.values());
  return all.size === 1 ? [...all][0] : undefined;
}

/** A package that reaches a server as well counts as remote: which of them a query goes to is not told. */
function collect(link: Link, library: Library): Map<Package | undefined, Reach> {
  const found = new Map<Package | undefined, Reach>();
  const { local, remote } = library.dialects!;
  const tells = (specifier: string) => link.libraries.bySpecifier(specifier) === library || local.includes(specifier) || remote.includes(specifier);
  for (const file of filesNaming(link, tells)) {
    if (isTestFile(file)) continue;
    for (const { specifier, imported } of file.facts.imports) {
      const name = link.libraries.bySpecifier(specifier) === library ? imported : specifier;
      const reach = remote.includes(name) ? 'remote' : local.includes(name) ? 'local' : undefined;
      const owner = link.packageOf(file);
      if (reach && found.get(owner) !== 'remote') found.set(owner, reach);
    }
  }
  return found;
}
