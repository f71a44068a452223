import type { Expr } from '../../facts/types.ts';
import type { Handle } from '../../libraries/types.ts';
import { evaluate } from './evaluate.ts';
import type { Link } from '../link.ts';
import { inferred, union, type LinkedFile, type Value } from '../values.ts';
import { rootExprs, walkExpr } from '../walk.ts';

interface Setting {
  file: LinkedFile;
  functionId: number;
  value: Expr;
}

/** Places that set a property and are looked at to learn what it holds. */
const MAX_SETTINGS = 24;

interface Settings {
  /** Properties that are set to the result of a call. */
  calls: Map<string, Setting[]>;
  /** Properties, and keys of stores, that are set to a name. */
  names: Map<string, Setting[]>;
}

const indexes = new WeakMap<Link, Settings>();

function settingsOf(link: Link): Settings {
  let found = indexes.get(link);
  if (!found) indexes.set(link, (found = collect(link)));
  return found;
}

/**
 * The library handle that a property of this name holds wherever the project sets it; nothing when the places disagree.
 * For receivers of unknown type, such as a context object.
 */
export function handlesNamed(link: Link, name: string): Value[] {
  const settings = settingsOf(link).calls.get(name) ?? [];
  return settings.length > MAX_SETTINGS ? [] : agreed(link, settings);
}

/**
 * The client, model or repository that a context carries under this name: `{ db }`, `ctx.db = db`, `c.set('db', db)`, wherever
 * the project sets it. Rows and queries are too many to be known by a name.
 */
export function carried(link: Link, name: string): Value[] {
  const { calls, names } = settingsOf(link);
  if (!calls.has(name) && !names.has(name)) return [];
  return link.answers.carried.get(name, () => {
    const settings = [...(calls.get(name) ?? []), ...(names.get(name) ?? [])];
    return inferred(agreed(link, settings.slice(0, MAX_SETTINGS)).filter((value) => value.kind === 'handle' && !isPassing(link.libraries.describe(value))));
  });
}

/** A row, or a query in the making. */
function isPassing({ members, builder, awaited }: Handle): boolean {
  return builder === true || awaited !== undefined || 'reload' in members || 'isNewRecord' in members;
}

function agreed(link: Link, settings: readonly Setting[]): Value[] {
  const values = union(...settings.map(({ file, functionId, value }) => evaluate(link, value, { file, functionId })));
  const [first] = values;
  if (first?.kind !== 'handle') return [];
  return values.every((value) => value.kind === 'handle' && value.library === first.library && value.handle === first.handle) ? [first] : [];
}

/** What is neither called nor named holds no handle. */
function collect(link: Link): Settings {
  const settings: Settings = { calls: new Map(), names: new Map() };
  const add = (name: string, file: LinkedFile, functionId: number, value: Expr): void => {
    const index = value.kind === 'call' ? settings.calls : value.kind === 'name' && value.binding >= 0 ? settings.names : undefined;
    const list = index?.get(name);
    if (list) list.push({ file, functionId, value });
    else index?.set(name, [{ file, functionId, value }]);
  };
  for (const file of link.files) {
    for (const { expr, functionId } of rootExprs(file.facts)) {
      walkExpr(expr, (part) => {
        if (part.kind !== 'object') return;
        for (const { key, value } of part.properties) if (key !== null) add(key, file, functionId, value);
      });
    }
    for (const { target, value, functionId } of file.facts.assignments) {
      if (target.kind === 'member' && value) add(target.name, file, functionId, value);
    }
    for (const { callee, args, functionId } of file.facts.calls) {
      const [key, value] = args;
      if (callee.kind === 'member' && callee.name === 'set' && key?.kind === 'literal' && typeof key.value === 'string' && value) add(key.value, file, functionId, value);
    }
  }
  return settings;
}
