import type { Link } from '../link.ts';
import { enclosing, isInCatch } from '../multiplicity/regions.ts';
import { matchesCallback, usesOf } from '../resolve/params.ts';
import { callTargets } from '../resolve/targets.ts';
import type { CallRef, LinkedFile } from '../values.ts';
import { isAnswered, WAITS } from './answered.ts';
import { isSpared } from './given.ts';
import { invocationOf } from './graph.ts';
import { isMemoised } from './memoised.ts';
import { reach, type Sink } from './reach.ts';
import { isTaken } from './taken.ts';

/** A call that waits for another system, or for time to pass, while a transaction is open. */
export interface HeldOpen {
  call: CallRef;
  sink: Sink;
  /** The call that opens the transaction, in the same file. */
  transaction: CallRef;
}

/** Wrappers of the project's own around what opens a transaction. */
const MAX_WRAPPERS = 3;
/** Closures around a call. */
const MAX_HOPS = 8;

/** Finds a file's calls that wait for something else than the database in a function that runs in a transaction. */
export function heldOpenIn(link: Link, file: LinkedFile): HeldOpen[] {
  return file.facts.calls.flatMap((call, id): HeldOpen[] => {
    if (call.kind === 'jsx' || call.kind === 'import' || isOfParameter(file, id)) return [];
    const transaction = transactionAround(link, file, call.functionId, 0) ?? (opensByName(link, file, id) ? id : undefined);
    if (transaction === undefined || isInCatch(file.facts, call) || isMemoised(file, call, true) || !isWaitedFor(link, { file, id })) return [];
    const opener = { file, id: transaction };
    if (isSpared(link, opener)) return [];
    const sink = reach(link, { file, id }, WAITS).find((one) => [one.call, ...one.path].every((step) => isWaitedFor(link, step) && !isIfRetried(step) && !isAnswered(link, step, opener)));
    return sink ? [{ call: { file, id }, sink, transaction: opener }] : [];
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
function transactionAround(link: Link, file: LinkedFile, functionId: number, wrappers: number): number | undefined {
  let id = functionId;
  for (let hops = 0; hops < MAX_HOPS; hops++) {
    const site = file.index.callbackSite.get(id);
    if (!site) return undefined;
    const ref = { file, id: site.call };
    if (isTransaction(link, ref, site.arg, site.path, wrappers)) return site.call;
    const invocation = invocationOf(link, ref, site.arg, site.path);
    if (!invocation || invocation.runs === 'later') return undefined;
    id = file.facts.calls[site.call]!.functionId;
  }
  return undefined;
}

/** Whether a call runs the function at an argument's position in a transaction: by its table, or because the project's function hands it on to one that does. */
function isTransaction(link: Link, { file, id }: CallRef, position: number, path: readonly string[], wrappers: number): boolean {
  const { args } = file.facts.calls[id]!;
  return callTargets(link, file, id).some((target) => {
    if (target.kind === 'operation') return target.operation.callbacks?.some((callback) => callback.transaction === true && matchesCallback(callback, position, path, args.length)) === true;
    const param = target.file.facts.functions[target.id]!.params[position - target.shift];
    if (path.length > 0 || wrappers >= MAX_WRAPPERS || !param || param.bindingId < 0) return false;
    return usesOf(target.file, target.id, param.bindingId).some(({ call, callId, arg }) => {
      const opener = arg < 0 ? transactionAround(link, target.file, call.functionId, wrappers + 1) : isTransaction(link, { file: target.file, id: callId }, arg, [], wrappers + 1) ? callId : undefined;
      return opener !== undefined && !isSpared(link, { file: target.file, id: opener }, { file, id });
    });
  });
}

/** `prisma.$transaction(transfer)`: the function has a name, and is looked into from here. */
function opensByName(link: Link, file: LinkedFile, id: number): boolean {
  const { args } = file.facts.calls[id]!;
  return callTargets(link, file, id).some(
    (target) => target.kind === 'operation' && target.operation.callbacks?.some((callback) => callback.transaction === true && args.some((arg, position) => arg.kind !== 'function' && matchesCallback(callback, position, [], args.length))) === true,
  );
}
