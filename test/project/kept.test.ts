import { describe, expect, it } from 'vitest';
import { checkFile } from '../../src/project/check.ts';
import { Clock } from '../../src/project/clock.ts';
import { engine } from '../../src/project/engine.ts';
import { KeptFindings } from '../../src/project/kept.ts';
import { openProject } from '../../src/project/open.ts';
import { project, write } from '../commands/project.ts';

const MANIFEST = '{ "dependencies": { "express": "5", "@prisma/client": "6", "pg": "8" } }';

/** A project, and the files of which a run has to ask the rules; each run keeps what it found for the next. */
function kept(files: Record<string, string>): { change(changes: Record<string, string | null>): void; asked(): string[] } {
  const root = project({ 'package.json': MANIFEST, ...files });
  const cache = project({ 'package.json': '{}' });
  return {
    change: (changes) => write(root, changes),
    asked: () => {
      const opened = openProject({ cwd: root, cache }, engine, new Clock());
      const { store, source, program, config } = opened;
      const findings = new KeptFindings(store, source, program, config, ['']);
      const asked: string[] = [];
      for (const file of source.targets) {
        findings.file(file, () => {
          asked.push(file);
          return checkFile(opened, file, config, engine.rules);
        });
      }
      findings.save();
      opened.save();
      return asked;
    },
  };
}

const APART = 'export const apart = (names: string[]) => names.map((name) => name.trim());\n';
const ROUTE = "import express from 'express';\nimport { load } from './load';\nexport const app = express();\napp.get('/all', async (req, res) => {\n  for (const id of req.query.ids) await load(id);\n  res.end();\n});\n";
const LOAD = "import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\nexport const load = (id: string) => prisma.user.findFirst({ where: { id } });\n";

