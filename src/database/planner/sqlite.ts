import { readFile } from 'node:fs/promises';
import type { Database, SqlJsStatic } from 'sql.js';
import type { Schema, SchemaProblem } from '../schema/types.ts';
import { countRows, readSqliteCatalog, rowsOf } from './catalog-sqlite.ts';
import { PlannerError } from './connection.ts';
import { createCandidate, ddlOf } from './ddl.ts';
import type { LivePlanner } from './postgres.ts';
import { CANDIDATE_INDEX } from './rows.ts';
import { type QueryPlanRow, sqlitePlan } from './sqlite-plan.ts';
import type { DatabaseStatistics } from './statistics.ts';
import { tablesOf, tokensOf, withoutEnd } from './tokens.ts';
import type { Candidate, PlanResult, Statistics } from './types.ts';

export interface SqlitePlanner extends LivePlanner {
  /** What of the schema could not be made, each in one line. */
  readonly problems: readonly SchemaProblem[];
}

/** The planner for a schema, in a database in memory without rows. It needs none: an index that serves is used whatever the size. */
export async function openSqliteSchema(schema: Schema, rows: ReadonlyMap<string, number>): Promise<SqlitePlanner> {
  const { Database } = await load();
  const problems: SchemaProblem[] = [];
  const database = new Database();
  for (const { makes, sql } of ddlOf(schema, 'sqlite')) {
    try {
      database.run(sql);
    } catch (error) {
      problems.push({ file: '', reason: `${makes} is left out by the planner: ${messageOf(error)}` });
    }
  }
  return new Sqlite(database, schema, rows, 'assumed', problems);
}

/** What every file of SQLite begins with: https://sqlite.org/fileformat.html */
const MAGIC = 'SQLite format 3\0';

/** The planner for a database file, which is read and never written. @throws PlannerError with one line. */
export async function openSqliteFile(file: string): Promise<SqlitePlanner> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw new PlannerError(`SQLite: ${file} cannot be read: ${messageOf(error)}`);
  }
  if (bytes.length > 0 && bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) throw new PlannerError(`SQLite: ${file} is no database of SQLite`);
  const { Database } = await load();
  let copy: Database | undefined;
  try {
    copy = new Database(bytes);
    const schema = readSqliteCatalog(copy, file);
    const rows = countRows(copy, schema);
    return new Sqlite(emptyCopy(copy, new Database()), { ...schema, tables: schema.tables.map((table) => ({ ...table, rows: rows.get(table.name) })) }, rows, 'server', []);
  } catch (error) {
    throw new PlannerError(`SQLite: ${file} cannot be read: ${messageOf(error)}`);
  } finally {
    copy?.close();
  }
}

/** The tables and indexes, and what ANALYZE found, without the rows: a candidate is made in no time then. */
function emptyCopy(from: Database, to: Database): Database {
  const objects = rowsOf(from, "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND type IN ('table', 'index', 'view') ORDER BY type = 'table' DESC");
  for (const { sql } of objects) to.run(String(sql));
  if (rowsOf(from, "SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'").length === 0) return to;
  to.run('ANALYZE');
  to.run('DELETE FROM sqlite_stat1');
  for (const { tbl, idx, stat } of rowsOf(from, 'SELECT tbl, idx, stat FROM sqlite_stat1')) to.run('INSERT INTO sqlite_stat1 VALUES (?, ?, ?)', [tbl!, idx!, stat!]);
  // It is read again when a schema is loaded, or so: https://sqlite.org/lang_analyze.html
  to.run('ANALYZE sqlite_schema');
  return to;
}

let loaded: Promise<SqlJsStatic> | undefined;

function load(): Promise<SqlJsStatic> {
  loaded ??= import('sql.js').then(({ default: init }) => init());
  return loaded;
}

class Sqlite implements SqlitePlanner {
  readonly engine = 'sqlite';
  readonly version: string;
  readonly statistics: Statistics;
  readonly schema: Schema;
  readonly problems: readonly SchemaProblem[];
  readonly known: DatabaseStatistics;
  private readonly database: Database;

  constructor(database: Database, schema: Schema, counts: ReadonlyMap<string, number>, statistics: Statistics, problems: readonly SchemaProblem[]) {
    this.database = database;
    this.schema = schema;
    this.known = new Map([...counts].map(([table, rows]) => [table, { rows, columns: {} }]));
    this.statistics = statistics;
    this.problems = problems;
    this.version = `SQLite ${String(rowsOf(database, 'SELECT sqlite_version() AS version')[0]!.version)}`;
  }

  async rows(table: string): Promise<number | undefined> {
    return this.known.get(table)?.rows;
  }

  async plan(sql: string): Promise<PlanResult> {
    const tokens = withoutEnd(tokensOf(sql, false));
    if (tokens.some(({ kind, text }) => kind === 'symbol' && text === ';')) return { ok: false, kind: 'refused', reason: 'several statements in one text' };
    if (!/^(?:select|with|insert|replace|update|delete)$/i.test(tokens[0]?.text ?? '')) return { ok: false, kind: 'refused', reason: `only SELECT, INSERT, UPDATE and DELETE are planned, not ${tokens[0]?.text.toUpperCase() ?? 'nothing'}` };
    try {
      const rows = rowsOf(this.database, `EXPLAIN QUERY PLAN ${sql}`) as unknown as QueryPlanRow[];
      const has = (word: RegExp, depth?: number): boolean => tokens.some((token) => token.kind === 'word' && word.test(token.text) && (depth === undefined || token.depth === depth));
      return { ok: true, plan: sqlitePlan(rows, { limited: has(/^limit$/i, 0), filtered: has(/^where$/i), tables: tablesOf(tokens) }) };
    } catch (error) {
      return { ok: false, kind: 'failed', reason: messageOf(error) };
    }
  }

  /** The database is a copy in memory without rows: the index is really made, and dropped. */
  async planWith(sql: string, candidate: Candidate): Promise<PlanResult> {
    try {
      this.database.run(createCandidate(candidate, CANDIDATE_INDEX, 'sqlite'));
    } catch (error) {
      return { ok: false, kind: 'failed', reason: messageOf(error) };
    }
    try {
      return await this.plan(sql);
    } finally {
      this.database.run(`DROP INDEX ${CANDIDATE_INDEX}`);
    }
  }

  async close(): Promise<void> {
    this.database.close();
  }
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
}
