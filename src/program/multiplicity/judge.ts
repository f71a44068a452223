import type { CallFact, Expr, FileFacts, RegionFact, Span } from '../../facts/types.ts';
import { readsRows } from '../../libraries/types.ts';
import type { Handle, QueryEffect } from '../../libraries/types.ts';
import { areConnections } from './connections.ts';
import type { Context } from './contexts.ts';
import { evaluate } from '../resolve/evaluate.ts';
import { isEverySoOften } from './every-so-often.ts';
import { containsCall, exitsOf, givenName, inputBindings, isUsedAsList, mentions, restsOn, resultBindings } from './flow.ts';
import { isFirstHit } from './first-hit.ts';
import { isOptionSet } from './library-options.ts';
import type { Link } from '../link.ts';
import { isRelationLoaded } from './loaded-relations.ts';
import { lastName } from '../../facts/outline.ts';
import type { Sink } from '../effects/reach.ts';
import { argumentAt } from '../effects/statement.ts';
import { isPage, pagesByCounter } from './pages.ts';
import { isPause, waitsBetween } from './pauses.ts';
import { isPrimed } from './primed.ts';
import { enclosing, isInCatch, isInside, spans } from './regions.ts';
import { storesOutsideAnswer } from './outside.ts';
import { sizeOf } from './sizes.ts';
import { givesList, isOtherStatement, takesLock } from './statements.ts';
import { isTakenAsList } from './taken-as-list.ts';
import { callTargets } from '../resolve/targets.ts';
import { stripped, type CallRef, type LinkedFile } from '../values.ts';
import { judgeWhile } from './while-loops.ts';

/** How often a context runs a call, or why it does not count. */
export type Verdict =
  /** `paced`: each turn waits by intent, for a pause or for an outside answer that it stores. */
  | { repeats: true; multiplicity: 'per-element'; over: Expr | null; mode: 'sequential' | 'concurrent'; paced?: true }
  | { repeats: true; multiplicity: 'constant' | 'limit'; bound: number; over: Expr | null; mode: 'sequential' | 'concurrent'; paced?: true }
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
  | 'failure path'
  | 'loaded with its rows'
  | 'loaded before'
  | 'another target each turn';

/** What a call leads to, seen from the call. */
export interface Subject {
  ref: CallRef;
  call: CallFact;
  sink: Sink;
}

/** The loop of a context, and the call as seen in the loop's own function. */
export interface LoopSubject extends Subject {
  file: LinkedFile;
  region: RegionFact;
  loop: number;
  own: { id: number; call: CallFact };
}

/** Judges one context of a call by the benign shapes. `inner`: why the context inside it does not count, if it does not. */
export function judge(link: Link, context: Context, subject: Subject, inner?: Benign): Verdict {
  switch (context.kind) {
    case 'row':
      return isBatchedInTick(link, subject) ? benign('batched in one tick') : perElement(null, 'concurrent');
    case 'callback':
      return judgeCallback(link, context, subject, inner);
    case 'loop':
      return judgeLoop(link, context, subject, inner);
    case 'recursion':
      return perElement(null, 'sequential');
    case 'loader':
      return perElement(null, 'concurrent');
  }
}

export function benign(because: Benign): Verdict {
  return { repeats: false, because };
}

export function perElement(over: Expr | null, mode: 'sequential' | 'concurrent'): Verdict {
  return { repeats: true, multiplicity: 'per-element', over, mode };
}

