import type { CallFact, Expr, RegionFact } from '../facts/types.ts';
import type { Effect, QueryEffect } from '../libraries/types.ts';
import type { Context } from './contexts.ts';
import { evaluate } from './evaluate.ts';
import { branchesTo, containsCall, exitsOf, inputBindings, isUsedAsList, mentions, polarity, resultBindings } from './flow.ts';
import type { Link } from './link.ts';
import { lastName } from './name-index.ts';
import type { Sink } from './reach.ts';
import { sizeOf } from './sizes.ts';
import { callTargets } from './targets.ts';
import type { CallRef, LinkedFile } from './values.ts';

/** How often a context runs a call, or why it does not count. */
export type Verdict =
  | { repeats: true; multiplicity: 'per-element'; over: Expr | null; mode: 'sequential' | 'concurrent' }
  | { repeats: true; multiplicity: 'constant' | 'limit'; bound: number; over: Expr | null; mode: 'sequential' | 'concurrent' }
  | { repeats: false; because: Benign };

/** Benign shapes. */
export type Benign =
  | 'batched list'
  | 'batched in one tick'
  | 'stream'
  | 'retry'
  | 'paging'
  | 'first hit'
  | 'probe'
  | 'polling'
  | 'feeds the next turn'
  | 'lock order'
  | 'paced';

/** What a call leads to, seen from the call. */
export interface Subject {
  ref: CallRef;
  call: CallFact;
  sink: Sink;
}

/** Judges one context of a call by FIELD's benign shapes. */
export function judge(link: Link, context: Context, subject: Subject): Verdict {
  switch (context.kind) {
    case 'row':
      return subject.sink.effect.kind === 'load' ? benign('batched in one tick') : perElement(null, 'concurrent');
    case 'callback':
      return judgeCallback(link, context, subject);
    case 'loop':
      return judgeLoop(link, context, subject);
  }
}

function benign(because: Benign): Verdict {
  return { repeats: false, because };
}

function perElement(over: Expr | null, mode: 'sequential' | 'concurrent'): Verdict {
  return { repeats: true, multiplicity: 'per-element', over, mode };
}

function judgeCallback(link: Link, context: Extract<Context, { kind: 'callback' }>, subject: Subject): Verdict {
  const { file, invocation, closure } = context;
  const call = file.facts.calls[context.call]!;
  const { over, mode } = invocation;
  if (mode === 'concurrent' && isBatchedInTick(subject)) return benign('batched in one tick');
  const element = file.facts.functions[closure]?.params[0]?.bindingId ?? -1;
  if (closure >= 0 && element >= 0 && isUsedAsList(file.facts, element, file.facts.functions[closure]!.span)) return benign('batched list');
  if (over && isListOfLists(link, file, over, call.functionId)) return benign('batched list');
  if (hasLock(subject)) return benign('lock order');
  return sized(link, file, over, call.functionId, mode) ?? perElement(over, mode);
}

function sized(link: Link, file: LinkedFile, over: Expr | null, functionId: number, mode: 'sequential' | 'concurrent'): Verdict | undefined {
  const size = over ? sizeOf(link, over, { file, functionId }) : undefined;
  return size && { repeats: true, multiplicity: size.kind, bound: size.bound, over, mode };
}

/** Loaders collect the keys of one tick; so do Prisma's reads by unique key. */
function isBatchedInTick({ sink }: Subject): boolean {
  const { effect } = sink;
  if (effect.kind === 'load') return true;
  if (effect.kind !== 'query' || !effect.batched) return false;
  return effect.batched === 'tick' || hasEqualityFilter(sink.call, effect);
}

/** Every condition is `field: value`, no operator object. */
function hasEqualityFilter({ file, id }: CallRef, effect: QueryEffect): boolean {
  const call = file.facts.calls[id]!;
  const arg = call.args[effect.filter?.arg ?? 0];
  if (arg?.kind !== 'object') return false;
  const property = effect.filter?.property;
  const where = property === undefined ? arg : arg.properties.find(({ key }) => key === property)?.value;
  if (where?.kind !== 'object') return false;
  return where.properties.every(({ key, value }) => key !== null && !/^(OR|AND|NOT)$/.test(key) && value.kind !== 'array' && (value.kind !== 'object' || /_/.test(key)));
}

