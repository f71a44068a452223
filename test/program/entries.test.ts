import { describe, expect, it } from 'vitest';
import { findings, withPrisma, type Project } from './project.ts';

/** What the findings say runs the code that they are about, by line. */
function labels(project: Project): string[] {
  return findings(project).map(({ place, message }) => `${place.split(' ')[0]} ${/it runs in (.*?)(?:, with|$)/.exec(message)?.[1] ?? /each time (.*) is resolved/.exec(message)?.[1] ?? '-'}`);
}

const manifest = (...dependencies: string[]): string => JSON.stringify({ name: 'app', dependencies: Object.fromEntries(dependencies.map((name) => [name, '*'])) });
const read = "import { readFileSync } from 'node:fs';\n";
const reading = "readFileSync('a.txt', 'utf8')";

describe('entries by convention', () => {
  it('are members of what is exported, one by one or all', () => {
    expect(labels({ 'package.json': manifest('wrangler'), 'src/a.ts': `${read}export default {\n  fetch: () => ${reading},\n  other: () => ${reading},\n};` })).toEqual(['src/a.ts:3 fetch src/a.ts']);
    const page = `${read}const save = () => ${reading};\nexport const actions = {\n  save,\n  add: () => ${reading},\n};\nexport const other = { add: () => ${reading} };`;
    expect(labels({ 'package.json': manifest('@sveltejs/kit'), 'src/routes/+page.server.ts': page })).toEqual(['src/routes/+page.server.ts:2 actions.save src/routes/+page.server.ts', 'src/routes/+page.server.ts:5 actions.add src/routes/+page.server.ts']);
  });

  it('need a package that depends on the framework', () => {
    expect(labels({ 'package.json': manifest('express'), 'src/a.ts': `${read}export default { fetch: () => ${reading} };` })).toEqual([]);
  });

  it('are none in what a browser runs', () => {
    const loader = `${read}export const loader = () => ${reading};`;
    expect(labels({ 'package.json': manifest('@react-router/dev'), 'app/a.ts': loader })).toEqual(['app/a.ts:2 loader app/a.ts']);
    expect(labels({ 'package.json': manifest('@react-router/dev'), 'app/a.ts': `'use client';\n${loader}` })).toEqual([]);
    expect(labels({ 'package.json': manifest('react-router'), 'app/a.ts': loader })).toEqual([]);
  });
});

describe('what a path says runs a file', () => {
  it.each([
    ['src/tools/find.ts', true], ['apps/web/app/api/tools/find/route.ts', true], ['lib/agent/tools/find.ts', true],
    ['tools/find.ts', false], ['packages/api/tools/src/find.ts', false], ['src/scripts/find.ts', false],
    ['src/models/Build.ts', true], ['build.ts', false], ['packages/api/Gulpfile.js', false],
  ])('%s', (path, isServing) => {
    const code = `${read}export async function find() {\n  return ${reading};\n}`;
    expect(labels({ 'package.json': manifest('express'), [path]: code })).toHaveLength(isServing ? 1 : 0);
  });
});

describe('entries by type', () => {
  it('are functions and classes whose type is there without import', () => {
    const code = `${read}export const on: PagesFunction = () => ${reading};\nclass A implements DurableObject {\n  alarm() { return ${reading}; }\n}\nexport const off: OtherFunction = () => ${reading};`;
    expect(labels({ 'package.json': manifest('wrangler'), 'src/a.ts': code })).toEqual(['src/a.ts:2 on', 'src/a.ts:4 A.alarm']);
  });
});

describe('entries by call', () => {
  it('are any keys of an options argument where the table has a star, as deep as it says', () => {
    const code = `${read}Bun.serve({ routes: {\n  '/a': () => ${reading},\n  '/b': {\n    GET: () => ${reading},\n    x: { y: () => ${reading} },\n  },\n} });`;
    expect(labels({ 'package.json': manifest('bun-types'), 'src/a.ts': code }).map((label) => label.split(' ')[0])).toEqual(['src/a.ts:3', 'src/a.ts:5']);
  });

  it('have the name of the field that they define', () => {
    const code = `import SchemaBuilder from '@pothos/core';\n${read}const builder = new SchemaBuilder({});
builder.queryType({ fields: (t) => ({ terms: t.string({ resolve: () => ${reading} }) }) });
builder.objectType('User', { fields: (t) => ({ terms: t.string({ resolve: () => ${reading} }) }) });
builder.objectField('User', 'notes', (t) => t.string({ resolve: () => ${reading} }));
const Note = builder.objectRef('Note');
Note.implement({ fields: (t) => ({ terms: t.string({ resolve: () => ${reading} }) }) });`;
    expect(labels({ 'package.json': manifest('@pothos/core'), 'src/a.ts': code })).toEqual(['src/a.ts:4 terms', 'src/a.ts:5 User.terms', 'src/a.ts:6 User.notes', 'src/a.ts:8 Note.terms']);
  });

  it('have the name that they are kept under, or else that of their file', () => {
    const task = (head: string) => ({ 'package.json': manifest('nitropack'), 'tasks/a.ts': `${read}${head} defineTask({ run: async () => ${reading} });` });
    expect(labels(task('export const tidy ='))).toEqual(['tasks/a.ts:2 tidy']);
    expect(labels(task('export default'))).toEqual(['tasks/a.ts:2 defineTask tasks/a.ts']);
  });

  it('run per row of the parameter that gets the row', () => {
    const code = (field: string, resolve: string) => `import SchemaBuilder from '@pothos/core';\nimport { prisma } from './db';\nconst builder = new SchemaBuilder({});
builder.prismaObject('User', { fields: (t) => ({ posts: t.${field}({ resolve: (${resolve}) => prisma.post.findFirst({ where: { id: row.id, title: args?.title } }) }) }) });`;
    const found = (field: string, resolve: string) => labels({ ...withPrisma, 'package.json': manifest('@prisma/client', '@pothos/core'), 'src/a.ts': code(field, resolve) });
    expect(found('prismaField', 'query, row')).toEqual(['src/a.ts:4 User.posts']);
    expect(found('prismaField', 'row, query')).toEqual([]);
    expect(found('field', 'row, query')).toEqual(['src/a.ts:4 User.posts']);
    // What the client asks for with arguments of its own is no plain look-up by key.
    expect(found('prismaField', 'query, row, args')).toEqual([]);
  });
});

