import type { CallFact } from '../facts/types.ts';
import { contextsOf, outermostFunction, type Context } from './contexts.ts';
import type { EntryInfo } from './entries.ts';
import { callBody } from './graph.ts';
import { judge, type Verdict } from './judge.ts';
import type { Link } from './link.ts';
import { isMemoised } from './memoised.ts';
import { reach, type Sink } from './reach.ts';
import { isLoop } from './regions.ts';
import type { CallRef, LinkedFile } from './values.ts';

/** A call that runs a query, or something that leads to one, more than once. */
export interface Repeat {
  call: CallRef;
  sink: Sink;
  /** The innermost context that multiplies it. */
  context: Context;
  verdict: Extract<Verdict, { repeats: true }>;
  /** Contexts further out that multiply it again. */
  outer: readonly Context[];
  /** The function it runs in, closures that run in place seen through. */
  functionId: number;
}

type RowEntry = (file: LinkedFile, functionId: number) => EntryInfo | undefined;

/** Finds a file's repeated queries. One call gives at most one: its nearest sink in its innermost multiplying context. */
export function repeatsIn(link: Link, file: LinkedFile, rowEntry: RowEntry): Repeat[] {
  const found: Repeat[] = [];
  for (const [id, call] of file.facts.calls.entries()) {
    if (call.kind === 'import' || call.kind === 'jsx' || !mayRepeat(file, call, (fn) => rowEntry(file, fn) !== undefined)) continue;
    const repeat = repeatAt(link, { file, id }, call, (functionId) => rowEntry(file, functionId));
    if (repeat) found.push(repeat);
  }
  return found;
}

/** Cheap test before anything is resolved: a loop, a closure or a resolver around the call, or a function among its arguments. */
function mayRepeat(file: LinkedFile, call: CallFact, isRow: (functionId: number) => boolean): boolean {
  const { facts, index } = file;
  for (let { functionId, region } = call; ; ) {
    for (let at = region; at >= 0; at = facts.regions[at]!.parent) if (isLoop(facts.regions[at]!)) return true;
    if (isRow(functionId)) return true;
    const site = index.callbackSite.get(functionId);
    if (!site) break;
    const outer = facts.calls[site.call]!;
    if (outer.callee.kind !== 'function') return true;
    ({ functionId, region } = outer);
  }
  return call.args.some((arg) => arg.kind === 'name' || arg.kind === 'member');
}

function repeatAt(link: Link, ref: CallRef, call: CallFact, rowEntry: (functionId: number) => EntryInfo | undefined): Repeat | undefined {
  const { file } = ref;
  const contexts = [...ownIteration(link, ref), ...contextsOf(link, ref, rowEntry)];
  if (contexts.length === 0 || isMemoised(file, call)) return undefined;
  const sinks = sinksOf(link, ref, contexts[0]!);
  let weaker: Repeat | undefined;
  for (const sink of sinks) {
    const found = innermost(link, ref, call, sink, contexts);
    if (found?.verdict.multiplicity === 'per-element') return found;
    weaker ??= found;
  }
  return weaker;
}

const isDatabase = (effect: { kind: string }) => effect.kind === 'query' || effect.kind === 'load';

/** `rows.map(loadOne)`: the call itself runs a named function once per element. */
function ownIteration(link: Link, ref: CallRef): Context[] {
  const edge = callBody(link, ref).edges.find(({ inline, invocation }) => !inline && invocation.runs === 'each');
  return edge ? [{ kind: 'callback', file: ref.file, call: ref.id, closure: -1, invocation: edge.invocation }] : [];
}

function sinksOf(link: Link, ref: CallRef, first: Context): Sink[] {
  const search = { wanted: isDatabase, loops: false };
  // Building a loader sends nothing; neither does what merely prepares a statement.
  const sinks = reach(link, ref, search).filter(({ effect }) => !(effect.kind === 'query' && effect.local));
  if (!(first.kind === 'callback' && first.call === ref.id)) return sinks;
  return sinks.filter(({ path }) => path.length > 0);
}

function innermost(link: Link, ref: CallRef, call: CallFact, sink: Sink, contexts: readonly Context[]): Repeat | undefined {
  const judged = contexts.map((context) => ({ context, verdict: judge(link, context, { ref, call, sink }) }));
  const multiplying = judged.flatMap(({ context, verdict }) => (verdict.repeats ? [{ context, verdict }] : []));
  const inner = multiplying.find(({ verdict }) => verdict.multiplicity === 'per-element') ?? multiplying[0];
  if (!inner) return undefined;
  const outer = contexts.slice(contexts.indexOf(inner.context) + 1).filter((context) => multiplying.some((item) => item.context === context));
  return { call: ref, sink, context: inner.context, verdict: inner.verdict, outer, functionId: outermostFunction(link, ref.file, call.functionId) };
}
