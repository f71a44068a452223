import type { Index, IndexPart, Predicate as PartialOf, PredicateTerm, Schema, Table } from '../schema/types.ts';
import { askedOf, type Asked, type Predicate } from './predicates.ts';
import type { Compare, OrderTerm, Query } from './types.ts';

/** How the rows of one table are found that a statement is about. */
export type Access =
  /** By an index; `by` says which, or what else leads to few rows. */
  | { kind: 'served'; by: string }
  /** All rows are read, though an index could lead to those that are wanted. */
  | Unserved
  /** All rows are read, and no index in order would help: the conditions leave many rows, or are none that an index can find. */
  | { kind: 'unselective' }
  /** All rows are wanted. */
  | { kind: 'whole table' }
  /** Something that decides is not seen. */
  | { kind: 'unknown'; why: string };

export interface Unserved {
  kind: 'unserved';
  /**
   * What would lead to the rows: an equality, a range alone, the order of the first rows, a join from rows that are found, or one
   * of several alternatives.
   */
  need: 'equality' | 'range' | 'sort' | 'join' | 'alternative';
  /** Columns that are asked for, in the order of the candidate. */
  columns: readonly string[];
  considered: readonly Considered[];
  candidate: Candidate;
  /** The code puts each condition in only where a value is given, or another one that an index serves. */
  optional: boolean;
  /** An index has the rows in the order that is asked for: they are walked until enough have come that fit. */
  walked?: Index;
}

/** An index of the table that has to do with what is asked for, and in a phrase why it does not serve. */
export interface Considered {
  index: Index;
  why: string;
}

/** The index to add: equalities first, then one range or the order. */
export interface Candidate {
  table: string;
  namespace?: string;
  parts: readonly IndexPart[];
}

/** Columns of a candidate at most. */
const MAX_PARTS = 3;

/**
 * Whether an index leads to the rows of one table that a statement asks for. The rules of the engines are those for indexes in
 * order: equalities on the first columns in any order of the conditions, then one range, then the sort, all columns of it in their
 * direction or all of them in the other one. Where one condition is served by a selective column, others are checked on few rows.
 * https://www.postgresql.org/docs/current/indexes-multicolumn.html, https://dev.mysql.com/doc/refman/8.4/en/multiple-column-indexes.html,
 * https://www.sqlite.org/optoverview.html, https://www.mongodb.com/docs/manual/core/indexes/index-types/index-compound/
 */
export function accessOf(query: Query, alias: string, schema: Schema): Access {
  return accessesOf(query, schema).get(alias) ?? { kind: 'unknown', why: `no table is called ${alias} in the statement` };
}

/** The same for all tables of a statement, those that must exist beside its rows among them, by alias. */
export function accessesOf(query: Query, schema: Schema): ReadonlyMap<string, Access> {
  const all = askedOf(query, schema);
  const found = foundIn(query, all, schema);
  const accesses = new Map([...all].map(([alias, asked]) => [alias, accessTo(query, asked, found, schema)]));
  return withLeaders(all, withOptional(query, all, accesses, schema));
}

/** The same, with what an index leads to where all that the code may put in is there. A list that is sorted is mostly asked for without any of it. */
function withOptional(query: Query, all: ReadonlyMap<string, Asked>, accesses: ReadonlyMap<string, Access>, schema: Schema): ReadonlyMap<string, Access> {
  const isLacking = [...accesses.values()].some((access) => access.kind === 'unserved' && !access.optional);
  if (!isLacking || ![...all.values()].some(({ predicates }) => predicates.some(({ optional }) => optional))) return accesses;
  const given = new Map([...all].map(([alias, asked]): [string, Asked] => [alias, { ...asked, predicates: asked.predicates.map((one) => ({ ...one, optional: false })) }]));
  const found = foundIn(query, given, schema);
  return new Map([...accesses].map(([alias, access]) => [alias, access.kind === 'unserved' && access.need !== 'sort' && found.has(alias) ? { ...access, optional: true } : access]));
}

/**
 * The same, where an index leads from the rows of one table to those of the next: what the first one lacks is lacked once, and where
 * nobody sees how its rows are found, nobody knows how those of the next one are.
 */
