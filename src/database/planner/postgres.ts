import type { Client, QueryResultRow } from 'pg';
import type { Schema } from '../schema/types.ts';
import { readPostgresCatalog, type PostgresCatalog } from './catalog-postgres.ts';
import { connectionError, PlannerError, withoutSecrets } from './connection.ts';
import { createCandidate } from './ddl.ts';
import type { EmbeddedPlanner } from './embedded/embedded.ts';
import { POSTGRES_EXTENSION_FUNCTIONS } from './functions.ts';
import { tableKey } from '../schema/identifiers.ts';
import { leadingOf, postgresPlan } from './postgres-plan.ts';
import { PARAMETERS, SERVER, type ServerRow, SHADOWED } from './postgres-queries.ts';
import { CANDIDATE_INDEX, DEVELOPMENT_ROWS, NO_SEQSCAN } from './rows.ts';
import { postgresGate } from './sql-gate.ts';
import { asSelect } from './tokens.ts';
import type { DatabaseStatistics } from './statistics.ts';
import type { Candidate, Plan, Planner, PlanNode, PlanResult } from './types.ts';

/** A server that is asked; what it has is read once, when it is opened. */
export interface LivePlanner extends Planner {
  /** As its catalog has it. */
  readonly schema: Schema;
  /** What it knows of its tables, by `tableKey`. */
  readonly known: DatabaseStatistics;
}

export interface LiveOptions {
  url: string;
  /** Folder for the embedded engine, which plans candidates where the server cannot. */
  folder?: string;
}

/** Oldest release that has `plan_cache_mode`: https://www.postgresql.org/docs/release/12.0/ */
const OLDEST = 120_000;

/** Opens a connection to PostgreSQL 12 or newer. @throws PlannerError with one line. */
export async function openPostgres({ url, folder }: LiveOptions): Promise<LivePlanner> {
  const { default: pg } = await import('pg');
  const parsed = new URL(url);
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000, application_name: 'perf-lint', query_timeout: 10_000 });
  // A connection that ends between two questions fails the next one; it must not end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => undefined);
    throw connectionError('postgresql', parsed, error);
  }
  try {
    const ask = async <Row>(sql: string): Promise<readonly Row[]> => (await client.query<QueryResultRow>(sql)).rows as Row[];
    await client.query('SET default_transaction_read_only = on');
    const [server] = await ask<ServerRow>(SERVER);
    if (server!.number < OLDEST) throw new PlannerError(`PostgreSQL ${server!.version} is older than 12, which is the first one that can be asked`);
    return new LivePostgres(client, parsed, server!, await readPostgresCatalog(ask, `postgres://${parsed.host}${parsed.pathname}`), folder);
  } catch (error) {
    await client.end();
    throw error instanceof PlannerError ? error : connectionError('postgresql', parsed, error);
  }
}

/** What the server is sent around a plan, and nothing else: https://www.postgresql.org/docs/18/sql-prepare.html */
const BEGIN = 'BEGIN READ ONLY';
/** A generic plan is the one for any values. Text is read here as the gate read it. */
const SETTINGS = "SET LOCAL statement_timeout = '2s'; SET LOCAL lock_timeout = '200ms'; SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL standard_conforming_strings = on";

class LivePostgres implements LivePlanner {
  readonly engine = 'postgresql';
  readonly version: string;
  readonly statistics = 'server';
  readonly schema: Schema;
  readonly known: DatabaseStatistics;
  private readonly client: Client;
  private readonly url: URL;
  private readonly server: ServerRow;
  private readonly catalog: PostgresCatalog;
  private readonly folder: string | undefined;
  private embedded: Promise<EmbeddedPlanner> | undefined;
  private queue: Promise<unknown> = Promise.resolve();

  constructor(client: Client, url: URL, server: ServerRow, catalog: PostgresCatalog, folder: string | undefined) {
    this.client = client;
    this.url = url;
    this.server = server;
    this.catalog = catalog;
    this.folder = folder;
    this.schema = catalog.schema;
    this.known = catalog.statistics;
    this.version = `PostgreSQL ${server.version}`;
  }

  async rows(table: string, namespace?: string): Promise<number | undefined> {
    return this.known.get(tableKey(table, namespace))?.rows;
  }

  plan(sql: string): Promise<PlanResult> {
    return this.inTurn(() => this.guarded(sql, undefined));
  }

  planWith(sql: string, candidate: Candidate): Promise<PlanResult> {
    return this.inTurn(() => (this.server.hypopg ? this.guarded(sql, candidate) : this.planElsewhere(sql, candidate)));
  }

  async close(): Promise<void> {
    await this.queue;
    await (await this.embedded?.catch(() => undefined))?.close();
    await this.client.end();
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.queue.then(work);
    this.queue = result.catch(() => undefined);
    return result;
  }

