import { spanEnd, spanStart } from '../../facts/spans.ts';
import type { Expr, FileFacts, ImportFact } from '../../facts/types.ts';
import { namesIn } from '../../facts/walk.ts';
import type { Effect } from '../../libraries/types.ts';
import { declarationOf } from '../arguments/origins.ts';
import { spotOf } from '../arguments/spots.ts';
import type { Link } from '../link.ts';
import { containsCall, mentions, polarity, resultBindings, rootBinding, sameName } from '../multiplicity/flow.ts';
import { runsOnlyWhere } from '../multiplicity/gates.ts';
import { spans } from '../multiplicity/regions.ts';
import { exprText } from '../print.ts';
import { callTargets } from '../resolve/targets.ts';
import { stripped, type CallRef, type FunctionRef, type LinkedFile } from '../values.ts';
import { LOOK_UPS, STORES } from './memoised.ts';
import { reach, type Search } from './reach.ts';

/** Functions on the way from the call to the one that writes the store. */
const MAX_HOPS = 2;

/**
 * Whether a call is made only when a store of the project had nothing under the key, and what it brings is put there:
 * `const hit = await cache.get(key); if (hit) return hit; … await cache.set(key, made)`. The store is what a module makes or
 * imports, or two functions of one module, of which one takes a value beside the key; what queries a database, or asks another system, is no store.
 * What is put there comes of the call, and under the key that was looked up: a check before and a note after make no store.
 *
 * @param within a call beyond which nothing is looked at: what stands around it is decided before it
 */
export function isAnswered(link: Link, { file, id }: CallRef, within?: CallRef): boolean {
  const { facts, index } = file;
  const calls: number[] = [];
  for (let at = id; ; ) {
    if (within?.file === file && within.id === at) return false;
    calls.push(at);
    if (isBehindStore(link, file, calls)) return true;
    const site = index.callbackSite.get(facts.calls[at]!.functionId);
    if (!site) return false;
    at = site.call;
  }
}

/** A look-up in a store. */
interface Read {
  store: string;
  key: Expr;
}

/** @param calls a call, and those that run the closures it stands in, the outermost last */
function isBehindStore(link: Link, file: LinkedFile, calls: readonly number[]): boolean {
  const { facts } = file;
  const id = calls.at(-1)!;
  const call = facts.calls[id]!;
  const reads: Read[] = [];
  const isHit = (expr: Expr) => {
    const read = storeRead(link, file, expr);
    if (read) reads.push(read);
    return read !== undefined;
  };
  const reading = (test: Expr) => polarity(facts, test, isHit);
  const returnsHit = (value: Expr | null) => value !== null && mentions(facts, value, isHit);
  const isBehind = runsOnlyWhere(file, call, false, reading, ({ kind, value }) => kind === 'return' && returnsHit(value));
  if (!isBehind || !facts.functions[call.functionId]!.returns.some(returnsHit)) return false;
  const isKept = writesIn(link, { file, id: call.functionId }).some(
    (write) => spanEnd(facts.calls[write.id]!.span) > spanStart(call.span) && reads.some((read) => read.store === write.store && isSameKey(facts, read.key, write.key)) && comesOf(file, call.functionId, calls, write.values),
  );
  return isKept || isWrittenBy(link, { file, id }, reads, 0);
}

/** What an expression reads of a store, or a name got its value from. */
function storeRead(link: Link, file: LinkedFile, expr: Expr): Read | undefined {
  const binding = expr.kind === 'name' ? file.facts.bindings[expr.binding] : undefined;
  const read = stripped((binding?.functionId !== 0 && binding?.path.length === 0 && binding.init) || expr);
  const [key] = read.kind === 'call' ? file.facts.calls[read.call]!.args : [];
  if (read.kind !== 'call' || !key) return undefined;
  const store = storeOf(link, { file, id: read.call }, (name) => LOOK_UPS.has(name));
  return store !== undefined && isPlain(link, { file, id: read.call }) ? { store, key } : undefined;
}

/** The same text of the same names; a name stands for what it was made with. */
function isSameKey(facts: FileFacts, left: Expr, right: Expr): boolean {
  const [one, other] = [madeWith(facts, left), madeWith(facts, right)];
  return exprText(facts, one) === exprText(facts, other) && sameName(one, other);
}

