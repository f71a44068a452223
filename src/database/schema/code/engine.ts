import { walkExpr, rootExprs } from '../../../facts/walk.ts';
import type { LinkedFile } from '../../../program/linked-file.ts';
import type { Link } from '../../../program/link.ts';
import { PerLink } from '../../../program/memo.ts';
import { filesReferring } from '../../../program/resolve/specifiers.ts';
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

/** Has the link tell which engine a package runs on, by its folder: what reads schemas rests on that alone, not on all files in which options may stand. */
export function tellEngines(link: Link): void {
  link.told.teach('engines', (dir) => {
    const dependencies = link.packages.find((one) => one.dir === dir)?.dependencies ?? [];
    return sole(optionsIn(link).get(dir)) ?? sole(new Set(dependencies.flatMap((name) => DRIVERS[name] ?? []))) ?? '';
  });
}

/** The engine that the package of a file runs on: by the options of its connections, else by its drivers, where they agree. */
export function engineOf(link: Link, file: LinkedFile): Engine | undefined {
  const told = link.told.ask('engines', link.packageOf(file)?.dir);
  return told === '' ? undefined : (told as Engine);
}

function sole(engines: ReadonlySet<Engine> | undefined): Engine | undefined {
  return engines?.size === 1 ? [...engines][0] : undefined;
}

/** Libraries whose connections have such options. */
const CONNECTING = /^(?:typeorm|sequelize|sequelize-typescript|@nestjs\/(?:typeorm|sequelize|mikro-orm)|@mikro-orm\/|knex|drizzle-kit|@medusajs\/)/;
const CONFIG = /(?:^|\/)(?:knexfile|ormconfig|drizzle\.config|mikro-orm\.config)\.[cm]?[jt]s$/;

const options = new PerLink<'all', ReadonlyMap<string, ReadonlySet<Engine>>>();

/** The engines of connections, by the folders of packages. */
function optionsIn(link: Link): ReadonlyMap<string, ReadonlySet<Engine>> {
  return options.get(link, 'all', () => {
    const found = new Map<string, Set<Engine>>();
    for (const file of new Set([...filesReferring(link, CONNECTING), ...link.files.filter(({ path }) => CONFIG.test(path))])) {
      const engines = link.kept.ofFile('engines of connections', file, () => optionsOf(file));
      if (engines.length === 0) continue;
      const dir = link.packageOf(file)?.dir ?? '';
      found.set(dir, new Set([...(found.get(dir) ?? []), ...engines]));
    }
    return found;
  });
}

function optionsOf({ facts }: LinkedFile): readonly Engine[] {
  const found = new Set<Engine>();
  for (const { expr } of rootExprs(facts)) {
    walkExpr(expr, (part) => {
      if (part.kind !== 'object' || !part.properties.some(({ key }) => key !== null && BESIDE.has(key))) return;
      for (const { key, value } of part.properties) {
        const engine = key !== null && KEYS.has(key) && value.kind === 'literal' && typeof value.value === 'string' ? OPTIONS[value.value] : undefined;
        if (engine) found.add(engine);
      }
    });
  }
  return [...found];
}
