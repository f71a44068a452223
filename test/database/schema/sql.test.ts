import { describe, expect, it } from 'vitest';
import { fold } from '../../../src/database/schema/fold.ts';
import type { Folded } from '../../../src/database/schema/fold.ts';
import { sqlSets } from '../../../src/database/schema/sql/folders.ts';
import { engineIn, readSql, withSqlRead } from '../../../src/database/schema/sql/read.ts';
import type { SqlReading } from '../../../src/database/schema/sql/read.ts';
import { upPart } from '../../../src/database/schema/sql/up.ts';
import { changes, create, lines, origin } from './make.ts';

function read(sql: string, dialect: 'postgresql' | 'mysql' | 'sqlite' = 'postgresql'): Folded {
  return fold(readSql([{ file: 'a.sql', text: sql }], dialect)[0]!.changes, dialect);
}

/** That what engines do is what is read is shown on real ones (test/live/schema.test.ts). */
describe('an index', () => {
  it('has the place of its own line, also inside CREATE TABLE', () => {
    const places = (sql: string, dialect: 'postgresql' | 'mysql' | 'sqlite') => read(sql, dialect).tables[0]!.indexes.map(({ origin: { place } }) => `${place.line}:${place.column}-${place.endColumn}`);
    expect(places('CREATE TABLE t (\n  id int PRIMARY KEY,\n  a int,\n  UNIQUE (a)\n);\nCREATE INDEX i\n  ON t (a);', 'postgresql')).toEqual(['2:10-21', '4:3-13', '6:1-11']);
    expect(places('CREATE TABLE t (\n  id int,\n  a enum("x,(", "y"),\n  PRIMARY KEY (id),\n  KEY k (a)\n)', 'mysql')).toEqual(['4:3-19', '5:3-12']);
  });

  it('has a predicate as terms where it is a conjunction of simple ones', () => {
    const where = (sql: string) => read(`CREATE TABLE t (a int); CREATE INDEX ON t (a) WHERE ${sql}`).tables[0]!.indexes[0]!.where;
    expect(where("deleted_at IS NULL AND state = 'x'::state AND n >= 2")).toEqual({
      text: "deleted_at is null and state = 'x' and n >= 2",
      terms: [
        { column: 'deleted_at', operator: 'is null', values: [] },
        { column: 'state', operator: '=', values: ['x'] },
        { column: 'n', operator: '>=', values: [2] },
      ],
    });
    expect(where('NOT hidden AND 3 < n AND "A" IN (1, 2)')?.terms).toEqual([
      { column: 'hidden', operator: '=', values: [false] },
      { column: 'n', operator: '>', values: [3] },
      { column: 'A', operator: 'in', values: [1, 2] },
    ]);
    expect(where('a = 1 OR b = 2')).toEqual({ text: 'a = 1 or b = 2' });
    expect(where('a NOT IN (1)')).toEqual({ text: 'a not in (1)' });
  });

  it('of a condition counts where it is made, and where it is dropped it does not', () => {
    const block = (body: string) => lines(read(`CREATE TABLE t (a int); CREATE INDEX i ON t (a); DO $$ BEGIN ${body} END $$;`).tables).t;
    expect(block('IF true THEN CREATE INDEX j ON t (a); END IF;')).toEqual(['index i (a)', 'index j (a)']);
    expect(block('IF true THEN DROP INDEX i; END IF;')).toEqual(['index i (a)']);
    expect(block('DROP INDEX i;')).toEqual([]);
  });

  it('may have been made by what cannot be read: that is said', () => {
    expect(read("DO $$ BEGIN EXECUTE format('CREATE INDEX %I ON t (a)', 'x'); END $$").unread).toEqual([{ file: 'a.sql', reason: expect.stringContaining('DO block') as string }]);
    expect(read('CREATE INDEX i ON t (a) WITH NONSENSE OF MINE').unread).toHaveLength(1);
    expect(read('SELEC 1; DO $$ BEGIN PERFORM 1; END $$').unread).toEqual([]);
  });
});

it('has no tables that are gone when the migration has run', () => {
  const sql = (word: string) => `CREATE ${word} TABLE t (a int); CREATE INDEX i ON t (a);`;
  for (const dialect of ['postgresql', 'mysql', 'sqlite'] as const) expect([read(sql('TEMPORARY'), dialect).tables.length, read(sql(''), dialect).tables.length]).toEqual([0, 1]);
  expect(read('CREATE TEMP TABLE t ON COMMIT DROP AS SELECT 1 AS a; CREATE UNIQUE INDEX ON t (a);').tables).toEqual([]);
});

it('counts what is passed over', () => {
  const [{ passed, changes: made }] = readSql([{ file: 'a.sql', text: "CREATE TABLE t (a int); INSERT INTO t VALUES (1); COMMENT ON TABLE t IS 'x'; SELEC" }], 'postgresql') as [SqlReading];
  expect([passed, made.length]).toEqual([3, 1]);
});

it('reads SQL that code runs among its other steps, at the place of the call', () => {
  const steps = changes([create('t', ['a']), { kind: 'sql', text: 'CREATE INDEX i ON t (a); CREATE INDEX j ON t (a)' }]);
  const found = withSqlRead(steps, 'postgresql');
  expect(found.map(({ kind, origin: { place } }) => `${kind} ${place.line}`)).toEqual(['create table 1', 'add index 2', 'add index 2']);
  expect(found[1]).toMatchObject({ index: { name: 'i', origin: origin(2) } });
});