function madeWith(facts: FileFacts, expr: Expr): Expr {
  const inner = stripped(expr);
  const binding = inner.kind === 'name' ? facts.bindings[inner.binding] : undefined;
  return binding?.kind === 'const' && binding.init && binding.path.length === 0 ? stripped(binding.init) : inner;
}

/** A look-up that costs less than what it saves: neither a statement of a database nor another system stands behind it. */
function isPlain(link: Link, call: CallRef): boolean {
  return reach(link, call, COSTS).every(({ inferred }) => inferred);
}

/** What waits for another system, or for time to pass. */
export const WAITS: Search = { wanted: ({ kind }) => kind === 'request' || kind === 'pause', loops: true };

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
  if (!declared) {
    const module = moduleOf(link, file, expr);
    return module && `${module} ${importOf(file, expr)!.imported}`;
  }
  return declared.file.facts.bindings[declared.binding]!.functionId === 0 ? `${declared.file.path}:${declared.binding}` : undefined;
}

/** The project's module that a name is imported from. */
function moduleOf(link: Link, file: LinkedFile, expr: Expr): string | undefined {
  const imported = importOf(file, expr);
  const from = imported && link.resolve(imported.specifier, file);
  return from && `module ${from.path}`;
}

function importOf({ facts }: LinkedFile, expr: Expr): ImportFact | undefined {
  const binding = expr.kind === 'name' ? facts.bindings[expr.binding] : undefined;
  return binding?.kind === 'import' ? facts.imports[binding.target] : undefined;
}

/** A call that puts something into a store. */
interface Write extends Read {
  id: number;
  values: readonly Expr[];
}

/** What a function puts into stores, in a closure perhaps. */
function writesIn(link: Link, { file, id }: FunctionRef): Write[] {
  return callsWithin(file, id).flatMap((at): Write[] => {
    const [key, ...values] = file.facts.calls[at]!.args;
    if (!key || values.length === 0) return [];
    const store = storeOf(link, { file, id: at }, (name) => STORES.has(name));
    return store === undefined ? [] : [{ id: at, store, key, values }];
  });
}

/** The calls of a function and of the closures in it. */
function callsWithin({ facts, index }: LinkedFile, id: number): number[] {
  const { span } = facts.functions[id]!;
  return facts.functions.flatMap((inner, at) => (spans(span, inner.span) ? index.callsOf[at]! : []));
}

/** Whether one of the values is what one of the calls gave, or is made of it. */
function comesOf({ facts, index }: LinkedFile, functionId: number, calls: readonly number[], values: readonly Expr[]): boolean {
  const { span } = facts.functions[functionId]!;
  return calls.some((call) => {
    const found = resultBindings(facts, call, span);
    const takes = (expr: Expr) => containsCall(facts, expr, call) || [...namesIn(facts, expr)].some((name) => found.has(name));
    // `ask(name).then((made) => …)`, `answer.rates.forEach((rate) => …)`
    for (const [callback, site] of index.callbackSite) {
      const by = facts.calls[site.call]!;
      if (spans(span, by.span) && by.kind === 'call' && takes(by.callee)) for (const name of facts.functions[callback]!.params.flatMap(({ bindings }) => bindings)) found.add(name);
    }
    // `rates[name] = answer.rates[name]`
    for (const { target, value, span: at } of facts.assignments) if (value && spans(span, at) && takes(value)) found.add(rootBinding(target));
    return values.some(takes);
  });
}

/** What the call leads to writes the store with what it waited for. */
function isWrittenBy(link: Link, { file, id }: CallRef, reads: readonly Read[], hops: number): boolean {
  return callTargets(link, file, id).some((target) => {
    if (target.kind !== 'function') return false;
    const calls = callsWithin(target.file, target.id);
    const writes = writesIn(link, target).filter(({ store }) => reads.some((read) => read.store === store));
    if (writes.length > 0) {
      const waiting = calls.filter((inner) => reach(link, { file: target.file, id: inner }, WAITS).length > 0);
      if (writes.some(({ values }) => comesOf(target.file, target.id, waiting, values))) return true;
    }
    return hops < MAX_HOPS && calls.some((inner) => isWrittenBy(link, { file: target.file, id: inner }, reads, hops + 1));
  });
}