function judgeCallback(link: Link, context: Extract<Context, { kind: 'callback' }>, subject: Subject, inner: Benign | undefined): Verdict {
  const { file, invocation, closure } = context;
  const call = file.facts.calls[context.call]!;
  if (isInCatch(file.facts, call)) return benign('failure path');
  const { over, mode } = invocation;
  if (mode === 'concurrent' && isBatchedInTick(link, subject)) return benign('batched in one tick');
  if (isLoaded(link, file, over, subject)) return benign('loaded with its rows');
  const fact = file.facts.functions[closure];
  const element = fact?.params[0]?.bindingId ?? -1;
  if (fact && element >= 0 && isUsedAsList(file.facts, element, fact.span, inner === 'batched in one tick' ? undefined : subject.call.span)) return benign('batched list');
  if (element >= 0 && isTakenAsList(link, subject.ref.file, subject.ref.id, element)) return benign('batched list');
  if (over && element >= 0 && isListOfLists(link, file, over, call.functionId)) return benign('batched list');
  if (fact && givesList(subject.sink, subject.ref, fact.params.flatMap(({ bindings }) => bindings))) return benign('batched list');
  if (fact && over && isCursor(link, file, over, call.functionId) && !readsFor(subject, inputBindings(file.facts, subject.call, fact.span), fact.params.flatMap(({ bindings }) => bindings))) return benign('stream');
  if (takesLock(link, subject.sink)) return benign('lock order');
  if (fact && isOtherTarget(link, file, subject, fact.params.flatMap(({ bindings }) => bindings), fact.span)) return benign('another target each turn');
  const verdict = sized(link, file, over, call.functionId, mode) ?? perElement(over, mode);
  return verdict.repeats && waitsBetween(link, file, context.call) ? { ...verdict, paced: true } : verdict;
}

function sized(link: Link, file: LinkedFile, over: Expr | null, functionId: number, mode: 'sequential' | 'concurrent'): Verdict | undefined {
  const size = over ? sizeOf(link, over, { file, functionId }) : undefined;
  if (size?.bound === 1) return benign('first hit');
  return size && { repeats: true, multiplicity: size.kind, bound: size.bound, over, mode };
}

/** `await row.relation`, or `row.relation.load()`, on rows that were loaded with it. */
function isLoaded(link: Link, file: LinkedFile, over: Expr | null, { sink, call }: Subject): boolean {
  if (!over || sink.effect.kind !== 'query' || !sink.effect.lazy || call.callee.kind !== 'member') return false;
  if (call.kind === 'get') return isRelationLoaded(link, file, over, call.callee.name);
  const { object } = call.callee;
  return sink.effect.missing === true && object.kind === 'member' && isRelationLoaded(link, file, over, object.name);
}

/** Loaders collect the keys of one tick; so do Prisma's reads by unique key. */
function isBatchedInTick(link: Link, { sink }: Subject): boolean {
  const { effect } = sink;
  if (effect.kind === 'load') return true;
  if (effect.kind !== 'query' || !effect.batched) return false;
  if (typeof effect.batched === 'object') return isOptionSet(link, sink, effect.batched.option);
  return effect.batched === 'tick' || hasEqualityFilter(sink.call, effect);
}

/**
 * No condition is an operator object, as far as the call shows it: arguments that a caller made are taken for equalities,
 * which is what a read by unique key asks for. A compound key (`a_b: { a, b }`) has an underscore.
 */
function hasEqualityFilter({ file, id }: CallRef, effect: QueryEffect): boolean {
  const where = argumentAt(file.facts.calls[id]!, effect.filter ?? { arg: 0 });
  if (where?.kind !== 'object') return where?.kind === 'name';
  return where.properties.every(({ key, value }) => key !== null && !/^(OR|AND|NOT)$/.test(key) && value.kind !== 'array' && (value.kind !== 'object' || key.includes('_')));
}

function isListOfLists(link: Link, file: LinkedFile, over: Expr, functionId: number): boolean {
  const values = evaluate(link, over, { file, functionId });
  if (values.some((value) => value.kind === 'list' && value.of.some((element) => element.kind === 'list'))) return true;
  const binding = over.kind === 'name' && over.binding >= 0 ? file.facts.bindings[over.binding]! : undefined;
  // What is taken out of an answer, `const { rows } = nextBatch()`, is none of the parts.
  const made = over.kind === 'call' ? over : binding?.path.length === 0 ? binding.init : undefined;
  const call = made?.kind === 'call' ? file.facts.calls[made.call]! : undefined;
  if (!call || made?.kind !== 'call') return false;
  if (callTargets(link, file, made.call).some((target) => target.kind === 'operation' && target.operation.chunks)) return true;
  const name = givenName(file.facts, call.callee) ?? '';
  // What `paginate` gives is one page: what is gone through are its rows.
  return /chunk|batch(es|ed)?$/i.test(name) || (/^(?:in)?batch/i.test(name) && isSize(call.args[1]));
}

