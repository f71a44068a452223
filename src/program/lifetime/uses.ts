import { spanFrom, spanStart } from '../../facts/spans.ts';
import type { Expr, Span } from '../../facts/types.ts';
import { isTestFile } from '../entries/file-kinds.ts';
import type { Link } from '../link.ts';
import { exprText } from '../print.ts';
import { stripped, type LinkedFile, type Place } from '../values.ts';
import { walkExpr } from '../../facts/walk.ts';
import { collectionKey, collectionsOf, type Collection, type Reach } from './collections.ts';
import { partsOf } from '../contributions.ts';
import type { Parts } from '../contributions.ts';
import { storeOf, type Store } from './stores.ts';

/** What a piece of code does with a collection. */
export interface Use {
  /** `empty`: all of it goes, or is replaced; `measure`: its size is compared with something. */
  does: 'grow' | 'remove' | 'empty' | 'measure' | 'read';
  file: LinkedFile;
  functionId: number;
  region: number;
  span: Span;
  /** What an entry is kept under; null where there is no key: a pushed element, the oldest entry. */
  key: Expr | null;
  /** What is kept. */
  value: Expr | null;
  aliases: Reach['aliases'];
  /** It is done to the field of the very instance whose code does it: `this.items.push(item)`. */
  own?: true;
}

/** A collection of the program with all that is done to it. */
export interface Used {
  collection: Collection;
  uses: Use[];
}

/** Methods of stores: what they do, and which arguments are the key and the value. */
interface Method {
  does: Use['does'];
  on: readonly Store['kind'][];
  key?: number;
  value?: number;
}

const KEYED: readonly Store['kind'][] = ['map', 'set', 'cache'];

/** https://tc39.es/ecma262/#sec-keyed-collections, #sec-properties-of-the-array-prototype-object, and what caches of the npm registry call the same. */
const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['set', { does: 'grow', on: ['map', 'cache'], key: 0, value: 1 }],
  ['put', { does: 'grow', on: ['cache'], key: 0, value: 1 }],
  ['add', { does: 'grow', on: ['set', 'cache'], key: 0, value: 0 }],
  ['push', { does: 'grow', on: ['array'], value: 0 }],
  ['unshift', { does: 'grow', on: ['array'], value: 0 }],
  ['delete', { does: 'remove', on: KEYED, key: 0 }],
  ['del', { does: 'remove', on: ['cache'], key: 0 }],
  ['take', { does: 'remove', on: ['cache'], key: 0 }],
  ['evict', { does: 'remove', on: ['cache'], key: 0 }],
  ['pop', { does: 'remove', on: ['array', 'cache'] }],
  ['shift', { does: 'remove', on: ['array', 'cache'] }],
  ['splice', { does: 'remove', on: ['array'] }],
  ['prune', { does: 'remove', on: ['cache'] }],
  ['purgeStale', { does: 'remove', on: ['cache'] }],
  ['clear', { does: 'empty', on: KEYED }],
  ['reset', { does: 'empty', on: ['cache'] }],
  ['flushAll', { does: 'empty', on: ['cache'] }],
  ['get', { does: 'read', on: KEYED, key: 0 }],
  ['has', { does: 'read', on: KEYED, key: 0 }],
  ['includes', { does: 'read', on: ['array'], key: 0 }],
  ['find', { does: 'read', on: ['array'] }],
]);

/** Comparisons that a bound is written with. */
const COMPARISONS = new Set(['<', '<=', '>', '>=', '===', '==', '!==', '!=']);

/** What one file does with collections. */
export type FileUses = readonly { collection: Collection; use: Use }[];

/** Every collection that something is added to in the program, with what else is done to it, by the file that declares it. */
export function collectUses(link: Link, known: Parts<FileUses>, memos: ReadonlySet<string>): ReadonlyMap<LinkedFile, readonly Used[]> {
  const all = new Map<string, Used>();
  for (const { value: found } of partsOf(link, known, (file) => usesIn(link, file, memos))) {
    for (const { collection, use } of found) {
      const key = collectionKey(collection);
      let entry = all.get(key);
      if (!entry) all.set(key, (entry = { collection, uses: [] }));
      entry.uses.push(use);
    }
  }
  const byFile = new Map<LinkedFile, Used[]>();
  for (const used of all.values()) {
    const list = byFile.get(used.collection.file);
    if (list) list.push(used);
    else byFile.set(used.collection.file, [used]);
  }
  return byFile;
}

type Add = (reached: Expr, place: Place, use: (store: Store['kind'], aliases: Reach['aliases']) => Done | undefined) => void;

type Done = Omit<Use, 'file' | 'functionId' | 'aliases' | 'own'>;

const NO_USES: FileUses = [];

function usesIn(link: Link, file: LinkedFile, memos: ReadonlySet<string>): FileUses {
  if (isTestFile(file)) return NO_USES;
  const found: { collection: Collection; use: Use }[] = [];
  const add: Add = (reached, place, use) => {
    for (const { collection, aliases } of collectionsOf(link, reached, place)) {
      const done = use(collection.store.kind, aliases);
      if (done) found.push({ collection, use: { ...done, file, functionId: place.functionId, aliases, ...(isOwnField(reached) && { own: true }) } });
    }
  };
  fromCalls(file, memos, add);
  fromAssignments(file, add);
  fromTests(file, add);
  return found.length > 0 ? found : NO_USES;
}

function isOwnField(reached: Expr): boolean {
  const inner = stripped(reached);
  return inner.kind === 'member' && inner.object.kind === 'this';
}

/** Names of the variables and fields that hold a function which keeps its results. */
export function collectMemoNames(link: Link, known: Parts<readonly string[]>): Set<string> {
  return new Set(partsOf(link, known, (file) => memoNames(link, file)).flatMap(({ value }) => value));
}

