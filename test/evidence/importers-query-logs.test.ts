import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { importEvidence } from '../../src/evidence/import.ts';
import { statementsOf } from '../../src/evidence/statements/keys.ts';
import { normalText } from '../../src/evidence/statements/normal.ts';
import type { ImportedFile, Observation } from '../../src/evidence/types.ts';
import { imported, samples } from './toy.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'perf-lint-logs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(content: string | Buffer): Promise<ImportedFile> {
  writeFileSync(path.join(folder, 'file'), content);
  return (await importEvidence(['file'], folder)).files[0]!;
}

function of({ observations }: ImportedFile, metric: Observation['metric'], sql?: string): Observation[] {
  return observations.filter((one) => one.metric === metric && (sql === undefined || one.sql === sql));
}

const USERS = 'SELECT id, email, org_id FROM users WHERE id = $1';
const COMMENTS = 'SELECT count(*) FROM comments WHERE post_id = $1';
const POSTS = 'SELECT id, title FROM posts WHERE user_id = $1 ORDER BY created_at DESC LIMIT $2';

describe.each([['generated/pg15-stderr.log', 'postgresql-stderr'], ['generated/pg15-csvlog.csv', 'postgresql-csvlog'], ['generated/pg15-jsonlog.json', 'postgresql-jsonlog']])('PostgreSQL’s log %s', (name, format) => {
  it('tells each statement once, however often it ran and with whatever values', async () => {
    const file = await imported(name);
    expect(file).toMatchObject({ format, tool: 'PostgreSQL' });
    // 53 queries, of which 2 begin and end a transaction; parse and bind are no queries, a plan is no second one.
    expect(of(file, 'query-time').reduce((sum, { samples = 0 }) => sum + samples, 0)).toBe(51);
    expect(of(file, 'query-time', POSTS)).toMatchObject([{ value: 142.207, unit: 'ms', per: 'call', samples: 1, subject: 'Seq Scan on posts reads 1000002 rows for 21' }]);
    expect(of(file, 'query-time', COMMENTS)).toMatchObject([{ samples: 12, distribution: { max: 45.837, percentiles: [] } }]);
  });

  it('tells queries that one connection sends in a row, after another one', async () => {
    const runs = of(await imported(name), 'repeated-queries');
    expect(runs.map(({ sql, value, samples }) => [sql, value, samples])).toEqual([[USERS, 30, 1], [COMMENTS, 12, 1]]);
  });

  it('tells rows that scans read', async () => {
    expect(of(await imported(name), 'rows', COMMENTS)).toMatchObject([{ value: 300_000, subject: 'examined' }]);
  });
});

