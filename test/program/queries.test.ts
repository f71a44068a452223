import { describe, expect, it } from 'vitest';
import { link, withPrisma } from './project.ts';
import type { Project } from './project.ts';

/** `line shape: reason detail` of what looks like a query and is not resolved, and the counts of what is. */
function census(project: Project): { resolved: string; unresolved: string[] } {
  const program = link(project);
  const { resolved, unresolved } = program.queries(program.paths);
  return {
    resolved: `${resolved.followed}+${resolved.byShape}`,
    unresolved: unresolved.map(({ path, call, shape, stop }) => `${program.place(path, call.span).line} ${shape}: ${stop.kind} ${stop.detail}`),
  };
}

const KNEX: Project = { 'package.json': '{ "name": "app", "dependencies": { "knex": "3" } }' };
const TYPEORM: Project = { 'package.json': '{ "name": "app", "dependencies": { "typeorm": "0.3", "ibm_db": "3" } }' };

describe('queries', () => {
  it('are counted where they are resolved, and the rest is listed with what is not known', () => {
    const found = census({
      ...withPrisma,
      'src/a.ts': [
        "import { prisma } from './db';",
        'export const list = () => prisma.user.findMany();',
        'export const untyped = async (db) => { await db.user.findMany(); };',
        "export const typed = async (db: Db) => { await db.findUnique({ where: { id: 1 } }); };",
      ].join('\n'),
    });
    expect(found).toEqual({ resolved: '1+0', unresolved: ['3 db.<x>.findMany: parameter db', '4 <param>.findUnique: type Db'] });
  });

  it.each<[string, string, string[]]>([
    ['an untyped parameter', 'export const f = async (db) => db.findMany();', ['<param>.findMany: parameter db']],
    ['a parameter with a type that leads nowhere', "import type { Db } from './gone';\nexport const f = async (db: Db) => db.findMany();", ['<param>.findMany: import ./gone']],
    ['an import that does not resolve', "import { db } from '~/gone';\nexport const f = async () => db.findMany();", ['<import>.findMany: import ~/gone']],
    ['a package without a table', "import ibm from 'ibm_db';\nconst pool = ibm();\nexport const f = async () => pool.query('SELECT 1');", ['<variable>.query: package ibm_db']],
    ['a field without a value', 'export class A {\n  repo;\n  f() { return this.repo.findOneBy({ id: 1 }); }\n}', ['this.<field>.findOneBy: member repo']],
    ['a base class that does not resolve', "import { Base } from './gone';\nexport class A extends Base {\n  f() { return this.findOneBy({ id: 1 }); }\n}", ['this.findOneBy: base Base']],
    ['a result that is not known', 'const make = () => gone;\nexport const f = async () => make().findOneBy({ id: 1 });', ['<call>().findOneBy: global gone']],
    ['a member of the context', 'export const f = async ({ ctx }) => ctx.db.users.findOneBy({ id: 1 });', ['ctx.<x>.<y>.findOneBy: parameter ctx']],
  ])('say why: %s', (_, code, expected) => {
    const { unresolved } = census({ ...withPrisma, 'package.json': '{ "name": "app", "dependencies": { "@prisma/client": "6", "typeorm": "0.3", "ibm_db": "3" } }', 'src/a.ts': code });
    expect(unresolved.map((line) => line.replace(/^\d+ /, ''))).toEqual(expected);
  });

  it.each<[string, string]>([
    ['a list', 'export const f = async (rows) => rows.find((row) => row.id === 1);'],
    ['a map', 'export const f = async (cache, id) => { await cache.delete(id); };'],
    ['an iteration with a model’s name', 'export const f = async (user) => { await user.find((one) => one.id); };'],
    ['a global', 'export const f = async (ids) => Math.max(...ids) + Object.values({}).count();'],
    ['a package that is no database', "import api from 'some-api';\nexport const f = async () => api.users.findMany();"],
    ['a thing that such a package makes', "import { connect } from 'some-api';\nconst api = connect();\nexport const f = async () => api.users.findMany();"],
    ['a helper', 'export const f = (tools) => tools.each([], () => 1);'],
    ['a project class', 'class Users { findMany() { return []; } }\nexport const f = async () => new Users().findMany();'],
    ['a value that no promise is', 'export const f = (fn) => fn.count().as();'],
  ])('are not %s', (_, code) => {
    expect(census({ ...withPrisma, 'src/a.ts': code }).unresolved).toEqual([]);
  });

  it.each<[string, Project, string]>([
    ['an option of the library', TYPEORM, 'export const f = async (db) => { db.find({ where: { id: 1 } }); };'],
    ['an operator', TYPEORM, 'export const f = async (db) => { db.find({ id: { $in: [1] } }); };'],
    ['SQL', TYPEORM, "export const f = async (db) => { db.query('select * from users'); };"],
    ['a model', { ...withPrisma, 'schema.prisma': 'model Order {\n  id Int @id\n}\n' }, "export { prisma } from './db';\nexport const f = async ({ order }) => { await order.create(); };"],
    ['a name that resolved receivers have', withPrisma, "import { prisma } from './db';\nexport const list = () => prisma.orders.findMany();\nexport const f = async ({ orders }) => { await orders.delete(1); };"],
    ['a chain of a builder', KNEX, "export const f = async (db) => db('users').where({ id: 1 }).update({ name: '' });"],
  ])('may have names of JavaScript’s own where a second sign stands: %s', (_, project, code) => {
    expect(census({ ...project, 'src/a.ts': code }).unresolved).toHaveLength(1);
  });

  it('are one for a chain, once somebody takes its result', () => {
    const code = ["export const all = async (db) => db('users').where({ id: 1 }).orderBy('id').first();", "export const part = async (db) => { const query = db('users').where({ id: 1 }); };"];
    expect(census({ ...KNEX, 'src/a.ts': code.join('\n') }).unresolved).toEqual(['1 <call>().first: parameter db']);
  });

  it('are those of files that run for somebody, and of libraries that a file may use', () => {
    const code = 'export const f = async (db) => db.findMany();';
    expect(census({ ...withPrisma, 'test/a.test.ts': code, 'scripts/a.ts': code, 'src/migrations/a.ts': code }).unresolved).toEqual([]);
    const two: Project = { 'package.json': '{ "workspaces": ["packages/*"] }', 'packages/db/package.json': '{ "name": "@p/db", "dependencies": { "@prisma/client": "6" } }', 'packages/db/index.ts': "export { PrismaClient } from '@prisma/client';", 'packages/web/package.json': '{ "name": "web" }' };
    expect(census({ ...two, 'packages/web/a.ts': code }).unresolved).toEqual([]);
    expect(census({ ...two, 'packages/web/a.ts': `export * from '@p/db';\n${code}` }).unresolved).toHaveLength(1);
    expect(census({ ...two, 'packages/web/a.ts': `export * from './gone';\n${code}` }).unresolved).toHaveLength(1);
  });
});

describe('databases', () => {
  it('are told by the manifests, with those that no table knows', () => {
    expect(link(TYPEORM).databases()).toEqual([{ dir: '', name: 'app', known: ['typeorm'], unknown: ['ibm_db'] }]);
    expect(link({ 'package.json': '{ "dependencies": { "express": "5" } }' }).databases()).toEqual([]);
  });
});

describe('entries', () => {
  it('are counted by kind', () => {
    const program = link({ ...withPrisma, 'src/app.ts': "import express from 'express';\nconst app = express();\napp.get('/a', () => 1);\napp.post('/b', () => 2);\n" });
    expect([...program.entries()]).toEqual([['request', 2]]);
  });
});
