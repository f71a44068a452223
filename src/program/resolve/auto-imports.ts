import { posix } from 'node:path';
import type { AutoImport, Library } from '../../libraries/types.ts';
import type { Package } from '../../source/types.ts';
import { dependsOn } from '../entries/file-kinds.ts';
import type { Link } from '../link.ts';
import { PerLink } from '../memo.ts';
import { ALL_FILES } from '../trail.ts';
import { exportedValues } from './names.ts';
import { union, type LinkedFile, type Value } from '../values.ts';

/** What one rule of a framework puts in scope in one package, with the files that it comes from by name, and the files that see it. */
interface Scope {
  library: Library;
  rule: AutoImport;
  exporters: ReadonlyMap<string, readonly LinkedFile[]>;
}

const known = new PerLink<Package, Scope[]>();

/** What a name without a declaration stands for where a framework imports it: `server/utils` of Nuxt. */
export function autoImported(link: Link, file: LinkedFile, name: string): Value[] {
  const owner = link.packageOf(file);
  if (!owner) return [];
  const scopes = scopesOf(link, owner);
  if (scopes.length === 0) return [];
  const below = belowPackage(owner, file);
  return union(...scopes.flatMap(({ library, rule, exporters }) => (rule.to.test(below) ? (exporters.get(name) ?? []).map((exporter) => inScope(link, library, rule, exporter, name)) : [])));
}

/** What a file puts in scope under a name: its export, or itself as what the framework makes of it, with the members that it adds. */
function inScope(link: Link, library: Library, { handle }: AutoImport, exporter: LinkedFile, name: string): Value[] {
  if (handle === undefined) return exportedValues(link, exporter, name);
  const made = link.libraries.handle(library, handle);
  return union(made ? [{ kind: 'handle', ...made, of: null }] : [], exportedValues(link, exporter, 'module.exports'));
}

function scopesOf(link: Link, owner: Package): Scope[] {
  return known.get(link, owner, () => {
    const rules = link.libraries.all.flatMap((library) => (library.autoImports && dependsOn(owner, library) ? library.autoImports.map((rule) => ({ library, rule })) : []));
    return rules.map(({ library, rule }) => ({ library, rule, exporters: exportersOf(link, owner, rule) }));
  });
}

function exportersOf(link: Link, owner: Package, { from, handle }: AutoImport): Map<string, LinkedFile[]> {
  const exporters = new Map<string, LinkedFile[]>();
  link.trail.lookup(ALL_FILES);
  for (const file of link.files) {
    if (link.packageOf(file) !== owner || !from.test(belowPackage(owner, file))) continue;
    const names = handle === undefined ? file.index.exportsNamed.keys() : [posix.parse(file.path).name];
    for (const name of names) exporters.set(name, [...(exporters.get(name) ?? []), file]);
  }
  return exporters;
}

function belowPackage({ dir }: Package, { path }: LinkedFile): string {
  return dir === '' ? path : path.slice(dir.length + 1);
}
