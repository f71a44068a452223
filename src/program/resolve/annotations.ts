import { PerFile } from '../memo.ts';
import type { Expr, TypeRef } from '../../facts/types.ts';
import type { Entry, Library } from '../../libraries/types.ts';
import type { Link } from '../link.ts';
import { memberOf } from './members.ts';
import { declared } from './names.ts';
import { typeValues } from './types-of.ts';
import { union, type LinkedFile, type Value } from '../values.ts';

const known = new PerFile<ReadonlyMap<number, TypeRef>>(collect);

/** Functions whose type is written where they are assigned, by id: `const handler: Handler = async (event) => …`, `… satisfies Handler`. */
export function annotations(file: LinkedFile): ReadonlyMap<number, TypeRef> {
  return known.get(file);
}

function collect({ facts }: LinkedFile): Map<number, TypeRef> {
  const found = new Map<number, TypeRef>();
  const visit = (expr: Expr | null, type: TypeRef | null): void => {
    if (expr?.kind === 'cast') visit(expr.operand, type ?? expr.type);
    else if (expr?.kind === 'function' && type) found.set(expr.function, type);
  };
  for (const { init, type, path } of facts.bindings) if (path.length === 0) visit(init, type);
  for (const { fields } of facts.classes) for (const field of fields) visit(field.init, field.type);
  for (const fact of facts.exports) if (fact.kind === 'value') visit(fact.value, null);
  return found;
}

/** Types that lead to types are followed so far. */
const MAX_ALIASES = 6;

/** Entries of the tables that a type names, through imports and aliases. */
export function typeEntries(link: Link, file: LinkedFile, type: TypeRef, depth = 0): { library: Library; entry: Entry }[] {
  if (type.kind !== 'ref' || depth > MAX_ALIASES) return [];
  if (type.binding < 0) {
    const global = type.path.length === 1 ? link.libraries.global(type.path[0]!) : undefined;
    return global?.kind === 'entry' ? [{ library: global.library, entry: global.entry }] : [];
  }
  return declared(link, file, type.binding).flatMap((item) => {
    if (item.kind === 'binding') {
      const alias = item.file.index.typeOf.get(item.id);
      return alias?.kind === 'alias' ? typeEntries(link, item.file, alias.type, depth + 1) : [];
    }
    const values = type.path.slice(1).reduce<Value[]>((at, name) => union(...at.map((value) => memberOf(link, value, name))), item.values);
    return values.flatMap((value) => (value.kind === 'entry' ? [{ library: value.library, entry: value.entry }] : []));
  });
}

/** What the annotation of a function says of its parameter. */
export function annotatedParam(link: Link, file: LinkedFile, functionId: number, index: number): Value[] {
  const type = annotations(file).get(functionId);
  if (!type) return [];
  const handles = typeEntries(link, file, type).flatMap(({ library, entry }): Value[] => {
    const name = entry.annotates?.params?.[index];
    const found = name == null ? undefined : link.libraries.handle(library, name);
    return found ? [{ kind: 'handle', ...found, of: null }] : [];
  });
  if (handles.length > 0) return union(handles);
  return union(
    ...typeValues(link, file, type).map((value) => {
      const param = value.kind === 'signature' ? value.type.params[index] : undefined;
      return param && value.kind === 'signature' ? typeValues(link, value.file, param) : [];
    }),
  );
}
