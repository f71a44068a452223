import { describe, expect, it } from 'vitest';
import { asked } from './calls.ts';

const project = (code: string): Readonly<Record<string, string>> => ({
  'package.json': '{ "name": "app", "dependencies": { "drizzle-orm": "0.45", "pg": "8" } }',
  'src/schema.ts': "import { pgTable } from 'drizzle-orm/pg-core';\nexport const users = pgTable('users', {});\nexport const posts = pgTable('posts', {});\nexport const comments = pgTable('comments', {});\nexport const orders = pgTable('Order', {});\n",
  'src/db.ts': "import { drizzle } from 'drizzle-orm/node-postgres';\nimport * as schema from './schema';\nexport const db = drizzle(process.env.DATABASE_URL!, { schema });\n",
  'src/a.ts': `import { and, asc, between, count, desc, eq, exists, gt, ilike, inArray, isNull, like, lt, ne, not, or, sql } from 'drizzle-orm';\nimport { alias } from 'drizzle-orm/pg-core';\nimport { db } from './db';\nimport * as schema from './schema';\nimport { comments, orders, posts, users } from './schema';\nconst parent = alias(users, 'parent');\nexport async function run(id: number, ids: number[], name: string, flag: boolean, filter: any) {\n${code}\n}\n`,
});

