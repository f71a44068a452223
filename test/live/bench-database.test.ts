import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runIndex, runQuery } from '../../src/benchmark/models/queries/run.ts';
import type { QueryOptions } from '../../src/benchmark/models/queries/run.ts';
import type { BenchmarkDetail } from '../../src/benchmark/evidence.ts';
import { shopSites } from '../benchmark/models/queries/project.ts';
import { openDatabase } from './databases.ts';
import type { Database } from './databases.ts';
import { schemasNamed } from './schemas-named.ts';

/** Schemas of benchmarks of this process. */
const OWN = `perf_lint_bench_${process.pid}_`;

describe('--bench-db', { timeout: 240_000 }, () => {
  let database: Database;
  let client: pg.Client;
  beforeAll(async () => {
    database = await openDatabase('postgres');
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    // Tables of the same names as the project's, where the URL leads.
    await database.run('CREATE TABLE "Shipment" (id text PRIMARY KEY, tracking text); CREATE TABLE "OrderLine" (id text PRIMARY KEY, "orderId" text); CREATE TABLE "Customer" (id text PRIMARY KEY, name text)');
    for (const table of ['Shipment', 'OrderLine', 'Customer']) await database.run(`INSERT INTO "${table}" SELECT 'v' || g, 'v' || g FROM generate_series(1, 100) g`);
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  /** All that the test's schema holds: its tables with their columns, indexes, row versions and rows. */
  async function digest(): Promise<unknown> {
    const { rows: objects } = await client.query("SELECT relname, relkind, relfilenode, reltuples FROM pg_class WHERE relnamespace = current_schema()::regnamespace ORDER BY 1");
    const rows = [];
    for (const table of ['Shipment', 'OrderLine', 'Customer']) rows.push((await client.query(`SELECT md5(string_agg(xmin || ctid::text || t::text, ',' ORDER BY id)) AS digest FROM "${table}" t`)).rows);
    return { objects, rows };
  }

  /** Runs it, and sees that schemas of its own are there meanwhile and gone after it, and that nothing else changed. */
  async function within<T>(run: (options: QueryOptions) => Promise<T>): Promise<T> {
    const before = await digest();
    const seen: Promise<string[]>[] = [];
    const result = await run({ url: database.url, plan: { budget: 10_000 }, onProcess: () => void seen.push(schemasNamed(OWN)) });
    expect((await Promise.all(seen)).flat()).not.toEqual([]);
    expect(await schemasNamed(OWN)).toEqual([]);
    expect(await digest()).toEqual(before);
    return result;
  }

  it('measures an index on tables of three sizes in schemas of its own', async () => {
    const { query, schema } = shopSites('src/routes/search.ts').get(21)!;
    const evidence = await within((options) => runIndex(query, schema, { table: 'Shipment', parts: [{ column: 'tracking', direction: 'asc' }] }, options));
    const { curve, crossover, processes, server, assumed, reason } = evidence.detail as BenchmarkDetail & { server: string };
    expect(server).toMatch(/^PostgreSQL \d/);
    expect(assumed).toBe('100000 rows');
    expect(curve).toMatchObject({ over: 'rows', unit: 'ms', points: [{ n: 1000 }, { n: 10_000 }, { n: 100_000 }] });
    expect(crossover).toBeDefined();
    expect(processes.length).toBeGreaterThan(2);
    // Half of a table is read in place of one row; where the machine is busy with others, the harness says that it cannot tell.
    expect(evidence.verdict).toBe(reason === undefined ? 'confirmed' : 'inconclusive');
  });

  it.each([
    ['reads', 'src/repositories/order.repository.ts', 13],
    ['writes', 'src/routes/customers.ts', 32],
  ])('measures what %s by key, and counts and times round trips', async (_, file, line) => {
    const { query, schema } = shopSites(file).get(line)!;
    const { summary, detail, verdict } = await within((options) => runQuery(query, schema, options));
    const { roundTrips, rtt } = detail as { roundTrips: object; rtt: { ms: number; from: string } };
    expect(roundTrips).toEqual({ suspect: 100, twin: 1 });
    expect(rtt).toMatchObject({ from: 'measured', ms: expect.any(Number) });
    expect(summary).toMatch(/100 round trips in place of 1: .* ms more at .* ms each \(measured\)/);
    expect(verdict).not.toBe('refuted');
  });

  it('says what of a server cannot be used, and leaves nothing', async () => {
    const { query, schema } = shopSites('src/routes/customers.ts').get(32)!;
    expect(await runQuery(query, schema, { url: 'postgres://root@127.0.0.1:1/test' })).toMatchObject({ verdict: 'inconclusive', summary: expect.stringMatching(/^no benchmark: .*ECONNREFUSED/) as string });
    expect(await schemasNamed(OWN)).toEqual([]);
  });

  it('drops its schemas when it is ended while they are filled', async () => {
    const { query, schema } = shopSites('src/routes/search.ts').get(21)!;
    const stop = new AbortController();
    const running = runIndex(query, schema, { table: 'Shipment', parts: [{ column: 'tracking', direction: 'asc' }] }, { url: database.url, signal: stop.signal });
    const failed = expect(running).rejects.toThrow('interrupted');
    for (let turn = 0; turn < 1200 && (await schemasNamed(OWN)).length === 0; turn++) await new Promise((resolve) => void setTimeout(resolve, 20));
    stop.abort(new Error('interrupted'));
    await failed;
    expect(await schemasNamed(OWN)).toEqual([]);
  });
});
