import type { Expr } from '../../facts/types.ts';
import type { EntryKind } from '../../libraries/types.ts';
import type { Package } from '../../source/types.ts';
import type { EntryInfo } from './entries.ts';
import type { EntryTable } from './table.ts';
import { evaluate } from '../resolve/evaluate.ts';
import { fileKind, isTestFile, SERVING_KINDS } from './file-kinds.ts';
import { invocationOf } from '../effects/graph.ts';
import type { Link } from '../link.ts';
import { PerLink } from '../memo.ts';
import { exportedValues } from '../resolve/names.ts';
import { reExporters } from '../resolve/specifiers.ts';
import { callTargets } from '../resolve/targets.ts';
import { keyOf, type CallRef, type FunctionRef, type LinkedFile } from '../values.ts';

/** What leads to a function, and by what it is entered. */
export interface Reached {
  kinds: ReadonlySet<EntryKind>;
  /** The nearest of `entries`. */
  entry: EntryInfo | undefined;
  /** All entries, the nearest first. */
  entries: readonly EntryInfo[];
}

/** Functions looked at on the way from one function to its entries. */
const MAX_VISITED = 160;

/** Finds the entries from which a function is reached, backward through its callers. */
export function reachedFrom(link: Link, entries: EntryTable, packages: readonly Package[], start: FunctionRef): Reached {
  const kinds = new Set<EntryKind>();
  const found: EntryInfo[] = [];
  const seen = new Set<number>([keyOf(start.file, start.id)]);
  const queue: FunctionRef[] = [start];
  for (let at = 0; at < queue.length && at < MAX_VISITED; at++) {
    const here = queue[at]!;
    // That a test calls it says nothing about who else does.
    if (isTestFile(here.file)) continue;
    const entry = entries.get(keyOf(here.file, here.id));
    if (entry) {
      kinds.add(entry.kind);
      found.push(entry);
      continue;
    }
    const kind = here.id === 0 ? moduleKind(here.file, packages) : clientKind(here.file, packages);
    if (kind) {
      kinds.add(kind);
      continue;
    }
    for (const { by: caller } of callersOf(link, here)) {
      const key = keyOf(caller.file, caller.id);
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push(caller);
    }
  }
  // Nothing is seen to call it, but its file is made to be run by hand.
  if (kinds.size === 0 && start.file.head.mainGuarded) kinds.add('script');
  return { kinds, entry: found[0], entries: found };
}

/** What runs a module's top level. */
export function moduleKind(file: LinkedFile, packages: readonly Package[]): EntryKind {
  const kind = fileKind(file, packages) ?? (file.head.mainGuarded ? 'script' : 'start-up');
  // For a request, functions of a module run; its top level did so before.
  return SERVING_KINDS.has(kind) ? 'start-up' : kind;
}

/** A function whose run runs another, and the call by which it does. */
export interface Caller {
  by: FunctionRef;
  /** Null for a static block, which its class runs. */
  call: CallRef | null;
}

/** What a browser runs has callers in templates, which are not read. */
function clientKind(file: LinkedFile, packages: readonly Package[]): EntryKind | undefined {
  const kind = fileKind(file, packages);
  return kind === 'client' ? kind : undefined;
}

/** Functions whose run runs this one: callers by name, and for a closure the function around it. */
export function callersOf(link: Link, { file, id }: FunctionRef): Caller[] {
  const fact = file.row('functions', id);
  const callers: Caller[] = [];
  const site = file.row('callbackSite', id);
  if (site) {
    const invocation = invocationOf(link, { file, id: site.call }, site.arg, site.path);
    // A function that is kept for later, or given to code that nobody knows, runs on somebody else's behalf.
    if (invocation && (invocation.runs !== 'later' || invocation.deferred)) callers.push(callerAt({ file, id: site.call }));
    else callers.push(...keepers(link, { file, id: site.call }, site.arg, site.path));
  }
  const name = fact.kind === 'constructor' ? file.row('classes', fact.classId).name : fact.name;
  // What a module exports by default has another name wherever it is imported.
  const calls = new Set([...(name && name !== 'default' ? link.names.calls(name) : []), ...(isDefaultExport(link, { file, id }) ? callsOfDefault(link, file) : [])]);
  for (const call of calls) {
    const runs = callTargets(link, call.file, call.id).some((target) => target.kind === 'function' && target.file === file && target.id === id);
    if (runs) callers.push(callerAt(call));
  }
  if (name && name !== 'default' && !site) callers.push(...passers(link, { file, id }, name));
  if (fact.parentId === 0 && fact.kind === 'static-block') callers.push({ by: { file, id: 0 }, call: null });
  return callers;
}

const ofDefaults = new PerLink<LinkedFile, readonly CallRef[]>();

/** Calls of what is imported by default from a file, or from one that hands it on. */
function callsOfDefault(link: Link, file: LinkedFile): readonly CallRef[] {
  return ofDefaults.get(link, file, () => {
    const from = new Set([file]);
    // A set is walked in the order in which it grows.
    for (const inner of from) for (const outer of reExporters(link, inner)) from.add(outer);
    return link.names.calls('default').filter((call) => {
      const target = call.specifier === '' ? undefined : link.resolve(call.specifier, call.file);
      return call.specifier === '' || (target !== undefined && from.has(target));
    });
  });
}

function isDefaultExport(link: Link, { file, id }: FunctionRef): boolean {
  return file.exportsNamed('default').length > 0 && exportedValues(link, file, 'default').some((value) => value.kind === 'function' && value.file === file && value.id === id);
}

function callerAt(call: CallRef): Caller {
  return { by: { file: call.file, id: call.file.row('calls', call.id).functionId }, call };
}

/** Functions that pass a named function on as an argument. */
function passers(link: Link, { file, id }: FunctionRef, name: string): Caller[] {
  return link.names.passed(name).flatMap((call) => {
    const fact = call.file.facts.calls[call.id]!;
    const position = fact.args.findIndex((arg) => (arg.kind === 'name' || arg.kind === 'member') && arg.name === name);
    const invocation = invocationOf(link, call, position, []);
    const values = evaluate(link, fact.args[position]!, { file: call.file, functionId: fact.functionId });
    if (!values.some((value) => value.kind === 'function' && value.file === file && value.id === id)) return [];
    return invocation && invocation.runs !== 'later' ? [callerAt(call)] : keepers(link, call, position, []);
  });
}

/** Functions that a call's callee makes, and that call what it was given: `const { loader } = createRoute(options, handler)`. */
function keepers(link: Link, { file, id }: CallRef, arg: number, path: readonly string[]): Caller[] {
  if (arg < 0 || path.length > 1) return [];
  return callTargets(link, file, id).flatMap((target) => {
    const param = target.kind === 'function' ? target.file.facts.functions[target.id]!.params[arg - target.shift] : undefined;
    if (target.kind !== 'function' || !param) return [];
    const { facts } = target.file;
    const names = new Set(param.bindings.filter((binding) => facts.bindings[binding]!.path.join('.') === path.join('.')));
    const isGiven = (callee: Expr) => (callee.kind === 'name' ? names.has(callee.binding) : callee.kind === 'member' && callee.name === path[0] && callee.object.kind === 'name' && callee.object.binding === param.bindingId);
    return facts.calls.flatMap((call, callId) => (call.functionId !== target.id && isGiven(call.callee) ? [callerAt({ file: target.file, id: callId })] : []));
  });
}
