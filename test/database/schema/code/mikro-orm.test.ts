import { describe, expect, it } from 'vitest';
import { columnsOf, foreignKeysOf, indexesOf, reading } from './project.ts';

const SOURCES = {
  'src/entities.ts': `
    import { Collection, Embeddable, Embedded, Entity, Enum, Index, ManyToMany, ManyToOne, OneToMany, OneToOne, PrimaryKey, Property, Unique } from '@mikro-orm/core';
    abstract class Base { @PrimaryKey({ type: 'uuid' }) id: string; @Property({ type: 'timestamptz', index: true }) createdAt: Date }
    @Embeddable() class Address { @Property({ type: 'text' }) streetName: string }
    @Entity({ tableName: 'users' }) @Index({ properties: ['firstName', 'createdAt'] }) @Unique({ name: 'one', properties: ['email', 'firstName'] })
    export class User extends Base {
      @Property({ type: 'text' }) @Unique() email: string;
      @Property({ type: 'text', nullable: true }) firstName?: string;
      @Embedded(() => Address) home: Address;
      @OneToMany(() => Post, (post) => post.author) posts = new Collection<Post>(this);
      @OneToOne(() => Passport) passport: Passport;
      @ManyToMany(() => Tag, (tag) => tag.users, { owner: true, inversedBy: 'users' }) old: Tag[];
    }
    @Entity() export class Passport { @PrimaryKey({ type: 'int' }) id: number }
    @Entity() export class Tag extends Base { @ManyToMany(() => User) users = new Collection<User>(this) }
    @Entity() export class Post extends Base {
      @ManyToOne(() => User, { deleteRule: 'cascade' }) author: User;
      @ManyToOne({ entity: () => User, nullable: true, fieldName: 'editor' }) editor?: User;
      @Enum({ items: ['a', 'b'] }) @Index({ name: 'by_kind' }) kind: string;
    }`,
};
const on = (driver: string) => reading({ ...SOURCES, 'package.json': `{ "name": "shop", "dependencies": { "@mikro-orm/core": "6", "@mikro-orm/${driver}": "6" } }` });

describe('MikroORM entities', () => {
  it('give tables with the names of the underscore strategy', () => {
    const { tables } = on('postgresql');
    const of = (name: string) => tables.find((table) => table.name === name);
    expect(columnsOf(of('users'))).toEqual(['id uuid', 'created_at=createdAt timestamp', 'email text', 'first_name=firstName text?', 'home_street_name=home.streetName text', 'passport_id=passport integer']);
    expect(columnsOf(of('post'))).toEqual(['id uuid', 'created_at=createdAt timestamp', 'kind enum', 'author_id=author uuid', 'editor uuid?']);
    expect(foreignKeysOf(of('post'))).toEqual(['(author_id) -> users (id) cascade', '(editor) -> users (id)']);
    expect(of('users')!.relations.map(({ name, table, many }) => `${name} ${table} ${many}`)).toContain('posts post true');
  });

  it('have no index under a foreign key on PostgreSQL, and one on the other engines', () => {
    const post = ['index (created_at)', 'index (kind)', 'primary key (id)'];
    expect(indexesOf(on('postgresql'))).toMatchObject({
      users: ['index (created_at)', 'index (first_name, created_at)', 'primary key (id)', 'unique (email)', 'unique (email, first_name)', 'unique (passport_id)'],
      post,
      tag_users: ['primary key (tag_id, users_id)'],
    });
    for (const driver of ['mysql', 'sqlite']) expect(indexesOf(on(driver)).post).toEqual(['foreign key (author_id)', 'foreign key (editor)', ...post]);
  });

  it('may be values', () => {
    const { tables } = reading({
      'package.json': '{ "name": "shop", "dependencies": { "@mikro-orm/core": "6", "@mikro-orm/postgresql": "6" } }',
      'src/author.ts': `
        import { defineEntity, p } from '@mikro-orm/core';
        import { Book } from './book';
        export const Author = defineEntity({
          name: 'Author',
          tableName: 'authors',
          indexes: [{ properties: ['name', 'bornAt'] }],
          properties: {
            id: p.integer().primary(),
            name: p.string(),
            email: p.string().unique().nullable(),
            bornAt: p.datetime().fieldName('born'),
            books: () => p.oneToMany(Book).mappedBy('author'),
          },
        });`,
      'src/book.ts': `
        import { defineEntity } from '@mikro-orm/core';
        import { Author } from './author';
        export const Book = defineEntity({ name: 'Book', properties: (p) => ({ id: p.integer().primary(), title: p.string().index('by_title'), kind: p.enum(['a', 'b']), author: () => p.manyToOne(Author).deleteRule('cascade') }) });`,
      'src/tag.ts': `
        import { EntitySchema } from '@mikro-orm/core';
        export class Tag { id!: number; }
        export const TagSchema = new EntitySchema({ class: Tag, properties: { id: { type: 'number', primary: true }, word: { type: 'string', unique: true }, book: { kind: 'm:1', entity: 'Book' } } });`,
    });
    expect(tables.map(({ name, entities }) => `${name}: ${entities.map((one) => one.name).join(', ')}`)).toEqual(['authors: Author', 'book: Book', 'tag: Tag, TagSchema']);
    expect(tables.map((table) => columnsOf(table).join(', '))).toEqual(['id integer, name text, email text?, born=bornAt timestamp', 'id integer, title text, kind enum, author_id=author integer', 'id decimal, word text, book_id=book integer']);
    expect(foreignKeysOf(tables[1])).toEqual(['(author_id) -> authors (id) cascade']);
    expect(tables[0]!.relations.map(({ name, table }) => `${name} ${table}`)).toEqual(['books book']);
    expect(indexesOf(reading({}))).toEqual({});
    expect(tables.flatMap(({ indexes }) => indexes.map(({ by, parts }) => `${by} ${parts.map(({ column }) => column).join()}`))).toEqual(['primary key id', 'unique email', 'index name,born', 'primary key id', 'index title', 'primary key id', 'unique word']);
  });
});
