import type { CallFact, Expr, FileFacts, Span } from '../../facts/types.ts';
import { branchesTo, lengthIn, mentions, sameName } from './flow.ts';
import { spans } from './regions.ts';
import type { LoopSubject } from './verdict.ts';
import type { LinkedFile } from '../values.ts';

/** `if (index % 100 === 0) await flush()`, `if (batch.length >= 100) { await insert(batch); batch = [] }`: many turns make one call. */
export function isEverySoOften({ file: { facts }, region, loop, own }: LoopSubject): boolean {
  return branchesTo(facts, own.call.region, loop).some(({ test, negated }) => {
    if (!test || negated) return false;
    if (mentions(facts, test, (part) => part.kind === 'binary' && part.operator === '%')) return true;
    if (countsTo(test)) return true;
    const list = test.kind === 'binary' && /^(>=?|===?)$/.test(test.operator) ? lengthIn(test.left) : undefined;
    return list !== undefined && !asksForAny(test) && isFilledIn(facts, list, region.span);
  });
}

/** A function that fills a list which outlives it makes the call when the list is full: `this.rows.push(row); if (this.rows.length >= 500) await this.flush()`. */
export function isWhenFull({ facts }: LinkedFile, { functionId, region }: CallFact): boolean {
  return branchesTo(facts, region, -1).some(({ test, negated }) => {
    if (test?.kind !== 'binary' || negated || !/^>=?$/.test(test.operator) || asksForAny(test)) return false;
    const list = lengthIn(test.left);
    return list !== undefined && isFilledIn(facts, list, facts.functions[functionId]!.span);
  });
}

/** `list.length > 0` asks whether there is anything. */
function asksForAny(test: Expr): boolean {
  return test.kind === 'binary' && test.right.kind === 'literal' && typeof test.right.value === 'number' && test.right.value < 2;
}

/** A list that is there before the loop, and to which its turns add. */
function isFilledIn(facts: FileFacts, list: Expr, span: Span): boolean {
  if (list.kind === 'name' && (list.binding < 0 || spans(span, facts.bindings[list.binding]!.span))) return false;
  return facts.calls.some(({ callee, span: at }) => spans(span, at) && callee.kind === 'member' && (callee.name === 'push' || callee.name === 'add' || callee.name === 'set') && sameName(callee.object, list));
}

/** `i++ === 0`: one turn alone. */
function countsTo(test: Expr): boolean {
  return test.kind === 'binary' && /^===?$/.test(test.operator) && test.left.kind === 'assign' && test.left.operator === '++' && test.right.kind === 'literal';
}
