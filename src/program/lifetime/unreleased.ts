import { offsetsOf, spanEnd, spanStart } from '../../facts/spans.ts';
import type { CallFact, Expr } from '../../facts/types.ts';
import type { Acquisition } from '../../libraries/types.ts';
import { isMemoised } from '../effects/memoised.ts';
import { callersOf } from '../entries/callers.ts';
import type { EntryInfo } from '../entries/entries.ts';
import { CLOSED_KINDS, dependsOn, fileKind } from '../entries/file-kinds.ts';
import { isPageCode } from '../entries/page-code.ts';
import type { Link } from '../link.ts';
import { lastName } from '../../facts/outline.ts';
import { enclosing } from '../multiplicity/regions.ts';
import { classBase } from '../resolve/classes.ts';
import { evaluate } from '../resolve/evaluate.ts';
import { callTargets, type CallTarget } from '../resolve/targets.ts';
import { namesIn } from '../../facts/walk.ts';
import { stripped, type CallRef, type FunctionRef, type LinkedFile } from '../values.ts';
import { fateOf, type Fate } from './fate.ts';
import { comesWithRequest } from './inputs.ts';
import { isCounted, isTakenAway } from './listeners.ts';
import { occurrencesIn } from './occurrences.ts';
import { outlives } from './outlives.ts';
import { runsOf, type Ground, type Runs } from './runs.ts';
import { isWithin } from './versions.ts';

/** A call that makes or takes something at every run, and what is known of giving it back. */
export interface Unreleased {
  call: CallRef;
  acquisition: Acquisition;
  /** The library's name for what is called. */
  name: string;
  /** `never`: nothing gives it back. `sometimes`: not when what stands between fails. `always`: it is made and given back each time. */
  released: 'never' | 'sometimes' | 'always';
  /** Calls by which the value came to the function that drops it, from the innermost out. */
  path: readonly CallRef[];
  /** How often the function runs that drops it; of `once` only what is beside a call that runs more often is worth telling. */
  frequency: Runs['frequency'];
  /** The entry that runs it again and again; undefined where not all callers are seen. */
  entry: EntryInfo | undefined;
  inferred: boolean;
}

/** Hops from a function that makes something to a caller that drops it. */
const MAX_RETURNS = 4;

/** Finds the calls of a file that make or take something per request or job and do not give it back. */
export function unreleasedIn(ground: Ground, file: LinkedFile): Unreleased[] {
  const { link } = ground;
  const found: Unreleased[] = [];
  for (const [id, call] of file.facts.calls.entries()) {
    if (call.functionId === 0 || call.kind === 'jsx' || call.kind === 'import' || call.kind === 'get') continue;
    const made = acquisitionOf(link, file, id);
    if (!made || !isHeld(link, file, call, made.acquisition) || isMemoised(file, call, true)) continue;
    const unreleased = judge(ground, { file, id }, made.acquisition);
    if (unreleased) found.push({ call: { file, id }, ...made, ...unreleased });
  }
  return found;
}

/** What a call acquires, as the tables say: the operation itself, or the library class that a project class extends. */
function acquisitionOf(link: Link, file: LinkedFile, id: number): Pick<Unreleased, 'acquisition' | 'name' | 'inferred'> | undefined {
  const call = file.facts.calls[id]!;
  const target = callTargets(link, file, id).find((item): item is Extract<CallTarget, { kind: 'operation' }> => item.kind === 'operation' && item.operation.acquires !== undefined);
  if (target) {
    const { versions } = target.operation.acquires!;
    const owner = link.packageOf(file);
    if (versions && !(owner && isWithin(owner, target.library, versions))) return undefined;
    return { acquisition: target.operation.acquires!, name: target.name, inferred: target.inferred === true };
  }
  if (call.kind !== 'new') return undefined;
  for (const value of evaluate(link, call.callee, { file, functionId: call.functionId })) {
    const acquires = value.kind === 'class' ? classBase(link, value.file, value.id).library?.constructs?.acquires : undefined;
    if (acquires) return { acquisition: acquires, name: lastName(call.callee) ?? '', inferred: value.inferred === true };
  }
  return undefined;
}

