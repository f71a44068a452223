import { describe, expect, it } from 'vitest';
import { changesOf, columnsOf, foreignKeysOf, indexesOf, reading } from './project.ts';

const PACKAGE = { 'package.json': '{ "name": "shop", "dependencies": { "sequelize": "6", "sequelize-typescript": "2", "pg": "8" } }' };

const INIT = {
  ...PACKAGE,
  'src/db.ts': "import { Sequelize } from 'sequelize';\nexport { DataTypes, Model } from 'sequelize';\nexport default new Sequelize('postgres://localhost/shop');",
  'src/user.ts': `
    import sequelize, { DataTypes, Model } from './db';
    class Base<T> extends Model<T> {}
    export class User extends Base<unknown> {}
    User.init({
      email: { type: DataTypes.STRING, unique: true, allowNull: false },
      firstName: { type: DataTypes.STRING(40), unique: 'whole_name', field: 'first_name' },
      lastName: { type: DataTypes.STRING, unique: 'whole_name' },
      state: { type: DataTypes.ENUM('on', 'off') },
      full: { type: DataTypes.VIRTUAL },
    }, { sequelize, paranoid: true, indexes: [{ fields: ['state', { name: 'createdAt', order: 'DESC' }] }, { name: 'lower_mail', unique: true, fields: [sequelize.fn('lower', sequelize.col('email'))], where: { deletedAt: null } }, { using: 'gin', fields: [{ name: 'lastName', operator: 'gin_trgm_ops' }] }] });`,
  'src/post.ts': `
    import { DataTypes } from 'sequelize';
    import sequelize from './db';
    import { User } from './user';
    export const Post = sequelize.define('Post', { uuid: { type: DataTypes.UUID, primaryKey: true }, title: DataTypes.TEXT, editorId: { type: DataTypes.INTEGER, references: { model: 'Users', key: 'id' }, onDelete: 'CASCADE' } }, { tableName: 'posts', timestamps: false, underscored: true });
    export const Tag = sequelize.define('Tag', { label: DataTypes.STRING }, { timestamps: false });
    User.hasMany(Post, { foreignKey: 'authorId', as: 'posts' });
    Post.belongsTo(User, { foreignKey: 'authorId', as: 'author' });
    Post.belongsTo(User);
    Post.belongsToMany(Tag, { through: 'post_tags' });
    Tag.belongsToMany(Post, { through: 'post_tags' });`,
};