function isListOfLists(link: Link, file: LinkedFile, over: Expr, functionId: number): boolean {
  const values = evaluate(link, over, { file, functionId });
  if (values.some((value) => value.kind === 'list' && value.of.some((element) => element.kind === 'list'))) return true;
  const call = over.kind === 'call' ? file.facts.calls[over.call]! : undefined;
  if (!call) return false;
  if (callTargets(link, file, (over as { call: number }).call).some((target) => target.kind === 'operation' && target.operation.chunks)) return true;
  return /chunk|batch(es|ed)?$|paginat/i.test(lastName(call.callee) ?? '');
}

/** Row locks are taken one by one, in an order that avoids deadlocks. */
function hasLock({ sink }: Subject): boolean {
  const call = sink.call.file.facts.calls[sink.call.id]!;
  return call.args.some((arg) => arg.kind === 'object' && arg.properties.some(({ key }) => key === 'lock'));
}

function judgeLoop(link: Link, context: Extract<Context, { kind: 'loop' }>, subject: Subject): Verdict {
  const { file, region: loop } = context;
  const region = file.facts.regions[loop]!;
  if (context.inTest) return benign('probe');
  const own = ownCall(context, subject);
  if (hasLock(subject)) return benign('lock order');
  switch (region.kind) {
    case 'for':
      return judgeCounted(link, context, region, subject, own);
    case 'while':
    case 'do-while':
      return judgeWhile(context, region, subject, own);
    default:
      return judgeForOf(link, context, region, subject, own);
  }
}

/** The call as seen in the loop's own function: the subject itself, or the call that runs the closure with it. */
function ownCall(context: Extract<Context, { kind: 'loop' }>, { ref }: Subject): { id: number; call: CallFact } {
  const { facts, index } = context.file;
  let id = ref.id;
  while (facts.calls[id]!.functionId !== context.functionId) {
    const site = index.callbackSite.get(facts.calls[id]!.functionId);
    if (!site) break;
    id = site.call;
  }
  return { id, call: facts.calls[id]! };
}

function judgeForOf(link: Link, context: Extract<Context, { kind: 'loop' }>, region: RegionFact, subject: Subject, own: { id: number; call: CallFact }): Verdict {
  const { file, region: loop } = context;
  const { facts } = file;
  const over = region.over!;
  if (region.vars.some((id) => facts.bindings[id]!.path.length === 0 && isUsedAsList(facts, id, region.span))) return benign('batched list');
  if (isListOfLists(link, file, over, region.functionId) || passedAsList(region, subject, own.call)) return benign('batched list');
  if (region.kind === 'for-await' && isStream(link, file, over, region.functionId) && !readsPerElement(region, subject, file)) return benign('stream');
  if (isFirstHit(file, loop, own.id)) return benign('first hit');
  if (feedsNextTurn(file, region, own)) return benign('feeds the next turn');
  if (isWrite(subject) && isPaced(link, file, region, own.id)) return benign('paced');
  return sized(link, file, over, region.functionId, 'sequential') ?? perElement(over, 'sequential');
}

/** The element goes, whole, where the library takes many rows. */
function passedAsList(region: RegionFact, { sink, ref }: Subject, own: CallFact): boolean {
  if (sink.call.id !== ref.id || sink.call.file !== ref.file || sink.effect.kind !== 'query' || sink.effect.rows !== 'many') return false;
  const isElement = (expr: Expr) => expr.kind === 'name' && region.vars.includes(expr.binding);
  const { data } = sink.effect;
  const arg = data ? own.args[data.arg] : own.args[0];
  const value = arg?.kind === 'object' && data?.property !== undefined ? arg.properties.find(({ key }) => key === data.property)?.value : arg;
  return value !== undefined && isElement(value) && sink.effect.operation !== 'select';
}

/** for-await over something that is not an array in memory. */
function isStream(link: Link, file: LinkedFile, over: Expr, functionId: number): boolean {
  return over.kind !== 'array' && !evaluate(link, over, { file, functionId }).some((value) => value.kind === 'list');
}

function readsPerElement(region: RegionFact, { sink, call }: Subject, file: LinkedFile): boolean {
  const reads = sink.effect.kind === 'query' && (sink.effect.operation === 'select' || sink.effect.operation === 'count');
  return reads && dependsOn(file, call, region.vars, region);
}

function dependsOn(file: LinkedFile, call: CallFact, bindings: readonly number[], region: RegionFact): boolean {
  const inputs = inputBindings(file.facts, call, region.span);
  return bindings.some((id) => inputs.has(id));
}