function withLeaders(all: ReadonlyMap<string, Asked>, accesses: ReadonlyMap<string, Access>): ReadonlyMap<string, Access> {
  const leads = new Set([...accesses].flatMap(([alias, { kind }]) => (kind === 'unknown' && mayBeFound(all.get(alias)!) ? [alias] : [])));
  const result = new Map(accesses);
  // An equality leads to fewer rows than what else may come first.
  const inTurn = [...accesses].sort(([, a], [, b]) => Number(isByEquality(b)) - Number(isByEquality(a)));
  for (const [alias, { kind }] of inTurn) {
    if (kind !== 'unserved' && kind !== 'unselective') continue;
    const leader = leaderOf(all.get(alias)!, leads);
    if (leader !== undefined) result.set(alias, { kind: 'unknown', why: `the rows of ${leader} lead to it` });
    if (leader !== undefined || kind === 'unserved') leads.add(alias);
  }
  return result;
}

function isByEquality(access: Access): boolean {
  return access.kind === 'unserved' && access.need === 'equality';
}

/** Whether something is asked of a table that may lead to few of its rows. */
function mayBeFound({ predicates, unknown }: Asked): boolean {
  return unknown !== undefined || predicates.some(({ use, strength, optional }) => use !== 'none' && strength !== 'weak' && !optional);
}

/** The table from whose rows an index leads to those of another one. */
function leaderOf(asked: Asked, leads: ReadonlySet<string>): string | undefined {
  return asked.links.find(({ column, other, drives }) => drives && leads.has(other.table) && indexLedBy(asked, [column]) !== undefined)?.other.table;
}

/** An index that a join leads into, by columns of its own. */
function indexLedBy(asked: Asked, columns: readonly string[]): Index | undefined {
  return asked.table?.indexes.find((one) => isUsable(one, asked, columns) && leads(one, asked, columns));
}

function accessTo(query: Query, asked: Asked, found: ReadonlyMap<string, string>, schema: Schema): Access {
  const { table, ref, unknown } = asked;
  if (query.operation === 'insert') return { kind: 'served', by: 'a new row' };
  if (!table) return { kind: 'unknown', why: `the schema has no table ${ref.name}` };
  if (table.kind !== 'table') return { kind: 'unknown', why: `${table.name} is a ${table.kind}` };
  const by = found.get(ref.alias);
  if (by !== undefined) return { kind: 'served', by };
  if (unknown !== undefined) return { kind: 'unknown', why: unknown };
  const unclear = table.indexes.find((index) => isUnclear(index, asked));
  if (unclear) return { kind: 'unknown', why: `the predicate of ${indexText(unclear)} is not understood` };
  const missing = missingOf(query, asked, found, schema);
  if (missing.kind === 'unserved' && mayHaveKeyIndex(schema, table, missing.columns)) return { kind: 'unknown', why: 'the engine is not known, and some make an index for a foreign key' };
  if (missing.kind === 'unserved' && table.incomplete) return { kind: 'unknown', why: `not all indexes of ${table.name} are known` };
  return missing.kind === 'unserved' && !schema.complete ? { kind: 'unknown', why: 'not all indexes of the schema are known' } : missing;
}

/** Whether an index would lead to the rows on an engine that makes one for each foreign key: https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html */
function mayHaveKeyIndex({ engine }: Schema, { foreignKeys }: Table, columns: readonly string[]): boolean {
  return engine === undefined && foreignKeys.some((key) => key.enforced && key.columns.every((column) => columns.includes(column)));
}

/** The index with its columns, as a reader names it: `orders_pkey (id)`, `(shop_id, created_at desc)`. */
export function indexText({ name, parts }: Pick<Index, 'name' | 'parts'>): string {
  const columns = `(${parts.map(({ column, expression, direction }) => `${column ?? expression}${direction === 'desc' ? ' desc' : ''}`).join(', ')})`;
  return name === undefined ? columns : `${name} ${columns}`;
}

