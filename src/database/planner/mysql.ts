import type { Connection, RowDataPacket } from 'mysql2/promise';
import type { Column, ColumnType, Schema } from '../schema/types.ts';
import { type MysqlCatalog, readMysqlCatalog } from './catalog-mysql.ts';
import { connectionError, PlannerError, withoutSecrets } from './connection.ts';
import { MYSQL_FUNCTIONS } from './functions.ts';
import { identifier, literal } from '../schema/identifiers.ts';
import { avoidedKeys, mysqlPlan, wholeReads } from './mysql-plan.ts';
import { SERVER } from './mysql-queries.ts';
import type { LiveOptions, LivePlanner } from './postgres.ts';
import { DEVELOPMENT_ROWS, FORCE_INDEX } from './rows.ts';
import type { DatabaseStatistics } from './statistics.ts';
import { asSelect, mentionsOf, type Token, tokensOf, withoutEnd } from './tokens.ts';
import type { Plan, PlanResult } from './types.ts';

/** Opens a connection to MySQL or MariaDB; the URL names the database. @throws PlannerError with one line. */
export async function openMysql({ url }: LiveOptions): Promise<LivePlanner> {
  const { createConnection } = await import('mysql2/promise');
  const parsed = new URL(url);
  parsed.protocol = 'mysql:';
  if (parsed.pathname.length < 2) throw new PlannerError(`the URL of ${parsed.hostname} names no database: mysql://user@host/database`);
  let connection: Connection;
  try {
    connection = await createConnection({ uri: parsed.href, connectTimeout: 5000, multipleStatements: false, supportBigNumbers: true });
  } catch (error) {
    throw connectionError('mysql', parsed, error);
  }
  // A connection that ends between two questions fails the next one; it must not end the process.
  connection.on('error', () => undefined);
  try {
    const ask = async <Row>(sql: string): Promise<readonly Row[]> => (await connection.query<RowDataPacket[]>(sql))[0] as unknown as readonly Row[];
    const [server] = await ask<{ version: string }>(SERVER);
    const mariadb = /mariadb/i.test(server!.version);
    const engine = mariadb ? 'mariadb' : 'mysql';
    const catalog = await readMysqlCatalog(ask, `mysql://${parsed.host}${parsed.pathname}`, engine);
    // MariaDB takes the limit of time with each statement, MySQL with the session: https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_max_execution_time
    if (!mariadb) await connection.query('SET SESSION max_execution_time = 2000');
    // Strings are read here as the gate reads them.
    await connection.query("SET SESSION sql_mode = CONCAT(@@sql_mode, ',NO_BACKSLASH_ESCAPES')");
    return new LiveMysql(connection, parsed, engine, server!.version.replace(/-.*/, ''), catalog);
  } catch (error) {
    await connection.end();
    throw error instanceof PlannerError ? error : connectionError('mysql', parsed, error);
  }
}

/** A value of each kind: the plan hangs on the kind alone, but a value of another kind can make an index useless. */
const SAMPLES: Readonly<Record<ColumnType, string | number>> = {
  integer: 1, bigint: 1, decimal: 1, float: 1, boolean: 1, text: 'x', timestamp: '2026-01-01 00:00:00', date: '2026-01-01', time: '00:00:00',
  uuid: '00000000-0000-0000-0000-000000000001', json: '{}', bytes: 'x', enum: 'x', array: '[]', other: 'x',
};

class LiveMysql implements LivePlanner {
  readonly engine: 'mysql' | 'mariadb';
  readonly version: string;
  readonly statistics = 'server';
  readonly schema: Schema;
  readonly known: DatabaseStatistics;
  private readonly connection: Connection;
  private readonly url: URL;
  private queue: Promise<unknown> = Promise.resolve();

  constructor(connection: Connection, url: URL, engine: 'mysql' | 'mariadb', version: string, catalog: MysqlCatalog) {
    this.connection = connection;
    this.url = url;
    this.engine = engine;
    this.version = `${engine === 'mysql' ? 'MySQL' : 'MariaDB'} ${version}`;
    this.schema = catalog.schema;
    this.known = catalog.statistics;
  }

  async rows(table: string): Promise<number | undefined> {
    return this.known.get(table)?.rows;
  }

