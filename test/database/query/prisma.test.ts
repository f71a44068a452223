import { describe, expect, it } from 'vitest';
import type { Schema, Table } from '../../../src/database/schema/types.ts';
import { link } from '../../program/project.ts';
import { column, foreignKey, index, table } from '../schema/make.ts';
import { printCalls } from './one-line.ts';

const model = (name: string): Pick<Table, 'entities'> => ({ entities: [{ name, file: 'prisma/schema.prisma' }] });
const primary = index(['id'], { by: 'primary key', unique: true });

/** User 1-n Post n-m Tag; a profile of its own for each user. */
const SCHEMA: Schema = {
  dir: '',
  engine: 'postgresql',
  complete: true,
  problems: [],
  tables: [
    table('users', ['id', 'email', 'name', 'age', 'deleted_at'], {
      ...model('User'),
      columns: [column('id'), column('email', 'text'), column('name', 'text'), column('age'), { ...column('deleted_at', 'timestamp'), property: 'deletedAt' }, column('settings', 'json'), column('roles', 'array')],
      indexes: [primary],
      relations: [
        { name: 'posts', table: 'Post', many: true, columns: ['id'], references: ['author_id'] },
        { name: 'profile', table: 'Profile', many: false, columns: ['id'], references: ['userId'] },
      ],
    }),
    table('Post', [], {
      ...model('Post'),
      columns: [column('id'), column('title', 'text'), column('status', 'text'), { ...column('author_id'), property: 'authorId' }, { ...column('created_at', 'timestamp'), property: 'createdAt' }],
      indexes: [primary],
      foreignKeys: [foreignKey(['author_id'], 'users')],
      relations: [
        { name: 'author', table: 'users', many: false, columns: ['author_id'], references: ['id'] },
        { name: 'tags', table: 'Tag', many: true, columns: ['id'], references: ['id'], through: { table: '_PostToTag', columns: ['A'], references: ['B'] } },
      ],
    }),
    table('Tag', ['id', 'name'], { ...model('Tag'), indexes: [primary] }),
    table('_PostToTag', ['A', 'B']),
    table('Profile', ['id', 'userId', 'bio'], { ...model('Profile'), indexes: [primary], foreignKeys: [foreignKey(['userId'], 'users')], relations: [{ name: 'user', table: 'users', many: false, columns: ['userId'], references: ['id'] }] }),
    table('Member', ['userId', 'teamId', 'role'], { ...model('Member') }),
  ],
};

function queries(code: string, more: Readonly<Record<string, string>> = {}): string[] {
  const program = link({
    'package.json': '{ "name": "app", "dependencies": { "@prisma/client": "6" } }',
    'src/db.ts': "import { PrismaClient } from '@prisma/client';\nexport const prisma = new PrismaClient();\n",
    'src/a.ts': `import { Prisma } from '@prisma/client';\nimport { prisma } from './db';\n${code}`,
    ...more,
  });
  return printCalls(program, [SCHEMA], 'src/a.ts');
}

