import { describe, expect, it } from 'vitest';
import { type Project, withPrisma } from '../program/project.ts';
import { mended, refusal } from './mend.ts';

const RULE = 'bulk-write-in-loop';

const loop = (body: string, more = '', head = 'const name of names'): string => `${more}export async function save(names: string[]) {\n  for (${head}) {\n    ${body}\n  }\n}\n`;
const prisma = (body: string, more = ''): Project => ({ ...withPrisma, 'src/a.ts': loop(body, `import { prisma } from './db';\n${more}`) });
const CREATE = 'await prisma.user.create({ data: { name } });';

function changed(project: Project): string[] {
  const before = new Set(project['src/a.ts']!.split('\n'));
  return mended(project, RULE).project['src/a.ts']!.split('\n').filter((line) => !before.has(line)).map((line) => line.trim());
}

describe('an insert per turn becomes one for all', () => {
  it('with Prisma', () => {
    expect(mended(prisma(CREATE), RULE).project['src/a.ts']).toBe(
      "import { prisma } from './db';\nexport async function save(names: string[]) {\n  const rows = [];\n  for (const name of names) {\n    rows.push({ name });\n  }\n  if (rows.length > 0) await prisma.user.createMany({ data: rows });\n}\n",
    );
  });

  it('where it is all that the loop is', () => {
    const project = { ...withPrisma, 'src/a.ts': "import { prisma } from './db';\nexport async function save(names: string[]) {\n  for (const name of names) await prisma.user.create({ data: { name } });\n}\n" };
    expect(changed(project)).toEqual(['const rows = [];', 'for (const name of names) rows.push({ name });', 'if (rows.length > 0) await prisma.user.createMany({ data: rows });']);
  });

  it('with Mongoose', () => {
    const project = { 'package.json': '{ "name": "app", "dependencies": { "mongoose": "8" } }', 'src/a.ts': loop('await User.create({ name });', "import mongoose from 'mongoose';\nconst User = mongoose.model('User', new mongoose.Schema({ name: String }));\n") };
    expect(changed(project)).toEqual(['const rows = [];', 'rows.push({ name });', 'if (rows.length > 0) await User.insertMany(rows);']);
  });

  it('where turns are left out, or the loop ends, before it', () => {
    expect(changed(prisma(`if (name === '') continue;\n    if (name === '.') break;\n    if (name.length > 1) {\n      ${CREATE}\n    }`))).toHaveLength(3);
  });

  it('beside a line for the log', () => {
    expect(changed(prisma(`${CREATE}\n    logger.info(name.trim());`, "import { logger } from '@acme/logger';\n"))).toHaveLength(3);
  });

  it('where a row holds a count of the turns', () => {
    expect(changed(prisma('count++;\n    await prisma.user.create({ data: { name, count } });', 'let count = 0;\n'))).toHaveLength(3);
  });

  it('where the row is put together by the turn', () => {
    expect(changed(prisma('const key = name.trim().toLowerCase();\n    await prisma.user.create({ data: { key, name: name.trim() } });'))[1]).toBe('rows.push({ key, name: name.trim() });');
  });
});

describe('no list is offered', () => {
  const sequelize = (init: string): Project => ({
    'package.json': '{ "name": "app", "dependencies": { "sequelize": "6" } }',
    'src/user.ts': `import { DataTypes, Model, Sequelize } from 'sequelize';\nconst sequelize = new Sequelize('sqlite::memory:');\nexport class User extends Model {}\nUser.init({ name: DataTypes.STRING }, { sequelize${init.startsWith('User') ? '' : init} });\n${init.startsWith('User') ? init : ''}`,
    'src/a.ts': loop('await User.create({ name });', "import { User } from './user';\n"),
  });

  it.each<[what: string, project: Project, reason: RegExp]>([
    ['where what it gives is used', prisma('const user = await prisma.user.create({ data: { name } });\n    console.log(user.id);'), /what the insert gives is used/],
    ['where the row is an object that may be another', prisma('const data = { name };\n    await prisma.user.create({ data });'), /the row is no object literal/],
    ['where the row is spread', prisma("await prisma.user.create({ data: { ...defaults, name } });", "import { defaults } from './defaults';\n"), /the row is no object literal with plain properties/],
    ['where a row holds a list that later turns change', prisma('tags.push(name);\n    await prisma.user.create({ data: { name, tags } });', 'const tags: string[] = [];\n'), /the loop may change tags, which rows hold/],
    ['where a row holds an object that later turns change', prisma('state.name = name;\n    await prisma.user.create({ data: { name, state } });', "const state = { name: '' };\n"), /the loop may change state, which rows hold/],
    ['where the row has relations', prisma('await prisma.user.create({ data: { name, team: { connect: { id: 1 } } } });'), /team is written with a relation/],
    ['where the loop throws, or returns', prisma(`if (name === '') throw new Error('no name');\n    ${CREATE}`), /the loop ends early \(throw\)/],
    ['where an error of one row is caught', prisma(`try {\n      ${CREATE}\n    } catch {\n      console.log(name);\n    }`), /an error of one row is handled on its own/],
    ['where a call beside it may look', prisma(`${CREATE}\n    await notify.sent(name);`, "import { notify } from './notify';\n"), /notify\.sent in the loop is not known to leave the database alone/],
    ['where a package that nobody knows may look', prisma(`${CREATE}\n    await notify(name);`, "import { notify } from '@acme/notify';\n"), /notify in the loop is not known to leave the database alone/],
    ['where a client extension runs for each', { ...withPrisma, 'src/db.ts': "import { PrismaClient } from '@prisma/client';\nexport const prisma = new PrismaClient();\nprisma.$use(async (params, next) => next(params));\n", 'src/a.ts': loop(CREATE, "import { prisma } from './db';\n") }, /src\/db\.ts has a hook \(\$use\)/],
    ['where a model has a hook', sequelize("User.beforeCreate((user) => undefined);\n"), /src\/user\.ts has a hook \(beforeCreate\) that runs for each row/],
    ['where a model has hooks among its options', sequelize(', hooks: { afterCreate() {} }'), /src\/user\.ts has a model with hooks that run for each row/],
  ])('%s', (_, project, reason) => {
    expect(refusal(project, RULE)).toMatch(reason);
  });

  it('but where the model has none', () => {
    expect(changed(sequelize(''))[2]).toBe('if (rows.length > 0) await User.bulkCreate(rows, { validate: true });');
  });
});