/** The tables of a statement whose rows are found by an index, by alias, with what finds them. One leads to the next by joins. */
function foundIn(query: Query, all: ReadonlyMap<string, Asked>, schema: Schema): Map<string, string> {
  const found = new Map<string, string>();
  for (const [alias, asked] of all) {
    const by = servedByItself(query, asked, schema);
    if (by !== undefined) found.set(alias, by);
  }
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const [alias, asked] of all) {
      if (found.has(alias)) continue;
      const columns = asked.links.flatMap(({ column, other, drives }) => (drives && found.has(other.table) ? [column] : []));
      const index = indexLedBy(asked, columns);
      if (index) found.set(alias, indexText(index));
    }
  }
  return found;
}

/** Whether an index leads to rows by columns that a join gives, beside equalities of the statement. */
function leads({ parts }: Index, { predicates }: Asked, joined: readonly string[]): boolean {
  for (const { column } of parts) {
    if (column !== undefined && joined.includes(column)) return true;
    if (!predicates.some(({ on, use, optional }) => on === column && use === 'equal' && !optional)) return false;
  }
  return false;
}

function servedByItself(query: Query, asked: Asked, schema: Schema): string | undefined {
  const required = asked.predicates.filter(({ optional }) => !optional);
  const index = indexFor(asked, required) ?? indexOfOtherType(asked, required);
  if (index) return indexText(index);
  for (const { branches, unknown } of asked.alternatives) {
    if (unknown || branches.length === 0) continue;
    const indexes = branches.map((branch) => indexFor(asked, [...required, ...branch]));
    if (indexes.every((one) => one !== undefined)) return indexes.map(indexText).join(' and ');
  }
  const sorted = required.some(isPicky) ? undefined : sortIndex(query, asked, required, schema);
  return sorted ? indexText(sorted) : readsFirst(query, asked) ? 'the first rows' : undefined;
}

/** Whether few rows meet it: who walks all in order until enough of them have come passes over the others. */
function isPicky({ use, strength }: Predicate): boolean {
  return strength === 'strong' && (use === 'equal' || use === 'several');
}

/** Whether it reads rows as they come, and only so many. */
function readsFirst({ from, order, limit, group, distinct }: Query, { ref, predicates, alternatives, unknown }: Asked): boolean {
  return ref.alias === from.alias && order.length === 0 && limit !== 'none' && limit !== 'unknown' && predicates.length === 0 && alternatives.length === 0 && unknown === undefined && group.length === 0 && !distinct;
}

/** An index whose first columns lead to few rows. */
function indexFor({ table }: Asked, predicates: readonly Predicate[]): Index | undefined {
  return table?.indexes.find((index) => isInOrder(index) && !index.invalid && isImplied(index.where, predicates) && matched(index, predicates).some(({ strength }) => strength !== 'weak'));
}

/** The predicates that an index in order, or one by hash, finds rows by: equalities on its first columns, then one range. */
function matched(index: Index, predicates: readonly Predicate[]): Predicate[] {
  const found: Predicate[] = [];
  for (const part of index.parts) {
    const on = predicates.filter((predicate) => predicate.use !== 'none' && isOn(predicate, part));
    const equal = on.find(({ use }) => use === 'equal' || use === 'several');
    if (equal) {
      found.push(equal);
      continue;
    }
    const range = index.method === 'hash' ? undefined : on.find((predicate) => predicate.use === 'range');
    if (range) found.push(range);
    break;
  }
  // A hash is of all columns together.
  return index.method === 'hash' && found.length < index.parts.length ? [] : found;
}

function isOn({ on, wrapped }: Predicate, { column, expression }: IndexPart): boolean {
  return wrapped ? expression === on : column === on;
}

const IN_ORDER = new Set(['btree', 'hash', 'clustered', 'nonclustered']);

function isInOrder({ method }: Index): boolean {
  return IN_ORDER.has(method.toLowerCase());
}

/** Operators that an index of another kind finds, by its method and, where it has one, its operator class. */
const BY_OTHERS: readonly { method: RegExp; operators?: RegExp; finds: readonly Compare['operator'][] }[] = [
  // https://www.postgresql.org/docs/current/pgtrgm.html#PGTRGM-INDEX
  { method: /^(gin|gist)$/, operators: /trgm/, finds: ['like', 'ilike', 'regexp', '='] },
  // https://www.postgresql.org/docs/current/gin.html
  { method: /^(gin|gist)$/, finds: ['contains', 'full text', 'other'] },
  { method: /^(fulltext|text)$/, finds: ['full text'] },
  { method: /^(brin)$/, finds: ['<', '<=', '>', '>=', 'between'] },
  { method: /^(gist|spgist|spatial|rtree|2d|2dsphere|geohaystack|hnsw|ivfflat|bloom)$/, finds: ['other', 'contains'] },
];

