import { posix } from 'node:path';
import { lastName } from '../../facts/outline.ts';
import type { DecoratorFact, Expr, FileFacts } from '../../facts/types.ts';
import type { Link } from '../link.ts';
import { symbolPath } from '../print.ts';
import { keyOf, stripped, type CallRef, type FunctionRef, type LinkedFile } from '../values.ts';
import { importersOf, reExporters } from '../resolve/specifiers.ts';
import { callersOf } from './callers.ts';
import type { EntryInfo, EntryTable } from './entries.ts';
import { isTestFile, SERVING_KINDS } from './file-kinds.ts';
import { endingOf, isAdministratorsGuard, saysAdministrators, saysClock, saysUpkeep } from './seldom-words.ts';
import { usedBindings } from './used.ts';

/** Why code runs once in a while, though it may serve. */
export interface Seldom {
  /** Administrators alone may ask for it; the clock starts it, or it keeps data in order; it comes once in the life of an account; nothing calls it. */
  by: 'administrators' | 'clock' | 'upkeep' | 'ending' | 'unused';
  /** What says so, as a reader finds it: a function, a class, a path. */
  where: string;
}

/** Functions looked at on the way back. */
const MAX_VISITED = 160;

/**
 * Why a function runs once in a while: undefined where a way leads to it on which nothing says so. Ways that begin nowhere tell nothing, and
 * count only where no other one is seen.
 *
 * @param owners names of what rows belong to in the end, beside users, teams and their like
 */
export function seldomRun(link: Link, entries: EntryTable, start: FunctionRef, owners: readonly string[]): Seldom | undefined {
  const saysEnding = endingOf(owners);
  let found: Seldom | undefined;
  const seen = new Set<number>([keyOf(start.file, start.id)]);
  const queue: FunctionRef[] = [start];
  for (const here of queue) {
    if (queue.length > MAX_VISITED) return undefined;
    if (isTestFile(here.file)) continue;
    const entry = entries.get(keyOf(here.file, here.id));
    const callers = entry || here.id === 0 ? [] : callersOf(link, here);
    const sign = signOf(link, here, entry, callers.length === 0, saysEnding);
    found ??= sign;
    if (sign) continue;
    if (entry && SERVING_KINDS.has(entry.kind)) return undefined;
    for (const { by } of callers) {
      const key = keyOf(by.file, by.id);
      if (!seen.has(key)) queue.push(by);
      seen.add(key);
    }
  }
  return found;
}

function signOf(link: Link, here: FunctionRef, entry: EntryInfo | undefined, isRoot: boolean, saysEnding: (name: string) => boolean): Seldom | undefined {
  const { file, id } = here;
  if (id === 0) return undefined;
  const { facts } = file;
  const symbol = symbolPath(facts, id);
  const owner = facts.classes[facts.functions[id]!.classId];
  const names = [symbol, entry?.label ?? '', posix.basename(file.path)];
  const at = (by: Seldom['by'], where = entry?.label ?? symbol): Seldom => ({ by, where: where || file.path });
  if (guardIn(file, id)) return at('administrators');
  const ending = names.find(saysEnding);
  if (ending !== undefined) return at('ending', ending);
  if (owner && [owner.name, owner.superClass ? (lastName(owner.superClass) ?? '') : ''].some(saysClock)) return at('clock', owner.name);
  if (!isRoot) return undefined;
  // What leads here from further away is not seen: now names and paths speak for it.
  if (saysAdministrators(file.path) || saysAdministrators(symbol) || [...facts.functions[id]!.decorators, ...(owner?.decorators ?? [])].some((decorator) => isForAdministrators(facts, decorator))) return at('administrators');
  const sites = entry ? registrationsOf(link, here) : [];
  if (sites.length > 0 && sites.every((site) => isRegisteredFor(site, saysAdministrators))) return at('administrators');
  if (saysClock(posix.dirname(file.path)) || (entry?.kind === 'job' && (saysClock(entry.label) || sites.some(({ file: by, id: call }) => saysClock(lastName(by.facts.calls[call]!.callee) ?? ''))))) return at('clock');
  const upkeep = entry && entry.kind !== 'job' ? undefined : names.find(saysUpkeep);
  if (upkeep !== undefined) return at('upkeep', upkeep);
  return !entry && isUnused(link, file, id) ? at('unused') : undefined;
}

/** A function that its file exports beside others, and that nothing takes from there. What no file imports at all, a framework may call. */
function isUnused(link: Link, file: LinkedFile, id: number): boolean {
  const { facts } = file;
  const binding = facts.bindings.findIndex(({ kind, target, init }) => (kind === 'function' && target === id) || (kind === 'const' && init?.kind === 'function' && init.function === id));
  const exported = facts.exports.find((one) => one.kind === 'local' && one.bindingId === binding);
  if (binding < 0 || !exported || exported.kind !== 'local' || usedBindings(file).has(binding) || reExporters(link, file).length > 0) return false;
  const importers = importersOf(link, file).filter((importer) => !isTestFile(importer));
  return importers.length > 0 && !importers.some((importer) => takes(link, importer, file, exported.name));
}

