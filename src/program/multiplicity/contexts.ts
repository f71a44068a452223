import type { EntryInfo } from '../entries/entries.ts';
import { invocationOf, type Invocation } from '../effects/graph.ts';
import type { Link } from '../link.ts';
import { enclosing, isLoop } from './regions.ts';
import type { CallRef, LinkedFile } from '../values.ts';

/** Something around a call that may run it more than once. */
export type Context =
  /** `inTest`: the call is in the loop's own test or update. */
  | { kind: 'loop'; file: LinkedFile; region: number; functionId: number; inTest: boolean }
  /** A call that runs a function once per element; `closure` is that function when it is written in the call. */
  | { kind: 'callback'; file: LinkedFile; call: number; closure: number; invocation: Invocation }
  /** A field resolver: it runs once per row of its parents. */
  | { kind: 'row'; file: LinkedFile; functionId: number; entry: EntryInfo }
  /** The function calls itself again: `call` is where. */
  | { kind: 'recursion'; file: LinkedFile; functionId: number; call: CallRef }
  /** A loader that is built for one key: it has nothing to batch. */
  | { kind: 'loader'; file: LinkedFile; call: number };

/** Closures are followed outward through this many calls. */
const MAX_CLOSURES = 12;

/**
 * Loops and iterations around a call, innermost first: through the closures that run in place, up to the function that is
 * called from elsewhere.
 */
export function contextsOf(link: Link, ref: CallRef, rowEntry: (functionId: number) => EntryInfo | undefined): Context[] {
  const { file } = ref;
  const { facts } = file;
  const contexts: Context[] = [];
  let { functionId, region } = facts.calls[ref.id]!;
  for (let hops = 0; hops < MAX_CLOSURES; hops++) {
    let inTest = false;
    for (const at of enclosing(facts, region)) {
      const fact = facts.regions[at]!;
      if (fact.kind === 'loop-test') inTest = true;
      if (!isLoop(fact)) continue;
      contexts.push({ kind: 'loop', file, region: at, functionId, inTest });
      inTest = false;
    }
    const site = file.index.callbackSite.get(functionId);
    const invocation = site && invocationOf(link, { file, id: site.call }, site.arg, site.path);
    if (!site || !invocation || invocation.runs === 'later') break;
    if (invocation.runs === 'each') contexts.push({ kind: 'callback', file, call: site.call, closure: functionId, invocation });
    ({ functionId, region } = facts.calls[site.call]!);
  }
  const entry = rowEntry(functionId);
  if (entry) contexts.push({ kind: 'row', file, functionId, entry });
  return contexts;
}

/** The function from which a call runs when the closures around it that run in place are seen through. */
export function outermostFunction(link: Link, file: LinkedFile, functionId: number): number {
  let id = functionId;
  for (let hops = 0; hops < MAX_CLOSURES; hops++) {
    const site = file.index.callbackSite.get(id);
    const invocation = site && invocationOf(link, { file, id: site.call }, site.arg, site.path);
    if (!site || !invocation || invocation.runs === 'later') return id;
    id = file.facts.calls[site.call]!.functionId;
  }
  return id;
}