/** How many elements a part has: a number, or a name that says so. */
function isSize(arg: Expr | undefined): boolean {
  if (arg?.kind === 'literal') return typeof arg.value === 'number';
  return arg !== undefined && /size|batch|chunk/i.test(lastName(arg) ?? '');
}

function judgeLoop(link: Link, context: Extract<Context, { kind: 'loop' }>, subject: Subject, inner: Benign | undefined): Verdict {
  const { file, region: loop } = context;
  if (context.inTest) return benign('probe');
  const region = file.facts.regions[loop]!;
  const at: LoopSubject = { ...subject, file, region, loop, own: ownCall(context, subject) };
  if (isInCatch(file.facts, at.own.call)) return benign('failure path');
  if (takesLock(link, subject.sink)) return benign('lock order');
  if (isBatchedInTick(link, subject) && isCollected(file, at.own.call)) return benign('batched in one tick');
  const cursor = region.over ? undefined : cursorOf(link, at);
  const verdict = cursor ?? (region.kind === 'for' && region.test ? judgeCounted(link, at, inner) : region.over ? judgeForOf(link, at, inner) : judgeWhile(at));
  if (!verdict.repeats || !(isPaced(link, at) || storesOutsideAnswer(link, at))) return verdict;
  return { ...verdict, paced: true };
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

/** In a `catch` of the loop: only when a turn fails. */
function isFailurePath({ facts }: LinkedFile, call: CallFact, loop: number): boolean {
  for (const at of enclosing(facts, call.region)) {
    if (at === loop) return false;
    if (facts.regions[at]!.kind === 'catch') return true;
  }
  return false;
}

/** The promise is put aside, not awaited in the turn: `pending.push(loader.load(key))`. */
function isCollected({ facts }: LinkedFile, call: CallFact): boolean {
  if (call.use !== 'argument' && call.use !== 'element') return false;
  return facts.calls[call.useCall]?.use !== 'await';
}

function judgeForOf(link: Link, at: LoopSubject, inner: Benign | undefined): Verdict {
  const { file, region, own } = at;
  const { facts } = file;
  const over = region.over!;
  if (isLoaded(link, file, over, at)) return benign('loaded with its rows');
  if (isPrimed(link, at)) return benign('loaded before');
  const exceptAround = inner === 'batched in one tick' ? undefined : own.call.span;
  if (region.vars.some((id) => facts.bindings[id]!.path.length === 0 && isUsedAsList(facts, id, region.span, exceptAround))) return benign('batched list');
  if (region.vars.some((id) => isTakenAsList(link, file, own.id, id))) return benign('batched list');
  if (isGroup(link, at) || givesList(at.sink, at.ref, region.vars)) return benign('batched list');
  const whole = region.vars.length === 1 && facts.bindings[region.vars[0]!]!.path.length === 0;
  if ((whole && isListOfLists(link, file, over, region.functionId)) || passedAsList(at)) return benign('batched list');
  if (region.kind === 'for-await' && isStream(link, file, over, region.functionId) && !readsPerElement(at)) return benign('stream');
  if (isFirstHit(file, at.loop, own.id)) return benign('first hit');
  if (isEverySoOften(at)) return benign('batched list');
  if (feedsNextTurn(at)) return benign('feeds the next turn');
  if (isOtherTarget(link, file, at, region.vars, region.span)) return benign('another target each turn');
  return sized(link, file, over, region.functionId, 'sequential') ?? perElement(over, 'sequential');
}

/** `[index, batch] of batches.entries()`, `[key, ids] of Object.entries(groups)`: what goes into the query is a list. */
function isGroup(link: Link, { file, region, own }: LoopSubject): boolean {
  const { facts } = file;
  const inputs = inputBindings(facts, own.call, region.span);
  const parts = region.vars.filter((id) => facts.bindings[id]!.path.join() === '[]' && inputs.has(id));
  if (parts.some((id) => isUsedAsList(facts, id, region.span, own.call.span))) return true;
  const call = region.over?.kind === 'call' ? facts.calls[region.over.call]! : undefined;
  const isEntries = call?.callee.kind === 'member' && call.callee.name === 'entries' && call.args.length === 0;
  return parts.length > 0 && isEntries && call.callee.kind === 'member' && isListOfLists(link, file, call.callee.object, region.functionId);
}

/** The element goes, whole, where the library takes many rows. */
function passedAsList({ region, sink, ref, own }: LoopSubject): boolean {
  if (sink.call.id !== ref.id || sink.call.file !== ref.file || sink.effect.kind !== 'query' || sink.effect.rows !== 'many') return false;
  const isElement = (expr: Expr) => expr.kind === 'name' && region.vars.includes(expr.binding);
  const { data } = sink.effect;
  const arg = data ? own.call.args[data.arg] : own.call.args[0];
  const value = arg?.kind === 'object' && data?.property !== undefined ? arg.properties.find(({ key }) => key === data.property)?.value : arg;
  return value !== undefined && isElement(value) && sink.effect.operation !== 'select';
}

/** for-await over something that is not an array in memory. */
function isStream(link: Link, file: LinkedFile, over: Expr, functionId: number): boolean {
  return over.kind !== 'array' && !evaluate(link, over, { file, functionId }).some((value) => value.kind === 'list');
}

/** A library's handle that gives its elements one by one. */
export function isCursor(link: Link, file: LinkedFile, over: Expr, functionId: number): boolean {
  return evaluate(link, over, { file, functionId }).some((value) => value.kind === 'handle' && link.libraries.describe(value).stream === true);
}

/** `while (await cursor.hasNext()) { const row = await cursor.next(); … }`: a stream, as in a for-await loop. */
function cursorOf(link: Link, { file, region, own, sink }: LoopSubject): Verdict | undefined {
  const { facts } = file;
  for (const [id, { callee, args, span, functionId }] of facts.calls.entries()) {
    const steps = spans(region.span, span) && callee.kind === 'member' && CURSOR_STEPS.has(callee.name) && args.length === 0;
    if (!steps || !isCursor(link, file, callee.object, functionId)) continue;
    return readsFor({ sink }, inputBindings(facts, own.call, region.span), [...resultBindings(facts, id, region.span)]) ? perElement(callee.object, 'sequential') : benign('stream');
  }
  return undefined;
}

/** Calls that take the next element of a cursor. */
const CURSOR_STEPS = new Set(['next', 'tryNext']);

function readsPerElement({ region, call, file, sink }: LoopSubject): boolean {
  return readsFor({ sink }, inputBindings(file.facts, call, region.span), region.vars);
}

/** A read that needs one of the bindings. */
export function readsFor({ sink }: Pick<Subject, 'sink'>, inputs: ReadonlySet<number>, bindings: readonly number[]): boolean {
  const reads = sink.effect.kind === 'query' && readsRows(sink.effect.operation);
  return reads && bindings.some((id) => inputs.has(id));
}

function dependsOn(file: LinkedFile, call: CallFact, bindings: readonly number[], region: RegionFact): boolean {
  const inputs = inputBindings(file.facts, call, region.span);
  return bindings.some((id) => inputs.has(id));
}

/** What one turn stores is what a later turn's call needs: a parent's id for its children. */
function feedsNextTurn({ file, region, own }: LoopSubject): boolean {
  const { facts } = file;
  const results = resultBindings(facts, own.id, region.span);
  const fromResult = (expr: Expr) => mentions(facts, expr, (part) => (part.kind === 'name' && results.has(part.binding)) || (part.kind === 'call' && part.call === own.id));
  const isOutside = (id: number) => id >= 0 && !spans(region.span, facts.bindings[id]!.span);
  const stores = new Set<number>();
  for (const call of facts.calls) {
    const { callee } = call;
    if (!spans(region.span, call.span) || callee.kind !== 'member' || callee.object.kind !== 'name') continue;
    if ((callee.name === 'set' || callee.name === 'push' || callee.name === 'add') && isOutside(callee.object.binding) && call.args.some(fromResult)) stores.add(callee.object.binding);
  }
  for (const { target, value, span } of facts.assignments) {
    if (!value || !spans(region.span, span)) continue;
    const root = target.kind === 'name' ? target : (target.kind === 'index' || target.kind === 'member') && target.object.kind === 'name' ? target.object : undefined;
    if (root && isOutside(root.binding) && (fromResult(value) || containsCall(facts, value, own.id))) stores.add(root.binding);
  }
  if (stores.size === 0) return false;
  const inputs = inputBindings(facts, own.call, region.span);
  return [...stores].some((id) => inputs.has(id));
}

/** A client, connection, model or function that is another one at each turn: no statement covers two of them. */
function isOtherTarget(link: Link, file: LinkedFile, { sink, ref, call }: Subject, elements: readonly number[], within: Span): boolean {
  if (isOtherStatement(link, file, ref, sink, elements) || areConnections(link, file, elements)) return true;
  // The elements are functions: each turn runs another one.
  if (call.callee.kind === 'name' && elements.includes(call.callee.binding)) return true;
  if (isOfSeveralClasses(link, file, ref, call, elements, within)) return true;
  if (sink.call.id !== ref.id || sink.call.file !== ref.file) return false;
  const { facts } = file;
  for (let root = rootOf(facts, call.callee); root?.kind === 'name' && root.binding >= 0; ) {
    const binding = facts.bindings[root.binding]!;
    const values = evaluate(link, root, { file, functionId: call.functionId });
    if (elements.includes(root.binding)) return values.some((value) => value.kind === 'class' || value.kind === 'entry');
    if (!binding.init || !spans(within, binding.span)) return false;
    if (values.some((value) => value.kind === 'handle' && link.libraries.describe(value).builder)) {
      const next = rootOf(facts, binding.init);
      if (next?.kind === 'name' && next.binding === root.binding) return false;
      root = next;
      continue;
    }
    const made = inputBindings(facts, { ...call, callee: { kind: 'other' }, args: [binding.init] }, within);
    if (!elements.some((id) => made.has(id))) return false;
    return values.some((value) => value.kind === 'handle' && !isRow(link.libraries.describe(value)));
  }
  return false;
}

/** The elements are rules, handlers or steps, or say which one it is: what is called in one turn is the method of another class than in the next. */
function isOfSeveralClasses(link: Link, file: LinkedFile, { id }: CallRef, { callee }: CallFact, elements: readonly number[], within: Span): boolean {
  if (callee.kind !== 'member' || callee.object.kind !== 'name' || callee.object.binding < 0) return false;
  const { init, span, path } = file.facts.bindings[callee.object.binding]!;
  const isLookedUp = init !== null && path.length === 0 && spans(within, span) && isLookUp(file, init) && [...restsOn(file.facts, [init], within)].some((binding) => elements.includes(binding));
  if (!isLookedUp && !elements.includes(callee.object.binding)) return false;
  const classes = callTargets(link, file, id).flatMap((target) => (target.kind === 'function' ? [`${target.file.path}:${target.file.facts.functions[target.id]!.classId}`] : []));
  return new Set(classes).size > 1;
}

/** `handlers.get(event.type)`, `handlers[event.type]` */
function isLookUp({ facts }: LinkedFile, expr: Expr): boolean {
  const inner = stripped(expr);
  if (inner.kind === 'index') return true;
  const callee = inner.kind === 'call' ? facts.calls[inner.call]!.callee : undefined;
  return callee?.kind === 'member' && callee.name === 'get';
}

/** What a chain of members and calls starts from. */
function rootOf(facts: FileFacts, expr: Expr): Expr {
  let root = expr;
  while (root.kind === 'member' || root.kind === 'index' || root.kind === 'call' || root.kind === 'cast' || root.kind === 'await') {
    root = root.kind === 'call' ? facts.calls[root.call]!.callee : root.kind === 'cast' || root.kind === 'await' ? root.operand : root.object;
  }
  return root;
}

/** A stored row saves or reloads itself; a client, a repository or a model does not. */
function isRow({ own, members }: Handle): boolean {
  return own === 'instance' || 'reload' in members || ('save' in members && 'isNewRecord' in members);
}

/** A sleep or a limiter in the same body, not only after a failure. */
function isPaced(link: Link, { file, region, own, loop }: LoopSubject): boolean {
  return file.facts.calls.some(
    (call, id) =>
      id !== own.id && call.functionId === region.functionId && isInside(file.facts, call.region, loop) && !isFailurePath(file, call, loop) && isPause(link, file, id),
  );
}

/** `for (init; test; update)` */
function judgeCounted(link: Link, at: LoopSubject, inner: Benign | undefined): Verdict {
  const { file, region, loop, own } = at;
  const { facts } = file;
  const test = region.test!;
  const { update } = region;
  const stepped = update?.kind === 'assign' && update.operator !== '++' && update.operator !== '--' && !(update.value.kind === 'literal' && update.value.value === 1);
  if (stepped || takesSlice(at)) return benign('batched list');
  const uses = dependsOn(file, own.call, region.vars, region);
  if (!uses && (own.call.use === 'return' || exitsOf(facts, loop).length > 0 || stopsOnSuccess(at, test))) return benign('retry');
  if (isPage(at) || pagesByCounter(at)) return benign('paging');
  if (isFirstHit(file, loop, own.id)) return benign('first hit');
  if (isEverySoOften(at)) return benign('batched list');
  if (feedsNextTurn(at)) return benign('feeds the next turn');
  const over = countedOver(file, region, test);
  if (over && (isListOfLists(link, file, over, region.functionId) || indexedAsList(at, over, inner))) return benign('batched list');
  const limit = update?.kind === 'assign' && update.operator === '++' && test.kind === 'binary' && test.right.kind === 'literal' && typeof test.right.value === 'number' ? test.right.value : undefined;
  if (limit !== undefined) return { repeats: true, multiplicity: 'constant', bound: limit, over: null, mode: 'sequential' };
  return (over && sized(link, file, over, region.functionId, 'sequential')) ?? perElement(over ?? (test.kind === 'binary' && test.right.kind !== 'literal' ? test.right : null), 'sequential');
}

/** `const start = i * SIZE`, and what `ids.slice(start, start + SIZE)` gives goes into the query: each turn asks for a part of the list. */
function takesSlice({ file, region, own }: LoopSubject): boolean {
  const { facts } = file;
  return [...inputBindings(facts, own.call, region.span)].some((id) => {
    const { init, span } = facts.bindings[id]!;
    const made = init?.kind === 'call' && spans(region.span, span) ? facts.calls[init.call]! : undefined;
    if (made?.callee.kind !== 'member' || made.callee.name !== 'slice' || made.args.length !== 2 || made.callee.object.kind !== 'name') return false;
    const { binding } = made.callee.object;
    const isOfTurn = binding < 0 || region.vars.includes(binding) || spans(region.span, facts.bindings[binding]!.span);
    return !isOfTurn && [...restsOn(facts, made.args, region.span)].some((at) => region.vars.includes(at));
  });
}

/** The test also asks for something that the body sets: it ends when an attempt succeeds. */
function stopsOnSuccess({ file, region }: LoopSubject, test: Expr): boolean {
  const { facts } = file;
  const asked = new Set<number>();
  mentions(facts, test, (part) => {
    if (part.kind === 'name' && part.binding >= 0 && !region.vars.includes(part.binding)) asked.add(part.binding);
    return false;
  });
  return facts.assignments.some(({ target, span, operator }) => operator === '=' && target.kind === 'name' && asked.has(target.binding) && spans(region.span, span));
}

/** The collection whose length bounds a counter, from either end. */
function countedOver({ facts }: LinkedFile, region: RegionFact, test: Expr): Expr | null {
  const init = region.vars[0] === undefined ? null : facts.bindings[region.vars[0]]!.init;
  return lengthIn(test) ?? (init ? lengthIn(init) : undefined) ?? null;
}

/** `const batch = batches[i]` that is used as a list. */
function indexedAsList({ file, region, own }: LoopSubject, over: Expr, inner: Benign | undefined): boolean {
  const { facts } = file;
  if (over.kind !== 'name') return false;
  const isElement = (expr: Expr) => expr.kind === 'index' && expr.object.kind === 'name' && expr.object.binding === over.binding;
  return facts.bindings.some(
    (binding, id) => binding.init && binding.path.length === 0 && spans(region.span, binding.span) && isElement(binding.init) && isUsedAsList(facts, id, region.span, inner === 'batched in one tick' ? undefined : own.call.span),
  );
}

/** The collection whose length an expression asks for. */
export function lengthIn(expr: Expr): Expr | undefined {
  if (expr.kind === 'member' && (expr.name === 'length' || expr.name === 'size')) return expr.object;
  if (expr.kind === 'binary' || expr.kind === 'logical') return lengthIn(expr.left) ?? lengthIn(expr.right);
  return undefined;
}
