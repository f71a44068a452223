import { describe, expect, it } from 'vitest';
import { link } from '../../program/project.ts';
import { printCalls } from './one-line.ts';
import { shop } from './shop.ts';
import type { Schema } from '../../../src/database/schema/types.ts';

const schema: Schema = { dir: '', engine: 'postgresql', tables: shop, complete: true, problems: [] };

const MODELS = `
import { Model } from 'objection';
export class Base extends Model {}
export class User extends Base {
  static tableName = 'users';
  id!: number;
  static get relationMappings() {
    return {
      posts: { relation: Model.HasManyRelation, modelClass: Post, join: { from: 'users.id', to: 'posts.userId' } },
      comments: { relation: Model.ManyToManyRelation, modelClass: Comment, join: { from: 'users.id', through: { from: 'posts.user_id', to: 'posts.id' }, to: 'comments.post_id' } },
    };
  }
}
export class Post extends Model {
  static get tableName() { return 'posts'; }
  static relationMappings = () => ({
    author: { relation: Model.BelongsToOneRelation, modelClass: User, join: { from: 'posts.user_id', to: 'users.id' } },
  });
}
export class Comment extends Model {
  static readonly tableName = 'comments';
}
`;

function queries(code: string): string[] {
  const program = link({
    'package.json': '{ "name": "app", "dependencies": { "objection": "3", "knex": "3", "pg": "8" } }',
    'src/models.ts': MODELS,
    'src/a.ts': `import { User, Post, Comment } from './models';\n${code}`,
  });
  return printCalls(program, [schema], 'src/a.ts');
}

const one = (code: string): string => `export async function f(user: User, id: any, ids: any, q: any) {\n${code}\n}`;

describe('a query of Objection asks', () => {
  it.each<[string, string, string[]]>([
    ['for rows by a column', "await User.query().where('email', id);", ['select from users where email = $']],
    ['for columns that the code writes in another case', "await Post.query().where('userId', id).whereIn('title', ids);", ['select from posts where user_id = $ and title in $list']],
    ['for a row by its key', 'await User.query().findById(id);', ['select from users where id = $ limit 1']],
    ['for rows by their keys', 'await User.query().findByIds(ids);', ['select from users where id in $list']],
    ['for the first of some', "await User.query().findOne({ email: id }); await User.query().findOne('email', id);", ['select from users where email = $ limit 1', 'select from users where email = $ limit 1']],
    ['in an order, so many', "await Post.query().orderBy('createdAt', 'desc').limit(10);", ['select from posts order by created_at desc limit 10']],
    ['page by page', 'await Post.query().page(1, 20);', ['select from posts limit 20 offset some']],
    ['one of several things', "await User.query().where((builder) => builder.where('email', id).orWhere('name', 'x'));", ['select from users where email = $ or name = "x"']],
    ['for rows with their relations, each by its key', "await User.query().withGraphFetched('[posts, comments]');", ['select from users', '+ select from posts where user_id in $list', '+ select from posts where user_id in $list']],
    ['for rows with nested relations', "await User.query().withGraphFetched({ posts: { author: true } });", ['select from users', '+ select from posts where user_id in $list']],
    ['for rows by a relation, which is joined by its name', "await User.query().joinRelated('posts').where('posts.title', id);", ['select from users inner join posts on posts.user_id = id where posts.title = $']],
    ['for the relation of a row', "await user.$relatedQuery('posts');", ['select from posts where user_id = $']],
    ['for the relation of rows', "await User.relatedQuery('posts').for(ids);", ['select from posts where user_id in $list']],
    ['how many there are', "await User.query().where('name', id).resultSize();", ['count from users where name = $']],
    ['to change rows', "await User.query().patch({ name: 'x' }).where('email', id); await User.query().patchAndFetchById(id, {}); await user.$query().patch({});", ['update users where email = $', 'update users where id = $', 'update users where id = $']],
    ['to delete rows', "await User.query().delete().where('email', id); await User.query().deleteById(id);", ['delete users where email = $', 'delete users where id = $']],
    ['to insert rows', 'await User.query().insert({});', ['insert users']],
    ['only sometimes', "const query = User.query().where('email', id);\nif (q.name) query.where('name', q.name);\nawait query;", ['select from users where email = $ and name = $?']],
    ['what a function adds', "await User.query().onBuild((builder) => {\n  builder.findOne('email', id);\n  if (q.name) builder.where('name', q.name);\n});", ['select from users where email = $ and name = $? limit 1']],
    ['what goes by a name', "await User.query().modify('active');", ['select from users -- a function that is given the query']],
    ['under another name', "await User.query().alias('u').where('u.email', id);", ['select from users u where email = $']],
    ['of a relation that is not declared', "await user.$relatedQuery('pets');", ['$relatedQuery: the relation is not shown']],
  ])('%s', (_what, code, expected) => {
    expect(queries(one(code))).toEqual(expected);
  });
});
