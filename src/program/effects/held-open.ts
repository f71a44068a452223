import { namesIn } from '../../facts/walk.ts';
import type { Link } from '../link.ts';
import { enclosing, isInCatch } from '../multiplicity/regions.ts';
import { matchesCallback, usesOf } from '../resolve/params.ts';
import { callTargets } from '../resolve/targets.ts';
import type { CallRef, LinkedFile } from '../values.ts';
import { isAnswered, WAITS } from './answered.ts';
import { isSpared } from './given.ts';
import { bodiesIn, invocationOf } from './graph.ts';
import { isMemoised } from './memoised.ts';
import { reach, type Sink } from './reach.ts';
import { isTaken } from './taken.ts';

/** A call that waits for another system, or for time to pass, while a transaction is open. */
export interface HeldOpen {
  call: CallRef;
  sink: Sink;
  /** The call that opens the transaction, in the same file. */
  transaction: CallRef;
  /** A function of the project that the file calls opens it for work of its own, in which what it is given takes no part: the call there that does. */
  shared?: CallRef;
}

/** What opens a transaction around a call. */
interface Opener {
  call: CallRef;
  shared?: CallRef;
}

/** Wrappers of the project's own around what opens a transaction. */
const MAX_WRAPPERS = 3;
/** Closures around a call. */
const MAX_HOPS = 8;

/** Finds a file's calls that wait for something else than the database in a function that runs in a transaction. */
export function heldOpenIn(link: Link, file: LinkedFile): HeldOpen[] {
  return [...bodiesIn(link, file).keys()].flatMap((id): HeldOpen[] => {
    const call = file.facts.calls[id]!;
    if (call.kind === 'jsx' || call.kind === 'import' || isOfParameter(file, id)) return [];
    const found = transactionAround(link, file, call.functionId, 0) ?? (opensByName(link, file, id) ? { call: { file, id } } : undefined);
    if (found === undefined || isInCatch(file.facts, call) || isMemoised(file, call, true) || !isWaitedFor(link, { file, id })) return [];
    const { call: opener, shared } = found;
    if (isSpared(link, opener)) return [];
    const sink = reach(link, { file, id }, WAITS).find((one) => [one.call, ...one.path].every((step) => isWaitedFor(link, step) && !isIfRetried(step) && !isAnswered(link, step, opener)));
    return sink ? [{ call: { file, id }, sink, transaction: opener, ...(shared && { shared }) }] : [];
  });
}

/** Nobody waits for what is not awaited: it goes on beside the transaction. */
function isWaitedFor(link: Link, { file, id }: CallRef): boolean {
  return isTaken(link, file, id) !== 'no';
}

/** What only a failure leads to. */
function isIfRetried({ file, id }: CallRef): boolean {
  return [...enclosing(file.facts, file.facts.calls[id]!.region)].some((at) => file.facts.regions[at]!.kind === 'catch');
}

/** A function that was given is the business of who gave it. */
function isOfParameter({ facts }: LinkedFile, id: number): boolean {
  const { callee } = facts.calls[id]!;
  return callee.kind === 'name' && facts.bindings[callee.binding]?.kind === 'param';
}

/** The call that opens the transaction in which a function runs that is written in its arguments. */
function transactionAround(link: Link, file: LinkedFile, functionId: number, wrappers: number): Opener | undefined {
  let id = functionId;
  for (let hops = 0; hops < MAX_HOPS; hops++) {
    const site = file.index.callbackSite.get(id);
    if (!site) return undefined;
    const ref = { file, id: site.call };
    const opener = openerOf(link, ref, site.arg, site.path, wrappers);
    if (opener) return opener;
    const invocation = invocationOf(link, ref, site.arg, site.path);
    if (!invocation || invocation.runs === 'later') return undefined;
    id = file.facts.calls[site.call]!.functionId;
  }
  return undefined;
}

/** Whether a call runs the function at an argument's position in a transaction: by its table, or because the project's function hands it on to one that does. */
function openerOf(link: Link, ref: CallRef, position: number, path: readonly string[], wrappers: number): Opener | undefined {
  const { args } = ref.file.facts.calls[ref.id]!;
  for (const target of callTargets(link, ref.file, ref.id)) {
    if (target.kind === 'operation') {
      if (target.operation.callbacks?.some((callback) => callback.transaction === true && matchesCallback(callback, position, path, args.length))) return { call: ref };
      continue;
    }
    const { file, id } = target;
    const param = file.facts.functions[id]!.params[position - target.shift];
    if (path.length > 0 || wrappers >= MAX_WRAPPERS || !param || param.bindingId < 0) continue;
    for (const { call, callId, arg } of usesOf(file, id, param.bindingId)) {
      const opener = arg < 0 ? transactionAround(link, file, call.functionId, wrappers + 1) : openerOf(link, { file, id: callId }, arg, [], wrappers + 1);
      if (!opener || isSpared(link, opener.call, ref)) continue;
      const shared = opener.shared ?? (arg < 0 && worksItself(file, callId) ? opener.call : undefined);
      return { call: ref, ...(shared && { shared }) };
    }
  }
  return undefined;
}

/** Whether a transaction's function waits for more than what it was given, and hands nothing of the transaction to that. */
function worksItself({ facts }: LinkedFile, callId: number): boolean {
  const { args, functionId } = facts.calls[callId]!;
  const given = new Set(facts.functions[functionId]!.params.flatMap(({ bindings }) => bindings));
  const isHandedOn = args.some((arg) => [...namesIn(facts, arg)].some((binding) => given.has(binding)));
  return !isHandedOn && facts.calls.some((call, id) => id !== callId && call.functionId === functionId && call.kind === 'call' && call.use === 'await');
}

/** `prisma.$transaction(transfer)`: the function has a name, and is looked into from here. */
function opensByName(link: Link, file: LinkedFile, id: number): boolean {
  const { args } = file.facts.calls[id]!;
  return callTargets(link, file, id).some(
    (target) => target.kind === 'operation' && target.operation.callbacks?.some((callback) => callback.transaction === true && args.some((arg, position) => arg.kind !== 'function' && matchesCallback(callback, position, [], args.length))) === true,
  );
}
