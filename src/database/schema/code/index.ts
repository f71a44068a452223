import { nearestPackage } from '../../../program/entries/file-kinds.ts';
import { filesReferring } from '../../../program/resolve/specifiers.ts';
import type { Program } from '../../../program/types.ts';
import type { CodeReading, SchemaChange } from '../changes.ts';
import type { Engine, SchemaProblem, Table } from '../types.ts';
import { readDrizzle } from './drizzle.ts';
import { engineOf, tellEngines } from './engine.ts';
import { Terms } from './evaluate.ts';
import type { Code, Reading } from './parts.ts';
import { knexMigrations } from './knex-migrations.ts';
import { kyselyMigrations } from './kysely-migrations.ts';
import { readMigrations } from './migrations.ts';
import { readMikroOrm } from './mikro-orm.ts';
import { mikroOrmMigrations } from './mikro-orm-migrations.ts';
import { readMongodb } from './mongodb.ts';
import { readMongoose } from './mongoose.ts';
import { nodePgMigrate } from './node-pg-migrate.ts';
import { readSequelize } from './sequelize.ts';
import { sequelizeMigrations } from './sequelize-migrations.ts';
import { readTypegoose } from './typegoose.ts';
import { readTypeorm } from './typeorm.ts';
import { typeormMigrations } from './typeorm-migrations.ts';

const MIGRATIONS = [typeormMigrations, mikroOrmMigrations, sequelizeMigrations, knexMigrations, kyselyMigrations, nodePgMigrate];

/** Each reads what one library's models or migrations declare, in projects that have one of its packages; by the name under which that is kept. */
const READERS: Readonly<Record<string, { packages: RegExp; read: (code: Code) => Reading }>> = {
  typeorm: { packages: /^(?:typeorm$|typeorm\/|@nestjs\/typeorm$)/, read: readTypeorm },
  drizzle: { packages: /^drizzle-orm(?:\/|$)/, read: readDrizzle },
  sequelize: { packages: /^(?:sequelize(?:-typescript)?$|@sequelize\/|@nestjs\/sequelize$)/, read: readSequelize },
  'mikro-orm': { packages: /^(?:@mikro-orm\/|@medusajs\/)/, read: readMikroOrm },
  mongoose: { packages: /^(?:mongoose$|@nestjs\/mongoose$)/, read: readMongoose },
  mongodb: { packages: /^(?:mongodb(?:-legacy)?|mongoose|@nestjs\/mongoose|mongojs|monk|meteor\/mongo)$/, read: readMongodb },
  typegoose: { packages: /typegoose$/, read: readTypegoose },
  migrations: { packages: /(?:)/, read: (code) => readMigrations(code, MIGRATIONS) },
};

interface Mutable {
  engine: Engine | undefined;
  tables: Table[];
  changes: SchemaChange[];
  problems: SchemaProblem[];
}

/**
 * Has what the code of a project declares of its databases read when it is asked for, by package; packages that declare nothing are
 * left out. To be called before the link is asked anything: what was read for an earlier one is kept by what is told here.
 */
export function codeReader(program: Program): () => CodeReading[] {
  tellEngines(program.link);
  return () => readCode(program);
}

function readCode(program: Program): CodeReading[] {
  const { link } = program;
  const readings = new Map<string, Mutable>();
  const of = (path: string): Mutable => {
    const dir = nearestPackage(path, link.packages)?.dir ?? '';
    let reading = readings.get(dir);
    if (!reading) readings.set(dir, (reading = { engine: engineOf(link, link.byPath.get(path)!), tables: [], changes: [], problems: [] }));
    return reading;
  };
  for (const [name, { packages, read }] of Object.entries(READERS)) {
    if (!link.packages.some(({ dependencies }) => dependencies.some((one) => packages.test(one))) && filesReferring(link, packages).length === 0) continue;
    // What was evaluated for one is not used by another: each has all that it rests on.
    const { tables, changes, problems } = link.kept.ofProject(`schema by ${name}`, () => read({ program, link, terms: new Terms(link) }));
    for (const table of tables) of(table.origin.place.file).tables.push(table);
    for (const change of changes) of(change.origin.place.file).changes.push(change);
    for (const problem of problems) of(problem.file).problems.push(problem);
  }
  return [...readings].map(([dir, reading]) => ({ dir, ...reading })).sort((a, b) => (a.dir < b.dir ? -1 : 1));
}
