import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { HeldBlob } from '../../../database/planner/embedded/held-blob.ts';
import type { QueryDatabase, Sent } from '../../harness/processes/protocol.ts';

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

/** As much of PGlite, and of pg, as is used here: a worker is given their modules as paths. */
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
interface DriverModule {
  Client: new (options: object) => Driver;
}
export interface Driver {
  connect(): Promise<unknown>;
  query(sql: string, values?: readonly string[]): Promise<{ rows: Record<string, unknown>[]; rowCount: number | null }>;
  end(): Promise<void>;
}

/** Values go as the text that they are, whatever the type that they are for. */
const AS_TEXT: object = new Proxy({}, { get: () => (value: unknown) => value });
/** Milliseconds that a statement may take on a server. */
const STATEMENT_TIMEOUT = 30_000;

/** Opens the database, in the worker. */
export async function connect(database: QueryDatabase): Promise<Connection> {
  const load = createRequire(database.module);
  if (database.kind === 'postgres') {
    const { Client } = load(database.module) as DriverModule;
    return ofDriver(await connectDriver(Client, database.url, database.path));
  }
  const { PGlite } = load(database.module) as EmbeddedModule;
  const extensions = Object.fromEntries(Object.entries(database.extensions).map(([name, module]) => [name, (load(module) as Record<string, unknown>)[name]]));
  const pg = await PGlite.create({ loadDataDir: new HeldBlob(readFileSync(database.archive)), extensions, startParams: [...PGlite.defaultStartParams, ...EMBEDDED_SETTINGS] });
  await pg.exec(`SET search_path TO ${database.path}`);
  return ofEmbedded(pg);
}

/** As the planner's engine is started. */
const EMBEDDED_SETTINGS: readonly string[] = ['-c', 'shared_buffers=8MB'];

export async function connectDriver(Client: DriverModule['Client'], url: string, path: string): Promise<Driver> {
  const client = new Client({ connectionString: url, application_name: 'perf-lint bench', statement_timeout: STATEMENT_TIMEOUT, connectionTimeoutMillis: 10_000 });
  await client.connect();
  await client.query(`SET search_path TO ${path}`);
  return client;
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

export function ofDriver(client: Driver): Connection {
  return {
    async send({ sql, values }) {
      const { rows, rowCount } = await client.query(sql, values);
      return { rows, count: rowCount ?? 0 };
    },
    close: () => client.end(),
  };
}
