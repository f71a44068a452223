import { lutimesSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { scannedBefore } from '../../src/commands/last-run.ts';
import { scan } from '../../src/commands/scan.ts';
import type { ScanOptions, ScanResult } from '../../src/commands/scan.ts';
import { acceptedOf, formatBaseline } from '../../src/findings/baseline.ts';
import type { Finding } from '../../src/findings/types.ts';
import { engine } from '../../src/project/engine.ts';
import { project } from './project.ts';

const FILES = {
  'package.json': '{ "dependencies": { "express": "5", "@prisma/client": "6" } }',
  'perf-lint.config.json': '{ "rules": { "over-fetching": "off" } }',
  'prisma/schema.prisma': 'datasource db {\n  provider = "postgresql"\n  url = env("URL")\n}\nmodel User {\n  id Int @id\n  boss Int\n}\n',
  'migrations/1.sql': 'CREATE TABLE users (id int primary key);\n',
  'src/user.ts': "import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\nexport const nameOf = (id: number) => prisma.user.findFirst({ where: { boss: id } });\n",
  'src/route.ts': "import express from 'express';\nimport { nameOf } from './user';\nexpress().get('/', async (req, res) => {\n  for (const id of req.body.ids) await nameOf(id);\n  res.end();\n});\n",
};

/** Makes all that lies in a folder old enough for its times to be trusted: of so many seconds after 1970. */
function age(folder: string, seconds = 1000): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) age(full, seconds);
    else lutimesSync(full, seconds, seconds);
  }
  utimesSync(folder, seconds, seconds);
}

/** A project below a folder that is its repository's, scanned once, with a store elsewhere. */
async function scanned(files: Record<string, string> = FILES, more: Partial<ScanOptions> = {}): Promise<{ root: string; store: string; options: ScanOptions; first: ScanResult }> {
  const top = project({ '.git/HEAD': '', ...Object.fromEntries(Object.entries(files).map(([file, text]) => [`app/${file}`, text])) });
  age(top);
  const root = path.join(top, 'app');
  const store = project({});
  const options: ScanOptions = { cwd: root, paths: [root], cache: store, suggestions: true, ...more };
  return { root, store, options, first: await scan(options, engine) };
}

/** What of a result a report is made of. */
const plain = (result: ScanResult | undefined): unknown => result && JSON.parse(JSON.stringify(result));

describe('a scan that is asked again while nothing changed', () => {
  it('comes to the same, and reads nothing but what the last one left', async () => {
    const { root, store, options, first } = await scanned();
    expect(first.findings.map(({ rule }) => rule)).toContain('n-plus-one');
    const [folder] = readdirSync(store);
    for (const name of readdirSync(path.join(store, folder!))) if (name !== 'last-run.json') rmSync(path.join(store, folder!, name));
    const again = scannedBefore(options);
    expect(plain(again)).toEqual(plain(first));
    expect(again!.read('src/user.ts')).toBe(readFileSync(path.join(root, 'src/user.ts'), 'utf8'));
  });

  it('takes a baseline into account', async () => {
    const { root, options, first } = await scanned();
    const accept = (findings: readonly Finding[]): void => writeFileSync(path.join(root, 'perf-lint-baseline.json'), formatBaseline(findings.map(acceptedOf)));
    accept(first.findings);
    age(root, 2000);
    expect(scannedBefore(options)).toBeUndefined();
    const accepted = await scan(options, engine);
    expect(accepted.hidden.baseline).toBe(first.findings.length);
    expect(plain(scannedBefore(options))).toEqual(plain(accepted));
    accept(first.findings.slice(1));
    expect(scannedBefore(options)).toBeUndefined();
  });

  it('notices that a file is gone in which a baseline knows a finding', async () => {
    const { root, options, first } = await scanned({ ...FILES, 'perf-lint.config.json': '{ "exclude": ["legacy/**"] }', 'legacy/x.ts': '' });
    const gone = { ...acceptedOf(first.findings[0]!), file: 'legacy/x.ts', id: '0'.repeat(16) };
    writeFileSync(path.join(root, 'perf-lint-baseline.json'), formatBaseline([gone]));
    age(root, 2000);
    await scan(options, engine);
    expect(scannedBefore(options)).toBeDefined();
    rmSync(path.join(root, 'legacy/x.ts'));
    expect(scannedBefore(options)).toBeUndefined();
  });

  it('is found behind one of a folder that is no root any more', async () => {
    const { root, options } = await scanned();
    writeFileSync(path.join(root, '../package.json'), '{ "workspaces": ["app"] }');
    age(path.dirname(root), 2000);
    expect(scannedBefore(options)).toBeUndefined();
    const { root: now } = await scan(options, engine);
    expect(now).toBe(path.dirname(root));
    expect(scannedBefore(options)?.root).toBe(now);
  });

  it.each<[string, Partial<ScanOptions>]>([
    ['other levels', { rules: ['n-plus-one=off'] }],
    ['another threshold', { severity: 'info' }],
    ['another path', { paths: ['src'] }],
    ['no config', { config: false }],
    ['figures', { stats: true }],
    ['no store', { cache: false }],
  ])('is another one where it asks for %s', async (_, other) => {
    const { options } = await scanned();
    expect(scannedBefore({ ...options, ...other })).toBeUndefined();
  });
});

