import { describe, expect, it } from 'vitest';
import { changesOf, reading } from './project.ts';

const migrate = (dependencies: string, files: Record<string, string>) => changesOf(reading({ 'package.json': `{ "name": "shop", "dependencies": { ${dependencies} } }`, ...files }));

describe('Knex migrations', () => {
  const knex = (code: string) => migrate('"knex": "3", "pg": "8"', { 'migrations/1.ts': code });

  it('give columns with the keys that their chains say', () => {
    expect(
      knex(`
        import type { Knex } from 'knex';
        export async function up(knex: Knex): Promise<void> {
          await knex.schema.createTable('users', (table) => {
            table.increments();
            table.string('email', 120).notNullable().unique();
            table.enum('kind', ['a', 'b']).index();
            table.uuid('team_id').references('id').inTable('teams').onDelete('CASCADE');
            table.integer('boss').references('people.id').index('by_boss');
            table.timestamps(true, true);
            table.index(['kind', 'team_id'], 'kind_team', { indexType: 'hash' });
            table.unique(['email', 'kind'], { indexName: 'one' });
            table.foreign('kind').references('name').inTable('kinds');
          }).createTable('pairs', (table) => { table.primary(['a', 'b']); });
        }
        export async function down(knex: Knex) { await knex.schema.dropTable('users'); }`),
    ).toEqual([
      'create table users: ',
      'add column users id integer', 'add index users primary key (id) as users_pkey',
      'add column users email text', 'add index users unique (email) as users_email_unique',
      'add column users kind enum?', 'add index users index (kind) as users_kind_index',
      'add column users team_id uuid?', 'add foreign key users (team_id) -> teams (id) cascade as users_team_id_foreign',
      'add column users boss integer?', 'add index users index (boss) as by_boss', 'add foreign key users (boss) -> people (id) as users_boss_foreign',
      'add column users created_at timestamp?', 'add column users updated_at timestamp?',
      'add index users index (kind, team_id) hash as kind_team', 'add index users unique (email, kind) as one', 'add foreign key users (kind) -> kinds (name) as users_kind_foreign',
      'create table pairs: ', 'add index pairs primary key (a, b) as pairs_pkey',
    ]);
  });

  it('give what is altered, renamed and dropped, and statements in SQL', () => {
    expect(
      knex(`
        exports.up = function (knex) {
          return knex.schema
            .alterTable('users', function (t) {
              t.dropIndex(['kind', 'team_id']); t.dropIndex('x', 'by_boss'); t.dropUnique(['email']); t.dropForeign('team_id'); t.dropColumn('old'); t.renameColumn('a', 'b');
              t.string('name').notNullable().alter(); t.setNullable('boss'); t.dropPrimary();
            })
            .renameTable('users', 'people')
            .raw('CREATE INDEX q ON people (lower(name))')
            .then(() => knex.schema.table('people', (t) => { t.bigInteger('size').index(); }))
            .then(() => knex.raw('ALTER TABLE people ADD COLUMN z int'))
            .then(() => knex('people').update({ z: 1 }));
        };`),
    ).toEqual([
      'drop index users users_kind_team_id_index', 'drop index users by_boss', 'drop constraint users users_email_unique', 'drop constraint users users_team_id_foreign', 'drop column users old', 'rename column users a to b',
      'alter column users name {"type":"text","nativeType":"varchar","nullable":false}', 'alter column users boss {"nullable":true}', 'drop primary key users',
      'rename table users to people', 'sql CREATE INDEX q ON people (lower(name))', 'add column people size bigint?', 'add index people index (size) as people_size_index', 'sql ALTER TABLE people ADD COLUMN z int',
    ]);
  });

  it('go on for as long as promises are chained, and through the lists of bluebird', () => {
    const links = Array.from({ length: 60 }, (_, at) => `.then(() => knex.schema.dropTable('t${at}'))`).join('');
    expect(
      knex(`
        const Promise = require('bluebird');
        const without = (knex, table, columns) => Promise.map(columns, (column) => knex.schema.table(table, (t) => { t.dropColumn(column); }));
        exports.up = (knex) => knex.schema.dropTable('first')${links}.then(() => without(knex, 'users', ['a', 'b'])).catch((problem) => { throw problem; });`),
    ).toEqual(['drop table first', ...Array.from({ length: 60 }, (_, at) => `drop table t${at}`), 'drop column users a', 'drop column users b']);
  });

  it('give a callback the elements of a list where a function of bluebird maps one', () => {
    expect(
      knex(`
        const Promise = require('bluebird');
        exports.up = async (knex) => {
          await Promise.mapSeries(['a', 'b'], (name) => knex.schema.dropTable(name));
          await Promise.each(['c'], (name) => knex.schema.dropTable(name));
          await Promise.join(['d', 'e'], (names) => knex.schema.dropTable(names));
          await Promise.all([knex.schema.dropTable('f')]);
        };`),
    ).toEqual(['drop table a', 'drop table b', 'drop table c', 'drop table f']);
  });

  it('run SQL of files beside them, and of texts with values in them what is whole', () => {
    expect(
      knex(`
        import { readFileSync } from 'node:fs';
        import path from 'node:path';
        import { setUp } from 'some-helpers';
        export async function up(knex) {
          await knex.raw(readFileSync(path.join(__dirname, 'sql', 'first.sql'), 'utf8'));
          await knex.raw(readFileSync(\`\${__dirname}/../second.sql\`).toString());
          await knex.raw(readFileSync(process.env.SQL, 'utf8'));
          await knex.raw(\`
            CREATE TABLE a (b int);
            INSERT INTO a VALUES (\${process.env.B});
            CREATE INDEX \${process.env.NAME} ON a (b);
            \${setUp('a')}
            ALTER TABLE a ADD COLUMN c int\`);
        }`),
    ).toEqual([
      'sql file migrations/sql/first.sql', 'sql file second.sql', 'unread: a statement that is made elsewhere',
      'sql CREATE TABLE a (b int)', 'unread a: a statement with values in it that are not known', 'unread: a statement that is made elsewhere', 'sql ALTER TABLE a ADD COLUMN c int',
    ]);
  });

  it('are read whole where they are long', () => {
    const [change] = knex(`export async function up(knex) { await knex.raw(\`CREATE TABLE a (${Array.from({ length: 900 }, (_, at) => `c${at} int`).join(', ')}); CREATE INDEX i ON a (c1)\`); }`);
    expect(change).toMatch(/CREATE INDEX i ON a \(c1\)$/);
  });

  it('say so where a part is not written out', () => {
    expect(knex("export const up = async (knex) => { await knex.schema.createTable(process.env.T, () => {}); await knex.schema.alterTable('a', (t) => { t.index(columns()); }); await knex.raw(statement()); };")).toEqual([
      'unread: createTable of something that is not written out', 'unread a: an index on what is not written out', 'unread: a statement that is made elsewhere',
    ]);
  });
});

