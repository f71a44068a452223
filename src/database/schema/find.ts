import { shapeOf } from './fold.ts';
import { commonLength } from './merge.ts';
import type { Engine, Schema, Table } from './types.ts';

/** What code says of the table that it means. */
export interface TableQuestion {
  /** Name of a model, a class, a variable: an entity of the table. */
  entity?: string | undefined;
  /** File that declares the entity, where it is known. */
  entityFile?: string | undefined;
  /** Name in the database. */
  name?: string | undefined;
  namespace?: string | undefined;
  /** File of the query, below the root: the nearest schema is meant. */
  from: string;
}

export interface FoundTable {
  schema: Schema;
  table: Table;
}

/**
 * The table that code means: of the schema whose package is nearest to the file. Undefined where there is none, or where several
 * are equally near and say different things.
 */
export function findTable(schemas: readonly Schema[], question: TableQuestion): FoundTable | undefined {
  const all = schemas.flatMap((schema) => schema.tables.filter((table) => isMeant(table, question)).map((table) => ({ schema, table })));
  const exact = question.entityFile === undefined ? [] : all.filter(({ table }) => table.entities.some(({ name, file }) => name === question.entity && file === question.entityFile));
  const found = exact.length > 0 ? exact : all;
  const nearness = found.map(({ schema }) => nearnessOf(schema, question.from));
  const nearest = found.filter((_, at) => nearness[at] === Math.max(...nearness));
  const [first, ...others] = nearest;
  return first && others.every((other) => saysTheSame(first, other)) ? first : undefined;
}

/** The engine of the schema that is nearest to a file; undefined where none is, or where two are equally near and differ. */
export function nearestEngine(schemas: readonly Schema[], from: string): Engine | undefined {
  const nearness = schemas.map((schema) => nearnessOf(schema, from));
  const engines = new Set(schemas.filter((_, at) => nearness[at] === Math.max(...nearness)).map(({ engine }) => engine));
  return engines.size === 1 ? [...engines][0] : undefined;
}

function isMeant(table: Table, { entity, name, namespace }: TableQuestion): boolean {
  if (entity !== undefined) return table.entities.some((one) => one.name === entity);
  return table.name === name && (namespace === undefined || table.namespace === undefined || namespace === table.namespace);
}

/** A schema whose package the file lies in is nearer than any other, the innermost the nearest; else the one with the most folders in common. */
function nearnessOf({ dir }: Schema, from: string): number {
  const common = commonLength(dir, from);
  const isAround = dir === '' || from.startsWith(`${dir}/`);
  return isAround && dir !== '' ? 1000 + common : common;
}

function saysTheSame(a: FoundTable, b: FoundTable): boolean {
  return a.schema.engine === b.schema.engine && contentOf(a.table) === contentOf(b.table);
}

function contentOf({ name, columns, indexes }: Table): string {
  return JSON.stringify([name, columns.map((column) => [column.name, column.type, column.nullable]), indexes.map(shapeOf).sort()]);
}
