import type { AddIndex } from '../../findings/types.ts';
import { identifier, qualified } from './identifiers.ts';
import type { SqlEngine } from './identifiers.ts';
import type { Engine, Reader, Table } from './types.ts';

/** An index that is to be added: columns by their names in the database, or expressions. */
export interface NewIndex {
  parts: readonly { column?: string; expression?: string; direction: 'asc' | 'desc' }[];
}

/** How a project adds an index. */
export interface IndexStatement {
  /** In the language that declares the table; the statement of the database where that is SQL. */
  declaration: string;
  /** Where the declaration goes, for a sentence: `to model Order`. */
  goes: string;
  /** For the migration, by hand or beside what a tool makes of the declaration; undefined for a database without SQL. */
  sql?: string;
}

/** What adds an index to a table, as the project that declares the table writes it. */
export function indexStatement(table: Table, index: NewIndex, engine: Engine | undefined): IndexStatement {
  const name = indexName(table, index);
  const { declaration, goes } = LANGUAGES[table.origin.reader](table, index, { name, engine });
  return { declaration, goes, ...(engine === 'mongodb' ? {} : { sql: createIndex(table, index, engine, name) }) };
}

/** Readers whose declarations can be edited, and the language of each. */
const EDITED: Readonly<Partial<Record<Reader, AddIndex['language']>>> = { prisma: 'prisma', typeorm: 'typeorm', 'mikro-orm': 'mikro-orm', drizzle: 'drizzle' };

/** How the declaration of a table is to be edited; undefined where an index is added elsewhere, or cannot be said there. */
export function indexEdit(table: Table, index: NewIndex): AddIndex | undefined {
  const language = EDITED[table.origin.reader];
  const [declared] = table.entities;
  if (language === undefined || !declared || index.parts.some(({ column }) => column === undefined)) return undefined;
  const parts = index.parts.map((part) => ({ property: property(table, part), direction: part.direction }));
  return { kind: 'add-index', file: declared.file, language, entity: declared.name, name: indexName(table, index), parts };
}

/** The name that Prisma, Drizzle and PostgreSQL itself would give: table, columns, `idx`. */
function indexName(table: Table, { parts }: NewIndex): string {
  const words = parts.map(({ column, expression }) => column ?? (expression ?? '').replace(/\W+/g, '_').replace(/^_+|_+$/g, ''));
  return [table.name, ...words, 'idx'].join('_');
}

/** https://www.postgresql.org/docs/current/sql-createindex.html: CONCURRENTLY takes no lock that writes wait for. */
function createIndex(table: Table, { parts }: NewIndex, engine: Engine | undefined, name: string): string {
  // What is not known is written as the standard has it.
  const writes: SqlEngine = engine === undefined || engine === 'mongodb' ? 'sqlite' : engine;
  const columns = parts.map(({ column, expression, direction }) => `${column === undefined ? `(${expression})` : identifier(column, writes)}${direction === 'desc' ? ' DESC' : ''}`);
  return `CREATE INDEX ${engine === 'postgresql' ? 'CONCURRENTLY ' : ''}${identifier(name, writes)} ON ${qualified(table, writes)} (${columns.join(', ')})`;
}

type Language = (table: Table, index: NewIndex, made: { name: string; engine: Engine | undefined }) => Pick<IndexStatement, 'declaration' | 'goes'>;

const sql: Language = (table, index, { name, engine }) => ({ declaration: createIndex(table, index, engine, name), goes: 'in a new migration' });

