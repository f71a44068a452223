import type { CallFact } from '../../facts/types.ts';
import type { Effect } from '../../libraries/types.ts';
import { thisFunction } from '../file-index.ts';
import { classBase } from '../resolve/classes.ts';
import { bodyOf, callBody, isOfElement, type DirectEffect, type Edge } from './graph.ts';
import { isPassedOver } from './decided.ts';
import { isDevelopmentOnly } from './development.ts';
import { isMemoised } from './memoised.ts';
import { readStatement, statementOf, type Statement } from './statement.ts';
import { isTaken } from './taken.ts';
import type { Link } from '../link.ts';
import { PerLink } from '../memo.ts';
import { isWhenFull } from '../multiplicity/every-so-often.ts';
import { judge } from '../multiplicity/judge.ts';
import { enclosing, isInCatch, loopsAround, spans } from '../multiplicity/regions.ts';
import { keyOf, type CallRef, type FunctionRef, type LinkedFile } from '../values.ts';

/** Where an effect happens, and the calls that lead there. */
export interface Sink {
  effect: Effect;
  call: CallRef;
  target: DirectEffect['target'];
  /** Calls entered on the way, the starting call first; the sink's own call is not among them. */
  path: readonly CallRef[];
  /** The statement that is sent, where the code shows its text. */
  statement?: Statement;
  /** A step was found by shape only. */
  inferred: boolean;
  /** A call of the project's own functions on the way was. */
  guessed?: true;
}

/** Calls between the start and a sink. */
const MAX_HOPS = 6;
/** Functions looked into from one call. */
const MAX_FUNCTIONS = 250;
/** Sinks are collected until there are so many; nearer ones come first. */
const MAX_SINKS = 8;

/** What a search looks for, and where it does not go. */
export interface Search {
  wanted(effect: Effect): boolean;
  /** Functions that it enters; all when absent. */
  enters?(to: FunctionRef): boolean;
  /** Calls in loops count as well. */
  loops: boolean;
  /** Of the call that it starts from: what that runs for each element, or what it does itself; both when absent. */
  ofElements?: boolean;
}

/**
 * Effects that happen each time a call runs, nearest first: through project functions and closures. Functions written in
 * the call itself are left out: their calls are judged where they stand.
 */
export function reach(link: Link, start: CallRef, search: Search): Sink[] {
  const own = callBody(link, start);
  const effects = search.ofElements ? [] : own.effects;
  const sinks = effects.filter(({ effect }) => search.wanted(effect)).flatMap(({ effect, call, target }) => sinkOf(link, { effect, call, target, path: [], inferred: target.inferred === true }));
  if (sinks.length > 0) return sinks;
  const edges = own.edges.filter((edge) => !edge.inline && (search.ofElements === undefined || isOfElement(edge) === search.ofElements) && enters(search, edge));
  if (edges.length === 0) return [];
  const taken = isTaken(link, start.file, start.id) !== 'no';
  return explore(link, edges.map(({ to, inferred }): Step => ({ to, path: [start], inferred, taken })), search);
}

/** The sink with what its statement says; none where that handles no rows. */
export function sinkOf(link: Link, sink: Sink): Sink[] {
  const statement = sink.effect.kind === 'query' ? statementOf(link, sink.call, sink.effect, sink.path) : undefined;
  if (!statement || sink.effect.kind !== 'query') return [sink];
  const effect = readStatement(sink.effect, statement);
  return effect ? [{ ...sink, effect, statement }] : [];
}

interface Step {
  to: FunctionRef;
  path: readonly CallRef[];
  inferred: boolean;
  /** Somebody waits for what the function returns. */
  taken: boolean;
}

function explore(link: Link, queue: Step[], search: Search): Sink[] {
  const sinks: Sink[] = [];
  const seen = new Set<number>();
  for (let at = 0; at < queue.length && sinks.length < MAX_SINKS && seen.size < MAX_FUNCTIONS; at++) {
    const { to, path, inferred, taken } = queue[at]!;
    const key = keyOf(to.file, to.id) * 2 + (taken ? 1 : 0);
    if (seen.has(key)) continue;
    seen.add(key);
    const body = bodyOf(link, to);
    for (const { effect, call, target, pending } of body.effects) {
      if ((pending && !taken) || isPassedOver(link, call, path)) continue;
      if (search.wanted(effect) && counts(link, call, search, { effect, call, target, path: [], inferred: false })) {
        sinks.push(...sinkOf(link, { effect, call, target, path, inferred: inferred || target.inferred === true, ...(inferred && { guessed: true }) }));
      }
    }
    if (path.length >= MAX_HOPS) continue;
    for (const edge of body.edges) {
      const runs = edge.invocation.runs === 'once' || (search.loops && isOfElement(edge));
      if (runs && enters(search, edge) && !isPassedOver(link, edge.call, path) && counts(link, edge.call, search, ANY_READ(edge.call))) queue.push({ to: edge.to, path: step(path, edge), inferred: inferred || edge.inferred, taken: passes(link, edge, taken) });
    }
  }
  return sinks;
}

