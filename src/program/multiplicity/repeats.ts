import type { CallFact, Expr, FileFacts } from '../../facts/types.ts';
import { contextsOf, outermostFunction, type Context } from './contexts.ts';
import { isOfJob } from '../entries/endless.ts';
import type { EntryInfo } from '../entries/entries.ts';
import { inputBindings } from './flow.ts';
import { needsFieldArguments } from './field-arguments.ts';
import { bodiesIn, callBody, isOfElement, runsOfParameter } from '../effects/graph.ts';
import { isLocal } from '../effects/local.ts';
import { judge } from './judge.ts';
import type { Benign, Verdict } from './verdict.ts';
import { isPage } from './pages.ts';
import type { Link } from '../link.ts';
import { builtForOneKey } from './loaders.ts';
import { isMemoised } from '../effects/memoised.ts';
import { reach, sinkOf, type Sink } from '../effects/reach.ts';
import { recursionOf } from './recursion.ts';
import { isLoop, spans } from './regions.ts';
import { callTargets } from '../resolve/targets.ts';
import { keyOf, type CallRef, type LinkedFile } from '../values.ts';

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
  /** In a resolver: what it asks for depends on the field's own arguments. */
  byArguments: boolean;
  /** The call leads to reads and to writes. */
  mixed: boolean;
  /** Nothing that the call is given changes from turn to turn: it can run once, before the loop. */
  invariant: boolean;
}

type RowEntry = (file: LinkedFile, functionId: number) => EntryInfo | undefined;

/** Finds a file's repeated queries. One call gives at most one: its nearest sink in its innermost multiplying context. */
export function repeatsIn(link: Link, file: LinkedFile, rowEntry: RowEntry): Repeat[] {
  const found: Repeat[] = [];
  const rows = new Map<number, EntryInfo | undefined>();
  const isRow = (functionId: number) => {
    if (!rows.has(functionId)) rows.set(functionId, rowEntry(file, functionId));
    return rows.get(functionId);
  };
  const bodies = bodiesIn(link, file);
  for (const [id, call] of file.facts.calls.entries()) {
    const does = bodies.has(id);
    if (call.kind === 'import' || (!does && call.kind !== 'new')) continue;
    const ref = { file, id };
    const around = does && mayRepeat(file, call, (functionId) => isRow(functionId) !== undefined);
    const repeat = (around ? repeatAt(link, ref, call, isRow) : undefined) ?? (does ? recursionAt(link, ref, call) : undefined) ?? builtForOneKey(link, ref);
    if (repeat) found.push(repeat);
  }
  // A query that a loop already answers for is not said again for the recursion that it is in.
  const looped = new Set(found.filter(({ context }) => context.kind !== 'recursion').map(({ sink }) => keyOf(sink.call.file, sink.call.id)));
  return found.filter(({ context, sink }) => context.kind !== 'recursion' || !looped.has(keyOf(sink.call.file, sink.call.id)));
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
  const around = contextsOf(link, ref, rowEntry);
  const own = ownIteration(link, ref);
  if ((!own && around.length === 0) || isMemoised(file, call, true)) return undefined;
  const functionId = outermostFunction(link, file, call.functionId);
  if (isOfCallers(link, ref, call, functionId)) return undefined;
  let weaker: Repeat | undefined;
  // What the call itself does, it does once: only what it is given to run, it runs for each element.
  for (const contexts of own ? [[own, ...around], around] : [around]) {
    const sinks = contexts.length > 0 ? sinksOf(link, ref, contexts[0] === own) : [];
    const mixed = isMixed(sinks);
    for (const sink of sinks) {
      // A function that calls itself in a loop has its query once per call: that is found at the query.
      if (sink.path.length > 0 && sink.call.file === file && outermostFunction(link, file, file.facts.calls[sink.call.id]!.functionId) === functionId) continue;
      const found = innermost(link, ref, call, sink, contexts, functionId, mixed);
      if (found?.verdict.multiplicity === 'per-element' && !found.verdict.paced) return found;
      weaker ??= found;
    }
  }
  return weaker;
}

/** Whether a call runs a function of the project's that its own function was given, for each element: that is told at each call that gives it one. */
function isOfCallers(link: Link, { file, id }: CallRef, { callee }: CallFact, functionId: number): boolean {
  const bindingId = callee.kind === 'name' ? callee.binding : -1;
  const isParameter = bindingId >= 0 && file.facts.functions[functionId]!.params.some((param) => param.bindingId === bindingId);
  return isParameter && callTargets(link, file, id).every(({ kind }) => kind === 'function') && runsOfParameter(link, { file, id: functionId }, bindingId)?.runs === 'each';
}

/** Whether they read and write, commands to a store in memory left aside where there are others. */
function isMixed(sinks: readonly Sink[]): boolean {
  const statements = sinks.filter((sink) => !isLight(sink));
  return new Set((statements.length > 0 ? statements : sinks).map(isWrite)).size > 1;
}

/** Whether a sink changes rows. */
export function isWrite({ effect }: Sink): boolean {
  return effect.kind === 'query' && ['insert', 'update', 'delete', 'upsert'].includes(effect.operation);
}

/** Whether a sink is a command to a store in memory. */
export function isLight({ effect }: Sink): boolean {
  return effect.kind === 'query' && effect.light === true;
}

const isDatabase = (effect: { kind: string; local?: true }) => effect.kind === 'query' || effect.kind === 'load';