function indexOfOtherType({ table }: Asked, predicates: readonly Predicate[]): Index | undefined {
  return table?.indexes.find(
    (index) =>
      !isInOrder(index) && !index.invalid && isImplied(index.where, predicates) &&
      // These find rows by any of their columns.
      index.parts.some((part) => predicates.some((predicate) => isOn(predicate, part) && BY_OTHERS.some(({ method, operators, finds }) => method.test(index.method.toLowerCase()) && (operators === undefined || operators.test(part.operators ?? '')) && finds.includes(predicate.compare.operator)))),
  );
}

/** An index that gives the rows in the order that is asked for, so that reading ends after the first ones. */
function sortIndex({ order, limit, group, distinct }: Query, asked: Asked, predicates: readonly Predicate[], schema: Schema): Index | undefined {
  if (order === 'unknown' || order.length === 0 || limit === 'none' || limit === 'unknown' || group.length > 0 || distinct) return undefined;
  return asked.table?.indexes.find((index) => index.method !== 'hash' && isInOrder(index) && !index.invalid && isImplied(index.where, predicates) && isSorted(index, order, asked, predicates, schema) === 'yes');
}

/** Whether an index has rows in an order. Columns that an equality fixes may stand in its way: they are the same in all rows. */
function isSorted(index: Index, order: readonly OrderTerm[], asked: Asked, predicates: readonly Predicate[], { engine }: Schema): 'yes' | 'no' | 'other way' {
  const fixed = (part: IndexPart): boolean => predicates.some((predicate) => predicate.use === 'equal' && isOn(predicate, part));
  const wanted = order.filter(({ by }) => !('column' in by && predicates.some(({ on, use }) => use === 'equal' && on === by.column && by.table === asked.ref.alias)));
  if (wanted.length === 0) return 'yes';
  let at = 0;
  let reversed: boolean | undefined;
  let isOtherWay = false;
  for (const part of index.parts) {
    const term = wanted[at];
    if (!term) break;
    if (isSame(term, part, asked.ref.alias)) {
      const differs = term.direction !== part.direction;
      if (reversed !== undefined && reversed !== differs) {
        isOtherWay = true;
        break;
      }
      reversed = differs;
      at++;
    } else if (!fixed(part)) break;
  }
  if (at === wanted.length) return 'yes';
  if (isOtherWay) return 'other way';
  if (at === 0) return 'no';
  // PostgreSQL sorts within equal first columns; the others have the primary key at the end of every index.
  if (engine === 'postgresql') return 'yes';
  const key = asked.table?.indexes.find(({ by }) => by === 'primary key')?.parts.map(({ column }) => column) ?? [];
  return wanted.slice(at).every(({ by }) => 'column' in by && key.includes(by.column)) && engine !== 'mongodb' ? 'yes' : 'no';
}

function isSame({ by }: OrderTerm, { column, expression }: IndexPart, alias: string): boolean {
  return 'column' in by ? by.table === alias && by.column === column : by.expression === expression;
}

/** Whether it may be used for what a statement asks of a table: not for its predicate's sake. */
function isUsable(index: Index, { predicates }: Asked, joined: readonly string[]): boolean {
  return !index.invalid && isInOrder(index) && isImplied(index.where, predicates.filter(({ optional }) => !optional), joined);
}

/** Whether nobody can say if an index may be used that would serve. */
function isUnclear(index: Index, asked: Asked): boolean {
  if (!index.where || index.where.terms) return false;
  const whole = { ...index, where: undefined };
  const required = asked.predicates.filter(({ optional }) => !optional);
  return !index.invalid && isInOrder(index) && matched(whole as Index, required).some(({ strength }) => strength !== 'weak');
}