function memoNames(link: Link, file: LinkedFile): string[] {
  const names: string[] = [];
  const hold = (name: string, init: Expr | null, functionId: number) => {
    if (init?.kind === 'call' && file.facts.calls[init.call]!.args[0] && storeOf(link, init, { file, functionId }, null)?.kind === 'memo') names.push(name);
  };
  for (const { name, init, functionId } of file.facts.bindings) if (functionId === 0) hold(name, init, functionId);
  for (const { fields, functionId } of file.facts.classes) for (const { name, init } of fields) hold(name, init, functionId);
  return names;
}

function fromCalls(file: LinkedFile, memos: ReadonlySet<string>, add: Add): void {
  for (const { callee, args, functionId, region, span, calleeEnd, kind } of file.facts.calls) {
    if (kind === 'call' && args[0] && (callee.kind === 'name' || callee.kind === 'member') && memos.has(callee.name)) {
      add(callee, { file, functionId }, (store) => (store === 'memo' ? { does: 'grow', region, span: spanFrom(spanStart(span), calleeEnd), key: args[0]!, value: null } : undefined));
    }
    if (callee.kind !== 'member' || kind !== 'call' || isLocal(file, callee.object, functionId)) continue;
    const method = METHODS.get(callee.name);
    if (!method) continue;
    const argument = (index: number | undefined) => (index === undefined ? null : (args[index] ?? null));
    // What is given a time to live of its own goes by itself.
    const isTimed = method.does === 'grow' && args.length > 2;
    add(callee.object, { file, functionId }, (store) =>
      method.on.includes(store) && !(store === 'cache' && isTimed) ? { does: method.does, region, span: spanFrom(spanStart(span), calleeEnd), key: argument(method.key), value: argument(method.value) } : undefined,
    );
  }
}

/** A name that is declared in the very function that uses it, with a value made there, is gone when that returns. */
function isLocal(file: LinkedFile, expr: Expr, functionId: number): boolean {
  if (expr.kind !== 'name' || expr.binding < 0) return expr.kind === 'name';
  const binding = file.facts.bindings[expr.binding]!;
  if (binding.functionId !== functionId || functionId === 0 || !binding.init) return false;
  const init = stripped(binding.init);
  return init.kind === 'array' || init.kind === 'object' || (init.kind === 'call' && file.facts.calls[init.call]!.kind === 'new');
}

function fromAssignments(file: LinkedFile, add: Add): void {
  for (const { target, operator, value, functionId, region, span } of file.facts.assignments) {
    const place = { file, functionId };
    const use = (does: Use['does'], key: Expr | null): Done => ({ does, region, span, key, value });
    if (target.kind === 'index' || (operator === 'delete' && target.kind === 'member')) {
      const key: Expr = target.kind === 'index' ? target.index : { kind: 'literal', value: target.name };
      add(target.object, place, (store) => (store === 'object' || (store === 'array' && operator !== 'delete') ? use(operator === 'delete' ? 'remove' : 'grow', key) : undefined));
      continue;
    }
    if (target.kind === 'member' && target.name === 'length') add(target.object, place, (store) => (store === 'array' ? use('empty', null) : undefined));
    // The initial value is no replacement, nor is a new value for another name, and one that carries the old along grows it.
    if (operator !== '=' || !value || (target.kind === 'member' && isConstructing(file, functionId))) continue;
    add(target, place, (_store, aliases) => (aliases.length === 0 ? use(extendsItself(file, target, value) ? 'grow' : 'empty', null) : undefined));
  }
}

function isConstructing(file: LinkedFile, functionId: number): boolean {
  return file.facts.functions[functionId]!.kind === 'constructor';
}

/** `list = [...list, item]`, `table = { ...table, [key]: value }`, `list = list.concat(more)` */
function extendsItself(file: LinkedFile, target: Expr, value: Expr): boolean {
  const own = exprText(file.facts, target);
  const isOwn = (expr: Expr) => exprText(file.facts, expr) === own;
  const inner = stripped(value);
  if (inner.kind === 'array') return inner.elements.some((element) => element.kind === 'spread' && isOwn(element.operand));
  if (inner.kind === 'object') return inner.properties.some(({ key, value: part }) => key === null && isOwn(part));
  if (inner.kind !== 'call') return false;
  const { callee } = file.facts.calls[inner.call]!;
  return callee.kind === 'member' && callee.name === 'concat' && isOwn(callee.object);
}

/** `if (cache.size >= MAX)`, `while (list.length > limit)`, `Object.keys(table).length > 100` */
function fromTests(file: LinkedFile, add: Add): void {
  for (const [at, { test, functionId }] of file.facts.regions.entries()) {
    if (!test) continue;
    walkExpr(test, (part) => {
      if (part.kind !== 'binary' || !COMPARISONS.has(part.operator)) return;
      for (const [side, other] of [[part.left, part.right], [part.right, part.left]] as const) {
        const measured = measuredBy(file, side);
        if (!measured || (other.kind === 'literal' && (other.value === 0 || other.value === null))) continue;
        add(measured, { file, functionId }, () => ({ does: 'measure', region: at, span: file.facts.regions[at]!.head, key: null, value: null }));
      }
    });
  }
}

function measuredBy(file: LinkedFile, side: Expr): Expr | undefined {
  if (side.kind !== 'member' || (side.name !== 'size' && side.name !== 'length')) return undefined;
  if (side.object.kind !== 'call') return side.object;
  const { callee, args } = file.facts.calls[side.object.call]!;
  const ofObject = callee.kind === 'member' && callee.object.kind === 'name' && callee.object.name === 'Object';
  return ofObject ? args[0] : undefined;
}
