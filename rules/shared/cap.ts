import type { Schema } from '../../src/database/schema/types.ts';
import type { CallFact, Expr, FileFacts } from '../../src/facts/types.ts';
import { walkExpr } from '../../src/facts/walk.ts';
import { spans } from '../../src/program/multiplicity/regions.ts';
import type { Program } from '../../src/program/types.ts';
import { stripped, type CallRef } from '../../src/program/values.ts';
import { askingCalls, type Statement } from './statements.ts';

/**
 * Whether a call counts the rows of an owner to turn down one more: the number is compared with a limit, a throw follows, and the same
 * function adds a row to the table. It runs as often as an owner adds one, and no oftener than the limit allows.
 */
export function isCap(program: Program, schemas: readonly Schema[], call: CallRef, { query, asked, site }: Statement): boolean {
  const { facts, path } = call.file;
  const fact = facts.calls[call.id]!;
  // Those of a span of time come again and again.
  if (query.operation !== 'count' || fact.use !== 'await' || asked.get(query.from.alias)?.predicates.every(({ use }) => use === 'equal') !== true) return false;
  return isLimited(facts, call.id, fact) && askingCalls(program, schemas, path).some((other) => facts.calls[other.call.id]!.functionId === fact.functionId && other.alternatives.flat().some((one) => one.query.operation === 'insert' && one.site.table === site.table));
}

function isLimited(facts: FileFacts, callId: number, { functionId }: CallFact): boolean {
  const binding = facts.bindings.findIndex(({ init, path }) => init !== null && path.length === 0 && isCallOf(init, callId));
  const isNumber = (expr: Expr): boolean => isCallOf(expr, callId) || (expr.kind === 'name' && binding >= 0 && expr.binding === binding);
  return facts.regions.some((region) => {
    if (region.functionId !== functionId || region.kind !== 'branch' || region.test === null || !facts.exits.some(({ kind, span }) => kind === 'throw' && spans(region.span, span))) return false;
    let found = false;
    walkExpr(region.test, (part) => {
      if (part.kind === 'binary' && /^[<>]=?$/.test(part.operator) && isNumber(stripped(part.left)) !== isNumber(stripped(part.right))) found ||= isLimit(isNumber(stripped(part.left)) ? part.right : part.left);
    });
    return found;
  });
}

function isCallOf(expr: Expr, callId: number): boolean {
  const inner = stripped(expr);
  return inner.kind === 'call' && inner.call === callId;
}

/** Whether there is one already is asked with 0 or 1. */
function isLimit(expr: Expr): boolean {
  return expr.kind === 'literal' ? typeof expr.value === 'number' && expr.value > 1 : expr.kind === 'name' || expr.kind === 'member';
}
