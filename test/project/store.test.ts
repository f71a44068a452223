import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { scan } from '../../src/commands/scan.ts';
import type { ScanOptions, ScanResult } from '../../src/commands/scan.ts';
import { engine } from '../../src/project/engine.ts';
import { openProject } from '../../src/project/open.ts';
import { Clock } from '../../src/project/clock.ts';
import { Standing } from '../../src/project/standing.ts';
import { RecordedDisk } from '../../src/source/recorded.ts';
import { sourcesBelow } from '../fixtures/expectations.ts';
import { project } from '../commands/project.ts';

const SHOP = path.resolve(import.meta.dirname, '../../fixtures/shop');

/** Sources of a fixture, by path. */
function copyOf(folder: string): Record<string, string> {
  const files = [...sourcesBelow(folder), 'package.json', 'tsconfig.json', 'prisma/schema.prisma'].filter((file) => statSync(path.join(folder, file), { throwIfNoEntry: false }));
  return Object.fromEntries(files.map((file) => [file, readFileSync(path.join(folder, file), 'utf8')]));
}

/** Everything that a scan says, as text. */
async function said(root: string, options: Partial<ScanOptions> = {}): Promise<string> {
  const { findings, skipped, targets, hidden, notes, exitCode }: ScanResult = await scan({ cwd: root, severity: 'info', confidence: 'low', ...options }, engine);
  return JSON.stringify({ findings, skipped, targets, hidden, notes, exitCode }, null, 1);
}

/** A generator of numbers below a bound that gives the same ones each time: Lehmer's, with the multiplier of Park and Miller. */
function dice(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => (state = (state * 48271) % 2147483647) % bound;
}

/** Makes every stamp old enough to be trusted. */
function settle(root: string): void {
  const past = new Date(Date.now() - 60_000);
  for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' })) if (!file.includes('node_modules')) utimesSync(path.join(root, file), past, past);
  utimesSync(root, past, past);
}

