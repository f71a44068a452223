import { createIndex } from '../../../database/planner/ddl.ts';
import { render } from '../../../database/query/render.ts';
import type { Query } from '../../../database/query/types.ts';
import type { Column, Schema, Table } from '../../../database/schema/types.ts';
import type { Candidate } from '../../../database/planner/types.ts';
import type { Evidence } from '../../../findings/types.ts';
import { noBenchmark } from '../../evidence.ts';
import type { BenchmarkDetail, Described } from '../../evidence.ts';
import type { QueryJob, Sent, Statements } from '../../harness/processes/protocol.ts';
import { Workspace } from '../../harness/processes/workspace.ts';
import { median } from '../../../statistics/location.ts';
import { DEFAULT_PLAN } from '../../harness/sequence.ts';
import { runJob } from '../../run.ts';
import type { BenchmarkOptions } from '../../run.ts';
import { distinctOf } from '../rows.ts';
import { bound, tablesOf } from './bind.ts';
import type { Connection, Given } from './connection.ts';
import { dialectOf, isOwn, madeFor } from './dialect.ts';
import type { Dialect } from './dialect.ts';
import { reasonOf } from './filling.ts';
import type { Filling } from './filling.ts';
import { queryForms } from './forms.ts';
import type { QueryForms } from './forms.ts';
import { openEmbeddedScratch, openServerScratch } from './scratch.ts';
import type { Scratch } from './scratch.ts';
import { sendAll } from './subject.ts';
import { apart, sizesFor } from './tables.ts';

export interface QueryOptions extends BenchmarkOptions {
  /** Folder in which the empty embedded engine is kept between runs. */
  folder?: string | undefined;
  /** A server to run on, in schemas of the run's own; undefined: the embedded engine. */
  url?: string | undefined;
  /** Milliseconds of a round trip; undefined: those of the server, else assumed. */
  rtt?: number | undefined;
  /** Rows of the largest table on which an index is measured; default 100,000. */
  rows?: number | undefined;
}

/** Rows of the table that is asked. */
const ROWS = 10_000;
/** Keys for which the verdict is, and those for which it is measured beside. */
const KEYS = 100;
const CURVE: readonly number[] = [1, 10, 1000];
/** Keys with which it is seen that both forms do the same. */
const PROBE = 10;
/** Lists of keys that calls take in turn. */
const VARIANTS = 3;
/** Neighbours among keys are no neighbours in the table. */
const STEP = 7919;
/** Rows of the largest table for an index, of which the verdict is, unless they are told; the others have a tenth each, down to the least. */
const MOST_ROWS = 100_000;
const LEAST_ROWS = 1000;
/** Share of the budget in which tables for an index are made. */
const MAKING = 0.5;
/** Where in a table the rows lie that are asked for: a search for one row goes through half of it. */
const SHARES: readonly number[] = [0.5, 0.2, 0.8];
/** Milliseconds of a round trip within one region of a cloud, or less. */
const ASSUMED_RTT = 1;
/** Bytes and milliseconds that a worker with a database in it may take. */
const MEMORY = 2 ** 31;
const TIMEOUT = 60_000;

/**
 * A statement for each of many keys beside one for them all, on tables of the project's schema with rows. It is confirmed where
 * statements are counted to be more, and take longer although nothing waits for a network; latency is an estimate beside it.
 * @throws the signal's reason when it aborts
 */
export async function runQuery(query: Query, declared: Schema, options: QueryOptions = {}): Promise<Evidence> {
  const dialect = dialectOf(options.url);
  const schema = madeFor(dialect, declared);
  const forms = queryForms(query, schema, ROWS, dialect);
  if (typeof forms === 'string') return noBenchmark(forms);
  const filling: Filling = { namespace: 'rows', tables: forms.tables, schema: schema.tables, sizes: forms.sizes, fitting: forms.fitting };
  return onScratch(forms.tables, options, async (scratch, workspace, left) => {
    await scratch.fill(filling);
    const counted = await counts(forms, scratch.connection);
    if (typeof counted === 'string') return noBenchmark(counted);
    const rtt = await roundTrip(scratch.connection, options);
    const of = (n: number): Statements => ({ n, suspect: variants(n, forms).map(forms.suspect), twin: variants(n, forms).map(forms.twin) });
    const writes = isWrite(forms.operation);
    const job: QueryJob = { database: await scratch.forWorkers(filling.namespace, writes), writes, ...of(KEYS), beside: CURVE.map(of) };
    const described: Described = { kind: 'time', source: 'model', over: 'keys', suspect: `a loop of ${KEYS} statements (${forms.title})`, twin: 'one statement for all keys', assumed: [...forms.assumed, ...inPlace(scratch, dialect, declared)].join(', ') };
    const evidence = await runJob({ kind: 'queries', job }, described, left(options), { memory: MEMORY }, workspace);
    return withRoundTrips(evidence, { suspect: forms.suspect(keysOf(0, KEYS, forms)).length, twin: forms.twin(keysOf(0, KEYS, forms)).length }, rtt, scratch.server);
  });
}

