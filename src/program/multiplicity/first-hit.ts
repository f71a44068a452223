import { spanEnd, spanStart } from '../../facts/spans.ts';
import type { ExitFact, Expr, FileFacts, Span } from '../../facts/types.ts';
import { branchesTo, containsCall, exitsOf, holds, polarity, resultBindings } from './flow.ts';
import { enclosing } from './regions.ts';
import type { LinkedFile } from '../values.ts';

/** Whether a loop ends at the first result that fits: `const hit = await find(key); if (hit) return hit`. */
export function isFirstHit(file: LinkedFile, loop: number, callId: number): boolean {
  const { facts } = file;
  if (leavesAfter(facts, loop, callId)) return true;
  const span = facts.regions[loop]!.span;
  const results = resultBindings(facts, callId, span);
  const about = (expr: Expr) => (expr.kind === 'name' && results.has(expr.binding)) || (expr.kind === 'call' && containsCall(facts, expr, callId));
  const skipsMissing = facts.exits.some(
    (exit) => exit.kind === 'continue' && exit.target === loop && branchesTo(facts, exit.region, loop).some((branch) => branch.test && holds(branch, polarity(facts, branch.test, about)) === false),
  );
  return exitsOf(facts, loop).some((exit) => {
    // `return await find(key)`: the call is the last one.
    if (exit.kind === 'return' && exit.value && containsCall(facts, exit.value, callId)) return true;
    if (spanStart(exit.span) < spanStart(facts.calls[callId]!.span)) return false;
    if (exit.kind === 'return' && ((exit.value && isFailure(exit.value)) || answersWithError(facts, exit))) return false;
    const branches = branchesTo(facts, exit.region, loop);
    const verdicts = branches.map((branch) => (branch.test ? holds(branch, polarity(facts, branch.test, about)) : undefined));
    return verdicts.includes(true) || (skipsMissing && branches.length === 0);
  });
}

/** What makes the call ends the loop: `if (expired) { await remove(row); throw new Expired(); }`, or the turn itself, of which guards leave out the others. */
function leavesAfter(facts: FileFacts, loop: number, callId: number): boolean {
  const call = facts.calls[callId]!;
  const around = [...enclosing(facts, call.region)];
  const within = around.slice(0, around.indexOf(loop) + 1);
  const isSkipped = (exit: { span: Span }) => facts.exits.some(({ kind, target, span }) => kind === 'continue' && target === loop && spanStart(span) > spanEnd(call.span) && spanEnd(span) < spanStart(exit.span));
  return within.some((at, index) => {
    const { kind } = facts.regions[at]!;
    if (kind !== 'branch' && kind !== 'case' && at !== loop) return false;
    // What is thrown in a `try` of the loop may be caught there.
    const isCaught = within.slice(index).some((outer) => facts.regions[outer]!.kind === 'try');
    const leaves = [...exitsOf(facts, loop), ...(isCaught ? [] : facts.exits.filter((exit) => exit.kind === 'throw' && exit.functionId === call.functionId))];
    return leaves.some((exit) => exit.region === at && spanEnd(exit.span) >= spanEnd(call.span) && !(at === loop && isSkipped(exit)));
  });
}

/** A `false` or nothing says that the search failed: every element is looked at when all is well. */
function isFailure(value: Expr): boolean {
  return value.kind === 'literal' && (value.value === false || value.value === null);
}

/** Members that set the status of an answer, by which Express, Fastify, Koa and Node call them. */
const STATUS = new Set(['status', 'sendStatus', 'code', 'writeHead']);

/** The request is refused: `return res.sendStatus(404)`, `res.status(400).json(…); return`, `return Response.json(…, { status: 403 })`. */
function answersWithError({ calls }: FileFacts, { functionId, region, span }: ExitFact): boolean {
  const isError = (expr: Expr | undefined): boolean => expr?.kind === 'literal' && typeof expr.value === 'number' && expr.value >= 400;
  return calls.some((call) => {
    if (call.functionId !== functionId || call.region !== region || spanStart(call.span) > spanEnd(span)) return false;
    if (call.callee.kind === 'member' && STATUS.has(call.callee.name) && isError(call.args[0])) return true;
    return call.args.some((arg) => arg.kind === 'object' && arg.properties.some(({ key, value }) => key === 'status' && isError(value)));
  });
}