describe('a call of Prisma asks', () => {
  it.each<[string, string, string[]]>([
    ['for a row by its key', 'prisma.user.findUnique({ where: { id: 1 } });', ['select from users where id = 1 limit 1']],
    ['for all rows', 'prisma.user.findMany();', ['select from users']],
    ['by columns under their names in the database', 'prisma.post.findMany({ where: { authorId: id, createdAt: { gte: new Date(), lt: end } } });', ['select from Post where author_id = $ and created_at >= $date and created_at < $']],
    ['by lists', "prisma.post.findMany({ where: { status: { in: ['a', 'b'] }, authorId: { in: ids }, id: { notIn: ids.map((x) => x.id) } } });", ['select from Post where status in ["a","b"] and author_id in $list and id not in $list']],
    ['by patterns', "prisma.post.findMany({ where: { title: { contains: q, mode: 'insensitive' }, status: { startsWith: 'a' }, OR: [{ title: { endsWith: q } }] } });", ['select from Post where title ilike $pattern open and status like "a%" anchored and title like $pattern open']],
    ['with or, and, not', 'prisma.post.findMany({ where: { OR: [{ status: s }, { AND: [{ id: 1 }, { title: t }] }], NOT: { status: x }, AND: { id: 2 } } });', ['select from Post where (status = $ or (id = 1 and title = $)) and status <> $ and id = 2']],
    ['not', "prisma.user.findMany({ where: { name: { not: 'x' }, email: { not: null }, age: { not: { gt: 5 } }, NOT: [{ id: 1 }, { id: 2 }] } });", ['select from users where name <> "x" and email is not null and not (age > 5) and id <> 1 and id <> 2']],
    ['for null', 'prisma.user.findMany({ where: { deletedAt: null } });', ['select from users where deleted_at is null']],
    ['only sometimes', 'prisma.post.findMany({ where: { status: q.status ?? undefined, ...(q.t && { title: q.t }), id: undefined, authorId: 1 } });', ['select from Post where status = $? and title = $? and author_id = 1']],
    ['by a key of two columns', 'prisma.member.findUnique({ where: { userId_teamId: { userId: a, teamId: b } } });', ['select from Member where userId = $ and teamId = $ limit 1']],
    ['by rows of a relation', 'prisma.user.findMany({ where: { posts: { some: { status: s } } } });', ['select from users where exists (Post where Post.author_id = id and Post.status = $)']],
    ['by no rows of a relation, by all', 'prisma.user.findMany({ where: { posts: { none: {}, every: { status: s } } } });', ['select from users where not exists (Post where Post.author_id = id) and not exists (Post Post2 where Post2.author_id = id and Post2.status <> $)']],
    ['by a relation to one', "prisma.post.findMany({ where: { author: { email: e }, AND: [{ author: { is: { age: 1 } } }, { author: { isNot: { age: 2 } } }] } });", ['select from Post where exists (users where users.id = author_id and users.email = $) and exists (users users2 where users2.id = author_id and users2.age = 1) and not exists (users users3 where users3.id = author_id and users3.age = 2)']],
    ['by a relation that is not there', 'prisma.post.findMany({ where: { author: null } }); prisma.user.findMany({ where: { profile: null } });', ['select from Post where author_id is null', 'select from users where not exists (Profile where Profile.userId = id)']],
    ['through a table between', "prisma.post.findMany({ where: { tags: { some: { name: { in: names } } } } });", ['select from Post where exists (_PostToTag inner join Tag on Tag.id = _PostToTag.B where _PostToTag.A = id and Tag.name in $list)']],
    ['by JSON', "prisma.user.findMany({ where: { settings: { path: ['theme', 'dark'], equals: true } } });", [`select from users where {json settings#>'{theme,dark}'} = true`]],
    ['by elements of a list', "prisma.user.findMany({ where: { roles: { has: 'admin' }, name: { search: q } } });", ['select from users where roles contains "admin" and name full text $']],
    ['in an order, some rows', "prisma.post.findMany({ orderBy: { createdAt: 'desc' }, take: 20, skip: page * 20 });", ['select from Post order by created_at desc limit 20 offset some']],
    ['in an order of several columns', "prisma.post.findMany({ orderBy: [{ status: Prisma.SortOrder.asc }, { createdAt: { sort: 'desc', nulls: 'last' } }], take: limit });", ['select from Post order by status, created_at desc limit some']],
    ['in the order of a relation', "prisma.post.findMany({ orderBy: { author: { name: 'asc' } } });", ['select from Post left join users on users.id = author_id order by users.name']],
    ['in an order that is not shown', 'prisma.post.findMany({ orderBy: { [field]: dir }, take: 5 });', ['select from Post order by unknown limit 5 -- the order is not shown']],
    ['from the end', "prisma.post.findMany({ orderBy: { id: 'asc' }, take: -5 });", ['select from Post order by id desc limit 5']],
    ['from a cursor on', "prisma.post.findMany({ cursor: { id: last }, skip: 1, take: 10, orderBy: { id: 'desc' } });", ['select from Post where id <= $ order by id desc limit 10 offset some']],
    ['for some columns', 'prisma.user.findMany({ select: { id: true, email: true, name: false } });', ['select id, email from users']],
    ['for relations as well', "prisma.user.findMany({ include: { posts: { where: { status: s }, orderBy: { createdAt: 'desc' }, take: 5, include: { tags: true } } } });", ['select from users', '+ select from Post where author_id in $list and status = $ order by created_at desc limit unknown', '+ select from _PostToTag where A in $list', '+ select from Tag where id in $list']],
    ['for relations among its columns', 'prisma.post.findFirst({ select: { id: true, author: { select: { email: true } } } });', ['select id from Post limit 1', '+ select email from users where id in $list']],
    ['for counts of relations', 'prisma.user.findMany({ include: { _count: { select: { posts: true } } } });', ['select from users', '+ count from Post group by author_id']],
    ['how many there are', 'prisma.post.count({ where: { status: s } });', ['count from Post where status = $']],
    ['for a sum', 'prisma.user.aggregate({ _sum: { age: true }, where: { name: n } });', ['count from users where name = $']],
    ['for groups', "prisma.post.groupBy({ by: ['status', 'authorId'], _count: true, where: { title: t } });", ['select from Post where title = $ group by status, author_id']],
    ['for distinct rows, told apart in memory', "prisma.post.findMany({ distinct: ['status'], take: 5 });", ['select from Post limit unknown']],
    ['to change rows', 'prisma.post.update({ where: { id: 1 }, data: { title: t } }); prisma.post.updateMany({ where: { authorId: a }, data: {} });', ['update Post where id = 1', 'update Post where author_id = $']],
    ['to delete rows', 'prisma.post.deleteMany({ where: { status: s } });', ['delete Post where status = $']],
    ['to write a row or change it', 'prisma.user.upsert({ where: { email: e }, create: {}, update: {} });', ['upsert users where email = $']],
    ['to write, and looks for what is connected', 'prisma.post.create({ data: { title: t, author: { connect: { email: e } }, tags: { connectOrCreate: [{ where: { name: n }, create: {} }] } } });', ['insert Post', '+ select from users where email = $', '+ select from Tag where name = $']],
    ['to change rows of a relation', 'prisma.user.update({ where: { id: 1 }, data: { posts: { updateMany: { where: { status: s }, data: {} }, deleteMany: {} } } });', ['update users where id = 1', '+ update Post where author_id = $ and status = $', '+ delete Post where author_id = $']],
    ['one of two things', 'prisma.post.findMany({ where: x ? { status: s } : { authorId: a } });', ['select from Post where status = $', 'select from Post where author_id = $']],
    ['what callers say', 'export const list = (where: Prisma.PostWhereInput) => prisma.post.findMany({ where });\nlist({ status: s });\nlist({ id: 1 });', ['select from Post where status = $', 'select from Post where id = 1']],
    ['what a function builds', 'function build(q: any): Prisma.PostWhereInput {\n  const where: Prisma.PostWhereInput = { status: q.status };\n  if (q.title) where.title = { contains: q.title };\n  const and: Prisma.PostWhereInput[] = [];\n  if (q.from) and.push({ createdAt: { gte: q.from } });\n  where.AND = and;\n  return where;\n}\nprisma.post.findMany({ where: build(query) });', ['select from Post where status = $ and title like $pattern open? and created_at >= $?']],
    ['what is not shown', 'export const list = (where: Prisma.PostWhereInput) => prisma.post.findMany({ where: { status: s, ...where } });', ['select from Post where status = $ and unknown -- parameter where is spread into it']],
    ['about a field that is not there', 'prisma.post.findMany({ where: { wrong: 1 } });', ['select from Post where unknown -- wrong is no field of Post']],
    ['through a delegate that is kept', 'const { user } = prisma;\nconst posts = prisma.post;\nuser.findFirst({ where: { age: 1 } });\nposts.findFirst({ where: { id: 1 } });', ['select from users where age = 1 limit 1', 'select from Post where id = 1 limit 1']],
    ['through a transaction', 'prisma.$transaction(async (tx) => { await tx.user.findMany({ where: { age: 1 } }); });', ['select from users where age = 1']],
    ['a model that is not declared', 'prisma.gone.findMany();', ['findMany: no model gone is declared']],
  ])('%s', (_, code, expected) => {
    expect(queries(code)).toEqual(expected);
  });
});