  plan(sql: string): Promise<PlanResult> {
    const result = this.queue.then(() => this.explain(sql));
    this.queue = result.catch(() => undefined);
    return result;
  }

  async planWith(): Promise<PlanResult> {
    return { ok: false, kind: 'unsupported', reason: `${this.version} has no hypothetical indexes` };
  }

  async close(): Promise<void> {
    await this.queue;
    await this.connection.end();
  }

  private async explain(sql: string): Promise<PlanResult> {
    const reason = mysqlGate(sql);
    if (reason !== undefined) return { ok: false, kind: 'refused', reason };
    // A transaction that only reads refuses to explain a statement that writes: what finds its rows is asked instead.
    const select = /^\s*(?:update|delete)\b/i.test(sql) ? asSelect(sql, false) : sql;
    if (select === undefined) return { ok: false, kind: 'unsupported', reason: 'an UPDATE or DELETE of several tables is not planned' };
    if (/^\s*(?:insert|replace)\b/i.test(select)) return { ok: false, kind: 'unsupported', reason: 'an INSERT finds no rows' };
    try {
      await this.connection.query('START TRANSACTION READ ONLY');
      try {
        return { ok: true, plan: await this.planOf(select) };
      } finally {
        await this.connection.query('ROLLBACK');
      }
    } catch (error) {
      const { code = '', message = String(error) } = error as { code?: string; message?: string };
      return { ok: false, kind: 'failed', reason: `${EXPLAINED[code] ?? ''}${withoutSecrets(message, this.url)}` };
    }
  }

  private async planOf(sql: string): Promise<Plan> {
    const tokens = withoutEnd(tokensOf(sql, false));
    const mentions = mentionsOf(tokens);
    const tables = new Map(mentions.map(({ called, name }) => [called, name]));
    const statement = { tables, limited: tokens.some(({ kind, depth, text }) => kind === 'word' && depth === 0 && text.toUpperCase() === 'LIMIT') };
    const answer = await this.ask(this.bound(sql, tokens, tables));
    const plan = mysqlPlan(answer, statement);
    // A small table is read whole though it has an index that serves: whether one does shows when that is forbidden.
    const small = [...avoidedKeys(answer)].filter(([called]) => (this.known.get(tables.get(called) ?? called)?.rows ?? DEVELOPMENT_ROWS) < DEVELOPMENT_ROWS);
    if (small.length === 0) return plan;
    const hints = new Map(small.map(([called, keys]) => [called, ` FORCE INDEX (${keys.map((key) => identifier(key, 'mysql')).join(', ')})`]));
    const forced = mysqlPlan(await this.ask(this.bound(sql, tokens, tables, mentions.flatMap(({ called, end }) => (hints.has(called) ? [{ at: end, text: hints.get(called)! }] : [])))), statement, FORCE_INDEX);
    // What only moves the reading to another table shows nothing.
    return wholeReads(forced.root) < wholeReads(plan.root) ? forced : plan;
  }

  private async ask(statement: string): Promise<unknown> {
    const explain = this.engine === 'mariadb' ? `SET STATEMENT max_statement_time = 2 FOR EXPLAIN FORMAT=JSON ${statement}` : `EXPLAIN FORMAT=JSON ${statement}`;
    const [[row]] = await this.connection.query<RowDataPacket[]>(explain);
    return JSON.parse(String(row!.EXPLAIN));
  }

  /** The statement with a value in each place of one, a number or a text that is quoted, and with hints. */
  private bound(sql: string, tokens: readonly Token[], tables: ReadonlyMap<string, string>, hints: readonly { at: number; text: string }[] = []): string {
    const values = tokens.flatMap(({ kind, start, end }, at) => {
      if (kind !== 'placeholder') return [];
      const sample = this.sampleAt(tokens, at, tables);
      return [{ start, end, text: typeof sample === 'number' ? String(sample) : literal(sample) }];
    });
    let text = '';
    let last = 0;
    for (const edit of [...values, ...hints.map(({ at, text: hint }) => ({ start: at, end: at, text: hint }))].sort((a, b) => a.start - b.start)) {
      text += sql.slice(last, edit.start) + edit.text;
      last = edit.end;
    }
    return text + sql.slice(last, tokens.at(-1)?.end);
  }

