import type { Argument } from '../../program/arguments/types.ts';
import type { Column, Relation, Schema, Table } from '../schema/types.ts';
import { and, compare } from './conditions.ts';
import type { ColumnRef, Condition, Join, TableRef } from './types.ts';

/** The column that a property of the code stands for. */
export function columnOf({ columns }: Table, property: string): Column | undefined {
  return columns.find((column) => (column.property ?? column.name) === property);
}

export function relationOf({ relations }: Table, property: string): Relation | undefined {
  return relations.find(({ name }) => name === property);
}

/** The table of that name in a schema. */
export function tableNamed({ tables }: Schema, name: string): Table | undefined {
  return tables.find((table) => table.name === name);
}

/** Columns of the primary key; empty where there is none. */
export function primaryKey({ indexes }: Table): readonly string[] {
  const parts = indexes.find(({ by }) => by === 'primary key')?.parts ?? [];
  return parts.flatMap(({ column }) => column ?? []);
}

/** Names for the tables of one statement: each table's own, with a number where it comes again. */
export class Aliases {
  private readonly taken = new Set<string>();

  ref({ name, namespace }: Pick<Table, 'name' | 'namespace'>, wanted = name): TableRef {
    let alias = wanted;
    for (let again = 2; this.taken.has(alias); again++) alias = `${wanted}${again}`;
    this.taken.add(alias);
    return { name, ...(namespace !== undefined && { namespace }), alias };
  }
}

/** A table of a statement under the name that it has there. */
export interface Named {
  schema: Schema;
  table: Table;
  ref: TableRef;
  aliases: Aliases;
}

export function named(schema: Schema, table: Table, aliases = new Aliases(), alias?: string): Named {
  return { schema, table, ref: aliases.ref(table, alias), aliases };
}

export function columnRef({ ref }: Named, column: string): ColumnRef {
  return { table: ref.alias, column };
}

/** How a statement gets from the rows of a table to those of a relation. */
export interface Way {
  to: Named;
  /** The table between, with the rows of it that belong to one row. */
  through?: { ref: TableRef; on: Condition };
  /** Which rows of the relation belong to one row, or to one of the table between. */
  on: Condition;
}

/** The way along a relation; undefined where the schema lacks its table. */
export function wayAlong(from: Named, relation: Relation, alias?: string): Way | undefined {
  const table = tableNamed(from.schema, relation.table);
  if (!table) return undefined;
  const between = relation.through;
  const middle = between && from.aliases.ref(tableNamed(from.schema, between.table) ?? { name: between.table });
  const to = named(from.schema, table, from.aliases, alias);
  const own = (columns: readonly string[], of: string, references: readonly string[], ref: string) =>
    and(columns.map((column, at) => compare({ table: of, column }, '=', { kind: 'column', column: { table: ref, column: references[at]! } })));
  if (!between || !middle) return { to, on: own(relation.references, to.ref.alias, relation.columns, from.ref.alias) };
  return {
    to,
    through: { ref: middle, on: own(between.columns, middle.alias, relation.columns, from.ref.alias) },
    on: own(relation.references, to.ref.alias, between.references, middle.alias),
  };
}

/** Rows of a relation exist for a row, with a condition of their own. */
export function existsAlong({ to, through, on }: Way, inner: Condition, negated: boolean): Condition {
  if (!through) return { kind: 'exists', negated, from: to.ref, joins: [], where: and([on, inner]) };
  return { kind: 'exists', negated, from: through.ref, joins: [{ table: to.ref, kind: 'inner', on }], where: and([through.on, inner]) };
}

/** The joins that bring the rows of a relation. */
export function joinsAlong({ to, through, on }: Way, kind: Join['kind'], inner: Condition): Join[] {
  const join = { table: to.ref, kind, on: and([on, inner]) };
  return through ? [{ table: through.ref, kind, on: through.on }, join] : [join];
}

/** A number of rows that the code gives: itself, some, or not known whether there is one. */
export function limitOf(arg: Argument | undefined, isOptional: boolean): number | 'some' | 'none' | 'unknown' {
  if (!arg || arg.kind === 'undefined' || (arg.kind === 'literal' && arg.value === null)) return 'none';
  if (isOptional || arg.kind === 'unknown') return 'unknown';
  return arg.kind === 'literal' && typeof arg.value === 'number' ? Math.abs(arg.value) : 'some';
}

export function offsetOf(arg: Argument | undefined, isOptional: boolean): 'none' | 'some' | 'unknown' {
  if (!arg || arg.kind === 'undefined' || (arg.kind === 'literal' && (arg.value === 0 || arg.value === null))) return 'none';
  return isOptional || arg.kind === 'unknown' ? 'unknown' : 'some';
}