/** `rows.map(loadOne)`: the call itself runs a named function once per element. */
function ownIteration(link: Link, ref: CallRef): Context | undefined {
  const edge = callBody(link, ref).edges.find((one) => !one.inline && isOfElement(one));
  return edge && { kind: 'callback', file: ref.file, call: ref.id, closure: -1, invocation: edge.invocation };
}

/** @param ofElements what the call runs for each element is meant, else what it does itself */
function sinksOf(link: Link, ref: CallRef, ofElements: boolean): Sink[] {
  const found = reach(link, ref, { wanted: isDatabase, loops: false, ofElements })
    // A statement of an in-process database makes no round trip; where this file runs in a browser, what it leads to is answered from memory. A job that it begins asks in turns of its own.
    .filter((sink) => !isLocal(link, sink) && !sink.target.library.browser?.test(ref.file.path) && !isOfJob(link, sink));
  return [...found.filter((sink) => !isLight(sink)), ...found.filter(isLight)];
}

function innermost(link: Link, ref: CallRef, call: CallFact, sink: Sink, contexts: readonly Context[], functionId: number, mixed: boolean): Repeat | undefined {
  const multiplying: Multiplying[] = [];
  let inner: Benign | undefined;
  for (const context of contexts) {
    const verdict = judge(link, context, { ref, call, sink }, inner);
    if (verdict.repeats) multiplying.push({ context, verdict });
    inner = verdict.repeats ? undefined : verdict.because;
  }
  // Elements that run at the same time load theirs at the same time: each turn of the inner loops is one batch for all of them.
  if (sink.effect.kind === 'load' && contexts.some((context) => context.kind === 'callback' && context.invocation.mode === 'concurrent')) return undefined;
  const chosen = deciding(multiplying);
  if (!chosen) return undefined;
  const invariant = isInvariant(chosen.context, ref);
  if (invariant && chosen.verdict.mode === 'sequential' && isKnownByKey(sink)) return undefined;
  const outer = contexts.slice(contexts.indexOf(chosen.context) + 1).filter((context) => multiplying.some((item) => item.context === context));
  return { call: ref, sink, context: chosen.context, verdict: chosen.verdict, outer, functionId, mixed, byArguments: chosen.context.kind === 'row' && needsFieldArguments(link, chosen.context, ref), invariant };
}

interface Multiplying {
  context: Context;
  verdict: Repeat['verdict'];
}

/** The innermost context without a bound. Rows of a page within a loop over pages have none either: together the pages give them all. */
function deciding(multiplying: readonly Multiplying[]): Multiplying | undefined {
  const [inner] = multiplying;
  const unbounded = multiplying.find(({ verdict }) => verdict.multiplicity === 'per-element');
  if (!unbounded || inner!.verdict.multiplicity !== 'limit') return unbounded ?? inner;
  const { over, mode, paced } = inner!.verdict;
  return { context: inner!.context, verdict: { repeats: true, multiplicity: 'per-element', over, mode, ...(paced && { paced }) } };
}

/** A query in a function that calls itself again, for a child or a parent of the row. */
function recursionAt(link: Link, ref: CallRef, call: CallFact): Repeat | undefined {
  if (call.functionId === 0) return undefined;
  const own = callBody(link, ref).effects.filter((direct) => direct.effect.kind === 'query' && !direct.effect.light && !isLocal(link, direct));
  const sink = own.flatMap(({ effect, target }) => sinkOf(link, { effect, call: ref, target, path: [], inferred: target.inferred === true })).find(({ effect }) => effect.kind === 'query' && effect.operation === 'select');
  if (!sink) return undefined;
  if (isPage({ ref, call, sink })) return undefined;
  const context = recursionOf(link, ref);
  if (!context) return undefined;
  return { call: ref, sink, context, verdict: { repeats: true, multiplicity: 'per-element', over: null, mode: 'sequential' }, outer: [], functionId: context.functionId, byArguments: false, mixed: false, invariant: false };
}

/** A row by its primary key, of a library whose session then has it. */
function isKnownByKey({ effect, call: { file, id } }: Sink): boolean {
  if (effect.kind !== 'query' || !effect.keyed) return false;
  const key = file.facts.calls[id]!.args[effect.filter?.arg ?? 0];
  if (key?.kind !== 'object') return key !== undefined && isKey(file.facts, key);
  return key.properties.length === 1 && KEY.test(key.properties[0]!.key ?? '');
}

const KEY = /^_?(id|uuid)$|I[dD]$|_id$/;

/** A plain value: a literal, a member that is called a key, a name of a primitive type or that holds one of these. */
function isKey(facts: FileFacts, expr: Expr): boolean {
  if (expr.kind === 'literal') return true;
  if (expr.kind === 'member') return KEY.test(expr.name);
  const binding = expr.kind === 'name' ? facts.bindings[expr.binding] : undefined;
  return binding !== undefined && (binding.type?.kind === 'other' || (binding.init !== null && isKey(facts, binding.init)));
}

/** Every input is made before the loop and left alone in it. */
function isInvariant(context: Context, { file, id }: CallRef): boolean {
  const { facts } = file;
  const span = context.kind === 'loop' ? facts.regions[context.region]!.span : context.kind === 'callback' && context.closure >= 0 ? facts.functions[context.closure]!.span : undefined;
  if (!span) return false;
  const inputs = inputBindings(facts, facts.calls[id]!, span);
  const changed = new Set(facts.assignments.flatMap(({ target, span: at }) => (target.kind === 'name' && spans(span, at) ? [target.binding] : [])));
  return [...inputs].every((binding) => !changed.has(binding) && !spans(span, facts.bindings[binding]!.span));
}
