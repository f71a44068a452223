import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { schema } from '../../src/commands/schema.ts';
import { scan } from '../../src/commands/scan.ts';
import { openStore } from '../../src/project/cache.ts';
import { engine } from '../../src/project/engine.ts';
import { LiveProject } from '../../src/project/live.ts';
import { schemaJson, schemaText } from '../../src/report/schema.ts';
import { defineRule } from '../../src/rule.ts';
import { git, repository, write } from '../git/repository.ts';
import { project } from './project.ts';

const FILES = {
  'package.json': '{ "name": "shop", "workspaces": ["apps/*"] }',
  'apps/a/package.json': '{ "name": "a", "dependencies": { "@prisma/client": "6" } }',
  'apps/a/prisma/schema.prisma': 'datasource db {\n  provider = "mysql"\n}\n\nmodel User {\n  id    Int @id\n  name  String @map("full_name")\n  posts Post[]\n}\n\nmodel Post {\n  id     Int  @id\n  userId Int\n  user   User @relation(fields: [userId], references: [id], onDelete: Cascade)\n}\n',
  'apps/a/src/a.ts': 'export const a = 1;',
  'apps/b/package.json': '{ "name": "b", "dependencies": { "pg": "8" } }',
  'apps/b/migrations/001_init.sql': 'CREATE TABLE items (id bigserial PRIMARY KEY, at timestamptz);\nCREATE INDEX items_at ON items (at DESC) WHERE at IS NOT NULL;\n',
};

const MIGRATION = 'apps/b/migrations/001_init.sql';
const ALL = { ...FILES, 'apps/b/src/b.ts': 'export const b = 1;' };

describe('a rule that asks for schemas', () => {
  const tablesSeen: string[][] = [];
  const asking = defineRule({
    id: 'asks',
    meta: { group: 'database', description: 'Asks', level: 'warning', options: z.object({}) },
    check: ({ schemas }) => {
      tablesSeen.push(schemas().flatMap(({ tables }) => tables.map(({ name, indexes }) => `${name} ${indexes.length}`)));
      return [];
    },
  });
  const withRule = { ...engine, rules: [asking] };
  const seen = async (options: Parameters<typeof scan>[0], rules = withRule): Promise<string[] | undefined> => {
    tablesSeen.length = 0;
    await scan(options, rules);
    return tablesSeen[0];
  };

  it('is given them; where none asks, no SQL is read', async () => {
    const cwd = project(ALL);
    const cache = path.join(cwd, 'node_modules/.cache/x');
    await scan({ cwd, cache }, { ...engine, rules: [] });
    expect(openStore(cwd, cache).note('sql')).toBeUndefined();
    expect(await seen({ cwd, cache })).toEqual(['User 1', 'Post 2', 'items 2']);
    expect(openStore(cwd, cache).note('sql')).toHaveLength(1);
  });

  it('is given what an earlier run read of SQL: it is not parsed again', async () => {
    const cwd = project(ALL);
    const cache = path.join(cwd, 'node_modules/.cache/x');
    await seen({ cwd, cache });
    const store = openStore(cwd, cache);
    const remembered = JSON.parse(JSON.stringify(store.note('sql')).replaceAll('"items"', '"remembered"')) as unknown;
    store.setNote('sql', () => remembered);
    store.save();
    expect(await seen({ cwd, cache })).toEqual(['User 1', 'Post 2', 'remembered 2']);
    write(cwd, { [MIGRATION]: `${ALL[MIGRATION]}CREATE INDEX more ON items (id, at);` });
    expect(await seen({ cwd, cache })).toEqual(['User 1', 'Post 2', 'items 3']);
  });

  it('is given those of git’s index with --staged', async () => {
    const cwd = repository(project(ALL));
    write(cwd, { [MIGRATION]: `${ALL[MIGRATION]}CREATE INDEX more ON items (id, at);`, 'apps/b/src/b.ts': 'export const b = 2;' });
    git(cwd, 'add', '-A');
    write(cwd, { [MIGRATION]: ALL[MIGRATION] });
    expect(await seen({ cwd, cache: false, scope: { kind: 'staged' } })).toEqual(['User 1', 'Post 2', 'items 3']);
    expect(await seen({ cwd, cache: false })).toEqual(['User 1', 'Post 2', 'items 2']);
  });

  it('is given them in an editor, as the files are', () => {
    const cwd = project(ALL);
    const live = new LiveProject({ path: cwd, cwd, cache: false }, withRule);
    const ask = (): string[] | undefined => {
      tablesSeen.length = 0;
      live.check('apps/b/src/b.ts');
      return tablesSeen[0];
    };
    expect(ask()).toEqual(['User 1', 'Post 2', 'items 2']);
  });
});