/** Each with the page that says so. An expression has no form in most of them: it is written in SQL then. */
const LANGUAGES: Readonly<Record<Reader, Language>> = {
  // https://www.prisma.io/docs/orm/prisma-schema/data-model/indexes
  prisma: orSql((table, { parts }) => ({ declaration: `@@index([${parts.map((part) => `${property(table, part)}${part.direction === 'desc' ? '(sort: Desc)' : ''}`).join(', ')}])`, goes: `to model ${entity(table)}` })),
  // https://orm.drizzle.team/docs/indexes-constraints
  drizzle: orSql((table, { parts }, { name }) => ({ declaration: `index('${name}').on(${parts.map((part) => `table.${property(table, part)}${part.direction === 'desc' ? '.desc()' : ''}`).join(', ')})`, goes: `to the third argument of ${entity(table)}` })),
  // https://typeorm.io/docs/advanced-topics/indices
  typeorm: orSql((table, { parts }) => ({ declaration: `@Index([${parts.map((part) => quoted(property(table, part))).join(', ')}])`, goes: `to class ${entity(table)}` })),
  // https://sequelize.org/docs/v6/other-topics/indexes/
  sequelize: orSql((table, { parts }) => ({ declaration: `indexes: [{ fields: [${parts.map((part) => (part.direction === 'desc' ? `{ name: ${quoted(part.column!)}, order: 'DESC' }` : quoted(part.column!))).join(', ')}] }]`, goes: `to the options of ${entity(table)}` })),
  // https://mikro-orm.io/docs/defining-entities#indexes
  'mikro-orm': orSql((table, { parts }) => ({ declaration: `@Index({ properties: [${parts.map((part) => quoted(property(table, part))).join(', ')}] })`, goes: `to class ${entity(table)}` })),
  // https://mongoosejs.com/docs/guide.html#indexes
  mongoose: (table, { parts }) => ({ declaration: `schema.index(${keysOf(parts)})`, goes: `to the schema of ${entity(table)}` }),
  // https://www.mongodb.com/docs/manual/reference/method/db.collection.createIndex/
  mongodb: (table, { parts }) => ({ declaration: `db.collection(${quoted(table.name)}).createIndex(${keysOf(parts)})`, goes: 'in a new migration' }),
  'typeorm-migration': orSql((table, { parts }, { name }) => ({ declaration: `await queryRunner.createIndex(${quoted(table.name)}, new TableIndex({ name: ${quoted(name)}, columnNames: [${columns(parts)}] }))`, goes: 'in a new migration' })),
  // https://sequelize.org/api/v6/class/src/dialects/abstract/query-interface.js~queryinterface#instance-method-addIndex
  'sequelize-migration': orSql((table, { parts }) => ({ declaration: `await queryInterface.addIndex(${quoted(table.name)}, [${columns(parts)}])`, goes: 'in a new migration' })),
  'mikro-orm-migration': sql,
  // https://knexjs.org/guide/schema-builder.html#index
  'knex-migration': orSql((table, { parts }) => ({ declaration: `await knex.schema.alterTable(${quoted(table.name)}, (table) => { table.index([${columns(parts)}]); })`, goes: 'in a new migration' })),
  // https://kysely-org.github.io/kysely-apidoc/classes/CreateIndexBuilder.html
  'kysely-migration': orSql((table, { parts }, { name }) => ({ declaration: `await db.schema.createIndex(${quoted(name)}).on(${quoted(table.name)}).columns([${columns(parts)}]).execute()`, goes: 'in a new migration' })),
  // https://salsita.github.io/node-pg-migrate/migrations/indexes
  'node-pg-migrate': orSql((table, { parts }) => ({ declaration: `pgm.createIndex(${quoted(table.name)}, [${columns(parts)}])`, goes: 'in a new migration' })),
  sql,
  live: sql,
};

/** `{ shop: 1, 'address.city': -1 }` */
function keysOf(parts: NewIndex['parts']): string {
  return `{ ${parts.map(({ column = '', direction }) => `${/^\w+$/.test(column) ? column : quoted(column)}: ${direction === 'desc' ? -1 : 1}`).join(', ')} }`;
}

function orSql(language: Language): Language {
  return (table, index, made) => (index.parts.every(({ column }) => column !== undefined) ? language : sql)(table, index, made);
}

/** The name that code has for a column. */
function property({ columns: all }: Table, { column }: { column?: string }): string {
  return all.find(({ name }) => name === column)?.property ?? column!;
}

function entity({ entities, name }: Table): string {
  return entities[0]?.name ?? name;
}

function columns(parts: NewIndex['parts']): string {
  return parts.map(({ column }) => quoted(column!)).join(', ');
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
