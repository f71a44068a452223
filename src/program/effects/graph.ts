import { grown } from '../../facts/lists.ts';
import type { BindingFact, CallFact, Expr } from '../../facts/types.ts';
import type { Effect, Operation } from '../../libraries/types.ts';
import { isClientModule } from '../directives.ts';
import { evaluate } from '../resolve/evaluate.ts';
import { emissionsAt } from './emissions.ts';
import { CALLED_AT_ONCE } from '../file-index.ts';
import type { Link } from '../link.ts';
import { PerLink } from '../memo.ts';
import { isContainer, iterationOf } from '../resolve/iteration.ts';
import { lastName } from '../../facts/outline.ts';
import { matchesCallback, usesOf } from '../resolve/params.ts';
import { exitsOf, inputBindings } from '../multiplicity/flow.ts';
import { enclosing, isListLoop, isLoop } from '../multiplicity/regions.ts';
import { callTargets, type CallTarget } from '../resolve/targets.ts';
import { isTaken } from './taken.ts';
import { keyOf, type CallRef, type FunctionRef, type LinkedFile } from '../values.ts';

/** How a call runs a function that it is given. */
export interface Invocation {
  runs: 'once' | 'each' | 'later';
  /** What it iterates, as written at the call; null when that is not known. */
  over: Expr | null;
  mode: 'sequential' | 'concurrent';
  /** With `later`: once, in a turn that follows, on behalf of who calls. */
  deferred?: true;
}

/** A call whose effect happens at the call itself. */
export interface DirectEffect {
  call: CallRef;
  effect: Effect;
  target: Extract<CallTarget, { kind: 'operation' }>;
  /** The function returns a builder as it is: it runs when the caller waits for it. */
  pending: boolean;
}

/** A call that runs a project function. */
export interface Edge {
  call: CallRef;
  to: FunctionRef;
  /** The function is written in the call's arguments. */
  inline: boolean;
  invocation: Invocation;
  inferred: boolean;
}

/** Whether a call runs a function once for each of many elements. */
export const isOfElement = ({ invocation }: Edge): boolean => invocation.runs === 'each';

/** What a function's own calls do, without what they lead to. */
export interface Body {
  effects: readonly DirectEffect[];
  edges: readonly Edge[];
}

/** Names of what keeps a function for what comes later, also where the registration itself is waited for. */
const REGISTERS = /^(?:on|once|subscribe|consume|listen|addListener|schedule|register\w*|(?:create|add|make)\w*(?:Subscriber|Subscription|Consumer|Listener|Worker|Handler|Rpc))$/;

/** What a promise does with functions that it is given: https://tc39.es/ecma262/#sec-properties-of-the-promise-prototype-object */
const SETTLED = new Set(['then', 'catch', 'finally']);

const ONCE: Invocation = { runs: 'once', over: null, mode: 'sequential' };
const LATER: Invocation = { runs: 'later', over: null, mode: 'sequential' };
const DEFERRED: Invocation = { ...LATER, deferred: true };

const NOTHING: Body = { effects: [], edges: [] };

/** What a function's own calls do, and each of them by itself. */
interface FunctionBody extends Body {
  /** By id, those that do anything that is known; also those that call what the function was given. */
  ofCalls: ReadonlyMap<number, Body>;
}

const IDLE: FunctionBody = { effects: [], edges: [], ofCalls: new Map() };

export const bodies = new PerLink<number, FunctionBody>();
const bodiesOfFiles = new PerLink<string, ReadonlyMap<number, Body>>();

export function bodyOf(link: Link, { file, id }: FunctionRef): FunctionBody {
  return bodies.get(link, keyOf(file, id), () => {
    const ofCalls = new Map<number, Body>();
    for (const callId of file.index.callsOf[id] ?? []) {
      const body = bodyOfCall(link, { file, id: callId });
      if (body !== NOTHING) ofCalls.set(callId, body);
    }
    if (ofCalls.size === 0) return IDLE;
    const own = [...ofCalls].flatMap(([callId, body]) => (callsItsParameter(file, callId) ? [] : [body]));
    return { effects: grown(own.flatMap(({ effects }) => effects)), edges: grown(own.flatMap(({ edges }) => edges)), ofCalls };
  });
}

/** What the calls of a file do, by id and in their order: those that do anything that is known. Most do nothing. */
export function bodiesIn(link: Link, file: LinkedFile): ReadonlyMap<number, Body> {
  return bodiesOfFiles.get(link, file.path, () => new Map(file.facts.functions.flatMap((_, id) => [...bodyOf(link, { file, id }).ofCalls]).sort(([a], [b]) => a - b)));
}

/**
 * Whether a function, or a closure that it runs in place, calls a function that it was given. Who gives it knows which one:
 * the call that hands it over has an edge to it, and what other callers give is none of its business.
 */
function callsItsParameter(file: LinkedFile, callId: number): boolean {
  const { kind, callee, functionId } = file.facts.calls[callId]!;
  const binding = kind === 'call' && callee.kind === 'name' ? file.facts.bindings[callee.binding] : undefined;
  return binding !== undefined && isOwnParameter(file, functionId, binding);
}

