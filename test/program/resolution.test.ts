import { describe, expect, it } from 'vitest';
import { findings, marks, places, withPrisma, type Project } from './project.ts';

/** A loop that awaits `call` once per id. */
const loop = (imports: string, call: string, params = 'ids: string[]'): string => `${imports}
export async function run(${params}) {
  for (const id of ids) {
    await ${call}; // expect: n-plus-one
  }
}
`;

const finders = "import { prisma } from './db';\nexport function find(id: string) { return prisma.user.findUnique({ where: { id } }); }\nexport default find;\n";

/** Each project's marks are what the rules find, and all that they find. */
const found: Readonly<Record<string, Project>> = {
  'a named import': { 'src/find.ts': finders, 'src/a.ts': loop("import { find as load } from './find';", 'load(id)') },
  'a default import': { 'src/find.ts': finders, 'src/a.ts': loop("import load from './find';", 'load(id)') },
  'a namespace import': { 'src/find.ts': finders, 'src/a.ts': loop("import * as users from './find';", 'users.find(id)') },
  'the default of a namespace': { 'src/find.ts': finders, 'src/a.ts': loop("import * as users from './find';", 'users.default(id)') },
  'a barrel of stars': { 'src/find.ts': finders, 'src/x/index.ts': "export * from '../find';", 'src/a.ts': loop("import { find } from './x';", 'find(id)') },
  'stars of stars that lead back, past one that does not have it': {
    'src/find.ts': finders,
    'src/x/index.ts': "export * from './other';\nexport * from './y';",
    'src/x/other.ts': "export * from './index';\nexport const other = 1;",
    'src/x/y.ts': "export * from './other';\nexport * from '../find';",
    'src/a.ts': loop("import { find } from './x';", 'find(id)'),
  },
  'the first of two stars that have it': {
    'src/find.ts': finders,
    'src/none.ts': 'export async function find(id: string) { return id; }\nexport async function load(id: string) { return id; }',
    'src/load.ts': "export { find as load } from './find';",
    'src/x.ts': "export * from './find';\nexport * from './none';\nexport * from './load';",
    'src/a.ts': loop("import { find } from './x';", 'find(id)'),
    'src/b.ts': "import { load } from './x';\nexport async function run(ids: string[]) {\n  for (const id of ids) await load(id);\n}",
  },
  'a star of CommonJS': {
    'src/find.js': "const { prisma } = require('./db');\nmodule.exports = { find(id) { return prisma.user.findUnique({ where: { id } }); } };",
    'src/x.ts': "export * from './find.js';",
    'src/a.ts': loop("import { find } from './x';", 'find(id)'),
  },
  'a star of a package': {
    'src/x.ts': "export * from '@prisma/client';",
    'src/a.ts': loop("import { PrismaClient } from './x';\nconst own = new PrismaClient();", 'own.user.findUnique({ where: { id } })'),
  },
  'barrels of barrels with new names': {
    'src/find.ts': finders,
    'src/x.ts': "export { find as one, default as two } from './find';",
    'src/y.ts': "export * as all from './x';\nexport * from './x';",
    'src/a.ts': loop("import { all } from './y';", 'all.two(id)'),
    'src/b.ts': loop("import { one } from './y';", 'one(id)'),
  },
  'an import that is exported again': { 'src/find.ts': finders, 'src/x.ts': "import { find } from './find';\nexport { find as again };", 'src/a.ts': loop("import { again } from './x';", 'again(id)') },
  'the paths of a tsconfig': { 'tsconfig.json': '{ "compilerOptions": { "paths": { "@app/*": ["./src/*"] } } }', 'src/find.ts': finders, 'src/a.ts': loop("import { find } from '@app/find';", 'find(id)') },
  'a package of the workspace': {
    'package.json': '{ "name": "root", "workspaces": ["packages/*"] }',
    'packages/users/package.json': '{ "name": "@app/users", "main": "dist/index.js" }',
    'packages/users/src/index.ts': "import { prisma } from '../../../src/db';\nexport const find = (id: string) => prisma.user.findUnique({ where: { id } });",
    'src/a.ts': loop("import { find } from '@app/users';", 'find(id)'),
  },
  'a dynamic import': { 'src/find.ts': finders, 'src/a.ts': loop('', "(await import('./find')).find(id)") },
  'a destructured dynamic import': { 'src/find.ts': finders, 'src/a.ts': "export async function run(ids: string[]) {\n  const { find } = await import('./find');\n  for (const id of ids) {\n    await find(id); // expect: n-plus-one\n  }\n}" },

  'CommonJS: exports by name': {
    'src/find.js': "const { PrismaClient } = require('@prisma/client');\nconst prisma = new PrismaClient();\nexports.find = (id) => prisma.user.findUnique({ where: { id } });",
    'src/a.js': "const { find } = require('./find');\nmodule.exports = async function run(ids) {\n  for (const id of ids) {\n    await find(id); // expect: n-plus-one\n  }\n};",
  },
  'CommonJS: one object': {
    'src/find.js': "const { prisma } = require('./db');\nmodule.exports = { find(id) { return prisma.user.findUnique({ where: { id } }); } };",
    'src/a.js': "const users = require('./find');\nexports.run = async (ids) => {\n  for (const id of ids) {\n    await users.find(id); // expect: n-plus-one\n  }\n};",
  },
  'CommonJS: one function': {
    'src/find.js': "const { prisma } = require('./db');\nfunction find(id) { return prisma.user.findUnique({ where: { id } }); }\nmodule.exports = find;",
    'src/a.js': "const find = require('./find');\nexports.run = async (ids) => {\n  for (const id of ids) {\n    await find(id); // expect: n-plus-one\n  }\n};",
  },
  'CommonJS: a class, made where it is used': {
    'src/users.js': "const { prisma } = require('./db');\nclass Users { find(id) { return prisma.user.findUnique({ where: { id } }); } }\nmodule.exports = { Users };",
    'src/a.js': "const { Users } = require('./users');\nexports.run = async (ids) => {\n  const users = new Users();\n  for (const id of ids) {\n    await users.find(id); // expect: n-plus-one\n  }\n};",
  },

  'a method of this': {
    'src/a.ts': "import { prisma } from './db';\nexport class Users {\n  find(id: string) { return prisma.user.findUnique({ where: { id } }); }\n  async run(ids: string[]) {\n    for (const id of ids) {\n      await this.find(id); // expect: n-plus-one\n    }\n  }\n}",
  },
  'a method that is inherited, over two files': {
    'src/base.ts': "import { prisma } from './db';\nexport abstract class Base {\n  protected find(id: string) { return prisma.user.findUnique({ where: { id } }); }\n}",
    'src/middle.ts': "import { Base } from './base';\nexport class Middle extends Base {}",
    'src/a.ts': "import { Middle } from './middle';\nexport class Users extends Middle {\n  async run(ids: string[]) {\n    for (const id of ids) {\n      await this.find(id); // expect: n-plus-one\n    }\n  }\n}",
  },
  'super': {
    'src/a.ts': "import { prisma } from './db';\nclass Base { find(id: string) { return prisma.user.findUnique({ where: { id } }); } }\nexport class Users extends Base {\n  async run(ids: string[]) {\n    for (const id of ids) {\n      await super.find(id); // expect: n-plus-one\n    }\n  }\n}",
  },
  'a static method that is inherited': {
    'src/a.ts': loop("import { prisma } from './db';\nclass Base { static find(id: string) { return prisma.user.findUnique({ where: { id } }); } }\nclass Users extends Base {}", 'Users.find(id)'),
  },
  'a field that holds a function': {
    'src/a.ts': "import { prisma } from './db';\nexport class Users {\n  find = (id: string) => prisma.user.findUnique({ where: { id } });\n  async run(ids: string[]) {\n    for (const id of ids) {\n      await this.find(id); // expect: n-plus-one\n    }\n  }\n}",
  },
  'a field that holds the client': {
    'src/a.ts': "import { PrismaClient } from '@prisma/client';\nexport class Users {\n  #db = new PrismaClient();\n  async run(ids: string[]) {\n    for (const id of ids) {\n      await this.#db.user.findUnique({ where: { id } }); // expect: n-plus-one\n    }\n  }\n}",
  },
  'a client that is inherited from a library': {
    'src/db2.ts': "import { PrismaClient } from '@prisma/client';\nexport class Database extends PrismaClient { constructor() { super({}); } }",
    'src/a.ts': loop("import { Database } from './db2';\nconst db = new Database();", 'db.user.findUnique({ where: { id } })'),
  },

  'a constructor parameter property, by its type': {
    'src/users.ts': "import { prisma } from './db';\nexport class Users { find(id: string) { return prisma.user.findUnique({ where: { id } }); } }",
    'src/a.ts': "import { Users } from './users';\nexport class Orders {\n  constructor(private readonly users: Users) {}\n  async run(ids: string[]) {\n    for (const id of ids) {\n      await this.users.find(id); // expect: n-plus-one\n    }\n  }\n}",
  },
  'a field assigned in the constructor': {
    'src/users.ts': "import { prisma } from './db';\nexport class Users { find(id: string) { return prisma.user.findUnique({ where: { id } }); } }",
    'src/a.ts': "import { Users } from './users';\nexport class Orders {\n  private users: Users;\n  constructor(users: Users) { this.users = users; }\n  async run(ids: string[]) {\n    for (const id of ids) {\n      await this.users.find(id); // expect: n-plus-one\n    }\n  }\n}",
  },
  'an interface with one implementation': {
    'src/users.ts': "export interface Users { find(id: string): Promise<unknown> }",
    'src/prisma-users.ts': "import { prisma } from './db';\nimport type { Users } from './users';\nexport class PrismaUsers implements Users { find(id: string) { return prisma.user.findUnique({ where: { id } }); } }",
    'src/a.ts': loop("import type { Users } from './users';", 'users.find(id)', 'users: Users, ids: string[]'),
  },
  'dependencies as one typed object': {
    'src/users.ts': "import { prisma } from './db';\nexport class Users { find(id: string) { return prisma.user.findUnique({ where: { id } }); } }",
    'src/a.ts': "import type { Users } from './users';\ninterface Deps { users: Users }\nexport const makeRun = ({ users }: Deps) => async (ids: string[]) => {\n  for (const id of ids) {\n    await users.find(id); // expect: n-plus-one\n  }\n};",
  },

  'a factory without a return type': {
    'src/users.ts': "import { prisma } from './db';\nexport function createUsers(db = prisma) {\n  return { find: (id: string) => db.user.findUnique({ where: { id } }) };\n}",
    'src/a.ts': loop("import { createUsers } from './users';\nconst users = createUsers();", 'users.find(id)'),
  },
  'an object of services': {
    'src/users.ts': "import { prisma } from './db';\nexport const services = { users: { find(id: string) { return prisma.user.findUnique({ where: { id } }); } } };",
    'src/a.ts': loop("import { services } from './users';", 'services.users.find(id)'),
  },
  'a memo helper around the client': {
    'src/client.ts': "import { PrismaClient } from '@prisma/client';\nfunction once<T>(make: () => T) { let value: T | undefined; return () => (value ??= make()); }\nexport const getDb = once(() => new PrismaClient());",
    'src/a.ts': loop("import { getDb } from './client';", 'getDb().user.findUnique({ where: { id } })'),
  },
  'a client made when it is first asked for': {
    'src/client.ts': "import { PrismaClient } from '@prisma/client';\nlet client: PrismaClient | undefined;\nexport function getDb() {\n  if (!client) client = new PrismaClient();\n  return client;\n}",
    'src/a.ts': loop("import { getDb } from './client';", 'getDb().user.findUnique({ where: { id } })'),
  },
  'a client kept on globalThis, behind a cast': {
    'src/client.ts': "import { PrismaClient } from '@prisma/client';\nconst store = globalThis as unknown as { db?: PrismaClient };\nexport const db = store.db ?? new PrismaClient();\nif (process.env.NODE_ENV !== 'production') store.db = db;",
    'src/a.ts': loop("import { db } from './client';", 'db.user.findUnique({ where: { id } })'),
  },
  'a helper that adds members to the client': {
    'src/client.ts': "import type { PrismaClient } from '@prisma/client';\nimport { prisma } from './db';\nexport type Watched<C> = C & { user: C extends { user: infer U } ? U : never; calls(): number };\nexport const watched = <C extends PrismaClient>(client: C): Watched<C> => {\n  const make = () => ({ ...client, calls: () => 0 }) as Watched<C>;\n  return make();\n};\nexport const db = watched(prisma);\nexport const connect = async () => db;\nexport type Database = Awaited<ReturnType<typeof connect>>;",
    'src/a.ts': loop("import { db } from './client';", 'db.user.findUnique({ where: { id } })'),
    'src/b.ts': loop("import type { Database } from './client';", 'db.user.findUnique({ where: { id } })', 'db: Database, ids: string[]'),
  },
  'an alias of what its argument is, of an alias': {
    'src/types.ts': 'export type Nullable<T> = T | null;\nexport type Lent<Name, C> = Nullable<C> & { name: Name };',
    'src/a.ts': loop("import type { PrismaClient } from '@prisma/client';\nimport type { Lent } from './types';", 'db!.user.findUnique({ where: { id } })', "db: Lent<'a', PrismaClient>, ids: string[]"),
  },
  'a wrapper that runs what it is given': {
    'src/retry.ts': 'export async function withRetry<T>(work: () => Promise<T>): Promise<T> {\n  return work();\n}',
    'src/a.ts': "import { prisma } from './db';\nimport { withRetry } from './retry';\nexport async function run(ids: string[]) {\n  for (const id of ids) {\n    await withRetry(() => prisma.user.findUnique({ where: { id } })); // expect: n-plus-one\n  }\n}",
  },
  'a helper that runs what it is given for each element': {
    'src/each.ts': 'export async function each<T>(items: T[], work: (item: T) => Promise<unknown>) {\n  for (const item of items) await work(item);\n}',
    'src/a.ts': "import { prisma } from './db';\nimport { each } from './each';\nexport async function run(ids: string[]) {\n  await each(ids, async (id) => {\n    await prisma.user.findUnique({ where: { id } }); // expect: n-plus-one\n  });\n}",
  },
  'a handle that is passed on': {
    'src/find.ts': "import type { PrismaClient } from '@prisma/client';\nexport async function find(db: PrismaClient, id: string) { return db.user.findUnique({ where: { id } }); }",
    'src/a.ts': loop("import { prisma } from './db';\nimport { find } from './find';", 'find(prisma, id)'),
  },
  'the handle of a transaction': {
    'src/a.ts': "import { prisma } from './db';\nexport async function run(ids: string[]) {\n  await prisma.$transaction(async (tx) => {\n    for (const id of ids) {\n      await tx.user.findUnique({ where: { id } }); // expect: n-plus-one\n    }\n  });\n}",
  },
  'call and bind': {
    'src/find.ts': "import { prisma } from './db';\nexport function find(this: unknown, id: string) { return prisma.user.findUnique({ where: { id } }); }\nexport const bound = find.bind(null);",
    'src/a.ts': loop("import { find } from './find';", 'find.call(null, id)'),
    'src/b.ts': loop("import { find } from './find';", 'find.apply(null, [id])'),
    'src/c.ts': loop("import { bound } from './find';", 'bound(id)'),
  },
  'a curried function': {
    'src/a.ts': loop("import { prisma } from './db';\nconst findIn = (db: typeof prisma) => (id: string) => db.user.findUnique({ where: { id } });", 'findIn(prisma)(id)'),
  },
};

