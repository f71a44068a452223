import { describe, expect, it } from 'vitest';
import { readSchemas, SchemaTexts } from '../../../src/database/schema/read.ts';
import type { Schema } from '../../../src/database/schema/types.ts';
import { changes, create, index, lines, origin, table } from './make.ts';
import type { CodeReading } from '../../../src/database/schema/changes.ts';

interface Project {
  files: Record<string, string>;
  packages?: { dir: string; dependencies: string[] }[];
  code?: CodeReading[];
}

function schemas({ files, packages = [{ dir: '', dependencies: [] }], code = [] }: Project): Schema[] {
  const paths = Object.keys(files);
  const read = (path: string) => (files[path] === undefined ? undefined : files[path] === 'UNREADABLE' ? { reason: 'no permission' } : { text: files[path] });
  const beside = paths.filter((path) => /\.(?:toml|json)$/.test(path));
  return readSchemas(new SchemaTexts({ prisma: paths.filter((path) => path.endsWith('.prisma')), sql: paths.filter((path) => path.endsWith('.sql')), beside, packages, read }), code);
}

const PRISMA = 'datasource db {\n  provider = "postgresql"\n}\nmodel User {\n  id Int @id\n  email String\n  @@index([email])\n}\n';
const TABLE = 'CREATE TABLE "User" ("id" int NOT NULL, "email" text NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));';

it('makes one schema of schema.prisma and its migrations, with what only one of them says', () => {
  const [schema, ...others] = schemas({
    files: {
      'prisma/schema.prisma': PRISMA,
      'prisma/migrations/1_a/migration.sql': `${TABLE} CREATE INDEX "User_email_idx" ON "User"("email");`,
      'prisma/migrations/2_b/migration.sql': 'CREATE INDEX CONCURRENTLY raw ON "User" (lower(email)) WHERE id > 5;',
    },
  });
  expect(others).toEqual([]);
  expect(schema).toMatchObject({ dir: '', engine: 'postgresql', complete: true, problems: [] });
  expect(lines(schema!.tables)).toEqual({ User: ['primary key User_pkey (id)', 'index User_email_idx (email)', 'index raw ((lower(email))) where id > 5'] });
  expect(schema!.tables[0]!.indexes.map(({ origin: { place, reader } }) => `${reader} ${place.file}:${place.line}`)).toEqual(['prisma prisma/schema.prisma:5', 'prisma prisma/schema.prisma:7', 'sql prisma/migrations/2_b/migration.sql:1']);
});

it('has no index that a later migration drops', () => {
  const [schema] = schemas({ files: { 'prisma/schema.prisma': PRISMA, 'prisma/migrations/1/migration.sql': `${TABLE} CREATE INDEX i ON "User"("email");`, 'prisma/migrations/2/migration.sql': 'DROP INDEX i;' } });
  expect(lines(schema!.tables).User).toEqual(['primary key User_pkey (id)']);
});

describe('the engine', () => {
  const migration = { 'db/migrations/1_a.sql': 'CREATE TABLE t (a int)' };
  it.each<[string, Project, string | undefined]>([
    ['a lock file of Prisma', { files: { 'prisma/migrations/1/migration.sql': 'CREATE TABLE t (a int)', 'prisma/migrations/migration_lock.toml': '# x\nprovider = "mysql"\n' } }, 'mysql'],
    ['a journal of Drizzle', { files: { 'drizzle/0_a.sql': 'CREATE TABLE `t` (`a` int)', 'drizzle/meta/_journal.json': '{"dialect":"sqlite","entries":[{"idx":0,"tag":"0_a"}]}' } }, 'sqlite'],
    ['the driver of the package', { files: migration, packages: [{ dir: '', dependencies: ['mysql2', 'express'] }] }, 'mysql'],
    ['the driver around it', { files: { 'db/package/migrations/1_a.sql': 'CREATE TABLE t (a int)' }, packages: [{ dir: '', dependencies: ['pg'] }, { dir: 'db/package', dependencies: [] }] }, 'postgresql'],
    ['the driver beside that of tests', { files: migration, packages: [{ dir: '', dependencies: ['pg', 'better-sqlite3'] }] }, 'postgresql'],
    ['what only one engine knows', { files: { 'db/migrations/1_a.sql': 'CREATE TABLE t (a jsonb)' } }, 'postgresql'],
    ['nothing', { files: migration }, undefined],
    ['two drivers', { files: migration, packages: [{ dir: '', dependencies: ['pg', 'mysql2'] }] }, undefined],
  ])('is told by %s', (_, project, engine) => {
    expect(schemas(project).map((schema) => [schema.engine, Object.keys(lines(schema.tables))])).toEqual([[engine, ['t']]]);
  });
});