/**
 * A statement on tables of growing size, with an index that is not there and without it.
 * @throws the signal's reason when it aborts
 */
export async function runIndex(query: Query, declared: Schema, candidate: Candidate, options: QueryOptions = {}): Promise<Evidence> {
  const dialect = dialectOf(options.url);
  const schema = madeFor(dialect, declared);
  const tables = tablesOf(query, schema);
  if (query.unknown.length > 0 || tables === undefined || schema.engine === 'mongodb') return noBenchmark('not all of the statement is seen');
  const indexed = [...tables.values()].find(({ name, namespace }) => name === candidate.table && namespace === candidate.namespace);
  if (indexed === undefined) return noBenchmark('the statement does not ask the table of the index');
  const index = createIndex(apart(indexed), { ...candidate, name: 'perf_lint_candidate', unique: false, method: 'btree', include: [], by: 'index', origin: indexed.origin }, dialect.engine, new Set());
  if (index === undefined) return noBenchmark('the index is none that the engine has');
  const own = [...new Set(tables.values())];
  const sqlIn = (namespace: string, rows = 1, share = 0): string | undefined => {
    const filled = sizesFor(own, schema, rows);
    // All values of one row.
    const numberOf = (table: Table, column: Column): number => 1 + (Math.floor(share * (filled.get(table) ?? 0)) % distinctOf(table, column, schema, filled));
    const made = render(bound(query, tables, dialect.engine, { namespace, numberOf }), ({ alias }) => tables.get(alias), dialect.engine);
    return made?.values === 0 ? made.sql : undefined;
  };
  if (sqlIn('') === undefined) return noBenchmark('the statement has a condition that is not written as SQL here');
  return onScratch(own, options, async (scratch, workspace, left) => {
    const plain = (rows: number): Filling => ({ namespace: `rows_${rows}`, tables: own, schema: schema.tables, sizes: sizesFor(own, schema, rows) });
    const withIndex = (rows: number): Filling => ({ ...plain(rows), namespace: `rows_${rows}_indexed`, then: [index] });
    const asked = options.rows ?? MOST_ROWS;
    const sizes = await fillWithin(sizesTo(asked), (options.plan?.budget ?? DEFAULT_PLAN.budget) * MAKING, async (rows) => {
      await scratch.fill(plain(rows));
      await scratch.fill(withIndex(rows));
    });
    const of = (n: number): Statements => ({
      n,
      suspect: SHARES.map((share) => [{ sql: sqlIn(scratch.schemaOf(plain(n).namespace), n, share)!, values: [] }]),
      twin: SHARES.map((share) => [{ sql: sqlIn(scratch.schemaOf(withIndex(n).namespace), n, share)!, values: [] }]),
    });
    const most = sizes.at(-1)!;
    const writes = isWrite(query.operation);
    const job: QueryJob = { database: await scratch.forWorkers(plain(most).namespace, writes), writes, ...of(most), beside: sizes.slice(0, -1).map(of) };
    const fewer = most < asked ? [`not ${asked}, whose making takes more than half of the budget`] : [];
    const described: Described = {
      kind: 'time', source: 'model', over: 'rows', suspect: 'the statement without the index',
      twin: `with an index on ${indexed.name} (${candidate.parts.map(({ column, expression }) => column ?? expression).join(', ')})`,
      assumed: [`${most} rows`, ...fewer, ...inPlace(scratch, dialect, declared)].join(', '),
    };
    const evidence = await runJob({ kind: 'queries', job }, described, left(options), { memory: MEMORY }, workspace);
    return { ...evidence, summary: `${evidence.summary}${pays(evidence)}`, detail: { ...(evidence.detail as object), server: scratch.server } };
  });
}

/**
 * Makes tables of sizes that rise by ten, as long as the next one is made within the time; gives the sizes that were made. What the
 * next one takes is the last one's time, and ten times what that took longer than the one before: some of it is the same for all.
 */
async function fillWithin(sizes: readonly number[], milliseconds: number, fill: (rows: number) => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  const began = performance.now();
  for (const rows of sizes) {
    const start = performance.now();
    const [before, last] = times.slice(-2);
    if (last !== undefined && start - began + last + 10 * Math.max(0, last - before!) > milliseconds) break;
    await fill(rows);
    times.push(performance.now() - start);
  }
  return sizes.slice(0, times.length);
}

/** Numbers of rows up to the most, rising by ten. */
function sizesTo(most: number): number[] {
  const smaller = Math.floor(most / 10);
  return smaller < LEAST_ROWS ? [most] : [...sizesTo(smaller), most];
}

function isWrite(operation: Query['operation']): boolean {
  return operation !== 'select' && operation !== 'count';
}

/** What is said where the engine is not the schema's. */
function inPlace({ server }: Scratch, dialect: Dialect, { engine }: Schema): string[] {
  return isOwn(dialect, engine) ? [] : [`${server.split(' ')[0]} in place of ${engine}`];
}

