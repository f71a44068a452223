import { DRIVERS } from './code/engine.ts';
import type { Engine } from './types.ts';

/** The engine whose drivers a package depends on, where they are of one SQL engine, or of MongoDB alone. */
export function engineOfDrivers(dependencies: readonly string[]): Engine | undefined {
  const engines = new Set(dependencies.flatMap((name) => DRIVERS[name] ?? []));
  if (engines.size > 1) engines.delete('mongodb');
  // SQLite is what tests run on beside another.
  if (engines.size > 1) engines.delete('sqlite');
  return engines.size === 1 ? [...engines][0] : undefined;
}

/** MySQL and MariaDB are of one family. */
export function familyOf(engine: Engine): Exclude<Engine, 'mariadb'> {
  return engine === 'mariadb' ? 'mysql' : engine;
}

/** Engines as Prisma's lock file, Drizzle's journal and TypeORM's options name them. */
const NAMES: Readonly<Record<string, Engine>> = { postgresql: 'postgresql', postgres: 'postgresql', pg: 'postgresql', mysql: 'mysql', mariadb: 'mariadb', sqlite: 'sqlite', 'better-sqlite3': 'sqlite', turso: 'sqlite', mongodb: 'mongodb' };

export function engineNamed(name: string | undefined): Engine | undefined {
  return name === undefined ? undefined : NAMES[name];
}
