import type { PGlite } from '@electric-sql/pglite';
import type { Schema, SchemaProblem } from '../../schema/types.ts';
import { createCandidate, ddlOf, type Ddl } from '../ddl.ts';
import { identifier, literal, tableKey } from '../../schema/identifiers.ts';
import { type IndexRow, INDEXES, type TableRow, TABLES } from '../postgres-queries.ts';
import { leadingOf, postgresPlan } from '../postgres-plan.ts';
import { CANDIDATE_INDEX, NO_SEQSCAN } from '../rows.ts';
import { postgresGate } from '../sql-gate.ts';
import { type DatabaseStatistics, indexPages, tablePages, type TableStatistics } from '../statistics.ts';
import type { Candidate, Plan, Planner, PlanNode, PlanResult, Statistics } from '../types.ts';
import { extensionsOf, loadExtensions, startEngine } from './engine.ts';
import { type FileSizes, memoryFileSizes } from './file-sizes.ts';
import { pgliteVersion } from './template.ts';

export interface EmbeddedOptions {
  /** The tables and indexes that it has. */
  schema: Pick<Schema, 'tables'>;
  /** What it is told of them, by `tableKey`; a table that is missing stays empty. */
  statistics: DatabaseStatistics;
  /** Where these come from. */
  source: Statistics;
  /** Folder in which the empty database is kept; without one it is made anew, which takes seconds. */
  folder?: string;
  /** Text is ordered byte by byte, as in a server whose databases are made so. */
  collation?: 'C';
  /** How files are made to look large. */
  fileSizes?: (pg: PGlite) => FileSizes;
}

export interface EmbeddedPlanner extends Planner {
  /** What of the schema could not be made, each in one line. */
  readonly problems: readonly SchemaProblem[];
  /** Plans as on tables that are too small for an index to pay: whether any index serves at all. */
  planForced(sql: string, candidate?: Candidate): Promise<PlanResult>;
}

/** A PostgreSQL in this process, with a schema and without rows, whose planner believes in the rows that it is told of. Close it: it keeps Node alive. */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedPlanner> {
  const ddl = ddlOf(options.schema, 'postgresql', { collation: options.collation });
  const extensions = extensionsOf(ddl.map(({ sql }) => sql));
  const pg = await startEngine(options.folder, await loadExtensions(extensions));
  try {
    const files = (options.fileSizes ?? memoryFileSizes)(pg);
    const problems: SchemaProblem[] = [];
    for (const name of extensions) await pg.exec(`CREATE EXTENSION IF NOT EXISTS ${identifier(name, 'postgresql')}`);
    await load(pg, ddl, problems);
    const believes = await believesSizes(pg, files);
    const version = (await pg.query<{ version: string }>("SELECT current_setting('server_version') AS version")).rows[0]!.version;
    const planner = new EmbeddedPostgres(pg, files, `PostgreSQL ${version} (PGlite ${pgliteVersion()})`, options, problems, believes);
    await planner.scale();
    return planner;
  } catch (error) {
    await pg.close();
    throw error;
  }
}

/** All statements at once where they succeed, as nearly always; else one by one, so that one that fails costs no other. */
async function load(pg: PGlite, ddl: readonly Ddl[], problems: SchemaProblem[]): Promise<void> {
  try {
    await pg.exec(`BEGIN; ${ddl.map(({ sql }) => sql).join(';\n')}; COMMIT`);
    return;
  } catch {
    await pg.exec('ROLLBACK');
  }
  for (const { makes, sql } of ddl) {
    try {
      await pg.exec(sql);
    } catch (error) {
      problems.push({ file: '', reason: `${makes} is left out by the planner: ${messageOf(error)}` });
    }
  }
}

const PROBE = 'perf_lint_probe';

/** Whether the planner believes in sizes that it is told: a release of PGlite may keep its files in another way. */
async function believesSizes(pg: PGlite, files: FileSizes): Promise<boolean> {
  await pg.exec(`CREATE TABLE ${PROBE} (a integer)`);
  try {
    const { file } = (await pg.query<{ file: string }>(`SELECT pg_relation_filepath('${PROBE}') AS file`)).rows[0]!;
    await pg.exec('CHECKPOINT');
    files.set(file, 5000);
    await pg.exec(relationStatistics('public', PROBE, 5000, 1_000_000));
    const { rows } = (await pg.exec(`EXPLAIN (GENERIC_PLAN, FORMAT JSON) SELECT * FROM ${PROBE} WHERE a = $1`))[0]!;
    const [{ Plan: plan }] = (rows[0] as { 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] })['QUERY PLAN'];
    // Of 200 values that it takes a column to have, one.
    return plan['Plan Rows'] === 5000;
  } catch {
    return false;
  } finally {
    files.restore();
    await pg.exec(`DROP TABLE ${PROBE}`);
  }
}