/** Whether a binding is a parameter of a function that is called by its name, of that one itself or of one around a closure in it. */
function isOwnParameter(file: LinkedFile, functionId: number, binding: BindingFact): boolean {
  if (binding.kind !== 'param' || binding.path.length > 0) return false;
  let id = functionId;
  while (id !== binding.functionId) {
    const site = file.index.callbackSite.get(id);
    if (!site) return false;
    id = file.facts.calls[site.call]!.functionId;
  }
  return !file.index.callbackSite.has(id);
}

/** What one call does: its own effect, the functions that it calls, the functions among its arguments that it runs. */
export function callBody(link: Link, { file, id }: CallRef): Body {
  return bodyOf(link, { file, id: file.facts.calls[id]!.functionId }).ofCalls.get(id) ?? NOTHING;
}

function bodyOfCall(link: Link, ref: CallRef): Body {
  const { file, id } = ref;
  const call = file.facts.calls[id]!;
  const effects: DirectEffect[] = [];
  const edges: Edge[] = [];
  for (const target of callTargets(link, file, id)) {
    if (target.kind === 'function') {
      // What a memoising wrapper keeps is not done again for the same key.
      if (target.memoised) continue;
      // A client component is rendered in the browser: here it is only referred to.
      if (call.kind === 'jsx' && isClientModule(target.file.head)) continue;
      edges.push({ call: ref, to: { file: target.file, id: target.id }, inline: false, invocation: ONCE, inferred: target.inferred === true });
    } else if (target.operation.effect && !inBrowser(link, file, target)) {
      const taken = isCalledBack(call, target.operation) || !(target.operation.whenAwaited || call.kind === 'get') ? 'yes' : isTaken(link, file, id);
      if (taken !== 'no') effects.push({ call: ref, effect: target.operation.effect, target, pending: taken === 'by-caller' });
    }
  }
  edges.push(...callbackEdges(link, ref, call));
  return effects.length === 0 && edges.length === 0 ? NOTHING : { effects: grown(effects), edges: grown(edges) };
}

/** `find({}, (error, rows) => …)`: a builder that is given a callback runs. */
function isCalledBack({ args }: CallFact, operation: Operation): boolean {
  return args.at(-1)?.kind === 'function' && operation.callbacks?.some(({ arg }) => arg === 'last') === true;
}

/** Code for a browser, where the library's queries are answered from memory. */
function inBrowser(link: Link, { path }: LinkedFile, { library, receiver }: Extract<CallTarget, { kind: 'operation' }>): boolean {
  return [library, receiver?.kind === 'handle' ? receiver.library : library].some(({ browser }) => browser?.test(path));
}

function callbackEdges(link: Link, ref: CallRef, call: CallFact): Edge[] {
  const { file } = ref;
  if (call.kind === 'jsx' || call.kind === 'get') return [];
  const edges: Edge[] = [];
  if (call.callee.kind === 'function') edges.push({ call: ref, to: { file, id: call.callee.function }, inline: true, invocation: ONCE, inferred: false });
  for (const [position, arg] of call.args.entries()) {
    for (const { to, path, inline } of functionsIn(link, file, call, arg)) {
      const invocation = invocationOf(link, ref, position, path);
      if (invocation && invocation.runs !== 'later') edges.push({ call: ref, to, inline, invocation, inferred: false });
    }
  }
  return edges;
}

interface FunctionArgument {
  to: FunctionRef;
  path: string[];
  inline: boolean;
}

/** Functions that an argument is or holds. A name counts only where a callee can be expected to call it. */
function functionsIn(link: Link, file: LinkedFile, call: CallFact, arg: Expr): FunctionArgument[] {
  if (arg.kind === 'function') return [{ to: { file, id: arg.function }, path: [], inline: true }];
  if (arg.kind === 'name' || arg.kind === 'member') {
    // What a function was given and hands on is the business of who gave it.
    const binding = arg.kind === 'name' ? file.facts.bindings[arg.binding] : undefined;
    if (binding && isOwnParameter(file, call.functionId, binding)) return [];
    const values = evaluate(link, arg, { file, functionId: call.functionId });
    return values.flatMap((value) => (value.kind === 'function' ? [{ to: { file: value.file, id: value.id }, path: [], inline: false }] : []));
  }
  if (arg.kind === 'object') {
    return arg.properties.flatMap(({ key, value }) => (key !== null && value.kind === 'function' ? [{ to: { file, id: value.function }, path: [key], inline: true }] : []));
  }
  if (arg.kind === 'array') {
    return arg.elements.flatMap((value) => (value.kind === 'function' ? [{ to: { file, id: value.function }, path: ['[]'], inline: true }] : []));
  }
  return [];
}

/** How a call runs the function at an argument position; undefined when that is not known. */
export function invocationOf(link: Link, ref: CallRef, position: number, path: readonly string[]): Invocation | undefined {
  if (position === CALLED_AT_ONCE) return ONCE;
  const key = `${keyOf(ref.file, ref.id)}:${position}:${path.join('.')}`;
  return link.answers.invocations.get(key, () => computeInvocation(link, ref, position, path) ?? null) ?? undefined;
}

