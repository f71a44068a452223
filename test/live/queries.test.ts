import { Between, Brackets, DataSource, EntitySchema, Equal, ILike, In, IsNull, Like, MoreThanOrEqual, Not, Or } from 'typeorm';
import { DataTypes, Op, Sequelize, col, fn, where as whereOf } from 'sequelize';
import { beforeAll, afterAll, describe, expect, it } from 'vitest';
import { querySites } from '../../src/database/query/sites.ts';
import type { Condition, Query } from '../../src/database/query/types.ts';
import { codeReader } from '../../src/database/schema/code/index.ts';
import type { Schema } from '../../src/database/schema/types.ts';
import { parseStatements } from '../../src/database/sql/parse.ts';
import { readSql } from '../../src/database/query/sql.ts';
import { fromPostgres } from '../../src/database/query/tree-postgres.ts';
import { link } from '../program/project.ts';
import { openDatabase, type Database } from './databases.ts';

/** Comparisons of columns, those of relations and joins left out of their order: `users.email = `, once each. */
function comparisons(query: Query): string[] {
  const aliases = new Map([query.from, ...query.joins.map(({ table }) => table)].map(({ alias, name }) => [alias, name]));
  const found: string[] = [];
  const visit = (condition: Condition): void => {
    if (condition.kind === 'compare') found.push(`${aliases.get(condition.column.table) ?? condition.column.table}.${condition.column.column}${condition.wrapped ? ` in ${condition.wrapped.by}` : ''} ${condition.operator}`);
    else if (condition.kind === 'not') visit(condition.of);
    else if (condition.kind === 'and' || condition.kind === 'or') condition.of.forEach(visit);
    else found.push(condition.kind);
  };
  visit(query.where);
  return [...new Set(found)].sort();
}

/** What is compared. A limit of one row is left out where a key says the same. */
function summary(query: Query): unknown {
  const order = query.order === 'unknown' ? 'unknown' : query.order.map(({ by, direction }) => `${'column' in by ? by.column : 'expression'} ${direction}`);
  return { operation: query.operation, table: query.from.name, joins: query.joins.map(({ table, kind }) => `${kind} ${table.name}`).sort(), where: comparisons(query), order, limit: query.limit !== 'none' && query.limit !== 1, offset: query.offset !== 'none' };
}

/** What the statement says that the library really sent. */
function sent(sql: string, schemas: readonly Schema[]): unknown {
  const statement = parseStatements([sql], 'postgresql')[0]![0]!;
  expect(statement.problem).toBeUndefined();
  const reading = readSql(fromPostgres(statement.tree as Record<string, unknown>)!, { engine: 'postgresql', table: (name) => schemas.flatMap(({ tables }) => tables).find((table) => table.name === name) });
  if ('unknown' in reading) throw new Error(reading.unknown);
  return summary(reading.queries[0]);
}

function read(project: Readonly<Record<string, string>>): { schemas: Schema[]; query: (file: string) => Query } {
  const program = link(project);
  const schemas = codeReader(program)().map(({ dir, engine, tables, problems }): Schema => ({ dir, engine, tables, problems, complete: true }));
  return {
    schemas,
    query: (file) => {
      const sites = querySites(program, schemas, file);
      expect(sites).toHaveLength(1);
      expect(sites[0]!.query.unknown).toEqual([]);
      return sites[0]!.query;
    },
  };
}

/** Runs an expression with the given names. */
function run(code: string, names: Readonly<Record<string, unknown>>): Promise<unknown> {
  return (new Function(...Object.keys(names), `return (${code});`) as (...args: unknown[]) => Promise<unknown>)(...Object.values(names));
}

const SEQUELIZE_CALLS = [
  "Post.findAll({ where: { status: 'a', score: { [Op.gte]: 3 } } })",
  "Post.findAll({ where: { [Op.or]: [{ status: 'a' }, { title: 'b' }] }, order: [['score', 'DESC']], limit: 5, offset: 5 })",
  'Post.findAll({ where: { id: [1, 2], title: null } })',
  "Post.findAll({ where: { title: { [Op.like]: 'a%' }, status: { [Op.ne]: 'x' } } })",
  "Post.findAll({ where: { title: { [Op.iLike]: '%a%' } } })",
  'Post.findAll({ where: { score: { [Op.between]: [1, 5] } } })',
  "Post.findAll({ where: { score: { [Op.or]: [1, { [Op.gt]: 5 }] } } })",
  'Post.findAll({ where: { title: { [Op.not]: null }, id: { [Op.notIn]: [1] } } })',
  "Post.findAll({ where: whereOf(fn('lower', col('title')), 'a') })",
  'Post.findByPk(1)',
  "User.findAll({ where: { email: 'a' } })",
  "User.findOne({ where: { fullName: 'a' } })",
  "User.findAll({ where: { email: 'a' }, paranoid: false })",
  "Post.count({ where: { status: 'a' } })",
  "Post.update({ title: 'x' }, { where: { status: 'a', score: { [Op.lt]: 3 } } })",
  "Post.destroy({ where: { userId: 1 } })",
  "User.destroy({ where: { email: 'a' } })",
  "Post.findAll({ where: { status: 'a' }, include: [{ model: User, as: 'author' }] })",
  "Post.findAll({ include: [{ model: User, as: 'author', where: { email: 'a' } }] })",
  "Post.findAll({ where: { '$author.email$': 'a' }, include: [{ model: User, as: 'author' }] })",
];