/** One change of a kind that people make. */
function change(root: string, roll: (bound: number) => number, round: number): string {
  const files = sourcesBelow(root).filter((file) => !file.includes('node_modules') && !file.startsWith('more/'));
  const pick = () => path.join(root, files[roll(files.length)]!);
  const file = pick();
  const text = readFileSync(file, 'utf8');
  switch (roll(9)) {
    case 0:
      writeFileSync(file, `// line ${round}\n${text}`);
      return 'a line above';
    case 1:
      rmSync(file);
      return 'deleted';
    case 2:
      renameSync(file, file.replace(/(\.\w+)$/, `-${round}$1`));
      return 'renamed';
    case 3:
      writeFileSync(path.join(path.dirname(file), `extra-${round}.ts`), readFileSync(pick(), 'utf8'));
      return 'added';
    case 4:
      utimesSync(file, new Date(), new Date());
      return 'touched';
    case 5:
      writeFileSync(file, text.replace(/await (\w+(?:\.\w+)+)\(/, 'await $1.later('));
      return 'another callee';
    case 6:
      writeFileSync(file, `${text}\nexport async function extra${round}(ids: string[]) {\n  for (const id of ids) await findAll${round}(id);\n}\nasync function findAll${round}(id: string) {\n  return id;\n}\n`);
      return 'a function below';
    case 7:
      // Of the same size, with the stamps of before: only the inode or the content tells.
      writeFileSync(file, text.replace(/[aeiou]/, 'y'));
      return 'a letter';
    default:
      writeFileSync(file, text.replace(/import \{ (\w+) \} from '(\.[^']+)'/, "import { $1 } from '$2-moved'"));
      return 'an import that leads nowhere';
  }
}

describe('the store', () => {
  // In a project of some size a run keeps nothing where little is new.
  it.each([{ seed: 1, more: 0 }, { seed: 2, more: 0 }, { seed: 3, more: 100 }])('gives what a run without it gives, whatever is edited, renamed, deleted, added and touched (%o)', async ({ seed, more }) => {
    const root = project({ ...copyOf(SHOP), ...Object.fromEntries(Array.from({ length: more }, (_, at) => [`more/part-${at}.ts`, `export const part${at} = ${at};\n`])) });
    mkdirSync(path.join(root, 'node_modules'));
    const roll = dice(seed * 7919);
    const done: string[] = [];
    const standing = new Standing();
    const recorded = new RecordedDisk();
    for (let round = 0; round < 10; round++) {
      if (roll(2) === 0) settle(root);
      for (let times = roll(3); times >= 0; times--) done.push(change(root, roll, round));
      const anew = await said(root);
      expect(await said(root, { cache: true }), `after ${done.join(', ')}`).toBe(anew);
      recorded.take(recorded.look());
      expect(await said(root, { standing, files: recorded.files }), `in one process, after ${done.join(', ')}`).toBe(anew);
      // A run that asks about one file keeps nothing that misleads the next.
      const [one] = sourcesBelow(root).filter((file) => !file.includes('node_modules'));
      if (more > 0) expect(await said(root, { cache: true, paths: [one!] })).toBe(await said(root, { paths: [one!] }));
      await said(root, { cache: true, paths: [one!] });
    }
    expect(readdirSync(path.join(root, 'node_modules/.cache/perf-lint'))).toContain('index.bin');
  }, 120_000);

  it('knows from run to run whether a project adds anything to what libraries make', async () => {
    const plain = "import { Schema, model } from 'mongoose';\nexport const schema = new Schema({ name: String });\nexport const User = model('User', schema);\n";
    const caller = "import express from 'express';\nimport { User } from './user';\nexpress().get('/', async (req) => {\n  for (const name of req.query.names) await User.byName(name);\n});\n";
    const root = project({ 'package.json': '{ "dependencies": { "mongoose": "9", "express": "5" } }', 'user.ts': plain, 'a.ts': caller });
    const cache = project({ 'package.json': '{}' });
    settle(root);
    const found = async (): Promise<string[]> => {
      const warm = await said(root, { cache });
      expect(warm).toBe(await said(root));
      return (JSON.parse(warm) as { findings: { rule: string; related: { file: string }[] }[] }).findings.map(({ rule, related }) => `${rule} ${related.map(({ file }) => file).join()}`);
    };
    expect(await found()).toEqual([]);
    writeFileSync(path.join(root, 'statics.ts'), "import { schema } from './user';\nschema.statics.byName = function (name) {\n  return this.findOne({ name });\n};\n");
    expect(await found()).toEqual([expect.stringMatching(/^n-plus-one .*statics\.ts/)]);
    rmSync(path.join(root, 'statics.ts'));
    expect(await found()).toEqual([]);
    writeFileSync(path.join(root, 'user.ts'), `${plain}schema.statics = { async byName(name) { return this.findOne({ name }); } };\n`);
    expect(await found()).toEqual([expect.stringMatching(/^n-plus-one .*user\.ts/)]);
  });

  it('knows from run to run what a project carries about under a name', async () => {
    const root = project({
      'package.json': '{ "dependencies": { "express": "5" } }',
      'make.ts': "import express from 'express';\nexport class Desk {}\nexport const make = () => express();\n",
      'server.ts': "import { make } from './make';\nexport const context = { app: make() };\n",
      'routes.ts': "import { readFileSync } from 'node:fs';\nexport function routes(context) {\n  context.app.get('/', (req, res) => res.send(readFileSync('page')));\n}\n",
    });
    const cache = project({ 'package.json': '{}' });
    settle(root);
    const found = async (): Promise<string[]> => {
      const warm = await said(root, { cache });
      expect(warm).toBe(await said(root));
      return (JSON.parse(warm) as { findings: { rule: string; impact: { entry?: string } }[] }).findings.map(({ rule, impact }) => `${rule} ${impact.entry}`);
    };
    // Where the application is mounted is not seen.
    const route = ['sync-io-in-async GET …'];
    expect(await found()).toEqual(route);
    // Another place, which agrees; then one that does not, though what changes is in none of the places.
    writeFileSync(path.join(root, 'other.ts'), "import { other } from './others';\nexport const context = { app: other() };\n");
    writeFileSync(path.join(root, 'others.ts'), "export { make as other } from './make';\n");
    expect(await found()).toEqual(route);
    writeFileSync(path.join(root, 'others.ts'), "import { Desk } from './make';\nexport const other = () => new Desk();\n");
    expect(await found()).toEqual([]);
    writeFileSync(path.join(root, 'others.ts'), "import { Desk } from './make';\nexport const other = () => new Desk();\nexport const more = 1;\n");
    expect(await found()).toEqual([]);
    rmSync(path.join(root, 'other.ts'));
    expect(await found()).toEqual(route);
    // Nobody sets it any more.
    writeFileSync(path.join(root, 'server.ts'), "import { make } from './make';\nexport const context = make();\n");
    expect(await found()).toEqual([]);
    writeFileSync(path.join(root, 'server.ts'), "import { make } from './make';\nexport const context = { app: make() };\n");
    expect(await found()).toEqual(route);
  });

  it('is written where the project keeps its modules, or where the user says; a tree without modules stays as it is', async () => {
    const root = project({ 'package.json': '{}', 'a.ts': 'export const a = 1;\n' });
    const caches = project({ 'package.json': '{}' });
    await said(root, { cache: caches });
    expect(readdirSync(root).sort()).toEqual(['a.ts', 'package.json']);
    expect(readdirSync(caches)).toHaveLength(2);
    mkdirSync(path.join(root, 'node_modules'));
    await said(root, { cache: true });
    expect(readdirSync(path.join(root, 'node_modules/.cache/perf-lint'))).toHaveLength(2);
  });

  it('parses only what changed', async () => {
    const root = project({ 'package.json': '{}', 'a.ts': 'export const a = 1;\n', 'b.ts': 'export const b = 1;\n' });
    const cache = project({ 'package.json': '{}' });
    settle(root);
    await said(root, { cache });
    writeFileSync(path.join(root, 'b.ts'), 'export const b = 2;\n');
    const { source, parsed } = openProject({ cwd: root, cache }, engine, new Clock());
    // Facts that were stored are read when they are asked for; those of a file that was parsed are there.
    expect([...source.files].map(([file, content]) => [file, Object.hasOwn(content, 'facts')])).toEqual([['a.ts', false], ['b.ts', true]]);
    expect(parsed).toBe(1);
  });

  it('knows what the rules said for as long as nothing changed that this may rest on', async () => {
    const model = 'model User {\n  id Int @id\n  email String\n}\n';
    const root = project({
      'package.json': '{ "dependencies": { "@prisma/client": "6" } }',
      'prisma/schema.prisma': `datasource db {\n  provider = "postgresql"\n}\n${model}`,
      'prisma/migrations/1_a/migration.sql': 'CREATE TABLE a (id int, b int);\n',
      'db.ts': "import { PrismaClient } from '@prisma/client';\nexport const prisma = new PrismaClient();\n",
      'a.ts': "import { prisma } from './db';\nexport async function all(ids: number[]) {\n  for (const id of ids) await prisma.user.findFirst({ where: { id } });\n}\n",
    });
    const cache = project({ 'package.json': '{}' });
    /** Whether any rule was asked; what it says is what a run without a store says. */
    const isAsked = async (options: Partial<ScanOptions> = {}): Promise<boolean> => {
      const { stats, findings } = await scan({ cwd: root, cache, stats: true, severity: 'info', confidence: 'low', ...options }, engine);
      expect(findings).toEqual((await scan({ cwd: root, severity: 'info', confidence: 'low', ...options }, engine)).findings);
      return Object.keys(stats!.milliseconds).some((name) => name.startsWith('rule:'));
    };
    expect([await isAsked(), await isAsked()]).toEqual([true, false]);
    // Another set of rules, or another state of a file that no finding is in.
    expect([await isAsked({ rules: ['n-plus-one=off'] }), await isAsked({ rules: ['n-plus-one=off'] })]).toEqual([true, false]);
    writeFileSync(path.join(root, 'db.ts'), 'export const prisma = undefined;\n');
    expect([await isAsked(), await isAsked()]).toEqual([true, false]);
    // A text of SQL that is as long as before.
    writeFileSync(path.join(root, 'prisma/migrations/1_a/migration.sql'), 'CREATE TABLE a (id int, c int);\n');
    expect([await isAsked(), await isAsked()]).toEqual([true, false]);
    writeFileSync(path.join(root, 'perf-lint.config.json'), '{ "tables": { "User": 12 } }');
    expect([await isAsked(), await isAsked()]).toEqual([true, false]);
    // A rule of somebody else's is no part of what the store's version stands for.
    const other = { ...engine, rules: engine.rules.map((rule) => ({ ...rule, check: () => [] })) };
    expect((await scan({ cwd: root, cache, severity: 'info', confidence: 'low' }, other)).findings).toEqual([]);
  });

  const damages: [string, (folder: string) => void][] = [
    ['an index that was cut off', (folder) => writeFileSync(path.join(folder, 'index.bin'), readFileSync(path.join(folder, 'index.bin')).subarray(0, 200))],
    ['an index of something else', (folder) => writeFileSync(path.join(folder, 'index.bin'), 'not ours at all, but long enough to be read')],
    ['a byte of an index', (folder) => flip(path.join(folder, 'index.bin'), 100)],
    ['bytes of the facts', (folder) => packsIn(folder).forEach(flipAll)],
    ['facts that are gone', (folder) => packsIn(folder).forEach((pack) => rmSync(pack))],
  ];
  it.each(damages)('is made anew with one line after %s', async (_what, damage) => {
    const root = project(copyOf(SHOP));
    const cache = project({ 'package.json': '{}' });
    settle(root);
    const whole = await said(root, { cache });
    damage(storeIn(cache));
    const { notes, ...again } = JSON.parse(await said(root, { cache })) as { notes: string[] };
    expect(notes).toEqual([expect.stringMatching(/^the store in .* is damaged \(.*\); it is made anew$/)]);
    expect({ ...again, notes: [] }).toEqual(JSON.parse(whole));
    expect(await said(root, { cache })).toBe(whole);
  });

  it('keeps nothing under the name of a content that is gone from a damaged store', async () => {
    const root = project(copyOf(SHOP));
    const cache = project({ 'package.json': '{}' });
    const file = path.join(root, 'src/repositories/customer.repository.ts');
    const first = readFileSync(file, 'utf8');
    const whole = await said(root);
    for (const text of [first, `${first}\n// later\n`]) {
      writeFileSync(file, text);
      await said(root, { cache });
    }
    writeFileSync(file, 'export class CustomerRepository {}\n');
    const folder = storeIn(cache);
    for (const pack of packsIn(folder)) flipAll(pack);
    await said(root, { cache });
    writeFileSync(file, first);
    expect(await said(root, { cache })).toBe(whole);
  });

  it('says so, rather than give the facts of another content, when a file changes before its damaged record is read', async () => {
    const root = project({ 'package.json': '{}', 'a.ts': 'export function a() {}\n' });
    const cache = project({ 'package.json': '{}' });
    settle(root);
    await said(root, { cache });
    for (const pack of packsIn(storeIn(cache))) flipAll(pack);
    const open = () => openProject({ cwd: root, cache }, engine, new Clock()).source.files.get('a.ts')!;
    const [same, changed] = [open(), open()];
    expect(same.facts.functions.map(({ name }) => name)).toContain('a');
    writeFileSync(path.join(root, 'a.ts'), 'export const b = 1;\n');
    expect(() => changed.facts).toThrow('is damaged, and a.ts changed meanwhile: run again');
  });

  it('is made anew with one line when its packs are put together and a record of one is damaged', async () => {
    const root = project(copyOf(SHOP));
    const cache = project({ 'package.json': '{}' });
    const more = ['a', 'b', 'c', 'd'].map((name) => path.join(root, `src/more-${name}.ts`));
    settle(root);
    await said(root, { cache });
    const [oldest] = packsIn(storeIn(cache));
    const lines: string[] = [];
    for (let round = 0; round < 20; round++) {
      // So many that a run finds them worth writing.
      for (const file of more) writeFileSync(file, `export const more = ${round};\n`);
      // A record that no rule reads any more.
      if (round === 5) flip(oldest!, 0);
      lines.push(...(JSON.parse(await said(root, { cache, rules: engine.rules.map(({ id }) => `${id}=off`) })) as { notes: string[] }).notes);
    }
    expect(lines).toEqual([expect.stringMatching(/is damaged \(.*\); it is made anew$/)]);
    expect(await said(root, { cache })).toBe(await said(root));
  });

  it('does without what it may not write', async () => {
    const root = project({ 'package.json': '{}', 'a.ts': 'export const a = 1;\n', file: '' });
    const { notes } = JSON.parse(await said(root, { cache: path.join(root, 'file') })) as { notes: string[] };
    expect(notes).toEqual([expect.stringMatching(/^the store in .* cannot be written: a file is where a folder should be; nothing is kept/)]);
  });
});

/** The one store in a folder for caches. */
function storeIn(cache: string): string {
  return path.join(cache, readdirSync(cache).find((name) => name !== 'package.json')!);
}

function packsIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.startsWith('pack-')).map((name) => path.join(folder, name));
}

function flip(file: string, ...places: number[]): void {
  const bytes = readFileSync(file);
  for (const at of places) bytes[at]! ^= 0xff;
  writeFileSync(file, bytes);
}

/** One byte in each hundred: at least one in every record. */
function flipAll(file: string): void {
  flip(file, ...Array.from({ length: Math.floor(statSync(file).size / 100) }, (_, index) => index * 100));
}