it('parses no text twice that it remembers', () => {
  const known = new Map<string, unknown>();
  const asked: string[] = [];
  const memory = { get: (key: string) => (asked.push(key), known.get(key)), set: (key: string, value: unknown) => void known.set(key, value) };
  const texts = [{ file: 'a.sql', text: 'CREATE TABLE t (a int)' }];
  const first = readSql(texts, 'postgresql', memory);
  expect(readSql(texts, 'postgresql', memory)[0]).toBe(first[0]);
  expect(new Set(asked).size).toBe(1);
  readSql([{ file: 'a.sql', text: 'CREATE TABLE t (b int)' }], 'postgresql', memory);
  readSql(texts, 'mysql', memory);
  expect(known.size).toBe(3);
});

it('knows an engine by what only its SQL has', () => {
  expect([engineIn('id SERIAL'), engineIn('id int AUTO_INCREMENT'), engineIn('id INTEGER PRIMARY KEY AUTOINCREMENT'), engineIn('CREATE TABLE t (id int)')]).toEqual(['postgresql', 'mysql', 'sqlite', undefined]);
});

describe('the way back', () => {
  it.each([
    ['dbmate', '-- migrate:up\nUP;\n-- migrate:down\nDOWN;'],
    ['goose', '-- +goose Up\n-- +goose StatementBegin\nUP;\n-- +goose StatementEnd\n-- +goose Down\nDOWN;'],
    ['sql-migrate', '-- +migrate Up\nUP;\n-- +migrate Down\nDOWN;'],
    ['node-pg-migrate', '-- Up Migration\nUP;\n-- Down Migration\nDOWN;'],
    ['the way back first', '-- migrate:down\nDOWN;\n-- migrate:up\nUP;'],
  ])('is none of the migration: %s', (_, text) => {
    const up = upPart(text);
    expect([up.includes('UP'), up.includes('DOWN'), up.length, up.indexOf('UP')]).toEqual([true, false, text.length, text.indexOf('UP')]);
  });

  it('is not taken for it where a migration speaks of it', () => {
    expect(upPart('-- down payments\nCREATE TABLE down (a int);')).toBe('-- down payments\nCREATE TABLE down (a int);');
  });
});

describe('files of SQL', () => {
  const sets = (paths: string[], journals?: Map<string, string[]>) => sqlSets(paths, journals).map(({ at, files, engine, foreign }) => [at, files.map((file) => file.slice(at.length + 1) || file), ...(engine ? [engine] : foreign ? ['foreign'] : [])]);

  it('a migration whose own folder is called a migration is one of the folder around it', () => {
    const files = ['2023_first_migration/migration.sql', '2024_second/migration.sql'];
    expect(sets(files.map((file) => `prisma/migrations/${file}`))).toEqual([['prisma/migrations', files]]);
  });

  it.each<[string, string[], unknown[]]>([
    ['Prisma', ['prisma/migrations/2_b/migration.sql', 'prisma/migrations/1_a/migration.sql'], [['prisma/migrations', ['1_a/migration.sql', '2_b/migration.sql']]]],
    ['golang-migrate', ['db/migrations/10_c.up.sql', 'db/migrations/2_b.up.sql', 'db/migrations/2_b.down.sql'], [['db/migrations', ['2_b.up.sql', '10_c.up.sql']]]],
    ['Flyway', ['sql/R__views.sql', 'sql/V1_10__c.sql', 'sql/V1_2__b.sql', 'sql/V1__a.sql', 'sql/U1__a.sql'], [['sql', ['V1__a.sql', 'V1_2__b.sql', 'V1_10__c.sql', 'R__views.sql']]]],
    ['Diesel and Hasura', ['migrations/default/1_a/up.sql', 'migrations/default/1_a/down.sql'], [['migrations/default', ['1_a/up.sql']]]],
    ['db-migrate', ['migrations/sqls/1-a-up.sql', 'migrations/sqls/1-a-down.sql'], [['migrations', ['sqls/1-a-up.sql']]]],
    ['postgrator', ['migrations/001.do.sql', 'migrations/001.undo.sql'], [['migrations', ['001.do.sql']]]],
    ['engines apart', ['migrations/pg/1.sql', 'migrations/mysql/1.sql', 'clickhouse/migrations/1.sql'], [['migrations/pg', ['1.sql'], 'postgresql'], ['migrations/mysql', ['1.sql'], 'mysql'], ['clickhouse/migrations', ['1.sql'], 'foreign']]],
    ['a whole schema', ['db/structure.sql', 'schema.sqlite.sql', 'report.sql'], [['db/structure.sql', ['db/structure.sql']], ['schema.sqlite.sql', ['schema.sqlite.sql'], 'sqlite']]],
    ['rows, tests and queries', ['db/seeds/001_users.sql', 'test/migrations/1_a.sql', 'src/queries/001_list.sql', 'migrations/seed.sql', 'migrations/down/1.sql'], []],
  ])('are laid out as tools do it: %s', (_, paths, expected) => {
    expect(sets(paths)).toEqual(expected);
  });

  it('run as Drizzle’s journal says, and only those that it names', () => {
    const paths = ['drizzle/0000_b.sql', 'drizzle/0001_a.sql', 'drizzle/0002_old.sql'];
    expect(sets(paths, new Map([['drizzle/meta/_journal.json', ['0001_a', '0000_b']]]))).toEqual([['drizzle', ['0001_a.sql', '0000_b.sql']]]);
  });
});