const TYPEORM_CALLS = [
  "users.find({ where: { email: 'a', age: MoreThanOrEqual(3) } })",
  "users.find({ where: [{ email: 'a' }, { name: 'b' }], order: { age: 'DESC' }, take: 5, skip: 5 })",
  'users.findBy({ id: In([1, 2]), age: IsNull() })',
  "users.findBy({ name: Like('a%'), email: Not('x') })",
  "users.findBy({ name: ILike('%a%') })",
  'users.findBy({ age: Between(1, 5) })',
  'users.findBy({ age: Not(IsNull()), id: Not(In([1])) })',
  "users.findBy({ name: Or(Equal('a'), Equal('b')) })",
  'users.findOneBy({ id: 1 })',
  "users.countBy({ email: 'a' })",
  "users.findBy({ email: 'a', age: null })",
  "users.update({ email: 'a' }, { age: 3 })",
  'users.update([1, 2], { age: 3 })',
  "users.delete({ name: 'a' })",
  "posts.find({ where: { title: 'a' } })",
  "posts.find({ where: { author: { email: 'a' } } })",
  "posts.find({ where: { title: 'a' }, relations: { author: true } })",
  "posts.find({ where: { title: 'a' }, withDeleted: true })",
  "users.createQueryBuilder('u').where('u.name = :n', { n: 'a' }).andWhere('u.age IN (:...ages)', { ages: [1, 2] }).orderBy('u.email', 'DESC').limit(5).getMany()",
  "users.createQueryBuilder('u').where('u.id = 1').andWhere('u.age = 2 OR u.age = 3').getMany()",
  "users.createQueryBuilder('u').where('u.id = 1').andWhere(new Brackets((qb) => qb.where('u.age = 2').orWhere('u.email IS NULL'))).getMany()",
  "posts.createQueryBuilder('p').leftJoinAndSelect('p.author', 'a').where('a.email = :e', { e: 'a' }).getMany()",
  "users.createQueryBuilder('u').where('lower(u.email) = :e', { e: 'a' }).getCount()",
  "users.createQueryBuilder().delete().where('email = :e', { e: 'a' }).execute()",
];

let database: Database;
beforeAll(async () => {
  database = await openDatabase('postgres');
  await database.run('CREATE TABLE users (id serial primary key, email text, full_name text, age integer, "createdAt" timestamptz, "updatedAt" timestamptz, "deletedAt" timestamptz)');
  await database.run('CREATE TABLE posts (id serial primary key, title text, status text, score integer, "userId" integer, "createdAt" timestamptz, "updatedAt" timestamptz, "deletedAt" timestamptz)');
});
afterAll(() => database.drop());

