import { describe, expect, it } from 'vitest';
import { columnsOf, foreignKeysOf, indexesOf, reading } from './project.ts';

const PACKAGE = { 'package.json': '{ "name": "shop", "dependencies": { "drizzle-orm": "0.45", "pg": "8" } }' };

const SHOP = {
  ...PACKAGE,
  'src/columns.ts': "import { timestamp } from 'drizzle-orm/pg-core';\nexport const times = { createdAt: timestamp('created_at', { withTimezone: true }).notNull(), deletedAt: timestamp('deleted_at') };",
  'src/schema.ts': `
    import { relations, sql } from 'drizzle-orm';
    import { boolean, foreignKey, index, integer, jsonb, pgEnum, pgTable, primaryKey, serial, text, unique, uniqueIndex, uuid, varchar } from 'drizzle-orm/pg-core';
    import { times } from './columns';
    export const state = pgEnum('state', ['on', 'off']);
    export const users = pgTable('users', {
      id: serial('id').primaryKey(),
      email: varchar('email', { length: 120 }).notNull().unique(),
      name: text(),
      state: state('state').default('on'),
      tags: text('tags').array(),
      ...times,
    }, (t) => [
      uniqueIndex('lower_mail').on(sql\`lower(\${t.email})\`).where(sql\`\${t.deletedAt} is null\`),
      index('recent').on(t.state, t.createdAt.desc()),
      index('words').using('gin', t.name.op('gin_trgm_ops')),
    ]);
    export const posts = pgTable('posts', {
      id: uuid('id').primaryKey(),
      authorId: integer('author_id').notNull().references(() => users.id, { onDelete: 'cascade' }),
      editorId: integer('editor_id').references(() => users.id),
      body: jsonb('body'),
      live: boolean('live'),
    }, (t) => ({ one: unique('one').on(t.authorId, t.live), byEditor: index().on(t.editorId) }));
    export const votes = pgTable('votes', { userId: integer('user_id'), postId: uuid('post_id'), boss: integer('boss') }, (t) => [
      primaryKey({ columns: [t.userId, t.postId] }),
      foreignKey({ name: 'fk', columns: [t.userId, t.boss], foreignColumns: [users.id, users.state] }).onDelete('set null'),
    ]);
    export const userRelations = relations(users, ({ many }) => ({ posts: many(posts, { relationName: 'written' }) }));
    export const postRelations = relations(posts, ({ one }) => ({ author: one(users, { fields: [posts.authorId], references: [users.id], relationName: 'written' }) }));`,
};

describe('Drizzle tables', () => {
  it('give keys and indexes of columns and of the third argument in both of its forms', () => {
    expect(indexesOf(reading(SHOP))).toEqual({
      users: ['index (name gin_trgm_ops) gin', 'index (state, created_at desc)', 'primary key (id)', 'unique (email)', 'unique index (lower(email)) where deleted_at is null'],
      posts: ['index (editor_id)', 'primary key (id)', 'unique (author_id, live)'],
      votes: ['primary key (user_id, post_id)'],
    });
  });

  it('give columns with their types, those that are spread among them', () => {
    const [users, , votes] = reading(SHOP).tables;
    expect(columnsOf(users)).toEqual(['id integer', 'email text', 'name text?', 'state enum?', 'tags array?', 'created_at=createdAt timestamp', 'deleted_at=deletedAt timestamp?']);
    expect(users!.columns.find(({ name }) => name === 'state')!.values).toEqual(['on', 'off']);
    expect(columnsOf(votes)).toEqual(['user_id=userId integer', 'post_id=postId uuid', 'boss integer?']);
  });

  it('give foreign keys, which have no index of their own, and the relations of queries', () => {
    const [users, posts, votes] = reading(SHOP).tables;
    expect(foreignKeysOf(posts)).toEqual(['(author_id) -> users (id) cascade', '(editor_id) -> users (id)']);
    expect(foreignKeysOf(votes)).toEqual(['(user_id, boss) -> users (id, state) set null']);
    expect(users!.relations).toEqual([{ name: 'posts', table: 'posts', many: true, columns: ['id'], references: ['author_id'] }]);
    expect(posts!.relations).toEqual([{ name: 'author', table: 'users', many: false, columns: ['author_id'], references: ['id'] }]);
    expect(users!.entities).toEqual([{ name: 'users', file: 'src/schema.ts' }]);
  });

  it('lie in schemas, have prefixes, and names by the casing of the connection', () => {
    const project = {
      ...PACKAGE,
      'src/db.ts': "import { drizzle } from 'drizzle-orm/node-postgres';\nexport const db = drizzle(process.env.URL, { casing: 'snake_case' });",
      'src/make.ts': "import { pgTableCreator } from 'drizzle-orm/pg-core';\nexport const createTable = pgTableCreator((name) => `shop_${name}`);",
      'src/schema.ts': "import * as p from 'drizzle-orm/pg-core';\nimport { createTable } from './make';\nconst auth = p.pgSchema('auth');\nexport const keys = auth.table('keys', { userId: p.integer().notNull() }, (t) => [p.index().on(t.userId)]);\nexport const things = createTable('things', (d) => ({ firstName: d.varchar({ length: 20 }), htmlURL: d.text() }), (t) => [p.index('n').on(t.firstName)]);",
    };
    const { tables } = reading(project);
    expect(tables.map(({ name, namespace }) => `${namespace ?? ''}.${name}`)).toEqual(['auth.keys', '.shop_things']);
    expect(columnsOf(tables[0])).toEqual(['user_id=userId integer']);
    expect(columnsOf(tables[1])).toEqual(['first_name=firstName text?', 'html_url=htmlURL text?']);
    expect(indexesOf(reading(project))).toEqual({ keys: ['index (user_id)'], shop_things: ['index (first_name)'] });
  });

  it('have an index under a foreign key on MySQL, and times in integers on SQLite', () => {
    const mysql = { 'package.json': '{ "name": "shop", "dependencies": { "drizzle-orm": "0.45", "mysql2": "3" } }', 'src/schema.ts': "import { int, mysqlTable } from 'drizzle-orm/mysql-core';\nexport const a = mysqlTable('a', { id: int('id').primaryKey() });\nexport const b = mysqlTable('b', { aId: int('a_id').references(() => a.id) });" };
    expect(indexesOf(reading(mysql))).toEqual({ a: ['primary key (id)'], b: ['foreign key (a_id)'] });
    const sqlite = { 'package.json': '{ "name": "shop", "dependencies": { "drizzle-orm": "0.45", "better-sqlite3": "12" } }', 'src/schema.ts': "import { integer, sqliteTable } from 'drizzle-orm/sqlite-core';\nexport const a = sqliteTable('a', { at: integer('at', { mode: 'timestamp' }), on: integer('on', { mode: 'boolean' }) });" };
    expect(columnsOf(reading(sqlite).tables[0])).toEqual(['at timestamp?', 'on boolean?']);
  });

  it('whose indexes are made elsewhere are marked', () => {
    const project = { ...PACKAGE, 'src/schema.ts': "import { integer, pgTable } from 'drizzle-orm/pg-core';\nimport { extras } from 'some-package';\nexport const a = pgTable('a', { b: integer('b') }, (t) => extras(t));" };
    expect(reading(project).tables[0]!.incomplete).toBe(true);
  });
});
