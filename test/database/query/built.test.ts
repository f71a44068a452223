import { and, asc, desc, eq, gt, ilike, inArray, isNotNull, isNull, like, lt, ne, not, or, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/pg-proxy';
import { bigint, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import knex from 'knex';
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import { describe, expect, it } from 'vitest';
import { translated } from './calls.ts';
import { printQuery } from './print.ts';
import { read } from './read.ts';

/** Values that the code puts in; the statement has a place for each. */
const id = 7;
const ids = [1, 2];
const name = 'x';

/** What differs between code and statement: constants of the code are bound, and types of values are not in the statement. */
function plain(text: string): string {
  return text.replace(/ (?:"[^"]*"|\[[^\]]*\]|-?\d+|true|false)(?=[ )]|$)/g, (value, at: number) => (/limit$/.test(text.slice(0, at)) ? ' some' : / (?:in|not in)$/.test(text.slice(0, at)) ? ' $list' : ' $')).replace(/\$(?:string|number|date)/g, '$').replace(/\/[^/ ]*\//g, '/?/').replace(/^(\w+) (?:[^ ].*? )?from/, '$1 from').replace(/ ilike/g, ' ilike');
}

/** What the code asks, and what the statement does that the library makes of it. */
function both(files: Readonly<Record<string, string>>, statement: string): [string, string] {
  const [code] = translated(files);
  const made = read(statement);
  return [typeof code === 'string' ? code : plain(printQuery(code![0]!)), 'unknown' in made ? made.unknown : plain(printQuery(made.queries[0]))];
}

const body = (code: string): string => `export async function run(id: number, ids: number[], name: string) {\nawait ${code};\n}\n`;

const k = knex({ client: 'pg' });
const KNEX: readonly (readonly [string, () => { toSQL(): { toNative(): { sql: string } } }])[] = [
  ["k('users').where({ org_id: id })", () => k('users').where({ org_id: id })],
  ["k('users').where('visits', '>', id).orderBy('created_at', 'desc').limit(5)", () => k('users').where('visits', '>', id).orderBy('created_at', 'desc').limit(5)],
  ["k('users as u').select('u.id').where('u.email', name)", () => k('users as u').select('u.id').where('u.email', name)],
  ["k('users').whereIn('id', ids).whereNull('deleted_at')", () => k('users').whereIn('id', ids).whereNull('deleted_at')],
  ["k('users').whereNotIn('id', ids).whereNotNull('deleted_at')", () => k('users').whereNotIn('id', ids).whereNotNull('deleted_at')],
  ["k('users').where('org_id', id).orWhere('status', name)", () => k('users').where('org_id', id).orWhere('status', name)],
  ["k('users').where('org_id', id).andWhere((q) => q.where('status', name).orWhereNull('status'))", () => k('users').where('org_id', id).andWhere((q) => void q.where('status', name).orWhereNull('status'))],
  ["k('users').whereNot('status', name)", () => k('users').whereNot('status', name)],
  ["k('posts').join('users', 'users.id', 'posts.user_id').where('users.org_id', id)", () => k('posts').join('users', 'users.id', 'posts.user_id').where('users.org_id', id)],
  ["k('posts').leftJoin('comments as c', 'c.post_id', '=', 'posts.id').where('posts.user_id', id)", () => k('posts').leftJoin('comments as c', 'c.post_id', '=', 'posts.id').where('posts.user_id', id)],
  ["k('posts').where('user_id', id).count('*')", () => k('posts').where('user_id', id).count('*')],
  ["k('posts').select('user_id').count('*').groupBy('user_id')", () => k('posts').select('user_id').count('*').groupBy('user_id')],
  ["k('users').where({ id }).update({ name })", () => k('users').where({ id }).update({ name })],
  ["k('posts').where('user_id', id).del()", () => k('posts').where('user_id', id).del()],
  ["k('users').whereRaw('lower(email) = ?', [name])", () => k('users').whereRaw('lower(email) = ?', [name])],
  ["k('users').whereBetween('visits', [id, 9]).first()", () => k('users').whereBetween('visits', [id, 9]).first()],
  ["k('users').whereILike('name', name).offset(id).limit(3)", () => k('users').whereILike('name', name).offset(id).limit(3)],
];

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tables without types
const y = new Kysely<any>({ dialect: { createAdapter: () => new PostgresAdapter(), createDriver: () => new DummyDriver(), createIntrospector: (db) => new PostgresIntrospector(db), createQueryCompiler: () => new PostgresQueryCompiler() } });
const KYSELY: readonly (readonly [string, () => { compile(): { sql: string } }])[] = [
  ["y.selectFrom('users').selectAll().where('org_id', '=', id)", () => y.selectFrom('users').selectAll().where('org_id', '=', id)],
  ["y.selectFrom('users').select(['id', 'name']).where('status', 'in', ids)", () => y.selectFrom('users').select(['id', 'name']).where('status', 'in', ids)],
  ["y.selectFrom('users').selectAll().where('deleted_at', 'is', null).where('name', 'is not', null)", () => y.selectFrom('users').selectAll().where('deleted_at', 'is', null).where('name', 'is not', null)],
  ["y.selectFrom('users as u').select('u.id').where('u.email', '!=', name)", () => y.selectFrom('users as u').select('u.id').where('u.email', '!=', name)],
  ["y.selectFrom('users').selectAll().where((eb) => eb.or([eb('status', '=', name), eb('visits', '>', id)]))", () => y.selectFrom('users').selectAll().where((eb) => eb.or([eb('status', '=', name), eb('visits', '>', id)]))],
  ["y.selectFrom('users').selectAll().where((eb) => eb.and([eb('status', '=', name), eb.or([eb('id', '=', id), eb('org_id', '=', id)])]))", () => y.selectFrom('users').selectAll().where((eb) => eb.and([eb('status', '=', name), eb.or([eb('id', '=', id), eb('org_id', '=', id)])]))],
  ["y.selectFrom('users').selectAll().where((eb) => eb.not(eb('status', '=', name)))", () => y.selectFrom('users').selectAll().where((eb) => eb.not(eb('status', '=', name)))],
  ["y.selectFrom('posts').selectAll().whereRef('views', '>', 'likes')", () => y.selectFrom('posts').selectAll().whereRef('views', '>', 'likes')],
  ["y.selectFrom('posts as p').innerJoin('users as u', 'u.id', 'p.user_id').selectAll('p').where('u.org_id', '=', id)", () => y.selectFrom('posts as p').innerJoin('users as u', 'u.id', 'p.user_id').selectAll('p').where('u.org_id', '=', id)],
  ["y.selectFrom('posts').leftJoin('comments', (join) => join.onRef('comments.post_id', '=', 'posts.id').on('comments.author_id', '=', id)).select('posts.id')", () => y.selectFrom('posts').leftJoin('comments', (join) => join.onRef('comments.post_id', '=', 'posts.id').on('comments.author_id', '=', id)).select('posts.id')],
  ["y.selectFrom('posts').selectAll().orderBy('created_at', 'desc').orderBy('id').limit(5).offset(id)", () => y.selectFrom('posts').selectAll().orderBy('created_at', 'desc').orderBy('id').limit(5).offset(id)],
  ["y.selectFrom('posts').select((eb) => eb.fn.countAll().as('n')).where('user_id', '=', id)", () => y.selectFrom('posts').select((eb) => eb.fn.countAll().as('n')).where('user_id', '=', id)],
  ["y.updateTable('users').set({ name }).where('id', '=', id)", () => y.updateTable('users').set({ name }).where('id', '=', id)],
  ["y.deleteFrom('posts').where('user_id', '=', id)", () => y.deleteFrom('posts').where('user_id', '=', id)],
  ["y.selectFrom('users').selectAll().where((eb) => eb.between('visits', id, 9))", () => y.selectFrom('users').selectAll().where((eb) => eb.between('visits', id, 9))],
  ["y.selectFrom('users').selectAll().where('name', 'ilike', name)", () => y.selectFrom('users').selectAll().where('name', 'ilike', name)],
];

const users = pgTable('users', { id: bigint('id', { mode: 'number' }), orgId: bigint('org_id', { mode: 'number' }), email: text('email'), name: text('name'), status: text('status'), visits: integer('visits'), createdAt: timestamp('created_at'), deletedAt: timestamp('deleted_at') });
const posts = pgTable('posts', { id: bigint('id', { mode: 'number' }), userId: bigint('user_id', { mode: 'number' }), title: text('title'), views: integer('views'), likes: integer('likes'), createdAt: timestamp('created_at') });
const d = drizzle(async () => ({ rows: [] }));
const DRIZZLE: readonly (readonly [string, () => { toSQL(): { sql: string } }])[] = [
  ['d.select().from(users).where(eq(users.orgId, id))', () => d.select().from(users).where(eq(users.orgId, id))],
  ['d.select().from(users).where(and(eq(users.orgId, id), ne(users.status, name)))', () => d.select().from(users).where(and(eq(users.orgId, id), ne(users.status, name)))],
  ['d.select().from(users).where(or(eq(users.orgId, id), and(gt(users.visits, id), lt(users.visits, id))))', () => d.select().from(users).where(or(eq(users.orgId, id), and(gt(users.visits, id), lt(users.visits, id))))],
  ['d.select().from(users).where(inArray(users.id, ids))', () => d.select().from(users).where(inArray(users.id, ids))],
  ['d.select().from(users).where(isNull(users.deletedAt))', () => d.select().from(users).where(isNull(users.deletedAt))],
  ['d.select().from(users).where(not(eq(users.status, name)))', () => d.select().from(users).where(not(eq(users.status, name)))],
  ['d.select().from(users).where(and(like(users.email, name), ilike(users.name, name)))', () => d.select().from(users).where(and(like(users.email, name), ilike(users.name, name)))],
  ['d.select({ id: users.id }).from(users).limit(5).offset(id)', () => d.select({ id: users.id }).from(users).limit(5).offset(id)],
  ['d.select().from(posts).orderBy(desc(posts.createdAt), asc(posts.id))', () => d.select().from(posts).orderBy(desc(posts.createdAt), asc(posts.id))],
  ['d.select().from(posts).innerJoin(users, eq(users.id, posts.userId)).where(eq(users.orgId, id))', () => d.select().from(posts).innerJoin(users, eq(users.id, posts.userId)).where(eq(users.orgId, id))],
  ['d.select().from(posts).leftJoin(users, and(eq(users.id, posts.userId), isNotNull(users.deletedAt)))', () => d.select().from(posts).leftJoin(users, and(eq(users.id, posts.userId), isNotNull(users.deletedAt)))],
  ['d.select().from(users).where(sql`lower(${users.email}) = ${name}`)', () => d.select().from(users).where(sql`lower(${users.email}) = ${name}`)],
  ['d.update(users).set({ name }).where(eq(users.id, id))', () => d.update(users).set({ name }).where(eq(users.id, id))],
  ['d.delete(posts).where(eq(posts.userId, id))', () => d.delete(posts).where(eq(posts.userId, id))],
  ['d.select().from(posts).where(gt(posts.views, posts.likes))', () => d.select().from(posts).where(gt(posts.views, posts.likes))],
];

describe('code and the statement that the library makes of it ask the same', () => {
  it.each(KNEX)('of Knex: %s', (code, build) => {
    const files = { 'package.json': '{ "name": "app", "dependencies": { "knex": "3" } }', 'src/a.ts': `import knex from 'knex';\nconst k = knex({ client: 'pg', connection: '' });\n${body(code)}` };
    const [left, right] = both(files, build().toSQL().toNative().sql);
    expect(left).toBe(right);
  });

  it.each(KYSELY)('of Kysely: %s', (code, build) => {
    const files = { 'package.json': '{ "name": "app", "dependencies": { "kysely": "0.28" } }', 'src/a.ts': `import { Kysely, PostgresDialect } from 'kysely';\nconst y = new Kysely<any>({ dialect: new PostgresDialect({}) });\n${body(`${code}.execute()`)}` };
    const [left, right] = both(files, build().compile().sql);
    expect(left).toBe(right);
  });

  it.each(DRIZZLE)('of Drizzle: %s', (code, build) => {
    const files = {
      'package.json': '{ "name": "app", "dependencies": { "drizzle-orm": "0.45" } }',
      'src/schema.ts': "import { pgTable } from 'drizzle-orm/pg-core';\nexport const users = pgTable('users', {});\nexport const posts = pgTable('posts', {});\n",
      'src/a.ts': `import { and, asc, desc, eq, gt, ilike, inArray, isNotNull, isNull, like, lt, ne, not, or, sql } from 'drizzle-orm';\nimport { drizzle } from 'drizzle-orm/node-postgres';\nimport { posts, users } from './schema';\nconst d = drizzle('');\n${body(code)}`,
    };
    const [left, right] = both(files, build().toSQL().sql);
    expect(left).toBe(right);
  });
});