/** https://www.postgresql.org/docs/18/functions-admin.html#FUNCTIONS-ADMIN-STATSMOD */
function relationStatistics(namespace: string, name: string, pages: number, rows: number): string {
  return `SELECT pg_restore_relation_stats('schemaname', ${literal(namespace)}, 'relname', ${literal(name)}, 'relpages', ${pages}::integer, 'reltuples', ${rows}::real)`;
}

function attributeStatistics(namespace: string, table: string, column: string, statistics: TableStatistics['columns'][string]): string {
  const { distinct, nulls = 0, width = 16, correlation, trues } = statistics;
  const shares = trues === undefined ? [] : ([['t', trues], ['f', Math.max(0, 1 - nulls - trues)]] as const).filter(([, part]) => part > 0);
  const more = [
    ...(distinct === undefined ? [] : [`'n_distinct', ${distinct}::real`]),
    ...(correlation === undefined ? [] : [`'correlation', ${correlation}::real`]),
    ...(shares.length === 0 ? [] : [`'most_common_vals', '{${shares.map(([value]) => value).join()}}'::text, 'most_common_freqs', '{${shares.map(([, part]) => part).join()}}'::real[]`]),
  ];
  return `SELECT pg_restore_attribute_stats('schemaname', ${literal(namespace)}, 'relname', ${literal(table)}, 'attname', ${literal(column)}, 'inherited', false, 'null_frac', ${nulls}::real, 'avg_width', ${width}::integer${more.map((part) => `, ${part}`).join('')})`;
}

interface Relation extends TableRow {
  indexes: IndexRow[];
}

class EmbeddedPostgres implements EmbeddedPlanner {
  readonly engine = 'postgresql';
  readonly version: string;
  readonly statistics: Statistics;
  readonly problems: readonly SchemaProblem[];
  private readonly pg: PGlite;
  private readonly files: FileSizes;
  private readonly told: DatabaseStatistics;
  /** Sizes are believed; where not, tables stay empty and a scan of them is forbidden. */
  private readonly believes: boolean;
  private readonly relations = new Map<string, Relation>();
  /** Leading parts of ordered indexes. */
  private readonly leading = new Map<string, string | undefined>();
  /** One statement at a time: a candidate is there for one plan only. */
  private queue: Promise<unknown> = Promise.resolve();
  private candidateFile: string | undefined;

  constructor(pg: PGlite, files: FileSizes, version: string, { statistics, source }: EmbeddedOptions, problems: readonly SchemaProblem[], believes: boolean) {
    this.pg = pg;
    this.files = files;
    this.version = version;
    this.told = statistics;
    this.statistics = source;
    this.problems = problems;
    this.believes = believes;
  }

  /** Tells the planner how large each table and index is. */
  async scale(): Promise<void> {
    const byOid = new Map<string, Relation>();
    for (const row of (await this.pg.query<TableRow>(TABLES)).rows) {
      const relation = { ...row, indexes: [] };
      byOid.set(row.oid, relation);
      this.relations.set(tableKey(row.name, row.namespace ?? undefined), relation);
    }
    for (const row of (await this.pg.query<IndexRow>(INDEXES)).rows) {
      byOid.get(row.oid)?.indexes.push(row);
      this.leading.set(leadingKey(row.name, byOid.get(row.oid)?.name), row.method === 'btree' ? row.parts[0] : undefined);
    }
    if (!this.believes) return;
    // What is written later would extend a file whose size is not its own.
    await this.pg.exec('CHECKPOINT');
    const statements = [...this.relations].flatMap(([key, relation]) => this.scaleTable(relation, this.told.get(key)));
    if (statements.length > 0) await this.pg.exec(statements.join(';\n'));
  }

  private scaleTable(relation: Relation, told: TableStatistics | undefined): string[] {
    if (told === undefined || relation.file === '') return [];
    const namespace = relation.namespace ?? 'public';
    return [
      this.scaleHeap(relation, told),
      ...relation.indexes.map((index) => this.scaleIndex(namespace, index, told)),
      ...Object.entries(told.columns).flatMap(([column, statistics]) => (statistics.distinct === undefined && statistics.nulls === undefined && statistics.correlation === undefined ? [] : [attributeStatistics(namespace, relation.name, column, statistics)])),
    ];
  }

  private scaleIndex(namespace: string, index: IndexRow, told: TableStatistics): string {
    const known = told.indexes?.[index.name];
    const rows = known?.rows ?? (index.predicate === null ? told.rows : Math.ceil(told.rows * PARTIAL_SHARE));
    const pages = known?.pages ?? indexPages(rows);
    this.files.set(index.file, pages);
    return relationStatistics(namespace, index.name, pages, rows);
  }

  async rows(table: string, namespace?: string): Promise<number | undefined> {
    const key = tableKey(table, namespace);
    return this.relations.has(key) ? this.told.get(key)?.rows : undefined;
  }

  plan(sql: string): Promise<PlanResult> {
    return this.inTurn(() => this.explain(sql, undefined, this.believes ? undefined : NO_SEQSCAN));
  }