/** Options and surroundings in which the same call holds nothing. */
function isHeld(link: Link, file: LinkedFile, call: CallFact, { unless, only, kind, handler, except }: Acquisition): boolean {
  if (except && file.facts.imports.some(({ specifier }) => except.includes(specifier))) return false;
  if (handler && call.args.length <= handler.arg) return false;
  // Older interfaces hand it to a callback instead.
  if ((kind === 'connection' || kind === 'loan') && call.kind === 'call' && call.args.some((arg) => arg.kind === 'function')) return false;
  const owner = link.packageOf(file);
  if (kind === 'connection' && owner && link.libraries.all.some((library) => library.isolates === true && dependsOn(owner, library))) return false;
  const options = call.args.flatMap((arg) => {
    if (arg.kind === 'object') return arg.properties;
    return unless || only ? evaluate(link, arg, { file, functionId: call.functionId }).flatMap((value) => (value.kind === 'object' ? value.properties : [])) : [];
  });
  if (unless?.some((name) => options.some(({ key }) => key === name))) return false;
  if (unless && call.args.some((arg) => arg.kind === 'object' && arg.properties.some(({ key }) => key === null))) return false;
  return !only || only.some((name) => options.some(({ key, value }) => key === name && !(value.kind === 'literal' && value.value === false)));
}

type Verdict = Pick<Unreleased, 'released' | 'frequency' | 'path' | 'entry'>;

function judge(ground: Ground, ref: CallRef, acquisition: Acquisition): Verdict | undefined {
  const { file, id } = ref;
  const call = file.facts.calls[id]!;
  const host: FunctionRef = { file, id: call.functionId };
  const runs = runsOf(ground, host, true);
  switch (acquisition.kind) {
    case 'listener':
      if (!listens(ground, ref, acquisition)) return undefined;
      return perCall(ground, host, runs, STARTING, call.args[acquisition.handler?.arg ?? 0]);
    case 'registry':
      if (call.callee.kind === 'member' && !outlives(ground, call.callee.object, { file, functionId: host.id })) return undefined;
      if (acquisition.input !== undefined && !comesWithRequest(ground, call.args[acquisition.input], host)) return undefined;
      if (fateOf(ground.link, ref, acquisition).released.length > 0) return undefined;
      return perCall(ground, host, runs, STARTING, acquisition.handler && call.args[acquisition.handler.arg]);
    case 'timer': {
      const fate = fateOf(ground.link, ref, acquisition);
      if (fate.released.length > 0 || fate.escapes || fate.returned.length > 0) return undefined;
      if (fate.kept.length > 0 && (runs.frequency !== 'repeated' || fate.kept.some(({ name }) => isClearedByName(ground.link, name, acquisition)))) return undefined;
      return perCall(ground, host, runs, STARTING, call.args[0]);
    }
    default:
      return connection(ground, ref, acquisition, [], host);
  }
}

/** A receiver that outlives the call keeps a handler that nothing takes away. */
function listens(ground: Ground, ref: CallRef, acquisition: Acquisition): boolean {
  const { file, id } = ref;
  const call = file.facts.calls[id]!;
  const { callee } = call;
  if (callee.kind !== 'member' || !outlives(ground, callee.object, { file, functionId: call.functionId }) || isCounted(file, call)) return false;
  if (acquisition.handler) {
    const options = call.args[acquisition.handler.arg + 1];
    if (acquisition.unless && options && options.kind !== 'object' && options.kind !== 'literal') return false;
    return !isTakenAway(ref, acquisition.handler);
  }
  const fate = fateOf(ground.link, ref, acquisition);
  return fate.released.length === 0 && !fate.escapes && fate.kept.length === 0 && fate.returned.length === 0;
}

