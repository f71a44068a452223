import type { CallFact, Expr } from '../../facts/types.ts';
import { argumentAt } from '../effects/statement.ts';
import type { QueryEffect } from '../../libraries/types.ts';
import { chainOf, containsCall, inputBindings, isUsedAsList, lengthIn, mentions, resultBindings, sameName } from './flow.ts';
import { isPage } from './pages.ts';
import { spans } from './regions.ts';
import { benign, perElement, type LoopSubject, type Verdict } from './verdict.ts';
import type { CallRef } from '../values.ts';

/** `while`, `do`, `for (;;)`: a walk up a parent chain, an index or a queue over what is in memory; all else waits or pages. */
export function judgeWhile(at: LoopSubject): Verdict {
  const { file, region, own } = at;
  const { facts } = file;
  if (!isPage(at) && isParentChain(at)) return perElement(null, 'sequential');
  const { test } = region;
  if (!test) return benign('polling');
  const queue = queueOf(at, test);
  if (queue) return queue.elements.some((id) => isUsedAsList(facts, id, region.span)) ? benign('batched list') : perElement(queue.over, 'sequential');
  const index = counterOf(at, test);
  if (index >= 0 && inputBindings(facts, own.call, region.span).has(index) && !isPage(at)) {
    return perElement(lengthIn(test) ?? (test.kind === 'binary' ? test.right : null), 'sequential');
  }
  return benign('polling');
}

/** The name that a test compares or counts down, and that the loop changes by one. */
function counterOf({ file, region }: LoopSubject, test: Expr): number {
  const { facts } = file;
  const named = test.kind === 'assign' ? test.target : test.kind === 'binary' ? (test.left.kind === 'assign' ? test.left.target : test.left) : test;
  if (named.kind !== 'name') return -1;
  const steps = facts.assignments.some(({ target, operator, span }) => (operator === '++' || operator === '--' || operator === '+=') && target.kind === 'name' && target.binding === named.binding && spans(region.span, span));
  return steps ? named.binding : -1;
}

/** One row is read by a key that the row read before gave. */
function isParentChain({ file, region, sink, own }: LoopSubject): boolean {
  const { effect } = sink;
  if (effect.kind !== 'query' || effect.operation !== 'select' || effect.light) return false;
  const { facts } = file;
  const results = resultBindings(facts, own.id, region.span);
  if (effect.rows !== 'one' && !takesFirst(sink.call)) return false;
  const fromResult = (expr: Expr) => mentions(facts, expr, (part) => part.kind === 'name' && results.has(part.binding)) || containsCall(facts, expr, own.id);
  const inputs = inputBindings(facts, filterOf(effect, sink.path.length === 0 ? own.call : undefined) ?? own.call, region.span);
  const carried = [...inputs].filter((id) => !spans(region.span, facts.bindings[id]!.span));
  return carried.some((id) =>
    facts.assignments.some(({ target, value, span }) => {
      const root = target.kind === 'member' ? target.object : target;
      return root.kind === 'name' && root.binding === id && value !== null && spans(region.span, span) && fromResult(value);
    }),
  );
}

/** One row is read, or used of those that are: `const [row] = await select()…`, `rows[0]`, `limit(1)`. */
function takesFirst({ file: { facts }, id }: CallRef): boolean {
  const { functionId } = facts.calls[id]!;
  const { span, returns } = facts.functions[functionId]!;
  if ([...chainOf(facts, id)].some(({ call: { callee, args } }) => callee.kind === 'member' && callee.name === 'limit' && args[0]?.kind === 'literal' && args[0].value === 1)) return true;
  const results = resultBindings(facts, id, span);
  const isRows = (expr: Expr) => containsCall(facts, expr, id) || (expr.kind === 'name' && results.has(expr.binding));
  const isFirst = (expr: Expr) => expr.kind === 'member' && expr.name === '0' && isRows(expr.object);
  return returns.some(isFirst) || facts.bindings.some(({ init, path }) => init && (isFirst(init) || (path[0] === '[]' && isRows(init))));
}

/** The call with nothing but its filter: what is selected, and how it is sorted, makes no chain. */
function filterOf(effect: QueryEffect, call: CallFact | undefined): CallFact | undefined {
  const filter = call && effect.filter && argumentAt(call, effect.filter);
  return filter && { ...call, callee: { kind: 'other' }, args: [filter] };
}

interface Queue {
  over: Expr;
  /** Names that hold what is taken. */
  elements: number[];
}

const TAKES = new Set(['shift', 'pop']);

/** Elements are taken from a list in memory, in the test, in the body or in the call itself, and the call needs them. */
function queueOf({ file, region, own }: LoopSubject, test: Expr): Queue | undefined {
  const { facts } = file;
  const taking = facts.calls.flatMap((call, id) =>
    call.callee.kind === 'member' && TAKES.has(call.callee.name) && call.args.length === 0 && spans(region.span, call.span) ? [{ id, over: call.callee.object }] : [],
  );
  const asked = lengthIn(test) ?? (test.kind === 'name' ? test : undefined);
  const inputs = inputBindings(facts, own.call, region.span);
  for (const { id, over } of taking) {
    const inTest = containsCall(facts, test, id);
    if (!inTest && !(asked && sameName(asked, over))) continue;
    const elements = facts.bindings.flatMap((binding, bindingId) => (binding.init && spans(region.span, binding.span) && containsCall(facts, binding.init, id) ? [bindingId] : []));
    for (const { target, value } of facts.assignments) if (value && target.kind === 'name' && target.binding >= 0 && containsCall(facts, value, id)) elements.push(target.binding);
    if (elements.some((element) => inputs.has(element)) || own.call.args.some((arg) => containsCall(facts, arg, id))) return { over, elements };
  }
  return undefined;
}
