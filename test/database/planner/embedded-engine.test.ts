import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { accessesOf } from '../../../src/database/planner/access.ts';
import { type EmbeddedOptions, type EmbeddedPlanner, openEmbedded } from '../../../src/database/planner/embedded/embedded.ts';
import { assumedStatistics, type TableStatistics } from '../../../src/database/planner/statistics.ts';
import type { Candidate, PlanResult } from '../../../src/database/planner/types.ts';
import { templateFolder } from './folder.ts';
import { column, foreignKey, index, schema, table } from './schemas.ts';

const posts = schema([
  table('posts', [column('id', 'bigint'), column('user_id', 'bigint'), column('title', 'text'), column('published', 'boolean'), column('body', 'json')], [index(['title'])], [foreignKey(['user_id'], 'users')]),
  table('users', [column('id', 'bigint'), column('email', 'text')], []),
]);

const BY_USER: Candidate = { table: 'posts', parts: [{ column: 'user_id', direction: 'asc' }] };

async function withPlanner<T>(options: Partial<EmbeddedOptions>, work: (planner: EmbeddedPlanner) => Promise<T>): Promise<T> {
  const tables = options.schema ?? posts;
  const planner = await openEmbedded({ schema: tables, statistics: assumedStatistics(tables), source: 'assumed', folder: templateFolder, ...options });
  try {
    return await work(planner);
  } finally {
    await planner.close();
  }
}

const read = (result: PlanResult, name = 'posts'): string => (result.ok ? accessesOf(result.plan).filter(({ table }) => table === name).map(({ access, node }) => `${access}: ${node.name}`).join() : result.reason);

describe('what the planner believes', () => {
  const told = (rows: number, columns: TableStatistics['columns'] = {}): Partial<EmbeddedOptions> => ({ statistics: new Map([['posts', { rows, columns }]]) });
  const BY = 'SELECT * FROM posts WHERE user_id = $1';

  it.each([10, 1_000_000, 50_000_000])('is the number of rows that it is told: %s', (rows) =>
    withPlanner(told(rows, { user_id: { distinct: 10 } }), async (planner) => {
      const result = await planner.plan(BY);
      expect(result).toMatchObject({ ok: true, plan: { root: { name: 'Seq Scan', rows: rows / 10 } } });
      expect(await planner.rows('posts')).toBe(rows);
      // Of several files where it is larger than one may be, and an index can still be made on it, more than once.
      for (let time = 0; time < 2; time++) expect(await planner.planWith('SELECT * FROM posts WHERE user_id = $1 AND id = $2', BY_USER)).toMatchObject({ ok: true });
      expect(await planner.plan(BY)).toEqual(result);
    }));

  it('is how many values a column has', () =>
    withPlanner(told(1_000_000, { user_id: { distinct: -1 }, title: { distinct: 2 } }), async (planner) => {
      expect(await planner.plan(BY)).toMatchObject({ plan: { root: { rows: 1 } } });
      expect(read(await planner.plan('SELECT * FROM posts WHERE title = $1'))).toBe('scan: Seq Scan');
    }));

  it('is as many users of posts as there are users, and two values of a boolean', () =>
    withPlanner({ statistics: assumedStatistics(posts, { posts: 100_000, users: 50 }) }, async (planner) => {
      expect(await planner.plan(BY)).toMatchObject({ plan: { root: { rows: 2000 } } });
      expect(await planner.plan('SELECT * FROM posts WHERE published = $1')).toMatchObject({ plan: { root: { rows: 50_000 } } });
    }));
});

describe('an index that is tried', () => {
  it('is there for one plan alone', () =>
    withPlanner({}, async (planner) => {
      const sql = 'SELECT * FROM posts WHERE user_id = $1';
      const before = await planner.plan(sql);
      expect(read(before)).toBe('scan: Seq Scan');
      expect(read(await planner.planWith(sql, BY_USER))).toBe('index: Index Scan');
      expect(await planner.plan(sql)).toEqual(before);
      // Also beside others that ask at the same time, and after a statement that fails.
      const [with1, without, wrong, with2] = await Promise.all([planner.planWith(sql, BY_USER), planner.plan(sql), planner.planWith('SELECT nothing FROM posts', BY_USER), planner.planWith(sql, BY_USER)]);
      expect([read(with1), read(without), read(with2)]).toEqual(['index: Index Scan', 'scan: Seq Scan', 'index: Index Scan']);
      expect(wrong).toEqual({ ok: false, kind: 'failed', reason: 'column "nothing" does not exist' });
    }));

  it('on nothing that is there is said', () =>
    withPlanner({}, async (planner) => {
      expect(await planner.planWith('SELECT 1', { table: 'nowhere', parts: [] })).toEqual({ ok: false, kind: 'failed', reason: 'there is no table nowhere' });
      expect(await planner.planWith('SELECT * FROM posts', { table: 'posts', parts: [{ column: 'nothing', direction: 'asc' }] })).toEqual({ ok: false, kind: 'failed', reason: 'column "nothing" does not exist' });
    }));
});

