import { createRequire } from 'node:module';
import mysql from 'mysql2/promise';
import type { RowDataPacket } from 'mysql2/promise';
import pg from 'pg';
import initSqlJs from 'sql.js';
import { describe, expect, it } from 'vitest';
import { fold } from '../../src/database/schema/fold.ts';
import { readSql } from '../../src/database/schema/sql/read.ts';
import type { Engine, Index, Table } from '../../src/database/schema/types.ts';
import { line } from '../database/schema/make.ts';
import { openDatabase } from './databases.ts';

/** Migrations, in order: all that the reader of PostgreSQL's DDL knows. */
const POSTGRESQL = [
  `CREATE TYPE state AS ENUM ('new', 'old');
   CREATE TABLE teams (id serial PRIMARY KEY, name varchar(80) NOT NULL UNIQUE, slug text, settings jsonb, deleted_at timestamptz);
   CREATE TABLE users (
     id uuid DEFAULT gen_random_uuid(),
     email text NOT NULL,
     "displayName" text,
     team_id int REFERENCES teams ON DELETE CASCADE,
     state state NOT NULL DEFAULT 'new',
     active boolean NOT NULL DEFAULT true,
     tags text[],
     score numeric(10,2),
     created_at timestamp(3) NOT NULL DEFAULT now(),
     CONSTRAINT users_pk PRIMARY KEY (id),
     UNIQUE (team_id, email) INCLUDE ("displayName")
   );`,
  `CREATE INDEX ON users (team_id);
   CREATE INDEX users_created ON users USING btree (created_at DESC NULLS LAST, id);
   CREATE INDEX users_lower ON users (lower(email) text_pattern_ops);
   CREATE UNIQUE INDEX users_active ON users (email) WHERE active AND team_id IS NOT NULL;
   CREATE INDEX users_state ON users ("displayName") WHERE state IN ('new', 'old') AND score > 1.5;
   CREATE INDEX users_tags ON users USING gin (tags);
   CREATE INDEX users_hash ON users USING hash (email);
   CREATE INDEX teams_setting ON teams ((settings->>'plan'), (coalesce(slug, 'none')));
   CREATE INDEX teams_brin ON teams USING brin (deleted_at);`,
  `CREATE TABLE bookings (room int, during tsrange, EXCLUDE USING gist (during WITH &&));
   CREATE TABLE copied (LIKE users INCLUDING ALL);
   CREATE TABLE plain (LIKE users);
   CREATE TABLE special () INHERITS (teams);
   CREATE TABLE events (id bigint NOT NULL, at date NOT NULL, kind text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
   CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
   CREATE TABLE events_2026 (id bigint NOT NULL, at date NOT NULL, kind text);
   ALTER TABLE events ATTACH PARTITION events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
   CREATE INDEX events_kind ON events (kind, at DESC);
   CREATE VIEW active_users AS SELECT id, email AS address FROM users WHERE active;
   CREATE MATERIALIZED VIEW sums AS SELECT team_id, count(*) AS number FROM users GROUP BY 1;
   CREATE UNIQUE INDEX sums_team ON sums (team_id);`,
  `DROP INDEX users_team_id_idx;
   DROP INDEX IF EXISTS nowhere, users_hash;
   ALTER TABLE users DROP CONSTRAINT "users_team_id_email_displayName_key";
   ALTER TABLE users RENAME COLUMN email TO mail;
   ALTER TABLE users RENAME COLUMN active TO enabled;
   ALTER TABLE users DROP COLUMN tags, ADD COLUMN nick text UNIQUE, ALTER COLUMN score SET DATA TYPE double precision, ALTER COLUMN "displayName" SET NOT NULL;
   ALTER INDEX users_created RENAME TO users_by_time;
   ALTER TABLE teams RENAME TO groups;
   ALTER TABLE groups DROP CONSTRAINT teams_name_key;
   CREATE UNIQUE INDEX groups_name ON groups (name);
   ALTER TABLE groups ADD CONSTRAINT groups_name_key UNIQUE USING INDEX groups_name;
   ALTER TABLE copied DROP CONSTRAINT copied_pkey;
   ALTER TABLE copied ADD PRIMARY KEY (email);`,
  `DO $$ BEGIN
     ALTER TABLE plain ADD CONSTRAINT plain_group FOREIGN KEY (team_id) REFERENCES groups (id) ON DELETE SET NULL;
   EXCEPTION WHEN duplicate_object THEN null; END $$;
   DO $$ BEGIN
     IF NOT EXISTS (SELECT 1 FROM pg_class WHERE relname = 'plain_mail_nowhere') THEN
       CREATE INDEX plain_mail ON plain (email);
     END IF;
   END $$;
   DO $body$ BEGIN EXECUTE 'CREATE INDEX plain_state ON plain (state, active DESC)'; END $body$;
   CREATE TABLE gone (id int PRIMARY KEY REFERENCES groups);
   CREATE INDEX gone_id ON gone (id, id);
   DROP TABLE gone;`,
];

