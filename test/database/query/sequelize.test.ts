import { describe, expect, it } from 'vitest';
import { codeReader } from '../../../src/database/schema/code/index.ts';
import type { Schema } from '../../../src/database/schema/types.ts';
import { link } from '../../program/project.ts';
import { printCalls } from './one-line.ts';

const MODELS = `
import { DataTypes, Model, Sequelize } from 'sequelize';
export const sequelize = new Sequelize('postgres://localhost/app', { dialect: 'postgres' });
export class User extends Model {}
User.init({ email: DataTypes.STRING, fullName: { type: DataTypes.STRING, field: 'full_name' }, age: DataTypes.INTEGER, settings: DataTypes.JSONB, tags: DataTypes.ARRAY(DataTypes.STRING) }, { sequelize, modelName: 'User', tableName: 'users', paranoid: true });
export class Post extends Model {}
Post.init({ title: DataTypes.STRING, status: DataTypes.STRING, score: DataTypes.INTEGER }, { sequelize, modelName: 'Post', tableName: 'posts' });
export class Draft extends Model {}
Draft.init({ title: DataTypes.STRING, published: DataTypes.BOOLEAN }, { sequelize, modelName: 'Draft', tableName: 'drafts', defaultScope: { where: { published: false } } });
export const Label = sequelize.define('Label', { name: DataTypes.STRING }, { tableName: 'labels' });
User.hasMany(Post, { as: 'posts', foreignKey: 'userId' });
Post.belongsTo(User, { as: 'author', foreignKey: 'userId' });
Post.belongsToMany(Label, { as: 'labels', through: 'post_labels', foreignKey: 'postId', otherKey: 'labelId' });
`;

function queries(code: string): string[] {
  const program = link({
    'package.json': '{ "name": "app", "dependencies": { "sequelize": "6", "pg": "8" } }',
    'src/models.ts': MODELS,
    'src/a.ts': `import { Op, Sequelize, fn, col, where, literal } from 'sequelize';\nimport { sequelize, User, Post, Draft, Label } from './models';\n${code}`,
  });
  const schemas = codeReader(program)().map(({ dir, engine, tables, problems }): Schema => ({ dir, engine, tables, problems, complete: true }));
  return printCalls(program, schemas, 'src/a.ts');
}

