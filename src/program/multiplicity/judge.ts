import type { CallFact, Expr } from '../../facts/types.ts';
import type { Link } from '../link.ts';
import type { LinkedFile } from '../values.ts';
import type { Context } from './contexts.ts';
import { judgeCounted } from './counted-loops.ts';
import { cursorOf, isCursor, isStream, readsFor, readsPerElement } from './cursors.ts';
import { isEverySoOften } from './every-so-often.ts';
import { feedsNextTurn } from './feeds.ts';
import { isFirstHit } from './first-hit.ts';
import { inputBindings, isUsedAsList } from './flow.ts';
import { isGroup, isListOfLists, passedAsList } from './lists.ts';
import { isRelationLoaded } from './loaded-relations.ts';
import { isOtherTarget } from './other-target.ts';
import { storesOutsideAnswer } from './outside.ts';
import { isPause, waitsBetween } from './pauses.ts';
import { isPrimed } from './primed.ts';
import { enclosing, isInCatch, isInside } from './regions.ts';
import { givesList, takesLock } from './statements.ts';
import { isTakenAsList } from './taken-as-list.ts';
import { isBatchedInTick, isCollected } from './ticks.ts';
import { benign, perElement, sized, type Benign, type LoopSubject, type Subject, type Verdict } from './verdict.ts';
import { judgeWhile } from './while-loops.ts';

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

/** `await row.relation`, or `row.relation.load()`, on rows that were loaded with it. */
function isLoaded(link: Link, file: LinkedFile, over: Expr | null, { sink, call }: Subject): boolean {
  if (!over || sink.effect.kind !== 'query' || !sink.effect.lazy || call.callee.kind !== 'member') return false;
  if (call.kind === 'get') return isRelationLoaded(link, file, over, call.callee.name);
  const { object } = call.callee;
  return sink.effect.missing === true && object.kind === 'member' && isRelationLoaded(link, file, over, object.name);
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

/** A sleep or a limiter in the same body, not only after a failure. */
function isPaced(link: Link, { file, region, own, loop }: LoopSubject): boolean {
  return file.facts.calls.some(
    (call, id) =>
      id !== own.id && call.functionId === region.functionId && isInside(file.facts, call.region, loop) && !isFailurePath(file, call, loop) && isPause(link, file, id),
  );
}