describe('what leads to an entry', () => {
  const app = (imports: string, call: string) => ({
    'package.json': manifest('express'),
    'src/read.ts': `${read}export function page() { return ${reading}; }\nexport default page;`,
    'src/a.ts': `import express from 'express';\n${imports}\nconst app = express();\napp.get('/a', () => show());\nasync function show() {\n  return ${call};\n}`,
  });

  it.each([
    ["import { page } from './read';", 'page()'],
    ["import { page as text } from './read';", 'text()'],
    ["import text from './read';", 'text()'],
    ["import * as all from './read';\nconst { page: text } = all;", 'text()'],
  ])('%s', (imports, call) => {
    expect(labels(app(imports, call))).toEqual([expect.stringContaining('GET /a')]);
  });

  it('is seen through the name under which a library function was imported', () => {
    const code = `import { Worker as Processor } from 'bullmq';\n${read}new Processor('a', () => ${reading});`;
    expect(labels({ 'package.json': manifest('bullmq'), 'src/a.ts': code })).toEqual(['src/a.ts:3 Worker a']);
  });
});

describe('functions that a helper makes', () => {
  const helper = (param: string, run: string) => ({
    'package.json': manifest('@react-router/dev'),
    'app/api.ts': `export function route(${param}) {\n  async function loader(request) {\n    return ${run};\n  }\n  return { loader };\n}`,
  });

  it.each([
    ['a parameter', 'handler', 'handler(request)', `async () => ${reading}`],
    ['a property of one', '{ handler }', 'handler(request)', `{ handler: async () => ${reading} }`],
    ['a property that is read from one', 'options', 'options.handler(request)', `{ handler: async () => ${reading} }`],
    ['a parameter by name', 'handler', 'handler(request)', 'named'],
  ])('run what they were given: %s', (_name, param, run, given) => {
    const code = `import { route } from '../api';\n${read}const named = async () => ${reading};\nexport const { loader } = route(${given});`;
    const found = labels({ ...helper(param, run), 'app/routes/a.ts': code });
    expect(found.map((label) => label.replace(/^\S+ /, ''))).toContain('loader app/routes/a.ts');
  });

  it('are named for themselves when several files export them', () => {
    const code = `import { route } from '../api';\n${read}export const { loader } = route(async () => ${reading});`;
    expect(labels({ ...helper('handler', 'handler(request)'), 'app/routes/a.ts': code, 'app/routes/b.ts': code })).toEqual(['app/routes/a.ts:3 loader', 'app/routes/b.ts:3 loader'].map((label) => label.replace(' loader', ' route.loader')));
  });

  it('are no callers of what they only keep', () => {
    const code = `import { route } from '../api';\n${read}export const { loader } = route(() => ${reading});`;
    expect(labels({ ...helper('handler', 'request.json()'), 'app/routes/a.ts': code })).toEqual([]);
  });
});

describe('names without import', () => {
  const nitro: Project = {
    'package.json': manifest('@prisma/client', 'nitropack'),
    'server/utils/db.ts': withPrisma['src/db.ts']!,
    'server/utils/find.ts': 'export const find = (id: string) => prisma.user.findFirst({ where: { id } });',
  };
  const loop = 'export async function run(ids: string[]) {\n  for (const id of ids) await find(id);\n}';

  it('are those that the framework finds, in the files that see them', () => {
    expect(findings({ ...nitro, 'server/api/a.ts': loop, 'app/a.ts': loop }).map(({ place }) => place)).toEqual(['server/api/a.ts:2 n-plus-one']);
  });

  it('give way to declarations, and need a package that depends on the framework', () => {
    expect(findings({ ...nitro, 'server/api/a.ts': `const find = async (id: string) => id;\n${loop}` })).toEqual([]);
    expect(findings({ ...nitro, 'package.json': manifest('@prisma/client'), 'server/api/a.ts': loop })).toEqual([]);
  });
});

describe('aliases of folders', () => {
  it.each([
    ['$lib/find', 'src/lib/find.ts'],
    ['$server/find', 'src/lib/server/find.ts'],
    ['$db/find', 'src/db/find.ts'],
    ['~/find', 'app/find.ts'],
    ['~~/server/find', 'server/find.ts'],
  ])('%s is %s', (specifier, path) => {
    const found = findings({ ...withPrisma, [path]: "import { prisma } from '@/db';\nexport const find = (id: string) => prisma.user.findFirst({ where: { id } });", 'src/a.ts': `import { find } from '${specifier}';\nexport async function run(ids: string[]) {\n  for (const id of ids) await find(id);\n}` });
    expect(found.map(({ place }) => place)).toEqual(['src/a.ts:3 n-plus-one']);
  });

  it('are no modules of the framework', () => {
    const found = findings({ ...withPrisma, 'src/app/server.ts': "import { prisma } from '../db';\nexport const query = (id: string) => prisma.user.findFirst({ where: { id } });", 'src/a.ts': "import { query } from '$app/server';\nexport async function run(ids: string[]) {\n  for (const id of ids) await query(id);\n}" });
    expect(found).toEqual([]);
  });
});
