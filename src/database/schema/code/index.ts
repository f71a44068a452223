import { nearestPackage } from '../../../program/entries/file-kinds.ts';
import type { Program } from '../../../program/types.ts';
import type { CodeReading, SchemaChange } from '../changes.ts';
import type { Engine, SchemaProblem, Table } from '../types.ts';
import { readDrizzle } from './drizzle.ts';
import { createEngines } from './engine.ts';
import { Terms } from './evaluate.ts';
import type { Code, Reading } from './parts.ts';
import { knexMigrations } from './knex-migrations.ts';
import { kyselyMigrations } from './kysely-migrations.ts';
import { readMigrations } from './migrations.ts';
import { readMikroOrm } from './mikro-orm.ts';
import { mikroOrmMigrations } from './mikro-orm-migrations.ts';
import { readMongoose } from './mongoose.ts';
import { nodePgMigrate } from './node-pg-migrate.ts';
import { readSequelize } from './sequelize.ts';
import { sequelizeMigrations } from './sequelize-migrations.ts';
import { readTypegoose } from './typegoose.ts';
import { readTypeorm } from './typeorm.ts';
import { typeormMigrations } from './typeorm-migrations.ts';

const MIGRATIONS = [typeormMigrations, mikroOrmMigrations, sequelizeMigrations, knexMigrations, kyselyMigrations, nodePgMigrate];

/** Each reads what one library's models or migrations declare, in projects that have one of its packages. */
const READERS: readonly { packages: RegExp; read: (code: Code) => Reading }[] = [
  { packages: /^(?:typeorm$|typeorm\/|@nestjs\/typeorm$)/, read: readTypeorm },
  { packages: /^drizzle-orm(?:\/|$)/, read: readDrizzle },
  { packages: /^(?:sequelize(?:-typescript)?$|@sequelize\/|@nestjs\/sequelize$)/, read: readSequelize },
  { packages: /^(?:@mikro-orm\/|@medusajs\/)/, read: readMikroOrm },
  { packages: /^(?:mongoose$|@nestjs\/mongoose$)/, read: readMongoose },
  { packages: /typegoose$/, read: readTypegoose },
  { packages: /(?:)/, read: (code) => readMigrations(code, MIGRATIONS) },
];

interface Mutable {
  engine: Engine | undefined;
  tables: Table[];
  changes: SchemaChange[];
  problems: SchemaProblem[];
}

/** What the code of a project declares of its databases, by package; packages that declare nothing are left out. */
export function readCode(program: Program): CodeReading[] {
  const { link } = program;
  const engineOf = createEngines(link);
  const code: Code = { program, link, terms: new Terms(link), engineOf };
  const readings = new Map<string, Mutable>();
  const of = (path: string): Mutable => {
    const dir = nearestPackage(path, link.packages)?.dir ?? '';
    let reading = readings.get(dir);
    if (!reading) readings.set(dir, (reading = { engine: engineOf(link.byPath.get(path)!), tables: [], changes: [], problems: [] }));
    return reading;
  };
  const names = new Set([...link.packages.flatMap(({ dependencies }) => dependencies), ...link.files.flatMap(({ specifiers }) => [...specifiers.keys()])]);
  for (const { packages, read } of READERS) {
    if (![...names].some((name) => packages.test(name))) continue;
    const { tables, changes, problems } = read(code);
    for (const table of tables) of(table.origin.place.file).tables.push(table);
    for (const change of changes) of(change.origin.place.file).changes.push(change);
    for (const problem of problems) of(problem.file).problems.push(problem);
  }
  return [...readings].map(([dir, reading]) => ({ dir, ...reading })).sort((a, b) => (a.dir < b.dir ? -1 : 1));
}
