import type { CallFact, Expr, RegionFact } from '../../facts/types.ts';
import type { Link } from '../link.ts';
import type { LinkedFile } from '../values.ts';
import { isEverySoOften } from './every-so-often.ts';
import { feedsNextTurn } from './feeds.ts';
import { isFirstHit } from './first-hit.ts';
import { exitsOf, inputBindings, isUsedAsList, lengthIn, mentions, restsOn } from './flow.ts';
import { isListOfLists } from './lists.ts';
import { isPage, pagesByCounter } from './pages.ts';
import { spans } from './regions.ts';
import { benign, perElement, sized, type Benign, type LoopSubject, type Verdict } from './verdict.ts';

/** `for (init; test; update)` */
export function judgeCounted(link: Link, at: LoopSubject, inner: Benign | undefined): Verdict {
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
    // What begins at the same place each turn is no part of its own: `path.slice(0, depth)`.
    if (made.args[0]!.kind === 'literal') return false;
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

function dependsOn(file: LinkedFile, call: CallFact, bindings: readonly number[], region: RegionFact): boolean {
  const inputs = inputBindings(file.facts, call, region.span);
  return bindings.some((id) => inputs.has(id));
}
