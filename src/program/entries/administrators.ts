import type { DecoratorFact, Expr } from '../../facts/types.ts';
import { chainBehind, chainTo } from '../arguments/chain.ts';
import { enumValue } from '../arguments/enums.ts';
import type { Source } from '../arguments/types.ts';
import type { Link } from '../link.ts';
import { symbolPath } from '../print.ts';
import { evaluate } from '../resolve/evaluate.ts';
import { keyOf, stripped, type CallRef, type FunctionRef } from '../values.ts';
import { callersOf } from './callers.ts';
import type { EntryInfo } from './entries.ts';
import { isTestFile, SERVING_KINDS } from './file-kinds.ts';
import { toldFile } from './labels.ts';
import { isRole, isRoleValue, turnsOthersAway } from './roles.ts';
import type { EntryTable } from './table.ts';

/** Functions looked at on the way back. */
const MAX_VISITED = 160;

/**
 * Where a request is found to be one of administrators, on each way that leads to a function: a guard that turns other roles away, a
 * route's path, a role that its registration asks for. What is looked at is values of the running program, never names in the code.
 * Undefined where a way leads there on which nothing says so; ways that begin nowhere tell nothing.
 */
export function onlyAdministrators(link: Link, entries: EntryTable, start: FunctionRef): string | undefined {
  let found: string | undefined;
  const seen = new Set<number>([keyOf(start.file, start.id)]);
  const queue: FunctionRef[] = [start];
  for (const here of queue) {
    if (queue.length > MAX_VISITED) return undefined;
    if (isTestFile(here.file)) continue;
    const entry = entries.get(keyOf(here.file, here.id));
    const sign = signOf(link, here, entry);
    found ??= sign;
    if (sign !== undefined) continue;
    if (entry && SERVING_KINDS.has(entry.kind)) return undefined;
    for (const { by } of entry || here.id === 0 ? [] : callersOf(link, here)) {
      const key = keyOf(by.file, by.id);
      if (!seen.has(key)) queue.push(by);
      seen.add(key);
    }
  }
  return found;
}

/** What says so at a function, as a reader finds it. */
function signOf(link: Link, here: FunctionRef, entry: EntryInfo | undefined): string | undefined {
  const { file, id } = here;
  if (id === 0) return undefined;
  const { facts } = file;
  if (turnsOthersAway(link, here)) return entry?.label ?? (symbolPath(facts, id) || file.path);
  if (!entry) return undefined;
  const { decorators, classId } = facts.functions[id]!;
  const isDecorated = [...decorators, ...(facts.classes[classId]?.decorators ?? [])].some((decorator: DecoratorFact) => decorator.call >= 0 && asksForRole(link, { file, id: decorator.call }));
  return isDecorated || hasPathOfTheirs(link, entry) || registrationOf(here).some((call) => asksForRole(link, call) || isGuarded(link, call)) ? entry.label : undefined;
}

/** Whether the path of a route, or what a job is called, has the role in it. Of an entry without either the label tells a file: what its folders are called counts only where a framework makes routes of files. */
function hasPathOfTheirs(link: Link, { kind, label, exportedBy }: EntryInfo): boolean {
  const isOfFile = exportedBy ? kind !== 'request' : link.byPath.has(toldFile(label));
  return !isOfFile && label.split('/').slice(1).some(isRole);
}

/** The call that hands an entry to its framework. */
function registrationOf({ file, id }: FunctionRef): readonly CallRef[] {
  const site = file.index.callbackSite.get(id);
  return site ? [{ file, id: site.call }] : [];
}

/** Whether a builder that an entry is handed to was given a guard before: `procedure.use(guard).query(…)`, also where it is kept in a name of another file. To a router routes are added, which are no guards of each other. */
function isGuarded(link: Link, call: CallRef): boolean {
  const { callee, functionId } = call.file.facts.calls[call.id]!;
  const receivers = callee.kind === 'member' ? evaluate(link, callee.object, { file: call.file, functionId }) : [];
  if (!receivers.some((value) => value.kind === 'handle' && link.libraries.describe(value).routes === undefined)) return false;
  const { steps, open } = chainTo(link, call);
  const before = steps.filter((step) => !step.optional && !(step.call.file === call.file && step.call.id === call.id));
  return open === undefined && before.some(({ args, spot }) => args.some((expr) => isGuard(link, { expr, spot })));
}

/** A function that turns others away, as it is or as a library keeps it: `middleware(fn)`. */
function isGuard(link: Link, source: Source): boolean {
  const turnsAway = ({ expr, spot }: Source): boolean => evaluate(link, expr, spot).some((value) => value.kind === 'function' && turnsOthersAway(link, value));
  return turnsAway(source) || chainBehind(link, source).steps.some(({ args, spot }) => args.some((expr) => turnsAway({ expr, spot })));
}

/** Whether a call is given the role, or what stands before a handler is: `Roles('admin')`, `app.get('/x', allow({ role: 'admin' }), handler)`. Of several roles each has to be. */
function asksForRole(link: Link, { file, id }: CallRef, depth = 0): boolean {
  const isOne = (value: Expr): boolean => isRoleValue(link, value, file);
  const args = file.facts.calls[id]!.args.map(stripped);
  const texts = args.filter((arg) => arg.kind === 'literal' || enumValue(link, arg, file) !== undefined);
  if (texts.length > 0 && texts.every(isOne)) return true;
  return args.some((arg) => {
    if (arg.kind === 'array') return isOne(arg);
    if (arg.kind === 'object') return arg.properties.some(({ key, value }) => key !== null && isOne(value));
    return arg.kind === 'call' && depth === 0 && asksForRole(link, { file, id: arg.call }, 1);
  });
}