describe('Sequelize models', () => {
  it('give tables with what is declared and what the library adds', () => {
    expect(indexesOf(reading(INIT))).toEqual({
      Users: ['index (lastName gin_trgm_ops) gin', 'index (state, createdAt desc)', 'primary key (id)', 'unique (email)', 'unique (first_name, lastName)', 'unique index (lower(email)) where deletedAt is null'],
      posts: ['primary key (uuid)'],
      Tags: ['primary key (id)'],
      post_tags: ['primary key (PostUuid, TagId)'],
    });
  });

  it('may be set up by a function that is given the class', () => {
    const setUp = (calls: string) => reading({ ...INIT, 'src/rate.ts': `import sequelize, { DataTypes, Model } from './db';\nclass Rate extends Model {}\nclass Other extends Model {}\nfunction setUp(Rate) { Rate.init({ from: { type: DataTypes.STRING, unique: true } }, { sequelize }); }\n${calls}` });
    expect(indexesOf(setUp('setUp(Rate);')).Rates).toEqual(['primary key (id)', 'unique (from)']);
    // Which of them it is for, nobody says.
    expect(Object.keys(indexesOf(setUp('setUp(Rate); setUp(Other);')))).not.toContain('Rates');
  });

  it('give columns, by field and with underscores where the model says so', () => {
    const { tables } = reading(INIT);
    expect(columnsOf(tables[0])).toEqual(['email text', 'first_name=firstName text?', 'lastName text?', 'state enum?', 'id integer', 'createdAt timestamp', 'updatedAt timestamp', 'deletedAt timestamp?']);
    expect(columnsOf(tables[1])).toEqual(['uuid uuid', 'title text?', 'editor_id=editorId integer?', 'author_id=authorId integer?', 'user_id=UserId integer?']);
  });

  it('give foreign keys, which have no index of their own', () => {
    const { tables } = reading(INIT);
    expect(foreignKeysOf(tables[1])).toEqual(['(editor_id) -> Users (id) cascade', '(author_id) -> Users (id) set null', '(user_id) -> Users (id) set null']);
    expect(tables[0]!.relations).toContainEqual({ name: 'posts', table: 'posts', many: true, columns: ['id'], references: ['author_id'] });
    expect(tables[1]!.relations).toContainEqual({ name: 'author', table: 'Users', many: false, columns: ['author_id'], references: ['id'] });
    expect(tables[1]!.relations).toContainEqual({ name: 'Tags', table: 'Tags', many: true, columns: ['uuid'], references: ['id'], through: { table: 'post_tags', columns: ['PostUuid'], references: ['TagId'] } });
  });

  it('may be classes with decorators', () => {
    const project = {
      ...PACKAGE,
      'src/models.ts': `
        import { AllowNull, BelongsTo, BelongsToMany, Column, CreatedAt, DataType, DeletedAt, ForeignKey, HasMany, Index, Model, PrimaryKey, Table, Unique } from 'sequelize-typescript';
        class Base extends Model { @PrimaryKey @Column(DataType.UUID) id: string; @CreatedAt createdAt: Date; @DeletedAt @Column(DataType.DATE) deletedAt: Date | null }
        @Table({ tableName: 'teams', modelName: 'team', indexes: [{ fields: ['name', 'city'] }] })
        export class Team extends Base {
          @Index @Column(DataType.STRING) name: string;
          @Unique @AllowNull(false) @Column({ type: DataType.STRING, field: 'sub_domain' }) subdomain: string;
          @Index({ name: 'place', order: 'DESC' }) @Column(DataType.STRING) city: string;
          @Index('place') @Column(DataType.STRING) street: string;
          @HasMany(() => Member, { foreignKey: 'teamId', onDelete: 'CASCADE' }) members: Member[];
        }
        @Table({ timestamps: false })
        export class Member extends Base {
          @ForeignKey(() => Team) @Column(DataType.UUID) teamId: string;
          @BelongsTo(() => Team, 'teamId') team: Team;
          @BelongsToMany(() => Team, () => Visit) visited: Team[];
        }
        @Table export class Visit extends Model { @ForeignKey(() => Member) @Column(DataType.UUID) memberId: string; @ForeignKey(() => Team) @Column(DataType.UUID) teamId: string; @Column(DataType.BOOLEAN) paid: boolean }`,
    };
    expect(indexesOf(reading(project))).toEqual({
      teams: ['index (city desc, street)', 'index (name)', 'index (name, city)', 'primary key (id)', 'unique (sub_domain)'],
      Members: ['primary key (id)'],
      Visits: ['primary key (memberId, teamId)'],
    });
    const { tables } = reading(project);
    expect(columnsOf(tables[0])).toEqual(['id uuid', 'deletedAt timestamp?', 'name text?', 'sub_domain=subdomain text', 'city text?', 'street text?', 'createdAt timestamp', 'updatedAt timestamp']);
    expect(foreignKeysOf(tables[1])).toEqual(['(teamId) -> teams (id) cascade']);
    expect(tables[1]!.relations.map(({ name }) => name)).toEqual(['team', 'visited']);
  });

  it('take what the connection says of all models', () => {
    const project = { ...PACKAGE, 'src/a.ts': "import { DataTypes, Sequelize } from 'sequelize';\nconst db = new Sequelize({ dialect: 'postgres', define: { underscored: true, timestamps: false, freezeTableName: true } });\nexport const A = db.define('BigThing', { someName: DataTypes.TEXT });" };
    expect(columnsOf(reading(project).tables[0])).toEqual(['some_name=someName text?', 'id integer']);
    expect(reading(project).tables[0]!.name).toBe('BigThing');
  });
});

