import { describe, expect, it } from 'vitest';
import { codeReader } from '../../../src/database/schema/code/index.ts';
import type { Schema } from '../../../src/database/schema/types.ts';
import { link } from '../../program/project.ts';
import type { Project } from '../../program/project.ts';
import { printCalls } from './one-line.ts';

const ENTITIES = `
import { Column, CreateDateColumn, DeleteDateColumn, Entity, JoinTable, ManyToMany, ManyToOne, OneToMany, PrimaryGeneratedColumn, BaseEntity } from 'typeorm';
export class Address {
  @Column() city: string;
}
@Entity('people')
export class User extends BaseEntity {
  @PrimaryGeneratedColumn() id: number;
  @Column({ name: 'full_name' }) name: string;
  @Column() email: string;
  @Column({ nullable: true }) age: number;
  @Column(() => Address) address: Address;
  @OneToMany(() => Post, (post) => post.author) posts: Post[];
}
@Entity()
export class Post {
  @PrimaryGeneratedColumn() id: number;
  @Column() title: string;
  @Column() status: string;
  @CreateDateColumn({ name: 'created_at' }) createdAt: Date;
  @DeleteDateColumn() deletedAt: Date;
  @ManyToOne(() => User, (user) => user.posts) author: User;
  @ManyToMany(() => Tag) @JoinTable() tags: Tag[];
}
@Entity()
export class Tag {
  @PrimaryGeneratedColumn() id: number;
  @Column() name: string;
}
`;

function queries(code: string): string[] {
  const project: Project = {
    'package.json': '{ "name": "app", "dependencies": { "typeorm": "0.3", "pg": "8" } }',
    'src/entities.ts': ENTITIES,
    'src/a.ts': `import { Brackets, DataSource, In, Not, IsNull, LessThan, MoreThanOrEqual, Between, Like, ILike, Raw, Any, ArrayContains, And, Or, Repository, EntityManager } from 'typeorm';\nimport { User, Post, Tag } from './entities';\nconst source = new DataSource({ type: 'postgres' });\nconst users = source.getRepository(User);\nconst posts: Repository<Post> = source.getRepository(Post);\nconst tags = source.getRepository(Tag);\n${code}`,
  };
  const program = link(project);
  const schemas = codeReader(program)().map(({ dir, engine, tables, problems }): Schema => ({ dir, engine, tables, problems, complete: true }));
  return printCalls(program, schemas, 'src/a.ts');
}

const LIVE = 'deletedAt is null';

