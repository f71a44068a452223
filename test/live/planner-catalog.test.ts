import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import pg from 'pg';
import { randomBytes } from 'node:crypto';
import { type Ask, readPostgresCatalog } from '../../src/database/planner/catalog-postgres.ts';
import { openUrl } from '../../src/database/planner/open.ts';
import type { LivePlanner } from '../../src/database/planner/postgres.ts';
import { readStatisticsFile, writeStatisticsFile } from '../../src/database/planner/stats-file.ts';
import { type Database, openDatabase } from './databases.ts';

const named = (planner: LivePlanner, name: string) => planner.schema.tables.find((table) => table.name === name)!;

describe('the catalog of PostgreSQL', () => {
  let database: Database;
  let planner: LivePlanner;
  beforeAll(async () => {
    database = await openDatabase('postgres');
    await database.run("CREATE TYPE mood AS ENUM ('good', 'bad')");
    await database.run('CREATE TABLE users (id bigserial PRIMARY KEY, "Email" varchar(80) NOT NULL UNIQUE, mood mood, tags text[] NOT NULL, active boolean NOT NULL, at timestamptz(3))');
    await database.run('CREATE TABLE posts (id uuid PRIMARY KEY, user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE, body jsonb)');
    await database.run('CREATE INDEX by_expression ON users (lower("Email"), at DESC) INCLUDE (mood) WHERE active');
    await database.run('CREATE INDEX by_tags ON users USING gin (tags)');
    await database.run('CREATE INDEX by_pattern ON users ("Email" varchar_pattern_ops)');
    await database.run('CREATE VIEW people AS SELECT id FROM users');
    await database.run("INSERT INTO users (\"Email\", tags, active) SELECT 'u' || n, '{}', n % 4 = 0 FROM generate_series(1, 400) AS n");
    await database.run('ANALYZE users');
    await database.run("INSERT INTO users (\"Email\", tags, active) VALUES ('twice', '{}', true), ('Twice', '{}', true)");
    // Two rows of one value: the index is left behind as it is.
    await database.run('CREATE UNIQUE INDEX CONCURRENTLY broken ON users (lower("Email"))').catch(() => undefined);
    planner = await openUrl(database.url);
  });
  afterAll(async () => {
    await planner?.close();
    await database?.drop();
  });

  it('is read as a schema', () => {
    const users = named(planner, 'users');
    expect(users.columns.map(({ name, type, nativeType, nullable, values }) => [name, type, nativeType, nullable, values])).toEqual([
      ['id', 'bigint', 'bigint', false, undefined],
      ['Email', 'text', 'character varying(80)', false, undefined],
      ['mood', 'enum', 'mood', true, ['good', 'bad']],
      ['tags', 'array', 'text[]', false, undefined],
      ['active', 'boolean', 'boolean', false, undefined],
      ['at', 'timestamp', 'timestamp(3) with time zone', true, undefined],
    ]);
    const indexes = Object.fromEntries(users.indexes.map((index) => [index.name, index]));
    expect(indexes.by_expression).toMatchObject({ parts: [{ expression: expect.stringMatching(/^lower\(/) as string, direction: 'asc' }, { column: 'at', direction: 'desc' }], include: ['mood'], where: { text: 'active' }, unique: false, by: 'index' });
    expect(indexes.by_tags).toMatchObject({ method: 'gin', parts: [{ column: 'tags' }] });
    expect(indexes.by_pattern).toMatchObject({ parts: [{ column: 'Email', operators: 'varchar_pattern_ops' }] });
    expect(indexes.users_pkey).toMatchObject({ by: 'primary key', unique: true });
    expect(indexes.users_Email_key).toMatchObject({ by: 'unique', parts: [{ column: 'Email' }] });
    expect(named(planner, 'posts').foreignKeys).toMatchObject([{ columns: ['user_id'], table: 'users', references: ['id'], onDelete: 'cascade', onUpdate: 'no action' }]);
    expect(named(planner, 'people').kind).toBe('view');
    expect([users.rows, users.origin.reader]).toEqual([400, 'live']);
  });

  it('marks an index that is INVALID, and says so', () => {
    expect(named(planner, 'users').indexes.find(({ name }) => name === 'broken')).toMatchObject({ invalid: true });
    expect(planner.schema.problems.map(({ reason }) => reason)).toEqual(['index broken of users is INVALID: drop it and create it again, unless it is being built now']);
  });

  it('gives counts and shares, and no value of a row, to a file', () => {
    const text = writeStatisticsFile(planner);
    expect(readStatisticsFile(text, 'x')).toEqual(planner.known);
    expect(planner.known.get('users')).toMatchObject({ rows: 400, columns: { Email: { distinct: -1, nulls: 0 }, active: { trues: 0.25 }, mood: { nulls: 1 } } });
    expect(text).not.toContain('u17');
  });
});

describe('a catalog that changes while it is read', () => {
  let database: Database;
  let reader: pg.Client;
  let migration: pg.Client;
  const ask = async <Row>(sql: string): Promise<readonly Row[]> => (await reader.query(sql)).rows as Row[];
  const ownTables = async (asked: Ask) => (await readPostgresCatalog(asked, 'x')).schema.tables.filter(({ namespace }) => namespace === undefined).map(({ name }) => name);
  beforeAll(async () => {
    database = await openDatabase('postgres');
    await database.run('CREATE TABLE kept (id int PRIMARY KEY)');
    [reader, migration] = [new pg.Client({ connectionString: database.url }), new pg.Client({ connectionString: database.url })];
    await reader.connect();
    await migration.connect();
  });
  beforeEach(async () => {
    await database.run('CREATE TABLE dropped (id int, gone timestamp)');
    await database.run('CREATE INDEX computed ON dropped ((id + 1))');
  });
  afterAll(async () => {
    await reader?.end();
    await migration?.end();
    await database?.drop();
  });

  it('is read once more where a table goes away under a read', async () => {
    const pid = (await reader.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]!.pid;
    await migration.query('BEGIN; DROP TABLE dropped');
    const refused: string[] = [];
    const read = ownTables((sql) => ask<never>(sql).catch((error: Error) => {
      refused.push(error.message);
      throw error;
    }));
    // The read waits for the lock of the migration.
    await expect.poll(async () => (await migration.query('SELECT 1 FROM pg_locks WHERE pid = $1 AND NOT granted', [pid])).rowCount, { timeout: 10_000 }).toBe(1);
    await migration.query('COMMIT');
    expect(await read).toEqual(['kept']);
    expect(refused).toEqual([expect.stringMatching(/^could not open relation/)]);
  });

  it('has no index that is gone', async () => {
    // What this transaction sees stays as it is here; what its functions see does not.
    await reader.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1');
    await database.run('DROP TABLE dropped');
    const { schema } = await readPostgresCatalog(ask, 'x');
    await reader.query('COMMIT');
    expect(schema.tables.find(({ name }) => name === 'dropped')).toMatchObject({ indexes: [] });
  });

  it('is given up with a reason where it never holds still', async () => {
    const gone = Object.assign(new Error('could not open relation with OID 1'), { code: 'XX000' });
    await expect(readPostgresCatalog(() => Promise.reject(gone), 'x')).rejects.toThrow(/no migration and no test runs/);
  });
});

describe('HypoPG', () => {
  const name = `perf_lint_${randomBytes(6).toString('hex')}`;
  let server: Database;
  let admin: pg.Client;
  let has = false;
  beforeAll(async () => {
    server = await openDatabase('postgres');
    admin = new pg.Client({ connectionString: server.url });
    await admin.connect();
    has = (await admin.query("SELECT 1 FROM pg_available_extensions WHERE name = 'hypopg'")).rows.length > 0;
    if (has) await admin.query(`CREATE DATABASE ${name}`);
  }, 120_000);
  afterAll(async () => {
    if (has) await admin.query(`DROP DATABASE ${name}`);
    await admin?.end();
    await server?.drop();
  });

  it('has the server itself try an index, which leaves none', async ({ skip }) => {
    if (!has) skip('the server has no HypoPG');
    const url = new URL(server.url);
    url.pathname = `/${name}`;
    url.search = '';
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    await client.query('CREATE EXTENSION hypopg');
    await client.query('CREATE TABLE items (id int PRIMARY KEY, kind int NOT NULL, "Name" text)');
    await client.query("INSERT INTO items SELECT n, n % 5000, 'x' FROM generate_series(1, 50000) AS n");
    await client.query('ANALYZE items');
    const planner = await openUrl(url.href);
    try {
      const sql = 'SELECT * FROM items WHERE kind = $1';
      expect(await planner.plan(sql)).toMatchObject({ ok: true, plan: { root: { name: 'Seq Scan' } } });
      expect(JSON.stringify(await planner.planWith(sql, { table: 'items', parts: [{ column: 'kind', direction: 'asc' }, { column: 'Name', direction: 'desc' }] }))).toContain('"kind":"index","name":"Bitmap Index Scan","table":"items","index":"perf_lint_candidate"');
      expect(await planner.plan(sql)).toMatchObject({ ok: true, plan: { root: { name: 'Seq Scan' } } });
      expect((await client.query("SELECT 1 FROM pg_indexes WHERE tablename = 'items'")).rows).toHaveLength(1);
    } finally {
      await planner.close();
      await client.end();
    }
  });
});

describe('the catalog of MariaDB or MySQL', () => {
  let database: Database;
  let planner: LivePlanner;
  beforeAll(async () => {
    database = await openDatabase('mysql');
    await database.run('CREATE TABLE users (id bigint PRIMARY KEY AUTO_INCREMENT, email varchar(80) NOT NULL UNIQUE, active boolean NOT NULL, at datetime)');
    await database.run("CREATE TABLE posts (id int PRIMARY KEY, user_id bigint NOT NULL, state enum('new', 'it''s') NOT NULL, body text, INDEX by_state (state, id), FULLTEXT INDEX words (body), CONSTRAINT to_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE)");
    planner = await openUrl(database.url);
  });
  afterAll(async () => {
    await planner?.close();
    await database?.drop();
  });

  it('is read as a schema, with the index that InnoDB makes for a foreign key', () => {
    expect(named(planner, 'users').columns.map(({ name, type }) => [name, type])).toEqual([['id', 'bigint'], ['email', 'text'], ['active', 'boolean'], ['at', 'timestamp']]);
    const posts = named(planner, 'posts');
    expect(posts.indexes.map(({ name, parts, method }) => [name, parts.map(({ column }) => column), method])).toEqual([
      ['by_state', ['state', 'id'], 'btree'],
      ['PRIMARY', ['id'], 'btree'],
      ['to_user', ['user_id'], 'btree'],
      ['words', ['body'], 'fulltext'],
    ]);
    expect(posts.columns.find(({ name }) => name === 'state')?.values).toEqual(['new', "it's"]);
    expect(posts.foreignKeys).toMatchObject([{ columns: ['user_id'], table: 'users', references: ['id'], onDelete: 'cascade' }]);
    expect(readStatisticsFile(writeStatisticsFile(planner), 'x')).toEqual(planner.known);
  });

  it('cannot try an index', async () => {
    expect(await planner.planWith('SELECT 1', { table: 'posts', parts: [] })).toMatchObject({ ok: false, kind: 'unsupported' });
  });
});
