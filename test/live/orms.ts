import type { Dialect } from './databases.ts';

/** A small module on a real library. It exports `open`, `read`, `write` and `close`; `read` and `write` ask once per element. */
export interface Orm {
  name: string;
  dialect: Dialect;
  dependencies: readonly string[];
  code: string;
}

/** What all modules begin with. */
const ORDER = `
export interface Order { id: number; userId: number }
`;

export const orms: readonly Orm[] = [
  {
    name: 'knex',
    dialect: 'postgres',
    dependencies: ['knex', 'pg'],
    code: `import knex, { type Knex } from 'knex';
${ORDER}
interface User { id: number; name: string }

export async function open(connection: string, onQuery: (sql: string) => void): Promise<Knex> {
  const db = knex({ client: 'pg', connection });
  db.on('query', ({ sql }: { sql: string }) => onQuery(sql));
  return db;
}

export async function read(db: Knex, orders: Order[]): Promise<string[]> {
  const names: string[] = [];
  for (const order of orders) {
    const user = await db<User>('users')
      .where({ id: order.userId })
      .where('name', '<>', 'hidden')
      .first();
    names.push(user?.name ?? 'nobody');
  }
  return names;
}

export async function write(db: Knex, names: string[]): Promise<void> {
  for (const name of names) {
    if (name === '') continue;
    await db('users').insert({ name: name.trim() });
  }
}

export async function close(db: Knex): Promise<void> {
  await db.destroy();
}
`,
  },
  {
    name: 'kysely',
    dialect: 'postgres',
    dependencies: ['kysely', 'pg'],
    code: `import { type Generated, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
${ORDER}
interface Schema { users: { id: Generated<number>; name: string } }

export async function open(connectionString: string, onQuery: (sql: string) => void): Promise<Kysely<Schema>> {
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString }) }), log: (event) => onQuery(event.query.sql) });
}

export async function read(db: Kysely<Schema>, orders: Order[]): Promise<string[]> {
  const names: string[] = [];
  for (const { userId } of orders) {
    const user = await db.selectFrom('users').select(['id', 'name']).where('id', '=', userId).executeTakeFirst();
    names.push(user?.name ?? 'nobody');
  }
  return names;
}

export async function write(db: Kysely<Schema>, names: string[]): Promise<void> {
  for (const name of names) {
    if (name !== '') {
      await db.insertInto('users').values({ name: name.trim() }).execute();
    }
  }
}

export async function close(db: Kysely<Schema>): Promise<void> {
  await db.destroy();
}
`,
  },
  {
    name: 'drizzle',
    dialect: 'postgres',
    dependencies: ['drizzle-orm', 'pg'],
    code: `import { eq } from 'drizzle-orm';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { pgTable, serial, text } from 'drizzle-orm/pg-core';
import pg from 'pg';
${ORDER}
const users = pgTable('users', { id: serial('id').primaryKey(), name: text('name').notNull() });

let pool: { end(): Promise<void> };

export async function open(connectionString: string, onQuery: (sql: string) => void): Promise<NodePgDatabase> {
  const client = new pg.Pool({ connectionString });
  pool = client;
  return drizzle(client, { logger: { logQuery: onQuery } });
}

export async function read(db: NodePgDatabase, orders: Order[]): Promise<string[]> {
  const names: string[] = [];
  for (const order of orders) {
    const [user] = await db.select().from(users).where(eq(users.id, order.userId)).limit(1);
    names.push(user?.name ?? 'nobody');
  }
  return names;
}

export async function write(db: NodePgDatabase, names: string[]): Promise<void> {
  for (const name of names) {
    if (name === '') continue;
    await db.insert(users).values({ name: name.trim() });
  }
}

export async function close(): Promise<void> {
  await pool.end();
}
`,
  },
  {
    name: 'typeorm',
    dialect: 'mysql',
    dependencies: ['typeorm', 'mysql2'],
    code: `import { DataSource, EntitySchema, type Logger } from 'typeorm';
${ORDER}
interface User { id: number; name: string }

const UserSchema = new EntitySchema<User>({ name: 'User', tableName: 'users', columns: { id: { type: Number, primary: true, generated: true }, name: { type: String } } });

export async function open(url: string, onQuery: (sql: string) => void): Promise<DataSource> {
  const nothing = () => undefined;
  const logger: Logger = { logQuery: onQuery, logQueryError: nothing, logQuerySlow: nothing, logSchemaBuild: nothing, logMigration: nothing, log: nothing };
  return await new DataSource({ type: 'mysql', url, entities: [UserSchema], logging: ['query'], logger }).initialize();
}

export async function read(source: DataSource, orders: Order[]): Promise<string[]> {
  const users = source.getRepository(UserSchema);
  const names: string[] = [];
  for (const order of orders) {
    const user = await users.findOneBy({ id: order.userId });
    names.push(user === null ? 'nobody' : user.name);
  }
  return names;
}

export async function write(source: DataSource, names: string[]): Promise<void> {
  const users = source.getRepository(UserSchema);
  for (const name of names) {
    if (name === '') continue;
    await users.insert({ name: name.trim() });
  }
}

export async function close(source: DataSource): Promise<void> {
  await source.destroy();
}
`,
  },
  {
    name: 'sequelize',
    dialect: 'mysql',
    dependencies: ['sequelize', 'mysql2'],
    code: `import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model, Sequelize } from 'sequelize';
${ORDER}
class User extends Model<InferAttributes<User>, InferCreationAttributes<User>> {
  declare id: CreationOptional<number>;
  declare name: string;
}

export async function open(url: string, onQuery: (sql: string) => void): Promise<Sequelize> {
  const sequelize = new Sequelize(url, { dialect: 'mysql', logging: onQuery });
  User.init({ id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true }, name: DataTypes.STRING }, { sequelize, tableName: 'users', timestamps: false });
  return sequelize;
}

export async function read(_: Sequelize, orders: Order[]): Promise<string[]> {
  const names: string[] = [];
  for (const order of orders) {
    const user = await User.findByPk(order.userId);
    names.push(user === null ? 'nobody' : user.name);
  }
  return names;
}

export async function write(_: Sequelize, names: string[]): Promise<void> {
  for (const name of names) {
    if (name === '') continue;
    await User.create({ name: name.trim() });
  }
}

export async function close(sequelize: Sequelize): Promise<void> {
  await sequelize.close();
}
`,
  },
];