describe('what the rules said', () => {
  it('is not asked again where nothing changed', () => {
    const { asked } = kept({ 'apart.ts': APART, 'load.ts': LOAD, 'route.ts': ROUTE });
    expect(asked()).toEqual(['apart.ts', 'load.ts', 'route.ts']);
    expect(asked()).toEqual([]);
  });

  it('is asked again of a file that changed, and of those that were followed into it', () => {
    const { asked, change } = kept({ 'apart.ts': APART, 'load.ts': LOAD, 'route.ts': ROUTE });
    asked();
    change({ 'apart.ts': `${APART}// a line\n` });
    expect(asked()).toEqual(['apart.ts']);
    change({ 'load.ts': `// a line\n${LOAD}` });
    expect(asked()).toEqual(['load.ts', 'route.ts']);
    expect(asked()).toEqual([]);
  });

  it('is asked again where another file comes to call what the file has', () => {
    const { asked, change } = kept({
      'apart.ts': APART,
      'page.ts': "import { readFileSync } from 'node:fs';\nexport async function page() {\n  return readFileSync('page.html');\n}\n",
      'other.ts': 'export {};\n',
    });
    asked();
    change({ 'other.ts': "import { page } from './page';\nexport const again = () => page();\n" });
    expect(asked()).toEqual(['other.ts', 'page.ts']);
  });

  it('is asked again where something else than before calls a function', () => {
    const handler = "import { readFileSync } from 'node:fs';\nexport function page() {\n  return readFileSync('page.html');\n}\n";
    const { asked, change } = kept({ 'apart.ts': APART, 'page.ts': handler, 'server.ts': "import { page } from './page';\nexport const made = page;\n" });
    asked();
    change({ 'server.ts': "import express from 'express';\nimport { page } from './page';\nexpress().get('/', page);\n" });
    const again = asked();
    expect(again).toContain('page.ts');
    expect(again).not.toContain('apart.ts');
  });

  it('is asked again where another file comes to empty a collection', () => {
    const { asked, change } = kept({
      'apart.ts': APART,
      'cache.ts': 'export const cache = new Map<string, string>();\n',
      'fill.ts': "import express from 'express';\nimport { cache } from './cache';\nexpress().get('/:id', (req, res) => {\n  cache.set(req.params.id, req.url);\n  res.end();\n});\n",
      'empty.ts': 'export {};\n',
    });
    asked();
    change({ 'empty.ts': "import { cache } from './cache';\nsetInterval(() => cache.clear(), 1000);\n" });
    const again = asked();
    expect(again).toContain('cache.ts');
    expect(again).not.toContain('apart.ts');
  });

  it('is asked again where a schema says something else, of what asked it', () => {
    const sql = 'CREATE TABLE users (id int primary key, email text);\n';
    const query = "import { Pool } from 'pg';\nconst pool = new Pool();\nexport const byEmail = (email: string) => pool.query('SELECT * FROM users WHERE email = $1', [email]);\n";
    const { asked, change } = kept({ 'apart.ts': APART, 'query.ts': query, 'migrations/001.sql': sql });
    asked();
    change({ 'migrations/002.sql': 'CREATE INDEX users_email ON users (email);\n' });
    expect(asked()).toContain('query.ts');
    expect(asked()).toEqual([]);
  });

  it('is asked again where a new file is what an import leads to', () => {
    const { asked, change } = kept({ 'apart.ts': APART, 'load/index.ts': LOAD, 'route.ts': ROUTE });
    asked();
    change({ 'load.ts': 'export const load = (id: string) => id;\n' });
    const again = asked();
    expect(again).toContain('route.ts');
    expect(again).not.toContain('apart.ts');
  });

  it('is asked again of who was followed into a file that is gone', () => {
    const { asked, change } = kept({ 'apart.ts': APART, 'load.ts': LOAD, 'route.ts': ROUTE });
    asked();
    change({ 'load.ts': null });
    expect(asked()).toEqual(['route.ts']);
  });

  it('is kept from run to run, however often a file changes that some of it rests on', () => {
    const { asked, change } = kept({ 'apart.ts': APART, 'load.ts': LOAD, 'route.ts': ROUTE });
    asked();
    // What it rested on before is kept beside for a while, and then forgotten.
    for (let round = 0; round < 12; round++) {
      change({ 'load.ts': `// line ${round}\n${LOAD}` });
      expect(asked()).toEqual(['load.ts', 'route.ts']);
      expect(asked()).toEqual([]);
    }
  });

  it('is kept from a run that kept it from one before', () => {
    const more = Object.fromEntries(Array.from({ length: 6 }, (_, at) => [`more/${at}.ts`, `export const more${at} = ${at};\n`]));
    const { asked, change } = kept({ 'apart.ts': APART, 'load.ts': LOAD, 'route.ts': ROUTE, ...more });
    asked();
    for (const at of [0, 1, 2]) {
      change({ [`more/${at}.ts`]: `export const other${at} = ${at};\n`, [`aa/${at}.ts`]: 'export {};\n' });
      expect(asked()).toEqual([`aa/${at}.ts`, `more/${at}.ts`]);
    }
    change({ 'load.ts': `// a line\n${LOAD}` });
    expect(asked()).toEqual(['load.ts', 'route.ts']);
  });

  /** A file that two others import: one takes what asks the database, the other what does not. */
  const HUB = "import { PrismaClient } from '@prisma/client';\nexport const prisma = new PrismaClient();\nexport const clean = (text: string) => text.trim();\nexport const load = (id: string) => prisma.user.findFirst({ where: { id } });\n";
  const asking = (call: string) => `import express from 'express';\nimport { clean, load } from './hub';\nexpress().get('/:id', async (req, res) => {\n  res.json(${call});\n});\n`;
  const HUB_AND_USERS = { 'hub.ts': HUB, 'cleaning.ts': asking('clean(req.params.id)'), 'loading.ts': asking('await load(req.params.id)') };

  it.each([
    ['a comment above', `// a line\n${HUB}`],
    ['an export below', `${HUB}export const more = 1;\n`],
    ['a function below', `${HUB}export const more = () => prisma.user.findMany();\n`],
    ['another text in a function that nobody asks about', HUB.replace('text.trim()', "text.concat('!')")],
  ])('is not asked again of files that take nothing else from one that changed: %s', (_what, text) => {
    const { asked, change } = kept(HUB_AND_USERS);
    asked();
    change({ 'hub.ts': text });
    expect(asked()).toEqual(['hub.ts']);
    expect(asked()).toEqual([]);
  });

  it.each([
    ['the function asks for more', HUB.replace('findFirst', 'findMany')],
    ['the function is another one', HUB.replace('clean = (text: string) => text.trim();\nexport const load', 'load = (text: string) => text.trim();\nexport const clean')],
  ])('is asked again of files that take what is otherwise now: %s', (_what, text) => {
    const { asked, change } = kept(HUB_AND_USERS);
    asked();
    change({ 'hub.ts': text });
    expect(asked()).toContain('loading.ts');
    expect(asked()).toEqual([]);
  });

  it('rests on what an answer rests on that was found anew and said the same', () => {
    const MADE = "import { PrismaClient } from '@prisma/client';\nexport const made = () => new PrismaClient();\n";
    const hub = (file: string) => `import { made } from './${file}';\nexport const prisma = made();\n`;
    const loop = "import express from 'express';\nimport { prisma } from './hub';\nexpress().get('/', async (req, res) => {\n  for (const id of req.query.ids) await prisma.user.findFirst({ where: { id } });\n  res.end();\n});\n";
    const { asked, change } = kept({ 'one.ts': MADE, 'other.ts': MADE, 'hub.ts': hub('one'), 'loop.ts': loop });
    asked();
    change({ 'hub.ts': hub('other') });
    expect(asked()).not.toContain('loop.ts');
    change({ 'one.ts': 'export const made = () => new Map();\n' });
    expect(asked()).not.toContain('loop.ts');
    change({ 'other.ts': 'export const made = () => new Map();\n' });
    expect(asked()).toContain('loop.ts');
  });
});