describe('a call of Sequelize asks', () => {
  it.each<[string, string, string[]]>([
    ['for all rows', 'Post.findAll();', ['select from posts']],
    ['for rows that are not deleted', 'User.findAll(); User.findAll({ paranoid: false });', ['select from users where deletedAt is null', 'select from users']],
    ['by columns under their names in the database', "Post.findAll({ where: { status: s, userId: id } }); User.findAll({ where: { fullName: n }, paranoid: false });", ['select from posts where status = $ and userId = $', 'select from users where full_name = $']],
    ['for a row by its key', 'Post.findByPk(id);', ['select from posts where id = $ limit 1']],
    ['for one row', 'Post.findOne({ where: { title: t } });', ['select from posts where title = $ limit 1']],
    ['by operators', "Post.findAll({ where: { score: { [Op.gte]: 1, [Op.lt]: 9 }, status: { [Op.in]: ['a', 'b'] }, title: { [Op.ne]: null }, id: { [Op.notIn]: ids } } });", ['select from posts where score >= 1 and score < 9 and status in ["a","b"] and title is not null and id not in $list']],
    ['by operators of version 4', "Post.findAll({ where: { score: { $gt: 1 }, $or: [{ status: 'a' }, { title: t }] } });", ['select from posts where score > 1 and (status = "a" or title = $)']],
    ['by lists and null', 'Post.findAll({ where: { id: [1, 2], status: null, score: ids.map((x) => x.id) } });', ['select from posts where id in [1,2] and status is null and score in $list']],
    ['by patterns', 'Post.findAll({ where: { title: { [Op.like]: `%${q}%` }, status: { [Op.startsWith]: q, [Op.notLike]: "a%" } } });', ['select from posts where title like $pattern open and status like $pattern anchored and status not like "a%" anchored']],
    ['with or, and, not', "Post.findAll({ where: { [Op.or]: [{ status: s }, { [Op.and]: [{ title: t }, { score: 1 }] }], [Op.not]: { id: 3 } } });", ['select from posts where (status = $ or (title = $ and score = 1)) and id <> 3']],
    ['with or of one attribute', 'Post.findAll({ where: { score: { [Op.or]: [1, { [Op.gt]: 5 }] } } });', ['select from posts where score = 1 or score > 5']],
    ['between', 'Post.findAll({ where: { score: { [Op.between]: [1, 5] } } });', ['select from posts where score between $']],
    ['by a function of a column', "Post.findAll({ where: where(fn('LOWER', col('title')), t) }); Post.findAll({ where: { [Op.and]: [Sequelize.where(Sequelize.fn('lower', Sequelize.col('title')), { [Op.like]: 'a%' })] } });", ['select from posts where {function lower(title)} = $', 'select from posts where {function lower(title)} like "a%" anchored']],
    ['by a text', "Post.findAll({ where: literal('score > 3 AND title IS NOT NULL') });", ['select from posts where score > 3 and title is not null']],
    ['by JSON and lists', "User.findAll({ where: { 'settings.theme': 'dark', tags: { [Op.contains]: ['a'] } }, paranoid: false });", [`select from users where {json settings#>>'{theme}'} = "dark" and tags contains ["a"]`]],
    ['only sometimes', 'Post.findAll({ where: { status: s, ...(q.title && { title: q.title }) } });', ['select from posts where status = $ and title = $?']],
    ['what is built up', 'const where: any = { status: s };\nif (q.score) where.score = { [Op.gt]: q.score };\nPost.findAll({ where });', ['select from posts where status = $ and score > $?']],
    ['for relations, which are joined', "Post.findAll({ include: [{ model: User, as: 'author' }], where: { status: s } });", ['select from posts left join users on users.id = userId and users.deletedAt is null where status = $']],
    ['by relations', "User.findAll({ include: [{ association: 'posts', where: { status: s } }], paranoid: false });", ['select from users inner join posts on posts.userId = id and posts.status = $']],
    ['for relations by their names and by their models', "Post.findAll({ include: ['labels', User] });", ['select from posts left join post_labels on post_labels.postId = id left join labels on labels.id = post_labels.labelId left join users on users.id = userId and users.deletedAt is null']],
    ['for relations apart', "User.findAll({ include: [{ model: Post, as: 'posts', separate: true, where: { status: s }, order: [['score', 'DESC']] }], paranoid: false });", ['select from users', '+ select from posts where userId in $list and status = $ order by score desc']],
    ['by JSON that is nested', "User.findAll({ where: { settings: { theme: { dark: true } } }, paranoid: false });", [`select from users where {json settings#>>'{theme,dark}'} = true`]],
    ['by what a package makes', "import { subDays } from 'date-fns';\nPost.findAll({ where: { score: { [Op.lt]: subDays(now, 1) } } });", ['select from posts where score < $']],
    ['with alternatives of which there are none', 'Post.findAll({ where: { [Op.or]: [], status: s } });', ['select from posts where status = $']],
    ['with one alternative for each element', 'Post.findAll({ where: { [Op.or]: rows.map((row) => ({ title: row.title, status: row.status })) } });', ['select from posts where title = $ and status = $']],
    ['by a column of a relation', "Post.findAll({ include: [{ model: User, as: 'author' }], where: { '$author.full_name$': n } });", ['select from posts left join users on users.id = userId and users.deletedAt is null where users.full_name = $']],
    ['in an order, some rows', "Post.findAll({ order: [['score', 'DESC'], 'title'], limit: 10, offset: page * 10 });", ['select from posts order by score desc, title limit 10 offset some']],
    ['in an order by functions and texts', "Post.findAll({ order: [[fn('lower', col('title')), 'ASC'], literal('random()')] });", ['select from posts order by (lower(title)), (random())']],
    ['in an order that is not shown', 'Post.findAll({ order: [[field, dir]] });', ['select from posts order by unknown -- the order is not shown']],
    ['for some columns', "Post.findAll({ attributes: ['id', 'title'], group: ['status'] });", ['select id, title from posts group by status']],
    ['how many there are', 'Post.count({ where: { status: s } }); Post.findAndCountAll({ where: { status: s }, limit: 5 });', ['count from posts where status = $', 'select from posts where status = $ limit 5', '+ count from posts where status = $']],
    ['for a sum', "Post.sum('score', { where: { status: s } });", ['count from posts where status = $']],
    ['to change and delete rows', "Post.update({ status: 'x' }, { where: { userId: id } }); Post.destroy({ where: { status: s } }); User.destroy({ where: { email: e } }); User.destroy({ where: { email: e }, force: true });", ['update posts where userId = $', 'delete posts where status = $', 'update users where email = $ and deletedAt is null', 'delete users where email = $']],
    ['to find or write', 'Post.findOrCreate({ where: { title: t }, defaults: {} }); Post.create({ title: t });', ['select from posts where title = $ limit 1', 'insert posts']],
    ['with the default scope', 'Draft.findAll({ where: { title: t } }); Draft.unscoped().findAll();', ['select from drafts where title = $ and published = false', 'select from drafts']],
    ['with a scope that is not read', "Draft.scope('mine').findAll({ where: { title: t } });", ['select from drafts where title = $ and unknown -- a scope']],
    ['of a model that is defined by a call', 'Label.findAll({ where: { name: n } });', ['select from labels where name = $']],
    ['of a row', 'export async function f(id: number) {\n  const post = await Post.findByPk(id);\n  await post.update({ status: s });\n  await post.destroy();\n}', ['select from posts where id = $ limit 1', 'update posts where id = $', 'delete posts where id = $']],
    ['of the relations of a row', "export async function f(id: number) {\n  const post = await Post.findByPk(id);\n  await post.getAuthor();\n  await post.getLabels({ where: { name: n } });\n}", ['select from posts where id = $ limit 1', 'select from users where id = $ and deletedAt is null limit 1', 'select from labels inner join post_labels on post_labels.labelId = id and post_labels.postId = $ where name = $']],
    ['about an attribute that is not there', 'Post.findAll({ where: { wrong: 1 } });', ['select from posts where unknown -- wrong is no attribute of posts']],
  ])('%s', (_, code, expected) => {
    expect(queries(code)).toEqual(expected);
  });
});