/**
 * Whether each row that is asked for is in an index with a predicate: https://www.postgresql.org/docs/current/indexes-partial.html
 * @param joined columns that are equal to those of another table: null is equal to nothing
 */
export function isImplied(where: PartialOf | undefined, predicates: readonly Predicate[], joined: readonly string[] = []): boolean {
  return where === undefined || (where.terms?.every((term) => (term.operator === 'is not null' && joined.includes(term.column)) || predicates.some(({ compare, optional }) => !optional && implies(compare, term))) ?? false);
}

function implies({ column, operator, value, wrapped }: Compare, term: PredicateTerm): boolean {
  if (wrapped || column.column !== term.column) return false;
  if (term.operator === 'is null') return operator === 'is null' || (operator === '=' && value.kind === 'literal' && value.value === null);
  if (term.operator === 'is not null') return operator !== 'is null' && !(value.kind === 'literal' && value.value === null && operator === '=');
  const given = value.kind === 'literal' ? [value.value] : value.kind === 'list' ? value.values : undefined;
  if (!given || given.length === 0 || given.includes(null)) return false;
  if (operator === '=' || operator === 'in') return given.every((one) => holds(one!, term));
  const [limit] = term.values;
  switch (operator) {
    case '<>':
      return term.operator === '<>' && same(given[0]!, limit!);
    case 'not in':
      return term.operator === '<>' && given.some((one) => same(one!, limit!));
    case '>':
    case '>=':
      return (term.operator === '>' || term.operator === '>=') && (holds(given[0]!, { ...term, operator: '>' }) || (same(given[0]!, limit!) && (operator === '>' || term.operator === '>=')));
    case '<':
    case '<=':
      return (term.operator === '<' || term.operator === '<=') && (holds(given[0]!, { ...term, operator: '<' }) || (same(given[0]!, limit!) && (operator === '<' || term.operator === '<=')));
    default:
      return false;
  }
}

type Constant = string | number | boolean;

/** Whether a value meets a term. */
function holds(value: Constant, { operator, values }: PredicateTerm): boolean {
  const limit = values[0]!;
  switch (operator) {
    case '=':
    case 'in':
      return values.some((one) => same(one, value));
    case '<>':
      return !same(limit, value);
    case '<':
      return typeof value === typeof limit && value < limit;
    case '<=':
      return typeof value === typeof limit && value <= limit;
    case '>':
      return typeof value === typeof limit && value > limit;
    case '>=':
      return typeof value === typeof limit && value >= limit;
    default:
      return false;
  }
}

/** A number may be written as text. */
function same(left: Constant, right: Constant): boolean {
  return String(left) === String(right);
}

