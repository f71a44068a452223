import type { Expr } from '../../facts/types.ts';
import { walkExpr } from '../../facts/walk.ts';
import type { QueryEffect } from '../../libraries/types.ts';
import type { Link } from '../link.ts';
import { occurrencesIn, type Occurrence } from '../lifetime/occurrences.ts';
import { stripped, type CallRef, type LinkedFile } from '../values.ts';
import { bodiesIn, type DirectEffect } from './graph.ts';
import { isLocal } from './local.ts';

/** A query that reads more than the code uses of it. */
export interface OverFetch {
  call: CallRef;
  target: DirectEffect['target'];
  /**
   * `count`: of its rows only the number is used. `filter`: all rows of the table are read, and one method of the list picks some.
   * `relation`: a relation that comes along is not read.
   */
  kind: 'count' | 'filter' | 'relation';
  /** The method that picks, or the relation. */
  name: string;
  /** It is answered in this process, without a round trip. */
  local: boolean;
  /** The code has the keys of the rows: no more of them than that come back. */
  keyed: boolean;
}

/** Methods of a list that go by a test of the elements. */
const PICKING = new Set(['filter', 'find', 'findLast', 'findIndex', 'some', 'every']);
/** Methods that give each element to a function, and keep none. */
const VISITING = new Set(['map', 'flatMap', 'forEach', 'some', 'every']);

/** Finds a file's queries whose rows are used for less than what was read. Only what is waited for on the spot is followed. */
export function overFetchesIn(link: Link, file: LinkedFile): OverFetch[] {
  return [...bodiesIn(link, file)].flatMap(([id, { effects }]): OverFetch[] => {
    const call = file.facts.calls[id]!;
    if (call.use !== 'await' || (call.kind !== 'call' && call.kind !== 'get')) return [];
    const direct = effects.find(({ effect }) => effect.kind === 'query');
    if (!direct || direct.effect.kind !== 'query' || direct.effect.operation !== 'select' || direct.effect.light || direct.effect.lazy) return [];
    // What is neither filtered nor composed asks for rows by their keys.
    if (!direct.effect.filter && !direct.target.operation.whenAwaited) return [];
    const found = useOf(link, file, id, direct.effect);
    return found ? [{ call: { file, id }, target: direct.target, ...found, local: isLocal(link, direct), keyed: hasKeys(file, id) }] : [];
  });
}

function useOf(link: Link, file: LinkedFile, id: number, effect: QueryEffect): Pick<OverFetch, 'kind' | 'name'> | undefined {
  const uses = usesOfResult(file, id);
  if (!uses || uses.length === 0) return undefined;
  if (effect.rows === 'many' && !isLimited(file, id)) {
    if (uses.every(({ members }) => members.length === 1 && members[0] === 'length')) return { kind: 'count', name: 'length' };
    const [use, ...others] = uses;
    const method = use!.site.kind === 'callee' && use!.members.length === 1 ? use!.members[0]! : '';
    if (others.length === 0 && PICKING.has(method) && isFullRead(file, id, effect)) return { kind: 'filter', name: method };
  }
  const relation = relationsOf(file, id, effect).find((name) => isUnread(link, file, uses, name, effect.rows === 'many'));
  return relation === undefined ? undefined : { kind: 'relation', name: relation };
}

/** Where the result goes, through the names that hold it; undefined where not all is seen. */
function usesOfResult(file: LinkedFile, id: number): readonly Occurrence[] | undefined {
  const { ofCall, ofBinding } = occurrencesIn(file);
  const uses: Occurrence[] = [];
  for (const use of ofCall.get(id) ?? []) {
    if (use.site.kind !== 'binding') {
      uses.push(use);
      continue;
    }
    const { kind, path, init } = file.facts.bindings[use.site.id]!;
    // Elements of a page have no names for single tags: what they show is not seen.
    if (kind !== 'const' || use.as !== 'whole' || use.members.length > 0 || init === null || stripped(init).kind !== 'call' || /x$/.test(file.path)) return undefined;
    if (path.includes('...') || path.includes('[]')) return undefined;
    for (const further of ofBinding.get(use.site.id) ?? []) uses.push({ ...further, members: [...path, ...further.members] });
    if (path.length > 0 && !ofBinding.has(use.site.id)) uses.push({ ...use, as: 'read', members: path });
  }
  return uses;
}

/** Options and steps of builders that limit how many rows are read, or make groups of them, which are not counted as rows are. */
const LIMITS: ReadonlySet<string> = new Set(['take', 'limit', 'first', 'maxResults', 'pageSize', 'group', 'groupBy', 'having', 'distinct', 'distinctOn']);
/** Options that ask for something else than all rows with their columns. */
const NARROWING: ReadonlySet<string> = new Set(['skip', 'offset', 'cursor', 'distinct', 'include', 'having', 'group']);

