import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { ddlOf } from '../../../database/planner/ddl.ts';
import { extensionsOf, loadExtensions, startEngine } from '../../../database/planner/embedded/engine.ts';
import { pgliteVersion } from '../../../database/planner/embedded/template.ts';
import { identifier } from '../../../database/schema/identifiers.ts';
import type { Table } from '../../../database/schema/types.ts';
import type { QueryDatabase } from '../../harness/processes/protocol.ts';
import { insertRows } from '../rows.ts';
import type { Sizes } from '../rows.ts';
import { connectDriver, ofDriver, ofEmbedded } from './connection.ts';
import type { Connection, Driver, Embedded } from './connection.ts';
import { apart } from './tables.ts';

/** Tables with rows, in a namespace. */
export interface Filling {
  namespace: string;
  tables: readonly Table[];
  /** All tables of the schema: keys are followed through them. */
  schema: readonly Table[];
  sizes: Sizes;
  /** Values that rows have, where the statement asks for them. */
  fitting?: readonly { table: Table; column: string; value: string }[];
  /** Statements that are run when the rows are there. */
  then?: readonly string[];
}

/** A database that a run makes, fills and takes away. */
export interface Scratch {
  /** As a reader knows it: `PostgreSQL 18.6 (PGlite 0.5.14)`. */
  readonly server: string;
  /** Statements go here one by one, and are counted by whoever sends them. */
  readonly connection: Connection;
  /** Names of the schemas that the namespaces became. */
  schemaOf(namespace: string): string;
  /** What a worker opens to find the same rows; to be asked when all is filled. */
  forWorkers(namespace: string): Promise<QueryDatabase>;
  /** Takes all of it away. */
  close(): Promise<void>;
}

/** What of the tables could not be made, as an error. */
class NotMade extends Error {}

/** The statements that fill a namespace, in order; indexes come after the rows. */
async function fill(run: (sql: string) => Promise<unknown>, schema: string, { tables, schema: all, sizes, fitting = [], then = [] }: Filling, signal: AbortSignal | undefined): Promise<void> {
  const step = async (sql: string): Promise<void> => {
    signal?.throwIfAborted();
    await run(sql);
  };
  const plain = new Map(all.map((table) => [table, apart(table)]));
  const own = tables.map((table) => plain.get(table) ?? apart(table));
  const plainSizes: Sizes = new Map([...sizes].map(([table, rows]) => [plain.get(table) ?? apart(table), rows]));
  await step(`CREATE SCHEMA ${identifier(schema, 'postgresql')}`);
  await step(`SET search_path TO ${identifier(schema, 'postgresql')}`);
  const ddl = ddlOf({ tables: own }, 'postgresql');
  for (const { sql, makes } of ddl.filter(({ makes: what }) => !what.startsWith('index '))) {
    try {
      await step(sql);
    } catch (error) {
      signal?.throwIfAborted();
      throw new NotMade(`${makes} cannot be made: ${reasonOf(error)}`, { cause: error });
    }
  }
  for (const table of own) {
    try {
      await step(insertRows(table, { tables: [...plain.values()] }, plainSizes));
    } catch (error) {
      signal?.throwIfAborted();
      throw new NotMade(`rows of ${table.name} cannot be made: ${reasonOf(error)}`, { cause: error });
    }
  }
  for (const { table, column, value } of fitting) await step(`UPDATE ${identifier(table.name, 'postgresql')} SET ${identifier(column, 'postgresql')} = ${value}`).catch(ignoreUnless(signal));
  // An index of an operator class or a method that the server lacks is left out.
  for (const { sql } of ddl.filter(({ makes }) => makes.startsWith('index '))) await step(sql).catch(ignoreUnless(signal));
  for (const sql of then) await step(sql);
  for (const table of own) await step(`VACUUM ANALYZE ${identifier(table.name, 'postgresql')}`);
}

function ignoreUnless(signal: AbortSignal | undefined): () => void {
  return () => signal?.throwIfAborted();
}