  planWith(sql: string, candidate: Candidate): Promise<PlanResult> {
    return this.inTurn(() => this.explain(sql, candidate, this.believes ? undefined : NO_SEQSCAN));
  }

  planForced(sql: string, candidate?: Candidate): Promise<PlanResult> {
    return this.inTurn(() => this.explain(sql, candidate, NO_SEQSCAN));
  }

  async close(): Promise<void> {
    await this.inTurn(() => this.pg.close());
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.queue.then(work);
    this.queue = result.catch(() => undefined);
    return result;
  }

  private async explain(sql: string, candidate: Candidate | undefined, forced: string | undefined): Promise<PlanResult> {
    const gate = postgresGate(sql);
    if (!gate.ok) return { ok: false, kind: 'refused', reason: gate.reason };
    const relation = candidate && this.relations.get(tableKey(candidate.table, candidate.namespace));
    if (candidate !== undefined && relation === undefined) return { ok: false, kind: 'failed', reason: `there is no table ${candidate.table}` };
    const told = relation && this.told.get(tableKey(relation.name, relation.namespace ?? undefined));
    let transaction = relation !== undefined || forced !== undefined;
    try {
      if (transaction) await this.pg.exec('BEGIN');
      if (relation !== undefined) await this.addCandidate(candidate!, relation, told);
      if (forced !== undefined) await this.pg.exec('SET LOCAL enable_seqscan = off');
      let plan = await this.planOf(sql, candidate, forced);
      // Without one index it may skip through the next.
      for (let skipped = skippedIndexes(plan.root), hidden = 0; skipped.length > 0 && hidden < MOST_HIDDEN; skipped = skippedIndexes(plan.root), hidden++) {
        if (!transaction) await this.pg.exec('BEGIN');
        transaction = true;
        await this.pg.query('UPDATE pg_index SET indisvalid = false WHERE indexrelid IN (SELECT oid FROM pg_class WHERE relname = ANY ($1))', [skipped]);
        plan = await this.planOf(sql, candidate, forced);
      }
      return { ok: true, plan };
    } catch (error) {
      return { ok: false, kind: 'failed', reason: messageOf(error) };
    } finally {
      if (this.candidateFile !== undefined) this.files.restore(this.candidateFile);
      this.candidateFile = undefined;
      if (transaction) await this.pg.exec('ROLLBACK');
      // Making an index counts the rows of its table, and that is not rolled back.
      if (relation !== undefined && told !== undefined && this.believes) await this.pg.exec(this.scaleHeap(relation, told));
    }
  }

  private async planOf(sql: string, candidate: Candidate | undefined, forced: string | undefined): Promise<Plan> {
    // The simple protocol alone lets a statement with values through unbound: https://www.postgresql.org/docs/18/sql-explain.html
    const [{ rows } = { rows: [] }] = await this.pg.exec(`EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${sql}`);
    const leading = (index: string, table: string | undefined): string | undefined => (index === CANDIDATE_INDEX ? leadingOf(candidate!) : this.leading.get(leadingKey(index, table)));
    return postgresPlan((rows[0] as { 'QUERY PLAN': unknown })['QUERY PLAN'], leading, { forced });
  }

  /** The index is really made: on a table without rows that takes a millisecond, if the table has its own size while it is. */
  private async addCandidate(candidate: Candidate, relation: Relation, told: TableStatistics | undefined): Promise<void> {
    const namespace = relation.namespace ?? 'public';
    this.files.restore(relation.file);
    await this.pg.exec(createCandidate(candidate, CANDIDATE_INDEX, 'postgresql'));
    if (!this.believes || told === undefined) return;
    const { file } = (await this.pg.query<{ file: string }>('SELECT pg_relation_filepath($1::regclass) AS file', [`${identifier(namespace, 'postgresql')}.${CANDIDATE_INDEX}`])).rows[0]!;
    const pages = indexPages(told.rows);
    this.candidateFile = file;
    this.files.set(file, pages);
    await this.pg.exec(`${this.scaleHeap(relation, told)}; ${relationStatistics(namespace, CANDIDATE_INDEX, pages, told.rows)}`);
  }

  private scaleHeap({ namespace, name, file }: Relation, told: TableStatistics): string {
    const pages = tablePages(told);
    this.files.set(file, pages);
    return relationStatistics(namespace ?? 'public', name, pages, told.rows);
  }
}

/**
 * Indexes that are asked for a later part alone. PostgreSQL 18 skips through them, which no older one does: a server that is not
 * known is taken to be an older one, as most are, and has the plan without them.
 */
function skippedIndexes({ kind, index, condition, children }: PlanNode): string[] {
  return [...(kind === 'index walk' && index !== undefined && condition !== undefined ? [index] : []), ...children.flatMap(skippedIndexes)];
}

/** A table has few indexes that hold one column behind others. */
const MOST_HIDDEN = 8;

/** Share of rows in a partial index of which nothing is known. */
const PARTIAL_SHARE = 0.1;

function leadingKey(index: string, table: string | undefined): string {
  return `${table ?? ''}\0${index}`;
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
}
