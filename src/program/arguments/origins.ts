import type { Expr } from '../../facts/types.ts';
import type { Link } from '../link.ts';
import type { LinkedFile } from '../values.ts';
import type { Source } from './types.ts';

/** Something that a package exports: the import specifier, and the names that lead to it from there. */
export interface Origin {
  from: string;
  path: readonly string[];
}

/** A name that the project declares. */
export interface Declaration {
  file: LinkedFile;
  binding: number;
}

const MAX_HOPS = 8;

/** The package that `Op.in`, `Sequelize.Op.in` or `sql` of a re-export comes from; undefined for what the project itself makes. */
export function originOf(link: Link, expr: Expr, file: LinkedFile, hops = 0): Origin | undefined {
  if (hops > MAX_HOPS) return undefined;
  switch (expr.kind) {
    case 'member': {
      const of = originOf(link, expr.object, file, hops);
      return of && { from: of.from, path: [...of.path, expr.name] };
    }
    case 'cast':
      return originOf(link, expr.operand, file, hops);
    case 'name': {
      const found = expr.binding < 0 ? undefined : declarationOfBinding(link, file, expr.binding, hops);
      if (!found || 'from' in found) return found;
      const { init, path } = found.file.row('bindings', found.binding);
      const of = init && (init.kind === 'name' || init.kind === 'member' || init.kind === 'cast') ? originOf(link, init, found.file, hops + 1) : undefined;
      return of && { from: of.from, path: [...of.path, ...path] };
    }
    default:
      return undefined;
  }
}

/** Where a name or a member of a namespace is declared, through imports and re-exports. */
export function declarationOf(link: Link, { expr, spot }: Source): Declaration | undefined {
  const inner = expr.kind === 'cast' || expr.kind === 'await' ? expr.operand : expr;
  if (inner !== expr) return declarationOf(link, { expr: inner, spot });
  if (expr.kind === 'name') {
    const found = expr.binding < 0 ? undefined : declarationOfBinding(link, spot.file, expr.binding, 0);
    if (!found || 'from' in found) return undefined;
    const { init, path } = found.file.row('bindings', found.binding);
    const isAlias = init && path.length === 0 && (init.kind === 'name' || init.kind === 'member');
    return (isAlias && declarationOf(link, { expr: init, spot: { ...spot, file: found.file } })) || found;
  }
  if (expr.kind !== 'member' || expr.object.kind !== 'name' || expr.object.binding < 0) return undefined;
  // `schema.users` of `import * as schema from './schema'`
  const binding = spot.file.row('bindings', expr.object.binding);
  const fact = binding.kind === 'import' ? spot.file.row('imports', binding.target) : undefined;
  const found = fact && (fact.imported === '*' || fact.imported === 'default') ? exportOf(link, spot.file, fact.specifier, expr.name, 0) : undefined;
  return found && 'binding' in found ? found : undefined;
}

function declarationOfBinding(link: Link, file: LinkedFile, binding: number, hops: number): Declaration | Origin | undefined {
  const fact = file.row('bindings', binding);
  if (fact.kind !== 'import') return { file, binding };
  const { specifier, imported } = file.row('imports', fact.target);
  return exportOf(link, file, specifier, imported, hops);
}

/** What a module exports under a name: a declaration of the project, or a package's. */
function exportOf(link: Link, from: LinkedFile, specifier: string, name: string, hops: number): Declaration | Origin | undefined {
  const file = link.resolve(specifier, from);
  if (!file) return { from: specifier, path: name === '*' || name === 'default' ? [] : [name] };
  if (hops > MAX_HOPS || name === '*') return undefined;
  for (const fact of file.exports(name) ? file.exportsNamed(name) : []) {
    if (fact.kind === 'local') return declarationOfBinding(link, file, fact.bindingId, hops + 1);
    if (fact.kind === 'from') return exportOf(link, file, fact.specifier, fact.imported, hops + 1);
    if (fact.kind === 'value' && fact.value.kind === 'name' && fact.value.binding >= 0) return declarationOfBinding(link, file, fact.value.binding, hops + 1);
  }
  for (const star of name === 'default' ? [] : file.stars) {
    const found = link.resolve(star, file) && exportOf(link, file, star, name, hops + 1);
    if (found) return found;
  }
  return undefined;
}
