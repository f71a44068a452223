import type { Schema, Table } from '../../schema/types.ts';
import { askedOf, type Asked } from '../predicates.ts';
import type { Query } from '../types.ts';
import { indexFor, indexLedBy, indexOfOtherType, indexText, isPicky, isUnclear, sortIndex } from './indexes.ts';
import { missingOf } from './missing.ts';
import type { Access } from './types.ts';

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

/** Whether it reads rows as they come, and only so many. */
function readsFirst({ from, order, limit, group, distinct }: Query, { ref, predicates, alternatives, unknown }: Asked): boolean {
  return ref.alias === from.alias && order.length === 0 && limit !== 'none' && limit !== 'unknown' && predicates.length === 0 && alternatives.length === 0 && unknown === undefined && group.length === 0 && !distinct;
}
