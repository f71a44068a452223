import { familyOf } from './engines.ts';
import type { Column, Engine, Schema, Table } from './types.ts';

/** A database none of whose tables has so many rows is one that somebody develops with: its sizes say nothing. */
const FILLED_ROWS = 10_000;

/**
 * What files declare of databases, with what the catalog of a live one has of the same tables: its columns, keys and indexes count,
 * and its rows, where it is one that is used. Names that code has for tables and columns stay. Tables that the live database lacks stay as declared; those that no
 * file declares are added to the schema that shares most tables with it.
 */
export function withCatalog(schemas: readonly Schema[], live: Schema): Schema[] {
  const isFilled = live.tables.some(({ rows = 0 }) => rows >= FILLED_ROWS);
  const shared = schemas.map((schema) => (isOfEngine(schema, live.engine) ? schema.tables.filter((table) => sameTable(table, live.tables) !== undefined).length : 0));
  const most = Math.max(0, ...shared);
  if (most === 0) return [...schemas, live];
  const main = shared.indexOf(most);
  return schemas.map((schema, at) => {
    if (shared[at] === 0) return schema;
    const declared = schema.tables.map((table) => {
      const own = sameTable(table, live.tables);
      return own === undefined ? table : asInCatalog(table, own, isFilled);
    });
    const others = at === main ? live.tables.filter((table) => sameTable(table, schema.tables) === undefined) : [];
    return { ...schema, engine: live.engine, tables: [...declared, ...others], complete: true };
  });
}

function asInCatalog(declared: Table, live: Table, isFilled: boolean): Table {
  const known = new Map(live.columns.map((column) => [column.name, column]));
  const columns = declared.columns.map((column): Column => {
    const own = known.get(column.name);
    known.delete(column.name);
    return own === undefined ? column : { ...own, ...(column.property !== undefined && { property: column.property }), ...(column.origin && { origin: column.origin }) };
  });
  const { kind, indexes, foreignKeys, rows } = live;
  return { ...declared, kind, columns: [...columns, ...known.values()], indexes, foreignKeys, ...(isFilled && rows !== undefined && { rows }) };
}

/** Schemas and namespaces that are not named are those of the default: `public` in PostgreSQL. */
function sameTable({ name, namespace = 'public' }: Table, tables: readonly Table[]): Table | undefined {
  return tables.find((other) => other.name === name && (other.namespace ?? 'public') === namespace);
}

/** A schema whose engine nothing tells may be of any. */
function isOfEngine({ engine }: Schema, live: Engine | undefined): boolean {
  return engine === undefined || (live !== undefined && familyOf(engine) === familyOf(live));
}
