import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../src/commands/arguments.ts';
import { scan } from '../../src/commands/scan.ts';
import { engine as shipped } from '../../src/project/engine.ts';
import { performanceReport } from '../../src/report/performance/build.ts';
import { context } from '../report/performance/report.ts';
import { project } from './project.ts';

const SHOP = {
  'package.json': '{ "name": "@acme/shop", "dependencies": { "express": "*", "@prisma/client": "*" } }',
  'prisma/schema.prisma': 'datasource db { provider = "postgresql" url = "" }\nmodel Setting { id Int @id\n key String @unique\n value String }\n',
  'src/settings.ts': `import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
export const read = (key: string) => prisma.setting.findUnique({ where: { key } });
export const write = (key: string, value: string) => prisma.setting.update({ where: { key }, data: { value } });
`,
  'src/app.ts': `import express from 'express';
import { readFileSync } from 'node:fs';
import { read, write } from './settings';
const app = express();
app.get('/', async (req, res) => { const one = await read(req.query.key); res.send(readFileSync(one.value)); });
app.put('/', async (req, res) => { await write(req.query.key, req.body.value); res.end(); });
`,
  '.github/CODEOWNERS': '/src/ @acme/web',
  'perf-lint.config.json': '{ "owners": { "schema": "@acme/database", "trade-off": ["@acme/product", "Ada"] } }',
  // Writes in tests concern no cache.
  'test/settings.test.ts': "import { write } from '../src/settings';\ntest('x', () => write('a', 'b'));\n",
};

const run = (medians: number[]) => ({ version: 1, tool: 'perf-lint', command: 'perf-lint bench --save run.json', environment: { machine: 'm', node: 'v20', cpu: 'c', cores: 2, load: 0 }, benchmarks: [{ id: 'a', rule: 'sync-io-in-async', place: 'src/app.ts:5', kind: 'time', source: 'model', suspect: 'fs.readFileSync', twin: 'fs.promises.readFile', medians: { suspect: medians, twin: medians.map((one) => one / 2) } }] });