describe('Kysely migrations', () => {
  it('are read from the schema builder and from statements', () => {
    expect(
      migrate('"kysely": "0.28", "pg": "8"', {
        'src/migrations/1.ts': `
          import { type Kysely, sql } from 'kysely';
          export async function up(db: Kysely<any>): Promise<void> {
            await db.schema.createTable('users')
              .addColumn('id', 'serial', (col) => col.primaryKey())
              .addColumn('email', 'varchar(100)', (col) => col.notNull().unique())
              .addColumn('team_id', 'uuid', (col) => col.references('teams.id').onDelete('cascade'))
              .addColumn('at', sql\`timestamptz\`)
              .addPrimaryKeyConstraint('pk', ['id', 'email'])
              .addForeignKeyConstraint('fk', ['email'], 'mails', ['address'], (c) => c.onDelete('set null'))
              .execute();
            await db.schema.createIndex('by_team').on('users').columns(['team_id', 'at desc']).unique().execute();
            await db.schema.createIndex('low').on('users').expression(sql\`lower(email)\`).using('btree').where('at', 'is', null).execute();
            await db.schema.withSchema('app').createIndex('g').on('docs').using('gin').column('body').execute();
            await db.schema.alterTable('users').addColumn('x', 'integer').dropColumn('y').execute();
            await db.schema.alterTable('users').renameColumn('x', 'z').execute();
            await db.schema.alterTable('users').alterColumn('z', (col) => col.setNotNull()).execute();
            await db.schema.dropIndex('low').execute();
            await sql\`CREATE INDEX CONCURRENTLY raw ON users (z)\`.execute(db);
            await db.schema.dropTable('old').ifExists().execute();
          }`,
      }),
    ).toEqual([
      'create table users: ', 'add column users id integer', 'add index users primary key (id)', 'add column users email text', 'add index users unique (email)',
      'add column users team_id uuid?', 'add foreign key users (team_id) -> teams (id) cascade', 'add column users at timestamp?', 'add index users primary key (id, email) as pk', 'add foreign key users (email) -> mails (address) set null as fk',
      'add index users unique index (team_id, at desc) as by_team', 'add index users index (lower(email)) where at is null as low', 'add index app.docs index (body) gin as g',
      'add column users x integer?', 'drop column users y', 'rename column users x to z', 'alter column users z {"nullable":false}', 'drop index low', 'sql CREATE INDEX CONCURRENTLY raw ON users (z)', 'drop table old',
    ]);
  });

  it('leave out an index whose text says more than what it is on', () => {
    expect(
      migrate('"kysely": "0.28", "pg": "8"', {
        'src/migrations/1.ts': "import { type Kysely, sql } from 'kysely';\nexport async function up(db: Kysely<any>): Promise<void> { await db.schema.createIndex('by_code').on('tokens').expression(sql`code DESC) WHERE (code IS NOT NULL`).execute(); }",
      }),
    ).toEqual(['unread tokens: an index on what is not written out']);
  });

  it('give all columns of a table, however many its chain has', () => {
    const names = Array.from({ length: 60 }, (_, position) => `c${position}`);
    const columns = names.map((name) => `.addColumn('${name}', 'integer', (col) => col.notNull())`).join('');
    expect(
      migrate('"kysely": "0.28", "pg": "8"', { 'src/migrations/1.ts': `import type { Kysely } from 'kysely';\nexport async function up(db: Kysely<any>): Promise<void> { await db.schema.createTable('wide')${columns}.execute(); }` }),
    ).toEqual(['create table wide: ', ...names.map((name) => `add column wide ${name} integer`)]);
  });
});

