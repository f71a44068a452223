import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fix } from '../../src/commands/fix.ts';
import { scan } from '../../src/commands/scan.ts';
import type { ScanResult } from '../../src/commands/scan.ts';
import { engine } from '../../src/project/engine.ts';
import { stylish } from '../../src/report/stylish.ts';
import { templateFolder } from '../database/planner/folder.ts';
import { project } from './project.ts';

const SCHEMA = `generator client {
  provider = "prisma-client-js"
}

datasource db {
  provider = "postgresql"
}

model Customer {
  id     Int     @id
  email  String
  orders Order[]
}

model Order {
  id         Int      @id
  customerId Int
  customer   Customer @relation(fields: [customerId], references: [id])
}
`;

const SERVER = `import { PrismaClient } from '@prisma/client';
import express from 'express';

const prisma = new PrismaClient();
const app = express();

app.get('/customers/:id/orders', async (req, res) => {
  res.json(await prisma.order.findMany({ where: { customerId: Number(req.params.id) }, take: 50 }));
});

app.get('/customers', async (req, res) => {
  res.json(await prisma.customer.findFirst({ where: { email: String(req.query.email) } }));
});
`;

const shop = (schema = SCHEMA) => project({ 'package.json': '{ "dependencies": { "@prisma/client": "6", "express": "5" } }', 'prisma/schema.prisma': schema, 'src/server.ts': SERVER });

/** The embedded planner starts once, and is kept for the tests of planners. */
const TIMEOUT = 120_000;

async function planned(cwd: string, over: object = {}): Promise<ScanResult> {
  return scan({ cwd, paths: [cwd], cache: templateFolder, rules: ['unindexed-foreign-key=off'], db: { url: undefined, statistics: undefined, strict: false, ...over } }, engine);
}

const told = ({ findings }: ScanResult) => findings.map(({ rule, location, confidence, evidence }) => [`${rule}:${location.line}`, confidence, evidence.map(({ verdict }) => verdict).join()]);

describe('scan --db', () => {
  it('shows the planner’s own before and after', async () => {
    const result = await planned(shop());
    expect(told(result)).toEqual([['missing-index:8', 'high', 'confirmed'], ['missing-index:12', 'high', 'confirmed']]);
    const [{ evidence: [plan], alike }] = result.findings as [ScanResult['findings'][number]];
    expect(alike).toEqual(['needs this index', 'need this index']);
    expect(plan!.summary).toMatch(/^Seq Scan on Order, cost \d+(\.\d+)? -> Index Scan using \(customerId\), cost [\d.]+ \(PostgreSQL 18\.\d+, 1,000,000 rows assumed\)$/);
    expect(plan!.value).toBeGreaterThan(10 * plan!.baseline!);
    expect(plan).toMatchObject({ kind: 'plan', unit: 'cost', joinedBy: 'query', detail: { statistics: 'assumed', rows: { Order: 1_000_000 } } });
    const text = stylish(result, { version: '0', prefix: '', blob: undefined, rules: () => [], read: result.read, colors: false, width: 200 });
    expect(text).toMatch(/plan {2}confirmed: Seq Scan on Order/);
    expect(text).not.toMatch(/\bms\b/);
  }, TIMEOUT);

  it('hides and counts what the sizes of a server refute, and not what assumed ones do', async () => {
    const cwd = shop();
    const statistics = (rows: number) => JSON.stringify({ version: 1, server: 'PostgreSQL 16', tables: [{ name: 'Order', rows, columns: { customerId: { distinct: rows / 5 } } }, { name: 'Customer', rows: 2_000_000, columns: { email: { distinct: -1 } } }] });
    writeFileSync(path.join(cwd, 'small.json'), statistics(40));
    const known = await planned(cwd, { statistics: 'small.json' });
    expect(told(known)).toEqual([['missing-index:12', 'high', 'confirmed']]);
    expect(known.hidden).toMatchObject({ confidence: 0, refuted: 1 });
    expect(known.findings[0]!.evidence[0]!.summary).toContain('2,000,000 rows by the statistics file');

    writeFileSync(path.join(cwd, 'perf-lint.config.json'), '{ "tables": { "Order": 40 } }');
    const assumed = await scan({ cwd, paths: [cwd], cache: templateFolder, severity: 'info', rules: ['unindexed-foreign-key=off'], db: { url: undefined, statistics: undefined, strict: false } }, engine);
    expect(told(assumed)[0]).toEqual(['missing-index:8', 'high', 'refuted']);
    expect(assumed.hidden.refuted).toBe(0);
  }, TIMEOUT);

  it('leaves the findings as they are where a server cannot be asked, or fails when that is asked for', async () => {
    const cwd = shop();
    const url = 'postgres://ana:s3cret@127.0.0.1:1/shop';
    const result = await planned(cwd, { url });
    expect(told(result)).toEqual([['missing-index:8', 'high', ''], ['missing-index:12', 'high', '']]);
    expect(result.notes).toEqual(['--db: PostgreSQL at 127.0.0.1:1/shop: nothing listens there (ECONNREFUSED); findings are without a plan']);
    await expect(planned(cwd, { url, strict: true })).rejects.toThrow(/^--db: PostgreSQL at 127\.0\.0\.1:1\/shop/);
    expect(JSON.stringify(result)).not.toContain('s3cret');
  }, TIMEOUT);

  it('says in one line that there is no embedded planner for an engine', async () => {
    const result = await planned(shop(SCHEMA.replace('postgresql', 'mysql')));
    expect(result.findings.map(({ rule, location: { line } }) => `${rule}:${line}`)).toEqual(['missing-index:12']);
    expect(result.notes).toEqual(['--db: the schema is one of mysql, which has no embedded planner: the rules decide alone; --db=URL asks a server']);
  }, TIMEOUT);

  it.each([
    ['absent.json', /^the statistics file absent\.json cannot be read: /],
    ['package.json', /^package\.json is no statistics file of version 1: /],
  ])('says what is wrong with a statistics file: %s', async (statistics, message) => {
    await expect(planned(shop(), { statistics })).rejects.toThrow(message);
  }, TIMEOUT);
});

describe('the index that is missing', () => {
  it('is declared by perf-lint fix, and the finding is gone', async () => {
    const cwd = shop();
    const before = await scan({ cwd, paths: [cwd] }, engine);
    const wanted = before.findings.find(({ rule, location }) => rule === 'missing-index' && location.line === 8)!;
    await fix([wanted.id], { cwd }, engine);
    expect(readFileSync(path.join(cwd, 'prisma/schema.prisma'), 'utf8')).toBe(SCHEMA.replace('references: [id])\n', 'references: [id])\n\n  @@index([customerId])\n'));
    const after = await scan({ cwd, paths: [cwd] }, engine);
    expect(after.findings.map(({ rule, location: { line } }) => `${rule}:${line}`)).toEqual(['missing-index:12']);
  });
});