const migrate = (files: Record<string, string>) => changesOf(reading({ ...PACKAGE, ...files }));

describe('Sequelize migrations', () => {
  it('are read in the order of their names, and only upwards', () => {
    expect(
      migrate({
        'migrations/20240102-more.js': "module.exports = { up: async (queryInterface) => { await queryInterface.addIndex('Users', ['email']); }, down: async (queryInterface) => { await queryInterface.removeIndex('Users', ['email']); } };",
        'migrations/20240101-init.js': `
          'use strict';
          module.exports = {
            async up(queryInterface, Sequelize) {
              await queryInterface.createTable('Users', {
                id: { type: Sequelize.INTEGER, primaryKey: true, autoIncrement: true },
                email: { type: Sequelize.STRING, allowNull: false, unique: true },
                teamId: { type: Sequelize.UUID, references: { model: 'Teams', key: 'id' }, onDelete: 'cascade' },
                at: Sequelize.DATE,
              }, { uniqueKeys: { both: { fields: ['email', 'teamId'] } } });
            },
          };`,
      }),
    ).toEqual([
      'create table Users: id integer; email text; teamId uuid?; at timestamp?; primary key (id); unique (email); unique (email, teamId) as both; (teamId) -> Teams (id) cascade',
      'add index Users index (email) as users_email',
    ]);
  });

  it('say the same in each of the forms that the library takes', () => {
    expect(
      migrate({
        'migrations/1.ts': `
          import type { QueryInterface } from 'sequelize';
          import { DataTypes, Op } from 'sequelize';
          export default {
            up: async (queryInterface: QueryInterface) =>
              queryInterface.sequelize.transaction(async (transaction) => {
                await queryInterface.addColumn('Users', 'teamId', { type: DataTypes.UUID, references: { model: 'Teams', key: 'id' }, unique: true }, { transaction });
                await queryInterface.addIndex('Users', { fields: ['a', { name: 'b', order: 'DESC' }], unique: true, name: 'ab', where: { gone: { [Sequelize.Op.is]: null }, kind: { [Op.in]: ['x', 'y'] } } });
                await queryInterface.addIndex({ tableName: 'Users', schema: 'app' }, ['c'], { concurrently: true, using: 'GIN' });
                await queryInterface.addConstraint('Users', { fields: ['a', 'b'], type: 'unique' });
                await queryInterface.addConstraint('Users', ['t'], { type: 'foreign key', name: 'fk_t', references: { table: 'Teams', field: 'id' }, onDelete: 'set null' });
                await queryInterface.removeConstraint('Users', 'fk_t');
                await queryInterface.removeIndex('Users', ['CreatedById', 'a']);
                await Promise.all([queryInterface.renameColumn('Users', 'a', 'z'), queryInterface.removeColumn('Users', 'b')]);
                await queryInterface.changeColumn('Users', 'c', { type: DataTypes.TEXT, allowNull: false });
                await queryInterface.sequelize.query('CREATE INDEX CONCURRENTLY x ON "Users" (q)');
                await queryInterface.sequelize.query('UPDATE "Users" SET q = 1');
                await queryInterface.bulkInsert('Users', []);
                await queryInterface.renameTable('Users', 'People');
                await queryInterface.dropTable('People');
              }),
          };`,
      }),
    ).toEqual([
      'add column Users teamId uuid?',
      'add index Users unique (teamId)',
      'add foreign key Users (teamId) -> Teams (id)',
      "add index Users unique index (a, b desc) where gone is null and kind in ('x', 'y') as ab",
      'add index app.Users index (c) gin as users_c',
      'add index Users unique (a, b) as Users_a_b_uk',
      'add foreign key Users (t) -> Teams (id) set null as fk_t',
      'drop constraint Users fk_t',
      'drop index Users users__created_by_id_a',
      'rename column Users a to z',
      'drop column Users b',
      'alter column Users c {"type":"text","nullable":false}',
      'sql CREATE INDEX CONCURRENTLY x ON "Users" (q)',
      'rename table Users to People',
      'drop table People',
    ]);
  });

  it('are followed through loops over constants and helpers of the project', () => {
    expect(
      migrate({
        'migrations/lib/helpers.js': "exports.index = async (db, table, ...columns) => { for (const column of columns) await db.addIndex(table, [column]); };",
        'migrations/1.js': `
          const { index } = require('./lib/helpers');
          const TABLES = ['A', 'B'];
          const KEYS = { C: ['x'], D: ['y', 'z'] };
          module.exports.up = async function (queryInterface) {
            for (const table of TABLES) await queryInterface.addIndex(table, ['at']);
            await Promise.all(TABLES.map((table) => queryInterface.addIndex(table, ['by'])));
            for (const [table, columns] of Object.entries(KEYS)) await queryInterface.addIndex(table, columns);
            TABLES.forEach(async (table) => { await queryInterface.sequelize.query(\`CREATE INDEX "\${table}_q" ON "\${table}" (q)\`); });
            await index(queryInterface, 'E', 'm', 'n');
          };`,
      }),
    ).toEqual([
      'add index A index (at) as a_at', 'add index B index (at) as b_at', 'add index A index (by) as a_by', 'add index B index (by) as b_by', 'add index C index (x) as c_x', 'add index D index (y, z) as d_y_z',
      'sql CREATE INDEX "A_q" ON "A" (q)', 'sql CREATE INDEX "B_q" ON "B" (q)', 'add index E index (m) as e_m', 'add index E index (n) as e_n',
    ]);
  });

  it('say so where they cannot be read', () => {
    expect(
      migrate({
        'migrations/1.js': `
          const { apply } = require('some-helpers');
          module.exports.up = async (queryInterface) => {
            const tables = await queryInterface.showAllTables();
            for (const table of tables) await queryInterface.addIndex(table, ['at']);
            await queryInterface.addIndex('A', columnsOf('A'));
            await queryInterface.sequelize.query(\`CREATE INDEX i ON "\${process.env.TABLE}" (q)\`);
            for (const { sql, values } of await rows()) await queryInterface.sequelize.query(sql, { replacements: values });
            await apply(queryInterface);
          };`,
      }),
    ).toEqual(['unread: addIndex of something that is not written out', 'unread A: an index on what is not written out', 'unread: a statement with values in it that are not known', 'unread: a helper that is not in the project changes the schema']);
  });

  it('take the way of the engine that the package runs on, and both where a condition is not known', () => {
    expect(
      migrate({
        'migrations/1.js': `
          module.exports.up = async (queryInterface) => {
            if (queryInterface.sequelize.getDialect() === 'mysql') await queryInterface.addIndex('A', ['mysql']); else await queryInterface.addIndex('A', ['other']);
            if (await queryInterface.tableExists('B')) { await queryInterface.addIndex('B', ['b']); await queryInterface.removeIndex('B', 'old'); }
            try { await queryInterface.addIndex('C', ['c']); } catch { await queryInterface.addIndex('C', ['never']); }
          };`,
      }),
    ).toEqual(['add index A index (other) as a_other', 'add index B index (b) as b_b', 'add index C index (c) as c_c']);
  });

  it('of umzug are handed a context', () => {
    expect(migrate({ 'src/migrations/1.ts': "export const up = async ({ context: queryInterface }) => { await queryInterface.addIndex('A', ['a']); };\nexport const down = async () => {};" })).toEqual(['add index A index (a) as a_a']);
  });
});