describe('a statement of Drizzle', () => {
  it.each<[string, string, string]>([
    ['by a column', 'await db.select().from(users).where(eq(users.id, id));', 'select * from users where users.id = $'],
    ['by several', "await db.select().from(users).where(and(eq(users.orgId, id), ne(users.status, 'x'), inArray(users.id, ids)));", 'select * from users where (users.org_id = $ and users.status <> "x" and users.id in $list)'],
    ['with or and not', 'await db.select().from(users).where(or(eq(users.orgId, id), not(isNull(users.deletedAt)), and(gt(users.visits, 3), lt(users.visits, 9))));', 'select * from users where (users.org_id = $ or users.deleted_at is not null or (users.visits > 3 and users.visits < 9))'],
    ['with patterns and ranges', "await db.select().from(users).where(and(like(users.email, 'a%'), ilike(users.name, `%${name}%`), between(users.visits, 1, 9)));", 'select * from users where (users.email like /a%/ and users.name ilike /%x/ and users.visits between [1,9])'],
    ['of columns that are chosen', 'await db.select({ id: users.id, mail: users.email }).from(users).limit(10).offset(20);', 'select users.id, users.email from users limit 10 offset some'],
    ['in order', 'await db.select().from(posts).where(eq(posts.userId, id)).orderBy(desc(posts.createdAt), asc(posts.id), posts.title).limit(20);', 'select * from posts where posts.user_id = $ order posts.created_at desc, posts.id asc, posts.title asc limit 20'],
    ['joined', 'await db.select().from(posts).innerJoin(users, eq(users.id, posts.userId)).leftJoin(comments, eq(comments.postId, posts.id)).where(eq(users.orgId, id));', 'select * from posts inner join users on users.id = posts.user_id left join comments on comments.post_id = posts.id where users.org_id = $'],
    ['joined with itself', 'await db.select().from(users).innerJoin(parent, eq(parent.id, users.orgId)).where(eq(parent.status, name));', 'select * from users inner join users parent on parent.id = users.org_id where parent.status = $'],
    ['of a table of a namespace', 'await db.select().from(schema.users).where(eq(schema.users.orgId, id));', 'select * from users where users.org_id = $'],
    ['with SQL', 'await db.select().from(users).where(sql`lower(${users.email}) = ${name}`);', 'select * from users where {function lower(email) of users.email} = $'],
    ['with SQL on the left', 'await db.select().from(users).where(eq(sql`lower(${users.email})`, name.toLowerCase()));', 'select * from users where {function lower(email) of users.email} = $'],
    ['that counts', 'await db.select({ n: count() }).from(posts).where(eq(posts.userId, id));', 'count from posts where posts.user_id = $'],
    ['that counts as SQL', 'await db.select({ n: sql<number>`count(*)` }).from(posts).where(eq(posts.userId, id));', 'count ? from posts where posts.user_id = $'],
    ['that sums as SQL', 'await db.select({ n: sql<number>`coalesce(sum(${posts.views}), 0)::int` }).from(posts);', 'count ? from posts'],
    ['that numbers its rows', 'await db.select({ n: sql<number>`sum(${posts.views}) over (order by ${posts.id})` }).from(posts);', 'select ? from posts'],
    ['that counts by itself', 'await db.$count(posts, eq(posts.userId, id));', 'count from posts where posts.user_id = $'],
    ['that counts groups', 'await db.select({ userId: posts.userId, n: count() }).from(posts).groupBy(posts.userId);', 'select posts.user_id from posts group posts.user_id'],
    ['that changes rows', 'await db.update(users).set({ name }).where(eq(users.id, id));', 'update from users where users.id = $'],
    ['that deletes rows', 'await db.delete(posts).where(eq(posts.userId, id));', 'delete from posts where posts.user_id = $'],
    ['that inserts', 'await db.insert(users).values({ name });', 'insert from users'],
    ['that inserts or changes', 'await db.insert(users).values({ name }).onConflictDoUpdate({ target: users.id, set: { name } });', 'upsert from users'],
    ['with conditions of a list', "const conditions = [eq(users.orgId, id)];\nif (flag) conditions.push(eq(users.status, name));\nawait db.select().from(users).where(and(...conditions));", 'select * from users where (users.org_id = $ and users.status = $?)'],
    ['with what is there only sometimes', 'await db.select().from(users).where(and(eq(users.orgId, id), flag ? eq(users.status, name) : undefined));', 'select * from users where (users.org_id = $ and users.status = $?)'],
    ['that goes on', 'let query = db.select().from(users).$dynamic();\nif (flag) query = query.where(eq(users.orgId, id));\nawait query;', 'select * from users where users.org_id = $?'],
    ['with a query as a condition', 'await db.select().from(users).where(exists(db.select().from(posts)));', 'select * from users where <a query as a condition> [a query as a condition]'],
    ['whose filter comes from a caller', 'await db.select().from(users).where(filter);', 'select * from users where <parameter filter> [parameter filter]'],
    ['from a query', "const recent = db.select().from(posts).as('recent');\nawait db.select().from(recent);", 'unknown: its table is not shown'],
    ['for rows with what belongs to them', 'await db.query.users.findMany({ where: eq(users.orgId, id), with: { posts: true }, orderBy: [desc(users.createdAt)], limit: 5 });', 'select * from users where users.org_id = $ order users.created_at desc limit 5; select * from posts where posts.user_id = $'],
    ['for a row by a function', 'await db.query.users.findFirst({ where: (u, { eq, and }) => and(eq(u.orgId, id), eq(u.status, name)), orderBy: (u, { desc }) => [desc(u.createdAt)], columns: { id: true } });', 'select users.id from users where (users.org_id = $ and users.status = $) order users.created_at desc limit 1'],
    ['for rows by an object', "await db.query.posts.findMany({ where: { userId: id, views: { gt: 3, lt: 9 }, OR: [{ title: { like: 'a%' } }, { publishedAt: { isNull: true } }] }, orderBy: { id: 'desc' } });", 'select * from posts where (posts.user_id = $ and posts.views > 3 and posts.views < 9 and (posts.title like /a%/ or posts.published_at is null)) order posts.id desc'],
    ['as text', 'await db.execute(sql`select * from ${users} where ${users.orgId} = ${id} and status in ${ids} limit 5`);', 'select * from users where (users.org_id = $ and users.status in $list) limit 5'],
    ['of a table whose name is quoted', 'await db.select().from(orders).where(eq(orders.userId, id));', 'select * from Order where Order.userId = $'],
  ])('%s', (_, code, expected) => {
    expect(asked(project(code))).toEqual([expected]);
  });
});
