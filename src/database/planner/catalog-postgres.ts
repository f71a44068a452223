import type { Column, ColumnType, ForeignKey, Index, IndexPart, Origin, Schema, SchemaProblem, Table } from '../schema/types.ts';
import { tableKey } from '../schema/identifiers.ts';
import { PlannerError } from './connection.ts';
import { type ColumnRow, COLUMNS, FOREIGN_KEYS, type ForeignKeyRow, type IndexRow, INDEXES, type StatisticsRow, STATISTICS, type TableRow, TABLES } from './postgres-queries.ts';
import type { ColumnStatistics, TableStatistics } from './statistics.ts';

/** Runs one of the fixed SELECTs. */
export type Ask = <Row>(sql: string) => Promise<readonly Row[]>;

/** What a PostgreSQL catalog knows. */
export interface PostgresCatalog {
  schema: Schema;
  /** By `tableKey`. */
  statistics: Map<string, TableStatistics>;
  /** First part of an ordered index, by table and index name. */
  leading: (index: string, table: string | undefined) => string | undefined;
}

/** How often a catalog is read that changes meanwhile: a migration, or tests beside the scan, drop a table in milliseconds. */
const READS = 10;

/**
 * Reads tables, indexes, keys and statistics; `place` stands for a file where something is said of a table.
 * @throws what the server says, or PlannerError where tables go away under each of several reads.
 */
export async function readPostgresCatalog(ask: Ask, place: string): Promise<PostgresCatalog> {
  for (let reads = 1; reads <= READS; reads += 1) {
    try {
      return await readOnce(ask, place);
    } catch (error) {
      if (!wentAway(error)) throw error;
    }
  }
  throw new PlannerError(`${place}: its tables are dropped and made anew all the time; ask it again when no migration and no test runs on it`);
}

/** `pg_get_indexdef` opens a relation that a row of the catalog named a moment ago; of one that is gone the server tells by a message alone. */
function wentAway(error: unknown): boolean {
  const { code, message = '' } = error as { code?: string; message?: string };
  return code === 'XX000' && /could not open relation|cache lookup failed/.test(message);
}

/** Of an index that was dropped meanwhile, `pg_get_indexdef` gives null. */
function isThere({ parts }: IndexRow): boolean {
  return !(parts as readonly (string | null)[]).includes(null);
}

async function readOnce(ask: Ask, place: string): Promise<PostgresCatalog> {
  const tables = await ask<TableRow>(TABLES);
  const columns = group(await ask<ColumnRow>(COLUMNS));
  const indexes = group((await ask<IndexRow>(INDEXES)).filter(isThere));
  const keys = group(await ask<ForeignKeyRow>(FOREIGN_KEYS));
  const origin = liveOrigin(place);
  const problems: SchemaProblem[] = [];
  const statistics = statisticsOf(tables, indexes, await ask<StatisticsRow>(STATISTICS));
  const leading = new Map<string, string>();
  for (const table of tables) for (const { name, method, parts } of indexes.get(table.oid) ?? []) if (method === 'btree') leading.set(`${table.name}\0${name}`, parts[0]!);
  const schema: Schema = {
    dir: '',
    engine: 'postgresql',
    complete: true,
    problems,
    tables: tables.map((table): Table => {
      const own = (indexes.get(table.oid) ?? []).map((row) => indexOf(row, origin));
      for (const { name } of own.filter(({ invalid }) => invalid)) problems.push({ file: place, reason: `index ${name} of ${table.name} is INVALID: drop it and create it again, unless it is being built now` });
      return {
        name: table.name,
        ...(table.namespace === null ? {} : { namespace: table.namespace }),
        kind: table.kind === 'v' ? 'view' : table.kind === 'm' ? 'materialized view' : 'table',
        entities: [],
        columns: (columns.get(table.oid) ?? []).map((row) => columnOf(row, origin)),
        indexes: own,
        foreignKeys: (keys.get(table.oid) ?? []).map((row) => foreignKeyOf(row, origin)),
        relations: [],
        ...(table.rows < 0 ? {} : { rows: Math.round(table.rows) }),
        origin,
      };
    }),
  };
  return { schema, statistics, leading: (index, table) => leading.get(`${table ?? ''}\0${index}`) };
}

/** Rows by the object that they belong to. */
export function group<Row extends { oid: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(row.oid, [...(groups.get(row.oid) ?? []), row]);
  return groups;
}

