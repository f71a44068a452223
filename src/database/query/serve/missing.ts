import type { Index, IndexPart, Schema, Table } from '../../schema/types.ts';
import type { Asked, Predicate } from '../predicates.ts';
import type { Query } from '../types.ts';
import { isImplied } from './implied.ts';
import { indexFor, indexText, isInOrder, isOn, isPicky, isSorted, matched, sortIndex } from './indexes.ts';
import type { Access, Considered, Unserved } from './types.ts';

/** Columns of a candidate at most. */
const MAX_PARTS = 3;

/** What would lead to the rows, where nothing does. */
export function missingOf(query: Query, asked: Asked, found: ReadonlyMap<string, string>, schema: Schema): Access {
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
