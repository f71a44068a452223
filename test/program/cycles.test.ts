import { describe, expect, it } from 'vitest';
import { findings, marks, places, withPrisma, type Project } from './project.ts';

/** Code that leads back to itself, each with one finding that must survive it. */
const circles: Readonly<Record<string, Project>> = {
  'modules that import each other': {
    'src/users.ts': "import { prisma } from './db';\nimport { orders } from './orders';\nexport const users = { find: (id: string) => prisma.user.findUnique({ where: { id } }), orders };",
    'src/orders.ts': "import { users } from './users';\nexport const orders = {\n  async run(ids: string[]) {\n    for (const id of ids) {\n      await users.find(id); // expect: n-plus-one\n    }\n  },\n};",
  },
  'barrels that export each other': {
    'src/x.ts': "export * from './y';",
    'src/y.ts': "export * from './x';\nexport { find } from './find';\nexport { gone } from './x';",
    'src/find.ts': "import { prisma } from './db';\nexport const find = (id: string) => prisma.user.findUnique({ where: { id } });",
    'src/a.ts': "import { find, gone } from './x';\nexport async function run(ids: string[]) {\n  for (const id of ids) {\n    await find(id); // expect: n-plus-one\n  }\n  for (const id of ids) await gone(id);\n}",
  },
  'functions that call each other': {
    'src/a.ts': "import { prisma } from './db';\nasync function even(id: string, depth: number): Promise<unknown> { return depth === 0 ? prisma.user.findUnique({ where: { id } }) : odd(id, depth - 1); }\nasync function odd(id: string, depth: number): Promise<unknown> { return even(id, depth - 1); }\nexport async function run(ids: string[]) {\n  for (const id of ids) {\n    await odd(id, 9); // expect: n-plus-one\n  }\n}",
  },
  'functions that return each other': {
    'src/a.ts': "import { prisma } from './db';\nfunction one(x: boolean): any { return x ? two(x) : prisma; }\nfunction two(x: boolean): any { return x ? one(x) : two(x); }\nexport async function run(ids: string[]) {\n  for (const id of ids) {\n    await prisma.user.findUnique({ where: { id } }); // expect: n-plus-one\n  }\n  for (const id of ids) await two(true).user.findUnique({ where: { id } });\n}",
  },
  'objects that spread each other': {
    'src/a.ts': "import { prisma } from './db';\nconst one: any = { ...two, find: (id: string) => prisma.user.findUnique({ where: { id } }) };\nvar two: any = { ...one };\nexport async function run(ids: string[]) {\n  for (const id of ids) await two.missing(id);\n  for (const id of ids) {\n    await one.find(id); // expect: n-plus-one\n  }\n}",
  },
  'names that stand for each other': {
    'src/a.ts': "import { prisma } from './db';\nlet a = b, b = a;\na = b; b = c(); function c() { return a; }\nexport async function run(ids: string[]) {\n  for (const id of ids) await a.user.findUnique({ where: { id } });\n  for (const id of ids) {\n    await prisma.user.findUnique({ where: { id } }); // expect: n-plus-one\n  }\n}",
  },
  'tables that are filled from themselves and from each other': {
    'src/a.ts': "import { prisma } from './db';\nconst one: any = {}, two: any = {};\nexport function keep(a: string, b: string) { one[a] = one[b]; one.user = two[b].user; two[a] = one[b]; two.all = [one[a], two[b]]; }\nexport async function run(ids: string[]) {\n  for (const id of ids) await one[id].findUnique({ where: { id } });\n  for (const id of ids) {\n    await prisma.user.findUnique({ where: { id } }); // expect: n-plus-one\n  }\n}",
  },
  'an object that holds what is read from it': {
    'src/a.ts': "import { prisma } from './db';\nconst all: any = { first: all[key()], users: [all[key()]], user: prisma.user };\nfunction key() { return 'user'; }\nexport async function run(ids: string[]) {\n  for (const id of ids) {\n    await all.user.findUnique({ where: { id } }); // expect: n-plus-one\n  }\n}",
  },
  'classes that extend each other': {
    'src/x.ts': "import { Y } from './y';\nexport class X extends Y {}",
    'src/y.ts': "import { X } from './x';\nexport class Y extends X {\n  constructor(private y: Y) { super(y); }\n}",
    'src/a.ts': "import { prisma } from './db';\nimport { X } from './x';\nclass Self extends Self {}\nexport async function run(x: X, ids: string[]) {\n  for (const id of ids) { await x.find(id); await new Self().find(id); }\n  for (const id of ids) {\n    await prisma.user.findUnique({ where: { id } }); // expect: n-plus-one\n  }\n}",
  },
  'services that hold each other': {
    'src/a.ts': "import { prisma } from './db';\nexport class A { constructor(private b: B) {} get(id: string) { return this.b.get(id); } }\nexport class B {\n  constructor(private a: A) {}\n  get(id: string) { return prisma.user.findUnique({ where: { id } }); }\n  async run(ids: string[]) {\n    for (const id of ids) {\n      await this.a.get(id); // expect: n-plus-one\n    }\n  }\n}",
  },
  'types that name each other': {
    'src/a.ts': "import { prisma } from './db';\ntype A = B; type B = A | A[]; interface C extends D {} interface D extends C { c: C['c'] }\nexport async function run(a: A, c: C, ids: string[]) {\n  for (const id of ids) { await (a as any as B).find(id); await c.c.c.c.find(id); }\n  for (const id of ids) {\n    await prisma.user.findUnique({ where: { id } }); // expect: n-plus-one\n  }\n}",
  },
  'callbacks that are passed around': {
    'src/a.ts': "import { prisma } from './db';\nfunction one(work: (x: string) => unknown, n: number): unknown { return n > 0 ? two(work, n) : work('x'); }\nfunction two(work: (x: string) => unknown, n: number): unknown { return one((x) => two(work, n - 1) ?? work(x), n - 1); }\nexport async function run(ids: string[]) {\n  for (const id of ids) {\n    await one(() => prisma.user.findUnique({ where: { id } }), 3); // expect: n-plus-one\n  }\n}",
  },
  'synchronous work in functions that call each other': {
    'src/a.ts': "import { readdirSync } from 'node:fs';\nfunction walk(dir: string): string[] { return readdirSync(dir).flatMap((name) => deeper(name)); }\nfunction deeper(name: string): string[] { return walk(name); }\nexport async function list(dir: string) {\n  return deeper(dir); // expect: sync-io-in-async\n}",
  },
};

describe('questions end, and nothing is lost, with', () => {
  it.each(Object.entries(circles))('%s', (_name, files) => {
    const project = { ...withPrisma, ...files };
    const marked = marks(project);
    expect(marked.length).toBeGreaterThan(0);
    expect(places(project)).toEqual(expect.arrayContaining(marked));
  });

  it('a module that imports and exports itself', () => {
    expect(findings({ ...withPrisma, 'src/a.ts': "export * from './a';\nimport * as self from './a';\nexport const f = () => self.f();\nexport default self;" })).toEqual([]);
  });

  it('a function that calls itself for each child: its query is found once', () => {
    const project = {
      ...withPrisma,
      'src/a.ts': "import { prisma } from './db';\nexport async function tree(id: string): Promise<unknown[]> {\n  const children = await prisma.page.findMany({ where: { parentId: id } }); // expect: n-plus-one\n  const all: unknown[] = [];\n  for (const child of children) {\n    all.push(await tree(child.id));\n  }\n  return all;\n}",
    };
    expect(places(project)).toEqual(marks(project));
  });
});