/** Whether a file takes an export of another one, or all of them. */
function takes(link: Link, importer: LinkedFile, file: LinkedFile, name: string): boolean {
  const taken = importer.facts.imports.filter(({ specifier }) => link.resolve(specifier, importer) === file);
  return taken.length === 0 || taken.some(({ imported }) => imported === name || imported === '*' || imported === 'default');
}

/** Whether a function turns away all but administrators: by a call at its top, or by a throw where a test says so. */
function guardIn(file: LinkedFile, id: number): boolean {
  const { facts, index } = file;
  const isGuard = (call: number): boolean => {
    const { callee, region, use } = facts.calls[call]!;
    return region < 0 && (use === 'discard' || use === 'await') && isAdministratorsGuard(lastName(callee) ?? '');
  };
  if (index.callsOf[id]?.some(isGuard)) return true;
  return facts.exits.some(({ kind, functionId, region }) => {
    const branch = functionId === id && kind === 'throw' ? facts.regions[region] : undefined;
    return branch?.kind === 'branch' && branch.parent < 0 && branch.test !== null && isDenial(facts, branch.test);
  });
}

/** `!user.isAdmin`, `user.role !== 'admin'`: also as one of several tests of which one is enough. */
function isDenial(facts: FileFacts, test: Expr): boolean {
  const expr = stripped(test);
  if (expr.kind === 'logical') return expr.operator === '||' && [expr.left, expr.right].some((part) => isDenial(facts, part));
  if (expr.kind === 'unary' && expr.operator === '!') {
    const asked = stripped(expr.operand);
    // Whoever is asked about something is an administrator of that.
    if (asked.kind === 'call') return facts.calls[asked.call]!.args.length === 0 && saysAdministrators(lastName(facts.calls[asked.call]!.callee) ?? '');
    return asked.kind === 'member' && saysAdministrators(asked.name);
  }
  return expr.kind === 'binary' && (expr.operator === '!==' || expr.operator === '!=') && [expr.left, expr.right].some((part) => isValueFor(part, saysAdministrators));
}

function isForAdministrators(facts: FileFacts, { callee, call }: DecoratorFact): boolean {
  return saysAdministrators(lastName(callee) ?? '') || (call >= 0 && areArgsFor(facts, call, saysAdministrators));
}

/** The calls that hand an entry to its framework. */
function registrationsOf(link: Link, { file, id }: FunctionRef): readonly CallRef[] {
  const site = file.index.callbackSite.get(id);
  if (site) return [{ file, id: site.call }];
  const { name } = file.facts.functions[id]!;
  return name && name !== 'default' ? link.names.passed(name) : [];
}

/** Whether a registration says for whom it is: its path, a step before it, what its object is called, or a function that stands before the handler. */
function isRegisteredFor({ file: { facts }, id }: CallRef, says: (name: string) => boolean): boolean {
  let step: Expr = { kind: 'call', call: id };
  while (step.kind === 'call') {
    if (areArgsFor(facts, step.call, says)) return true;
    step = facts.calls[step.call]!.callee;
    while (step.kind === 'member') step = stripped(step.object);
  }
  return step.kind === 'name' && says(step.name);
}

/** Whether one of the arguments says so: a name, a call, a text, or an option. Of several texts (roles, say) each has to. */
function areArgsFor(facts: FileFacts, call: number, says: (name: string) => boolean, depth = 0): boolean {
  const args = facts.calls[call]!.args.map(stripped);
  const values = args.filter(({ kind }) => kind === 'literal' || kind === 'member');
  if (values.length > 0 && values.every((value) => isValueFor(value, says))) return true;
  // A path, before what handles it.
  if (args[0]?.kind === 'literal' && String(args[0].value).startsWith('/') && isValueFor(args[0], says)) return true;
  return args.some((arg) => {
    if (arg.kind === 'name') return says(arg.name);
    if (arg.kind === 'array') return arg.elements.length > 0 && arg.elements.every((element) => isValueFor(stripped(element), says));
    if (arg.kind === 'object') return arg.properties.some(({ key, value }) => key !== null && isValueFor(stripped(value), says));
    if (arg.kind !== 'call' || depth > 0) return false;
    return says(lastName(facts.calls[arg.call]!.callee) ?? '') || areArgsFor(facts, arg.call, says, depth + 1);
  });
}

function isValueFor(expr: Expr, says: (name: string) => boolean): boolean {
  if (expr.kind === 'array') return expr.elements.length > 0 && expr.elements.every((element) => isValueFor(stripped(element), says));
  return expr.kind === 'literal' ? typeof expr.value === 'string' && says(expr.value) : expr.kind === 'member' && says(expr.name);
}