describe('a release that keeps files in another way', () => {
  it('is asked without scans, and says so', () =>
    withPlanner({ fileSizes: () => ({ set: () => undefined, restore: () => undefined }) }, async (planner) => {
      const sql = 'SELECT * FROM posts WHERE user_id = $1';
      expect(await planner.plan(sql)).toMatchObject({ ok: true, plan: { cost: undefined, forced: 'enable_seqscan=off', root: { kind: 'scan' } } });
      expect(read(await planner.planWith(sql, BY_USER))).toMatch(/^index: /);
      expect(read(await planner.plan('SELECT * FROM posts WHERE title = $1'))).toMatch(/^index: /);
    }));
});

describe('a schema', () => {
  it('is taken but for what cannot be made, which is said', () =>
    withPlanner({ schema: schema([table('a', [column('id', 'bigint'), column('v', 'other', { nativeType: 'vector(3)' })], [index(['v'], { name: 'a_v', method: 'hnsw' }), index(['gone'], { name: 'a_gone' })])]) }, async (planner) => {
      expect(planner.problems.map(({ reason }) => reason)).toEqual(['index a_v of a is left out by the planner: access method "hnsw" does not exist', 'index a_gone of a is left out by the planner: column "gone" does not exist']);
      expect(await planner.plan('SELECT v FROM a WHERE id = $1')).toMatchObject({ ok: true });
    }));

  it('brings the extensions that its indexes need', () =>
    withPlanner(
      {
        schema: schema([
          table(
            'docs',
            [column('id', 'bigint'), column('title', 'text'), column('email', 'text', { nativeType: 'citext' }), column('body', 'json'), column('org', 'integer')],
            [index(['title'], { method: 'gin', parts: [{ column: 'title', direction: 'asc', operators: 'gin_trgm_ops' }] }), index(['email']), index(['org', 'body'], { method: 'gin' })],
          ),
        ]),
      },
      async (planner) => {
        expect(planner.problems).toEqual([]);
        expect(read(await planner.plan("SELECT * FROM docs WHERE title ILIKE '%perf%'"), 'docs')).toBe('index: Bitmap Heap Scan');
        expect(read(await planner.plan('SELECT * FROM docs WHERE email = $1'), 'docs')).toMatch(/^index: /);
        expect(read(await planner.plan('SELECT * FROM docs WHERE body @> $1'), 'docs')).toBe('index: Bitmap Heap Scan');
      },
    ));

  it('has its enums, namespaces and names as they are', () =>
    withPlanner({ schema: schema([table('User', [column('id', 'bigint'), column('userRole', 'enum', { nativeType: 'Role', values: ["it's", 'B'] })], [index(['userRole'])], [], { namespace: 'Auth' })]) }, async (planner) => {
      expect(planner.problems).toEqual([]);
      expect(await planner.plan('SELECT * FROM "Auth"."User" WHERE "userRole" = \'B\'::"Role" AND id = $1')).toMatchObject({ ok: true, plan: { root: { table: 'User', kind: 'index' } } });
      expect(read(await planner.planWith('SELECT * FROM "Auth"."User" WHERE "userRole" = $1 ORDER BY id LIMIT 5', { table: 'User', namespace: 'Auth', parts: [{ column: 'userRole', direction: 'asc' }, { column: 'id', direction: 'asc' }] }), 'User')).toBe('index: Index Only Scan');
    }));

  it('leaves nothing of a hostile text behind', () =>
    withPlanner({}, async (planner) => {
      expect(await planner.plan('SELECT 1; DROP TABLE posts')).toEqual({ ok: false, kind: 'refused', reason: '2 statements in one text' });
      expect(await planner.plan('SELECT * FROM posts')).toMatchObject({ ok: true });
    }));
});

describe('the empty database', () => {
  it('is kept for the next start, and made anew where it is damaged', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'perf-lint-template-'));
    const [file] = await withPlanner({ folder }, async () => readdirSync(folder));
    expect(file).toMatch(/^pglite-0\.5\.\d+-1\.tar\.gz$/);
    expect(readdirSync(folder)).toEqual([file]);
    writeFileSync(path.join(folder, file!), 'damaged');
    await withPlanner({ folder }, async (planner) => expect(await planner.plan('SELECT * FROM posts')).toMatchObject({ ok: true }));
  });

  it('needs no folder that can be written to', async () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'perf-lint-template-')), 'file');
    writeFileSync(file, '');
    await withPlanner({ folder: file }, async (planner) => expect(await planner.plan('SELECT * FROM posts')).toMatchObject({ ok: true }));
  });
});
