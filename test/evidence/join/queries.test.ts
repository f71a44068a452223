import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { scan } from '../../../src/commands/scan.ts';
import type { Finding } from '../../../src/findings/types.ts';
import { engine } from '../../../src/project/engine.ts';
import { project } from '../../commands/project.ts';
import { samples } from '../toy.ts';

const SCHEMA = `
CREATE TABLE users (id serial PRIMARY KEY, email text, name text, org_id int, status text);
CREATE TABLE posts (id serial PRIMARY KEY, user_id int, title text, created_at timestamptz);
CREATE TABLE comments (id serial PRIMARY KEY, post_id int, user_id int, body text);
`;

const HEAD = `
import express from 'express';
import { Pool } from 'pg';
const pool = new Pool();
const app = express();
`;

/** As the sample's application asks: a user for each row, a count for each post, posts by a column without an index. */
const LOOPS = `${HEAD}
app.get('/report', async (req, res) => {
  const { rows } = await pool.query('SELECT id, user_id, title FROM posts WHERE id > $1 ORDER BY id LIMIT 30', [req.query.after]);
  for (const post of rows) {
    const found = await pool.query('SELECT id, email, org_id FROM users WHERE id = $1', [post.user_id]);
    post.user = found.rows[0];
  }
  res.json(rows);
});
app.get('/posts', async (req, res) => {
  const { rows } = await pool.query('SELECT id, title FROM posts WHERE user_id = $1 ORDER BY created_at DESC LIMIT 20', [req.query.user]);
  res.json(rows);
});
`;

async function scanned(files: Record<string, string>, ...evidence: string[]): Promise<readonly Finding[]> {
  const root = project({ 'package.json': '{"name":"shop","dependencies":{"pg":"8","express":"4"}}', 'schema.sql': SCHEMA, ...files });
  const { findings } = await scan({ paths: [root], cwd: root, evidence: { files: evidence, pathMaps: [], failOnObserved: false } }, engine);
  return findings;
}

function evidenceOf(findings: readonly Finding[], rule: string): { joinedBy: string; metric: string | undefined; value: number | undefined }[] {
  return findings.filter((finding) => finding.rule === rule && !finding.observed).flatMap(({ evidence }) => evidence.map(({ joinedBy, metric, value }) => ({ joinedBy, metric, value })));
}

describe('statements of a log', () => {
  const log = path.join(samples, 'generated/pg15-stderr.log');

  it('join the findings that end in them, whatever their values', async () => {
    const findings = await scanned({ 'src/app.ts': LOOPS }, log);
    expect(evidenceOf(findings, 'n-plus-one')).toContainEqual({ joinedBy: 'query', metric: 'repeated-queries', value: 30 });
    expect(evidenceOf(findings, 'missing-index').map(({ joinedBy, metric }) => [joinedBy, metric])).toEqual([['query', 'query-time'], ['query', 'rows']]);
    // Nothing in the code sends it.
    expect(findings.find(({ observed }) => observed?.query?.includes('comments'))).toMatchObject({ rule: 'n-plus-one', severity: 'warning', observed: { query: 'SELECT count(*) FROM comments WHERE post_id = $1' } });
    expect(findings.filter(({ observed }) => observed?.query?.includes('org_id FROM users'))).toEqual([]);
  });

  it('keep the time beside what there is more of', async () => {
    const entry = (id: number, sql: string, rows: string): string => `# Time: 2026-11-22T08:05:00.${String(id).padStart(3, '0')}000Z\n# User@Host: app[app] @ localhost []  Id:     9\n# Query_time: 0.002000  Lock_time: 0.000000 ${rows}\nSET timestamp=1795334700;\n${sql};\n`;
    const slow = entry(0, 'SELECT id, user_id, title FROM posts WHERE id > 4 ORDER BY id LIMIT 30', 'Rows_sent: 30  Rows_examined: 30') + Array.from({ length: 30 }, (_, n) => entry(n + 1, `SELECT id, email, org_id FROM users WHERE id = ${n}`, 'Rows_sent: 100  Rows_examined: 5000')).join('');
    const code = `
import express from 'express';
import mysql from 'mysql2/promise';
const pool = mysql.createPool({});
const app = express();
app.get('/report', async (req, res) => {
  const [rows] = await pool.query('SELECT id, user_id, title FROM posts WHERE id > ? ORDER BY id LIMIT 30', [req.query.after]);
  for (const post of rows) {
    const [found] = await pool.query('SELECT id, email, org_id FROM users WHERE id = ?', [post.user_id]);
    post.user = found[0];
  }
  res.json(rows);
});
`;
    const schema = 'CREATE TABLE `users` (`id` int AUTO_INCREMENT PRIMARY KEY, `email` varchar(200), `org_id` int) ENGINE=InnoDB;\nCREATE TABLE `posts` (`id` int AUTO_INCREMENT PRIMARY KEY, `user_id` int, `title` varchar(200)) ENGINE=InnoDB;\n';
    const findings = await scanned({ 'package.json': '{"name":"shop","dependencies":{"mysql2":"3","express":"4"}}', 'schema.sql': schema, 'src/app.ts': code, 'slow.log': slow }, 'slow.log');
    expect(evidenceOf(findings, 'n-plus-one')).toEqual([
      { joinedBy: 'query', metric: 'query-time', value: 2 },
      { joinedBy: 'query', metric: 'repeated-queries', value: 30 },
      { joinedBy: 'query', metric: 'rows', value: 100 },
    ]);
    expect(findings.find(({ rule }) => rule === 'n-plus-one')!.evidence[0]!.detail).toMatchObject({ share: expect.closeTo(30 / 31) as number });
  });

  it('join nothing where two calls send them', async () => {
    const second = `${HEAD}\napp.get('/mine', async (req, res) => {\n  const { rows } = await pool.query('SELECT id, title FROM posts WHERE user_id = $1 ORDER BY created_at DESC LIMIT 20', [req.query.me]);\n  res.json(rows);\n});\n`;
    const findings = await scanned({ 'src/app.ts': LOOPS, 'src/mine.ts': second }, log);
    expect(findings.filter(({ rule }) => rule === 'missing-index')).toHaveLength(2);
    expect(evidenceOf(findings, 'missing-index')).toEqual([]);
    expect(evidenceOf(findings, 'n-plus-one')).toContainEqual({ joinedBy: 'query', metric: 'repeated-queries', value: 30 });
  });
});