describe('perf-lint report', () => {
  it('gathers what stands beside the findings', async () => {
    const cwd = project(SHOP);
    const { performance, findings } = await scan({ cwd, performance: {} }, shipped);
    expect(findings.map(({ rule }) => rule)).toEqual(['sync-io-in-async']);
    expect(performance).toMatchObject({ title: '@acme/shop', recordings: [], levels: [] });
    expect(performance!.owners.ofFile('src/app.ts')).toEqual(['@acme/web']);
    expect(performance!.owners.ofKind).toEqual({ schema: ['@acme/database'], 'trade-off': ['@acme/product', 'Ada'] });
  });

  it('tells hot statements and busy routes by what was recorded, with the call that sends them', async () => {
    const cwd = project({
      ...SHOP,
      'evidence/statements.json': JSON.stringify([
        { query: 'SELECT "Setting"."id", "Setting"."value" FROM "public"."Setting" WHERE "Setting"."key" = $1 LIMIT $2', calls: 4000, total_exec_time: 8000, mean_exec_time: 2 },
        { query: 'SELECT * FROM elsewhere WHERE id = $1', calls: 9000, total_exec_time: 9000, mean_exec_time: 1 },
      ]),
      'evidence/stats.csv': 'Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,Max Response Time,Average Content Size,Requests/s,Failures/s,50%,95%\nGET,/,900,0,5,7,1,80,7,186,0,5,18\nPUT,/,100,0,5,7,1,80,7,18,0,5,18\n',
    });
    const { performance } = await scan({ cwd, performance: {}, evidence: { files: ['evidence'], pathMaps: [], failOnObserved: false } }, shipped);
    expect(performance!.hotQueries).toMatchObject([{ table: 'Setting', key: ['key'], reads: true, calls: 4000, total: 8000, place: { file: 'src/settings.ts', line: 3 }, source: 'evidence/statements.json' }]);
    expect(performance!.traffic).toMatchObject([
      { route: 'GET /', requests: 900, share: 0.9, reads: ['Setting'], writes: [] },
      { route: 'PUT /', requests: 100, reads: [], writes: ['Setting'] },
    ]);
    expect([...performance!.writes].map(([table, places]) => [table, places.map(({ file, line }) => `${file}:${line}`)])).toEqual([['Setting', ['src/settings.ts:4']]]);
  });

  it('takes what several entries share for each of them, and counts a route once', async () => {
    const cwd = project({
      ...SHOP,
      // The audit's record is written below every route, and the nearest of them is one alone.
      'src/app.ts': `import express from 'express';
import { read, write } from './settings';
const app = express();
const seen = (path: string) => write('seen', path);
app.get('/:key', async (req, res) => { await seen(req.path); res.send(await read(req.params.key)); });
app.get('/all/:key', async (req, res) => { await seen(req.path); res.send(await read(req.params.key)); });
app.get('/quick/:key', async (req, res) => { res.send(await read(req.params.key)); });
`,
      'src/text.ts': `import { PrismaClient } from '@prisma/client';
import express from 'express';
import { read } from './settings';
const prisma = new PrismaClient();
express().get('/text/:key', async (req, res) => { await prisma.$executeRawUnsafe(req.body.sql); res.send(await read(req.params.key)); });
`,
      'evidence/stats.csv': `Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,Max Response Time,Average Content Size,Requests/s,Failures/s,50%,95%\n${['/7', '/8', '/all/7', '/quick/7', '/text/7'].map((url) => `GET,${url},100,0,5,7,1,80,7,186,0,5,18\n`).join('')}`,
      'evidence/again.csv': 'Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,Max Response Time,Average Content Size,Requests/s,Failures/s,50%,95%\nGET,/quick/7,40,0,5,7,1,80,7,186,0,5,18\n',
    });
    const { performance } = await scan({ cwd, performance: {}, evidence: { files: ['evidence/stats.csv', 'evidence/again.csv'], pathMaps: [], failOnObserved: false } }, shipped);
    expect(performance!.traffic.map(({ route, requests, share, writes }) => ({ route, requests, share, writes }))).toEqual([
      { route: 'GET /:key', requests: 200, share: 0.4, writes: ['Setting'] },
      { route: 'GET /all/:key', requests: 100, share: 0.2, writes: ['Setting'] },
      { route: 'GET /quick/:key', requests: 100, share: 0.2, writes: [] },
      { route: 'GET /text/:key', requests: 100, share: 0.2, writes: ['an unknown table'] },
    ]);
  });

  it('shows no line, owner or link of a file of evidence', async () => {
    const cwd = project({
      ...Object.fromEntries(Object.entries(SHOP).map(([file, text]) => [`shop/${file}`, text])),
      'slow.log': "# Time: 2026-01-02T03:04:05Z\n# User@Host: shop[shop] @ db []\n# Query_time: 3.5  Lock_time: 0.0  Rows_sent: 1  Rows_examined: 900000\nSELECT * FROM people WHERE email = 'ada@example.org';\n",
    });
    const result = await scan({ cwd: path.join(cwd, 'shop'), performance: {}, evidence: { files: ['../slow.log'], pathMaps: [], failOnObserved: false } }, shipped);
    expect(result.findings.map(({ rule, location: { file } }) => `${rule} ${file}`)).toContain('slow-query ../slow.log');
    const built = performanceReport(result, result.performance!, { ...context, blob: 'https://example.org/shop/blob/main/', read: result.read });
    const slow = built.sections.flatMap(({ findings }) => findings).find(({ rule }) => rule === 'slow-query');
    expect(slow).toMatchObject({ place: { file: '../slow.log', url: undefined }, code: [], owners: [] });
    expect(JSON.stringify(built)).not.toContain('ada@example.org');
  });

  it('judges the levels of the config by what was recorded, beside earlier ones', async () => {
    const stats = (p95: number): string => `Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,Max Response Time,Average Content Size,Requests/s,Failures/s,50%,95%\nGET,/,900,0,5,7,1,80,7,186,0,5,${p95}\n`;
    const slo = { 'perf-lint.config.json': '{ "slo": { "routes": { "GET /": { "p95": 20 } } } }' };
    const cwd = project({ ...SHOP, ...slo, 'now.csv': stats(18) });
    const level = { metric: 'p95', route: 'GET /', target: 20, bound: 'at-most', unit: 'ms', current: { value: 40 }, status: 'fail' };
    writeFileSync(path.join(cwd, 'then.json'), JSON.stringify({ version: 1, tool: 'perf-lint', levels: [level] }));
    const evidence = { files: ['now.csv'], pathMaps: [], failOnObserved: false };
    const { performance } = await scan({ cwd, performance: { levels: 'then.json' }, evidence }, shipped);
    expect(performance!.levels).toContainEqual(expect.objectContaining({ metric: 'p95', route: 'GET /', target: 20, baseline: { value: 40 }, current: { value: 18 }, status: 'pass' }));
    await expect(scan({ cwd, performance: { levels: 'none.json' }, evidence }, shipped)).rejects.toThrow('--levels none.json: there is no such file or folder');
    expect((await scan({ cwd: project(SHOP), performance: {} }, shipped)).performance!.levels).toEqual([]);
  });

  it('shows a saved run, alone and beside an earlier one', async () => {
    const cwd = project(SHOP);
    const save = (name: string, value: object): void => writeFileSync(path.join(cwd, name), JSON.stringify(value));
    save('now.json', run([4, 4.1, 4.2]));
    save('then.json', run([9, 9.1, 9.2]));
    save('other.json', { ...run([9]), environment: { ...run([9]).environment, machine: 'n' } });
    save('odd.json', { ...run([9]), command: 3 });
    const shown = async (performance: { bench?: string; compare?: string }) => {
      const result = await scan({ cwd, performance }, shipped);
      return performanceReport(result, result.performance!, context).benchmarks!;
    };
    expect(await shown({ bench: 'now.json' })).toMatchObject({ runs: [{ role: 'run', command: 'perf-lint bench --save run.json' }], rows: [{ before: 4.1, after: 2.05, difference: '−50 %', labels: ['as it is', 'fs.promises.readFile'] }] });
    expect(await shown({ bench: 'now.json', compare: 'then.json' })).toMatchObject({ runs: [{ role: 'before' }, { role: 'after' }], rows: [{ before: 9.1, after: 4.1, verdict: 'less', labels: ['before', 'after'] }], unmatched: [] });
    await expect(shown({ bench: 'now.json', compare: 'other.json' })).rejects.toThrow('--compare other.json: it was measured on another machine');
    await expect(shown({ bench: 'odd.json' })).rejects.toThrow('--bench odd.json: it is not what perf-lint bench --save writes');
    await expect(shown({ bench: 'none.json' })).rejects.toThrow('--bench none.json: there is no such file or folder');
  });

  it('takes the options of a scan, and the runs', () => {
    expect(parseArguments(['report', 'src', '--bench', 'a.json', '--compare', 'b.json', '--output', 'r.md', '--severity', 'info'], [])).toMatchObject({ kind: 'report', paths: ['src'], output: 'r.md', severity: 'info', performance: { bench: 'a.json', compare: 'b.json' } });
    expect(parseArguments(['report', '--compare', 'b.json'], [])).toMatchObject({ kind: 'usage', message: '--compare needs --bench: the later run, which it is compared with' });
    expect(parseArguments(['report', '--bench='], [])).toMatchObject({ kind: 'usage', message: '--bench: must be a file name' });
  });
});