describe('TypeORM migrations', () => {
  it('run by the times in the names of their classes, wherever they lie', () => {
    expect(
      migrate('"typeorm": "0.3", "pg": "8"', {
        'src/changes/a.ts': "import { MigrationInterface, QueryRunner } from 'typeorm';\nexport class Later1700000000002 implements MigrationInterface { async up(queryRunner: QueryRunner) { await queryRunner.query(`CREATE INDEX \"i\" ON \"user\" (\"name\")`); } async down(queryRunner: QueryRunner) { await queryRunner.query('DROP INDEX \"i\"'); } }",
        'src/changes/b.ts': "import { MigrationInterface, QueryRunner } from 'typeorm';\nexport class Sooner1700000000001 implements MigrationInterface { async up(queryRunner: QueryRunner) { await queryRunner.query('CREATE TABLE \"user\" (id int)'); await queryRunner.query('UPDATE \"user\" SET id = 1'); } async down() {} }",
      }),
    ).toEqual(['sql CREATE TABLE "user" (id int)', 'sql CREATE INDEX "i" ON "user" ("name")']);
  });

  it('are those of one engine, where a package has a folder for each of several', () => {
    const made = (folder: string, name: string, text: string) => ({
      [`src/db/${folder}/${name}.ts`]: `import { MigrationInterface, QueryRunner } from 'typeorm';\nexport class ${name} implements MigrationInterface { async up(queryRunner: QueryRunner) { await queryRunner.query(\`${text}\`); } async down() {} }`,
    });
    const files = {
      ...made('sqlite', 'Init1700000000001', 'CREATE TABLE "user" (id integer PRIMARY KEY AUTOINCREMENT)'),
      ...made('postgres', 'Init1700000000002', 'CREATE TABLE "user" (id serial)'),
      ...made('mysql', 'Init1700000000003', 'CREATE TABLE `user` (id int)'.replaceAll('`', '')),
      ...made('shared', 'Fill1700000000004', 'CREATE INDEX "i" ON "user" ("name")'),
    };
    expect(migrate('"typeorm": "0.3", "pg": "8"', files)).toEqual(['sql CREATE TABLE "user" (id serial)', 'sql CREATE INDEX "i" ON "user" ("name")']);
    expect(migrate('"typeorm": "0.3", "mysql2": "3"', files)[0]).toBe('sql CREATE TABLE user (id int)');
    expect(migrate('"typeorm": "0.3"', files)[0]).toBe('sql CREATE TABLE "user" (id serial)');
  });

  it('are read from the methods of the runner', () => {
    expect(
      migrate('"typeorm": "0.3", "pg": "8"', {
        'src/migrations/1.ts': `
          import { MigrationInterface, QueryRunner, Table, TableColumn, TableForeignKey, TableIndex } from 'typeorm';
          const at = new TableColumn({ name: 'at', type: 'timestamptz' });
          export class Init1700000000001 implements MigrationInterface {
            public async up(queryRunner: QueryRunner): Promise<void> {
              await queryRunner.createTable(new Table({ name: 'app.users', columns: [{ name: 'id', type: 'uuid', isPrimary: true }, { name: 'email', type: 'varchar', length: '80', isUnique: true }, { name: 'team', type: 'int', isNullable: true }, at], indices: [{ name: 'one', columnNames: ['team', 'at'] }], foreignKeys: [{ columnNames: ['team'], referencedTableName: 'teams', referencedColumnNames: ['id'], onDelete: 'CASCADE' }] }), true);
              await queryRunner.createIndex('users', new TableIndex({ name: 'two', columnNames: ['team'], isUnique: true, where: 'team > 0' }));
              await queryRunner.createForeignKey('users', new TableForeignKey({ columnNames: ['email'], referencedTableName: 'mails', referencedColumnNames: ['address'] }));
              await this.more(queryRunner);
            }
            private async more(queryRunner: QueryRunner) {
              await queryRunner.addColumn('users', new TableColumn({ name: 'x', type: 'int', isNullable: true }));
              await queryRunner.renameColumn('users', 'x', 'y');
              await queryRunner.dropIndex('users', 'one');
              await queryRunner.dropColumn('users', 'y');
            }
            public async down() {}
          }`,
      }),
    ).toEqual([
      'create table app.users: id uuid; email text; team integer?; at timestamp; primary key (id); unique (email); index (team, at) as one; (team) -> teams (id) cascade',
      'add index users unique index (team) where team > 0 as two', 'add foreign key users (email) -> mails (address)', 'add column users x integer?', 'rename column users x to y', 'drop index users one', 'drop column users y',
    ]);
  });
});

