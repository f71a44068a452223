import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { dialectOf, madeFor } from '../../../../src/benchmark/models/queries/dialect.ts';
import { queryForms } from '../../../../src/benchmark/models/queries/forms.ts';
import type { QueryForms } from '../../../../src/benchmark/models/queries/forms.ts';
import { runLoader } from '../../../../src/benchmark/models/queries/loader.ts';
import { runQuery } from '../../../../src/benchmark/models/queries/run.ts';
import type { BenchmarkDetail } from '../../../../src/benchmark/evidence.ts';
import type { QuerySite } from '../../../../src/database/query/types.ts';
import { templateFolder } from '../../../database/planner/folder.ts';
import { project } from '../../../commands/project.ts';
import { shopSites, shopStatement } from './project.ts';

const postgresql = dialectOf(undefined);
const mysql = dialectOf('mysql://localhost');

function site(file: string, line: number): QuerySite {
  return shopSites(file).get(line)!;
}

function formsOf(file: string, line: number): QueryForms {
  const { query, schema } = site(file, line);
  const forms = queryForms(query, schema, 1000, postgresql);
  if (typeof forms === 'string') throw new Error(forms);
  return forms;
}

describe('both forms of a statement', () => {
  it('read by key: the other conditions stay, and rows fit them', () => {
    const forms = formsOf('src/repositories/customer.repository.ts', 7);
    expect(forms.suspect([3])).toEqual([{ sql: 'SELECT * FROM "Customer" WHERE "Customer"."id" = $1::text::text AND "Customer"."deletedAt" IS NULL LIMIT 1', values: ['v3'] }]);
    expect(forms.twin([3, 4, 3])).toEqual([{ sql: 'SELECT * FROM "Customer" WHERE "Customer"."id" = ANY ($1::text::text[]) AND "Customer"."deletedAt" IS NULL', values: ['{"v3","v4"}'] }]);
    expect(forms.fitting.map(({ column, value }) => [column, value])).toEqual([['deletedAt', 'NULL']]);
    expect(forms.keys).toBe(1000);
  });

  it('count by key: each key has a count of its own', () => {
    const [list] = formsOf('src/services/payment.service.ts', 23).twin([1, 2]);
    expect(list!.sql).toMatch(/^SELECT "Payment"\."state", count\(\*\) .* GROUP BY "Payment"\."state"$/);
  });

  it('insert: a row each, or all rows', () => {
    const forms = formsOf('src/services/auth.service.ts', 19);
    expect(forms.suspect([1, 2]).map(({ values }) => values.length)).toEqual([4, 4]);
    expect(forms.twin([1, 2])).toMatchObject([{ sql: expect.stringMatching(/VALUES \(\$1::text.*\), \(\$5::text/) as string, values: { length: 8 } }]);
  });

  it('upsert: every second row is there, by the key of the table', () => {
    const { query, schema } = site('src/services/auth.service.ts', 19);
    const forms = queryForms({ ...query, operation: 'upsert' }, schema, 1000, postgresql);
    if (typeof forms === 'string') throw new Error(forms);
    expect(forms.title).toBe('upsert into AuditEntry');
    expect(forms.suspect([1, 2]).map(({ values }) => values[0])).toEqual(['v1001', 'v2']);
    expect(forms.twin([1, 2])[0]!.sql).toMatch(/ ON CONFLICT \("id"\) DO UPDATE SET "action" = EXCLUDED\."action", "subject" = EXCLUDED\."subject", "at" = EXCLUDED\."at"$/);
    expect(forms.assumed).toEqual(['1000 rows', 'every second row is there already']);
    const bare = { ...schema, tables: schema.tables.map((table) => ({ ...table, indexes: [] })) };
    expect(queryForms({ ...query, operation: 'upsert' }, bare, 1000, postgresql)).toBe('AuditEntry has no key by which an upsert finds its rows');
  });

  it('are written for MySQL with their values in them', () => {
    const { query, schema } = site('src/repositories/customer.repository.ts', 7);
    const forms = queryForms(query, madeFor(mysql, schema), 1000, mysql);
    if (typeof forms === 'string') throw new Error(forms);
    expect(forms.suspect([3])).toEqual([{ sql: "SELECT * FROM `Customer` WHERE `Customer`.`id` = 'v3' AND `Customer`.`deletedAt` IS NULL LIMIT 1", values: [] }]);
    expect(forms.twin([3, 4, 3])).toEqual([{ sql: "SELECT * FROM `Customer` WHERE `Customer`.`id` IN ('v3', 'v4') AND `Customer`.`deletedAt` IS NULL", values: [] }]);
    const audit = site('src/services/auth.service.ts', 19);
    const upserts = queryForms({ ...audit.query, operation: 'upsert' }, madeFor(mysql, audit.schema), 1000, mysql);
    if (typeof upserts === 'string') throw new Error(upserts);
    expect(upserts.twin([1, 2])[0]!.sql).toMatch(/^INSERT INTO `AuditEntry` .* VALUES \('v1001', .*\), \('v2', .*\) ON DUPLICATE KEY UPDATE `action` = VALUES\(`action`\), /);
  });

  it('load a lazy relation: the row that it leads to', () => {
    const stated = shopStatement('src/services/catalog.service.ts', 14, 30);
    if (typeof stated === 'string') throw new Error(stated);
    expect(queryForms(stated.query, stated.schema, 1000, postgresql)).toMatchObject({ title: 'select category by id', operation: 'select' });
    expect(shopStatement('src/services/catalog.service.ts', 12, 1)).toBe('no statement is seen there');
  });

  it('are none where a list is asked for already, or not all is seen', () => {
    const reason = (file: string, line: number): unknown => queryForms(site(file, line).query, site(file, line).schema, 1000, postgresql);
    expect(reason('src/services/export.service.ts', 13)).toBe('the statement asks for a list of keys already');
    expect(reason('src/services/catalog.service.ts', 47)).toBe('not all of the statement is seen: a condition in SQL');
    expect(reason('src/services/catalog.service.ts', 11)).toBe('the statement has no key of which a list could be made');
  });
});

describe('a benchmark of statements', { timeout: 240_000 }, () => {
  it('counts round trips and times them on rows of the project’s own schema', async () => {
    const { query, schema } = site('src/routes/customers.ts', 32);
    const evidence = await runQuery(query, schema, { folder: templateFolder, plan: { budget: 20_000 }, rtt: 2 });
    const detail = evidence.detail as BenchmarkDetail & { roundTrips: object };
    expect(detail.roundTrips).toEqual({ suspect: 100, twin: 1 });
    expect(evidence.summary).toMatch(/; 100 round trips in place of 1: 198 ms more at 2 ms each \(as given\)/);
    expect(detail.effect!.estimate).toBeGreaterThan(2);
    // Nothing refutes it; where the machine is busy with others, the harness says that it cannot tell.
    expect(evidence.verdict).toBe(detail.reason === undefined ? 'confirmed' : 'inconclusive');
  });
});

describe('loads of one tick', () => {
  it('are one batch of the DataLoader that is installed', async () => {
    const evidence = await runLoader(path.resolve(import.meta.dirname, '../../../..'));
    expect(evidence).toMatchObject({ verdict: 'refuted', value: 1, baseline: 100, summary: expect.stringMatching(/^100 loads of one tick are 1 call of the batch function, counted in DataLoader \d/) as string });
  });

  it('are left open where it is not', async () => {
    expect(await runLoader(project({ 'package.json': '{}' }))).toMatchObject({ verdict: 'inconclusive', summary: 'no benchmark: loads are sent together by DataLoader, which is not installed' });
  });
});
