import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { scan } from '../../src/commands/scan.ts';
import { engine } from '../../src/project/engine.ts';
import { packageStores } from '../../src/project/cache.ts';
import { disk } from '../../src/source/disk.ts';
import { membersOf, onlyPackages } from '../../src/source/members.ts';
import { createParser } from '../../src/source/parser.ts';
import { SourceReader } from '../../src/source/read.ts';
import { Store } from '../../src/source/store/store.ts';
import type { Parser } from '../../src/source/types.ts';
import { project } from '../commands/project.ts';

const FILES = {
  'package.json': '{ "workspaces": ["packages/*"] }',
  'packages/db/package.json': '{ "name": "@shop/db", "main": "index.ts", "dependencies": { "@prisma/client": "6" } }',
  'packages/db/index.ts': "import { PrismaClient } from '@prisma/client';\nexport const prisma = new PrismaClient();\nexport const byId = (id: number) => prisma.user.findFirst({ where: { boss: id } });\n",
  'packages/users/package.json': '{ "name": "@shop/users", "main": "index.ts", "dependencies": { "@shop/db": "*" } }',
  'packages/users/index.ts': "import { byId } from '@shop/db';\nexport async function all(ids: number[]) {\n  for (const id of ids) await byId(id);\n}\n",
  'packages/api/package.json': '{ "name": "@shop/api", "dependencies": { "@shop/users": "*", "express": "5" } }',
  'packages/api/index.ts': "import express from 'express';\nimport { all } from '@shop/users';\nconst app = express();\napp.get('/', async (req) => {\n  await all(req.body.ids);\n});\n",
  'packages/other/package.json': '{ "name": "@shop/other" }',
  'packages/other/index.ts': 'const broken = ;\n',
};

const VERSION = 'test';

/** Reads a package as its task does; gives the files that were parsed for it. */
function task(root: string, folder: string): string[] {
  const members = membersOf(root, disk)!;
  const dependencies = members.dependenciesOf(folder);
  const stores = packageStores(root, '.perf-lint', [folder, ...dependencies]);
  if (stores === false) throw new Error('no stores');
  const parsed: string[] = [];
  const real = createParser();
  const parser: Parser = {
    parse: (file, text) => {
      parsed.push(file);
      return real.parse(file, text);
    },
  };
  const store = new Store(stores.own, VERSION, { lenders: stores.lenders, isPortable: true });
  const source = new SourceReader({ root, paths: [path.join(root, folder)], files: onlyPackages(disk, root, members, new Set([folder, ...dependencies])), parser, store }).read();
  // The facts themselves are there, not only what is known of them.
  for (const file of source.files.values()) expect(file.facts.lines.length).toBeGreaterThan(0);
  store.save();
  return parsed;
}

describe('stores of packages', () => {
  it('hold each file once: nothing is parsed twice in the whole workspace', () => {
    const root = project(FILES);
    expect(task(root, 'packages/db')).toEqual(['packages/db/index.ts']);
    expect(task(root, 'packages/users')).toEqual(['packages/users/index.ts']);
    expect(task(root, 'packages/api')).toEqual(['packages/api/index.ts']);
    const written = (folder: string) => readdirSync(path.join(root, folder, '.perf-lint'));
    const before = written('packages/api');
    expect(['packages/db', 'packages/users', 'packages/api'].map((folder) => task(root, folder))).toEqual([[], [], []]);
    expect(written('packages/api')).toEqual(before);
  });

  it('keep what no dependency has kept', () => {
    const root = project(FILES);
    expect(task(root, 'packages/api')).toEqual(['packages/api/index.ts', 'packages/db/index.ts', 'packages/users/index.ts']);
    expect(task(root, 'packages/api')).toEqual([]);
  });

  it('go by contents: a file with the stamps of before is another one where it says something else', () => {
    const root = project(FILES);
    const file = path.join(root, 'packages/db/index.ts');
    // Whole seconds: a file system may round the rest.
    const past = new Date(Math.floor(Date.now() / 1000) * 1000 - 60_000);
    utimesSync(file, past, past);
    task(root, 'packages/db');
    writeFileSync(file, readFileSync(file, 'utf8').replace('boss', 'boat'));
    utimesSync(file, past, past);
    expect(statSync(file).mtimeMs).toBe(past.getTime());
    expect(task(root, 'packages/users')).toEqual(['packages/db/index.ts', 'packages/users/index.ts']);
    expect(task(root, 'packages/db')).toEqual(['packages/db/index.ts']);
  });

  it('lie below each package, or side by side in a folder of the user’s', () => {
    expect(packageStores('/r', '.p', ['a/b', 'c'])).toEqual({ own: '/r/a/b/.p', lenders: ['/r/c/.p'] });
    expect(packageStores('/r', '/all', ['a/b', 'c'])).toEqual({ own: '/all/a%2Fb', lenders: ['/all/c'] });
    expect(packageStores('/r', false, ['a/b'])).toBe(false);
  });
});

describe('a scan of one package', () => {
  const of = (root: string, name: string, cwd = root) => scan({ cwd, scope: { kind: 'package', name } }, engine);

  it('reports on that alone, and knows what it calls in others', async () => {
    const root = project(FILES);
    const { findings, targets, skipped, notes } = await of(root, '@shop/users');
    expect(findings.map(({ rule, location }) => [rule, location.file])).toEqual([['n-plus-one', 'packages/users/index.ts']]);
    expect({ targets, skipped, notes }).toEqual({ targets: ['packages/users/index.ts'], skipped: [], notes: [] });
    expect((await of(root, '@shop/other')).skipped).toMatchObject([{ file: 'packages/other/index.ts' }]);
    expect((await of(root, '@shop/api')).findings).toEqual([]);
  });

  it('is asked for by a name or a folder, from anywhere in the workspace', async () => {
    const root = project(FILES);
    const names: [string, string][] = [['@shop/db', '.'], ['packages/db', '.'], ['.', 'packages/db'], ['../db', 'packages/api']];
    for (const [name, cwd] of names) expect((await of(root, name, path.join(root, cwd))).targets).toEqual(['packages/db/index.ts']);
  });

  it('leaves the exit code alone where it is told to', async () => {
    const root = project(FILES);
    const options = { cwd: root, scope: { kind: 'package', name: '@shop/users' } } as const;
    expect((await scan(options, engine)).exitCode).toBe(1);
    expect(await scan({ ...options, exitZero: true }, engine)).toMatchObject({ exitCode: 0, findings: [{ rule: 'n-plus-one' }] });
  });

  it.each([
    ['@shop/user', FILES, /has no package of this name, and none in this folder \(did you mean "@shop\/users"\?\)$/],
    ['packages/gone', FILES, /has no package of this name/],
    ['.', FILES, /the root holds the workspace and is no package of it/],
    ['x', { 'package.json': '{ "name": "x" }' }, /declares no workspace/],
  ])('of %s says what is wrong', async (name, files, message) => {
    await expect(of(project(files), name)).rejects.toThrow(message);
  });

  it('takes no paths beside', async () => {
    await expect(scan({ cwd: project(FILES), paths: ['packages'], scope: { kind: 'package', name: '@shop/db' } }, engine)).rejects.toThrow(/--workspace reports on one package; take packages away/);
  });
});
