import type { Expr } from '../../facts/types.ts';
import { evaluate } from './evaluate.ts';
import type { Link } from '../link.ts';
import { union, type LinkedFile, type Value } from '../values.ts';
import { rootExprs, walkExpr } from '../walk.ts';

interface Setting {
  file: LinkedFile;
  functionId: number;
  value: Expr;
}

/** Places that set a property and are looked at to learn what it holds. */
const MAX_SETTINGS = 24;

const indexes = new WeakMap<Link, Map<string, Setting[]>>();

/**
 * The library handle that a property of this name holds wherever the project sets it; nothing when the places disagree.
 * For receivers of unknown type, such as a context object.
 */
export function handlesNamed(link: Link, name: string): Value[] {
  let index = indexes.get(link);
  if (!index) indexes.set(link, (index = collect(link)));
  const settings = index.get(name) ?? [];
  if (settings.length === 0 || settings.length > MAX_SETTINGS) return [];
  const values = union(...settings.map(({ file, functionId, value }) => evaluate(link, value, { file, functionId })));
  const [first] = values;
  if (first?.kind !== 'handle') return [];
  return values.every((value) => value.kind === 'handle' && value.library === first.library && value.handle === first.handle) ? [first] : [];
}

/** Properties that are set to the result of a call, by name: what else they hold is no handle. */
function collect(link: Link): Map<string, Setting[]> {
  const index = new Map<string, Setting[]>();
  const add = (name: string, setting: Setting): void => {
    const list = index.get(name);
    if (list) list.push(setting);
    else index.set(name, [setting]);
  };
  for (const file of link.files) {
    for (const { expr, functionId } of rootExprs(file.facts)) {
      walkExpr(expr, (part) => {
        if (part.kind !== 'object') return;
        for (const { key, value } of part.properties) if (key !== null && value.kind === 'call') add(key, { file, functionId, value });
      });
    }
    for (const { target, value, functionId } of file.facts.assignments) {
      if (target.kind === 'member' && value?.kind === 'call') add(target.name, { file, functionId, value });
    }
  }
  return index;
}