/** The loop ends at the first result that fits: `const hit = await find(key); if (hit) return hit`. */
function isFirstHit(file: LinkedFile, loop: number, callId: number): boolean {
  const { facts } = file;
  const span = facts.regions[loop]!.span;
  const results = resultBindings(facts, callId, span);
  const about = (expr: Expr) => (expr.kind === 'name' && results.has(expr.binding)) || (expr.kind === 'call' && containsCall(facts, expr, callId));
  const skipsMissing = facts.exits.some(
    (exit) => exit.kind === 'continue' && exit.target === loop && branchesTo(facts, exit.region, loop).some((branch) => branch.test && holds(branch, polarity(facts, branch.test, about)) === false),
  );
  return exitsOf(facts, loop).some((exit) => {
    if (exit.span[0] < facts.calls[callId]!.span[0]) return false;
    const branches = branchesTo(facts, exit.region, loop);
    if (exit.kind === 'return' && exit.value && isFailure(exit.value)) return false;
    const verdicts = branches.map((branch) => (branch.test ? holds(branch, polarity(facts, branch.test, about)) : undefined));
    if (verdicts.includes(true)) return true;
    return skipsMissing && branches.length === 0;
  });
}

/** A `false`, an error or nothing says that the search failed: every element is looked at when all is well. */
function isFailure(value: Expr): boolean {
  return value.kind === 'literal' && (value.value === false || value.value === null);
}

function holds(branch: RegionFact, polar: boolean | undefined): boolean | undefined {
  return polar === undefined ? undefined : branch.negated ? !polar : polar;
}

/** What one turn stores is what a later turn's call needs: a parent's id for its children. */
function feedsNextTurn(file: LinkedFile, region: RegionFact, own: { id: number; call: CallFact }): boolean {
  const { facts } = file;
  const results = resultBindings(facts, own.id, region.span);
  const fromResult = (expr: Expr) => mentions(facts, expr, (part) => (part.kind === 'name' && results.has(part.binding)) || (part.kind === 'call' && part.call === own.id));
  const isOutside = (id: number) => id >= 0 && !within(facts.bindings[id]!.span, region.span);
  const stores = new Set<number>();
  for (const call of facts.calls) {
    const { callee } = call;
    if (!within(call.span, region.span) || callee.kind !== 'member' || callee.object.kind !== 'name') continue;
    if ((callee.name === 'set' || callee.name === 'push' || callee.name === 'add') && isOutside(callee.object.binding) && call.args.some(fromResult)) stores.add(callee.object.binding);
  }
  for (const { target, value, span } of facts.assignments) {
    if (!value || !within(span, region.span)) continue;
    const root = target.kind === 'name' ? target : (target.kind === 'index' || target.kind === 'member') && target.object.kind === 'name' ? target.object : undefined;
    if (root && isOutside(root.binding) && (fromResult(value) || containsCall(facts, value, own.id))) stores.add(root.binding);
  }
  if (stores.size === 0) return false;
  const inputs = inputBindings(facts, own.call, region.span);
  return [...stores].some((id) => inputs.has(id));
}

function within(inner: readonly [number, number], outer: readonly [number, number]): boolean {
  return inner[0] >= outer[0] && inner[1] <= outer[1];
}

function isWrite({ sink }: Subject): boolean {
  const effect: Effect = sink.effect;
  return effect.kind === 'query' && effect.operation !== 'select' && effect.operation !== 'count';
}

/** A sleep or a limiter in the same body. */
function isPaced(link: Link, file: LinkedFile, region: RegionFact, callId: number): boolean {
  return file.facts.calls.some(
    (call, id) =>
      id !== callId && call.functionId === region.functionId && within(call.span, region.span) &&
      callTargets(link, file, id).some((target) => target.kind === 'operation' && target.operation.effect?.kind === 'pause'),
  );
}

function judgeCounted(link: Link, context: Extract<Context, { kind: 'loop' }>, region: RegionFact, subject: Subject, own: { id: number; call: CallFact }): Verdict {
  const { file, region: loop } = context;
  const { facts } = file;
  const { test, update } = region;
  if (!test) return judgeWhile(context, region, subject, own);
  const stepped = update?.kind === 'assign' && update.operator !== '++' && update.operator !== '--' && !(update.value.kind === 'literal' && update.value.value === 1);
  if (stepped) return benign('batched list');
  const uses = dependsOn(file, own.call, region.vars, region);
  if (!uses && (own.call.use === 'return' || exitsOf(facts, loop).length > 0)) return benign('retry');
  if (isPage(subject, own.call)) return benign('paging');
  if (isFirstHit(file, loop, own.id)) return benign('first hit');
  if (feedsNextTurn(file, region, own)) return benign('feeds the next turn');
  const limit = test.kind === 'binary' && test.right.kind === 'literal' && typeof test.right.value === 'number' ? test.right.value : undefined;
  if (limit !== undefined) return { repeats: true, multiplicity: 'constant', bound: limit, over: null, mode: 'sequential' };
  const bound = test.kind === 'binary' ? test.right : null;
  const over = bound?.kind === 'member' && bound.name === 'length' ? bound.object : null;
  return (over && sized(link, file, over, region.functionId, 'sequential')) ?? perElement(over ?? bound, 'sequential');
}

