import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { findings, link, places, withPrisma, type Project } from './project.ts';

const fs = "import fs from 'node:fs';\n";
const route = (body: string): string => `import express from 'express';\nimport { run } from './a';\nexpress().get('/a', async (req, res) => {\n${body}\n});\n`;

describe('a blocking call', () => {
  it('is said once for its function, at the costliest, with the others beside it', () => {
    const project: Project = { 'src/a.ts': `${fs}export async function run(path: string) {\n  if (!fs.existsSync(path)) return '';\n  return fs.readFileSync(path, 'utf8');\n}` };
    expect(findings(project).map(({ place, message }) => [place, /with 1 more call beside it$/.test(message)])).toEqual([['src/a.ts:4 sync-io-in-async', true]]);
  });

  it('is named by what runs each time, of what costs the same in a helper', () => {
    const helper = "import { appendFileSync, existsSync, writeFileSync } from 'node:fs';\nexport function write(line: string) {\n  if (!existsSync('log')) writeFileSync('log', '');\n  appendFileSync('log', line);\n}";
    const found = findings({ 'src/log.ts': helper, 'src/a.ts': "import { write } from './log';\nexport async function run(line: string) {\n  write(line);\n}" });
    expect(found.map(({ message }) => message)).toEqual([expect.stringMatching(/^appendFileSync /)]);
  });

  it('is no problem where it runs after a failure alone', () => {
    const body = (inCatch: string) => `${fs}export async function run(path: string) {\n  try {\n    return await fs.promises.readFile(path);\n  } catch {\n    ${inCatch}\n  }\n}`;
    expect(places({ 'src/a.ts': body('return fs.readFileSync("fallback");') })).toEqual([]);
    expect(places({ 'src/a.ts': `${fs}export async function run(path: string) {\n  try {\n    return fs.readFileSync(path);\n  } catch {\n    return '';\n  }\n}` })).toEqual(['src/a.ts:4 sync-io-in-async']);
  });

  it('counts for each key behind a cache by key, and once behind a single value', () => {
    const keyed = `${fs}const cache = new Map<string, string>();\nexport async function run(path: string) {\n  if (!cache.has(path)) cache.set(path, fs.readFileSync(path, 'utf8'));\n  return cache.get(path);\n}`;
    const single = `${fs}let page: string | undefined;\nexport async function run() {\n  page ??= fs.readFileSync('page.html', 'utf8');\n  return page;\n}`;
    // Nothing is ever removed from it, which is the other rule's business.
    expect(places({ 'src/a.ts': keyed })).toEqual(['src/a.ts:2 unbounded-cache', 'src/a.ts:4 sync-io-in-async']);
    expect(places({ 'src/a.ts': single })).toEqual([]);
  });

  it('is silent behind an instance that a static method makes once', () => {
    const queue = (guard: string) => `${fs}export class Queue {\n  static instance: Queue | undefined;\n  static get() {\n    ${guard}\n    fs.readFileSync('ca.pem');\n    Queue.instance = new Queue();\n    return Queue.instance;\n  }\n}`;
    const caller = "import { Queue } from './queue';\nexport async function run() {\n  return Queue.get();\n}";
    expect(places({ 'src/queue.ts': queue('if (Queue.instance) return Queue.instance;'), 'src/a.ts': caller })).toEqual([]);
    expect(places({ 'src/queue.ts': queue(''), 'src/a.ts': caller })).toEqual(['src/a.ts:3 sync-io-in-async']);
  });

  it('is silent in a command class, and not in what a route shares with it', () => {
    const helper = `${fs}export async function run() {\n  return fs.readFileSync('config.json');\n}`;
    const command = "import { Command } from '@oclif/core';\nimport { run } from './a';\nexport default class Start extends Command {\n  async run() {\n    return run();\n  }\n}";
    expect(places({ 'src/a.ts': helper, 'src/start.ts': command })).toEqual([]);
    expect(places({ 'src/a.ts': helper, 'src/start.ts': command, 'src/routes.ts': route('  res.send(await run());') })).toEqual(['src/a.ts:3 sync-io-in-async']);
  });
});

describe('the remedy', () => {
  const helps = (code: string): string[] => {
    const program = link({ ...withPrisma, 'src/a.ts': `import { prisma } from './db';\n${code}` });
    return rules.flatMap((rule) => rule.check({ program, schemas: () => [], tables: new Map(), file: 'src/a.ts', options: rule.meta.options.parse({}) }).map(({ help }) => help));
  };

  it('is to hoist a query that is given the same at every turn, and to batch one that is not', () => {
    const loop = (id: string) => `export async function run(ids: string[], own: string) {\n  for (const id of ids) console.log(id, await prisma.user.findFirst({ where: { id: ${id} } }));\n}`;
    expect(helps(loop('own'))).toEqual([expect.stringContaining('before the loop')]);
    expect(helps(loop('id'))).toEqual([expect.stringContaining('in: ids')]);
  });

  it('is a recursive query for a walk from parent to parent', () => {
    const walk = "export async function run(id: string | null) {\n  while (id) {\n    const page = await prisma.page.findFirst({ where: { id } });\n    id = page?.parentId ?? null;\n  }\n}";
    expect(helps(walk)).toEqual([expect.stringContaining('WITH RECURSIVE')]);
  });
});

describe('a recursion', () => {
  it('repeats a query that reads by what the row gave, not one that is handed the same on', () => {
    const tree = (next: string) => `import { prisma } from './db';\nexport async function walk(parentId: string, owner: string): Promise<void> {\n  const rows = await prisma.page.findMany({ where: { parentId } });\n  for (const row of rows) await walk(${next}, row.owner);\n}`;
    expect(places({ ...withPrisma, 'src/a.ts': tree('row.id') })).toEqual(['src/a.ts:3 n-plus-one']);
    expect(places({ ...withPrisma, 'src/a.ts': tree('parentId') })).toEqual([]);
  });
});
