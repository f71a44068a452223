import { randomBytes } from 'node:crypto';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openUrl, PlannerError } from '../../src/database/planner/open.ts';
import type { LivePlanner } from '../../src/database/planner/postgres.ts';
import { templateFolder } from '../database/planner/folder.ts';
import { HOSTILE } from '../database/planner/hostile.ts';
import { type Database, openDatabase } from './databases.ts';

const ROLE = `perf_lint_reader_${randomBytes(4).toString('hex')}`;
const PASSWORD = 's3cret-of-the-reader';

const CANDIDATE = { table: 'secret', parts: [{ column: 'word', direction: 'asc' as const }] };

function as(url: string, user: string, password: string, more: Record<string, string> = {}): string {
  const parsed = new URL(url);
  parsed.username = user;
  parsed.password = password;
  for (const [name, value] of Object.entries(more)) parsed.searchParams.set(name, `${parsed.searchParams.get(name) ?? ''} ${value}`.trim());
  return parsed.href;
}

describe('a PostgreSQL server', () => {
  let database: Database;
  let admin: pg.Client;
  let namespace: string;
  beforeAll(async () => {
    database = await openDatabase('postgres');
    admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
    namespace = (await admin.query<{ name: string }>('SELECT current_schema() AS name')).rows[0]!.name;
    await admin.query('CREATE TABLE secret (id serial PRIMARY KEY, word text NOT NULL)');
    await admin.query("INSERT INTO secret (word) SELECT 'w' || n FROM generate_series(1, 100) AS n");
    await admin.query('CREATE TABLE log (at timestamptz NOT NULL DEFAULT clock_timestamp())');
    // It says that it changes nothing, and does: a planner computes what is IMMUTABLE.
    await admin.query("CREATE FUNCTION hostile() RETURNS integer LANGUAGE plpgsql IMMUTABLE AS 'BEGIN INSERT INTO log DEFAULT VALUES; RETURN 1; END'");
    await admin.query("CREATE FUNCTION lower(integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS 'BEGIN INSERT INTO log DEFAULT VALUES; RETURN 1; END'");
    await admin.query(`CREATE ROLE ${ROLE} LOGIN PASSWORD '${PASSWORD}'`);
    await admin.query(`GRANT USAGE ON SCHEMA ${namespace} TO ${ROLE}`);
    await admin.query(`GRANT SELECT ON ALL TABLES IN SCHEMA ${namespace} TO ${ROLE}`);
  });
  afterAll(async () => {
    await admin?.end();
    await database?.run(`DROP OWNED BY ${ROLE}`);
    await database?.run(`DROP ROLE ${ROLE}`);
    await database?.drop();
  });

  /** Everything that could change: rows, and all that the catalog has of the schema. */
  async function digest(): Promise<unknown> {
    const { rows } = await admin.query(
      `SELECT (SELECT md5(string_agg(s::text, ',' ORDER BY id)) FROM secret s) AS secret, (SELECT count(*) FROM log) AS log, (SELECT last_value FROM secret_id_seq) AS sequence,
        (SELECT md5(string_agg(concat(c.relname, c.relkind, c.relfilenode, c.reltuples, c.relpages, c.relacl), ',' ORDER BY c.oid)) FROM pg_class c WHERE c.relnamespace = $1::text::regnamespace) AS relations,
        (SELECT md5(string_agg(p.prosrc, ',' ORDER BY p.oid)) FROM pg_proc p WHERE p.pronamespace = $1::text::regnamespace) AS functions,
        (SELECT count(*) FROM pg_stats WHERE schemaname = $1::text) AS statistics`,
      [namespace],
    );
    return rows[0];
  }

  const withPlanner = async <T>(url: string, work: (planner: LivePlanner) => Promise<T>): Promise<T> => {
    const planner = await openUrl(url, { folder: templateFolder });
    try {
      return await work(planner);
    } finally {
      await planner.close();
    }
  };

  it.each(['owner', 'reader'])('is not changed by hostile texts, as %s', async (who) => {
    const before = await digest();
    const url = who === 'owner' ? database.url : as(database.url, ROLE, PASSWORD);
    await withPlanner(url, async (planner) => {
      for (const sql of HOSTILE.postgres) expect(await planner.plan(sql), sql).toMatchObject({ ok: false, kind: 'refused' });
      // What the gate cannot see: a function of the database that has the name of one of PostgreSQL's own.
      expect(await planner.plan('SELECT lower(5) FROM secret')).toMatchObject({ ok: false, kind: 'refused', reason: expect.stringContaining('lower()') as string });
      for (const sql of HOSTILE.postgres.slice(0, 6)) expect(await planner.planWith(sql, CANDIDATE), sql).toMatchObject({ ok: false, kind: 'refused' });
    });
    expect(await digest()).toEqual(before);
  }, 120_000);

  it('is not changed where it reads strings in another way', async () => {
    const before = await digest();
    await withPlanner(as(database.url, 'root', '', { options: '-c standard_conforming_strings=off' }), async (planner) => {
      for (const sql of HOSTILE.quoting) expect(await planner.plan(sql)).toMatchObject({ ok: true });
    });
    expect(await digest()).toEqual(before);
  });

  it('plans statements that write, and writes nothing', async () => {
    const before = await digest();
    await withPlanner(database.url, async (planner) => {
      for (const sql of ["DELETE FROM secret WHERE word = $1", "UPDATE secret SET word = 'x' WHERE id = $1 RETURNING *", "INSERT INTO secret (word) VALUES ($1)"]) {
        const result = await planner.plan(sql);
        expect(result.ok ? 'planned' : `${result.kind}: ${result.reason}`, sql).toBe('planned');
      }
    });
    expect(await digest()).toEqual(before);
  });

  it('plans for a user who may only read what finds the rows', async () => {
    await withPlanner(as(database.url, ROLE, PASSWORD), async (planner) => {
      expect(await planner.plan('SELECT * FROM secret WHERE id = $1')).toMatchObject({ ok: true, plan: { root: { kind: 'index' } } });
      for (const sql of ['UPDATE secret SET word = $1 WHERE id = $2', 'DELETE FROM secret WHERE id = $1 RETURNING word']) expect(await planner.plan(sql), sql).toMatchObject({ ok: true, plan: { root: { kind: 'index', table: 'secret' } } });
      expect(await planner.plan('INSERT INTO secret (word) VALUES ($1)')).toMatchObject({ ok: false, kind: 'failed', reason: expect.stringMatching(/^the user lacks a permission: /) as string });
    });
  });

  it('has an index tried on the embedded engine, with its own statistics', async () => {
    await withPlanner(database.url, async (planner) => {
      expect(await planner.rows('secret')).toBeUndefined();
      const result = await planner.planWith('SELECT * FROM secret WHERE word = $1', CANDIDATE);
      expect(result).toMatchObject({ ok: true, plan: { forced: 'enable_seqscan=off' } });
      expect(JSON.stringify(result)).toContain('perf_lint_candidate');
    });
    const { rows } = await admin.query('SELECT 1 FROM pg_indexes WHERE schemaname = $1 AND indexname LIKE \'perf%\'', [namespace]);
    expect(rows).toEqual([]);
  }, 120_000);

  it('that misses what a statement names says so in one line', async () => {
    await withPlanner(database.url, async (planner) => {
      expect(await planner.plan('SELECT * FROM nowhere')).toEqual({ ok: false, kind: 'failed', reason: 'relation "nowhere" does not exist' });
      // The connection is as good as before.
      expect(await planner.plan('SELECT * FROM secret')).toMatchObject({ ok: true });
    });
  });

  it('that is down is named without its password', async () => {
    const url = as(database.url, 'ada', PASSWORD).replace(/:\d+\//, ':1/');
    await expect(openUrl(url)).rejects.toThrow(PlannerError);
    await expect(openUrl(url)).rejects.toThrow(/^PostgreSQL at 127\.0\.0\.1:1\/\w+: nothing listens there \(ECONNREFUSED\)$/);
  });
});

describe('a MariaDB or MySQL server', () => {
  let database: Database;
  let admin: mysql.Connection;
  beforeAll(async () => {
    database = await openDatabase('mysql');
    admin = await mysql.createConnection(database.url);
    await admin.query('CREATE TABLE secret (id int PRIMARY KEY AUTO_INCREMENT, word varchar(20) NOT NULL)');
    await admin.query("INSERT INTO secret (word) VALUES ('a'), ('b'), ('c')");
    await admin.query('CREATE TABLE log (at datetime NOT NULL)');
    await admin.query('CREATE FUNCTION hostile() RETURNS int DETERMINISTIC BEGIN INSERT INTO log VALUES (now()); RETURN 1; END');
    await admin.query(`CREATE USER ${ROLE}@'127.0.0.1' IDENTIFIED BY '${PASSWORD}'`);
    await admin.query(`GRANT SELECT ON ${new URL(database.url).pathname.slice(1)}.* TO ${ROLE}@'127.0.0.1'`);
  });
  afterAll(async () => {
    await admin?.query(`DROP USER ${ROLE}@'127.0.0.1'`);
    await admin?.end();
    await database?.drop();
  });

  async function digest(): Promise<unknown> {
    const [checks] = await admin.query('CHECKSUM TABLE secret, log');
    const [definitions] = await admin.query('SHOW CREATE TABLE secret');
    const [tables] = await admin.query('SHOW TABLES');
    return { checks, definitions, tables };
  }

  it.each(['owner', 'reader'])('is not changed by hostile texts, as %s', async (who) => {
    const before = await digest();
    const planner = await openUrl(who === 'owner' ? database.url : as(database.url, ROLE, PASSWORD));
    try {
      const started = performance.now();
      for (const sql of HOSTILE.mysql) expect(await planner.plan(sql), sql).toMatchObject({ ok: false, kind: 'refused' });
      // None of those that wait for ten seconds ran.
      expect(performance.now() - started).toBeLessThan(8000);
      for (const sql of ['DELETE FROM secret WHERE id = ?', "UPDATE secret SET word = 'x' WHERE id = ?"]) expect(await planner.plan(sql), sql).toMatchObject({ ok: true, plan: { root: { kind: 'index' } } });
    } finally {
      await planner.close();
    }
    expect(await digest()).toEqual(before);
  });

  it('with another password is named without it', async () => {
    const url = as(database.url, ROLE, 'another');
    await expect(openUrl(url)).rejects.toThrow(new RegExp(`^MySQL at 127\\.0\\.0\\.1:3306/\\w+ as ${ROLE}: the user or the password is wrong$`));
  });

  it('that is down is named', async () => {
    await expect(openUrl('mysql://root:hidden@127.0.0.1:1/test')).rejects.toThrow(/^MySQL at 127\.0\.0\.1:1\/test: nothing listens there \(ECONNREFUSED\)$/);
  });
});
