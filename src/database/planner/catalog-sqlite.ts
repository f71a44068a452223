import type { Database, SqlValue } from 'sql.js';
import type { Column, ColumnType, ForeignKey, Index, IndexPart, Origin, Schema, Table } from '../schema/types.ts';
import { liveOrigin } from './catalog-postgres.ts';
import { identifier, literal } from '../schema/identifiers.ts';
import { tokensOf } from './tokens.ts';

type Row = Readonly<Record<string, SqlValue>>;

/** The rows that a statement gives. */
export function rowsOf(database: Database, sql: string): Row[] {
  const [result] = database.exec(sql);
  return (result?.values ?? []).map((values) => Object.fromEntries(result!.columns.map((name, at) => [name, values[at]!])));
}

/** What a database file declares; `place` stands for it. https://sqlite.org/pragma.html */
export function readSqliteCatalog(database: Database, place: string): Schema {
  const origin = liveOrigin(place);
  const objects = rowsOf(database, "SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'view', 'index') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'");
  const definitions = new Map(objects.map(({ name, sql }) => [String(name), String(sql ?? '')]));
  const tables = objects.filter(({ type }) => type !== 'index').map(({ type, name }): Table => tableOf(database, String(name), type === 'view', definitions, origin));
  return { dir: '', engine: 'sqlite', tables, complete: true, problems: [] };
}

function tableOf(database: Database, name: string, view: boolean, definitions: ReadonlyMap<string, string>, origin: Origin): Table {
  const info = rowsOf(database, `PRAGMA table_info(${literal(name)})`);
  const key = info.filter(({ pk }) => Number(pk) > 0).sort((a, b) => Number(a.pk) - Number(b.pk));
  const indexes = view ? [] : rowsOf(database, `PRAGMA index_list(${literal(name)})`).map((row) => indexOf(database, row, definitions, origin));
  // The number of a row is its key where an integer column is: no index is listed for that.
  if (key.length > 0 && !indexes.some(({ by }) => by === 'primary key')) {
    indexes.unshift({ parts: key.map((row) => ({ column: String(row.name), direction: 'asc' })), unique: true, method: 'btree', include: [], by: 'primary key', origin });
  }
  return { name, kind: view ? 'view' : 'table', entities: [], columns: info.map((row) => columnOf(row, origin)), indexes, foreignKeys: view ? [] : foreignKeysOf(database, name, origin), relations: [], origin };
}

/** https://sqlite.org/datatype3.html#determination_of_column_affinity */
const TYPES: readonly (readonly [name: RegExp, type: ColumnType])[] = [
  [/bool/i, 'boolean'], [/datetime|timestamp/i, 'timestamp'], [/^date$/i, 'date'], [/bigint/i, 'bigint'], [/int/i, 'integer'], [/json/i, 'json'], [/uuid/i, 'uuid'], [/char|clob|text/i, 'text'], [/blob/i, 'bytes'],
  [/real|floa|doub/i, 'float'], [/dec|num/i, 'decimal'],
];

function columnOf({ name, type, notnull, pk }: Row, origin: Origin): Column {
  const native = String(type ?? '');
  return { name: String(name), type: TYPES.find(([pattern]) => pattern.test(native))?.[1] ?? 'other', ...(native === '' ? {} : { nativeType: native }), nullable: Number(notnull) === 0 && Number(pk) === 0, origin };
}

const MADE_BY = { c: 'index', u: 'unique', pk: 'primary key' } as const;

function indexOf(database: Database, { name, unique, origin: by, partial }: Row, definitions: ReadonlyMap<string, string>, origin: Origin): Index {
  const text = partsOf(definitions.get(String(name)) ?? '');
  const parts = rowsOf(database, `PRAGMA index_xinfo(${literal(String(name))})`)
    .filter(({ key }) => Number(key) === 1)
    .map((row, at): IndexPart => ({ ...(row.name === null ? { expression: text.parts[at] ?? '' } : { column: String(row.name) }), direction: Number(row.desc) === 1 ? 'desc' : 'asc' }));
  return { name: String(name), parts, unique: Number(unique) === 1, method: 'btree', ...(Number(partial) === 1 ? { where: { text: text.where } } : {}), include: [], by: MADE_BY[String(by) as keyof typeof MADE_BY], origin };
}

/** The parts of an index and its predicate, as the statement that made it writes them. */
function partsOf(sql: string): { parts: string[]; where: string } {
  const tokens = tokensOf(sql, false);
  const open = tokens.findIndex(({ text, depth }) => text === '(' && depth === 0);
  const close = tokens.findIndex(({ text, depth }, at) => at > open && text === ')' && depth === 0);
  if (open < 0 || close < 0) return { parts: [], where: '' };
  const commas = tokens.filter(({ text, depth }, at) => at > open && at < close && text === ',' && depth === 1);
  const ends = [...commas.map(({ start }) => start), tokens[close]!.start];
  const starts = [tokens[open]!.end, ...commas.map(({ end }) => end)];
  const where = tokens.find(({ text, depth }, at) => at > close && depth === 0 && text.toUpperCase() === 'WHERE');
  return { parts: starts.map((start, at) => sql.slice(start, ends[at]).trim().replace(/\s+(?:asc|desc)$/i, '').toLowerCase()), where: where === undefined ? '' : sql.slice(where.end).trim() };
}

function foreignKeysOf(database: Database, table: string, origin: Origin): ForeignKey[] {
  const rows = rowsOf(database, `PRAGMA foreign_key_list(${literal(table)})`);
  return [...new Set(rows.map(({ id }) => id))].map((id): ForeignKey => {
    const parts = rows.filter((row) => row.id === id).sort((a, b) => Number(a.seq) - Number(b.seq));
    const [first] = parts as [Row];
    return {
      columns: parts.map(({ from }) => String(from)),
      table: String(first.table),
      // Without a name it is the primary key of the other.
      references: parts.flatMap(({ to }) => (to === null ? [] : [String(to)])),
      onDelete: String(first.on_delete).toLowerCase() as ForeignKey['onDelete'],
      onUpdate: String(first.on_update).toLowerCase() as ForeignKey['onUpdate'],
      enforced: true,
      origin,
    };
  });
}

/** Rows of each table of a file. */
export function countRows(database: Database, schema: Schema): Map<string, number> {
  return new Map(schema.tables.filter(({ kind }) => kind === 'table').map(({ name }) => [name, Number(rowsOf(database, `SELECT count(*) AS rows FROM ${identifier(name, 'sqlite')}`)[0]!.rows)]));
}
