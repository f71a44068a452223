import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { dialectOf, madeFor } from '../../src/benchmark/models/queries/dialect.ts';
import { queryForms } from '../../src/benchmark/models/queries/forms.ts';
import { openEmbeddedScratch, openServerScratch } from '../../src/benchmark/models/queries/scratch.ts';
import type { Scratch } from '../../src/benchmark/models/queries/scratch.ts';
import { identifier } from '../../src/database/schema/identifiers.ts';
import type { Sent } from '../../src/benchmark/harness/processes/protocol.ts';
import type { Query } from '../../src/database/query/types.ts';
import type { Schema } from '../../src/database/schema/types.ts';
import { templateFolder } from '../database/planner/folder.ts';
import { shopSites } from '../benchmark/models/queries/project.ts';
import { SERVERS } from './databases.ts';

const ROWS = 1000;
const KEYS = Array.from({ length: 40 }, (_, at) => at + 1);

const audit = shopSites('src/services/auth.service.ts').get(19)!;
const customer = shopSites('src/routes/customers.ts').get(32)!;

/** What both forms are made of: a site, and how many rows there are after them. */
const STATEMENTS: [what: string, query: Query, schema: Schema, rows: number][] = [
  ['an insert', audit.query, audit.schema, ROWS + 40],
  ['an upsert, of which every second row is there', { ...audit.query, operation: 'upsert' }, audit.schema, ROWS + 20],
  ['a delete by key', customer.query, customer.schema, ROWS - 40],
  ['an update by key', { ...customer.query, operation: 'update' }, customer.schema, ROWS],
];

describe.each([['the embedded engine', undefined], ['PostgreSQL', SERVERS.postgres], ['MariaDB', SERVERS.mysql]] as const)('both forms on %s', { timeout: 120_000 }, (_, url) => {
  it.each(STATEMENTS)('of %s leave the same rows', async (_what, query, declared, rows) => {
    const dialect = dialectOf(url);
    const schema = madeFor(dialect, declared);
    const forms = queryForms(query, schema, ROWS, dialect);
    if (typeof forms === 'string') throw new Error(forms);
    const scratch = await opened(url);
    try {
      await scratch.fill({ namespace: 'rows', tables: forms.tables, schema: schema.tables, sizes: forms.sizes, fitting: forms.fitting });
      const before = await left(scratch, [], query);
      const [single, list] = [await left(scratch, forms.suspect(KEYS), query), await left(scratch, forms.twin(KEYS), query)];
      expect(single).toHaveLength(rows);
      expect(list).toEqual(single);
      expect(await left(scratch, [], query)).toEqual(before);
      if (query.operation === 'upsert') expect(single.filter((row) => !before.includes(row))).toHaveLength(KEYS.length);
    } finally {
      await scratch.close();
    }
  });

  /** All rows of the table after some statements, which are taken back. */
  async function left({ connection }: Scratch, statements: readonly Sent[], { from }: Query): Promise<string[]> {
    await connection.send({ sql: 'BEGIN', values: [] });
    for (const statement of statements) await connection.send(statement);
    const { rows } = await connection.send({ sql: `SELECT * FROM ${identifier(from.name, dialectOf(url).engine)} ORDER BY id`, values: [] });
    await connection.send({ sql: 'ROLLBACK', values: [] });
    return rows.map((row) => JSON.stringify(row));
  }
});

async function opened(url: string | undefined): Promise<Scratch> {
  if (url !== undefined) return openServerScratch(url, `perf_lint_bench_${process.pid}_${Date.now().toString(36)}`);
  const workspace = mkdtempSync(path.join(tmpdir(), 'perf-lint-forms-'));
  onTestFinished(() => rmSync(workspace, { recursive: true, force: true }));
  return openEmbeddedScratch([], { folder: templateFolder, workspace });
}
