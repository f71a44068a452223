import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runIndex, runQuery } from '../../src/benchmark/models/queries/run.ts';
import type { QueryOptions } from '../../src/benchmark/models/queries/run.ts';
import { openServerScratch } from '../../src/benchmark/models/queries/scratch.ts';
import type { BenchmarkDetail } from '../../src/benchmark/evidence.ts';
import { shopSites, shopStatement } from '../benchmark/models/queries/project.ts';
import { openDatabase } from './databases.ts';
import type { Database, Dialect } from './databases.ts';
import { schemasNamed } from './schemas-named.ts';

/** Schemas of benchmarks of this process. */
const OWN = `perf_lint_bench_${process.pid}_`;
const TABLES = ['Shipment', 'OrderLine', 'Customer'];

/** All that a schema holds, so that a change of it is seen. */
type Digest = () => Promise<unknown>;

/** Tables of the same names as the project's, where the URL leads, and what is in them. */
const PREPARED: Readonly<Record<Dialect, (database: Database) => Promise<{ digest: Digest; close(): Promise<void> }>>> = {
  async postgres(database) {
    for (const table of TABLES) {
      await database.run(`CREATE TABLE "${table}" (id text PRIMARY KEY, tracking text, "orderId" text)`);
      await database.run(`INSERT INTO "${table}" SELECT 'v' || g, 'v' || g, 'v' || g FROM generate_series(1, 100) g`);
    }
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    return {
      async digest() {
        const { rows: objects } = await client.query('SELECT relname, relkind, relfilenode, reltuples FROM pg_class WHERE relnamespace = current_schema()::regnamespace ORDER BY 1');
        const rows = [];
        for (const table of TABLES) rows.push((await client.query(`SELECT md5(string_agg(xmin || ctid::text || t::text, ',' ORDER BY id)) AS digest FROM "${table}" t`)).rows);
        return { objects, rows };
      },
      close: () => client.end(),
    };
  },
  async mysql(database) {
    for (const table of TABLES) {
      await database.run(`CREATE TABLE \`${table}\` (id varchar(20) PRIMARY KEY, tracking text, orderId text)`);
      await database.run(`INSERT INTO \`${table}\` VALUES ${Array.from({ length: 100 }, (_, at) => `('v${at}', 'v${at}', 'v${at}')`).join(', ')}`);
    }
    const client = await mysql.createConnection(database.url);
    return {
      async digest() {
        const [objects] = await client.query('SELECT table_name, create_time, update_time, table_rows, auto_increment FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1');
        const [indexes] = await client.query('SELECT table_name, index_name, column_name FROM information_schema.statistics WHERE table_schema = DATABASE() ORDER BY 1, 2');
        const [sums] = await client.query(`CHECKSUM TABLE ${TABLES.map((table) => `\`${table}\``).join(', ')} EXTENDED`);
        return { objects, indexes, sums };
      },
      close: () => client.end(),
    };
  },
};

describe.each(['postgres', 'mysql'] as const)('--bench-db %s', { timeout: 240_000 }, (dialect) => {
  const product = { postgres: /^PostgreSQL \d/, mysql: /^(?:MariaDB|MySQL) \d/ }[dialect];
  let database: Database;
  let digest: Digest;
  let close: () => Promise<void>;
  beforeAll(async () => {
    database = await openDatabase(dialect);
    ({ digest, close } = await PREPARED[dialect](database));
  });
  afterAll(async () => {
    await close();
    await database.drop();
  });

  /** Runs it in so many processes, and sees that schemas of its own are there meanwhile and gone after it, and that nothing else changed. */
  async function within<T>(processes: number, run: (options: QueryOptions) => Promise<T>): Promise<T> {
    const before = await digest();
    const seen: Promise<string[]>[] = [];
    const result = await run({ url: database.url, plan: { budget: 30_000, looks: [processes] }, onProcess: () => void seen.push(schemasNamed(OWN, dialect)) });
    expect((await Promise.all(seen)).flat()).not.toEqual([]);
    expect(await schemasNamed(OWN, dialect)).toEqual([]);
    expect(await digest()).toEqual(before);
    return result;
  }

  it('measures an index on tables of three sizes in schemas of its own', async () => {
    const { query, schema } = shopSites('src/routes/search.ts').get(21)!;
    const evidence = await within(3, (options) => runIndex(query, schema, { table: 'Shipment', parts: [{ column: 'tracking', direction: 'asc' }] }, options));
    const { curve, crossover, processes, server, assumed, reason } = evidence.detail as BenchmarkDetail & { server: string };
    expect(server).toMatch(product);
    expect(assumed).toMatch(/^100000 rows/);
    expect(assumed!.includes('in place of postgresql')).toBe(dialect === 'mysql');
    expect(curve).toMatchObject({ over: 'rows', unit: 'ms', points: [{ n: 1000 }, { n: 10_000 }, { n: 100_000 }] });
    expect(crossover).toBeDefined();
    expect(processes).toHaveLength(3);
    // Half of a table is read in place of one row; where the machine is busy with others, the harness says that it cannot tell.
    expect(evidence.verdict).toBe(reason === undefined ? 'confirmed' : 'inconclusive');
    expect(curve!.points[2]!.suspect).toBeGreaterThan(2 * curve!.points[2]!.twin!);
  });

  it.each([
    ['reads by key', 'src/repositories/order.repository.ts', 13],
    ['deletes by key', 'src/routes/customers.ts', 32],
  ])('measures what %s, and counts and times round trips', async (_, file, line) => {
    const { query, schema } = shopSites(file).get(line)!;
    const { summary, detail, verdict } = await within(2, (options) => runQuery(query, schema, options));
    const { roundTrips, rtt, server } = detail as { roundTrips: object; rtt: { ms: number; from: string }; server: string };
    expect(server).toMatch(product);
    expect(roundTrips).toEqual({ suspect: 100, twin: 1 });
    expect(rtt).toMatchObject({ from: 'measured', ms: expect.any(Number) });
    expect(summary).toMatch(/100 round trips in place of 1: .* ms more at .* ms each \(measured\)/);
    expect(verdict).not.toBe('refuted');
  });

  it('measures upserts, and what a lazy relation loads', async () => {
    const { query, schema } = shopSites('src/services/auth.service.ts').get(19)!;
    const upserts = await within(2, (options) => runQuery({ ...query, operation: 'upsert' }, schema, options));
    expect(upserts).toMatchObject({ metric: 'time per call', n: 2, detail: { suspect: 'a loop of 100 statements (upsert into AuditEntry)', roundTrips: { suspect: 100, twin: 1 } } });
    const lazy = shopStatement('src/services/catalog.service.ts', 14, 30);
    if (typeof lazy === 'string') throw new Error(lazy);
    const loads = await within(2, (options) => runQuery(lazy.query, lazy.schema, options));
    expect(loads).toMatchObject({ metric: 'time per call', n: 2, detail: { suspect: 'a loop of 100 statements (select category by id)', roundTrips: { suspect: 100, twin: 1 } } });
  });

  it('says what of a server cannot be used, and leaves nothing', async () => {
    const { query, schema } = shopSites('src/routes/customers.ts').get(32)!;
    const down = new URL(database.url);
    down.port = '1';
    expect(await runQuery(query, schema, { url: down.href })).toMatchObject({ verdict: 'inconclusive', summary: expect.stringMatching(/^no benchmark: (?:PostgreSQL|MySQL) at 127\.0\.0\.1:1\/\w+: nothing listens there \(ECONNREFUSED\)$/) as string });
    expect(await schemasNamed(OWN, dialect)).toEqual([]);
  });

  it('says that a user may make no schemas', async () => {
    const { query, schema } = shopSites('src/routes/customers.ts').get(32)!;
    const user = `perf_lint_bench_user_${process.pid}`;
    const url = new URL(database.url);
    url.username = user;
    url.password = 'secret';
    // A database of MySQL that the user may not use is refused before anything is made.
    if (dialect === 'mysql') url.pathname = '';
    const [make, drop, said] = {
      postgres: [`CREATE ROLE ${user} LOGIN PASSWORD 'secret'`, `DROP ROLE ${user}`, /^no benchmark: permission denied for database \w+$/],
      mysql: [`CREATE USER ${user} IDENTIFIED BY 'secret'`, `DROP USER ${user}`, /^no benchmark: Access denied for user '\w+'@'\S+' to database 'perf_lint_bench_\w+'$/],
    }[dialect] as [string, string, RegExp];
    await database.run(make);
    try {
      expect(await runQuery(query, schema, { url: url.href })).toMatchObject({ verdict: 'inconclusive', summary: expect.stringMatching(said) as string });
    } finally {
      await database.run(drop);
    }
  });

  it('drops its schemas when it is ended while they are filled', async () => {
    const { query, schema } = shopSites('src/routes/search.ts').get(21)!;
    const stop = new AbortController();
    const running = runIndex(query, schema, { table: 'Shipment', parts: [{ column: 'tracking', direction: 'asc' }] }, { url: database.url, signal: stop.signal });
    const failed = expect(running).rejects.toThrow('interrupted');
    for (let turn = 0; turn < 1200 && (await schemasNamed(OWN, dialect)).length === 0; turn++) await new Promise((resolve) => void setTimeout(resolve, 20));
    stop.abort(new Error('interrupted'));
    await failed;
    expect(await schemasNamed(OWN, dialect)).toEqual([]);
  });

  it('drops its schemas by another connection where the server has ended the first', async () => {
    const scratch = await openServerScratch(database.url, `${OWN}ended`);
    await scratch.fill({ namespace: 'rows', tables: [], schema: [], sizes: new Map() });
    const [ask, end] = {
      postgres: ['SELECT pg_backend_pid() AS id', (id: number) => `SELECT pg_terminate_backend(${id})`],
      mysql: ['SELECT connection_id() AS id', (id: number) => `KILL ${id}`],
    }[dialect] as [string, (id: number) => string];
    const { rows: [row] } = await scratch.connection.send({ sql: ask, values: [] });
    expect(await schemasNamed(OWN, dialect)).toEqual([`${OWN}ended_rows`]);
    await database.run(end(Number(row!.id)));
    await expect(scratch.connection.send({ sql: 'SELECT 1', values: [] })).rejects.toThrow();
    await scratch.close();
    expect(await schemasNamed(OWN, dialect)).toEqual([]);
  });

  it('says what is left where the server does not answer any more', async () => {
    const { query, schema } = shopSites('src/routes/customers.ts').get(32)!;
    const between = await forwarding(database.url);
    try {
      const { verdict, summary } = await runQuery(query, schema, { url: between.url, plan: { budget: 10_000, looks: [2] }, onProcess: between.close });
      const left = await schemasNamed(OWN, dialect);
      expect(left).toHaveLength(1);
      expect(verdict).toBe('inconclusive');
      expect(summary).toMatch(/^no benchmark: not dropped, and left to be dropped by hand: \w+ \(.*: nothing listens there \(ECONNREFUSED\)\)$/);
      expect(summary).toContain(left[0]);
    } finally {
      between.close();
      for (const name of await schemasNamed(OWN, dialect)) await database.run(dialect === 'mysql' ? `DROP DATABASE ${name}` : `DROP SCHEMA ${name} CASCADE`);
    }
  });
});

/** A way to a server that can be cut. */
async function forwarding(to: string): Promise<{ url: string; close(): void }> {
  const url = new URL(to);
  const [host, port] = [url.hostname, Number(url.port)];
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    const onward = connect(port, host);
    sockets.push(socket.on('error', () => onward.destroy()), onward.on('error', () => socket.destroy()));
    socket.pipe(onward).pipe(socket);
  });
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening));
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
