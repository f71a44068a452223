import { spanEnd } from '../../facts/spans.ts';
import type { CallFact, FileFacts } from '../../facts/types.ts';
import { readsRows } from '../../libraries/types.ts';
import type { Operation, QueryEffect } from '../../libraries/types.ts';
import { bodyOf, type Body, type DirectEffect, type Edge } from '../effects/graph.ts';
import { isMemoised } from '../effects/memoised.ts';
import type { Link } from '../link.ts';
import { PerLink } from '../memo.ts';
import { lastName } from '../../facts/outline.ts';
import { enclosing, isInCatch, isLoop } from '../multiplicity/regions.ts';
import { callTargets } from '../resolve/targets.ts';
import { keyOf, valueKey, type CallRef, type FunctionRef, type LinkedFile } from '../values.ts';
import { isConditional } from './conditions.ts';
import { querySym, substitute, symbolOf, UNKNOWN, type Given, type Sym } from './symbols.ts';

/** What a run of a function does to the database, one thing after the other. */
export type Event = Read | Write | Pause | Outgoing;

/** A query that asks for rows. */
export interface Read {
  kind: 'read';
  /** What it asks, seen from the function whose event it is. */
  query: Sym;
  sink: DirectEffect;
  /** Calls entered on the way, the nearest first; the query's own call is not among them. */
  path: readonly Hop[];
  /** Not every run of the functions on the way reaches it. */
  conditional: boolean;
  table: string | undefined;
}

/** A call on the way to a query. */
export interface Hop {
  call: CallRef;
  /** The function that it enters. */
  enters: FunctionRef;
  /** What it gives to it, seen from where the way starts. */
  args: readonly Sym[];
}

export interface Write {
  kind: 'write';
  /** Undefined when it is not known. */
  table: string | undefined;
}

/** A call that leaves for somebody else's service. */
export interface Outgoing {
  kind: 'outgoing';
}

/** A wait, or a lock: what was read before may have changed since. */
export interface Pause {
  kind: 'pause';
}

/** Calls between a function and a query. */
export const MAX_HOPS = 3;
/** Events past this number are left out: a function that does so much is read from its callers no more. */
const MAX_EVENTS = 80;

const NONE: readonly Event[] = [];
export const eventsOfFunctions = new PerLink<number, readonly Event[]>();

/** What a run of a function does, in the order of its calls. */
export function eventsOf(link: Link, ref: FunctionRef, hops: number): readonly Event[] {
  return eventsOfFunctions.get(link, keyOf(ref.file, ref.id) * (MAX_HOPS + 1) + hops, () => {
    const { facts } = ref.file;
    const found = stepsOf(link, ref, hops).map(({ call, event }) => (event.kind === 'read' && isConditional(facts, facts.calls[call.id]!) ? { ...event, conditional: true } : event));
    return found.length > 0 ? found.slice(0, MAX_EVENTS) : NONE;
  });
}

/** A call of a function, and one thing that it does. */
export interface Step {
  call: CallRef;
  event: Event;
}

/** What a function's own calls do, one after the other, arguments before the call that takes them. Of what is conditional, only what lies below the call counts. */
export function stepsOf(link: Link, ref: FunctionRef, hops = MAX_HOPS): Step[] {
  const { file } = ref;
  const { calls } = file.facts;
  const body = bodyOf(link, ref);
  if (body.effects.length === 0 && body.edges.length === 0) return [];
  const parts = partsByCall(body);
  const inOrder = (file.index.callsOf[ref.id] ?? []).filter((id) => parts.has(id) || isLockCall(calls[id]!)).sort((a, b) => spanEnd(calls[a]!.span) - spanEnd(calls[b]!.span) || b - a);
  return inOrder.flatMap((id) => eventsOfCall(link, { file, id }, ref, parts.get(id) ?? NO_PARTS, hops).map((event): Step => ({ call: { file, id }, event })));
}

interface Parts {
  effects: DirectEffect[];
  edges: Edge[];
}

const NO_PARTS: Parts = { effects: [], edges: [] };

/** What a function's body does, by the call that does it. */
function partsByCall({ effects, edges }: Body): Map<number, Parts> {
  const parts = new Map<number, Parts>();
  const partsOf = (id: number): Parts => {
    let own = parts.get(id);
    if (!own) parts.set(id, (own = { effects: [], edges: [] }));
    return own;
  };
  for (const effect of effects) partsOf(effect.call.id).effects.push(effect);
  for (const edge of edges) partsOf(edge.call.id).edges.push(edge);
  return parts;
}

function eventsOfCall(link: Link, { file, id }: CallRef, frame: FunctionRef, { effects, edges }: Body, hops: number): Event[] {
  const call = file.facts.calls[id]!;
  if (call.kind === 'import' || call.kind === 'get') return [];
  let readable: boolean | undefined;
  const isReadable = () => (readable ??= runsOnceEach(file, call));
  const found = effects.map((effect) => eventOf(link, effect, frame)).filter((event) => event !== undefined).filter(({ kind }) => kind !== 'read' || isReadable());
  if (hops > 0) for (const edge of edges) found.push(...eventsOfEdge(link, edge, frame, hops, () => isReadable() && isSole(link, edge)));
  if (isLockCall(call)) found.push({ kind: 'pause' });
  return found;
}

/** Whether a call runs once where it is reached: in no loop, after no failure, and not only while nothing is kept. */
function runsOnceEach(file: LinkedFile, call: CallFact): boolean {
  const isRepeated = [...enclosing(file.facts, call.region)].some((at) => isLoop(file.facts.regions[at]!));
  return !isRepeated && !isInCatch(file.facts, call) && !isMemoised(file, call, true);
}

