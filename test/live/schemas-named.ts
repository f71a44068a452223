import mysql from 'mysql2/promise';
import pg from 'pg';
import { SERVERS } from './databases.ts';
import type { Dialect } from './databases.ts';

/** Names of the schemas of the server that begin with a prefix; MySQL and MariaDB call them databases. */
export async function schemasNamed(prefix: string, dialect: Dialect): Promise<string[]> {
  const names = dialect === 'postgres' ? await postgresSchemas() : await mysqlDatabases();
  return names.filter((name) => name.startsWith(prefix)).sort();
}

async function postgresSchemas(): Promise<string[]> {
  const client = new pg.Client({ connectionString: SERVERS.postgres });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>('SELECT nspname AS name FROM pg_namespace');
    return rows.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

async function mysqlDatabases(): Promise<string[]> {
  const client = await mysql.createConnection(SERVERS.mysql);
  try {
    const [rows] = await client.query<(mysql.RowDataPacket & { name: string })[]>('SELECT schema_name AS name FROM information_schema.schemata');
    return rows.map(({ name }) => name);
  } finally {
    await client.end();
  }
}