describe('statements of a trace', () => {
  it('join by the route where several send them', async () => {
    const server = (path: string, id: number): object => ({ traceId: `${id}`.padStart(32, '0'), spanId: 'a'.repeat(16), kind: 2, name: path, startTimeUnixNano: '0', endTimeUnixNano: '90000000', attributes: [{ key: 'http.route', value: { stringValue: path } }, { key: 'http.request.method', value: { stringValue: 'GET' } }] });
    const query = (id: number, n: number): object => ({ traceId: `${id}`.padStart(32, '0'), parentSpanId: 'a'.repeat(16), spanId: `${n}`.padStart(16, 'b'), kind: 3, name: 'q', startTimeUnixNano: String(n * 2_000_000), endTimeUnixNano: String(n * 2_000_000 + 1_500_000), attributes: [{ key: 'db.system.name', value: { stringValue: 'postgresql' } }, { key: 'db.query.text', value: { stringValue: 'SELECT id, email, org_id FROM users WHERE id = $1' } }] });
    const trace = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [server('/other', 1), ...Array.from({ length: 8 }, (_, n) => query(1, n))] }] }] });
    const other = LOOPS.replace("'/report'", "'/other'").replace(/app\.get\('\/posts'[\s\S]*/, '');
    const findings = await scanned({ 'src/app.ts': LOOPS, 'src/other.ts': other, 'trace.json': trace }, 'trace.json');
    const told = findings.filter(({ rule, observed, evidence }) => rule === 'n-plus-one' && !observed && evidence.length > 0);
    expect(told.map(({ location }) => location.file)).toEqual(['src/other.ts']);
    expect(told[0]!.evidence).toContainEqual(expect.objectContaining({ joinedBy: 'query', metric: 'repeated-queries', value: 8, detail: expect.objectContaining({ per: 'request', route: { method: 'GET', path: '/other' } }) }));
    // It has milliseconds per request, so it comes first.
    expect(findings[0]).toBe(told[0]);
  });
});

describe('statements of a mapper', () => {
  it('join by what they ask, though the code does not show their text', async () => {
    const schema = 'datasource db { provider = "postgresql" url = "x" }\nmodel User { id Int @id\n name String\n @@map("users") }\nmodel Post { id Int @id\n userId Int @map("user_id")\n @@map("posts") }\n';
    const code = `
import { PrismaClient } from '@prisma/client';
import express from 'express';
const prisma = new PrismaClient();
const app = express();
app.get('/posts', async (req, res) => {
  const posts = await prisma.post.findMany({ take: 500 });
  const users = [];
  for (const post of posts) users.push(await prisma.user.findFirst({ where: { id: post.userId } }));
  res.json(users);
});
`;
    const statement = `SELECT "public"."users"."id", "public"."users"."name" FROM "public"."users" WHERE ("public"."users"."id" = $1 AND 1=1) LIMIT $2 OFFSET $3`;
    const line = (sql: string, at: number): string => `2026-11-22 08:05:0${Math.floor(at / 100)}.${String(at % 100).padStart(2, '0')}0 UTC [4242] user@shop LOG:  duration: 0.050 ms  execute s0: ${sql}\n`;
    const log = line('SELECT "public"."posts"."id", "public"."posts"."user_id" FROM "public"."posts" WHERE 1=1 LIMIT $1 OFFSET $2', 1) + Array.from({ length: 25 }, (_, n) => line(statement, n + 2)).join('');
    const findings = await scanned({ 'package.json': '{"name":"shop","dependencies":{"@prisma/client":"6","express":"4"}}', 'schema.sql': '', 'prisma/schema.prisma': schema, 'src/app.ts': code, 'pg.log': log }, 'pg.log');
    expect(evidenceOf(findings, 'n-plus-one')).toContainEqual({ joinedBy: 'query', metric: 'repeated-queries', value: 25 });
  });
});
