import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { engine as shipped } from '../../src/project/engine.ts';
import { explain } from '../../src/commands/explain.ts';
import { scan } from '../../src/commands/scan.ts';
import { engine } from './engine.ts';
import { project } from './project.ts';

const MANIFEST = { 'package.json': '{ "name": "p" }' };

describe('explain', () => {
  it('explains a rule without looking at the project', async () => {
    const { explanation, root } = await explain('n-plus-one', { cwd: '/nowhere' }, shipped);
    expect(explanation).toMatchObject({ kind: 'rule', rule: { id: 'n-plus-one', group: 'database', level: 'error' } });
    expect(explanation.rule.page).toContain('## How it decides');
    expect(root).toBeUndefined();
  });

  it('explains a finding by its id or the start of it, also one that thresholds or comments hide', async () => {
    const cwd = project({ ...MANIFEST, 'a.ts': `slow('low'); // perf-lint-disable-line\n` });
    const [found] = (await scan({ cwd, confidence: 'low' }, engine)).findings;
    for (const id of [found!.id, found!.id.slice(0, 4)]) {
      const { explanation, root } = await explain(id, { cwd }, engine);
      expect(explanation).toMatchObject({ kind: 'finding', finding: { id: found!.id, suppressed: true }, rule: { id: 'slow-call' } });
      expect(root).toBe(cwd);
    }
  });

  it('looks below the paths that it is given', async () => {
    const cwd = project({ ...MANIFEST, 'a/a.ts': 'slow();', 'b/b.ts': '' });
    const [found] = (await scan({ cwd }, engine)).findings;
    await expect(explain(found!.id, { cwd, paths: ['a'] }, engine)).resolves.toMatchObject({ explanation: { kind: 'finding' } });
    await expect(explain(found!.id, { cwd, paths: ['b'] }, engine)).rejects.toThrow('0 findings now');
  });

  it('looks at the whole project where it is given none, from any folder of it', async () => {
    const cwd = project({ ...MANIFEST, 'a/a.ts': 'slow();', 'b/b.ts': '' });
    for (const folder of ['.', 'b']) expect((await explain('a/a.ts:1', { cwd: path.join(cwd, folder) }, engine)).root).toBe(cwd);
  });

  it('says of an id that nothing has it any more, with the nearest', async () => {
    const cwd = project({ ...MANIFEST, 'a.ts': 'slow();' });
    const [found] = (await scan({ cwd }, engine)).findings;
    const near = found!.id.slice(0, 15) + (found!.id.endsWith('0') ? '1' : '0');
    await expect(explain(near, { cwd }, engine)).rejects.toThrow(`has the id ${near} (did you mean "${found!.id}"?); if there was one, it is gone`);
  });

  it('explains the finding at a place, and says where there are others', async () => {
    const cwd = project({ ...MANIFEST, 'src/a.ts': '\nslow();\nslow(); odd();', 'src/b.ts': '' });
    for (const place of ['src/a.ts:2', 'src/a.ts:2:1', 'src/a.ts:3:9']) {
      expect((await explain(place, { cwd }, engine)).explanation).toMatchObject({ kind: 'finding', finding: { location: { line: Number(place.split(':')[1]) } } });
    }
    await expect(explain('src/a.ts:3', { cwd }, engine)).rejects.toThrow(/^src\/a\.ts:3 is the place of 2 findings; give the id of one: \w{16} slow-call src\/a\.ts:3, \w{16} odd-call/);
    await expect(explain('src/a.ts:1', { cwd }, engine)).rejects.toThrow('in that file they stand at 2, 3');
    await expect(explain('src/b.ts:1', { cwd }, engine)).rejects.toThrow('in that file there is none, of 3 findings that were looked at');
  });

  it('lists the findings of an ambiguous start', async () => {
    // Two of some hundred ids begin alike.
    const files = Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`f${index}.ts`, 'slow();']));
    const cwd = project({ ...MANIFEST, ...files });
    const ids = (await scan({ cwd }, engine)).findings.map(({ id }) => id);
    const start = ids.map((id) => id.slice(0, 4)).find((prefix, index, all) => all.indexOf(prefix) < index);
    expect(start).toBeDefined();
    await expect(explain(start!, { cwd }, engine)).rejects.toThrow(new RegExp(`^${start} is the start of \\d ids; give more of it: ${start}\\w{12} slow-call f\\d+\\.ts:1, ${start}`));
  });

  it.each([
    ['n-plus-on', /"n-plus-on" is no rule \(did you mean "n-plus-one"\?\), and no finding’s id.*rules: .*n-plus-one/],
    ['abc', /"abc" is no rule, and no finding’s id \(4 to 16 hexadecimal digits/],
  ])('knows no %s', async (subject, message) => {
    await expect(explain(subject, { cwd: project(MANIFEST) }, shipped)).rejects.toThrow(message);
  });
});