describe('what Sequelize sends', () => {
  const MODELS = `import { DataTypes, Model, Sequelize } from 'sequelize';
const sequelize = new Sequelize('postgres://localhost/app', { dialect: 'postgres' });
export class User extends Model {}
User.init({ email: DataTypes.STRING, fullName: { type: DataTypes.STRING, field: 'full_name' } }, { sequelize, modelName: 'User', tableName: 'users', paranoid: true });
export class Post extends Model {}
Post.init({ title: DataTypes.STRING, status: DataTypes.STRING, score: DataTypes.INTEGER }, { sequelize, modelName: 'Post', tableName: 'posts' });
User.hasMany(Post, { as: 'posts', foreignKey: 'userId' });
Post.belongsTo(User, { as: 'author', foreignKey: 'userId' });
`;
  const statements: string[] = [];
  let names: Readonly<Record<string, unknown>>;
  let connection: Sequelize;
  beforeAll(() => {
    connection = new Sequelize(database.url, { dialect: 'postgres', logging: (sql) => void statements.push(sql.replace(/^Executing \([^)]*\): /, '')) });
    const User = connection.define('User', { email: DataTypes.STRING, fullName: { type: DataTypes.STRING, field: 'full_name' } }, { tableName: 'users', paranoid: true });
    const Post = connection.define('Post', { title: DataTypes.STRING, status: DataTypes.STRING, score: DataTypes.INTEGER }, { tableName: 'posts' });
    User.hasMany(Post, { as: 'posts', foreignKey: 'userId' });
    Post.belongsTo(User, { as: 'author', foreignKey: 'userId' });
    names = { User, Post, Op, fn, col, whereOf };
  });
  afterAll(() => connection.close());

  it.each(SEQUELIZE_CALLS)('is what is read of %s', async (code) => {
    const { schemas, query } = read({ 'package.json': '{ "name": "app", "dependencies": { "sequelize": "6", "pg": "8" } }', 'src/models.ts': MODELS, 'src/a.ts': `import { Op, fn, col, where as whereOf } from 'sequelize';\nimport { User, Post } from './models';\nvoid ${code};` });
    statements.length = 0;
    await run(code, names);
    expect(summary(query('src/a.ts'))).toEqual(sent(statements[0]!, schemas));
  });
});

describe('what TypeORM sends', () => {
  const ENTITIES = `import { Column, DeleteDateColumn, Entity, JoinColumn, ManyToOne, OneToMany, PrimaryGeneratedColumn } from 'typeorm';
@Entity('users')
export class User {
  @PrimaryGeneratedColumn() id: number;
  @Column() email: string;
  @Column({ name: 'full_name' }) name: string;
  @Column() age: number;
  @OneToMany(() => Post, (post) => post.author) posts: Post[];
}
@Entity('posts')
export class Post {
  @PrimaryGeneratedColumn() id: number;
  @Column() title: string;
  @DeleteDateColumn() deletedAt: Date;
  @ManyToOne(() => User, (user) => user.posts) @JoinColumn({ name: 'userId' }) author: User;
}
`;
  const statements: string[] = [];
  let source: DataSource;
  let names: Readonly<Record<string, unknown>>;
  beforeAll(async () => {
    const users = new EntitySchema<{ id: number; email: string; name: string; age: number; posts: unknown[] }>({ name: 'User', tableName: 'users', columns: { id: { type: Number, primary: true, generated: true }, email: { type: String }, name: { type: String, name: 'full_name' }, age: { type: Number } }, relations: { posts: { type: 'one-to-many', target: 'Post', inverseSide: 'author' } } });
    const posts = new EntitySchema<{ id: number; title: string; deletedAt: Date; author: unknown }>({ name: 'Post', tableName: 'posts', columns: { id: { type: Number, primary: true, generated: true }, title: { type: String }, deletedAt: { type: Date, deleteDate: true } }, relations: { author: { type: 'many-to-one', target: 'User', inverseSide: 'posts', joinColumn: { name: 'userId' } } } });
    const log = (sql: string): void => void statements.push(sql);
    const nothing = (): void => undefined;
    const logger = { logQuery: log, logQueryError: nothing, logQuerySlow: nothing, logSchemaBuild: nothing, logMigration: nothing, log: nothing };
    source = await new DataSource({ type: 'postgres', url: database.url, entities: [users, posts], logging: true, logger }).initialize();
    names = { Between, Brackets, Equal, ILike, In, IsNull, Like, MoreThanOrEqual, Not, Or, users: source.getRepository('User'), posts: source.getRepository('Post') };
  });
  afterAll(() => source.destroy());

  it.each(TYPEORM_CALLS)('is what is read of %s', async (code) => {
    const operators = 'Brackets, DataSource, In, Not, IsNull, Equal, MoreThanOrEqual, Between, Like, ILike, Or';
    const { schemas, query } = read({
      'package.json': '{ "name": "app", "dependencies": { "typeorm": "0.3", "pg": "8" } }',
      'src/entities.ts': ENTITIES,
      'src/a.ts': `import { ${operators} } from 'typeorm';\nimport { User, Post } from './entities';\nconst source = new DataSource({ type: 'postgres' });\nconst users = source.getRepository(User);\nconst posts = source.getRepository(Post);\nvoid ${code};`,
    });
    statements.length = 0;
    await run(code, names);
    const asked = statements.filter((sql) => !/^(START|COMMIT|ROLLBACK)/.test(sql));
    expect(summary(query('src/a.ts'))).toEqual(sent(asked[0]!, schemas));
  });
});
