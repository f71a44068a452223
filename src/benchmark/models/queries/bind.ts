import type { Column, Schema, Table } from '../../../database/schema/types.ts';
import { tableOf } from '../../../database/query/predicates.ts';
import type { ColumnRef, Compare, Condition, Operand, Query, TableRef } from '../../../database/query/types.ts';
import { valueOf } from '../rows.ts';
import type { RowsEngine } from '../rows.ts';

/** The tables of a statement, by the names that they have in it; undefined where the schema lacks one. */
export function tablesOf(query: Query, schema: Schema): ReadonlyMap<string, Table> | undefined {
  const refs: TableRef[] = [query.from, ...query.joins.map(({ table }) => table)];
  const inner = (condition: Condition): void => {
    if (condition.kind === 'and' || condition.kind === 'or') condition.of.forEach(inner);
    if (condition.kind === 'not') inner(condition.of);
    if (condition.kind === 'exists') {
      refs.push(condition.from, ...condition.joins.map(({ table }) => table));
      inner(condition.where);
    }
  };
  inner(query.where);
  const tables = new Map(refs.flatMap((ref) => [tableOf(schema, ref)].flatMap((table) => (table ? [[ref.alias, table] as const] : []))));
  return tables.size === new Set(refs.map(({ alias }) => alias)).size ? tables : undefined;
}

/** Rows that a limit which the code does not show keeps. */
const SOME = 100;

/** Where a statement is run, and for which rows. */
export interface Place {
  namespace?: string;
  /** The column whose value stays to be given, and what it is given. */
  key?: ColumnRef;
  value?: Operand;
  /** Which value another column gets, from 1; default: the first. */
  numberOf?(table: Table, column: Column): number;
}

/** The statement in a namespace of the run's own, with a fitting value for each that the code puts in, but for those of the key. */
export function bound(query: Query, tables: ReadonlyMap<string, Table>, engine: RowsEngine, { namespace, key, value, numberOf = () => 1 }: Place = {}): Query {
  const plain = ({ name, alias }: TableRef): TableRef => ({ name, alias, ...(namespace !== undefined && { namespace }) });
  const valued = (given: Compare): Operand => {
    const table = tables.get(given.column.table);
    const column = table?.columns.find(({ name }) => name === given.column.column) ?? NO_COLUMN;
    return operand(given, (k) => valueOf(column, k, engine), table && column !== NO_COLUMN ? numberOf(table, column) : 1);
  };
  const condition = (given: Condition): Condition => {
    switch (given.kind) {
      case 'and':
      case 'or':
        return { kind: given.kind, of: given.of.map(condition) };
      case 'not':
        return { kind: 'not', of: condition(given.of) };
      case 'exists':
        return { ...given, from: plain(given.from), joins: given.joins.map((join) => ({ ...join, table: plain(join.table), on: condition(join.on) })), where: condition(given.where) };
      case 'compare':
        return isOfKey(given, key) ? { ...given, value: value ?? given.value } : { ...given, value: valued(given) };
      default:
        return given;
    }
  };
  return {
    ...query,
    from: plain(query.from),
    joins: query.joins.map((join) => ({ ...join, table: plain(join.table), on: condition(join.on) })),
    where: condition(query.where),
    limit: query.limit === 'some' ? SOME : query.limit,
  };
}

function isOfKey({ column, operator }: Compare, key: ColumnRef | undefined): boolean {
  return key !== undefined && column.table === key.table && column.column === key.column && (operator === '=' || operator === 'in');
}

const NO_COLUMN: Column = { name: '', type: 'text', nullable: true };

function operand({ operator, value }: Compare, at: (k: number) => string | number | boolean, first: number): Operand {
  if (value.kind !== 'value') return value;
  if (operator === 'in' || operator === 'not in') return { kind: 'list', values: [at(first), at(first + 1), at(first + 2)] };
  if (operator === 'between') return { kind: 'list', values: [at(first), at(first + SOME - 1)] };
  return { kind: 'literal', value: at(first) };
}
