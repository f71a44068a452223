import type { Column, ColumnType, ForeignKey, Index, Schema, SchemaProblem, Table } from '../schema/types.ts';
import { type Ask, liveOrigin } from './catalog-postgres.ts';
import { type ColumnRow, COLUMNS, FOREIGN_KEYS, type ForeignKeyRow, type IndexRow, INDEXES, type TableRow, TABLES } from './mysql-queries.ts';
import type { ColumnStatistics, TableStatistics } from './statistics.ts';

/** What the catalog of MySQL or MariaDB knows of the database that a URL names. */
export interface MysqlCatalog {
  schema: Schema;
  statistics: Map<string, TableStatistics>;
}

export async function readMysqlCatalog(ask: Ask, place: string, engine: 'mysql' | 'mariadb'): Promise<MysqlCatalog> {
  const tables = await ask<TableRow>(TABLES);
  const columns = by(await ask<ColumnRow>(COLUMNS), ({ table }) => table);
  const indexRows = by(await ask<IndexRow>(INDEXES), ({ TABLE_NAME }) => TABLE_NAME);
  const keys = by(await ask<ForeignKeyRow>(FOREIGN_KEYS), ({ table }) => table);
  const origin = liveOrigin(place);
  const problems: SchemaProblem[] = [];
  const statistics = new Map<string, TableStatistics>();
  const read = tables.map(({ name, type, rows }): Table => {
    const indexes = [...by(indexRows.get(name) ?? [], ({ INDEX_NAME }) => INDEX_NAME)].map(([, parts]) => indexOf(parts, origin));
    for (const index of indexes.filter(({ invalid }) => invalid)) problems.push({ file: place, reason: `index ${index.name} of ${name} is not used: it is ${engine === 'mysql' ? 'INVISIBLE' : 'IGNORED'}` });
    if (rows !== null) statistics.set(name, { rows: Number(rows), columns: distinctOf(indexRows.get(name) ?? []) });
    return {
      name,
      kind: type === 'VIEW' ? 'view' : 'table',
      entities: [],
      columns: (columns.get(name) ?? []).map((row) => columnOf(row, origin)),
      indexes,
      foreignKeys: [...by(keys.get(name) ?? [], (row) => row.name)].map(([, parts]) => foreignKeyOf(parts, origin)),
      relations: [],
      ...(rows === null ? {} : { rows: Number(rows) }),
      origin,
    };
  });
  return { schema: { dir: '', engine, tables: read, complete: true, problems }, statistics };
}

function by<Row>(rows: readonly Row[], key: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return groups;
}

/** https://dev.mysql.com/doc/refman/8.4/en/data-types.html */
const TYPES: readonly (readonly [name: RegExp, type: ColumnType])[] = [
  [/^tinyint\(1\)/, 'boolean'], [/^bigint/, 'bigint'], [/int/, 'integer'], [/^(?:decimal|numeric)/, 'decimal'], [/^(?:float|double)/, 'float'], [/^(?:datetime|timestamp)/, 'timestamp'],
  [/^date/, 'date'], [/^time/, 'time'], [/^uuid/, 'uuid'], [/^json/, 'json'], [/^enum/, 'enum'], [/char|text/, 'text'], [/blob|binary/, 'bytes'],
];

function columnOf({ name, type, nullable }: ColumnRow, origin: Column['origin']): Column {
  const labels = /^enum\(/.test(type) ? [...type.matchAll(/'((?:[^']|'')*)'/g)].map(([, label]) => label!.replaceAll("''", "'")) : undefined;
  return { name, type: TYPES.find(([pattern]) => pattern.test(type))?.[1] ?? 'other', nativeType: type, nullable: nullable === 'YES', ...(labels === undefined ? {} : { values: labels }), origin };
}

function indexOf(rows: readonly IndexRow[], origin: Index['origin']): Index {
  const [first] = rows as readonly [IndexRow, ...IndexRow[]];
  const primary = first.INDEX_NAME === 'PRIMARY';
  return {
    name: first.INDEX_NAME,
    parts: rows.map(({ COLUMN_NAME, EXPRESSION, COLLATION }) => ({ ...(COLUMN_NAME === null ? { expression: (EXPRESSION ?? '').replaceAll('`', '').toLowerCase() } : { column: COLUMN_NAME }), direction: COLLATION === 'D' ? 'desc' : 'asc' })),
    unique: Number(first.NON_UNIQUE) === 0,
    method: first.INDEX_TYPE.toLowerCase(),
    include: [],
    by: primary ? 'primary key' : 'index',
    ...(first.IS_VISIBLE === 'NO' || first.IGNORED === 'YES' ? { invalid: true as const } : {}),
    origin,
  };
}

function foreignKeyOf(rows: readonly ForeignKeyRow[], origin: ForeignKey['origin']): ForeignKey {
  const [{ name, parent, onDelete, onUpdate }] = rows as readonly [ForeignKeyRow, ...ForeignKeyRow[]];
  return {
    name,
    columns: rows.map(({ column }) => column),
    table: parent,
    references: rows.map(({ reference }) => reference),
    onDelete: onDelete.toLowerCase() as ForeignKey['onDelete'],
    onUpdate: onUpdate.toLowerCase() as ForeignKey['onUpdate'],
    enforced: true,
    origin,
  };
}

/** How many values the first column of each index has, as InnoDB counted them in samples. */
function distinctOf(rows: readonly IndexRow[]): Record<string, ColumnStatistics> {
  const distinct: Record<string, ColumnStatistics> = {};
  let last = '';
  for (const { INDEX_NAME, COLUMN_NAME, CARDINALITY } of rows) {
    if (INDEX_NAME !== last && COLUMN_NAME !== null && CARDINALITY !== null) distinct[COLUMN_NAME] = { distinct: Number(CARDINALITY) };
    last = INDEX_NAME;
  }
  return distinct;
}
