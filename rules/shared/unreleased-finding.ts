import type { RelatedPlace, RuleFinding } from '../../src/findings/types.ts';
import type { Acquisition } from '../../src/libraries/types.ts';
import type { Unreleased } from '../../src/program/lifetime/unreleased.ts';
import { argsText, calleeText, exprText, symbolPath } from '../../src/program/print.ts';
import type { RuleContext } from '../../src/rule.ts';
import { callPlace, MAX_PLACES } from './places.ts';
import { reasonsOf } from './reasons.ts';
import { spanStart } from '../../src/facts/spans.ts';

/** What a model makes as the code does: what a library keeps inside, or lends, has no likeness. */
const CLAIMED: ReadonlySet<Acquisition['kind']> = new Set(['connection', 'listener', 'timer']);

/** The calls of a file that acquire one of some kinds again and again, as findings. */
export function unreleasedOf({ program, file }: RuleContext<object>, kinds: readonly Acquisition['kind'][]): readonly Unreleased[] {
  if (program.isClosed(file) || !program.mayServe(file)) return [];
  return program.unreleased(file).filter(({ acquisition }) => kinds.includes(acquisition.kind));
}

/** A finding at the call that acquires; the path leads to the caller that drops it. */
export function unreleasedFinding({ program, file }: RuleContext<object>, unreleased: Unreleased, message: (where: string, callee: string) => string, { level, beside = [] }: { level?: 'info'; beside?: readonly Unreleased[] } = {}): RuleFinding {
  const { call: ref, acquisition, path, entry, released, inferred } = unreleased;
  const facts = program.facts(file);
  const call = facts.calls[ref.id]!;
  const callee = `${call.kind === 'new' ? 'new ' : ''}${calleeText(facts, ref.id)}`;
  const host = symbolPath(facts, call.functionId) || 'an anonymous function';
  const related = path.map((step, index): RelatedPlace => {
    const last = index === path.length - 1;
    const text = `goes to ${calleeText(step.file.facts, step.id)}`;
    return { ...callPlace(program, step), role: last ? 'sink' : 'step', message: last && released === 'never' ? `${text} here, and nothing gives it back` : text };
  });
  for (const { call: other } of beside.slice(0, MAX_PLACES - related.length)) {
    related.push({ ...callPlace(program, other), role: 'beside', message: `so does ${calleeText(facts, other.id)} in ${symbolPath(facts, facts.calls[other.id]!.functionId)}` });
  }
  const confidence = entry && !inferred && released !== 'sometimes' ? 'high' : 'medium';
  return {
    message: message(entry ? `for every ${entry.label}` : `at every call of ${host}`, callee),
    help: acquisition.remedy,
    location: callPlace(program, ref),
    related,
    confidence,
    reasons: reasonsOf({
      repetition: entry ? `${host} runs for every ${entry.label}, and ${callee} takes ${acquisition.what} each time` : `${callee} takes ${acquisition.what} at every call of ${host}`,
      entry,
      confidence,
      doubt: released === 'sometimes' ? 'it is given back on one path and not on another' : inferred ? 'a step was told by its shape, with a second sign' : 'no request or job is seen to lead here',
      ...(level && { severity: 'info: it costs at every call, but what it takes is given back' }),
      benign: ['a release, also in finally, in a closure or in a helper', 'a variable, a field or a map that keeps it', 'a caller that keeps or releases it', 'code that runs when the process starts'],
    }),
    impact: { multiplicity: 'once', ...(entry ? { entry: entry.label } : {}) },
    ...(level && { level }),
    ...(CLAIMED.has(acquisition.kind) && released !== 'always' && !acquisition.idles && { claim: { operation: acquisition.kind } }),
    key: { symbol: symbolPath(facts, call.functionId), callee: exprText(facts, call.callee), args: argsText(facts, call), over: '' },
    sink: `${file}:${symbolPath(facts, call.functionId)}:${callee}:${spanStart(call.span)}`,
  };
}
