import path from 'node:path';
import { createRequire } from 'node:module';
import type { PGlite } from '@electric-sql/pglite';
import { connectionError } from '../../../database/planner/connection.ts';
import { ddlOf } from '../../../database/planner/ddl.ts';
import { extensionsOf, loadExtensions, startEngine } from '../../../database/planner/embedded/engine.ts';
import { pgliteVersion } from '../../../database/planner/embedded/template.ts';
import { identifier } from '../../../database/schema/identifiers.ts';
import type { Table } from '../../../database/schema/types.ts';
import type { QueryDatabase } from '../../harness/processes/protocol.ts';
import { connect, ofEmbedded } from './connection.ts';
import type { Connection, Embedded } from './connection.ts';
import { dialectOf } from './dialect.ts';
import { fillNamespace, reasonOf } from './filling.ts';
import type { Filling } from './filling.ts';
import { apart } from './tables.ts';
import type { RowsEngine } from '../rows.ts';

/** A database that a run makes, fills and takes away. */
export interface Scratch {
  /** As a reader knows it: `PostgreSQL 18.6 (PGlite 0.5.14)`. */
  readonly server: string;
  /** Makes a namespace with tables and rows. */
  fill(filling: Filling): Promise<void>;
  /** Statements go here one by one, and are counted by whoever sends them; names are looked up in the namespace that was filled last. */
  readonly connection: Connection;
  /** Names of the schemas that the namespaces became. */
  schemaOf(namespace: string): string;
  /**
   * What workers open, one after the other, to find the same rows; to be asked when all is filled, and nothing is to be sent any more.
   * @param writes statements change rows, also where that is taken back
   */
  forWorkers(namespace: string, writes: boolean): Promise<QueryDatabase>;
  /**
   * Takes all of it away.
   * @throws Error with the names of what is left, where the server does not answer any more
   */
  close(): Promise<void>;
}

/** The package that speaks to each server. */
const DRIVERS: Readonly<Record<RowsEngine, string>> = { postgresql: 'pg', mysql: 'mysql2/promise' };

const resolve = (name: string): string => createRequire(import.meta.url).resolve(name);

/**
 * An empty PostgreSQL in this process.
 * @param tables that will be made: some need an extension
 * @param folder in which the empty one is kept between runs
 * @param workspace folder in which the rows lie
 * @throws Error with a reason for what cannot be made
 */
export async function openEmbeddedScratch(tables: readonly Table[], { folder, workspace, signal }: { folder: string | undefined; workspace: string; signal?: AbortSignal | undefined }): Promise<Scratch> {
  const dialect = dialectOf(undefined);
  const names = extensionsOf(ddlOf({ tables: tables.map(apart) }, dialect.engine).map(({ sql }) => sql));
  const data = path.join(workspace, 'database');
  const pg: PGlite = await startEngine(folder, await loadExtensions(names), data);
  try {
    for (const name of names) await pg.exec(`CREATE EXTENSION IF NOT EXISTS ${identifier(name, dialect.engine)}`);
    const { rows } = await pg.query<{ version: string }>(dialect.version);
    // Extensions are in the schema that is there at first.
    const enter = (namespace: string): string => `${dialect.enter(namespace)}, public`;
    return {
      server: `${dialect.product(rows[0]!.version)} (PGlite ${pgliteVersion()})`,
      async fill({ namespace, ...filling }) {
        await pg.exec(dialect.make(namespace));
        await fillNamespace((sql) => pg.exec(sql), enter(namespace), filling, dialect, signal);
      },
      connection: ofEmbedded(pg as unknown as Embedded),
      schemaOf: (namespace) => namespace,
      async forWorkers(namespace, writes) {
        // One process at a time may have the folder open.
        await pg.close();
        const extensions = Object.fromEntries(names.map((name) => [name, resolve(`@electric-sql/pglite/contrib/${name}`)]));
        return { kind: 'embedded', module: resolve('@electric-sql/pglite'), folder: data, isCopied: writes, extensions, enter: enter(namespace) };
      },
      close: () => (pg.closed ? Promise.resolve() : pg.close()),
    };
  } catch (error) {
    await pg.close();
    throw error;
  }
}

/**
 * Schemas of a server, or databases where it has none, which this makes and takes away again: nothing else of it is read or changed.
 * @param prefix of their names: nobody else has it
 * @throws Error with a reason
 */
export async function openServerScratch(url: string, prefix: string, signal?: AbortSignal): Promise<Scratch> {
  const dialect = dialectOf(url);
  const database = { kind: dialect.engine, module: resolve(DRIVERS[dialect.engine]), url };
  const opened = (): Promise<Connection> =>
    connect(database, { isLimited: false }).catch((error: unknown) => {
      throw connectionError(dialect.engine, new URL(url), error);
    });
  const connection = await opened();
  const made: string[] = [];
  const schemaOf = (namespace: string): string => `${prefix}_${namespace}`;
  const dropOn = async (last: Connection): Promise<void> => {
    try {
      for (const schema of made) await last.send({ sql: dialect.drop(schema), values: [] });
    } finally {
      // One that the server has ended cannot be ended.
      await last.close().catch(() => undefined);
    }
  };
  const close = async (): Promise<void> => {
    try {
      // A server that was restarted, or a proxy that ends what is idle, has taken the connection: another one takes away what was made.
      await dropOn(connection).catch(async () => dropOn(await opened()));
    } catch (error) {
      throw new Error(`not dropped, and left to be dropped by hand: ${made.join(', ')} (${reasonOf(error)})`, { cause: error });
    }
  };
  try {
    const { rows: [row] } = await connection.send({ sql: dialect.version, values: [] });
    return {
      server: dialect.product(String(row!.version)),
      async fill({ namespace, ...filling }) {
        signal?.throwIfAborted();
        const schema = schemaOf(namespace);
        await connection.send({ sql: dialect.make(schema), values: [] });
        // What may not be made may not be dropped either.
        made.push(schema);
        await fillNamespace((sql) => connection.send({ sql, values: [] }), dialect.enter(schema), filling, dialect, signal);
      },
      connection,
      schemaOf,
      forWorkers: async (namespace) => ({ ...database, enter: dialect.enter(schemaOf(namespace)) }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
