import { settingsIn } from '../../facts/outline.ts';
import type { Expr } from '../../facts/types.ts';
import type { Handle } from '../../libraries/types.ts';
import { evaluate } from './evaluate.ts';
import type { Link } from '../link.ts';
import { PerFile } from '../memo.ts';
import { inferred, valueKey, type LinkedFile, type Value } from '../values.ts';

interface Setting {
  file: LinkedFile;
  functionId: number;
  value: Expr;
}

/** Places that set a property and are looked at to learn what it holds. */
const MAX_SETTINGS = 24;

const known = new PerFile<ReadonlyMap<string, readonly Setting[]>>((file) => groupByName(settingsIn(file.facts).map(({ name, value, functionId }) => ({ name, value, functionId, file }))));

function groupByName(settings: readonly (Setting & { name: string })[]): Map<string, Setting[]> {
  const byName = new Map<string, Setting[]>();
  for (const setting of settings) {
    const list = byName.get(setting.name);
    if (list) list.push(setting);
    else byName.set(setting.name, [setting]);
  }
  return byName;
}

/** The places that set a property of this name to the result of a call, then those that set it to a name; in the order of the files, `MAX_SETTINGS` at most. Facts are read as one goes. */
function* settingsNamed(link: Link, name: string, kinds: readonly ('set-to-call' | 'set-to-name')[]): Iterable<Setting> {
  let left = MAX_SETTINGS;
  for (const kind of kinds) {
    const wanted = kind === 'set-to-call' ? 'call' : 'name';
    for (const { file } of link.names.set(kind, name)) {
      for (const setting of known.get(file).get(name) ?? []) {
        if (setting.value.kind !== wanted) continue;
        if (left-- <= 0) return;
        yield setting;
      }
    }
  }
}

/**
 * The library handle that a property of this name holds wherever the project sets it; nothing when the places disagree.
 * For receivers of unknown type, such as a context object.
 */
export function handlesNamed(link: Link, name: string): Value[] {
  const times = link.names.set('set-to-call', name).reduce((sum, { times: own }) => sum + own, 0);
  return times > MAX_SETTINGS ? [] : agreed(link, settingsNamed(link, name, ['set-to-call']));
}

/**
 * The client, model or repository that a context carries under this name: `{ db }`, `ctx.db = db`, `c.set('db', db)`, wherever
 * the project sets it. Rows and queries are too many to be known by a name.
 */
export function carried(link: Link, name: string): Value[] {
  const { answers: { carried: known }, memo, names, trail } = link;
  const find = (): Value[] => inferred(agreed(link, settingsNamed(link, name, ['set-to-call', 'set-to-name'])).filter((value) => value.kind === 'handle' && !isPassing(link.libraries.describe(value))));
  if (names.isSet(name)) return known.get(name, find);
  const told = trail.recording ? known.told?.(name, memo.level, []) : undefined;
  if (told === undefined) return find();
  trail.lookup(told);
  return [];
}

/** What tells values that are carried about apart, whatever else changes; undefined for those that belong to something of the project. */
export function carriedKeys(values: readonly Value[]): readonly string[] | undefined {
  const keys = values.map((value) => (value.kind === 'handle' && value.of === null ? `${valueKey(value)} ${value.memoised ?? false}` : undefined));
  return keys.every((key) => key !== undefined) ? keys : undefined;
}

/** A row, or a query in the making. */
function isPassing({ members, builder, awaited }: Handle): boolean {
  return builder === true || awaited !== undefined || 'reload' in members || 'isNewRecord' in members;
}

/** The handle that all places set. The first that sets something else ends the search: most names hold all kinds of things. */
function agreed(link: Link, settings: Iterable<Setting>): Value[] {
  let first: Extract<Value, { kind: 'handle' }> | undefined;
  for (const { file, functionId, value } of settings) {
    for (const found of evaluate(link, value, { file, functionId })) {
      if (found.kind !== 'handle' || (first && (found.library !== first.library || found.handle !== first.handle))) return [];
      first ??= found;
    }
  }
  return first ? [first] : [];
}