/** Opens a database, and leaves nothing of it. What cannot be made, or not be taken away, is said. */
async function onScratch(tables: readonly Table[], { url, folder, signal }: QueryOptions, run: (scratch: Scratch, workspace: Workspace, left: (options: QueryOptions) => QueryOptions) => Promise<Evidence>): Promise<Evidence> {
  const began = performance.now();
  const left = (options: QueryOptions): QueryOptions => ({ timeout: TIMEOUT, ...options, plan: { ...options.plan, spent: performance.now() - began } });
  const workspace = new Workspace();
  try {
    signal?.throwIfAborted();
    const scratch = await (url === undefined ? openEmbeddedScratch(tables, { folder, workspace: workspace.folder, signal }) : openServerScratch(url, `perf_lint_bench_${process.pid}_${Date.now().toString(36)}`, signal));
    try {
      return await run(scratch, workspace, left);
    } finally {
      await scratch.close();
    }
  } catch (error) {
    signal?.throwIfAborted();
    return noBenchmark(reasonOf(error));
  } finally {
    workspace.close();
  }
}

function keysOf(variant: number, count: number, { keys }: QueryForms): number[] {
  return Array.from({ length: count }, (_, at) => {
    const number = variant * count + at;
    return keys === Infinity ? number + 1 : 1 + ((number * STEP) % keys);
  });
}

function variants(count: number, forms: QueryForms): number[][] {
  return Array.from({ length: VARIANTS }, (_, variant) => keysOf(variant, count, forms));
}

/** Whether both forms do the same, in so many words where they do not. */
async function counts(forms: QueryForms, connection: Connection): Promise<string | undefined> {
  const keys = [...new Set(keysOf(0, PROBE, forms))];
  const writes = isWrite(forms.operation);
  const single = await sendAll(connection, forms.suspect(keys), writes);
  const list = await sendAll(connection, forms.twin(keys), writes);
  const rows = (given: readonly Given[]): string[] => given.flatMap((one) => one.rows.map((row) => JSON.stringify(row)));
  if (forms.operation === 'count') {
    const sum = (given: readonly Given[]): number => given.flatMap((one) => one.rows.map((row) => Number(Object.values(row).at(-1)))).reduce((total, count) => total + count, 0);
    return sum(single) === sum(list) ? undefined : 'one statement for all keys does not count the same';
  }
  if (forms.operation !== 'select') {
    const changed = (given: readonly Given[]): number => given.reduce((total, { count }) => total + count, 0);
    return changed(single) === changed(list) ? undefined : 'one statement for all keys does not change the same rows';
  }
  const all = new Set(rows(list));
  const found = rows(single);
  if (found.length === 0) return 'the rows that were made do not fit the statement’s conditions';
  return found.every((row) => all.has(row)) ? undefined : 'one statement for all keys does not find the same rows';
}

interface RoundTrip {
  ms: number;
  from: 'given' | 'measured' | 'assumed';
}

async function roundTrip(connection: Connection, { rtt, url }: QueryOptions): Promise<RoundTrip> {
  if (rtt !== undefined) return { ms: rtt, from: 'given' };
  if (url === undefined) return { ms: ASSUMED_RTT, from: 'assumed' };
  const times: number[] = [];
  const ping: Sent = { sql: 'SELECT 1', values: [] };
  for (let turn = 0; turn < 21; turn++) {
    const start = performance.now();
    await connection.send(ping);
    times.push(performance.now() - start);
  }
  return { ms: median(times), from: 'measured' };
}

/** From which number on it pays: at all that were measured, or from somewhere between them on. */
function pays({ verdict, detail }: Evidence): string {
  const { crossover: found, curve } = detail as BenchmarkDetail;
  if (verdict !== 'confirmed' || found === undefined || curve === undefined) return '';
  if (found.kind === 'at') return `; it pays from about ${Number(found.size.toPrecision(2))} ${curve.over} on`;
  const from = found.kind === 'below' ? found.size : found.kind === 'unclear' ? found.from : undefined;
  return from !== undefined && from > 1 ? `; it pays from ${from} ${curve.over} on at the latest` : '';
}

const ORIGIN: Readonly<Record<RoundTrip['from'], string>> = { given: 'as given', measured: 'measured', assumed: 'assumed' };

/** The verdict of the time, beside what was counted. Time alone refutes nothing where statements are more. */
function withRoundTrips(evidence: Evidence, counted: { suspect: number; twin: number }, rtt: RoundTrip, server: string): Evidence {
  const more = (counted.suspect - counted.twin) * rtt.ms;
  const estimate = `${counted.suspect} round trips in place of ${counted.twin}: ${more >= 10 ? Math.round(more) : Number(more.toFixed(2))} ms more at ${Number(rtt.ms.toFixed(3))} ms each (${ORIGIN[rtt.from]})`;
  const refutes = evidence.verdict === 'refuted';
  return {
    ...evidence,
    verdict: refutes ? 'inconclusive' : evidence.verdict,
    summary: `${refutes ? 'cannot tell: without a network both take about as long: ' : ''}${evidence.summary}; ${estimate}${pays(evidence)}`,
    detail: { ...(evidence.detail as object), roundTrips: counted, rtt, server },
  };
}