describe('a call of TypeORM asks', () => {
  it.each<[string, string, string[]]>([
    ['for all rows', 'users.find();', ['select from people']],
    ['for a row by its properties', 'users.findOneBy({ id: 1, name: n });', ['select from people where id = 1 and full_name = $ limit 1']],
    ['with options', "users.find({ where: { email: e }, order: { name: 'DESC' }, take: 10, skip: page * 10 });", ['select from people where email = $ order by full_name desc limit 10 offset some']],
    ['one of several things', 'users.find({ where: [{ id: 1 }, { email: e, age: 2 }] });', ['select from people where id = 1 or (email = $ and age = 2)']],
    ['by operators', "users.findBy({ id: In(ids), age: MoreThanOrEqual(18), email: Like('a%'), name: Not('x') });", ['select from people where id in $list and age >= 18 and email like "a%" anchored and full_name <> "x"']],
    ['by further operators', 'users.findBy({ id: Between(a, b), age: Not(IsNull()), email: ILike(`%${q}%`), name: Or(Like(p), IsNull()) });', ['select from people where id between $ and age is not null and email ilike $pattern open and (full_name like $pattern or full_name is null)']],
    ['by what cannot be read', 'users.findBy({ id: 1, age: Raw((alias) => `${alias} > 3`) });', ['select from people where id = 1 and unknown -- Raw()']],
    ['only sometimes', 'users.find({ where: { id: 1, email: q.email || undefined, ...(q.age && { age: q.age }) } });', ['select from people where id = 1 and email = $? and age = $?']],
    ['by nothing where the value is null', 'users.findBy({ id: 1, age: null });', ['select from people where id = 1']],
    ['by an embedded object', "users.findBy({ address: { city: 'x' } });", ['select from people where addressCity = "x"']],
    ['by a relation, which is joined', 'tags.find(); posts.find({ where: { author: { email: e } } });', ['select from tag', `select from post left join people on people.id = authorId where people.email = $ and ${LIVE}`]],
    ['for relations, which are joined', "posts.find({ relations: ['author', 'tags'], where: { status: s } });", [`select from post left join people on people.id = authorId left join post_tags_tag on post_tags_tag.postId = id left join tag on tag.id = post_tags_tag.tagId where status = $ and ${LIVE}`]],
    ['in the order of a relation', "posts.find({ relations: { author: true }, order: { author: { name: 'ASC' }, createdAt: -1 } });", [`select from post left join people on people.id = authorId where ${LIVE} order by people.full_name, created_at desc`]],
    ['for deleted rows too', 'posts.find({ where: { status: s }, withDeleted: true });', ['select from post where status = $']],
    ['how many there are', 'users.count({ where: { age: 1 } }); users.countBy({ age: 2 }); users.existsBy({ age: 3 });', ['count from people where age = 1', 'count from people where age = 2', 'select from people where age = 3 limit 1']],
    ['to change and delete rows', 'users.update(id, {}); users.update({ email: e }, {}); users.delete([1, 2]); users.delete({ age: LessThan(3) });', ['update people where id = $', 'update people where email = $', 'delete people where id in [1,2]', 'delete people where age < 3']],
    ['through a manager', 'source.manager.findOneBy(User, { email: e }); source.transaction(async (manager) => manager.find(Post, { where: { status: s } }));', ['select from people where email = $ limit 1', `select from post where status = $ and ${LIVE}`]],
    ['through a repository that a function of the project gives', 'class Connections {\n  getRepository(ctx: any, entity: any): Repository<any> { return ctx ? source.getRepository(entity) : source.manager.getRepository(entity); }\n}\nexport const f = (db: Connections, ctx: any) => db.getRepository(ctx, User).findOneBy({ email: e });', ['select from people where email = $ limit 1']],
    ['to write a row', 'users.save(user);', ['upsert people']],
    ['through an active record', 'User.findBy({ email: e });', ['select from people where email = $']],
    ['through a repository class', 'export class Users extends Repository<User> {\n  byEmail(e: string) { return this.findOneBy({ email: e }); }\n}', ['select from people where email = $ limit 1']],
    ['about a property that is not there', 'users.findBy({ wrong: 1 });', ['select from people where unknown -- wrong is no property of people']],
    ['through a builder', "users.createQueryBuilder('u').where('u.name = :n', { n }).andWhere('u.age IN (:...ages)', { ages }).orderBy('u.email', 'DESC').take(5).getMany();", ['select from people u where full_name = $ and age in $list order by email desc limit 5']],
    ['through a builder, one of several things', "users.createQueryBuilder('u').where('u.id = :a').andWhere('u.age > 3').orWhere('u.email LIKE :e').getMany();", ['select from people u where (id = $ and age > 3) or email like $pattern']],
    ['through a builder with alternatives in a text, which AND binds more closely than', "users.createQueryBuilder('u').where('u.id = 1').andWhere('u.age = 2 OR u.age = 3').getMany(); users.createQueryBuilder('u').where('u.id = 1').andWhere('(u.age = 2 OR u.age = 3)').getMany();", ['select from people u where (id = 1 and age = 2) or age = 3', 'select from people u where id = 1 and (age = 2 or age = 3)']],
    ['through a builder with brackets', "users.createQueryBuilder('u').where('u.id = :a').andWhere(new Brackets((qb) => { qb.where('u.age = 1').orWhere('u.age = 2'); })).getOne();", ['select from people u where id = $ and (age = 1 or age = 2)']],
    ['through a builder that is added to', "const qb = posts.createQueryBuilder('p').where({ status: s });\nif (q.title) qb.andWhere('p.title ILIKE :t', { t });\nif (q.by) qb.orderBy('p.createdAt');\nqb.getMany();", [`select from post p where status = $ and title ilike $pattern? and ${LIVE} order by unknown -- the order is not shown`]],
    ['through a builder that joins', "posts.createQueryBuilder('p').leftJoinAndSelect('p.author', 'a').innerJoin('p.tags', 't', 't.name = :n').where('a.email = :e').getMany();", [`select from post p left join people a on a.id = authorId inner join post_tags_tag on post_tags_tag.postId = id inner join tag t on t.id = post_tags_tag.tagId and t.name = $ where a.email = $ and ${LIVE}`]],
    ['through a builder that joins an entity', "tags.createQueryBuilder('t').innerJoin(User, 'u', 'u.name = t.name').getMany();", ['select from tag t inner join people u on u.full_name = name']],
    ['through a builder for a count', "users.createQueryBuilder('u').where('u.age = :a').getCount();", ['count from people u where age = $']],
    ['through a builder that changes rows', "users.createQueryBuilder().update(User).set({ age: 1 }).where('id = :id', { id }).execute(); source.createQueryBuilder().delete().from(User).where('email = :e').execute();", ['update people User where id = $', 'delete people User where email = $']],
    ['through a builder, in SQL that is not simple', "users.createQueryBuilder('u').where('lower(u.email) = :e').andWhere('u.gone = 1').getMany();", ['select from people u where {function lower(email)} = $ and unknown -- gone is no column of u']],
    ['through a builder with a text that is not shown', 'users.createQueryBuilder(\'u\').where(condition).getMany();', ['select from people u where unknown -- condition']],
  ])('%s', (_, code, expected) => {
    expect(queries(code)).toEqual(expected);
  });
});