  private async guarded(sql: string, candidate: Candidate | undefined): Promise<PlanResult> {
    const gate = postgresGate(sql);
    if (!gate.ok) return { ok: false, kind: 'refused', reason: gate.reason };
    try {
      const shadowed = gate.functions.length === 0 ? [] : (await this.client.query<{ name: string }>(SHADOWED, [gate.functions])).rows;
      const own = shadowed.filter(({ name }) => !POSTGRES_EXTENSION_FUNCTIONS.has(name));
      if (own.length > 0) return { ok: false, kind: 'refused', reason: `the database has a function ${own[0]!.name}() of its own, and a planner may run a function that it is asked about` };
      return await this.explain(sql, candidate);
    } catch (error) {
      const { code } = error as { code?: string };
      const select = code === '42501' && (gate.kind === 'update' || gate.kind === 'delete') ? asSelect(sql, false) : undefined;
      // The user may read what it may not write: its rows are found in the same way.
      if (select !== undefined) return this.guarded(select, candidate);
      return { ok: false, kind: 'failed', reason: this.reasonOf(error) };
    }
  }

  private async explain(sql: string, candidate: Candidate | undefined): Promise<PlanResult> {
    const { client } = this;
    await client.query(BEGIN);
    try {
      await client.query(SETTINGS);
      // In the extended protocol the server itself takes one statement only.
      await client.query({ text: `PREPARE perf_lint AS ${sql}`, queryMode: 'extended' } as never);
      const name = candidate && (await this.addHypothetical(candidate));
      const { rows: [parameters] } = await client.query<{ count: number }>(PARAMETERS);
      const values = parameters!.count === 0 ? '' : `(${Array.from({ length: parameters!.count }, () => 'NULL').join(', ')})`;
      const explain = async (forced?: string): Promise<Plan> => {
        const { rows: [row] } = await client.query<{ 'QUERY PLAN': unknown }>(`EXPLAIN (FORMAT JSON) EXECUTE perf_lint${values}`);
        return postgresPlan(row!['QUERY PLAN'], (index, table) => (index === CANDIDATE_INDEX ? leadingOf(candidate!) : this.catalog.leading(index, table)), { forced, candidate: name });
      };
      const plan = await explain();
      if (!this.readsSmall(plan.root)) return { ok: true, plan };
      await client.query('SET LOCAL enable_seqscan = off');
      await client.query('DEALLOCATE perf_lint');
      await client.query({ text: `PREPARE perf_lint AS ${sql}`, queryMode: 'extended' } as never);
      return { ok: true, plan: await explain(NO_SEQSCAN) };
    } finally {
      await client.query('ROLLBACK');
      await client.query('DEALLOCATE ALL');
      if (candidate !== undefined) await client.query('SELECT hypopg_reset()');
    }
  }

  /** Whether a table is read whole that is too small for anything else. */
  private readsSmall({ kind, table, children }: PlanNode): boolean {
    const small = kind === 'scan' && table !== undefined && this.schema.tables.some(({ name, rows }) => name === table && (rows ?? 0) < DEVELOPMENT_ROWS);
    return small || children.some((child) => this.readsSmall(child));
  }

  /** https://hypopg.readthedocs.io: an index of this connection alone, which no query can use. */
  private async addHypothetical(candidate: Candidate): Promise<string> {
    const { rows: [made] } = await this.client.query<{ name: string }>('SELECT indexname AS name FROM hypopg_create_index($1)', [createCandidate(candidate, CANDIDATE_INDEX, 'postgresql')]);
    return made!.name;
  }

  /** On an embedded engine that is told what the server knows of its tables. */
  private async planElsewhere(sql: string, candidate: Candidate): Promise<PlanResult> {
    const { openEmbedded } = await import('./embedded/embedded.ts');
    const { schema, statistics } = this.catalog;
    this.embedded ??= openEmbedded({ schema, statistics, source: 'server', folder: this.folder, ...(/^(?:C|POSIX)$/.test(this.server.collation) ? { collation: 'C' as const } : {}) });
    const embedded = await this.embedded;
    const small = (statistics.get(tableKey(candidate.table, candidate.namespace))?.rows ?? 0) < DEVELOPMENT_ROWS;
    return small ? embedded.planForced(sql, candidate) : embedded.planWith(sql, candidate);
  }

  private reasonOf(error: unknown): string {
    const { code = '', message = String(error) } = error as { code?: string; message?: string };
    return `${EXPLAINED[code] ?? ''}${withoutSecrets(message, this.url)}`;
  }
}


/** What is behind an error of the server, where its own words do not say it. */
const EXPLAINED: Readonly<Record<string, string>> = {
  '42501': 'the user lacks a permission: ', '42601': 'not read as SQL by this server: ', '57014': 'not planned within 2 s: ', '55P03': 'a lock was not free within 200 ms: ',
};