describe('MikroORM migrations', () => {
  it('are statements in SQL', () => {
    expect(
      migrate('"@mikro-orm/core": "6", "@mikro-orm/migrations": "6", "@mikro-orm/postgresql": "6"', {
        'src/migrations/Migration2.ts': "import { Migration } from '@mikro-orm/migrations';\nexport class Migration2 extends Migration { override async up(): Promise<void> { this.addSql(`create index \"i\" on \"a\" (\"b\");`); this.addSql('update a set b = 1'); } override async down() { this.addSql('drop index \"i\"'); } }",
        'src/migrations/Migration1.ts': "import { Migration } from '@mikro-orm/migrations';\nconst tables = ['a', 'c'];\nexport class Migration1 extends Migration { async up() { for (const table of tables) this.addSql(`create table \"${table}\" (\"b\" int)`); } }",
      }),
    ).toEqual(['sql create table "a" ("b" int)', 'sql create table "c" ("b" int)', 'sql create index "i" on "a" ("b");']);
  });
});

describe('node-pg-migrate', () => {
  it('is read with its short forms', () => {
    expect(
      migrate('"node-pg-migrate": "7", "pg": "8"', {
        'migrations/1_init.js': `
          exports.up = (pgm) => {
            pgm.createTable('users', { id: 'id', email: { type: 'text', notNull: true, unique: true }, team_id: { type: 'integer', references: '"teams"', onDelete: 'CASCADE' }, mail_id: { type: 'uuid', references: 'mails(id)' } }, { constraints: { unique: [['email', 'team_id']] } });
            pgm.createIndex('users', ['team_id', { name: 'email', sort: 'DESC' }], { unique: true, where: 'team_id > 0' });
            pgm.createIndex('users', 'lower(email)', { name: 'low', method: 'btree' });
            pgm.addColumns('users', { at: { type: 'timestamptz' } });
            pgm.alterColumn('users', 'at', { notNull: true });
            pgm.addConstraint('users', 'one', { unique: ['at'] });
            pgm.addConstraint('users', 'fk', { foreignKeys: { columns: 'at', references: 'times(id)' } });
            pgm.dropIndex('users', 'at');
            pgm.dropColumns('users', ['a', 'b']);
            pgm.sql('CREATE INDEX z ON users (at)');
          };`,
      }),
    ).toEqual([
      'create table users: ', 'add column users id integer', 'add index users primary key (id)', 'add column users email text', 'add index users unique (email)', 'add column users team_id integer?', 'add foreign key users (team_id) -> teams () cascade',
      'add column users mail_id uuid?', 'add foreign key users (mail_id) -> mails (id)', 'add index users unique (email, team_id)',
      'add index users unique index (team_id, email desc) where team_id > 0 as users_team_id_email_unique_index', 'add index users index (lower(email)) as low', 'add column users at timestamp?', 'alter column users at {"nullable":false}',
      'add index users unique (at) as one', 'add foreign key users (at) -> times (id) as fk', 'drop index users users_at_index', 'drop column users a', 'drop column users b', 'sql CREATE INDEX z ON users (at)',
    ]);
  });
});
