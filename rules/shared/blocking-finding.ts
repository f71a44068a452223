import type { RuleFinding } from '../../src/findings/types.ts';
import { groupBy } from '../../src/findings/group.ts';
import type { BlockEffect } from '../../src/libraries/types.ts';
import type { Blocking } from '../../src/program/effects/blocking.ts';
import { SERVING_KINDS } from '../../src/program/entries/file-kinds.ts';
import { argsText, calleeText, exprText, symbolPath } from '../../src/program/print.ts';
import type { Reached } from '../../src/program/entries/callers.ts';
import type { RuleContext } from '../../src/rule.ts';
import { blockingReasons } from './blocking-reasons.ts';
import { claimOfSink } from './claims.ts';
import { fileCallPlan } from './file-call-plan.ts';
import { besides, callPlace, steps } from './places.ts';
import { receiverQuestion } from './receiver-question.ts';

/** The findings of one rule: a file's blocking calls of one resource, those of one function together. */
export function findBlocking({ program, file }: RuleContext<object>, resource: BlockEffect['resource']): RuleFinding[] {
  if (program.isClosed(file)) return [];
  const blocking = program.blocking(file).filter(({ sink }) => sink.effect.resource === resource);
  return [...groupBy(blocking, ({ functionId }) => functionId)].flatMap(([functionId, calls]) => {
    const reached = program.reached(file, functionId);
    const { kinds } = reached;
    const serving = [...kinds].some((kind) => SERVING_KINDS.has(kind));
    // Code that no entry reaches counts, but not in packages that are tools.
    if (!serving && (kinds.size > 0 || !program.mayServe(file))) return [];
    const costliest = calls.toSorted((a, b) => COSTS.indexOf(b.sink.effect.cost) - COSTS.indexOf(a.sink.effect.cost));
    return [toFinding(program, file, costliest, serving, reached)];
  });
}

const COSTS: readonly BlockEffect['cost'][] = ['trivial', 'small', 'medium', 'large'];

/** The call as its library names it, and as the code does where that differs: `fs.readFileSync` for an alias `read`. */
function blockerText({ call, target }: Blocking['sink']): string {
  const written = calleeText(call.file.facts, call.id);
  return written.split('.').at(-1) === target.name || target.name === 'default' ? written : `${written} (${target.name})`;
}

function toFinding(program: RuleContext<object>['program'], file: string, calls: readonly Blocking[], serving: boolean, reached: Reached): RuleFinding {
  const [first, ...beside] = calls;
  const { call: ref, sink, functionId } = first!;
  const facts = program.facts(file);
  const call = facts.calls[ref.id]!;
  const blocker = blockerText(sink);
  const host = symbolPath(facts, functionId) || 'an asynchronous function';
  const entry = reached.entry?.label;
  const confidence = sink.inferred || !serving ? 'medium' : 'high';
  const where = entry ?? host;
  const { effect } = sink;
  const onceBuilt = isBuiltOnce(reached);
  const related = steps(program, sink.path.slice(1, 9));
  if (sink.path.length > 0) related.push({ ...callPlace(program, sink.call), role: 'sink', message: `${blocker} blocks here` });
  related.push(...besides(program, beside.map(({ call: other }) => other), related.length));
  const more = beside.length > 0 ? `, with ${beside.length} more call${beside.length > 1 ? 's' : ''} beside it` : '';
  const holds = effect.asynchronous ? 'computes on the main thread although it is awaited' : effect.resource === 'cpu' ? 'computes on the main thread' : 'waits for the system';
  return {
    message: `${blocker} ${holds}, and every other request waits with it: it runs in ${where}${more}`,
    help: first!.constant ? `read it once, when the module loads: the file is the same for every call; else use ${effect.instead}` : `use ${effect.instead}`,
    location: callPlace(program, ref),
    related,
    confidence,
    ...receiverQuestion(sink, serving),
    ...claimOfSink(sink),
    ...(effect.resource === 'io' && { fix: fileCallPlan(calls) }),
    reasons: blockingReasons(first!, host, reached, confidence, onceBuilt),
    ...(onceBuilt && { level: 'info' as const }),
    impact: { multiplicity: 'once', ...(entry ? { entry } : {}) },
    key: { symbol: symbolPath(facts, call.functionId), callee: exprText(facts, call.callee), args: argsText(facts, call), over: '' },
    sink: `${sink.call.file.path}:${symbolPath(sink.call.file.facts, sink.call.file.facts.calls[sink.call.id]!.functionId)}:${blocker}`,
  };
}

/** All that leads here is rendered when the project is built, and asks for nothing of a request by itself. */
function isBuiltOnce({ kinds, entries }: Reached): boolean {
  return [...kinds].every((kind) => kind === 'request' || !SERVING_KINDS.has(kind)) && entries.length > 0 && entries.every(({ kind, takesNothing }) => kind !== 'request' || takesNothing);
}
