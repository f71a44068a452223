import { describe, expect, it } from 'vitest';
import { columnsOf, foreignKeysOf, indexesOf, reading } from './project.ts';

const PACKAGE = { 'package.json': '{ "name": "shop", "dependencies": { "typeorm": "0.3", "pg": "8" } }' };

const SHOP = {
  ...PACKAGE,
  'src/base.ts': `
    import { CreateDateColumn, Index, PrimaryGeneratedColumn } from 'typeorm';
    export abstract class Base {
      @PrimaryGeneratedColumn() id: number;
      @Index() @CreateDateColumn() createdAt: Date;
    }`,
  'src/address.ts': `
    import { Column, Index } from 'typeorm';
    export class Address { @Index() @Column('text') city: string; @Column({ type: 'varchar', length: 12, name: 'zip_code' }) zip: string }`,
  'src/user.ts': `
    import { Column, Entity, JoinColumn, JoinTable, ManyToMany, OneToMany, OneToOne } from 'typeorm';
    import { Address } from './address';
    import { Base } from './base';
    import { Order } from './order';
    import { Profile, Role } from './profile';
    @Entity('users')
    export class User extends Base {
      @Column({ type: 'varchar', unique: true }) email: string;
      @Column(() => Address) home: Address;
      @OneToMany(() => Order, (order) => order.user) orders: Order[];
      @OneToOne(() => Profile, (profile) => profile.user) @JoinColumn() profile: Profile;
      @ManyToMany(() => Role, (role) => role.users) @JoinTable() roles: Role[];
    }`,
  'src/profile.ts': `
    import { Entity, ManyToMany, OneToOne, PrimaryColumn, Unique } from 'typeorm';
    import { User } from './user';
    @Entity() export class Profile { @PrimaryColumn('uuid') id: string; @OneToOne(() => User, (user) => user.profile) user: User }
    @Entity() @Unique('one_role', ['name', 'realm'])
    export class Role { @PrimaryColumn({ type: 'int' }) id: number; @Column('text') name: string; @Column('text') realm: string; @ManyToMany(() => User, (user) => user.roles) users: User[] }
    import { Column } from 'typeorm';`,
  'src/order.ts': `
    import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
    import { Base } from './base';
    import { User } from './user';
    @Entity()
    @Index(['status', 'placedAt'])
    @Index('open_orders', ['user', 'status'], { unique: true, where: "status <> 'done'" })
    @Index((order: Order) => [order.total])
    @Index('made_by_hand', { synchronize: false })
    export class Order extends Base {
      @ManyToOne(() => User, (user) => user.orders, { onDelete: 'CASCADE' }) user: User;
      @ManyToOne(() => User, { nullable: false, createForeignKeyConstraints: false }) @JoinColumn({ name: 'seller_id' }) seller: User;
      @Column('timestamptz', { nullable: true }) placedAt: Date | null;
      @Column({ type: 'enum', enum: ['open', 'done'] }) status: string;
      @Column({ type: 'decimal' }) total: string;
      @Index({ fulltext: true }) @Column('text') note: string;
    }`,
};