function isLimited(file: LinkedFile, id: number): boolean {
  const { callee, args } = file.facts.calls[id]!;
  const isHere = args.some((arg) => arg.kind === 'object' && arg.properties.some(({ key }) => key === null || LIMITS.has(key)));
  if (isHere || callee.kind !== 'member') return isHere;
  const { object } = callee;
  return LIMITS.has(callee.name) || (object.kind === 'call' && isLimited(file, object.call));
}

/** Whether the call asks for all rows: its filter's argument is one that the code shows, and has no filter in it. */
function isFullRead(file: LinkedFile, id: number, { filter, sql }: QueryEffect): boolean {
  const { kind, args } = file.facts.calls[id]!;
  if (kind !== 'call' || !filter || sql) return false;
  const arg = args[filter.arg];
  if (!arg) return args.length <= filter.arg;
  if (arg.kind !== 'object' || arg.properties.some(({ key }) => key === null || key.startsWith('['))) return false;
  return filter.property === undefined ? arg.properties.length === 0 : !arg.properties.some(({ key }) => key === filter.property || NARROWING.has(key!));
}

/** Words for a list of values, as an option or a function. */
const IN = new Set(['in', '$in', '[Op.in]', 'In', 'inArray', 'whereIn', 'findByIds', 'whereInIds']);

function hasKeys(file: LinkedFile, id: number, depth = 0): boolean {
  const { callee, args } = file.facts.calls[id]!;
  if (callee.kind === 'member' && (IN.has(callee.name) || (callee.object.kind === 'call' && depth < 12 && hasKeys(file, callee.object.call, depth + 1)))) return true;
  if (callee.kind === 'name' && IN.has(callee.name)) return true;
  let found = false;
  for (const arg of args) {
    walkExpr(arg, (part) => {
      if (part.kind === 'object') found ||= part.properties.some(({ key }) => key !== null && IN.has(key));
      else if (part.kind === 'call' && depth < 12) found ||= hasKeys(file, part.call, depth + 1);
    });
  }
  return found;
}

/** The relations that a query names, as it shows them. */
function relationsOf(file: LinkedFile, id: number, { relations }: QueryEffect): string[] {
  const arg = relations && file.facts.calls[id]!.args[relations.arg];
  const named = arg?.kind === 'object' ? arg.properties.find(({ key }) => key === relations!.property)?.value : undefined;
  if (named?.kind === 'array') return named.elements.flatMap((one) => (one.kind === 'literal' && typeof one.value === 'string' ? [one.value.split('.')[0]!] : []));
  if (named?.kind !== 'object') return [];
  return named.properties.flatMap(({ key, value }) => (key !== null && /^\w+$/.test(key) && !key.startsWith('_') && (value.kind === 'object' || (value.kind === 'literal' && value.value === true)) ? [key] : []));
}

/** Whether a class of the project with a relation as its field computes a member: that may read the relation. */
function mayRead({ names }: Link, member: string, relation: string): boolean {
  return names.getters(member).some(({ file, id }) => file.facts.classes[id]!.fields.some(({ name }) => name === relation));
}

/** Whether each use reads another member that is no computed one, and hands no whole row on, nor to a method of its own. */
function isUnread(link: Link, file: LinkedFile, uses: readonly Occurrence[], relation: string, isList: boolean): boolean {
  let isRead = false;
  const reads = (rows: readonly Occurrence[]): boolean =>
    rows.every(({ site, as, members: [first, ...inner] }) => {
      if (first === undefined) return as === 'read';
      isRead = true;
      return first !== relation && first !== '[]' && !(site.kind === 'callee' && as === 'whole' && inner.length === 0) && !mayRead(link, first, relation);
    });
  if (!isList) return reads(uses);
  const all = uses.every(({ site, as, members }) => {
    if (members.length === 1 && members[0] === 'length') return true;
    if (site.kind !== 'callee' || as !== 'whole' || members.length !== 1 || !VISITING.has(members[0]!)) return false;
    const [visit] = file.facts.calls[site.call]!.args;
    const rows = visit && rowsIn(file, visit);
    return rows !== undefined && reads(rows);
  });
  return all && isRead;
}

/** The uses of the element in a function that is written as the argument. */
function rowsIn(file: LinkedFile, visit: Expr): readonly Occurrence[] | undefined {
  const param = visit.kind === 'function' ? file.facts.functions[visit.function]!.params[0] : undefined;
  if (!param || param.rest) return undefined;
  const { ofBinding } = occurrencesIn(file);
  return param.bindings.flatMap((id) => {
    const { path } = file.facts.bindings[id]!;
    return path.includes('...') ? [{ site: { kind: 'test' as const }, as: 'whole' as const, members: [], functionId: 0, region: -1 }] : (ofBinding.get(id) ?? []).map((use) => ({ ...use, members: [...path, ...use.members] }));
  });
}
