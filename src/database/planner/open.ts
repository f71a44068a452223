import { familyOf } from '../schema/engines.ts';
import type { Engine, Schema, SchemaProblem } from '../schema/types.ts';
import { PlannerError } from './connection.ts';
import type { LivePlanner } from './postgres.ts';
import { assumedStatistics, type DatabaseStatistics, type TableSize } from './statistics.ts';
import type { Planner } from './types.ts';
import { shownUrl } from './url.ts';

export { PlannerError } from './connection.ts';

export interface OfflineOptions {
  /** Folder in which the embedded engine is kept between runs; without one it is made anew, which takes seconds. */
  folder?: string;
  /** The config's `tables`. */
  sizes?: Readonly<Record<string, TableSize>>;
  /** Of a statistics file, by `tableKey`. */
  statistics?: DatabaseStatistics;
}

/** A planner without a server. `problems`: what of the schema it could not take. */
export interface OfflinePlanner extends Planner {
  readonly problems: readonly SchemaProblem[];
}

/** Engines that have a planner which needs no server; for the others the rules of indexes that are written down decide. */
export function plansOffline(engine: Engine | undefined): engine is 'postgresql' | 'sqlite' {
  return engine === 'postgresql' || engine === 'sqlite';
}

/** The planner for a schema, with rows that are assumed, set in the config or read from a statistics file. Close it. */
export async function openOffline(schema: Schema, { folder, sizes, statistics }: OfflineOptions): Promise<OfflinePlanner> {
  const assumed = assumedStatistics(schema, sizes, statistics);
  if (schema.engine === 'sqlite') {
    const { openSqliteSchema } = await import('./sqlite.ts');
    return openSqliteSchema(schema, new Map([...assumed].map(([table, { rows }]) => [table, rows])));
  }
  if (schema.engine !== 'postgresql') throw new PlannerError(`there is no planner without a server for ${schema.engine ?? 'an unknown engine'}`);
  const { openEmbedded } = await import('./embedded/embedded.ts');
  return openEmbedded({ schema, statistics: assumed, source: statistics === undefined ? 'assumed' : 'file', folder });
}

interface Protocol {
  /** The package that speaks to the server. */
  driver: string;
  open(url: string, folder: string | undefined): Promise<LivePlanner>;
}

const openPostgres: Protocol = { driver: 'pg', open: async (url, folder) => (await import('./postgres.ts')).openPostgres({ url, folder }) };
const openMysql: Protocol = { driver: 'mysql2', open: async (url) => (await import('./mysql.ts')).openMysql({ url }) };
const openSqlite: Protocol = { driver: 'sql.js', open: async (url) => (await import('./sqlite.ts')).openSqliteFile(decodeURIComponent(url.replace(/^(?:sqlite|file):(?:\/\/)?/, '').replace(/\?.*$/, ''))) };

const PROTOCOLS: Readonly<Record<string, Protocol>> = { 'postgres:': openPostgres, 'postgresql:': openPostgres, 'mysql:': openMysql, 'mariadb:': openMysql, 'sqlite:': openSqlite, 'file:': openSqlite };

/**
 * The planner that a URL leads to: `postgres://`, `mysql://`, `mariadb://` or `sqlite:FILE`. Close it.
 * @throws PlannerError with one line that has no password in it.
 */
export async function openUrl(url: string, options: Pick<OfflineOptions, 'folder'> = {}): Promise<LivePlanner> {
  const protocol = /^[a-z]+:/i.exec(url)?.[0].toLowerCase() ?? '';
  const known = PROTOCOLS[protocol];
  if (known === undefined) throw new PlannerError(`${shownUrl(url)} is no URL of a database: postgres://, mysql:// or sqlite:FILE`);
  if (known !== openSqlite && !URL.canParse(url)) throw new PlannerError(`${shownUrl(url)} is no URL: postgres://user:password@host:5432/database`);
  try {
    return await known.open(url, options.folder);
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_MODULE_NOT_FOUND') throw new PlannerError(`the package ${known.driver} is not installed: npm install --save-dev ${known.driver}`);
    throw error;
  }
}

/** The engine of a schema and that of a planner must be the same, where the schema's is known. */
export function dialectProblem(schema: Pick<Schema, 'engine'>, planner: Pick<Planner, 'engine' | 'version'>): string | undefined {
  if (schema.engine === undefined || familyOf(schema.engine) === familyOf(planner.engine)) return undefined;
  return `the schema is one of ${schema.engine}, and the database is ${planner.version}: it is not asked`;
}
