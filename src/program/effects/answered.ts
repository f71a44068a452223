import type { CallFact, Expr } from '../../facts/types.ts';
import type { Effect } from '../../libraries/types.ts';
import { declarationOf } from '../arguments/origins.ts';
import { spotOf } from '../arguments/spots.ts';
import type { Link } from '../link.ts';
import { mentions, polarity } from '../multiplicity/flow.ts';
import { runsOnlyWhere } from '../multiplicity/gates.ts';
import { spans } from '../multiplicity/regions.ts';
import { callTargets } from '../resolve/targets.ts';
import { stripped, type CallRef, type LinkedFile } from '../values.ts';
import { LOOK_UPS, STORES } from './memoised.ts';
import { reach, type Search } from './reach.ts';

/** Functions on the way from the call to the one that writes the store. */
const MAX_HOPS = 2;

/**
 * Whether a call is made only when a store of the project had nothing under the key, and what it brings is put there:
 * `const hit = await cache.get(key); if (hit) return hit; … await cache.set(key, made)`. The store is what a module makes or
 * imports, or two functions of one module, of which one takes a value beside the key; what queries a database, or asks another system, is no store.
 *
 * @param within a call beyond which nothing is looked at: what stands around it is decided before it
 */
export function isAnswered(link: Link, { file, id }: CallRef, within?: CallRef): boolean {
  const { facts, index } = file;
  for (let at = id; ; ) {
    if (within?.file === file && within.id === at) return false;
    const call = facts.calls[at]!;
    if (isBehindStore(link, file, call, at)) return true;
    const site = index.callbackSite.get(call.functionId);
    if (!site) return false;
    at = site.call;
  }
}

function isBehindStore(link: Link, file: LinkedFile, call: CallFact, id: number): boolean {
  const { facts } = file;
  const stores = new Set<string>();
  const isHit = (expr: Expr) => {
    const store = storeRead(link, file, expr);
    if (store !== undefined) stores.add(store);
    return store !== undefined;
  };
  const reading = (test: Expr) => polarity(facts, test, isHit);
  const returnsHit = (value: Expr | null) => value !== null && mentions(facts, value, isHit);
  const isBehind = runsOnlyWhere(facts, call, false, reading, ({ kind, value }) => kind === 'return' && returnsHit(value));
  if (!isBehind || !facts.functions[call.functionId]!.returns.some(returnsHit)) return false;
  const after = facts.functions[call.functionId]!.span[1];
  return isWritten(link, file, [call.span[0], after], stores) || isWrittenBy(link, { file, id }, stores, 0);
}

/** The store that an expression reads, or that a name got its value from. */
function storeRead(link: Link, file: LinkedFile, expr: Expr): string | undefined {
  const binding = expr.kind === 'name' ? file.facts.bindings[expr.binding] : undefined;
  const read = stripped((binding?.functionId !== 0 && binding?.path.length === 0 && binding.init) || expr);
  if (read.kind !== 'call' || file.facts.calls[read.call]!.args.length === 0) return undefined;
  const store = storeOf(link, { file, id: read.call }, (name) => LOOK_UPS.has(name));
  return store !== undefined && isPlain(link, { file, id: read.call }) ? store : undefined;
}

/** A look-up that costs less than what it saves: neither a statement of a database nor another system stands behind it. */
function isPlain(link: Link, call: CallRef): boolean {
  return reach(link, call, COSTS).every(({ inferred }) => inferred);
}

const COSTS: Search = { wanted: (effect: Effect) => effect.kind === 'request' || (effect.kind === 'query' && !effect.light && !effect.local), loops: true };

/** What tells one store from another; undefined where a call is of none, or of one that lives no longer than its function. */
function storeOf(link: Link, ref: CallRef, isMember: (name: string) => boolean): string | undefined {
  const { file, id } = ref;
  const { callee } = file.facts.calls[id]!;
  if (callee.kind === 'member') return isMember(callee.name) ? receiverOf(link, ref, callee.object) : undefined;
  return moduleOf(link, file, callee);
}

function receiverOf(link: Link, ref: CallRef, object: Expr): string | undefined {
  const { file } = ref;
  const expr = stripped(object);
  if (expr.kind === 'member') return expr.object.kind === 'this' ? `${file.path}:this.${expr.name}` : undefined;
  // `(await connection()).get(key)`
  if (expr.kind === 'call') {
    const made = file.facts.calls[expr.call]!;
    const maker = made.args.length === 0 ? receiverOf(link, ref, made.callee) : undefined;
    return maker && `${maker}()`;
  }
  if (expr.kind !== 'name') return undefined;
  const declared = declarationOf(link, { expr, spot: spotOf(ref) });
  if (!declared) return moduleOf(link, file, expr);
  return declared.file.facts.bindings[declared.binding]!.functionId === 0 ? `${declared.file.path}:${declared.binding}` : undefined;
}

/** The project's module that a name is imported from. */
function moduleOf(link: Link, file: LinkedFile, expr: Expr): string | undefined {
  const binding = expr.kind === 'name' ? file.facts.bindings[expr.binding] : undefined;
  const from = binding?.kind === 'import' ? link.resolve(file.facts.imports[binding.target]!.specifier, file) : undefined;
  return from && `module ${from.path}`;
}

function isWritten(link: Link, file: LinkedFile, within: readonly [number, number], stores: ReadonlySet<string>): boolean {
  return file.facts.calls.some(({ span, args }, id) => {
    if (args.length < 2 || !spans(within, span)) return false;
    const store = storeOf(link, { file, id }, (name) => STORES.has(name));
    return store !== undefined && stores.has(store);
  });
}

/** What the call leads to writes the store, in a closure perhaps. */
function isWrittenBy(link: Link, { file, id }: CallRef, stores: ReadonlySet<string>, hops: number): boolean {
  return callTargets(link, file, id).some((target) => {
    if (target.kind !== 'function') return false;
    const { span } = target.file.facts.functions[target.id]!;
    if (isWritten(link, target.file, span, stores)) return true;
    return hops < MAX_HOPS && target.file.facts.calls.some((call, inner) => spans(span, call.span) && isWrittenBy(link, { file: target.file, id: inner }, stores, hops + 1));
  });
}
