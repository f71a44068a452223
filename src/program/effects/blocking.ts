import type { BlockEffect } from '../../libraries/types.ts';
import type { EntryTable } from '../entries/table.ts';
import { keepsAnswers } from '../directives.ts';
import { bodiesIn, invocationOf } from './graph.ts';
import type { Link } from '../link.ts';
import { isConstantRead } from './constant-files.ts';
import { isDevelopmentOnly } from './development.ts';
import { isMemoised } from './memoised.ts';
import { reach, type Search, type Sink } from './reach.ts';
import { enclosing, isInCatch } from '../multiplicity/regions.ts';
import { keyOf, type CallRef, type FunctionRef, type LinkedFile } from '../values.ts';
import type { CallFact } from '../../facts/types.ts';

/** A call in an asynchronous function, or in an entry, that blocks the event loop or leads to a call that does. */
export interface Blocking {
  call: CallRef;
  sink: Sink & { effect: BlockEffect };
  /** The asynchronous function or entry. */
  functionId: number;
  /** It reads the same file each time. */
  constant: boolean;
}

/** Finds a file's blocking calls. What lies in a synchronous helper is found at the call in its nearest asynchronous caller. */
export function blockingIn(link: Link, file: LinkedFile, entries: EntryTable): Blocking[] {
  const found: Blocking[] = [];
  const search: Search = {
    wanted: (effect) => effect.kind === 'block' && effect.cost !== 'trivial',
    enters: (to) => !isHost(to, entries),
    loops: true,
  };
  const hosts = new Map<number, number>();
  const hostAt = (functionId: number): number => {
    let host = hosts.get(functionId);
    if (host === undefined) {
      host = hostOf(link, file, functionId, entries);
      hosts.set(functionId, (host = host >= 0 && (isForDevelopers(link, file, host) || runsOnce(file, host)) ? -1 : host));
    }
    return host;
  };
  for (const id of bodiesIn(link, file).keys()) {
    const call = file.facts.calls[id]!;
    if (call.kind === 'jsx' || call.kind === 'import') continue;
    const host = hostAt(call.functionId);
    if (host < 0 || isInCatch(file.facts, call) || isDevelopmentOnly(link, file, call)) continue;
    const sink = worst(reach(link, { file, id }, search));
    // A cache by key saves what is built for a key, but not a call that blocks for each new one.
    if (sink && !isMemoised(file, call, sink.path.length > 0)) found.push({ call: { file, id }, sink, functionId: host, constant: isConstantRead(link, sink) });
  }
  return found;
}

/** What it gives is kept, and is the same for all who ask. */
function runsOnce(file: LinkedFile, id: number): boolean {
  return keepsAnswers({ file, id }) && file.facts.functions[id]!.params.length === 0;
}

const COSTS: readonly BlockEffect['cost'][] = ['trivial', 'small', 'medium', 'large'];

/** The costliest of the nearest sinks; of those that cost the same, one that no condition stands before. */
function worst(sinks: readonly Sink[]): Blocking['sink'] | undefined {
  const blocking = sinks.filter((sink): sink is Blocking['sink'] => sink.effect.kind === 'block');
  const weight = ({ effect, call }: Blocking['sink']) => COSTS.indexOf(effect.cost) * 2 + (isConditional(call) ? 0 : 1);
  return blocking.reduce<Blocking['sink'] | undefined>((best, sink) => (!best || weight(sink) > weight(best) ? sink : best), undefined);
}

function isConditional({ file, id }: CallRef): boolean {
  return [...enclosing(file.facts, file.facts.calls[id]!.region)].some((at) => file.facts.regions[at]!.kind === 'branch');
}

function isHost({ file, id }: FunctionRef, entries: EntryTable): boolean {
  return (id > 0 && file.row('functions', id).async) || entries.has(keyOf(file, id));
}

/** The asynchronous function or entry in whose turn of the event loop a function's body runs, or -1. */
function hostOf(link: Link, file: LinkedFile, functionId: number, entries: EntryTable): number {
  let id = functionId;
  for (let hops = 0; hops < 8 && id > 0; hops++) {
    if (isHost({ file, id }, entries)) return id;
    const site = file.index.callbackSite.get(id);
    const invocation = site && invocationOf(link, { file, id: site.call }, site.arg, site.path);
    if (!site || !invocation || invocation.runs === 'later') return -1;
    id = file.facts.calls[site.call]!.functionId;
  }
  return -1;
}

/** A function of one file that nothing but branches for development call: what reloads a server while it is written. */
function isForDevelopers(link: Link, file: LinkedFile, functionId: number): boolean {
  const { facts, index } = file;
  const binding = facts.bindings.findIndex(({ kind, target }) => kind === 'function' && target === functionId);
  if (binding < 0 || facts.exports.some((item) => item.kind === 'local' && item.bindingId === binding)) return false;
  const calls = facts.calls.filter(({ callee }) => callee.kind === 'name' && callee.binding === binding);
  const isDevelopers = (call: CallFact): boolean => {
    if (isDevelopmentOnly(link, file, call)) return true;
    const site = index.callbackSite.get(call.functionId);
    return site !== undefined && isDevelopers(facts.calls[site.call]!);
  };
  return calls.length > 0 && calls.every(isDevelopers);
}