function computeInvocation(link: Link, { file, id }: CallRef, position: number, path: readonly string[]): Invocation | undefined {
  const call = file.facts.calls[id]!;
  const targets = callTargets(link, file, id);
  for (const target of targets) {
    const found = target.kind === 'operation' ? byTable(link, file, call, target.operation, position, path) : path.length > 0 ? undefined : byBody(link, target, position);
    if (found) return found;
  }
  if (targets.length > 0) return undefined;
  if (position === 0 && path.length === 0) {
    const method = iterationOf(link, file, call);
    if (method && call.callee.kind === 'member') return { runs: 'each', over: call.callee.object, mode: method.mode };
    if (isContainer(link, file, call)) return ONCE;
  }
  if (call.callee.kind === 'member' && path.length === 0 && SETTLED.has(call.callee.name)) return ONCE;
  if (REGISTERS.test(lastName(call.callee) ?? '')) return LATER;
  // A function that nobody knows, given to something whose result is waited for, runs before that result is there.
  const waited = call.use === 'await' || call.use === 'return' || call.use === 'argument' || call.use === 'element';
  return waited && call.kind === 'call' && path.length === 0 ? ONCE : undefined;
}

function byTable(link: Link, file: LinkedFile, call: CallFact, operation: Operation, position: number, path: readonly string[]): Invocation | undefined {
  if (operation.wraps?.arg === position && path.length === 0) return LATER;
  const callback = operation.callbacks?.find((item) => matchesCallback(item, position, path, call.args.length));
  if (!callback) return undefined;
  // What a cache keeps is not done again for the same key.
  if (callback.runs === 'later' || callback.runs === 'missing') return callback.deferred ? DEFERRED : LATER;
  if (callback.runs === 'once') return ONCE;
  const mode = callback.mode === 'sequential' ? 'sequential' : 'concurrent';
  if (callback.over === 'emitted') {
    const emissions = emissionsAt(link, file, call);
    if (emissions.kind === 'list') return { runs: 'each', over: emissions.of, mode };
    return emissions.kind === 'one' ? ONCE : LATER;
  }
  const receiver = call.callee.kind === 'member' ? call.callee.object : null;
  const over = typeof callback.over === 'number' ? (call.args[callback.over] ?? null) : receiver;
  return { runs: 'each', over, mode };
}

/** How a project function runs its own parameter. */
function byBody(link: Link, { file, id, shift }: Extract<CallTarget, { kind: 'function' }>, position: number): Invocation | undefined {
  const param = file.facts.functions[id]!.params[position - shift];
  return param && runsOfParameter(link, { file, id }, param.bindingId);
}

/** How a function runs the function that it is given as a parameter; undefined when that is not known, or where it is given none. */
export function runsOfParameter(link: Link, { file, id }: FunctionRef, bindingId: number): Invocation | undefined {
  if (bindingId < 0) return undefined;
  const uses = usesOf(file, id, bindingId).map(({ callId, arg }): Invocation | undefined => {
    const inner = arg < 0 ? ONCE : invocationOf(link, { file, id: callId }, arg, []);
    if (!inner || inner.runs === 'later') return inner;
    const around = between(link, file, callId, id);
    return around.runs === 'once' ? (inner.runs === 'each' ? { ...inner, over: null } : inner) : around;
  });
  const known = uses.filter((use) => use !== undefined);
  return known.find((use) => use.runs === 'each') ?? known.find((use) => use.runs === 'once') ?? known[0];
}

/** A counted loop that hands the same thing to its call again until one answer is returned. */
function isRetry({ facts }: LinkedFile, callId: number, loop: number): boolean {
  const { over, vars, span } = facts.regions[loop]!;
  const call = facts.calls[callId]!;
  const inputs = inputBindings(facts, call, span);
  return over === null && !vars.some((id) => inputs.has(id)) && (call.use === 'return' || exitsOf(facts, loop).length > 0);
}

/** How often a call runs for each run of a function around it: `later` when it stands in a closure that is handed on. */
function between(link: Link, file: LinkedFile, callId: number, outermost: number): Invocation {
  let { functionId, region } = file.facts.calls[callId]!;
  for (let hops = 0; hops < 8; hops++) {
    const loop = [...enclosing(file.facts, region)].find((at) => isLoop(file.facts.regions[at]!));
    if (loop !== undefined) return isListLoop(file.facts.regions[loop]!) && !isRetry(file, callId, loop) ? { runs: 'each', over: null, mode: 'sequential' } : ONCE;
    if (functionId === outermost) return ONCE;
    const site = file.index.callbackSite.get(functionId);
    const invocation = site && invocationOf(link, { file, id: site.call }, site.arg, site.path);
    if (!site || !invocation || invocation.runs === 'later') return LATER;
    if (invocation.runs === 'each') return { ...invocation, over: null };
    ({ functionId, region } = file.facts.calls[site.call]!);
  }
  return LATER;
}