describe('the reasons of findings', () => {
  const RESOLVED = {
    'package.json': '{ "name": "p", "dependencies": { "@prisma/client": "6", "express": "5" } }',
    'src/db.ts': "import { PrismaClient } from '@prisma/client';\nexport const prisma = new PrismaClient();\n",
  };

  async function reasonsOf(code: string): Promise<Record<string, string>> {
    const cwd = project({ ...RESOLVED, 'src/app.ts': code });
    const { findings } = await scan({ cwd, severity: 'info', confidence: 'low' }, shipped);
    expect(findings).toHaveLength(1);
    return Object.fromEntries(findings[0]!.reasons.map(({ about, text }) => [about, text]));
  }

  const ROUTE = "import express from 'express';\nimport { readFileSync } from 'node:fs';\nimport { prisma } from './db';\nconst app = express();\n";

  it('say what repeats a query, why that is not known to be little, who reaches it, and what it is not', async () => {
    const reasons = await reasonsOf(`${ROUTE}app.get('/orders', async (req, res) => {\n  const orders = await prisma.order.findMany();\n  for (const order of orders) await prisma.user.findFirst({ where: { id: order.userId } });\n});`);
    expect(reasons.repetition).toBe('a for-of loop over orders (src/app.ts:7) runs it, one turn after the other');
    expect(reasons.size).toBe('orders is what prisma.order.findMany() gives, and nothing in the code limits that');
    expect(reasons.entry).toBe('reached from GET /orders (request)');
    expect(reasons.confidence).toMatch(/^high: /);
    expect(reasons.benign).toMatch(/a search that ends at the first hit/);
    expect(reasons.documentation).toMatch(/^https:/);
  });

  it.each<[string, string, string, RegExp]>([
    ['a parameter', 'export const f = async (ids) => { for (const id of ids) await prisma.user.findFirst({ where: { id } }); };', 'size', /^ids is a parameter/],
    ['no entry', 'export const f = async (ids) => { for (const id of ids) await prisma.user.findFirst({ where: { id } }); };', 'entry', /^no entry is seen/],
    ['all at once', 'export const f = (ids) => Promise.all(ids.map((id) => prisma.user.findFirst({ where: { id } })));', 'repetition', /^ids\.map\(\) .* calls a function for each element of ids, all turns at once$/],
    ['a constant', "export const f = async () => { for (const id of ['a', 'b', 'c']) await prisma.user.findFirst({ where: { id } }); };", 'size', /^3 turns by construction$/],
    ['little', "export const f = async () => { for (const id of ['a', 'b', 'c']) await prisma.user.findFirst({ where: { id } }); };", 'severity', /^info: at most 8 turns/],
  ])('tell %s', async (_, code, about, expected) => {
    expect((await reasonsOf(`${ROUTE}${code}`))[about]).toMatch(expected);
  });

  it('say in whose turn of the event loop a blocking call runs, and what it costs', async () => {
    const reasons = await reasonsOf(`${ROUTE}app.get('/a', async (req, res) => {\n  res.send(readFileSync(req.query.name));\n});`);
    expect(reasons.size).toBe('it holds the thread for 1 to 20 ms, as reading a file does, by the table of node-fs');
    expect(reasons.entry).toBe('reached from GET /a (request)');
    expect(reasons.confidence).toMatch(/^high: /);
  });
});
