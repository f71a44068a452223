import { spanEnd } from '../../facts/spans.ts';
import type { Expr, FileFacts } from '../../facts/types.ts';
import { isLoop, regionsAround } from '../multiplicity/regions.ts';
import type { LinkedFile } from '../values.ts';
import type { Spot } from './types.ts';

/** Something that is done to the value of a name, in the order of the text. */
export type Change = {
  /** Offset at which it happens: the end of what does it. */
  at: number;
  functionId: number;
  region: number;
} & (
  /** `name = value` */
  | { kind: 'assign'; operator: string; value: Expr | null }
  /** `name.a.b = value` */
  | { kind: 'set'; path: readonly string[]; operator: string; value: Expr }
  /** `delete name.a` */
  | { kind: 'remove'; path: readonly string[] }
  /** `name[key] = value`: a property that is not named. */
  | { kind: 'open'; path: readonly string[]; why: string }
  /** `name.a.push(value)` */
  | { kind: 'push'; path: readonly string[]; values: readonly Expr[] }
  /** `Object.assign(name, value)`, `name = { ...name, key: value }` */
  | { kind: 'merge'; path: readonly string[]; values: readonly Expr[] }
  /** `f(name)` */
  | { kind: 'handed'; path: readonly string[]; call: number; arg: number }
);

/** What is done to a name anywhere in its file. */
export function changesOf(file: LinkedFile, binding: number): readonly Change[] {
  return file.row('changesOf', binding) ?? [];
}

const ADDS: ReadonlySet<string> = new Set(['push', 'unshift']);

/** All changes of the names of a file, by binding. */
export function indexChanges(facts: FileFacts): Map<number, Change[]> {
  const found = new Map<number, Change[]>();
  const add = (binding: number, change: Change): void => {
    const list = found.get(binding);
    if (list) list.push(change);
    else found.set(binding, [change]);
  };
  for (const { target, operator, value, functionId, region, span } of facts.assignments) {
    const at = { at: spanEnd(span), functionId, region };
    if (target.kind === 'name' && target.binding >= 0) {
      const added = operator === '=' && value ? addedTo(target.binding, value) : undefined;
      add(target.binding, added ? { ...at, kind: 'merge', path: [], values: [added] } : { ...at, kind: 'assign', operator, value });
    }
    const place = memberPath(target);
    if (!place || target.kind === 'name') continue;
    if (place.isCut) add(place.binding, { ...at, kind: 'open', path: place.path, why: UNSEEN_KEY });
    else if (value === null && operator === 'delete') add(place.binding, { ...at, kind: 'remove', path: place.path });
    else if (value) add(place.binding, { ...at, kind: 'set', path: place.path, operator, value });
  }
  for (const [id, { kind, callee, args, functionId, region, span }] of facts.calls.entries()) {
    if (kind !== 'call' && kind !== 'new') continue;
    const at = { at: spanEnd(span), functionId, region };
    if (callee.kind === 'member' && ADDS.has(callee.name)) {
      const place = memberPath(callee.object);
      if (place) add(place.binding, place.isCut ? { ...at, kind: 'open', path: place.path, why: UNSEEN_KEY } : { ...at, kind: 'push', path: place.path, values: args });
    }
    const merges = callee.kind === 'member' && callee.name === 'assign' && callee.object.kind === 'name' && callee.object.name === 'Object';
    for (const [arg, expr] of args.entries()) {
      const place = expr.kind === 'name' || expr.kind === 'member' || expr.kind === 'index' ? memberPath(expr) : undefined;
      if (!place) continue;
      if (merges && arg === 0) add(place.binding, { ...at, kind: 'merge', path: place.path, values: args.slice(1) });
      else if (!merges) add(place.binding, { ...at, kind: 'handed', path: place.path, call: id, arg });
    }
  }
  for (const list of found.values()) list.sort((a, b) => a.at - b.at);
  return found;
}

/** What a name gets beside what it has, where it is made anew with all of that: `{ ...name, key: value }`. */
function addedTo(binding: number, value: Expr): Expr | undefined {
  if (value.kind !== 'object') return undefined;
  const [first, ...others] = value.properties;
  return first?.key === null && first.value.kind === 'name' && first.value.binding === binding ? { ...value, properties: others } : undefined;
}

const UNSEEN_KEY = 'a property is set by a key that is not shown';

/** `name.a.b`, `name[Op.or]` as the name's binding and the path from it, as far as keys are shown. */
function memberPath(expr: Expr): { binding: number; path: readonly string[]; isCut: boolean } | undefined {
  let path: string[] = [];
  let isCut = false;
  let at = expr;
  for (;;) {
    if (at.kind === 'cast') at = at.operand;
    else if (at.kind === 'member') {
      path.unshift(at.name);
      at = at.object;
    } else if (at.kind === 'index') {
      const key = at.index.kind === 'member' ? dotted(at.index) : undefined;
      if (key === undefined) [path, isCut] = [[], true];
      else path.unshift(`[${key}]`);
      at = at.object;
    } else break;
  }
  return at.kind === 'name' && at.binding >= 0 ? { binding: at.binding, path, isCut } : undefined;
}

/** A constant by its names: `Op.or`. */
function dotted(expr: Expr): string | undefined {
  if (expr.kind === 'name') return expr.name;
  const of = expr.kind === 'member' ? dotted(expr.object) : undefined;
  return of === undefined || expr.kind !== 'member' ? undefined : `${of}.${expr.name}`;
}

/** Regions that run whenever what is around them does. */
const ALWAYS_RUN: ReadonlySet<string> = new Set(['try', 'finally', 'loop-test']);

/**
 * Whether something that was done happens whenever a spot is reached: `sometimes` when it stands under a condition, in a loop or in a function of its own.
 */
export function happens({ functionId: owner, region: place }: { functionId: number; region: number }, spot: Spot): 'always' | 'sometimes' {
  const { file } = spot;
  let { functionId, region } = spot;
  while (functionId !== owner && functionId > 0) ({ parentId: functionId, region } = file.row('functions', functionId));
  if (functionId !== owner) return 'sometimes';
  const around = new Set(regionsAround(file, region));
  for (const at of regionsAround(file, place)) {
    const fact = file.row('regions', at);
    if (around.has(at)) return 'always';
    if (isLoop(fact) || !ALWAYS_RUN.has(fact.kind)) return 'sometimes';
  }
  return 'always';
}