/** What would lead to the rows, where nothing does. */
function missingOf(query: Query, asked: Asked, found: ReadonlyMap<string, string>, schema: Schema): Access {
  const { predicates, alternatives, links } = asked;
  const indexable = predicates.filter(({ use, wrapped }) => use !== 'none' && !wrapped);
  const required = indexable.filter(({ optional }) => !optional);
  const { order, limit } = query;
  const mayBeSorted = order === 'unknown' && limit !== 'none';
  // Of what is not always there, what an index of its own serves is none that is missing.
  const open = indexable.filter((predicate) => !predicate.optional || !indexFor(asked, [predicate]));
  const isServedWithAll = indexFor(asked, indexable) !== undefined;
  for (const [part, optional] of [[required, isServedWithAll], [open, true]] as const) {
    if (!part.some(isPicky)) continue;
    if (mayBeSorted || (limit === 'unknown' && order.length > 0)) return { kind: 'unknown', why: 'whether it reads the first rows of an index in order is not seen' };
    return unserved(query, asked, part, 'equality', schema, optional);
  }
  for (const { branches, unknown } of alternatives) {
    if (unknown) continue;
    const unservedOnes = branches.filter((branch) => !indexFor(asked, [...required, ...branch]));
    // Where one alternative cannot be served at all, an index for another one changes nothing.
    const worst = unservedOnes.every((branch) => branch.some((predicate) => isPicky(predicate) && !predicate.wrapped)) ? unservedOnes[0] : undefined;
    if (worst) return mayBeSorted ? { kind: 'unknown', why: 'its order is not seen' } : unserved(query, asked, [...worst, ...required], 'alternative', schema, false);
  }
  const joined = links.filter(({ other, drives }) => drives && found.has(other.table));
  if (joined.length > 0) {
    const columns = [...new Set(joined.map(({ column }) => column))].slice(0, MAX_PARTS);
    return made(asked, 'join', columns.map((column) => ({ column, direction: 'asc' })), columns, schema, query, false);
  }
  if (alternatives.some(({ unknown }) => unknown)) return { kind: 'unknown', why: 'one of several alternatives is not known' };
  const range = required.find(({ use, strength }) => use === 'range' && strength === 'strong');
  const ofState = range && indexOfState(asked, required);
  if (ofState) return { kind: 'served', by: indexText(ofState) };
  if (range) return mayBeSorted ? { kind: 'unknown', why: 'its order is not seen' } : unserved(query, asked, required, 'range', schema, false);
  const isFirst = order !== 'unknown' && limit !== 'none' && limit !== 'unknown' && query.group.length === 0 && !query.distinct;
  // Where a condition that no index finds is tested on the way, nobody knows how far the walk goes.
  const isPlain = alternatives.length === 0 && !asked.excludes && predicates.every(({ use, wrapped }) => !wrapped && (use === 'equal' || use === 'several'));
  if (isFirst && isPlain && query.from.alias === asked.ref.alias && sortParts(order, asked).length > 0 && links.length === 0 && query.operation === 'select') {
    return unserved(query, asked, required.filter(({ strength }) => strength === 'doubtful'), 'sort', schema, false);
  }
  return predicates.length > 0 || alternatives.length > 0 || asked.excludes ? { kind: 'unselective' } : { kind: 'whole table' };
}

/** An index led by an enum's value that the code writes: of what goes through states, it looks for the rows that are in one, which may be few at a time, and the range leaves fewer. */
function indexOfState({ table }: Asked, required: readonly Predicate[]): Index | undefined {
  const isState = ({ strength, use, compare: { value } }: Predicate): boolean => strength === 'weak' && use === 'equal' && value.kind === 'literal' && typeof value.value === 'string';
  return table?.indexes.find((index) => isInOrder(index) && !index.invalid && isImplied(index.where, required) && matched(index, required).some(isState));
}

/** The columns that rows are ordered by; none where one of them is no column of the table. */
function sortParts(order: Query['order'], { ref, table }: Asked): IndexPart[] {
  if (order === 'unknown') return [];
  const parts = order.map(({ by, direction }): IndexPart | undefined => ('column' in by && by.table === ref.alias && table?.columns.some(({ name }) => name === by.column) !== false ? { column: by.column, direction } : undefined));
  return parts.every((part) => part !== undefined) ? parts : [];
}

/** How selective a column is, by what is known without its values: keys of other tables first, then plain ones, then those of few values. */
function rank({ strength, column }: Predicate, table: Table | undefined): number {
  if (strength !== 'strong') return strength === 'doubtful' ? 2 : 3;
  return table?.foreignKeys.some(({ columns }) => columns.includes(column)) || /(^|_)id$|Id$/.test(column) ? 0 : 1;
}

function positionOf({ column }: Predicate, table: Table | undefined): number {
  return table?.columns.findIndex(({ name }) => name === column) ?? -1;
}

