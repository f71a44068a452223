import { describe, expect, it } from 'vitest';
import { findAll } from '../../src/commands/find.ts';
import { Clock } from '../../src/project/clock.ts';
import { engine } from '../../src/project/engine.ts';
import { Standing } from '../../src/project/standing.ts';
import { RecordedDisk } from '../../src/source/recorded.ts';
import { project, write } from '../commands/project.ts';

const APART = 'export const apart = (names: string[]) => names.map((name) => name.trim());\n';
const ROUTE = "import express from 'express';\nimport { load } from './load';\nexport const app = express();\napp.get('/all', async (req, res) => {\n  for (const id of req.query.ids) await load(id);\n  res.end();\n});\n";
const LOAD = "import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\nexport const load = (id: string) => prisma.user.findFirst({ where: { id } });\n";
const NO_LOAD = 'export const load = async (id: string) => id;\n';

/** A project that one process finds all of again and again: how many files it parses, and where the findings are. */
function standing(files: Record<string, string>, cache: string | false) {
  const root = project({ 'package.json': '{ "dependencies": { "express": "5", "@prisma/client": "6" } }', ...files });
  const kept = new Standing();
  const recorded = new RecordedDisk();
  return {
    change: (changes: Record<string, string | null>) => write(root, changes),
    find: () => {
      recorded.take(recorded.look());
      const { project: opened, findings } = findAll({ cwd: root, cache, files: recorded.files, standing: kept }, engine, new Clock());
      return { parsed: opened.parsed, found: findings.map(({ rule, location }) => `${rule} ${location.file}:${location.line}`), store: opened.store };
    },
  };
}

describe.each([['with a store on the disk', () => project({ 'package.json': '{}' })], ['without one', () => false as const]])('a project that one process opens again, %s', (_, cache) => {
  it('has what changed read anew, and nothing else', () => {
    const { find, change } = standing({ 'apart.ts': APART, 'load.ts': NO_LOAD, 'route.ts': ROUTE }, cache());
    const first = find();
    expect(first).toMatchObject({ parsed: 3, found: [] });
    change({ 'load.ts': LOAD });
    expect(find()).toMatchObject({ parsed: 1, found: ['n-plus-one route.ts:5'], store: first.store });
    change({ 'load.ts': NO_LOAD, 'new.ts': APART });
    expect(find()).toMatchObject({ found: [], store: first.store });
    change({ 'load.ts': null });
    expect(find()).toMatchObject({ parsed: 0, found: [] });
  });

  it('is opened anew where its config says something else', () => {
    const { find, change } = standing({ 'load.ts': LOAD, 'route.ts': ROUTE }, cache());
    const { store, found } = find();
    expect(found).toEqual(['n-plus-one route.ts:5']);
    change({ 'perf-lint.config.json': '{ "exclude": ["load.ts"] }' });
    const second = find();
    expect(second.found).toEqual([]);
    expect(second.store).not.toBe(store);
  });
});