it('reads SQL among the steps of migrations in code, and predicates of models', () => {
  const models = table('users', ['id', 'email'], { origin: origin(1, 'src/user.ts', 'typeorm'), entities: [{ name: 'User', file: 'src/user.ts' }], indexes: [index(['email'], { where: { text: '"deletedAt" IS NULL' } })] });
  const steps = changes([create('users', ['id', 'email']), { kind: 'sql', text: 'CREATE UNIQUE INDEX u ON users (email)' }]);
  const [schema] = schemas({ files: {}, code: [{ dir: '', engine: 'postgresql', tables: [models], changes: steps, problems: [] }] });
  expect(lines(schema!.tables)).toEqual({ users: ['index (email) where deletedat is null', 'unique index u (email)'] });
  expect(schema!.tables[0]!.indexes[0]!.where!.terms).toEqual([{ column: 'deletedAt', operator: 'is null', values: [] }]);
});

it('takes what a delete does to a foreign key from the migration that made it', () => {
  const key = (column: string, onDelete: 'set null' | 'cascade') => ({ columns: [column], table: 'users', references: ['id'], onDelete, enforced: true, origin: origin(2, 'src/post.ts', 'sequelize') });
  const models = [table('users', ['id']), table('posts', ['id', 'user_id', 'editor_id', 'reader_id'], { foreignKeys: [key('user_id', 'set null'), key('editor_id', 'cascade'), key('reader_id', 'set null')] })];
  const sql = 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE posts (id int, user_id int REFERENCES users (id) ON DELETE CASCADE, editor_id int REFERENCES users (id), reader_id int)';
  const [schema] = schemas({ files: { 'migrations/1_a.sql': sql }, code: [{ dir: '', engine: 'postgresql', tables: models, changes: [], problems: [] }] });
  const posts = schema!.tables.find(({ name }) => name === 'posts')!;
  expect(posts.foreignKeys.map(({ columns, onDelete }) => `${columns.join()} ${onDelete}`)).toEqual(['user_id cascade', 'editor_id no action', 'reader_id set null']);
});

it('is not complete where something could not be read, and says what', () => {
  const [schema] = schemas({ files: { 'migrations/1_a.sql': 'CREATE TABLE t (a serial)', 'migrations/2_b.sql': 'UNREADABLE', 'migrations/3_c.sql': 'CREATE INDEX i ON t (a) OF SOME KIND' } });
  expect(schema).toMatchObject({ complete: false, problems: [{ file: 'migrations/2_b.sql', reason: 'no permission' }, { file: 'migrations/3_c.sql', reason: expect.stringContaining('cannot be parsed') as string }] });
});

it('is complete where only who owns a table could not be read', () => {
  const [schema] = schemas({ files: { 'migrations/1_a.sql': 'CREATE TABLE t (a serial);\nGRANT SELECT ON t TO ${READER};\nALTER TABLE t OWNER TO ${OWNER};\nALTER TABLE ONLY t OWNER TO ${OWNER};' } });
  expect(schema).toMatchObject({ complete: true, problems: [] });
});

it('is not complete where more than the owner could not be read', () => {
  const [schema] = schemas({ files: { 'migrations/1_a.sql': 'CREATE TABLE t (a serial);\nALTER TABLE t ADD UNIQUE (${COLUMN});' } });
  expect(schema).toMatchObject({ complete: false });
});

it('finds no schema in rows, queries and tests', () => {
  expect(schemas({ files: { 'migrations/1_rows.sql': "INSERT INTO t VALUES (1); UPDATE t SET a = 'CREATE TABLE x'", 'test/migrations/1_a.sql': 'CREATE TABLE t (a int)', 'src/find.sql': 'CREATE TABLE t (a int)' } })).toEqual([]);
});

it('reads each text once, however often it is asked', () => {
  let count = 0;
  const texts = new SchemaTexts({ prisma: [], sql: ['migrations/1_a.sql'], beside: [], packages: [], read: () => (count++, { text: 'CREATE TABLE t (a serial)' }) });
  expect([readSchemas(texts, []), readSchemas(texts, [])].map(([schema]) => schema!.tables.length)).toEqual([1, 1]);
  expect(count).toBe(1);
});

it('reads the files of SQL that migrations in code run, and says which cannot be read', () => {
  const steps = changes([{ kind: 'sql file', file: 'sql/first.sql' }, { kind: 'sql file', file: 'sql/gone.sql' }]);
  const [schema] = schemas({ files: { 'sql/first.sql': 'CREATE TABLE users (email text); CREATE INDEX e ON users (email);' }, code: [{ dir: '', engine: 'postgresql', tables: [], changes: steps, problems: [] }] });
  expect(lines(schema!.tables)).toEqual({ users: ['index e (email)'] });
  expect(schema).toMatchObject({ complete: false, problems: [{ file: 'a.sql', reason: 'sql/gone.sql, which it runs, cannot be read' }] });
});

it('gives no schema for a package whose migrations hold nothing of their own', () => {
  const steps = changes([{ kind: 'sql', text: 'CREATE INDEX i ON elsewhere (a)' }]);
  expect(schemas({ files: {}, code: [{ dir: '', engine: undefined, tables: [], changes: steps, problems: [] }] })).toEqual([]);
});