function unserved(query: Query, asked: Asked, predicates: readonly Predicate[], need: Unserved['need'], schema: Schema, optional: boolean): Unserved {
  const { order, limit } = query;
  const sort = order !== 'unknown' && limit !== 'none' ? sortParts(order, asked) : [];
  const equal = predicates
    .filter(({ use, wrapped, compare }) => !wrapped && compare.operator !== 'is null' && (use === 'equal' || use === 'several'))
    // A list of few values breaks the order, and narrows little.
    .filter(({ use, strength }) => strength === 'strong' || use === 'equal')
    // Where it is all the same, the order of the declaration: whoever asks by the same columns is given one index.
    .sort((a, b) => rank(a, asked.table) - rank(b, asked.table) || Number(a.use === 'several') - Number(b.use === 'several') || positionOf(a, asked.table) - positionOf(b, asked.table));
  const range = predicates.find(({ use, strength, wrapped, on }) => use === 'range' && strength !== 'weak' && !wrapped && !equal.some((one) => one.on === on));
  const parts: IndexPart[] = [];
  const push = (part: IndexPart): void => {
    if (parts.length < MAX_PARTS && !parts.some(({ column }) => column === part.column)) parts.push(part);
  };
  for (const { on } of equal) push({ column: on, direction: 'asc' });
  if (range && sort[0]?.column !== range.on) push({ column: range.on, direction: 'asc' });
  // Behind a range, or a list, rows are in no order as a whole.
  else if (!equal.some(({ use }) => use === 'several')) sort.forEach(push);
  const asks = predicates.filter(({ strength, use }) => need !== 'equality' || (strength === 'strong' && use !== 'range')).map(({ on }) => on);
  const columns = need === 'sort' ? sort.map(({ column }) => column!) : [...new Set(parts.flatMap(({ column }) => (column !== undefined && asks.includes(column) ? [column] : [])))];
  return made(asked, need, parts, columns, schema, query, optional);
}

function made(asked: Asked, need: Unserved['need'], parts: readonly IndexPart[], columns: readonly string[], schema: Schema, query: Query, optional: boolean): Unserved {
  const { name, namespace } = asked.table!;
  const walked = need === 'equality' ? sortIndex(query, asked, asked.predicates.filter((predicate) => !predicate.optional), schema) : undefined;
  const considered = consideredOf(asked, columns, need, schema, query);
  return {
    kind: 'unserved',
    need,
    columns,
    considered: walked ? [{ index: walked, why: 'in the order that is asked for, of rows that fit and of all others' }, ...considered.filter(({ index }) => index !== walked)] : considered,
    candidate: { table: name, ...(namespace !== undefined && { namespace }), parts },
    optional,
    ...(walked && { walked }),
  };
}

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth'];

/** The indexes that have to do with the columns, each with why it does not serve. */
function consideredOf(asked: Asked, columns: readonly string[], need: Unserved['need'], schema: Schema, query: Query): Considered[] {
  const required = asked.predicates.filter(({ optional }) => !optional);
  return asked.table!.indexes.flatMap((index) => {
    const at = index.parts.findIndex(({ column, expression }) => columns.some((name) => (column === undefined ? mentionsColumn(expression ?? '', name) : column === name)));
    if (at < 0) return [];
    return [{ index, why: whyNot(index, at, required, need, asked, schema, query) }];
  });
}

function mentionsColumn(expression: string, column: string): boolean {
  return new RegExp(`(^|\\W)${column.replace(/[^\w]/g, '\\$&')}(\\W|$)`, 'i').test(expression);
}

function whyNot(index: Index, at: number, required: readonly Predicate[], need: Unserved['need'], asked: Asked, schema: Schema, { order }: Query): string {
  const part = index.parts[at]!;
  if (index.invalid) return 'invalid';
  if (part.column === undefined) return `on ${part.expression}`;
  if (!isInOrder(index)) return `of another type (${index.method})`;
  if (!isImplied(index.where, required, need === 'join' ? asked.links.map(({ column }) => column) : [])) return `partial: only rows where ${index.where!.text}`;
  if (need === 'sort' && order !== 'unknown' && isSorted(index, order, asked, required, schema) === 'other way') return 'sorted the other way';
  if (at === 0 && index.method === 'hash') return 'of another type (hash)';
  if (at === 0 && need === 'sort') return 'sorted by fewer columns';
  if (at === 0) return required.some((predicate) => predicate.strength === 'weak' && isOn(predicate, part)) ? `by ${part.column} first, which has few values` : 'for a part of the alternatives only';
  const isGiven = (one: IndexPart): boolean => required.some((predicate) => predicate.use !== 'none' && isOn(predicate, one));
  if (isGiven(index.parts[0]!)) {
    const gap = index.parts.slice(0, at).find((one) => !isGiven(one));
    return gap ? `the middle column, ${gap.column ?? gap.expression}, is skipped` : `by ${index.parts[0]!.column ?? index.parts[0]!.expression} first, which has few values`;
  }
  return `${ORDINALS[at] ?? `${at + 1}th`} column only`;
}