const PAGE_OPTIONS = new Set(['skip', 'offset', 'cursor', 'page', 'after', 'startingAfter']);

/** A read of many rows from an offset or a cursor. */
function isPage({ sink }: Subject, own: CallFact): boolean {
  const many = sink.effect.kind === 'query' && sink.effect.rows === 'many';
  const paged = (call: CallFact) => call.args.some((arg) => arg.kind === 'object' && arg.properties.some(({ key }) => key !== null && PAGE_OPTIONS.has(key)));
  return many && (paged(own) || paged(sink.call.file.facts.calls[sink.call.id]!));
}

/** `while`: a walk up a parent chain, an index or a queue over what is in memory; all else waits or pages. */
function judgeWhile(context: Extract<Context, { kind: 'loop' }>, region: RegionFact, subject: Subject, own: { id: number; call: CallFact }): Verdict {
  const { file } = context;
  const { facts } = file;
  if (isParentChain(file, region, subject, own)) return perElement(null, 'sequential');
  const test = region.test;
  const length = test ? lengthIn(test) : undefined;
  if (test && length) {
    const index = test.kind === 'binary' && test.left.kind === 'name' ? test.left.binding : -1;
    const counted = index >= 0 && facts.assignments.some((item) => item.target.kind === 'name' && item.target.binding === index && within(item.span, region.span));
    const taken = takenFrom(file, region, length);
    const inputs = inputBindings(facts, own.call, region.span);
    if ((counted && inputs.has(index)) || [...taken].some((id) => inputs.has(id))) {
      const used = [...taken].some((id) => isUsedAsList(facts, id, region.span));
      return used ? benign('batched list') : perElement(length, 'sequential');
    }
  }
  if (test?.kind === 'binary' && test.left.kind === 'name' && test.right.kind === 'name') {
    const index = test.left.binding;
    const counted = facts.assignments.some((item) => item.operator === '++' && item.target.kind === 'name' && item.target.binding === index && within(item.span, region.span));
    if (counted && inputBindings(facts, own.call, region.span).has(index) && !isPage(subject, own.call)) return perElement(test.right, 'sequential');
  }
  return benign('polling');
}

/** One row is read by a key that the row read before gave. */
function isParentChain(file: LinkedFile, region: RegionFact, { sink }: Subject, own: { id: number; call: CallFact }): boolean {
  const { effect } = sink;
  if (effect.kind !== 'query' || effect.operation !== 'select' || effect.rows !== 'one') return false;
  const { facts } = file;
  const results = resultBindings(facts, own.id, region.span);
  const inputs = inputBindings(facts, own.call, region.span);
  return [...inputs].some((id) => {
    if (!results.has(id) && !facts.assignments.some((item) => item.target.kind === 'name' && item.target.binding === id && item.value && within(item.span, region.span) && [...results].some((result) => mentions(facts, item.value!, (part) => part.kind === 'name' && part.binding === result)))) return false;
    return !within(facts.bindings[id]!.span, region.span);
  });
}

/** The collection whose length a test asks for. */
function lengthIn(test: Expr): Expr | undefined {
  if (test.kind === 'member' && (test.name === 'length' || test.name === 'size')) return test.object;
  if (test.kind === 'binary' || test.kind === 'logical') return lengthIn(test.left) ?? lengthIn(test.right);
  return undefined;
}

/** Names that hold one element taken out of a queue or stack inside a loop. */
function takenFrom(file: LinkedFile, region: RegionFact, queue: Expr): Set<number> {
  const { facts } = file;
  const taken = new Set<number>();
  if (queue.kind !== 'name') return taken;
  for (const [id, binding] of facts.bindings.entries()) {
    if (!binding.init || !within(binding.span, region.span)) continue;
    const init = binding.init.kind === 'cast' ? binding.init.operand : binding.init;
    const callee = init.kind === 'call' ? facts.calls[init.call]!.callee : undefined;
    if (callee?.kind === 'member' && (callee.name === 'shift' || callee.name === 'pop') && callee.object.kind === 'name' && callee.object.binding === queue.binding) taken.add(id);
  }
  return taken;
}