export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
}

const resolve = (name: string): string => createRequire(import.meta.url).resolve(name);

/**
 * An empty PostgreSQL in this process, with tables and rows.
 * @param folder in which the empty one is kept between runs
 * @throws Error with a reason for what cannot be made
 */
export async function openEmbeddedScratch(fillings: readonly Filling[], { folder, workspace, signal }: { folder: string | undefined; workspace: string; signal?: AbortSignal | undefined }): Promise<Scratch> {
  const names = extensionsOf(fillings.flatMap(({ tables }) => ddlOf({ tables: tables.map(apart) }, 'postgresql').map(({ sql }) => sql)));
  const pg: PGlite = await startEngine(folder, await loadExtensions(names));
  try {
    for (const name of names) await pg.exec(`CREATE EXTENSION IF NOT EXISTS ${identifier(name, 'postgresql')}`);
    for (const filling of fillings) await fill((sql) => pg.exec(sql), filling.namespace, filling, signal);
    const { rows } = await pg.query<{ version: string }>("SELECT current_setting('server_version') AS version");
    const inPath = (namespace: string): string => `${identifier(namespace, 'postgresql')}, public`;
    let archive: Promise<string> | undefined;
    const save = async (): Promise<string> => {
      await pg.exec('CHECKPOINT');
      const file = path.join(workspace, 'database.tar');
      writeFileSync(file, Buffer.from(await (await pg.dumpDataDir('none')).arrayBuffer()));
      return file;
    };
    await pg.exec(`SET search_path TO ${inPath(fillings[0]!.namespace)}`);
    return {
      server: `PostgreSQL ${rows[0]!.version} (PGlite ${pgliteVersion()})`,
      connection: ofEmbedded(pg as unknown as Embedded),
      schemaOf: (namespace) => namespace,
      async forWorkers(namespace) {
        const extensions = Object.fromEntries(names.map((name) => [name, resolve(`@electric-sql/pglite/contrib/${name}`)]));
        return { kind: 'embedded', module: resolve('@electric-sql/pglite'), archive: await (archive ??= save()), extensions, path: inPath(namespace) };
      },
      close: () => pg.close(),
    };
  } catch (error) {
    await pg.close();
    throw error;
  }
}

/**
 * Schemas of a server, which this makes and takes away again: nothing else of it is read or changed.
 * @param prefix of the schemas' names: nobody else has it
 * @throws Error with a reason
 */
export async function openServerScratch(url: string, prefix: string, fillings: readonly Filling[], signal?: AbortSignal): Promise<Scratch> {
  const module = resolve('pg');
  const { Client } = createRequire(import.meta.url)('pg') as { Client: new (options: object) => Driver };
  const made: string[] = [];
  const schemaOf = (namespace: string): string => `${prefix}_${namespace}`;
  const client = await connectDriver(Client, url, 'pg_catalog');
  // A million rows take longer than a statement that is measured may.
  await client.query('SET statement_timeout = 0');
  const close = async (): Promise<void> => {
    try {
      for (const schema of made) await client.query(`DROP SCHEMA IF EXISTS ${identifier(schema, 'postgresql')} CASCADE`);
    } finally {
      await client.end();
    }
  };
  try {
    for (const filling of fillings) {
      const schema = schemaOf(filling.namespace);
      made.push(schema);
      await fill((sql) => client.query(sql), schema, filling, signal);
    }
    const { rows } = await client.query("SELECT current_setting('server_version') AS version");
    const inPath = (namespace: string): string => identifier(schemaOf(namespace), 'postgresql');
    await client.query(`SET search_path TO ${inPath(fillings[0]!.namespace)}`);
    return {
      server: `PostgreSQL ${String(rows[0]!.version).split(' ')[0]}`,
      connection: ofDriver(client),
      schemaOf,
      forWorkers: async (namespace) => ({ kind: 'postgres', module, url, path: inPath(namespace) }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
