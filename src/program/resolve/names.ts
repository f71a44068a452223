import type { Expr } from '../../facts/types.ts';
import { bindingValues } from './bindings.ts';
import { evaluate } from './evaluate.ts';
import type { Link } from '../link.ts';
import { memberOf } from './members.ts';
import { mixedIntoExports } from './mixins.ts';
import { starSources } from './stars.ts';
import type { StarSource } from './stars.ts';
import { union, type LinkedFile, type Value } from '../values.ts';

/** What an exported or imported name leads to. */
export type Declared =
  | { kind: 'binding'; file: LinkedFile; id: number }
  /** `from`: where an expression is exported as it is, `export default [...]`. */
  | { kind: 'values'; values: Value[]; from?: { file: LinkedFile; expr: Expr } };

/** Follows an export through re-exports and barrels to its declarations. */
export function exported(link: Link, file: LinkedFile, name: string, seen = new Set<string>()): Declared[] {
  const key = `${file.number}:${name}`;
  if (seen.has(key)) return [];
  seen.add(key);
  if (name === '*') return [{ kind: 'values', values: namespaceOf(link, file) }];
  // Of barrels and of what they lead past, the outlines tell enough.
  const found = file.exports(name) ? exportedItself(link, file, name, seen) : [];
  if (found.length > 0) return found;
  const through = name === 'default' ? [] : exportedByStars(link, file, name, seen);
  if (through.length > 0) return through;
  const common = commonJs(link, file, name);
  if (name === 'default' || name === 'module.exports' || common.some((item) => item.kind !== 'values' || item.values.length > 0)) return common;
  const mixed = mixedIntoExports(link, file, name);
  return mixed.length > 0 ? [{ kind: 'values', values: mixed }] : common;
}

/** What a file exports under a name that its own statements name. */
function exportedItself(link: Link, file: LinkedFile, name: string, seen: Set<string>): Declared[] {
  return file.exportsNamed(name).flatMap((fact): Declared[] => {
    if (fact.kind === 'local') return declared(link, file, fact.bindingId, seen);
    if (fact.kind === 'from') return imported(link, file, fact.specifier, fact.imported, seen);
    if (fact.kind === 'value') {
      if (fact.value.kind === 'name' && fact.value.binding >= 0) return declared(link, file, fact.value.binding, seen);
      return [{ kind: 'values', values: evaluate(link, fact.value, { file, functionId: 0 }), from: { file, expr: fact.value } }];
    }
    return [];
  });
}

/** What a file exports under a name by `export *`: of the first of its sources that has it. */
function exportedByStars(link: Link, file: LinkedFile, name: string, seen: Set<string>): Declared[] {
  if (file.stars.length === 0) return [];
  for (const source of starSources(link, file, name)) {
    const found = declaredBy(link, source, name, seen);
    if (found.length > 0) return found;
  }
  return [];
}

function declaredBy(link: Link, source: StarSource, name: string, seen: Set<string>): Declared[] {
  if (source.kind === 'package') return ofPackage(link, source.specifier, name);
  if (source.kind === 'common') return commonJs(link, source.file, name);
  const key = `${source.file.number}:${name}`;
  if (seen.has(key)) return [];
  seen.add(key);
  return exportedItself(link, source.file, name, seen);
}

/** `module.exports = …` is what a default import gets, and its properties are the named ones. */
function commonJs(link: Link, file: LinkedFile, name: string): Declared[] {
  if (name === 'module.exports' || !file.exports('module.exports')) return [];
  const values = valuesOf(link, exported(link, file, 'module.exports'));
  return [{ kind: 'values', values: name === 'default' ? values : union(...values.map((value) => memberOf(link, value, name))) }];
}

function namespaceOf(link: Link, file: LinkedFile): Value[] {
  const own: Value[] = [{ kind: 'module', file }];
  if (!file.exports('module.exports')) return own;
  return union(valuesOf(link, exported(link, file, 'module.exports')), own);
}

/** Follows an import to its declarations in the other module, or to a library's export. */
export function imported(link: Link, from: LinkedFile, specifier: string, name: string, seen = new Set<string>()): Declared[] {
  const file = link.resolve(specifier, from);
  return file ? exported(link, file, name, seen) : ofPackage(link, specifier, name);
}

function ofPackage(link: Link, specifier: string, name: string): Declared[] {
  const known = link.libraries.imported(specifier, name);
  if (known.length > 0) return [{ kind: 'values', values: known }];
  const library = link.libraries.byGeneratedName(name);
  return library ? [{ kind: 'values', values: link.libraries.exported(library, name) }] : [];
}

/** A binding, or what it was imported from. */
export function declared(link: Link, file: LinkedFile, bindingId: number, seen?: Set<string>): Declared[] {
  const binding = file.row('bindings', bindingId);
  if (binding.kind !== 'import') return [{ kind: 'binding', file, id: bindingId }];
  const fact = file.row('imports', binding.target);
  return imported(link, file, fact.specifier, fact.imported, seen);
}

/** Values of declarations. */
export function valuesOf(link: Link, list: readonly Declared[]): Value[] {
  return union(...list.map((item) => (item.kind === 'values' ? item.values : bindingValues(link, item.file, item.id))));
}

/** Values of a module's export. */
export function exportedValues(link: Link, file: LinkedFile, name: string): Value[] {
  return link.answers.exported.get(`${file.number}:${name}`, () => valuesOf(link, exported(link, file, name)));
}