  private sampleAt(tokens: readonly Token[], at: number, tables: ReadonlyMap<string, string>): string | number {
    const before = tokens.slice(Math.max(0, at - 24), at).reverse();
    if (before[0]?.kind === 'word' && /^(?:limit|offset)$/i.test(before[0].text)) return 10;
    if (before[0]?.text === ',' && before.some(({ kind, text }) => kind === 'word' && /^limit$/i.test(text))) return 10;
    // `column = ?`, `column IN (?, ?)`, `column BETWEEN ? AND ?`: the nearest name that a table of the statement has as a column.
    for (const { kind, text } of before) {
      if (kind !== 'word' && kind !== 'quoted name') continue;
      const column = this.columnOf(kind === 'word' ? text : text.slice(1, -1), tables);
      if (column !== undefined) return column.values?.[0] ?? SAMPLES[column.type];
    }
    return SAMPLES.other;
  }

  private columnOf(name: string, tables: ReadonlyMap<string, string>): Column | undefined {
    const used = new Set(tables.values());
    return this.schema.tables.filter((table) => used.has(table.name)).flatMap(({ columns }) => columns).find((column) => column.name.toLowerCase() === name.toLowerCase());
  }
}

const EXPLAINED: Readonly<Record<string, string>> = {
  ER_TABLEACCESS_DENIED_ERROR: 'the user lacks a permission: ', ER_PARSE_ERROR: 'not read as SQL by this server: ', ER_STATEMENT_TIMEOUT: 'not planned within 2 s: ', ER_QUERY_TIMEOUT: 'not planned within 2 s: ',
};

/** Words before a parenthesis that are no functions. */
const NO_FUNCTION = /^(?:in|and|or|not|on|using|values?|exists|any|all|some|as|over|from|join|select|where|by|union|except|intersect|when|then|else|case|between|like|is|distinct|with|limit|offset|having|set|into|partition|key|index|force|use|ignore|interval|separator|against|recursive|binary|char|decimal|signed|unsigned|lateral|row)$/i;

/**
 * Why a text must not be sent; undefined for one SELECT, INSERT, UPDATE or DELETE that calls no function outside the list. EXPLAIN
 * fills derived tables, and runs what these call.
 */
export function mysqlGate(sql: string): string | undefined {
  // Comments of this form are run.
  if (/\/\*[!M]/.test(sql)) return 'it has a comment that the server would run';
  const tokens = withoutEnd(tokensOf(sql, false));
  const [head] = tokens;
  if (tokens.some(({ text, kind }) => kind === 'symbol' && text === ';')) return 'several statements in one text';
  if (sql.includes('\\') || tokens.some(({ kind, text }) => kind === 'symbol' && /^['"`]$/.test(text)) || /#|\[|--(?!\s|$)/.test(sql)) return 'its strings and comments can be read in two ways';
  if (head === undefined || !/^(?:select|with|insert|replace|update|delete|\()$/i.test(head.text)) return `only SELECT, INSERT, UPDATE and DELETE are planned, not ${head?.text.toUpperCase() ?? 'nothing'}`;
  const into = tokens.find(({ kind, text }, at) => kind === 'word' && /^(?:outfile|dumpfile|procedure)$/i.test(text) && !/^\.$/.test(tokens[at - 1]?.text ?? ''));
  if (into) return `it uses ${into.text.toUpperCase()}`;
  if (tokens.some(({ kind, text }) => kind === 'variable' || text === ':=')) return 'it uses variables of the session';
  const called = tokens.find(({ kind, text, end }, at) => {
    const next = tokens[at + 1];
    if (next?.text !== '(' || (kind !== 'word' && kind !== 'quoted name')) return false;
    // `INSERT INTO table (columns)` and a named WITH have parentheses too; a space before one makes a name of what is no built-in function.
    if (/^(?:into|with|recursive|table|,)$/i.test(tokens[at - 1]?.text ?? '') && next.start > end) return false;
    return kind === 'quoted name' || tokens[at - 1]?.text === '.' || !(NO_FUNCTION.test(text) || MYSQL_FUNCTIONS.has(text.toLowerCase()));
  });
  return called && `it calls ${called.text}(), and a planner may run a function that it is asked about`;
}