/** Statements of MariaDB, some of them such as the parser refuses. */
const MYSQL = [
  "CREATE TABLE `orgs` (`id` int unsigned NOT NULL AUTO_INCREMENT, `name` varchar(100) NOT NULL, `slug` varchar(50) UNIQUE, PRIMARY KEY (`id`), KEY `by_name` (`name`(10))) ENGINE=InnoDB",
  'CREATE TABLE `users` (`id` int PRIMARY KEY AUTO_INCREMENT, `org_id` int unsigned, `boss_id` int, `mail` varchar(191) NOT NULL, `bio` text, `state` enum("a","b") NOT NULL, UNIQUE KEY `mail` (`mail`), FULLTEXT KEY `bio` (`bio`), CONSTRAINT `org` FOREIGN KEY (`org_id`) REFERENCES `orgs` (`id`) ON DELETE CASCADE, FOREIGN KEY (`boss_id`) REFERENCES `users` (`id`)) ENGINE=InnoDB',
  'CREATE INDEX `state` ON `users` (`state`, `mail`)',
  'CREATE TABLE `posts` (`id` bigint NOT NULL, `user_id` int NOT NULL, `at` datetime(3), PRIMARY KEY (`id`), INDEX (`user_id`, `at`), INDEX (`user_id`), FOREIGN KEY (`user_id`) REFERENCES `users` (`id`))',
  'ALTER TABLE `posts` ADD COLUMN `title` varchar(20) NOT NULL, ADD INDEX `title` (`title`, `at`), DROP INDEX `user_id`',
  'ALTER TABLE `posts` CHANGE `at` `made_at` datetime NOT NULL',
  'ALTER TABLE `users` DROP FOREIGN KEY `org`, DROP INDEX `org`',
  'ALTER TABLE `posts` RENAME INDEX `title` TO `titles`',
  'ALTER TABLE `orgs` RENAME TO `groups_`',
  'ALTER TABLE `users` DROP COLUMN `state`',
  'CREATE TABLE `copies` LIKE `posts`',
  'DROP INDEX `by_name` ON `groups_`',
];

const SQLITE = [
  'CREATE TABLE orgs (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE)',
  'CREATE TABLE "users" ("id" TEXT NOT NULL PRIMARY KEY, "org" INTEGER REFERENCES orgs (id), mail TEXT, gone_at DATETIME, UNIQUE (org, mail))',
  'CREATE INDEX by_mail ON users (mail DESC, id) WHERE gone_at IS NULL',
  'CREATE INDEX by_lower ON users (lower(mail))',
  'CREATE INDEX away ON users (gone_at)',
  'DROP INDEX away',
  'ALTER TABLE users RENAME COLUMN mail TO email',
  'CREATE TABLE "new_orgs" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "name" TEXT NOT NULL, "kind" TEXT)',
  'DROP TABLE "orgs"',
  'ALTER TABLE "new_orgs" RENAME TO "orgs"',
  'CREATE UNIQUE INDEX "orgs_name_key" ON "orgs" ("name")',
  'CREATE TABLE pairs (a INT, b INT, PRIMARY KEY (a, b)) WITHOUT ROWID',
];

function folded(sql: readonly string[], engine: Exclude<Engine, 'mongodb'>): readonly Table[] {
  const read = readSql(sql.map((text, at) => ({ file: `${at}.sql`, text })), engine);
  const { tables, unread } = fold(read.flatMap(({ changes }) => changes), engine);
  expect(unread).toEqual([]);
  return tables;
}

/** As a catalog knows it: without its name, a key as the unique index that it is. */
function bare({ parts, unique, method, where, include, origin, by }: Index, isKey: boolean): string {
  return line({ parts, unique: unique || by === 'primary key', method, include, origin, by: isKey && by === 'primary key' ? by : 'index', ...(where && { where }) });
}

