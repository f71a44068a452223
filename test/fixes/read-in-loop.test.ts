import { describe, expect, it } from 'vitest';
import { type Project, withPrisma } from '../program/project.ts';
import { mended, refusal } from './mend.ts';

const RULE = 'n-plus-one';

/** A function that reads a row per order with Prisma; `body` is that of the loop. */
const prisma = (body: string, { head = 'const order of orders', before = 'const orders = await prisma.order.findMany();', more = '' } = {}): Project => ({
  ...withPrisma,
  'src/a.ts': `import { prisma } from './db';\n${more}export async function load() {\n  const seen = [];\n  ${before}\n  for (${head}) {\n    ${body}\n  }\n  return seen;\n}\n`,
});
const READ = 'const user = await prisma.user.findUnique({ where: { id: order.userId } });';

/** The lines of the function that are not those of before. */
function changed(project: Project): string[] {
  const before = new Set(project['src/a.ts']!.split('\n'));
  return mended(project, RULE).project['src/a.ts']!.split('\n').filter((line) => !before.has(line)).map((line) => line.trim());
}

const LINES = (key: string) => [`const userKeys = [...new Set(${key})];`, 'const userRows = await prisma.user.findMany({ where: { id: { in: userKeys } } });', 'const userByKey = new Map(userRows.map((row) => [String(row.id), row]));'];

describe('a read of one row per turn becomes one query and a Map', () => {
  it('where the rows of a query are iterated', () => {
    expect(changed(prisma(`${READ}\n    seen.push(user);`))).toEqual([...LINES('orders.map((order) => order.userId)'), 'const user = userByKey.get(String(order.userId)) ?? null;']);
  });

  it('where the element is the key, or is taken apart', () => {
    const ids = prisma('const user = await prisma.user.findUnique({ where: { id } });\n    seen.push(user);', { head: 'const id of ids', before: 'const ids: string[] = [];' });
    expect(changed(ids)).toEqual([...LINES('ids'), 'const user = userByKey.get(String(id)) ?? null;']);
    const taken = prisma('const user = await prisma.user.findUnique({ where: { id: userId } });\n    seen.push(user);', { head: 'const { userId } of orders' });
    expect(changed(taken)).toEqual([...LINES('orders.map(({ userId }) => userId)'), 'const user = userByKey.get(String(userId)) ?? null;']);
  });

  it('where what is iterated is no name, or not known to be a list: once', () => {
    const copied = 'const elements = [...(await prisma.order.findMany())];';
    expect(changed(prisma(`${READ}\n    seen.push(user);`, { head: 'const order of await prisma.order.findMany()' }))).toEqual([copied, ...LINES('elements.map((order) => order.userId)'), 'for (const order of elements) {', 'const user = userByKey.get(String(order.userId)) ?? null;']);
    expect(changed(prisma(`${READ}\n    seen.push(user);`, { before: 'const orders = queue();', more: "import { queue } from './queue';\n" }))[0]).toBe('const elements = [...orders];');
  });

  it('where a list of that name is a parameter here, and something else elsewhere', () => {
    const code = (type: string) => ({ ...withPrisma, 'src/a.ts': `import { prisma } from './db';\nconst orders = new Set<string>();\nexport async function load(orders: ${type}) {\n  const seen = [];\n  for (const order of orders) seen.push(await prisma.user.findUnique({ where: { id: order.userId } }));\n  return seen;\n}\nexport const known = orders;\n` });
    expect(changed(code('readonly { userId: string }[]'))[0]).toBe('const rowKeys = [...new Set(orders.map((order) => order.userId))];');
    expect(changed(code('Iterable<{ userId: string }>'))[0]).toBe('const elements = [...orders];');
  });

  it('where the row is stored in the element, or used at once', () => {
    expect(changed(prisma('order.user = await prisma.user.findUnique({ where: { id: order.userId } });')).at(-1)).toBe('order.user = userByKey.get(String(order.userId)) ?? null;');
    expect(changed(prisma('seen.push((await prisma.user.findUnique({ where: { id: order.userId } }))?.name);')).at(-1)).toBe('seen.push((rowByKey.get(String(order.userId)) ?? null)?.name);');
  });

  it('where a turn goes on, or fails, after it', () => {
    expect(changed(prisma(`${READ}\n    if (!user) continue;\n    if (!user.name) throw new Error('no name');\n    seen.push({ ...order, user });`))).toHaveLength(4);
  });

  it('beside functions of the project that reach no database', () => {
    const more = 'const label = (name: string) => name.trim().toUpperCase();\n';
    expect(changed(prisma(`${READ}\n    seen.push(label(user.name));`, { more }))).toHaveLength(4);
  });

  it('with names of their own where theirs are taken', () => {
    expect(changed(prisma(`${READ}\n    seen.push(user);`, { before: 'const orders = await prisma.order.findMany();\n  const userRows = 1;' }))[1]).toMatch(/^const userRows2 = await/);
  });

  it('keeps what else the query says', () => {
    const options = 'include: { team: true }';
    expect(changed(prisma(`const user = await prisma.user.findUnique({ where: { id: order.userId }, ${options} });\n    seen.push(user);`))[1]).toBe(`const userRows = await prisma.user.findMany({ where: { id: { in: userKeys } }, ${options} });`);
  });

  it('with Mongoose', () => {
    const project = {
      'package.json': '{ "name": "app", "dependencies": { "mongoose": "8" } }',
      'src/a.ts': "import mongoose from 'mongoose';\nconst User = mongoose.model('User', new mongoose.Schema({ name: String }));\nexport async function load(orders: { userId: string }[]) {\n  const seen = [];\n  for (const order of orders) {\n    const user = await User.findById(order.userId).lean();\n    seen.push(user);\n  }\n  return seen;\n}\n",
    };
    expect(changed(project).slice(1)).toEqual([
      'const userRows = await User.find({ _id: { $in: userKeys } }).lean();',
      'const userByKey = new Map(userRows.map((row) => [String(row._id), row]));',
      'const user = userByKey.get(String(order.userId)) ?? null;',
    ]);
  });
});

