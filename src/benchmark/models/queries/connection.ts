import { cpSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { EmbeddedDatabase, QueryDatabase, Sent, ServerDatabase } from '../../harness/processes/protocol.ts';

/** What a statement gave. */
export interface Given {
  rows: readonly Readonly<Record<string, unknown>>[];
  /** Rows that it read, or changed. */
  count: number;
}

/** A connection on which statements go one after the other, each of them one round trip. */
export interface Connection {
  send(sent: Sent): Promise<Given>;
  close(): Promise<void>;
}

/** As much of PGlite, of pg and of mysql2 as is used here: a worker is given their modules as paths. */
interface EmbeddedModule {
  PGlite: {
    create(options: object): Promise<Embedded>;
    defaultStartParams: readonly string[];
  };
}
export interface Embedded {
  query(sql: string, values: readonly string[], options: object): Promise<{ rows: Record<string, unknown>[]; affectedRows?: number }>;
  exec(sql: string): Promise<unknown>;
  close(): Promise<void>;
}
interface PostgresModule {
  Client: new (options: object) => {
    connect(): Promise<unknown>;
    query(sql: string, values?: readonly string[]): Promise<{ rows: Record<string, unknown>[]; rowCount: number | null }>;
    on(event: 'error', listener: () => void): unknown;
    end(): Promise<void>;
  };
}
interface MysqlModule {
  createConnection(options: object): Promise<{
    query(sql: string): Promise<[Record<string, unknown>[] | { affectedRows: number }, unknown]>;
    on(event: 'error', listener: () => void): unknown;
    end(): Promise<void>;
  }>;
}

/** Values go as the text that they are, whatever the type that they are for. */
const AS_TEXT: object = new Proxy({}, { get: () => (value: unknown) => value });
/** Milliseconds that a statement that is measured may take on a server. */
const STATEMENT_TIMEOUT = 30_000;
/** As the planner's engine is started. */
const EMBEDDED_SETTINGS: readonly string[] = ['-c', 'shared_buffers=8MB', '-c', 'synchronize_seqscans=off'];

/** Opens the database, in the worker. */
export async function open(database: QueryDatabase): Promise<Connection> {
  const connection = database.kind === 'embedded' ? await openEmbedded(database) : await connect(database, { isLimited: true });
  await connection.send({ sql: database.enter, values: [] });
  return connection;
}

/** Where workers write, each has the rows to itself: what is taken back leaves its traces in a table. */
async function openEmbedded({ module, folder, isCopied, extensions: modules }: EmbeddedDatabase): Promise<Connection> {
  const load = createRequire(module);
  const { PGlite } = load(module) as EmbeddedModule;
  const extensions = Object.fromEntries(Object.entries(modules).map(([name, file]) => [name, (load(file) as Record<string, unknown>)[name]]));
  const own = path.resolve('database');
  if (isCopied) cpSync(folder, own, { recursive: true });
  return ofEmbedded(await PGlite.create({ dataDir: `file://${isCopied ? own : folder}`, extensions, startParams: [...PGlite.defaultStartParams, ...EMBEDDED_SETTINGS] }));
}

/**
 * Connects to a server.
 * @param isLimited whether a statement is ended after 30 s: to make a million rows takes longer
 */
export function connect(server: ServerDatabase, { isLimited }: { isLimited: boolean }): Promise<Connection> {
  return server.kind === 'postgresql' ? connectPostgres(server, isLimited) : connectMysql(server, isLimited);
}

async function connectPostgres({ module, url }: ServerDatabase, isLimited: boolean): Promise<Connection> {
  const { Client } = createRequire(module)(module) as PostgresModule;
  const client = new Client({ connectionString: url, application_name: 'perf-lint bench', statement_timeout: isLimited ? STATEMENT_TIMEOUT : 0, connectionTimeoutMillis: 10_000 });
  // A connection that ends between two statements fails the next one; it must not end the process.
  client.on('error', () => undefined);
  await client.connect();
  // A scan begins at the first row: https://www.postgresql.org/docs/current/runtime-config-compatible.html#GUC-SYNCHRONIZE-SEQSCANS
  await client.query('SET synchronize_seqscans = off');
  return {
    async send({ sql, values }) {
      const { rows, rowCount } = await client.query(sql, values);
      return { rows, count: rowCount ?? 0 };
    },
    close: () => client.end(),
  };
}

/** MariaDB and MySQL name the limit of a statement's time differently, and read each other's as a comment: https://mariadb.com/kb/en/comment-syntax/ */
const MYSQL_SETTINGS = "SET SESSION time_zone = '+00:00'";
const MYSQL_LIMIT = `/*M!100101 , max_statement_time = ${STATEMENT_TIMEOUT / 1000} */ /*!50708 , max_execution_time = ${STATEMENT_TIMEOUT} */`;

async function connectMysql({ module, url }: ServerDatabase, isLimited: boolean): Promise<Connection> {
  const { createConnection } = createRequire(module)(module) as MysqlModule;
  const client = await createConnection({ uri: url.replace(/^mariadb:/i, 'mysql:'), connectTimeout: 10_000, multipleStatements: false });
  client.on('error', () => undefined);
  await client.query(`${MYSQL_SETTINGS}${isLimited ? ` ${MYSQL_LIMIT}` : ''}`);
  return {
    async send({ sql }) {
      const [result] = await client.query(sql);
      return Array.isArray(result) ? { rows: result, count: result.length } : { rows: [], count: result.affectedRows };
    },
    close: () => client.end(),
  };
}

export function ofEmbedded(pg: Embedded): Connection {
  return {
    async send({ sql, values }) {
      const { rows, affectedRows } = await pg.query(sql, values, { serializers: AS_TEXT });
      return { rows, count: rows.length || (affectedRows ?? 0) };
    },
    close: () => pg.close(),
  };
}