/** Shapes that the program is meant to follow and does not yet: whoever teaches it one moves it above. */
const missed: Readonly<Record<string, Project>> = {
  'CommonJS: methods on a prototype': {
    'src/users.js': "const { prisma } = require('./db');\nfunction Users() {}\nUsers.prototype.find = function (id) { return prisma.user.findUnique({ where: { id } }); };\nmodule.exports = Users;",
    'src/a.js': "const Users = require('./users');\nexports.run = async (ids) => {\n  const users = new Users();\n  for (const id of ids) {\n    await users.find(id); // expect: n-plus-one\n  }\n};",
  },
  'a memo helper whose return type is written': {
    'src/client.ts': "import { PrismaClient } from '@prisma/client';\nfunction once<T>(make: () => T): () => T { let value: T | undefined; return () => (value ??= make()); }\nexport const getDb = once(() => new PrismaClient());",
    'src/a.ts': loop("import { getDb } from './client';", 'getDb().user.findUnique({ where: { id } })'),
  },
};

/** What only looks like a query, or like another function. */
const silent: Readonly<Record<string, Project>> = {
  'a method of that name on something else': { 'src/a.ts': 'class Users { findUnique(id: string) { return id; } }\nconst user = new Users();\nexport async function run(ids: string[]) {\n  for (const id of ids) await user.findUnique(id);\n}' },
  'a local name that shadows the client': { 'src/a.ts': "import { prisma } from './db';\nexport async function run(ids: string[], fake: () => { user: { findUnique(id: string): string } }) {\n  const prisma = fake();\n  for (const id of ids) await prisma.user.findUnique(id);\n}\nvoid prisma;" },
  'a method that is overridden without a query': { 'src/a.ts': "import { prisma } from './db';\nclass Base { find(id: string): unknown { return prisma.user.findUnique({ where: { id } }); } }\nexport class Fixed extends Base {\n  override find(id: string) { return id; }\n  async run(ids: string[]) {\n    for (const id of ids) await this.find(id);\n  }\n}" },
  'an alias that only mentions its argument': {
    'src/a.ts': "import type { PrismaClient } from '@prisma/client';\ntype Fake<C> = { of: C; user: { findUnique(of: object): string } };\nexport async function run(db: Fake<PrismaClient>, ids: string[]) {\n  for (const id of ids) await db.user.findUnique({ where: { id } });\n}",
  },
  'a callback that is kept, not run': { 'src/a.ts': "import { prisma } from './db';\nconst later: (() => unknown)[] = [];\nfunction keep(work: () => unknown) { later.push(work); }\nexport function run(ids: string[]) {\n  for (const id of ids) keep(() => prisma.user.findUnique({ where: { id } }));\n}" },
  'a type of another module with that name': { 'src/a.ts': "import type { PrismaClient } from './fake';\nexport async function run(db: PrismaClient, ids: string[]) {\n  for (const id of ids) await db.user.findUnique({ where: { id } });\n}", 'src/fake.ts': 'export interface PrismaClient { user: { findUnique(of: object): string } }' },
};

