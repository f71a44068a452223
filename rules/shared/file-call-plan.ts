import type { FixPlan } from '../../src/findings/types.ts';
import type { Blocking } from '../../src/program/effects/blocking.ts';
import { calleeText } from '../../src/program/print.ts';
import { offsetsOf } from '../../src/facts/spans.ts';

/** How the blocking calls of one function can wait instead: where each is a call of Node's own fs that stands in an asynchronous function. */
export function fileCallPlan(calls: readonly Blocking[]): FixPlan {
  const wrong = calls.map((call) => obstacle(call)).find((reason) => reason !== undefined);
  if (wrong !== undefined) return { kind: 'none', reason: wrong };
  const { file } = calls[0]!.call;
  return { kind: 'promise-file-call', file: file.path, calls: calls.map(({ call: { id } }) => offsetsOf(file.facts.calls[id]!.span)).sort((a, b) => a[0] - b[0]) };
}

function obstacle({ call: { file, id }, sink, functionId, constant }: Blocking): string | undefined {
  const text = calleeText(file.facts, id);
  const { functionId: own } = file.facts.calls[id]!;
  if (sink.path.length > 0) return `${text} blocks in a function that it calls: what that gives would become a promise for every caller`;
  if (sink.inferred || sink.target.library.id !== 'node-fs') return `${text} is not known to be a call of node:fs`;
  if (constant) return `${text} reads the same file every time: read it once, when the module loads`;
  if (own !== functionId || !file.facts.functions[functionId]!.async) return `${text} stands in a synchronous function, which would have to become asynchronous for all its callers`;
  return undefined;
}
