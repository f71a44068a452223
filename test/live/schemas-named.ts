import pg from 'pg';
import { SERVERS } from './databases.ts';

/** Names of the schemas of the server that begin with a prefix. */
export async function schemasNamed(prefix: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: SERVERS.postgres });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>('SELECT nspname AS name FROM pg_namespace WHERE starts_with(nspname, $1) ORDER BY 1', [prefix]);
    return rows.map(({ name }) => name);
  } finally {
    await client.end();
  }
}