describe('no Map is offered', () => {
  it.each<[what: string, project: Project, reason: RegExp]>([
    ['where the loop writes', prisma(`${READ}\n    await prisma.user.update({ where: { id: user.id }, data: { seen: true } });`), /the loop runs prisma\.user\.update as well/],
    ['where a function in it writes', prisma(`${READ}\n    await touch(user.id);`, { more: 'async function touch(id: string) {\n  await prisma.user.update({ where: { id }, data: { seen: true } });\n}\n' }), /the loop runs touch as well/],
    ['where a method that nobody knows may write', prisma(`${READ}\n    await order.close(user.id);`), /order\.close in the loop reaches|order\.close in the loop is not known to leave the database alone/],
    ['where the loop ends early', prisma(`${READ}\n    seen.push(user);\n    if (stopped()) return seen;`, { more: "import { stopped } from 'stopping';\n" }), /the loop ends early \(return\)/],
    ['where turns are left out before it', prisma(`if (!order.userId) continue;\n    ${READ}\n    seen.push(user);`), /turns are left out before the query/],
    ['where not every turn reads', prisma(`if (order.userId) {\n      ${READ}\n      seen.push(user);\n    }`), /not every turn runs the query/],
    ['where the key is computed', prisma('const user = await prisma.user.findUnique({ where: { id: `u${order.userId}` } });\n    seen.push(user);'), /is no plain property of the loop’s element/],
    ['where the key changes in the loop', prisma(`order.userId = order.userId ?? order.buyerId;\n    ${READ}\n    seen.push(user);`), /the loop stores in order\.userId/],
    ['where the element is handed on before it', prisma(`complete(order);\n    ${READ}\n    seen.push(user);`, { more: 'function complete(order) {\n  order.userId ??= 1;\n}\n' }), /order is handed to complete before the query/],
    ['where another condition changes', prisma('const user = await prisma.user.findFirst({ where: { id: order.userId, team: order.teamId } });\n    seen.push(user);'), /is no query of one row by one key/],
    ['where the key may have several rows', prisma('const user = await prisma.user.findFirst({ where: { team: order.teamId } });\n    seen.push(user);'), /team is not known to be unique/],
    ['where the key is not selected', prisma('const user = await prisma.user.findUnique({ where: { id: order.userId }, select: { name: true } });\n    seen.push(user);'), /id is not among the columns that are selected/],
    ['where an option may lock or page', prisma('const user = await prisma.user.findFirst({ where: { id: order.userId }, skip: 1 });\n    seen.push(user);'), /is no query of one row by one key/],
    ['where what else the query uses changes', prisma("include.team = true;\n    const user = await prisma.user.findUnique({ where: { id: order.userId }, include });\n    seen.push(user);", { more: 'const include = {};\n' }), /the loop may change include, which the query uses/],
    ['where nothing uses the row', prisma('await prisma.user.findUnique({ where: { id: order.userId } });'), /nothing uses the row/],
    ['where the row is changed', prisma(`${READ}\n    user.name = order.name;\n    seen.push(user);`), /the loop changes user/],
    ['where a function may change the row', prisma(`${READ}\n    seen.push(label(user));`, { more: "const label = (user) => user.name.trim();\n" }), /label may change user/],
    ['where a method of the row may change it', prisma(`${READ}\n    user.toString();`), /user\.toString may change user/],
    ['where the loop adds to what it iterates', prisma(`${READ}\n    if (user.next) orders.push(user.next);`), /the loop uses orders while it iterates it/],
    ['where another loop is around it', prisma(`for (const item of order.items) {\n      const user = await prisma.user.findUnique({ where: { id: item.userId } });\n      seen.push(user);\n    }`), /the loop runs repeatedly itself/],
    ['where the query lies in a helper', prisma('seen.push(await byId(order.userId));', { more: 'const byId = (id: string) => prisma.user.findFirst({ where: { id } });\n' }), /which others may call as well/],
    ['where what repeats it is no loop', { ...withPrisma, 'src/a.ts': "import { prisma } from './db';\nexport const load = (ids: string[]) => Promise.all(ids.map((id) => prisma.user.findFirst({ where: { id } })));\n" }, /no for-of loop/],
    ['where a row that is missing is an error', prisma('const user = await prisma.user.findUniqueOrThrow({ where: { id: order.userId } });\n    seen.push(user);'), /is no query of one row by one key/],
  ])('%s', (_, project, reason) => {
    expect(refusal(project, RULE)).toMatch(reason);
  });

  const sequelize = (model: string): Project => ({
    'package.json': '{ "name": "app", "dependencies": { "sequelize": "6" } }',
    'src/user.ts': `import { DataTypes, Model } from 'sequelize';\nimport { sequelize } from './db';\nexport class User extends Model {}\nUser.init(${model}, { sequelize });\n`,
    'src/db.ts': "import { Sequelize } from 'sequelize';\nexport const sequelize = new Sequelize('sqlite::memory:');\n",
    'src/a.ts': "import { User } from './user';\nexport async function load(ids: number[]) {\n  const seen = [];\n  for (const id of ids) seen.push(await User.findByPk(id));\n  return seen;\n}\n",
  });

  it('by a primary key of another name', () => {
    expect(changed(sequelize('{ name: DataTypes.STRING }'))[1]).toBe('const rowRows = await User.findAll({ where: { id: rowKeys } });');
    expect(refusal(sequelize('{ code: { type: DataTypes.STRING, primaryKey: true } }'), RULE)).toBe('src/user.ts has a model with a primary key other than id: code');
  });

  const knex = (query: string): Project => ({
    'package.json': '{ "name": "app", "dependencies": { "knex": "3" } }',
    'src/a.ts': `import type { Knex } from 'knex';\nexport async function load(db: Knex, orders: { userId: number; teamId: number }[], team: number) {\n  const seen = [];\n  for (const order of orders) {\n    const user = await ${query};\n    seen.push(user);\n  }\n  return seen;\n}\n`,
  });

  it.each<[query: string, rows: string | RegExp]>([
    ["db('users').where('id', order.userId).first()", "db('users').whereIn('id', userKeys)"],
    ["db('users').where('users.id', '=', order.userId).andWhere({ team }).select('id', 'name').first()", "db('users').whereIn('users.id', userKeys).andWhere({ team }).select('id', 'name')"],
    ["db.select('*').from('users').where({ id: order.userId }).first()", "db.select('*').from('users').whereIn('id', userKeys)"],
    ["db('users').where('id', '>', order.userId).first()", /is no query of one row by one key/],
    ["db('users').where('id', order.userId).andWhere('team', order.teamId).first()", /is no query of one row by one key/],
    ["db('users').where('id', order.userId).select('name').first()", /id is not among the columns/],
    ["db('users').where('id', order.userId).orderBy('name').first()", /is no query of one row by one key/],
    ["db('users').where('team', order.teamId).first()", /team is not known to be unique/],
    ["db('users').where('id', order.userId).where('at', '<', new Date()).first()", /new Date\(\) in the query is made at every turn/],
  ])('by Knex, unless the query is one for many: %s', (query, rows) => {
    if (typeof rows === 'string') expect(changed(knex(query))[1]).toBe(`const userRows = await ${rows};`);
    else expect(refusal(knex(query), RULE)).toMatch(rows);
  });
});
