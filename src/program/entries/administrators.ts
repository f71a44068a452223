import type { DecoratorFact, Expr, FileFacts } from '../../facts/types.ts';
import type { Link } from '../link.ts';
import { symbolPath } from '../print.ts';
import { keyOf, stripped, type CallRef, type FunctionRef, type LinkedFile } from '../values.ts';
import { callersOf } from './callers.ts';
import type { EntryInfo } from './entries.ts';
import { isTestFile, SERVING_KINDS } from './file-kinds.ts';
import type { EntryTable } from './table.ts';

/** Functions looked at on the way back. */
const MAX_VISITED = 160;

/** A role of those who run the service, as code compares it, and a segment of the paths that are kept for them. */
const ADMINISTRATORS = /^(?:(?:super|sys|system|site|global)[-_]?)?admin(?:istrator|istration)?s?$/i;

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
  if (hasGuard(file, id)) return entry?.label ?? (symbolPath(facts, id) || file.path);
  if (!entry) return undefined;
  const { decorators, classId } = facts.functions[id]!;
  const isDecorated = [...decorators, ...(facts.classes[classId]?.decorators ?? [])].some((decorator: DecoratorFact) => decorator.call >= 0 && asksForRole(facts, decorator.call));
  return isDecorated || entry.label.split('/').slice(1).some(isRole) || registrationOf(here).some(({ file: by, id: call }) => asksForRole(by.facts, call)) ? entry.label : undefined;
}

function isRole(text: string): boolean {
  return ADMINISTRATORS.test(text);
}

/** Whether a function throws, before all else, where somebody has another role: `if (user.role !== 'admin') throw …`. */
function hasGuard({ facts }: LinkedFile, id: number): boolean {
  return facts.exits.some(({ kind, functionId, region }) => {
    const branch = functionId === id && kind === 'throw' ? facts.regions[region] : undefined;
    return branch?.kind === 'branch' && branch.parent < 0 && branch.test !== null && isDenial(branch.test);
  });
}

/** Also as one of several tests of which one is enough. */
function isDenial(test: Expr): boolean {
  const expr = stripped(test);
  if (expr.kind === 'logical') return expr.operator === '||' && [expr.left, expr.right].some(isDenial);
  return expr.kind === 'binary' && (expr.operator === '!==' || expr.operator === '!=') && [expr.left, expr.right].some(isRoleValue);
}

/** The call that hands an entry to its framework. */
function registrationOf({ file, id }: FunctionRef): readonly CallRef[] {
  const site = file.index.callbackSite.get(id);
  return site ? [{ file, id: site.call }] : [];
}

/** Whether a call is given the role, or what stands before a handler is: `Roles('admin')`, `app.get('/x', allow({ role: 'admin' }), handler)`. Of several roles each has to be. */
function asksForRole(facts: FileFacts, call: number, depth = 0): boolean {
  const args = facts.calls[call]!.args.map(stripped);
  const texts = args.filter(({ kind }) => kind === 'literal');
  if (texts.length > 0 && texts.every(isRoleValue)) return true;
  return args.some((arg) => {
    if (arg.kind === 'array') return isRoleValue(arg);
    if (arg.kind === 'object') return arg.properties.some(({ key, value }) => key !== null && isRoleValue(value));
    return arg.kind === 'call' && depth === 0 && asksForRole(facts, arg.call, 1);
  });
}

function isRoleValue(value: Expr): boolean {
  const expr = stripped(value);
  if (expr.kind === 'array') return expr.elements.length > 0 && expr.elements.every(isRoleValue);
  return expr.kind === 'literal' && typeof expr.value === 'string' && isRole(expr.value);
}
