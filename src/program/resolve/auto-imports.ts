import type { Package } from '../../source/types.ts';
import { dependsOn } from '../entries/file-kinds.ts';
import type { Link } from '../link.ts';
import { PerLink } from '../memo.ts';
import { ALL_FILES } from '../trail.ts';
import { exportedValues } from './names.ts';
import { union, type LinkedFile, type Value } from '../values.ts';

/** The exports that one rule of a framework puts in scope in one package, and the files that see them. */
interface Scope {
  to: RegExp;
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
  return union(...scopes.flatMap(({ to, exporters }) => (to.test(below) ? (exporters.get(name) ?? []).map((exporter) => exportedValues(link, exporter, name)) : [])));
}

function scopesOf(link: Link, owner: Package): Scope[] {
  return known.get(link, owner, () => {
    const rules = link.libraries.all.flatMap((library) => (library.autoImports && dependsOn(owner, library) ? library.autoImports : []));
    return rules.map(({ from, to }) => ({ to, exporters: exportersOf(link, owner, from) }));
  });
}

function exportersOf(link: Link, owner: Package, from: RegExp): Map<string, LinkedFile[]> {
  const exporters = new Map<string, LinkedFile[]>();
  link.trail.lookup(ALL_FILES);
  for (const file of link.files) {
    if (link.packageOf(file) !== owner || !from.test(belowPackage(owner, file))) continue;
    for (const name of file.index.exportsNamed.keys()) exporters.set(name, [...(exporters.get(name) ?? []), file]);
  }
  return exporters;
}

function belowPackage({ dir }: Package, { path }: LinkedFile): string {
  return dir === '' ? path : path.slice(dir.length + 1);
}