describe('a query is found through', () => {
  it.each(Object.entries(found))('%s', (_name, files) => {
    const project = { ...withPrisma, ...files };
    expect(marks(project).length).toBeGreaterThan(0);
    expect(places(project)).toEqual(marks(project));
  });
});

describe('a query is not found yet through', () => {
  it.fails.each(Object.entries(missed))('%s', (_name, files) => {
    const project = { ...withPrisma, ...files };
    expect(places(project)).toEqual(marks(project));
  });
});

describe('no query is seen in', () => {
  it.each(Object.entries(silent))('%s', (_name, files) => {
    expect(findings({ ...withPrisma, ...files })).toEqual([]);
  });
});

describe('the path', () => {
  it('names each call between the loop and the query', () => {
    const [finding] = findings({
      ...withPrisma,
      'src/store.ts': "import { prisma } from './db';\nexport const read = (id: string) => prisma.user.findUnique({ where: { id } });",
      'src/service.ts': "import { read } from './store';\n\nexport async function load(id: string) { return read(id); }",
      'src/a.ts': loop("import { load } from './service';", 'load(id)'),
    });
    expect(finding).toMatchObject({ place: 'src/a.ts:4 n-plus-one', path: ['src/service.ts:3', 'src/store.ts:2'], confidence: 'medium' });
  });

  it('ends at a depth of a few calls with nothing lost before it', () => {
    const depth = 4;
    const steps = Object.fromEntries(Array.from({ length: depth }, (_, index) => [`src/s${index}.ts`, `import { f as next } from './s${index + 1}';\nexport const f = (id: string) => next(id);`]));
    const [finding] = findings({ ...withPrisma, ...steps, [`src/s${depth}.ts`]: "import { prisma } from './db';\nexport const f = (id: string) => prisma.user.findUnique({ where: { id } });", 'src/a.ts': loop("import { f } from './s0';", 'f(id)') });
    expect(finding?.path).toEqual(['src/s0.ts:2', 'src/s1.ts:2', 'src/s2.ts:2', 'src/s3.ts:2', 'src/s4.ts:2']);
  });
});
