import path from 'node:path';
import { expect, it } from 'vitest';
import { doctor } from '../../src/commands/doctor.ts';
import { engine } from '../../src/project/engine.ts';
import { project } from './project.ts';

const FILES = {
  'package.json': '{ "name": "p", "dependencies": { "@prisma/client": "6", "express": "5" } }',
  'schema.prisma': 'model User {\n  id Int @id\n}\n',
  'src/db.ts': "import { PrismaClient } from '@prisma/client';\nexport const prisma = new PrismaClient();\n",
  'src/app.ts': [
    "import express from 'express';",
    "import { prisma } from './db';",
    'const app = express();',
    "app.get('/users', async (req, res) => {",
    '  res.send(await prisma.user.findMany());',
    '});',
    'export const late = async (db) => {',
    '  await db.posts.findMany();',
    '  await db.posts.upsert({});',
    '};',
  ].join('\n'),
  'src/bad.ts': 'const = 1;',
  'src/worse.ts': 'export const = 2;',
  'test/a.test.ts': "import { prisma } from '../src/db';\nprisma.user.findMany();\n",
};

it('tells what is understood and what is not', async () => {
  const cwd = project({ ...FILES, 'perf-lint.config.json': '{ "exclude": ["gen"], "rules": { "n-plus-one": "warning" } }' });
  const checkup = await doctor({ cwd }, engine);
  expect(checkup).toMatchObject({
    versions: { node: process.versions.node },
    root: { path: cwd, because: 'it has the nearest package.json, which no workspace above it lists' },
    config: { file: 'perf-lint.config.json', exclude: ['gen'] },
    packages: { count: 1, databases: [{ dir: '', name: 'p', known: ['@prisma/client'], unknown: [] }] },
    files: { read: 3, targets: 3, closed: 1, reasons: [{ reason: 'syntax error', count: 2 }] },
    schemas: { files: ['schema.prisma'], models: 1, declared: [{ dir: '', engine: null, readers: ['prisma'], tables: 1, indexes: 1, complete: true }] },
    entries: { request: 1 },
    queries: { total: 3, resolved: { followed: 1, byShape: 0 }, unresolved: 2, share: 2 / 3 },
    notes: [],
  });
  expect(checkup.config.rules.filter(({ changed }) => changed).map(({ id }) => id)).toEqual(['n-plus-one']);
  expect(checkup.queries.shapes).toEqual([
    { shape: 'db.<x>.findMany', count: 1, reasons: [{ kind: 'parameter', detail: 'db', count: 1, examples: [{ file: 'src/app.ts', line: 8 }] }] },
    { shape: 'db.<x>.upsert', count: 1, reasons: [{ kind: 'parameter', detail: 'db', count: 1, examples: [{ file: 'src/app.ts', line: 9 }] }] },
  ]);
});

it('looks at the named paths, below the root of the project', async () => {
  const cwd = project(FILES);
  const checkup = await doctor({ cwd, paths: ['src/db.ts'] }, engine);
  expect(checkup).toMatchObject({ root: { path: cwd }, files: { read: 3, targets: 1 }, queries: { total: 0, share: null } });
});

it.each<[string, Record<string, string>, string]>([
  ['a workspace', { 'package.json': '{ "workspaces": ["a"] }', 'a/package.json': '{}', 'a/a.ts': '' }, 'workspace'],
  ['a repository', { '.git/HEAD': '', 'a/a.ts': '' }, 'repository'],
])('says why the root is the root: %s', async (_, files, because) => {
  const cwd = project(files);
  const { root } = await doctor({ cwd: path.join(cwd, 'a') }, engine);
  expect(root.path).toBe(cwd);
  expect(root.because).toContain(because);
});

it.each<[string, Record<string, string>, boolean]>([
  ['a dependency', { 'package.json': '{ "name": "p", "devDependencies": { "eslint": "10" } }' }, true],
  ['a config', { 'eslint.config.mjs': 'export default [];' }, true],
  ['neither', {}, false],
])('says what the cache of ESLint hides where ESLint is used: %s', async (_, files, told) => {
  const cwd = project({ 'package.json': '{ "name": "p" }', 'src/a.ts': '', ...files });
  const { notes } = await doctor({ cwd }, engine);
  expect(notes).toEqual(told ? [expect.stringMatching(/^ESLint is used here: with --cache /)] : []);
});