describe('PostgreSQL’s log', () => {
  const record = (time: string, text: string): string => `2026-11-22 07:52:${time} UTC [7] a@b LOG:  ${text}`;

  it('takes no row of queries for one request that may be many', async () => {
    // One connection answers 40 requests of one query each: nothing begins the row.
    const many = Array.from({ length: 40 }, (_, index) => record(`10.${100 + index}`, `duration: 0.100 ms  statement: SELECT * FROM users WHERE id = ${index}`));
    expect(of(await read(many.join('\n')), 'repeated-queries')).toEqual([]);
    // A query that gave the ids begins it.
    const list = record('10.050', 'duration: 0.100 ms  statement: SELECT user_id FROM orders');
    expect(of(await read([list, ...many].join('\n')), 'repeated-queries')).toMatchObject([{ value: 40 }]);
    // It was long ago.
    const earlier = record('01.050', 'duration: 0.100 ms  statement: SELECT user_id FROM orders');
    expect(of(await read([earlier, ...many].join('\n')), 'repeated-queries')).toEqual([]);
  });

  it('joins a text that log_statement wrote with the duration that follows', async () => {
    const file = await read([record('10.1', 'statement: SELECT 1 FROM a'), record('10.1', 'duration: 7.500 ms'), record('10.2', 'duration: 1.000 ms')].join('\n'));
    expect(of(file, 'query-time')).toMatchObject([{ sql: 'SELECT $1 FROM a', value: 7.5, samples: 1 }]);
  });

  it('reads plans of auto_explain alone, in both forms', async () => {
    const json = record('10.1', 'duration: 5.000 ms  plan:\n\t{"Query Text": "SELECT a FROM t WHERE b = 1", "Plan": {"Node Type": "Seq Scan", "Relation Name": "t", "Actual Rows": 2, "Actual Loops": 1, "Rows Removed by Filter": 98}}');
    const text = record('10.2', 'duration: 9.000 ms  plan:\n\tQuery Text: SELECT c\n\t  FROM t\n\tSeq Scan on t  (cost=0.00..1.00 rows=1 width=4) (actual time=0.01..0.02 rows=1 loops=1)');
    const file = await read(`${json}\n${text}\n`);
    expect(of(file, 'query-time')).toMatchObject([{ sql: 'SELECT a FROM t WHERE b = $1', value: 5, subject: 'Seq Scan on t reads 100 rows for 2' }, { sql: 'SELECT c FROM t', value: 9 }]);
  });

  it('says what is missing where it has no durations', async () => {
    await expect(read(record('10.1', 'checkpoint starting: time'))).rejects.toThrow('file: it holds no statement with its duration: set log_min_duration_statement');
  });
});

describe('pg_stat_statements', () => {
  it('as CSV', async () => {
    const file = await imported('generated/pg15-pg_stat_statements.csv');
    expect(file.format).toBe('pg_stat_statements-csv');
    expect(of(file, 'query-time', USERS)).toMatchObject([{ value: 0.012839733333333334, samples: 30, at: 15, distribution: { count: 30, max: 0.128961 } }]);
    expect(of(file, 'rows', USERS)).toMatchObject([{ value: 1, per: 'call', subject: 'returned' }]);
    expect(file.observations.some(({ sql }) => sql === 'BEGIN')).toBe(false);
  });

  it('as JSON, with the names that columns had before PostgreSQL 13', async () => {
    const file = await read(JSON.stringify([{ userid: 10, query: 'SELECT * FROM users WHERE id = $1', calls: 4, total_time: 10, rows: 4 }]));
    expect(file.format).toBe('pg_stat_statements-json');
    expect(of(file, 'query-time')).toMatchObject([{ value: 2.5, samples: 4 }]);
  });
});

describe('a slow query log of MariaDB', () => {
  it('tells each statement once, with rows that it read', async () => {
    const file = await imported('generated/mariadb-slow.log');
    expect(file).toMatchObject({ format: 'mysql-slow-log', tool: 'MariaDB' });
    expect(of(file, 'query-time').reduce((sum, { samples = 0 }) => sum + samples, 0)).toBe(45);
    expect(of(file, 'repeated-queries').map(({ sql, value }) => [sql, value])).toEqual([['SELECT id, email FROM users WHERE id = ?', 30], ['SELECT count(*) FROM comments WHERE post_id = ?', 10]]);
    expect(of(file, 'rows', 'SELECT count(*) FROM comments WHERE post_id = ?')).toMatchObject([{ value: 1, subject: 'returned' }, { value: 200_000, subject: 'examined' }]);
    // Its value holds a quote, a semicolon at the end of a line, and a second line.
    expect(of(file, 'query-time', 'UPDATE posts SET title = ? WHERE id = ?')).toHaveLength(1);
  });

  // The form of MySQL 8, by its manual: no server of it is here.
  it('and of MySQL', async () => {
    const file = await read([
      '/usr/sbin/mysqld, Version: 8.4.0 (MySQL Community Server - GPL). started with:', 'Tcp port: 3306  Unix socket: /tmp/mysql.sock', 'Time                 Id Command    Argument',
      '# Time: 2026-11-22T07:52:35.123456Z', '# User@Host: app[app] @ localhost []  Id:    12', '# Query_time: 0.250000  Lock_time: 0.000010 Rows_sent: 1  Rows_examined: 9000', 'use shop;', 'SET timestamp=1795333955;', 'SELECT * FROM `orders`', "WHERE code = 'x';",
      '# Time: 2026-11-22T07:52:36.123456Z', '# User@Host: app[app] @ localhost []  Id:    12', '# Query_time: 0.000100  Lock_time: 0.000000 Rows_sent: 0  Rows_examined: 0', 'SET timestamp=1795333956;', '# administrator command: Quit;', '',
    ].join('\n'));
    expect(file.tool).toBe('MySQL');
    expect(of(file, 'query-time')).toMatchObject([{ sql: 'SELECT * FROM `orders` WHERE code = ?', value: 250, samples: 1 }]);
  });
});

