import type { Column, ColumnType, Index, IndexPart, Schema, Table } from '../schema/types.ts';
import { constant, identifier, indexName, literal, qualified, type SqlEngine } from '../schema/identifiers.ts';

/** A statement that makes a part of a schema, and what it makes, for messages. */
export interface Ddl {
  makes: string;
  sql: string;
}

/** Types by what a column holds, where the native type is not known to the engine. */
const TYPES: Readonly<Record<'postgresql' | 'mysql' | 'sqlite', Readonly<Record<ColumnType, string>>>> = {
  postgresql: {
    integer: 'integer', bigint: 'bigint', decimal: 'numeric', float: 'double precision', text: 'text', boolean: 'boolean', timestamp: 'timestamptz', date: 'date', time: 'time',
    uuid: 'uuid', json: 'jsonb', bytes: 'bytea', enum: 'text', array: 'text[]', other: 'text',
  },
  mysql: {
    integer: 'int', bigint: 'bigint', decimal: 'decimal(20,6)', float: 'double', text: 'varchar(191)', boolean: 'tinyint(1)', timestamp: 'datetime', date: 'date', time: 'time',
    uuid: 'char(36)', json: 'json', bytes: 'varbinary(255)', enum: 'varchar(191)', array: 'json', other: 'varchar(191)',
  },
  // https://sqlite.org/datatype3.html#affinity_name_examples: the affinity is all that counts.
  sqlite: {
    integer: 'integer', bigint: 'integer', decimal: 'numeric', float: 'real', text: 'text', boolean: 'integer', timestamp: 'text', date: 'text', time: 'text',
    uuid: 'text', json: 'text', bytes: 'blob', enum: 'text', array: 'text', other: 'text',
  },
};

/** Native types that a plain PostgreSQL has: https://www.postgresql.org/docs/18/datatype.html; others become what the column holds. */
const POSTGRES_TYPE = /^(?:"?char"?|character|character varying|varchar|bpchar|text|name|citext|small(?:int|serial)|int(?:eger|2|4|8)?|(?:big)?(?:int|serial)|serial[248]?|numeric|decimal|real|float[48]?|double precision|money|bool(?:ean)?|bytea|date|time(?:tz|stamp|stamptz)?|time(?:stamp)? with(?:out)? time zone|interval|uuid|jsonb?|xml|inet|cidr|macaddr8?|point|line|lseg|box|path|polygon|circle|tsvector|tsquery|bit(?: varying)?|varbit|oid|int[48]range|numrange|tsrange|tstzrange|daterange|hstore|ltree|cube|isbn|issn)(?: ?\(\d+(?:, ?\d+)?\))?(?: with(?:out)? time zone)?(?:\[\])*$/i;

/** `timestamp(3) with time zone` has its number in the middle. */
const SERIAL: Readonly<Record<string, string>> = { serial: 'integer', serial4: 'integer', bigserial: 'bigint', serial8: 'bigint', smallserial: 'smallint', serial2: 'smallint' };