/** Of several functions that a call may mean, none is known to run. */
function isSole(link: Link, edge: Edge): boolean {
  return !edge.inferred && !edge.inline && edge.invocation.runs === 'once' && callTargets(link, edge.call.file, edge.call.id).length === 1;
}

function eventsOfEdge(link: Link, edge: Edge, frame: FunctionRef, hops: number, isReadable: () => boolean): Event[] {
  // A closure that the call runs: a transaction, a retry, an iteration. It is a function of its own, with its own reads.
  const inner = eventsOf(link, edge.to, edge.inline ? hops : hops - 1);
  if (inner.length === 0) return [];
  let given: Given | undefined;
  return inner.flatMap((event): Event[] => {
    if (event.kind !== 'read') return [event];
    if (!isReadable()) return [];
    given ??= givenTo(link, edge, frame);
    const { args } = given;
    const path = event.path.map((hop) => ({ ...hop, args: hop.args.map((arg) => substitute(arg, given!)) }));
    return [{ ...event, query: substitute(event.query, given), path: [{ call: edge.call, enters: edge.to, args }, ...path] }];
  });
}

/** What a call gives to the function that it runs. */
function givenTo(link: Link, { call: { file, id } }: Edge, frame: FunctionRef): Given {
  const call = file.facts.calls[id]!;
  const target = callTargets(link, file, id)[0];
  const shift = target?.kind === 'function' ? target.shift : 0;
  const spread = call.args.findIndex((arg) => arg.kind === 'spread');
  const args = call.args.slice(shift).map((arg, index) => (spread >= 0 && index + shift >= spread ? UNKNOWN : symbolOf(link, arg, frame)));
  const { callee } = call;
  const self: Sym = callee.kind === 'member' && shift === 0 ? symbolOf(link, callee.object, frame) : UNKNOWN;
  return { args, self };
}

function eventOf(link: Link, sink: DirectEffect, frame: FunctionRef): Event | undefined {
  const { effect } = sink;
  if (effect.kind === 'pause') return { kind: 'pause' };
  if (effect.kind === 'request') return { kind: 'outgoing' };
  if (effect.kind !== 'query' || effect.local) return undefined;
  const { file, id } = sink.call;
  const call = file.facts.calls[id]!;
  const table = tableOf(link, sink, call);
  if (sink.target.operation.locks) return { kind: 'pause' };
  if (!isRead(effect, call)) return { kind: 'write', table };
  // Without arguments it asks for what the receiver is: a row that is read again is read because it changed.
  const asks = call.args.length > 0 || effect.lazy === true || call.callee.kind !== 'member' || call.callee.object.kind !== 'name' || !isRow(sink);
  // What a session keeps by key, or an option keeps, is not asked again.
  const isKept = effect.keyed === true || effect.missing === true || (effect.cached !== undefined && mentionsOption(file.facts, call, effect.cached));
  if (!asks || isKept || effect.light || sink.target.inferred || isHandedOn(file.facts, call, sink.target.operation)) return undefined;
  return { kind: 'read', query: { kind: 'node', head: sink.target.library.id, parts: [querySym(link, call, frame)] }, sink, path: [], conditional: false, table };
}

/** A builder that a function gives back is built on by its callers: what it will ask is not known yet. */
function isHandedOn(facts: FileFacts, { use, functionId }: CallFact, { whenAwaited }: Operation): boolean {
  return whenAwaited === true && use === 'return' && !facts.functions[functionId]!.async;
}

/** Whether a query only reads; a raw one does when its text says so. */
function isRead({ operation }: QueryEffect, call: CallFact): boolean {
  if (readsRows(operation)) return true;
  if (operation !== 'raw') return false;
  const [first] = call.args;
  const text = first?.kind === 'template' ? (first.quasis[0] ?? '') : first?.kind === 'literal' ? String(first.value) : '';
  return /^\s*select\b/i.test(text) && !/\bfor\s+(no key\s+)?update\b|pg_(try_)?advisory|nextval\s*\(/i.test(text);
}

function isRow({ target: { receiver } }: DirectEffect): boolean {
  return receiver?.kind === 'instance' || (receiver?.kind === 'handle' && receiver.library.handles[receiver.handle]?.construct === undefined);
}

/** An option of that name, or a call of that name on the builder. */
function mentionsOption(facts: FileFacts, { args, callee }: CallFact, name: string): boolean {
  if (args.some((arg) => arg.kind === 'object' && arg.properties.some(({ key }) => key === name))) return true;
  if (callee.kind !== 'member') return false;
  return callee.name === name || (callee.object.kind === 'call' && mentionsOption(facts, facts.calls[callee.object.call]!, name));
}

/** One name for the table that a query reads or writes, as far as its receiver tells. */
function tableOf(link: Link, { target, call: { file, id } }: DirectEffect, call: CallFact): string | undefined {
  const owners = new Set<string>();
  for (const item of callTargets(link, file, id)) {
    const receiver = item.kind === 'operation' ? item.receiver : null;
    const owner = receiver?.kind === 'handle' ? receiver.of : receiver;
    if (owner?.kind === 'class' || owner?.kind === 'instance') owners.add(valueKey({ kind: 'class', file: owner.file, id: owner.id }));
    else owners.add('');
  }
  const [only] = owners;
  if (owners.size === 1 && only) return only;
  // `prisma.user`: the table is a property of the client.
  const { callee } = call;
  return target.library.generated && callee.kind === 'member' && callee.object.kind === 'member' ? lastName(callee.object) : undefined;
}

/** A lock is taken, or given back: `await lock.acquire(key)`. */
function isLockCall({ callee }: CallFact): boolean {
  const name = lastName(callee) ?? '';
  return /^(acquire|lock|withLock|getLock|obtainLock|acquireLock|runExclusive|tryLock|sleep|delay|wait|reload|refresh)$/i.test(name);
}