describe('a plan that was run', () => {
  it('with its statement, as psql -e writes them', async () => {
    const file = await imported('generated/explain.psql.txt');
    expect(file.format).toBe('explain-psql');
    expect(of(file, 'query-time')).toMatchObject([
      { sql: 'SELECT id, title FROM posts WHERE user_id = $1', value: 12.178, subject: 'Seq Scan on posts reads 50000 rows for 10' },
      { sql: 'SELECT title FROM posts WHERE id = $1', value: 0.067 },
    ]);
  });

  it('of a statement that was explained several times, whatever its values, is one', async () => {
    const plan = (value: number, ms: number, rows: number): string => `EXPLAIN (ANALYZE, FORMAT JSON) SELECT title FROM posts WHERE id = ${value};\n[\n  {"Plan": {"Node Type": "Index Scan", "Relation Name": "posts", "Actual Rows": ${rows}, "Actual Loops": 1}, "Execution Time": ${ms}}\n]\n`;
    const { observations } = await read(`${plan(7, 1, 1)}${plan(8, 4, 0)}${plan(9, 1, 2)}`);
    expect(observations).toMatchObject([
      { metric: 'query-time', sql: 'SELECT title FROM posts WHERE id = $1', value: 2, samples: 3 },
      { metric: 'rows', value: 1, samples: 3 },
    ]);
  });

  it('alone, as rows of a driver, and as a table of psql', async () => {
    const alone = readFileSync(path.join(samples, 'generated/explain.json'), 'utf8');
    const table = ['  QUERY PLAN  ', '--------------', ...alone.trimEnd().split('\n').map((line, index, all) => ` ${line.padEnd(40)}${index < all.length - 1 ? '+' : ''}`), '(1 row)', ''].join('\n');
    for (const content of [alone, JSON.stringify([{ 'QUERY PLAN': JSON.parse(alone) as unknown }]), table]) {
      const file = await read(content);
      expect(of(file, 'query-time')).toMatchObject([{ value: 1.135, samples: 1 }]);
      expect(file.notes).toHaveLength(1);
    }
  });

  it('and one that was not', async () => {
    await expect(read('[{"Plan": {"Node Type": "Seq Scan"}}]')).rejects.toThrow('file: it holds no plan that was run: EXPLAIN takes ANALYZE, and FORMAT JSON');
  });
});