/** Follows a connection to who drops it: its own function, or the callers to whom that gives it. */
function connection(ground: Ground, ref: CallRef, acquisition: Acquisition, path: readonly CallRef[], host: FunctionRef): Verdict | undefined {
  const { link } = ground;
  const fate = fateOf(link, ref, acquisition);
  if (fate.escapes || fate.kept.length > 0) return undefined;
  if (fate.released.length > 0) {
    const released = acquisition.kind === 'loan' && !isCertain(ref, fate) ? 'sometimes' : 'always';
    // What callers have of it, they have after it was given back, or it is given back by a way that they are given too.
    if (fate.returned.length > 0 || !isServing(ground, host)) return undefined;
    return { released, frequency: 'repeated', path, entry: runsOf(ground, host, true).entry };
  }
  const [returned] = fate.returned;
  if (returned === undefined) {
    const runs = runsOf(ground, host, true);
    const isPlanned = runs.frequency === 'unknown' && fate.serves;
    const verdict = (isPlanned ? undefined : perCall(ground, host, runs, MAIN)) ?? { released: 'never', frequency: 'once', path: [], entry: undefined };
    return { ...verdict, path: [...path, ...fate.adopted] };
  }
  if (path.length >= MAX_RETURNS) return undefined;
  const verdicts = callersOf(link, returned).flatMap(({ by, call }): Verdict[] => {
    if (!call || isClosed(ground, by.file) || path.some((step) => step.file === call.file && step.id === call.id)) return [];
    const calls = callTargets(link, call.file, call.id).some((target) => target.kind === 'function' && target.file === returned.file && target.id === returned.id);
    if (!calls || isMemoised(call.file, call.file.facts.calls[call.id]!, true)) return [];
    const verdict = by.id === 0 ? undefined : connection(ground, call, acquisition, [...path, call], by);
    return verdict ? [verdict] : [];
  });
  return FREQUENCIES.flatMap((often) => verdicts.filter(({ frequency, released }) => frequency === often && released !== 'always'))[0] ?? verdicts[0];
}

/** What runs again and again, or may: its callers are not all seen, and it serves somebody. */
function perCall(ground: Ground, host: FunctionRef, { frequency, entry, kinds }: Runs, starting: RegExp, given?: Expr): Verdict | undefined {
  if (frequency === 'once') return undefined;
  if (frequency === 'unknown' && (kinds.size > 0 || isStart(ground.link, host, starting))) return undefined;
  if (frequency === 'unknown' && given && !isForThisCall(host, given)) return undefined;
  return { released: 'never', frequency, path: [], entry };
}

/** The oftener it is dropped, the more it matters. */
const FREQUENCIES: readonly Runs['frequency'][] = ['repeated', 'unknown', 'once'];

/** Tests, scripts and the like drop what they like. */
function isClosed({ packages }: Ground, file: LinkedFile): boolean {
  const kind = fileKind(file, packages);
  return kind !== undefined && (CLOSED_KINDS.has(kind) || kind === 'cli');
}

function isServing(ground: Ground, host: FunctionRef): boolean {
  return runsOf(ground, host, true).frequency === 'repeated';
}

/** Names of functions that are a program's own start. */
const MAIN = /^(main|run|start|boot|init|setup|seed|migrate|test)([A-Z_]|$)|^(bootstrap|initiali[sz]e)/;

/** Names of functions that are called once, when something starts: to listen, to watch, to begin an interval. */
const STARTING = /^(main|run|start|boot|init|setup|set[A-Z_]?[uU]p|configure|connect|register|install|listen|serve|mount|attach|bind|load|on(Module|Application|App|Ready|Start|Enable|Load)|create|build|make|subscribe|watch|schedule|bootstrap|provide|use[A-Z]|handle(Exit|Signal)|graceful|constructor)/i;