function enters(search: Search, edge: Edge): boolean {
  return !search.enters || search.enters(edge.to);
}

/** Whether what the next function returns is waited for, when that of the one which calls it is or is not. */
function passes(link: Link, { call, inline }: Edge, taken: boolean): boolean {
  if (inline) return taken;
  const own = isTaken(link, call.file, call.id);
  return own === 'yes' || (own === 'by-caller' && taken);
}

/** A closure is no step of its own: it stands in the call before. */
function step(path: readonly CallRef[], edge: Edge): readonly CallRef[] {
  return edge.inline ? path : [...path, edge.call];
}

/** What a call leads to is not known while the search is on its way: a read of one row stands for it. */
const ANY_READ = (call: CallRef): Sink => ({ effect: { kind: 'query', operation: 'select', rows: 'one' }, call, target: UNKNOWN_TARGET, path: [call], inferred: false });
const UNKNOWN_TARGET: Sink['target'] = {
  kind: 'operation', operation: {}, name: '', receiver: null,
  library: { id: '', docs: '', packages: [], exports: {}, handles: {} },
};

const counted = new PerLink<number, boolean>();
export const circumstances = new PerLink<number, Circumstances>();

/** Whether a method of a row keeps what the call gives in the row, which others that are loaded do not have: `this.parent ??= await load(this.parentId)`. */
function isKeptInRow(link: Link, file: LinkedFile, { functionId, span }: CallFact): boolean {
  const isInThis = file.facts.assignments.some(({ target, value, functionId: at, span: whole }) => at === functionId && value !== null && spans(whole, span) && target.kind === 'member' && target.object.kind === 'this');
  const host = isInThis ? thisFunction(file.facts, functionId) : -1;
  const method = file.index.methodOf.get(host);
  const owner = method ? (method.static ? -1 : method.classId) : file.facts.classes.findIndex(({ fields }) => fields.some(({ init, static: isStatic }) => !isStatic && init?.kind === 'function' && init.function === host));
  const base = owner < 0 ? undefined : classBase(link, file, owner).library;
  const found = base?.instance === undefined ? undefined : link.libraries.handle(base.library, base.instance);
  // A row reloads itself, as no client, repository or model does.
  return found !== undefined && (found.library.handles[found.handle]!.own === 'instance' || link.libraries.member(found.library, found.handle, 'reload')?.byPattern === false);
}

/** When a call runs, within its own function. */
interface Circumstances {
  /** A lasting store remembers what it gives, or only a failure leads to it, or only development does. */
  isRare: boolean;
  /** Loops around it, innermost first. */
  loops: readonly number[];
}

export function circumstancesOf(link: Link, { file, id }: CallRef): Circumstances {
  return circumstances.get(link, keyOf(file, id), () => {
    const call = file.facts.calls[id]!;
    return { isRare: (isMemoised(file, call, true) && !isKeptInRow(link, file, call)) || isInCatch(file.facts, call) || isDevelopmentOnly(link, file, call), loops: loopsAround(file.facts, call) };
  });
}

/** Loops that multiply are judged where they stand; what a lasting store remembers, or only a failure does, is not done each time. */
function counts(link: Link, ref: CallRef, search: Search, sink: Sink): boolean {
  return counted.get(link, keyOf(ref.file, ref.id) * 2 + (search.loops ? 1 : 0), () => runsEachTime(link, ref, search, sink));
}

function runsEachTime(link: Link, ref: CallRef, search: Search, sink: Sink): boolean {
  const { isRare, loops } = circumstancesOf(link, ref);
  if (isRare) return false;
  if (search.loops) return true;
  const { file, id } = ref;
  const call = file.facts.calls[id]!;
  if (isWhenFull(file, call)) return false;
  return loops.every((region) => {
    const inTest = [...enclosing(file.facts, call.region)].some((at) => file.facts.regions[at]!.kind === 'loop-test' && file.facts.regions[at]!.loop === region);
    return !judge(link, { kind: 'loop', file, region, functionId: call.functionId, inTest }, { ref, call, sink }).repeats;
  });
}
