import type { Expr } from '../../facts/types.ts';
import type { Link } from '../link.ts';
import type { LinkedFile } from '../values.ts';
import { declarationOf, originOf, type Origin } from './origins.ts';
import { endOf } from './spots.ts';

/** Whether an expression is an enum that a library generates of its schema. */
export function isGeneratedEnum(link: Link, expr: Expr, file: LinkedFile): boolean {
  const origin = originOf(link, expr, file);
  return origin?.path.length === 1 && isGenerated(link, origin);
}

function isGenerated(link: Link, { from, path: [name] }: Origin): boolean {
  const library = link.libraries.bySpecifier(from);
  return library?.enums === true && name !== undefined && !Object.hasOwn(library.exports, name);
}

/** The value that a member of an enum has in the running program: of one that the project declares, or that a library generates. Undefined for all else, and where the code does not show it. */
export function enumValue(link: Link, expr: Expr, file: LinkedFile): string | number | undefined {
  if (expr.kind !== 'member') return undefined;
  const origin = originOf(link, expr, file);
  if (origin) {
    const [, member, ...deeper] = origin.path;
    return isGenerated(link, origin) && deeper.length === 0 ? member : undefined;
  }
  const found = declarationOf(link, { expr: expr.object, spot: endOf(file) });
  const declared = found && found.file.row('typeOf', found.binding);
  return declared?.members.find(({ name }) => name === expr.name)?.value ?? undefined;
}