function indexesOf(tables: readonly Table[], isKey = false): Record<string, string[]> {
  return Object.fromEntries(tables.filter(({ kind }) => kind !== 'view').map(({ name, indexes }) => [name, indexes.map((index) => bare(index, isKey)).sort()] as const).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function grouped(tables: readonly string[], found: readonly { table: string; index: string }[]): Record<string, string[]> {
  return Object.fromEntries([...tables].sort().map((table) => [table, found.filter((one) => one.table === table).map(({ index }) => index).sort()] as const));
}

describe('what is read of migrations', () => {
  it('is what PostgreSQL’s catalog has after they ran', async () => {
    const database = await openDatabase('postgres');
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    try {
      for (const sql of POSTGRESQL) await client.query(sql);
      const namespace = (await client.query<{ name: string }>('SELECT current_schema() AS name')).rows[0]!.name;
      const { rows: relations } = await client.query<{ name: string }>("SELECT relname AS name FROM pg_class WHERE relnamespace = $1::regnamespace AND relkind IN ('r', 'p', 'm')", [namespace]);
      const { rows: indexes } = await client.query<{ table: string; name: string; definition: string }>('SELECT tablename AS table, indexname AS name, indexdef AS definition FROM pg_indexes WHERE schemaname = $1', [namespace]);
      const definitions = readSql(indexes.map(({ name, definition }) => ({ file: name, text: definition.replaceAll(`${namespace}.`, '') })), 'postgresql');
      const found = indexes.map(({ table }, at) => {
        const [change] = definitions[at]!.changes;
        return { table, index: change?.kind === 'add index' ? bare(change.index, false) : '?' };
      });
      const tables = folded(POSTGRESQL, 'postgresql');
      expect(indexesOf(tables)).toEqual(grouped(relations.map(({ name }) => name), found));

      const { rows: columns } = await client.query<{ table: string; column: string; nullable: boolean }>(
        "SELECT c.relname AS table, a.attname AS column, NOT a.attnotnull AS nullable FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relnamespace = $1::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped",
        [namespace],
      );
      const ours = tables.filter(({ kind }) => kind === 'table').flatMap(({ name, columns: own }) => own.map((one) => `${name}.${one.name} ${one.nullable}`));
      expect(ours.sort()).toEqual(columns.map(({ table, column, nullable }) => `${table}.${column} ${nullable}`).sort());
      const { rows: keys } = await client.query<{ key: string }>(
        "SELECT conrelid::regclass || ' to ' || confrelid::regclass || ' ' || confdeltype::text AS key FROM pg_constraint WHERE contype = 'f' AND connamespace = $1::regnamespace",
        [namespace],
      );
      const actions: Record<string, string> = { cascade: 'c', 'set null': 'n', 'no action': 'a' };
      expect(tables.flatMap(({ name, foreignKeys }) => foreignKeys.map(({ table, onDelete }) => `${name} to ${table} ${actions[onDelete!]}`)).sort()).toEqual(keys.map(({ key }) => key).sort());
    } finally {
      await client.end();
      await database.drop();
    }
  });

  it('is what MariaDB’s catalog has after they ran, with the indexes that InnoDB makes', async () => {
    const database = await openDatabase('mysql');
    const connection = await mysql.createConnection(database.url);
    try {
      for (const sql of MYSQL) await connection.query(sql);
      const [rows] = await connection.query<RowDataPacket[]>(
        'SELECT table_name AS t, index_name AS i, column_name AS c, non_unique AS n, index_type AS m FROM information_schema.statistics WHERE table_schema = database() ORDER BY table_name, index_name, seq_in_index',
      );
      const found = new Map<string, { table: string; unique: boolean; method: string; columns: string[] }>();
      for (const { t, i, c, n, m } of rows as unknown as { t: string; i: string; c: string; n: number; m: string }[]) {
        const key = `${t}.${i}`;
        const index = found.get(key) ?? { table: t, unique: n === 0, method: m.toLowerCase(), columns: [] };
        index.columns.push(c);
        found.set(key, index);
      }
      const theirs = [...found].map(([key, { table, unique, method, columns }]) => ({ table, index: [`${table}.PRIMARY` === key ? 'primary key' : unique ? 'unique index' : 'index', ...(method === 'btree' ? [] : [method]), `(${columns.join(', ')})`].join(' ') }));
      const tables = folded(MYSQL, 'mariadb');
      expect(indexesOf(tables, true)).toEqual(grouped(tables.map(({ name }) => name), theirs));
      expect(tables.map(({ name }) => name).sort()).toEqual(['copies', 'groups_', 'posts', 'users']);
    } finally {
      await connection.end();
      await database.drop();
    }
  });

  it('is what SQLite has after they ran', async () => {
    const wasm = createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm');
    const { Database } = await initSqlJs({ locateFile: () => wasm });
    const database = new Database();
    for (const sql of SQLITE) database.run(sql);
    const table = (sql: string): Record<string, unknown>[] => {
      const [result] = database.exec(sql);
      return result?.values.map((row) => Object.fromEntries(row.map((value, at) => [result.columns[at], value]))) ?? [];
    };
    const names = table("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").map(({ name }) => String(name));
    const theirs = names.flatMap((name) => [
      ...table(`PRAGMA index_list("${name}")`).map((index) => {
        const columns = table(`PRAGMA index_xinfo("${String(index.name)}")`).filter(({ key }) => key === 1);
        const parts = columns.map((column) => `${column.name === null ? '(…)' : String(column.name)}${column.desc === 1 ? ' desc' : ''}`);
        return { table: name, index: `${index.origin === 'pk' ? 'primary key' : index.unique === 1 ? 'unique index' : 'index'} (${parts.join(', ')})${index.partial === 1 ? ' partial' : ''}` };
      }),
      // An INTEGER PRIMARY KEY is the table itself.
      ...table(`PRAGMA table_info("${name}")`)
        .filter(({ pk, type }) => pk === 1 && String(type) === 'INTEGER' && !name.startsWith('pairs'))
        .map((column) => ({ table: name, index: `primary key (${String(column.name)})` })),
    ]);
    const tables = folded(SQLITE, 'sqlite');
    const ours = indexesOf(tables, true);
    for (const [name, indexes] of Object.entries(ours)) ours[name] = indexes.map((index) => index.replace(/\(\(.*\)\)/, '((…))').replace(/ where .*/, ' partial')).sort();
    expect(ours).toEqual(grouped(names, theirs));
    database.close();
  });
});