const edit = (file: string, text = '\n') => (root: string): void => {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text, { flag: 'a' });
};

describe('what makes a scan look again', () => {
  it.each<[string, (root: string) => void]>([
    ['a source', edit('src/user.ts')],
    ['a new source', edit('src/new.ts')],
    ['a new source in a new folder', edit('src/deep/new.ts')],
    ['a source that is gone', (root) => rmSync(path.join(root, 'src/user.ts'))],
    ['a source that was renamed', (root) => renameSync(path.join(root, 'src/user.ts'), path.join(root, 'src/person.ts'))],
    ['a source that took the place of another', (root) => {
      renameSync(path.join(root, 'src/user.ts'), path.join(root, 'src/old'));
      writeFileSync(path.join(root, 'src/user.ts'), FILES['src/user.ts'].replace('boss', 'head'));
      age(path.join(root, 'src'), 2000);
    }],
    ['a manifest', edit('package.json')],
    ['a tsconfig', edit('tsconfig.json', '{}')],
    ['a .gitignore', edit('.gitignore', 'src/user.ts')],
    ['a .gitignore of the repository', edit('../.gitignore', 'app/src')],
    ['a schema', edit('prisma/schema.prisma', '// more')],
    ['a migration', edit('migrations/1.sql')],
    ['a new migration', edit('migrations/2.sql')],
    ['the config', edit('perf-lint.config.json')],
    ['a baseline', edit('perf-lint-baseline.json', '{ "version": 1, "findings": [] }')],
    ['a workspace around it', edit('../package.json', '{ "workspaces": ["app"] }')],
  ])('%s', async (_, change) => {
    const { root, options } = await scanned();
    expect(scannedBefore(options)).toBeDefined();
    change(root);
    expect(scannedBefore(options)).toBeUndefined();
  });

  it('a config that another one extends', async () => {
    const { root, options } = await scanned({ ...FILES, 'perf-lint.config.json': '{ "extends": ["./base.json"] }', 'base.json': '{ "rules": { "n-plus-one": "off" } }' });
    expect(scannedBefore(options)).toBeDefined();
    edit('base.json')(root);
    expect(scannedBefore(options)).toBeUndefined();
  });

  it('a link by which a config extends another one', async () => {
    const { root, options } = await scanned({ ...FILES, 'perf-lint.config.json': '{ "extends": ["./.own/base.json"] }', '.own/base.json': '{}', '.own/a.json': '{}', '.own/b.json': '{}' });
    const link = path.join(root, '.own/base.json');
    rmSync(link);
    symlinkSync('a.json', link);
    age(root, 2000);
    await scan(options, engine);
    expect(scannedBefore(options)).toBeDefined();
    rmSync(link);
    symlinkSync('b.json', link);
    expect(scannedBefore(options)).toBeUndefined();
  });

  it('a package whose config is extended, whichever that is now', async () => {
    const { options } = await scanned({ ...FILES, 'perf-lint.config.json': '{ "extends": ["base"] }', 'node_modules/base/package.json': '{ "main": "a.json" }', 'node_modules/base/a.json': '{}' });
    expect(scannedBefore(options)).toBeUndefined();
  });

  it('a text that a migration in code reads', async () => {
    const { root, options, first } = await scanned({
      'package.json': '{ "dependencies": { "knex": "3", "pg": "8", "express": "5" } }',
      'knexfile.js': "module.exports = { client: 'pg', connection: process.env.URL };\n",
      'migrations/1-init.ts': "import { readFileSync } from 'node:fs';\nimport path from 'node:path';\nimport type { Knex } from 'knex';\nexport async function up(knex: Knex) {\n  await knex.raw(readFileSync(path.join(__dirname, 'init.pgsql'), 'utf8'));\n}\n",
      'migrations/init.pgsql': 'CREATE TABLE users (id int primary key, boss int);\n',
      'src/route.ts': "import express from 'express';\nimport { Pool } from 'pg';\nconst pool = new Pool();\nexpress().get('/', async (req, res) => {\n  res.json(await pool.query('SELECT id FROM users WHERE boss = $1', [req.query.boss]));\n});\n",
    });
    const isMissing = ({ findings }: ScanResult): boolean => findings.some(({ rule }) => rule === 'missing-index');
    expect(isMissing(first)).toBe(true);
    edit('migrations/init.pgsql', 'CREATE INDEX users_boss ON users (boss);\n')(root);
    expect(scannedBefore(options)).toBeUndefined();
    expect(isMissing(await scan(options, engine))).toBe(false);
  });

  it('a link that leads elsewhere', async () => {
    const top = project({ '.git/HEAD': '', 'a/package.json': '{}', 'a/x.ts': '', 'b/package.json': '{}', 'b/x.ts': '' });
    const link = path.join(top, 'app');
    symlinkSync('a', link);
    age(top);
    const options: ScanOptions = { cwd: top, paths: [link], cache: project({}) };
    await scan(options, engine);
    expect(scannedBefore(options)).toBeDefined();
    rmSync(link);
    symlinkSync('b', link);
    expect(scannedBefore(options)).toBeUndefined();
  });

  it('a config with code, whatever that rests on', async () => {
    const { options } = await scanned({ ...FILES, 'perf-lint.config.json': '{}', 'perf-lint.config.mjs': 'export default {};' }, { config: 'perf-lint.config.mjs' });
    expect(scannedBefore(options)).toBeUndefined();
  });

  it('what was written so shortly before that its time proves nothing', async () => {
    const { root, options } = await scanned();
    edit('src/user.ts')(root);
    await scan(options, engine);
    expect(scannedBefore(options)).toBeUndefined();
  });

  it('a file of the store that was cut off or changed', async () => {
    const { store, options } = await scanned();
    const kept = path.join(store, readdirSync(store)[0]!, 'last-run.json');
    const whole = readFileSync(kept, 'utf8');
    truncateSync(kept, whole.length - 10);
    expect(scannedBefore(options)).toBeUndefined();
    writeFileSync(kept, whole.replace('n-plus-one', 'n-plus-two'));
    expect(scannedBefore(options)).toBeUndefined();
    writeFileSync(kept, whole);
    expect(scannedBefore(options)).toBeDefined();
  });
});

it('what goes on in folders that are not read changes nothing', async () => {
  const { root, options } = await scanned();
  edit('../.git/index')(root);
  edit('dist/out.js')(root);
  expect(scannedBefore(options)).toBeUndefined();
  rmSync(path.join(root, 'dist'), { recursive: true });
  expect(scannedBefore(options)).toBeDefined();
});
