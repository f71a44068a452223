import pg from 'pg';
import { DataTypes, Sequelize } from 'sequelize';
import type { Model, ModelStatic } from 'sequelize';
import { DataSource, EntitySchema } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reading, showIndex } from '../database/schema/code/project.ts';
import { openDatabase } from './databases.ts';
import type { Database } from './databases.ts';

/** What PostgreSQL has after the mapper made it: columns and indexes by table, names of indexes aside. */
async function catalog(url: string): Promise<Record<string, { columns: string[]; indexes: string[] }>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: columns } = await client.query<{ table: string; column: string }>('select table_name as table, column_name as column from information_schema.columns where table_schema = current_schema()');
    const { rows: indexes } = await client.query<{ table: string; columns: string[]; unique: boolean; primary: boolean; constraint: boolean }>(`
      select t.relname as table, i.indisunique as unique, i.indisprimary as primary, c.oid is not null as constraint,
        array(select pg_get_indexdef(i.indexrelid, k, true) || case when i.indoption[k - 1] & 1 = 1 then ' desc' else '' end from generate_series(1, i.indnkeyatts) k) as columns
      from pg_index i join pg_class t on t.oid = i.indrelid left join pg_constraint c on c.conindid = i.indexrelid and c.contype in ('u', 'p')
      where t.relnamespace = current_schema()::regnamespace`);
    const found: Record<string, { columns: string[]; indexes: string[] }> = {};
    for (const { table, column } of columns) (found[table] ??= { columns: [], indexes: [] }).columns.push(column);
    for (const { table, columns: parts, unique, primary, constraint } of indexes) {
      const kind = primary ? 'primary key' : constraint ? 'unique' : unique ? 'unique index' : 'index';
      found[table]!.indexes.push(`${kind} (${parts.map((part) => part.replaceAll('"', '')).join(', ')})`);
    }
    return sorted(found);
  } finally {
    await client.end();
  }
}

function sorted(tables: Record<string, { columns: string[]; indexes: string[] }>): Record<string, { columns: string[]; indexes: string[] }> {
  return Object.fromEntries(Object.entries(tables).map(([name, { columns, indexes }]) => [name, { columns: columns.sort(), indexes: indexes.sort() }]));
}

/** The same, as it is read from the code. */
function read(dependency: string, code: string): ReturnType<typeof sorted> {
  const { tables } = reading({ 'package.json': `{ "name": "shop", "dependencies": { "${dependency}": "*", "pg": "8" } }`, 'src/models.ts': code });
  return sorted(Object.fromEntries(tables.map(({ name, columns, indexes }) => [name, { columns: columns.map((column) => column.name), indexes: indexes.map(showIndex) }])));
}

let database: Database;
beforeAll(async () => {
  database = await openDatabase('postgres');
});
afterAll(() => database.drop());

const TYPEORM = `
  const User = new EntitySchema({
    name: 'AppUser',
    columns: { id: { type: Number, primary: true, generated: true }, email: { type: String, unique: true }, firstName: { type: String }, htmlURL: { type: String, name: 'html_url' } },
    relations: { boss: { type: 'many-to-one', target: 'AppUser' }, card: { type: 'one-to-one', target: 'IdCard', joinColumn: true }, tags: { type: 'many-to-many', target: 'Tag', joinTable: true }, friends: { type: 'many-to-many', target: 'AppUser', joinTable: true } },
    indices: [{ name: 'by_name', columns: ['firstName', 'email'] }, { name: 'one', columns: ['boss', 'firstName'], unique: true }],
    uniques: [{ columns: ['firstName', 'htmlURL'] }],
  });
  const Card = new EntitySchema({ name: 'IdCard', columns: { uuid: { type: 'uuid', primary: true, generated: 'uuid' } } });
  const Tag = new EntitySchema({ name: 'Tag', tableName: 'labels', columns: { code: { type: String, primary: true }, lang: { type: String, primary: true } } });
  return [User, Card, Tag];`;

const SEQUELIZE = `
  const User = sequelize.define('User', { email: { type: DataTypes.STRING, unique: true }, firstName: { type: DataTypes.STRING, field: 'first_name', unique: 'whole' }, lastName: { type: DataTypes.STRING, unique: 'whole' } }, { paranoid: true, indexes: [{ fields: ['email', { name: 'createdAt', order: 'DESC' }] }, { unique: true, fields: ['lastName'] }] });
  const Company = sequelize.define('Company', { code: { type: DataTypes.STRING, primaryKey: true } }, { underscored: true, timestamps: false });
  const Person = sequelize.define('Person', { taxNumber: DataTypes.STRING }, { underscored: true });
  const Membership = sequelize.define('Membership', { id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true } }, { timestamps: false });
  User.belongsTo(Company);
  Company.hasMany(Person, { foreignKey: 'employerCode' });
  Person.hasOne(User, { as: 'account' });
  User.belongsToMany(Company, { through: 'user_companies' });
  Company.belongsToMany(User, { through: 'user_companies' });
  Person.belongsToMany(Company, { through: Membership });`;

describe('what the mapper makes is what is read', () => {
  it('TypeORM', async () => {
    // The text that is read is the code that runs.
    const entities = new Function('EntitySchema', TYPEORM)(EntitySchema) as EntitySchema[];
    const schema = new URL(database.url).searchParams.get('options')!.split('=')[1]!;
    const source = await new DataSource({ type: 'postgres', url: database.url, schema, entities, synchronize: true, uuidExtension: 'pgcrypto' }).initialize();
    try {
      const made = await catalog(database.url);
      const expected = read('typeorm', `import { EntitySchema } from 'typeorm';\nexport function make() {${TYPEORM}\n}`);
      expect(Object.keys(expected).length).toBe(5);
      expect(expected).toEqual(made);
    } finally {
      await source.dropDatabase();
      await source.destroy();
    }
  });

  it('Sequelize', async () => {
    const sequelize = new Sequelize(database.url, { dialect: 'postgres', logging: false });
    new Function('sequelize', 'DataTypes', SEQUELIZE)(sequelize, DataTypes);
    const models: ModelStatic<Model>[] = Object.values(sequelize.models);
    expect(models.length).toBe(5);
    try {
      await sequelize.sync();
      const made = await catalog(database.url);
      expect(read('sequelize', `import { DataTypes, Sequelize } from 'sequelize';\nexport function make(sequelize: Sequelize) {${SEQUELIZE}\n}`)).toEqual(made);
    } finally {
      await sequelize.close();
    }
  });
});
