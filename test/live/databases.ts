import { randomBytes } from 'node:crypto';
import knex from 'knex';
import mysql from 'mysql2/promise';

/** Where the servers are that these tests run on. Each test makes a schema or a database of its own there, and drops it. */
export const SERVERS = {
  postgres: process.env.PERF_LINT_TEST_POSTGRES ?? 'postgres://root@127.0.0.1:5432/test',
  mysql: process.env.PERF_LINT_TEST_MYSQL ?? 'mysql://root@127.0.0.1:3306/test',
} as const;

export interface Database {
  /** Connects to the part of the server that is the test's own. */
  url: string;
  run(sql: string): Promise<void>;
  drop(): Promise<void>;
}

export type Dialect = keyof typeof SERVERS;

/** An empty database. A server that does not answer fails the test with a line that says which. */
export function openDatabase(dialect: Dialect, server: string = SERVERS[dialect]): Promise<Database> {
  return dialect === 'postgres' ? openPostgres(server) : openMysql(server);
}

const ownName = (): string => `perf_lint_${randomBytes(6).toString('hex')}`;

async function openPostgres(server: string): Promise<Database> {
  const name = ownName();
  const url = new URL(server);
  url.searchParams.set('options', `-c search_path=${name}`);
  const client = knex({ client: 'pg', connection: url.href });
  await client.raw(`CREATE SCHEMA ${name}`).catch(async (error: unknown) => {
    await client.destroy();
    throw new Error(`no PostgreSQL answers at ${server}; start one, or set PERF_LINT_TEST_POSTGRES: ${String(error)}`);
  });
  return {
    url: url.href,
    run: async (sql) => void (await client.raw(sql)),
    async drop() {
      await client.raw(`DROP SCHEMA ${name} CASCADE`);
      await client.destroy();
    },
  };
}

async function openMysql(server: string): Promise<Database> {
  const name = ownName();
  const connection = await mysql.createConnection(server).catch((error: unknown) => {
    throw new Error(`no MariaDB or MySQL answers at ${server}; start one, or set PERF_LINT_TEST_MYSQL: ${String(error)}`);
  });
  await connection.query(`CREATE DATABASE ${name}`);
  await connection.query(`USE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    run: async (sql) => void (await connection.query(sql)),
    async drop() {
      await connection.query(`DROP DATABASE ${name}`);
      await connection.end();
    },
  };
}
