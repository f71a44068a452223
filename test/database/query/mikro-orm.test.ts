import { describe, expect, it } from 'vitest';
import { codeReader } from '../../../src/database/schema/code/index.ts';
import type { Schema } from '../../../src/database/schema/types.ts';
import { link } from '../../program/project.ts';
import { printCalls } from './one-line.ts';

const ENTITIES = `
import { Collection, defineEntity, Embeddable, Embedded, Entity, ManyToMany, ManyToOne, OneToMany, PrimaryKey, Property, Ref } from '@mikro-orm/core';
@Embeddable()
export class Address {
  @Property() city!: string;
}
@Entity({ tableName: 'people' })
export class User {
  @PrimaryKey() id!: number;
  @Property({ fieldName: 'full_name' }) name!: string;
  @Property() email!: string;
  @Property({ nullable: true }) age?: number;
  @Embedded(() => Address) address!: Address;
  @OneToMany(() => Post, (post) => post.author) posts = new Collection<Post>(this);
}
@Entity()
export class Post {
  @PrimaryKey() id!: number;
  @Property() title!: string;
  @Property() createdAt = new Date();
  @ManyToOne(() => User, { ref: true }) author!: Ref<User>;
  @ManyToMany(() => Tag) tags = new Collection<Tag>(this);
}
@Entity()
export class Tag {
  @PrimaryKey() id!: number;
  @Property() name!: string;
}
export const Label = defineEntity({ name: 'Label', properties: (p) => ({ id: p.integer().primary(), text: p.string() }) });
`;

function queries(code: string): string[] {
  const program = link({
    'package.json': '{ "name": "app", "dependencies": { "@mikro-orm/core": "6", "@mikro-orm/postgresql": "6" } }',
    'src/entities.ts': ENTITIES,
    'src/a.ts': `import { EntityManager, EntityRepository } from '@mikro-orm/postgresql';\nimport { User, Post, Tag, Label } from './entities';\ndeclare const em: EntityManager;\ndeclare const posts: EntityRepository<Post>;\n${code}`,
  });
  const schemas = codeReader(program)().map(({ dir, engine, tables, problems }): Schema => ({ dir, engine, tables, problems, complete: true }));
  return printCalls(program, schemas, 'src/a.ts');
}

describe('a call of MikroORM asks', () => {
  it.each<[string, string, string[]]>([
    ['for rows by their properties', "em.find(User, { email: e, age: null });", ['select from people where email = $ and age is null']],
    ['for all rows', 'em.find(User, {}); em.findAll(User); posts.findAll();', ['select from people', 'select from people', 'select from post']],
    ['for one row, by its key or by conditions', 'em.findOne(User, id); em.findOneOrFail(User, { name: n }); posts.findOne(4);', ['select from people where id = $ limit 1', 'select from people where full_name = $ limit 1', 'select from post where id = 4 limit 1']],
    ['with options', "em.find(User, { age: { $gte: 18 } }, { orderBy: { name: 'desc' }, limit: 10, offset: page * 10 });", ['select from people where age >= 18 order by full_name desc limit 10 offset some']],
    ['in an order that is a list', "em.find(User, {}, { orderBy: [{ age: 1 }, { id: -1 }] });", ['select from people order by age, id desc']],
    ['with the conditions among the options', "em.findAll(User, { where: { email: e }, limit: 5 });", ['select from people where email = $ limit 5']],
    ['by operators', "em.find(User, { id: { $in: ids }, age: { $gt: 1, $lte: 9 }, email: { $like: 'a%' }, name: { $ne: 'x' } });", ['select from people where id in $list and age > 1 and age <= 9 and email like "a%" anchored and full_name <> "x"']],
    ['by lists', 'em.find(User, { age: [1, 2] }); em.find(User, [1, 2]);', ['select from people where age in [1,2]', 'select from people where id in [1,2]']],
    ['one of several things', "em.find(User, { $or: [{ email: e }, { $and: [{ name: n }, { age: 3 }] }] });", ['select from people where email = $ or (full_name = $ and age = 3)']],
    ['for what is not so', "em.find(User, { $not: { age: 3 }, email: { $nin: ['a', 'b'] } });", ['select from people where age <> 3 and email not in ["a","b"]']],
    ['by an embedded object', "em.find(User, { address: { city: 'x' } });", ['select from people where address_city = "x"']],
    ['by a reference, whose column is here', 'em.find(Post, { author: 3 }); em.find(Post, { author: { id: a } }); em.find(Post, { author: { $in: ids } });', ['select from post where author_id = 3', 'select from post where author_id = $', 'select from post where author_id in $list']],
    ['by what a reference leads to, which is joined', 'em.find(Post, { author: { email: e } });', ['select from post left join people on people.id = author_id where people.email = $']],
    ['in the order of a reference', "em.find(Post, {}, { orderBy: { author: { name: 'asc' } } });", ['select from post left join people on people.id = author_id order by people.full_name']],
    ['for relations, each by its key', "em.find(User, { email: e }, { populate: ['posts.tags'] });", ['select from people where email = $', '+ select from post where author_id in $list', '+ select from post_tags inner join tag on tag.id = tag_id where post_id in $list']],
    ['only sometimes', 'em.find(User, { email: e, ...(q.age && { age: q.age }) });', ['select from people where email = $ and age = $?']],
    ['for chosen columns', "em.find(User, {}, { fields: ['email'], limit: 3 });", ['select from people limit 3']],
    ['page by page', 'em.findByCursor(User, {}, { first: 10, after: c, orderBy: { id: 1 } });', ['select from people order by id limit some']],
    ['how many there are', 'em.count(User, { age: 1 }); posts.count({ title: t });', ['count from people where age = 1', 'count from post where title = $']],
    ['to change and delete rows', 'em.nativeUpdate(User, { email: e }, { age: 3 }); em.nativeDelete(User, { age: { $lt: 3 } }); posts.nativeDelete(id);', ['update people where email = $', 'delete people where age < 3', 'delete post where id = $']],
    ['for an entity that is a value', 'em.find(Label, { text: t });', ['select from label where text = $']],
    ['to write rows', 'em.insertMany(User, rows); em.upsert(User, row);', ['insert people', 'upsert people']],
    ['through a repository of a manager', 'em.getRepository(Tag).find({ name: n });', ['select from tag where name = $']],
    ['through a repository class', 'export class Users extends EntityRepository<User> {\n  byEmail(email: string) { return this.findOne({ email }); }\n}', ['select from people where email = $ limit 1']],
    ['about a property that is not there', 'em.find(User, { wrong: 1 });', ['select from people where unknown -- wrong is no property of people']],
    ['through a builder', "em.createQueryBuilder(User, 'u').select('*').where({ name: n }).andWhere({ 'u.age': { $gt: 3 } }).orderBy({ email: 'desc' }).limit(5).getResult();", ['select from people u where full_name = $ and age > 3 order by email desc limit 5']],
    ['through a builder with a join', "em.createQueryBuilder(User, 'u').leftJoinAndSelect('u.posts', 'p').where({ 'p.title': t }).getResultList();", ['select from people u left join post p on p.author_id = id where p.title = $']],
    ['through a builder of a repository', "posts.createQueryBuilder('p').where({ title: t }).getCount();", ['count from post p where title = $']],
    ['through a builder that changes rows', "em.qb(User).update({ age: 3 }).where({ email: e }).execute(); em.qb(User).delete({ age: 3 }).execute();", ['update people where email = $', 'delete people where age = 3']],
  ])('%s', (_what, code, expected) => {
    expect(queries(code)).toEqual(expected);
  });
});