/** A function of which not all callers are seen, and which by its kind or name runs when something starts, or in a browser. */
function isStart(link: Link, { file, id }: FunctionRef, starting: RegExp): boolean {
  const { functions } = file.facts;
  if (starting === STARTING && isPageCode(file)) return true;
  for (let at = id; at > 0; at = functions[at]!.parentId) {
    const { kind, name } = functions[at]!;
    if (kind === 'constructor' || kind === 'static-block' || starting.test(name)) return true;
    // A closure that is handed to code which nobody knows: how often that calls it is not known either.
    const site = file.index.callbackSite.get(at);
    if (site && callTargets(link, file, site.call).length === 0) return true;
  }
  return false;
}

/**
 * Whether a handler works with what its function was given. One that does not is the same at every call: nobody would add
 * it twice. One that calls what it was given is made for somebody who registers it.
 */
function isForThisCall({ file, id }: FunctionRef, handler: Expr): boolean {
  if (handler.kind !== 'function') return false;
  const { facts } = file;
  const [from, to] = offsetsOf(facts.functions[handler.function]!.span);
  const given = new Set(facts.functions[id]!.params.flatMap(({ bindings }) => bindings));
  const used = [...occurrencesIn(file).ofBinding].filter(([binding]) => given.has(binding)).flatMap(([, list]) => list);
  const inside = used.filter(({ functionId }) => {
    const { span } = facts.functions[functionId]!;
    return spanStart(span) >= from && spanEnd(span) <= to;
  });
  return inside.length > 0 && !inside.some(({ site, members }) => site.kind === 'callee' && members.length === 0);
}

/** Something anywhere gives back what is kept under this name: `clearInterval(this.timer)`. */
function isClearedByName(link: Link, name: string, { functions, members }: Acquisition): boolean {
  const cleared = (functions ?? []).some((releaser) =>
    link.names.calls(releaser).some(({ file, id }) => file.facts.calls[id]!.args.some((arg) => lastName(stripped(arg)) === name)),
  );
  return (
    cleared ||
    (members ?? []).some((member) =>
      link.names.calls(member).some(({ file, id }) => {
        const { callee } = file.facts.calls[id]!;
        return callee.kind === 'member' && lastName(stripped(callee.object)) === name;
      }),
    )
  );
}

/** A loan is given back whatever happens: in `finally`, in a closure that is called later, or with nothing awaited between. */
function isCertain({ file, id }: CallRef, { released }: Fate): boolean {
  const { calls, regions } = file.facts;
  const taken = calls[id]!;
  const inFinally = ({ region }: CallFact) => [...enclosing(file.facts, region)].some((at) => regions[at]!.kind === 'finally');
  const own = released.filter((call) => call.file === file && calls[call.id]!.functionId === taken.functionId).map((call) => calls[call.id]!);
  if (own.length < released.length || own.some(inFinally)) return true;
  const last = Math.max(...own.map(({ span }) => spanStart(span)));
  const inCatch = own.some(({ region }) => [...enclosing(file.facts, region)].some((at) => regions[at]!.kind === 'catch'));
  if (inCatch && own.length > 1) return true;
  return !calls.some(({ functionId, use, span }) => functionId === taken.functionId && use === 'await' && spanStart(span) >= spanEnd(taken.span) && spanEnd(span) <= last);
}

/** Whether what a call is given comes from its caller: a connection to what a user names is made for that user. */
export function isForCaller({ file, id }: CallRef): boolean {
  const call = file.facts.calls[id]!;
  const names = new Set<number>();
  for (const arg of call.args) namesIn(file.facts, arg, names);
  for (const name of names) {
    const { init } = file.facts.bindings[name]!;
    if (init && file.facts.bindings[name]!.functionId !== 0) namesIn(file.facts, init, names);
  }
  return [...names].some((name) => file.facts.bindings[name]!.kind === 'param');
}
