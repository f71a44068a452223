import { walkExpr, rootExprs } from '../../../facts/walk.ts';
import type { LinkedFile } from '../../../program/linked-file.ts';
import type { Link } from '../../../program/link.ts';
import type { Engine } from '../types.ts';

/** Packages that speak to one engine alone. */
export const DRIVERS: Readonly<Record<string, Engine>> = {
  pg: 'postgresql',
  'pg-promise': 'postgresql',
  'pg-native': 'postgresql',
  postgres: 'postgresql',
  '@neondatabase/serverless': 'postgresql',
  '@vercel/postgres': 'postgresql',
  '@electric-sql/pglite': 'postgresql',
  'node-pg-migrate': 'postgresql',
  '@mikro-orm/postgresql': 'postgresql',
  mysql: 'mysql',
  mysql2: 'mysql',
  '@planetscale/database': 'mysql',
  '@mikro-orm/mysql': 'mysql',
  mariadb: 'mariadb',
  '@mikro-orm/mariadb': 'mariadb',
  sqlite3: 'sqlite',
  'better-sqlite3': 'sqlite',
  'sql.js': 'sqlite',
  '@libsql/client': 'sqlite',
  '@mikro-orm/sqlite': 'sqlite',
  '@mikro-orm/better-sqlite': 'sqlite',
  '@mikro-orm/libsql': 'sqlite',
  mongodb: 'mongodb',
  mongoose: 'mongodb',
  '@mikro-orm/mongodb': 'mongodb',
};

/** Values of the options that say which engine a connection is for. */
const OPTIONS: Readonly<Record<string, Engine>> = {
  postgres: 'postgresql',
  postgresql: 'postgresql',
  pg: 'postgresql',
  'aurora-postgres': 'postgresql',
  mysql: 'mysql',
  mysql2: 'mysql',
  'aurora-mysql': 'mysql',
  mariadb: 'mariadb',
  sqlite: 'sqlite',
  sqlite3: 'sqlite',
  'better-sqlite3': 'sqlite',
  sqljs: 'sqlite',
  turso: 'sqlite',
  mongodb: 'mongodb',
};

/** `type` of TypeORM and MikroORM, `dialect` of Sequelize and Drizzle, `client` of Knex. */
const KEYS: ReadonlySet<string> = new Set(['type', 'dialect', 'client']);
/** Properties of connections, one of which stands beside where such an option is meant. */
const BESIDE: ReadonlySet<string> = new Set(['host', 'url', 'connection', 'database', 'username', 'user', 'password', 'entities', 'synchronize', 'schema', 'dbCredentials', 'migrations', 'storage', 'models', 'replication', 'logging', 'pool', 'dialectModule', 'useNullAsDefault']);

/** Says which engine the package of a file runs on: by the options of its connections, else by its drivers, where they agree. */
export function createEngines(link: Link): (file: LinkedFile) => Engine | undefined {
  let byOption: Map<string, Set<Engine>> | undefined;
  const known = new Map<string, Engine | undefined>();
  return (file) => {
    const owner = link.packageOf(file);
    const dir = owner?.dir ?? '';
    if (!known.has(dir)) {
      byOption ??= optionsOf(link);
      known.set(dir, sole(byOption.get(dir)) ?? sole(new Set((owner?.dependencies ?? []).flatMap((name) => DRIVERS[name] ?? []))));
    }
    return known.get(dir);
  };
}

function sole(engines: ReadonlySet<Engine> | undefined): Engine | undefined {
  return engines?.size === 1 ? [...engines][0] : undefined;
}

/** Libraries whose connections have such options. */
const CONNECTING = /^(?:typeorm|sequelize|sequelize-typescript|@nestjs\/(?:typeorm|sequelize|mikro-orm)|@mikro-orm\/|knex|drizzle-kit|@medusajs\/)/;

function optionsOf(link: Link): Map<string, Set<Engine>> {
  const found = new Map<string, Set<Engine>>();
  for (const file of link.files) {
    const isConnecting = [...file.specifiers.keys()].some((specifier) => CONNECTING.test(specifier)) || /(?:^|\/)(?:knexfile|ormconfig|drizzle\.config|mikro-orm\.config)\.[cm]?[jt]s$/.test(file.path);
    if (!isConnecting) continue;
    for (const { expr } of rootExprs(file.facts)) {
      walkExpr(expr, (part) => {
        if (part.kind !== 'object' || !part.properties.some(({ key }) => key !== null && BESIDE.has(key))) return;
        for (const { key, value } of part.properties) {
          const engine = key !== null && KEYS.has(key) && value.kind === 'literal' && typeof value.value === 'string' ? OPTIONS[value.value] : undefined;
          if (!engine) continue;
          const dir = link.packageOf(file)?.dir ?? '';
          found.set(dir, (found.get(dir) ?? new Set()).add(engine));
        }
      });
    }
  }
  return found;
}