describe('perf-lint schema', () => {
  it('lists tables with their columns, indexes and where each comes from', () => {
    const { report, notes } = schema({ cwd: project(FILES), cache: false }, engine);
    expect(notes).toEqual([]);
    expect(schemaText(report, { colors: false })).toMatchInlineSnapshot(`
      "apps/a: mysql, 2 tables, 3 indexes

        Post  Post  apps/a/prisma/schema.prisma:11
          id      int not null
          userId  int not null
          primary key (id)  by the key apps/a/prisma/schema.prisma:12
          index (userId)    by the engine, for a foreign key apps/a/prisma/schema.prisma:14
          foreign key (userId) to User (id), on delete cascade  apps/a/prisma/schema.prisma:14

        User  User  apps/a/prisma/schema.prisma:5
          id         int not null
          full_name  varchar(191) not null, name in the code
          primary key (id)  by the key apps/a/prisma/schema.prisma:6

      apps/b: postgresql, 1 table, 2 indexes

        items  apps/b/migrations/001_init.sql:1
          id  bigserial not null
          at  timestamptz
          primary key (id)                               by the key apps/b/migrations/001_init.sql:1
          index items_at (at desc) where at is not null  declared apps/b/migrations/001_init.sql:2
      "
    `);
  });

  it('takes the packages under the paths or around them', () => {
    const cwd = project(FILES);
    const dirs = (...paths: string[]) => schema({ cwd, paths, cache: false }, engine).report.schemas.map(({ dir }) => dir);
    expect([dirs('apps/b'), dirs('apps/a/src'), dirs('apps')]).toEqual([['apps/b'], ['apps/a'], ['apps/a', 'apps/b']]);
  });

  it('says it as JSON, as the schema of the report has it', () => {
    const { report } = schema({ cwd: project(FILES), cache: false }, engine);
    const form = z.fromJSONSchema(JSON.parse(readFileSync(new URL('../../schema/schema.schema.json', import.meta.url), 'utf8')));
    const json: unknown = JSON.parse(schemaJson(report));
    expect(form.safeParse(json).error).toBeUndefined();
    expect(form.safeParse({ ...(json as object), schemas: [{}] }).success).toBe(false);
    expect(json).toMatchObject({ version: 1, schemas: [{ dir: 'apps/a', engine: 'mysql', complete: true }, { dir: 'apps/b', engine: 'postgresql' }] });
  });

  it('says where there is none, and what cannot be read', () => {
    const none = schema({ cwd: project({ 'package.json': '{}', 'a.ts': '' }), cache: false }, engine);
    expect(schemaText(none.report, { colors: false })).toContain('No schema found');
    const large = schema({ cwd: project({ 'package.json': '{}', 'migrations/1.sql': 'CREATE TABLE t (a serial);', 'migrations/2.sql': '-'.repeat(5 * 1024 * 1024) }), cache: false }, engine);
    expect(schemaText(large.report, { colors: false })).toContain('migrations/2.sql: 5.0 MB, over the limit of 4.0 MB: taken for rows');
  });
});