const TEXTUAL = /^(?:character|varchar|bpchar|text|citext|"?char)/i;

export interface DdlOptions {
  /** Collation of text in PostgreSQL, where it is not the database's own: under `C` an index on text serves `LIKE 'x%'`. */
  collation?: 'C';
}

/**
 * The statements that make a schema's tables and indexes in an empty database, in order. Views are left out, and so is what an
 * engine does not have; a type that the engine does not know becomes the usual one of its kind, and text where even that is unknown.
 */
export function ddlOf(schema: Pick<Schema, 'tables'>, engine: SqlEngine, options: DdlOptions = {}): Ddl[] {
  const tables = schema.tables.filter(({ kind }) => kind === 'table');
  const statements: Ddl[] = [];
  if (engine === 'postgresql') {
    for (const namespace of new Set(tables.map(({ namespace }) => namespace))) {
      if (namespace !== undefined) statements.push({ makes: `namespace ${namespace}`, sql: `CREATE SCHEMA IF NOT EXISTS ${identifier(namespace, engine)}` });
    }
    statements.push(...enumTypes(tables));
  }
  for (const table of tables) statements.push({ makes: `table ${table.name}`, sql: createTable(table, engine, options) });
  // PostgreSQL has a name once in each of its schemas.
  const namesIn = new Map<string | undefined, Set<string>>();
  for (const table of tables) {
    const namespace = engine === 'postgresql' ? table.namespace : undefined;
    const names = namesIn.get(namespace) ?? new Set<string>();
    namesIn.set(namespace, names);
    for (const index of table.indexes) {
      if (index.by === 'primary key' || index.invalid) continue;
      const sql = createIndex(table, index, engine, names);
      if (sql !== undefined) statements.push({ makes: `index ${index.name ?? index.parts.map(({ column, expression }) => column ?? expression).join(', ')} of ${table.name}`, sql });
    }
  }
  return statements;
}

/** A statement may cast to an enum by its name, so that it is made where it is known. */
function enumTypes(tables: readonly Table[]): Ddl[] {
  const made = new Map<string, Ddl>();
  for (const { columns } of tables) {
    for (const column of columns) {
      const name = enumName(column);
      if (name !== undefined && !made.has(name)) made.set(name, { makes: `type ${name}`, sql: `CREATE TYPE ${identifier(name, 'postgresql')} AS ENUM (${column.values!.map(literal).join(', ')})` });
    }
  }
  return [...made.values()];
}

function enumName({ nativeType, values }: Column): string | undefined {
  if (nativeType === undefined || values === undefined || values.length === 0) return undefined;
  const name = nativeType.replace(/^.*\./, '').replaceAll('"', '');
  return /^\w+$/.test(name) && !POSTGRES_TYPE.test(name) && name.toLowerCase() !== 'enum' ? name : undefined;
}

/** The type of a column as DDL for the engine writes it. */
export function typeOf(column: Column, engine: SqlEngine): string {
  if (engine === 'sqlite') return TYPES.sqlite[column.type];
  const native = column.nativeType?.trim();
  if (engine === 'postgresql') {
    const made = enumName(column);
    if (made !== undefined) return identifier(made, engine);
    const plain = native?.replace(/^timestamp ?(\(\d\)) with time zone$/i, 'timestamptz$1').replace(/^(time(?:stamp)?) ?(\(\d\)) without time zone$/i, '$1$2');
    if (plain === undefined || !POSTGRES_TYPE.test(plain)) return TYPES.postgresql[column.type];
    return SERIAL[plain.toLowerCase()] ?? plain;
  }
  if (column.values !== undefined && column.values.length > 0) return `enum(${column.values.map((label) => constant(label, engine)).join(', ')})`;
  return native !== undefined && MYSQL_TYPE.test(native) ? native : TYPES.mysql[column.type];
}

/** https://dev.mysql.com/doc/refman/8.4/en/data-types.html */
const MYSQL_TYPE = /^(?:(?:tiny|small|medium|big)?int(?:eger)?|decimal|numeric|float|double|bit|bool(?:ean)?|date|datetime|timestamp|time|year|char|varchar|(?:var)?binary|(?:tiny|medium|long)?(?:text|blob)|json|uuid|geometry|point)(?: ?\(\d+(?:, ?\d+)?\))?(?: unsigned)?(?: zerofill)?$/i;

function createTable(table: Table, engine: SqlEngine, { collation }: DdlOptions): string {
  const key = table.indexes.find(({ by }) => by === 'primary key');
  const columns = table.columns.map((column) => {
    const type = typeOf(column, engine);
    // An integer primary key of SQLite is the row's own number: https://sqlite.org/lang_createtable.html#rowid
    const collate = engine === 'postgresql' && collation !== undefined && TEXTUAL.test(type) ? ` COLLATE "${collation}"` : '';
    return `${identifier(column.name, engine)} ${type}${collate}${column.nullable ? '' : ' NOT NULL'}`;
  });
  if (key !== undefined && key.parts.length > 0) columns.push(`PRIMARY KEY (${key.parts.map(({ column }) => identifier(column!, engine)).join(', ')})`);
  // A table without columns is none for MySQL and SQLite; PostgreSQL takes it.
  return `CREATE TABLE ${qualified(engine === 'sqlite' ? { name: table.name } : table, engine)} (${columns.join(', ')})`;
}

/** Access methods that each engine makes with a word of its own. */
const PREFIXED: ReadonlySet<string> = new Set(['fulltext', 'spatial']);

/**
 * The statement that makes an index; undefined where the engine has none like it.
 * @param names that indexes beside it have; its own is added
 */
export function createIndex(table: Table, index: Index, engine: SqlEngine, names: Set<string>): string | undefined {
  const method = index.method.toLowerCase();
  const mysql = engine === 'mysql' || engine === 'mariadb';
  // Predicates and expressions are nothing that MariaDB has; a partial index left whole would serve what it does not.
  if (mysql && (index.where !== undefined || (engine === 'mariadb' && index.parts.some(({ expression }) => expression !== undefined)))) return undefined;
  if (engine !== 'postgresql' && method !== 'btree' && method !== 'hash' && !(mysql && PREFIXED.has(method))) return undefined;
  let name = index.name ?? indexName(table.name, index.parts);
  for (let count = 1; names.has(name); count++) name = `${indexName(table.name, index.parts).slice(0, 58)}${count}`;
  names.add(name);
  const words = ['CREATE', ...(index.unique ? ['UNIQUE'] : []), ...(mysql && PREFIXED.has(method) ? [method.toUpperCase()] : []), 'INDEX', identifier(name, engine), 'ON', qualified(engine === 'sqlite' ? { name: table.name } : table, engine)];
  if (engine === 'postgresql' && method !== 'btree') words.push('USING', identifier(method, engine));
  words.push(`(${index.parts.map((part) => partOf(part, engine, method, table)).join(', ')})`);
  if (engine === 'postgresql' && index.include.length > 0) words.push(`INCLUDE (${index.include.map((column) => identifier(column, engine)).join(', ')})`);
  if (index.where !== undefined) words.push('WHERE', index.where.text);
  return words.join(' ');
}

/** Longest prefix of text that MySQL takes into an index without asking: https://dev.mysql.com/doc/refman/8.4/en/column-indexes.html */
const PREFIX = 191;

function partOf({ column, expression, direction, operators }: IndexPart, engine: SqlEngine, method: string, table: Table): string {
  const text = column === undefined ? `(${expression})` : identifier(column, engine);
  const type = table.columns.find(({ name }) => name === column);
  const prefix = (engine === 'mysql' || engine === 'mariadb') && method === 'btree' && type !== undefined && /text|blob/i.test(typeOf(type, engine)) ? `(${PREFIX})` : '';
  return `${text}${prefix}${engine === 'postgresql' && operators !== undefined ? ` ${operators}` : ''}${direction === 'desc' && method === 'btree' ? ' DESC' : ''}`;
}

/** The index as it would be made, for a database where it may be. */
export function createCandidate(candidate: { table: string; namespace?: string; parts: readonly { column?: string; expression?: string; direction: 'asc' | 'desc' }[] }, name: string, engine: SqlEngine): string {
  const parts = candidate.parts.map(({ column, expression, direction }) => `${column === undefined ? `(${expression})` : identifier(column, engine)}${direction === 'desc' ? ' DESC' : ''}`);
  return `CREATE INDEX ${identifier(name, engine)} ON ${qualified({ name: candidate.table, namespace: engine === 'sqlite' ? undefined : candidate.namespace }, engine)} (${parts.join(', ')})`;
}
