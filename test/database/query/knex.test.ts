import { describe, expect, it } from 'vitest';
import { asked } from './calls.ts';

const project = (code: string): Readonly<Record<string, string>> => ({
  'package.json': '{ "name": "app", "dependencies": { "knex": "3", "pg": "8" } }',
  'src/db.ts': "import knex from 'knex';\nexport const db = knex({ client: 'pg', connection: process.env.DATABASE_URL });\n",
  'src/a.ts': `import { db } from './db';\nexport async function run(id: number, ids: number[], name: string, flag: boolean, filter: object) {\n${code}\n}\n`,
});

describe('a statement of Knex', () => {
  it.each<[string, string, string]>([
    ['by an object', "await db('users').where({ org_id: id, status: 'open' });", 'select * from users where (users.org_id = $ and users.status = "open")'],
    ['by a column and a value', "await db('users').where('org_id', id).first();", 'select * from users where users.org_id = $ limit 1'],
    ['by an operator', "await db('posts').where('views', '>', 10).orderBy('created_at', 'desc').limit(20).offset(id);", 'select * from posts where posts.views > 10 order posts.created_at desc limit 20 offset some'],
    ['of a table with another name', "await db('users as u').where('u.email', name).select('u.id', 'u.name');", 'select u.id, u.name from users u where u.email = $'],
    ['of select().from()', "await db.select('id').from('users').whereIn('id', ids).whereNull('deleted_at');", 'select users.id from users where (users.id in $list and users.deleted_at is null)'],
    ['with other tests', "await db('users').whereNotIn('id', [1, 2]).whereNot('status', 'x').whereBetween('visits', [1, 9]).whereLike('email', 'a%').whereILike('name', `%${name}%`);", 'select * from users where (users.id not in [1,2] and users.status <> "x" and users.visits between [1,9] and users.email like /a%/ and users.name ilike /%x/)'],
    ['with or', "await db('users').where('org_id', id).orWhere({ status: name });", 'select * from users where (users.org_id = $ or users.status = $)'],
    ['with parentheses', "await db('users').where('org_id', id).andWhere((query) => query.where('status', name).orWhereNull('status'));", 'select * from users where (users.org_id = $ and (users.status = $ or users.status is null))'],
    ['with parentheses of a function of its own', "await db('users').where(function () { this.where('org_id', id).orWhere('visits', '<', 3); });", 'select * from users where (users.org_id = $ or users.visits < 3)'],
    ['written as SQL', "await db('users').whereRaw('lower(email) = ?', [name]);", 'select * from users where {function lower(email) of users.email} = $'],
    ['joined', "await db('posts').join('users', 'users.id', 'posts.user_id').leftJoin('comments as c', 'c.post_id', '=', 'posts.id').where('users.org_id', id);", 'select * from posts inner join users on users.id = posts.user_id left join comments c on c.post_id = posts.id where users.org_id = $'],
    ['joined by a function', "await db('posts').innerJoin('users', function () { this.on('users.id', '=', 'posts.user_id').andOnVal('users.status', '=', 'open'); });", 'select * from posts inner join users on (users.id = posts.user_id and users.status = "open")'],
    ['that counts', "await db('posts').where({ user_id: id }).count('* as n');", 'count from posts where posts.user_id = $'],
    ['that counts groups', "await db('posts').select('user_id').count('* as n').groupBy('user_id');", 'select ? from posts group posts.user_id'],
    ['that changes rows', "await db('users').where({ id }).update({ name });", 'update from users where users.id = $'],
    ['that deletes rows', "await db('posts').where('user_id', id).del();", 'delete from posts where posts.user_id = $'],
    ['that inserts', "await db('posts').insert({ user_id: id });", 'insert from posts'],
    ['with a condition that is there only sometimes', "const query = db('users').where({ org_id: id });\nif (flag) query.where('status', name);\nawait query;", 'select * from users where (users.org_id = $ and users.status = $?)'],
    ['that is assigned anew', "let query = db('users').where({ org_id: id });\nif (flag) query = query.orderBy('name');\nawait query;", 'select * from users where users.org_id = $ order ? [the order is not shown]'],
    ['with a filter that is not shown', "await db('users').where(filter);", 'select * from users where <parameter filter> [parameter filter]'],
    ['with a function that is given it', "await db('users').modify((query) => { query.where('org_id', id); });", 'select * from users where users.org_id = $'],
    ['with a query as a list', "await db('users').whereIn('id', db('posts').select('user_id'));", 'select * from users where <a query as a list> [a query as a list]'],
    ['of a column that no table has', "await db('users').where('nothing', 1);", 'select * from users where <nothing is no column of its tables> [nothing is no column of its tables]'],
    ['with a step that is not known', "await db('users').where({ id }).joinRaw('left join x on true');", 'select * from users where users.id = $ [joinRaw()]'],
    ['of a table that is not declared', "await db('nowhere').where({ id });", 'unknown: no table nowhere is declared'],
    ['of a table that is not shown', 'await db(name).where({ id });', 'unknown: its table is not shown'],
    ['as text', "await db.raw('select * from users where ?? = ? and org_id = ?', ['id', 1, id]);", 'select * from users where (<a column that the code does not show> and users.org_id = $) [a column that the code does not show]'],
    ['whose order comes from a caller', "await db('users').orderBy(name);", 'select * from users order ? [the order is not shown]'],
  ])('%s', (_, code, expected) => {
    expect(asked(project(code))).toEqual([expected]);
  });
});
