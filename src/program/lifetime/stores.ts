import type { Expr, TypeRef } from '../../facts/types.ts';
import type { Link } from '../link.ts';
import { callTargets } from '../resolve/targets.ts';
import { stripped, type Place } from '../values.ts';

/** What holds values: JavaScript's own collections, or a library's cache. */
export interface Store {
  /** `memo`: a function that keeps its results. */
  kind: 'map' | 'set' | 'array' | 'object' | 'cache' | 'memo';
  /** As a reader knows it: `Map`, `LRUCache`. */
  title: string;
  /** It evicts by itself: a cache with a limit. */
  bounded: boolean;
  /** Type of its keys, where it is written down. */
  keyType: TypeRef | null;
}

const NATIVE: Readonly<Record<string, Store['kind'] | undefined>> = { Map: 'map', Set: 'set', Array: 'array' };

/** The store that an expression makes; undefined for anything else, and for WeakMap and its kin, which keep nothing alive. */
export function storeOf(link: Link, expr: Expr, place: Place, type: TypeRef | null): Store | undefined {
  const inner = stripped(expr);
  const keyType = type?.kind === 'ref' ? (type.args[0] ?? null) : null;
  if (inner.kind === 'array') return { kind: 'array', title: 'array', bounded: false, keyType };
  if (inner.kind === 'object') return isTable(inner, type) ? { kind: 'object', title: 'object', bounded: false, keyType } : undefined;
  if (inner.kind !== 'call') return undefined;
  const call = place.file.facts.calls[inner.call]!;
  const { callee } = call;
  if (callee.kind === 'name' && callee.binding < 0 && (call.kind === 'new' || callee.name === 'Array')) {
    const kind = NATIVE[callee.name];
    if (kind) return { kind, title: callee.name, bounded: false, keyType: call.typeArgs[0] ?? keyType };
  }
  if (callee.kind === 'member' && callee.name === 'create' && callee.object.kind === 'name' && callee.object.name === 'Object') return { kind: 'object', title: 'object', bounded: false, keyType };
  for (const target of callTargets(link, place.file, inner.call)) {
    const stores = target.kind === 'operation' ? target.operation.stores : undefined;
    if (!stores) continue;
    const options = call.args[stores.options];
    return { kind: target.kind === 'operation' && target.operation.wraps ? 'memo' : 'cache', title: target.kind === 'operation' ? target.name : '', bounded: options ? isBounded(options, stores.bounds) : false, keyType: call.typeArgs[0] ?? keyType };
  }
  return undefined;
}

/** `{}`, or an object whose type is a record: what has its members written down is no table by key. */
function isTable({ properties }: Extract<Expr, { kind: 'object' }>, type: TypeRef | null): boolean {
  return properties.length === 0 && (type === null || type.kind !== 'ref' || type.path.at(-1) === 'Record' || type.path.at(-1) === 'Partial' || type.binding < 0);
}

/** One of the options is set, to something else than nothing; options that are not written there may hold it. */
function isBounded(options: Expr, bounds: readonly string[]): boolean {
  const inner = stripped(options);
  if (inner.kind === 'literal') return inner.value !== 0 && inner.value !== null;
  if (inner.kind !== 'object') return true;
  return inner.properties.some(({ key, value }) => key === null || (bounds.includes(key) && !(value.kind === 'literal' && (value.value === 0 || value.value === null))));
}
