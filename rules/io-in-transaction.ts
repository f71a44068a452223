import { z } from 'zod';
import { groupBy } from '../src/findings/group.ts';
import type { RelatedPlace, RuleFinding } from '../src/findings/types.ts';
import type { HeldOpen } from '../src/program/effects/held-open.ts';
import { argsText, calleeText, exprText, symbolPath } from '../src/program/print.ts';
import type { Program } from '../src/program/types.ts';
import { defineRule } from '../src/rule.ts';
import { seldomWhy } from './shared/seldom.ts';
import { servingOf, type Serving } from './shared/serving.ts';
import { besides, callPlace, steps } from './shared/places.ts';
import { reasonsOf } from './shared/reasons.ts';
import { spanStart } from '../src/facts/spans.ts';

export default defineRule({
  id: 'io-in-transaction',
  meta: {
    group: 'database',
    description: 'An outgoing call, a sleep, a queue or a mail that is waited for while a transaction is open',
    level: 'warning',
    options: z.strictObject({}),
  },
  check: ({ program, file }) => {
    if (program.isClosed(file)) return [];
    return [...groupBy(program.heldOpen(file), ({ transaction }) => transaction.id)].flatMap(([, calls]) => {
      const serving = servingOf(program, calls[0]!.call);
      return serving ? [toFinding(program, calls, serving)] : [];
    });
  },
});

function toFinding(program: Program, [first, ...beside]: readonly HeldOpen[], serving: Serving): RuleFinding {
  const { call, sink, transaction, shared } = first!;
  const { facts } = call.file;
  const opener = calleeText(facts, transaction.id);
  const waiter = calleeText(sink.call.file.facts, sink.call.id);
  const confidence = sink.inferred || !serving.sure ? 'medium' : 'high';
  const minor = minorFor(program, first!);
  const more = beside.length > 0 ? `, with ${beside.length} more call${beside.length > 1 ? 's' : ''} beside it` : '';
  const related: RelatedPlace[] = [{ ...callPlace(program, transaction), role: 'outer', message: 'the transaction begins here' }, ...steps(program, sink.path.slice(1, 9))];
  if (sink.path.length > 0) related.push({ ...callPlace(program, sink.call), role: 'sink', message: `${waiter} waits here` });
  related.push(...besides(program, beside.map(({ call: other }) => other), related.length));
  const { span, functionId } = facts.calls[call.id]!;
  return {
    message: `${waiter} waits ${sink.effect.kind === 'pause' ? 'by design' : 'for another system'} while the transaction of ${opener} is open: its connection and its locks are held as long${more}`,
    help: 'wait before the transaction begins or after it has committed; what must happen if and only if it commits goes into a table that a job reads (an outbox)',
    location: callPlace(program, call),
    related,
    confidence,
    impact: { multiplicity: 'once', ...(serving.entry ? { entry: serving.entry.label } : {}) },
    ...(minor !== undefined && { level: 'info' as const }),
    reasons: reasonsOf({
      repetition: `${opener} runs the function in a transaction, and the function waits for ${waiter}`,
      entry: serving.entry,
      confidence,
      doubt: sink.inferred ? 'a step was told by its shape, with a second sign' : 'no request or job is seen to lead here',
      severity: minor,
      benign: ['a call that nobody waits for', 'a callback that runs after the commit', 'a way that only a failure takes', 'a cache that outlives the function'],
    }),
    key: { symbol: symbolPath(facts, functionId), callee: exprText(facts, facts.calls[call.id]!.callee), args: argsText(facts, facts.calls[call.id]!), over: '' },
    sink: shared ? `${shared.file.path}:${symbolPath(shared.file.facts, shared.file.facts.calls[shared.id]!.functionId)}` : `${call.file.path}:${symbolPath(facts, facts.calls[transaction.id]!.functionId)}:${opener}:${spanStart(span)}`,
    alike: ['waits in this transaction', 'wait in this transaction'],
  };
}

/** Why it costs little, where it does. */
function minorFor(program: Program, held: HeldOpen): string | undefined {
  const seldom = seldomWhy(program, held.call);
  return seldom === undefined ? undefined : `info: ${seldom}`;
}
