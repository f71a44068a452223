import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import initSqlJs from 'sql.js';
import { describe, expect, it } from 'vitest';
import { connectionError, withoutSecrets } from '../../../src/database/planner/connection.ts';
import { dialectProblem, openOffline, openUrl, PlannerError, plansOffline } from '../../../src/database/planner/open.ts';
import { schema } from './schemas.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'perf-lint-sqlite-'));

async function databaseFile(name: string, ...statements: string[]): Promise<string> {
  const { Database } = await initSqlJs();
  const database = new Database();
  for (const sql of statements) database.run(sql);
  const file = path.join(folder, name);
  writeFileSync(file, database.export());
  database.close();
  return file;
}

describe('a file of SQLite', () => {
  it('is planned on and read as a schema, and stays as it is', async () => {
    const file = await databaseFile(
      'shop.db',
      'CREATE TABLE users (id INTEGER PRIMARY KEY, email VARCHAR(80) NOT NULL UNIQUE, name TEXT)',
      'CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users ON DELETE CASCADE, title TEXT, live BOOLEAN)',
      'CREATE INDEX by_title ON posts (lower(title), id DESC) WHERE live = 1',
      "INSERT INTO users VALUES (1, 'a', 'A'), (2, 'b', 'B')",
    );
    const before = readFileSync(file);
    const planner = await openUrl(`sqlite:${file}`);
    try {
      expect(planner.schema.tables.map(({ name, rows }) => [name, rows])).toEqual([['users', 2], ['posts', 0]]);
      const [users, posts] = planner.schema.tables;
      expect(users!.indexes).toMatchObject([{ by: 'primary key', parts: [{ column: 'id' }] }, { by: 'unique', parts: [{ column: 'email' }] }]);
      expect(posts!.indexes.find(({ name }) => name === 'by_title')).toMatchObject({ parts: [{ expression: 'lower(title)', direction: 'asc' }, { column: 'id', direction: 'desc' }], where: { text: 'live = 1' } });
      expect(posts!.foreignKeys).toMatchObject([{ columns: ['user_id'], table: 'users', references: [], onDelete: 'cascade' }]);
      const sql = 'SELECT * FROM posts WHERE user_id = ?';
      expect(await planner.plan(sql)).toMatchObject({ ok: true, plan: { cost: undefined, root: { kind: 'scan', table: 'posts', filter: 'WHERE' } } });
      expect(await planner.planWith(sql, { table: 'posts', parts: [{ column: 'user_id', direction: 'asc' }] })).toMatchObject({ ok: true, plan: { root: { kind: 'index', condition: 'user_id=?' } } });
      expect(await planner.plan(sql)).toMatchObject({ plan: { root: { kind: 'scan' } } });
      for (const hostile of ['SELECT 1; DELETE FROM users', 'DROP TABLE users', 'PRAGMA writable_schema = 1', "ATTACH 'x' AS y", 'VACUUM']) expect(await planner.plan(hostile), hostile).toMatchObject({ ok: false, kind: 'refused' });
      expect(await planner.plan('SELECT * FROM nowhere')).toEqual({ ok: false, kind: 'failed', reason: 'no such table: nowhere' });
    } finally {
      await planner.close();
    }
    expect(readFileSync(file)).toEqual(before);
  });

  it('has what ANALYZE found of it', async () => {
    const rows = Array.from({ length: 2000 }, (_, n) => `(${n}, ${n % 2}, ${n})`).join();
    const file = await databaseFile('analyzed.db', 'CREATE TABLE t (id INTEGER PRIMARY KEY, few INT, many INT)', 'CREATE INDEX by_few ON t (few)', 'CREATE INDEX by_many ON t (many)', `INSERT INTO t VALUES ${rows}`, 'ANALYZE');
    const planner = await openUrl(`sqlite:${file}`);
    expect(await planner.plan('SELECT * FROM t WHERE few = ? AND many = ?')).toMatchObject({ plan: { root: { index: 'by_many' } } });
    await planner.close();
  });

  it('that cannot be read is said in one line', async () => {
    await expect(openUrl(`sqlite:${path.join(folder, 'gone.db')}`)).rejects.toThrow(/^SQLite: .*gone\.db cannot be read: ENOENT/);
    const file = path.join(folder, 'text.db');
    writeFileSync(file, 'no database, only text that is long enough');
    await expect(openUrl(`sqlite:${file}`)).rejects.toThrow(/text\.db is no database of SQLite$/);
    writeFileSync(file, 'SQLite format 3\0 and no more');
    await expect(openUrl(`file:${file}`)).rejects.toThrow(/^SQLite: .*text\.db cannot be read: /);
  });
});

describe('a URL', () => {
  it.each([
    ['mongodb://ada:secret@host/shop', 'mongodb://ada:***@host/shop is no URL of a database: postgres://, mysql:// or sqlite:FILE'],
    ['shop', 'shop is no URL of a database: postgres://, mysql:// or sqlite:FILE'],
    ['postgres://ada:secret@ho st/x', 'postgres://***@ho st/x is no URL: postgres://user:password@host:5432/database'],
    ['mysql://ada:secret@127.0.0.1:1', 'the URL of 127.0.0.1 names no database: mysql://user@host/database'],
  ])('that leads nowhere is said: %s', async (url, message) => {
    await expect(openUrl(url)).rejects.toThrow(new PlannerError(message));
  });

  it.each([
    [{ code: '28P01', message: 'password authentication failed for user "ada"' }, 'PostgreSQL at db:5432/shop as ada: the password is wrong'],
    [{ code: 'ENOTFOUND', message: 'getaddrinfo ENOTFOUND db' }, 'PostgreSQL at db:5432/shop: its host is not known (ENOTFOUND)'],
    [new AggregateError([{ code: 'ECONNREFUSED' }, { code: 'ECONNREFUSED' }]), 'PostgreSQL at db:5432/shop: nothing listens there (ECONNREFUSED)'],
    [new Error('timeout expired'), 'PostgreSQL at db:5432/shop: it does not answer'],
    [new Error('could not use s%cret, s%25cret or k3y\nin two lines'), 'PostgreSQL at db:5432/shop as ada: could not use ***, *** or ***'],
  ])('whose server refuses is said without secrets: %s', (error, message) => {
    expect(connectionError('postgresql', new URL('postgres://ada:s%25cret@db/shop?sslkey=k3y'), error).message).toBe(message);
  });

  it('without a password hides nothing', () => {
    expect(withoutSecrets('all of it', new URL('postgres://db/shop'))).toBe('all of it');
  });
});

describe('without a server', () => {
  it('PostgreSQL and SQLite are planned for', async () => {
    expect((['postgresql', 'sqlite', 'mysql', 'mariadb', 'mongodb', undefined] as const).filter(plansOffline)).toEqual(['postgresql', 'sqlite']);
    await expect(openOffline(schema([], { engine: 'mysql' }), {})).rejects.toThrow('there is no planner without a server for mysql');
  });

  it('a planner of another engine than the schema is told', () => {
    const planner = { engine: 'mariadb', version: 'MariaDB 10.11.19' } as const;
    expect(dialectProblem({ engine: 'mysql' }, planner)).toBeUndefined();
    expect(dialectProblem({ engine: undefined }, planner)).toBeUndefined();
    expect(dialectProblem({ engine: 'postgresql' }, planner)).toBe('the schema is one of postgresql, and the database is MariaDB 10.11.19: it is not asked');
  });
});