/** Of what is in a catalog, no file says where it is declared. */
export function liveOrigin(place: string): Origin {
  return { place: { file: place, line: 1, column: 1, endLine: 1, endColumn: 1 }, reader: 'live' };
}

/** Kinds by the name of the type: https://www.postgresql.org/docs/18/datatype.html */
const TYPES: readonly (readonly [name: RegExp, type: ColumnType])[] = [
  [/^(?:smallint|integer|oid)$/, 'integer'], [/^bigint$/, 'bigint'], [/^(?:numeric|money)/, 'decimal'], [/^(?:real|double precision)$/, 'float'],
  [/^(?:text|character|name|citext|bpchar|"char")/, 'text'], [/^boolean$/, 'boolean'], [/^timestamp/, 'timestamp'], [/^date$/, 'date'], [/^time/, 'time'], [/^uuid$/, 'uuid'],
  [/^jsonb?$/, 'json'], [/^bytea$/, 'bytes'],
];

function columnOf({ name, type, kind, category, nullable, labels }: ColumnRow, origin: Origin): Column {
  const known: ColumnType = category === 'A' ? 'array' : kind === 'e' ? 'enum' : (TYPES.find(([pattern]) => pattern.test(type))?.[1] ?? 'other');
  return { name, type: known, nativeType: type, nullable, ...(labels === null ? {} : { values: labels }), origin };
}

function indexOf(row: IndexRow, origin: Origin): Index {
  const parts = row.parts.slice(0, row.keys).map((text, at): IndexPart => {
    const operators = row.operators[at];
    return {
      ...(row.expressions[at] ? { expression: withoutParentheses(text) } : { column: unquoted(text) }),
      direction: ((row.options[at] ?? 0) & 1) === 1 ? 'desc' : 'asc',
      ...(operators == null ? {} : { operators }),
    };
  });
  return {
    name: row.name,
    parts,
    unique: row.unique,
    method: row.method,
    ...(row.predicate === null ? {} : { where: { text: row.predicate } }),
    include: row.parts.slice(row.keys).map(unquoted),
    by: row.primary ? 'primary key' : row.constraint ? 'unique' : 'index',
    ...(row.valid ? {} : { invalid: true as const }),
    origin,
  };
}

function unquoted(name: string): string {
  return /^".*"$/.test(name) ? name.slice(1, -1).replaceAll('""', '"') : name;
}

/** As `IndexPart` has expressions: in lower case, and without casts of texts, which PostgreSQL adds. */
function withoutParentheses(text: string): string {
  const plain = text.replace(/::text\b/g, '').replace(/\((\w+)\)/g, (all, name: string, at: number, whole: string) => (at > 0 && /\w/.test(whole[at - 1]!) ? all : name));
  return /^\([^()]*\)$/.test(plain) ? plain.slice(1, -1) : plain;
}

/** https://www.postgresql.org/docs/18/catalog-pg-constraint.html */
const ACTIONS = { a: 'no action', r: 'restrict', c: 'cascade', n: 'set null', d: 'set default' } as const;

function foreignKeyOf({ name, table, columns, references, onDelete, onUpdate }: ForeignKeyRow, origin: Origin): ForeignKey {
  return { name, columns, table, references, onDelete: ACTIONS[onDelete], onUpdate: ACTIONS[onUpdate], enforced: true, origin };
}

function statisticsOf(tables: readonly TableRow[], indexes: ReadonlyMap<string, readonly IndexRow[]>, columns: readonly StatisticsRow[]): Map<string, TableStatistics> {
  const byTable = new Map<string, Record<string, ColumnStatistics>>();
  for (const { namespace, table, column, distinct, nulls, width, correlation, trues } of columns) {
    const key = tableKey(table, namespace ?? undefined);
    const known = byTable.get(key) ?? {};
    known[column] = { distinct, nulls, width, ...(correlation === null ? {} : { correlation }), ...(trues === null ? {} : { trues }) };
    byTable.set(key, known);
  }
  return new Map(
    tables
      .filter(({ rows }) => rows >= 0)
      .map(({ namespace, name, rows, pages, oid }) => {
        const key = tableKey(name, namespace ?? undefined);
        const own = Object.fromEntries((indexes.get(oid) ?? []).map((index) => [index.name, { rows: index.rows, pages: index.pages }]));
        return [key, { rows: Math.round(rows), pages, columns: byTable.get(key) ?? {}, indexes: own }];
      }),
  );
}
