import { describe, expect, it } from 'vitest';
import { asked } from './calls.ts';

const project = (code: string): Readonly<Record<string, string>> => ({
  'package.json': '{ "name": "app", "dependencies": { "kysely": "0.28", "pg": "8" } }',
  'src/db.ts': "import { Kysely, PostgresDialect } from 'kysely';\nexport const db = new Kysely<any>({ dialect: new PostgresDialect({}) });\n",
  'src/a.ts': `import { sql } from 'kysely';\nimport { db } from './db';\nexport async function run(id: number, ids: number[], name: string, flag: boolean, filter: object) {\n${code}\n}\n`,
});

describe('a statement of Kysely', () => {
  it.each<[string, string, string]>([
    ['by a column', "await db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst();", 'select * from users where users.id = $'],
    ['by several', "await db.selectFrom('users').select(['id', 'name']).where('org_id', '=', id).where('status', 'in', ['a', 'b']).execute();", 'select users.id, users.name from users where (users.org_id = $ and users.status in ["a","b"])'],
    ['of a table with another name', "await db.selectFrom('users as u').select('u.id').where('u.email', '=', name).execute();", 'select u.id from users u where u.email = $'],
    ['with tests for null', "await db.selectFrom('users').selectAll().where('deleted_at', 'is', null).where('name', 'is not', null).where('active', 'is', true).execute();", 'select * from users where (users.deleted_at is null and users.name is not null and users.active = true)'],
    ['with patterns', "await db.selectFrom('users').selectAll().where('email', 'like', 'a%').where('name', 'ilike', `%${name}%`).execute();", 'select * from users where (users.email like /a%/ and users.name ilike /%x/)'],
    ['joined', "await db.selectFrom('posts as p').innerJoin('users as u', 'u.id', 'p.user_id').leftJoin('comments', (join) => join.onRef('comments.post_id', '=', 'p.id').on('comments.author_id', '=', id)).select(['p.id', 'u.name']).where('u.org_id', '=', id).execute();", 'select p.id, u.name from posts p inner join users u on u.id = p.user_id left join comments on (comments.post_id = p.id and comments.author_id = $) where u.org_id = $'],
    ['with or', "await db.selectFrom('users').selectAll().where((eb) => eb.or([eb('status', '=', name), eb('visits', '>', 3)])).execute();", 'select * from users where (users.status = $ or users.visits > 3)'],
    ['with or of a chain', "await db.selectFrom('users').selectAll().where((eb) => eb('status', '=', name).or('org_id', '=', id)).execute();", 'select * from users where (users.status = $ or users.org_id = $)'],
    ['with names that are taken apart', "await db.selectFrom('users').selectAll().where(({ eb, or, and, not }) => and([or([eb('status', '=', name), not(eb('org_id', '=', id))]), eb('id', 'in', ids)])).execute();", 'select * from users where ((users.status = $ or users.org_id <> $) and users.id in $list)'],
    ['with an object', "await db.selectFrom('users').selectAll().where((eb) => eb.and({ org_id: id, status: name })).execute();", 'select * from users where (users.org_id = $ and users.status = $)'],
    ['with a range', "await db.selectFrom('users').selectAll().where((eb) => eb.between('visits', 1, 9)).execute();", 'select * from users where users.visits between [1,9]'],
    ['of columns', "await db.selectFrom('posts').selectAll().whereRef('views', '>', 'likes').where('views', '>', (eb: any) => eb.ref('likes')).execute();", 'select * from posts where (posts.views > posts.likes and <a comparison with a part of a statement>) [a comparison with a part of a statement]'],
    ['written as SQL', "await db.selectFrom('users').selectAll().where(sql`lower(email)`, '=', name).where(sql<boolean>`visits > ${id}`).execute();", 'select * from users where ({function lower(email) of users.email} = $ and users.visits > $)'],
    ['in order', "await db.selectFrom('posts').selectAll().orderBy('created_at', 'desc').orderBy('id').limit(10).offset(id).execute();", 'select * from posts order posts.created_at desc, posts.id asc limit 10 offset some'],
    ['in order of a text', "await db.selectFrom('posts').selectAll().orderBy('created_at desc').execute();", 'select * from posts order posts.created_at desc'],
    ['that counts', "await db.selectFrom('posts').select((eb) => eb.fn.countAll().as('n')).where('user_id', '=', id).executeTakeFirstOrThrow();", 'count from posts where posts.user_id = $'],
    ['that counts groups', "await db.selectFrom('posts').select(['user_id', (eb) => eb.fn.countAll().as('n')]).groupBy('user_id').execute();", 'select ? from posts group posts.user_id'],
    ['that changes rows', "await db.updateTable('users').set({ name }).where('id', '=', id).execute();", 'update from users where users.id = $'],
    ['that deletes rows', "await db.deleteFrom('posts').where('user_id', '=', id).execute();", 'delete from posts where posts.user_id = $'],
    ['that inserts', "await db.insertInto('users').values({ name }).execute();", 'insert from users'],
    ['with what is there only sometimes', "await db.selectFrom('users').selectAll().where('org_id', '=', id).$if(flag, (query) => query.where('status', '=', name)).execute();", 'select * from users where (users.org_id = $ and users.status = $?)'],
    ['that is assigned anew', "let query = db.selectFrom('users').selectAll().where('org_id', '=', id);\nif (flag) query = query.where('status', '=', name);\nawait query.execute();", 'select * from users where (users.org_id = $ and users.status = $?)'],
    ['with a query as a condition', "await db.selectFrom('users').selectAll().where((eb) => eb.exists(eb.selectFrom('posts').whereRef('posts.user_id', '=', 'users.id'))).execute();", 'select * from users where <a query as a condition> [a query as a condition]'],
    ['in camel case', "await db.selectFrom('users').select('createdAt').where('orgId', '=', id).execute();", 'select users.created_at from users where users.org_id = $'],
    ['as text', "await sql`select * from users where org_id = ${id} order by created_at desc limit 5`.execute(db);", 'select * from users where users.org_id = $ order users.created_at desc limit 5'],
    ['as text with a name', "await sql`select * from ${sql.table('users')} where ${sql.ref('org_id')} = ${id}`.execute(db);", 'select * from users where users.org_id = $'],
    ['of a table that is not declared', "await db.selectFrom('nowhere').selectAll().execute();", 'unknown: no table nowhere is declared'],
  ])('%s', (_, code, expected) => {
    expect(asked(project(code))).toEqual([expected]);
  });

  it('that is assigned anew under one condition after the other, each of which is read once', () => {
    const columns = Array.from({ length: 30 }, (_, at) => ['org_id', 'status', 'name'][at % 3]!);
    const conditions = columns.map((column) => `if (flag) query = query.where('${column}', '=', name);`);
    const [query] = asked(project(`let query = db.selectFrom('users').selectAll();\n${conditions.join('\n')}\nawait query.execute();`));
    expect(query).toBe(`select * from users where (${columns.map((column) => `users.${column} = $?`).join(' and ')})`);
  });
});