describe('TypeORM entities', () => {
  it('give tables with the keys and indexes that are declared, inherited and made for relations', () => {
    expect(indexesOf(reading(SHOP))).toEqual({
      users: ['index (createdAt)', 'index (homeCity)', 'primary key (id)', 'unique (email)', 'unique (profileId)'],
      order: ['index (createdAt)', 'index (note) fulltext', 'index (status, placedAt)', 'index (total)', 'primary key (id)', "unique index (userId, status) where status <> 'done'"],
      profile: ['primary key (id)'],
      role: ['primary key (id)', 'unique (name, realm)'],
      users_roles_role: ['index (roleId)', 'index (usersId)', 'primary key (usersId, roleId)'],
    });
  });

  it('give columns by the names of the default strategy', () => {
    const { tables } = reading(SHOP);
    expect(columnsOf(tables.find(({ name }) => name === 'users'))).toEqual(['id integer', 'createdAt timestamp', 'email text', 'homeCity=home.city text', 'homeZip_code=home.zip text', 'profileId uuid?']);
    expect(columnsOf(tables.find(({ name }) => name === 'order'))).toEqual(['id integer', 'createdAt timestamp', 'placedAt timestamp?', 'status enum', 'total decimal', 'note text', 'userId integer?', 'seller_id integer']);
  });

  it('give a column that is declared beside its relation the type that the relation refers to', () => {
    const { tables } = reading({
      ...SHOP,
      'src/note.ts': `
        import { Column, Entity, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
        import { Profile } from './profile';
        @Entity()
        export class Note { @PrimaryGeneratedColumn() id: number; @ManyToOne(() => Profile) profile: Profile; @Column({ nullable: true }) profileId: string | null; }`,
    });
    expect(columnsOf(tables.find(({ name }) => name === 'note'))).toEqual(['id integer', 'profileId uuid?']);
  });

  it('give foreign keys, and none that is enforced where the mapper alone keeps it', () => {
    const { tables } = reading(SHOP);
    expect(foreignKeysOf(tables.find(({ name }) => name === 'order'))).toEqual(['(userId) -> users (id) cascade', '(seller_id) -> users (id) not enforced']);
    expect(foreignKeysOf(tables.find(({ name }) => name === 'users_roles_role'))).toEqual(['(usersId) -> users (id) cascade', '(roleId) -> role (id) cascade']);
  });

  it('lead from each side of a relation to the other', () => {
    const { tables } = reading(SHOP);
    const relations = Object.fromEntries(tables.map(({ name, relations: own }) => [name, own]));
    expect(relations.users).toEqual([
      { name: 'orders', table: 'order', many: true, columns: ['id'], references: ['userId'] },
      { name: 'profile', table: 'profile', many: false, columns: ['profileId'], references: ['id'] },
      { name: 'roles', table: 'role', many: true, columns: ['id'], references: ['id'], through: { table: 'users_roles_role', columns: ['usersId'], references: ['roleId'] } },
    ]);
    expect(relations.profile).toEqual([{ name: 'user', table: 'users', many: false, columns: ['id'], references: ['profileId'] }]);
    expect(relations.role).toEqual([{ name: 'users', table: 'users', many: true, columns: ['id'], references: ['id'], through: { table: 'users_roles_role', columns: ['roleId'], references: ['usersId'] } }]);
  });

  it('have an index under each foreign key on MySQL alone', () => {
    const mysql = { ...SHOP, 'package.json': '{ "name": "shop", "dependencies": { "typeorm": "0.3", "mysql2": "3" } }' };
    expect(indexesOf(reading(mysql)).order).not.toContain('foreign key (userId)');
    const other = { ...mysql, 'src/order.ts': SHOP['src/order.ts'].replace("['user', 'status']", "['status', 'user']") };
    expect(indexesOf(reading(other)).order).toContain('foreign key (userId)');
    expect(indexesOf(reading(other)).order).not.toContain('foreign key (seller_id)');
    expect(indexesOf(reading({ ...other, ...PACKAGE })).order).not.toContain('foreign key (userId)');
  });

  it('are named with underscores where the project says so', () => {
    const snake = { ...SHOP, 'src/source.ts': "import { DataSource } from 'typeorm';\nimport { SnakeNamingStrategy } from 'typeorm-naming-strategies';\nexport const source = new DataSource({ type: 'postgres', namingStrategy: new SnakeNamingStrategy() });" };
    const { tables } = reading(snake);
    expect(columnsOf(tables.find(({ name }) => name === 'order'))).toContain('placed_at=placedAt timestamp?');
    expect(indexesOf(reading(snake)).order).toContain("unique index (user_id, status) where status <> 'done'");
    expect(indexesOf(reading(snake)).users).toContain('index (home_city)');
  });

  it('report a strategy of the project that is not followed', () => {
    const own = { ...SHOP, 'src/source.ts': "import { DataSource, DefaultNamingStrategy } from 'typeorm';\nclass Loud extends DefaultNamingStrategy { tableName(name) { return name.toUpperCase(); } }\nexport const source = new DataSource({ type: 'postgres', namingStrategy: new Loud() });" };
    expect(reading(own).problems.map(({ reason }) => reason)).toEqual(['the naming strategy Loud is not followed: names of tables and columns that are not written out may be other ones']);
  });

  it('share a table where they say so, with an index on the column that tells them apart', () => {
    const project = {
      ...PACKAGE,
      'src/a.ts': `
        import { ChildEntity, Column, Entity, Index, PrimaryGeneratedColumn, TableInheritance } from 'typeorm';
        @Entity() @TableInheritance({ column: { type: 'varchar', name: 'kind' } })
        export class Content { @PrimaryGeneratedColumn('uuid') id: string; @Index({ unique: true }) @Column('text') title: string }
        @ChildEntity() export class Photo extends Content { @Index() @Column('int') size: number }
        @ChildEntity() export class Post extends Content { @Column('int', { nullable: true }) views: number }`,
    };
    expect(indexesOf(reading(project))).toEqual({ content: ['index (kind)', 'index (size)', 'primary key (id)', 'unique index (title)'] });
    const [table] = reading(project).tables;
    expect(columnsOf(table)).toEqual(['id uuid', 'title text', 'size integer', 'views integer?', 'kind text']);
    expect(table!.entities.map(({ name }) => name)).toEqual(['Content', 'Photo', 'Post']);
  });

  it('may be schemas in place of classes', () => {
    const project = {
      ...PACKAGE,
      'src/a.ts': `
        import { EntitySchema } from 'typeorm';
        export const UserSchema = new EntitySchema({ name: 'User', tableName: 'users', columns: { id: { type: Number, primary: true, generated: true }, email: { type: String, unique: true }, city: { type: String } }, indices: [{ name: 'by_city', columns: ['city'] }], uniques: [{ columns: ['city', 'email'] }] });
        export const PostSchema = new EntitySchema({ name: 'Post', columns: { id: { type: 'uuid', primary: true, generated: 'uuid' } }, relations: { author: { type: 'many-to-one', target: 'User', joinColumn: { name: 'author_id' } }, cover: { type: 'one-to-one', target: () => UserSchema, joinColumn: true } } });`,
    };
    expect(indexesOf(reading(project))).toEqual({ users: ['index (city)', 'primary key (id)', 'unique (city, email)', 'unique (email)'], post: ['primary key (id)', 'unique (coverId)'] });
    expect(foreignKeysOf(reading(project).tables[1])).toEqual(['(author_id) -> users (id)', '(coverId) -> users (id)']);
  });

  it('may form trees', () => {
    const project = {
      ...PACKAGE,
      'src/a.ts': `
        import { Entity, PrimaryColumn, Tree, TreeChildren, TreeParent } from 'typeorm';
        @Entity() @Tree('closure-table') export class Category { @PrimaryColumn('int') id: number; @TreeParent({ onDelete: 'CASCADE' }) parent: Category; @TreeChildren() children: Category[] }
        @Entity() @Tree('materialized-path') export class Place { @PrimaryColumn('int') id: number; @TreeParent() parent: Place }`,
    };
    expect(indexesOf(reading(project))).toEqual({
      category: ['primary key (id)'],
      category_closure: ['index (id_ancestor)', 'index (id_descendant)', 'primary key (id_ancestor, id_descendant)'],
      place: ['primary key (id)'],
    });
    expect(columnsOf(reading(project).tables[1])).toEqual(['id integer', 'parentId integer?', 'mpath text?']);
    expect(reading(project).tables[0]!.relations.map(({ name, many }) => `${name} ${many}`)).toEqual(['parent false', 'children true']);
  });

  it('are followed through decorators of the project', () => {
    const project = {
      ...PACKAGE,
      'src/decorators.ts': `
        import { Column, Index } from 'typeorm';
        import { applyDecorators } from '@nestjs/common';
        export const Slug = () => applyDecorators(Index({ unique: true }), Column({ type: 'varchar' }));
        export function Flag(name: string) { return (target: object, property: string) => { Column({ type: 'boolean', name })(target, property); Index()(target, property); }; }`,
      'src/a.ts': "import { Entity, PrimaryColumn } from 'typeorm';\nimport { Flag, Slug } from './decorators';\n@Entity() export class Page { @PrimaryColumn('int') id: number; @Slug() slug: string; @Flag('is_live') live: boolean }",
    };
    expect(indexesOf(reading(project))).toEqual({ page: ['index (is_live)', 'primary key (id)', 'unique index (slug)'] });
  });

  it('have columns of the types that annotations say where nothing else does', () => {
    const fields = ['a: string', 'b: number', 'c: boolean | null', 'd?: Date', "e: 'on' | 'off'", 'f: Buffer', 'g: unknown', 'h: bigint'].map((field) => `@Column() ${field};`).join(' ');
    const { tables } = reading({ ...PACKAGE, 'src/a.ts': `import { Column, Entity, PrimaryColumn } from 'typeorm';\n@Entity() export class Page { @PrimaryColumn() id: string; ${fields} }` });
    expect(columnsOf(tables[0])).toEqual(['id text', 'a text', 'b integer', 'c boolean', 'd timestamp', 'e text', 'f bytes', 'g other', 'h bigint']);
  });

  it('have the key that the mapper asks for where a decorator of the project makes it while it runs, and are marked where none can', () => {
    const project = {
      ...PACKAGE,
      'src/a.ts': "import { Column, Entity, ManyToOne } from 'typeorm';\nimport { Key } from './keys';\nexport abstract class Base { @Key() id: string }\n@Entity() export class A extends Base { @ManyToOne(() => B) b: B }\n@Entity() export class B extends Base {}\n@Entity() export class C { @Column() name: string }",
      'src/keys.ts': 'export const keys = [];\nexport function Key() { return (target: object, property: string) => { keys.push({ target, property }); }; }',
    };
    expect(indexesOf(reading(project))).toEqual({ a: ['primary key (id)'], b: ['primary key (id)'], c: [] });
    const { tables } = reading(project);
    expect(foreignKeysOf(tables.find(({ name }) => name === 'a'))).toEqual(['(bId) -> b (id)']);
    expect(tables.filter(({ incomplete }) => incomplete).map(({ name }) => name)).toEqual(['c']);
  });

  it('of tests are none of the project', () => {
    expect(reading({ ...PACKAGE, 'test/a.ts': "import { Entity, PrimaryColumn } from 'typeorm';\n@Entity() export class Page { @PrimaryColumn('int') id: number }" }).tables).toEqual([]);
  });
});