describe('a log', () => {
  const log = readFileSync(path.join(samples, 'generated/pg15-stderr.log'));

  it('that is cut off is read as far as it goes', async () => {
    expect(of(await read(log.subarray(0, 30_000)), 'query-time').length).toBeGreaterThan(3);
  });

  it('in UTF-16 is read', async () => {
    expect(of(await read(Buffer.from(`\uFEFF${log.toString()}`, 'utf16le')), 'repeated-queries')).toHaveLength(2);
  });

  it.each([
    ['csv cut off in a quote', readFileSync(path.join(samples, 'generated/pg15-csvlog.csv')).subarray(0, 20_000), /^file: a quote that opens on line \d+ is never closed \(is it cut off\?\)$/],
    ['json cut off', readFileSync(path.join(samples, 'generated/pg15-jsonlog.json')).subarray(0, 20_000), /^file: line \d+ ends in the middle of its JSON \(is it cut off\?\)$/],
    ['a head alone', 'rolname,query,calls,total_exec_time\n', /^file: it holds no statement$/],
    ['text behind a quote', 'Type,Name,Request Count,Failure Count\n"a"b,c,d\n', /^file: line 2 is not comma-separated values/],
    ['a slow log without statements', '# User@Host: a[a] @ b []\n# Query_time: 1  Lock_time: 1  Rows_sent: 1  Rows_examined: 1\n', /^file: it holds no statement$/],
    ['a plan that is no JSON', 'EXPLAIN (ANALYZE, FORMAT JSON) SELECT 1;\n[\n  {"Node Type": }\n]\n', /^file: a plan in it is no JSON$/],
  ])('%s is an error that names the file', async (_, content, message) => {
    await expect(read(content)).rejects.toThrow(message);
  });

  it('is read a part at a time', async () => {
    // 30 MB, of statements that differ in values and sessions alone.
    const block = Array.from({ length: 2000 }, (_, index) => `2026-11-22 07:52:32.847 UTC [${index}] a@b LOG:  duration: 1.5 ms  statement: SELECT * FROM t${index % 50} WHERE id = ${index} AND note = '${'x'.repeat(200)}'\n`).join('');
    writeFileSync(path.join(folder, 'large.log'), block.repeat(50));
    const before = process.memoryUsage().rss;
    let peak = 0;
    const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
    const { files } = await importEvidence(['large.log'], folder);
    clearInterval(timer);
    expect(of(files[0]!, 'query-time').reduce((sum, { samples = 0 }) => sum + samples, 0)).toBe(100_000);
    expect(peak).toBeGreaterThan(0);
    // The text alone would be 60 MB in memory.
    expect(peak - before).toBeLessThan(50 * 1024 * 1024);
  }, 60_000);
});

describe('statements without their values', () => {
  it.each([
    ["SELECT  *\n FROM a WHERE b = 'it''s' -- why\n AND c IN (1, 2,3)", 'SELECT * FROM a WHERE b = ? AND c IN (?)'],
    ["INSERT INTO t (a, b) VALUES (1, 'x'), (2, 'y'), (3, 'z');", 'INSERT INTO t (a, b) VALUES (?)'],
    ['SELECT "a1"."b" FROM `c2` WHERE d = $1 AND e > 1.5e3 /* x */ LIMIT 10', 'SELECT "a1"."b" FROM `c2` WHERE d = ? AND e > ? LIMIT ?'],
    ['SELECT $tag$ a; b $tag$, $$x$$', 'SELECT ?, ?'],
    ["SELECT 'never closed", 'SELECT ?'],
  ])('%j', (sql, text) => {
    expect(normalText(sql)).toBe(text);
  });

  it('have one key, however they are laid out', () => {
    const [a, b, other] = statementsOf(['select "id" from users where id in (1,2,3)', 'SELECT id FROM users WHERE id IN ($1)', 'SELECT id FROM users WHERE email = $1'], 'postgresql');
    expect(a!.key).toBe(b!.key);
    expect(other!.key).not.toBe(a!.key);
    const [c, d, e] = statementsOf(['select `id` from users where id = 7 limit 5', 'SELECT id FROM users WHERE id = ? LIMIT ?', 'SELECT id FROM users WHERE name = 7 limit 5'], 'mysql');
    expect(c!.key).toBe(d!.key);
    expect(e!.key).not.toBe(c!.key);
    expect(statementsOf(['SELEC nonsense 7'], 'mysql')).toEqual([{ key: 'SELEC nonsense ?', text: 'SELEC nonsense ?' }]);
  });
});
