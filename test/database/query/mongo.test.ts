import { describe, expect, it } from 'vitest';
import { asked } from './calls.ts';

const mongoose = (code: string): Readonly<Record<string, string>> => ({
  'package.json': '{ "name": "app", "dependencies": { "mongoose": "9" } }',
  'src/schema.ts': "import mongoose from 'mongoose';\nexport const users = mongoose.model('users', new mongoose.Schema({}));\nexport const posts = mongoose.model('posts', new mongoose.Schema({}));\n",
  'src/a.ts': `import { posts, users } from './schema';\nexport async function run(id: string, ids: string[], name: string, flag: boolean, filter: any) {\n${code}\n}\n`,
});

const driver = (code: string): Readonly<Record<string, string>> => ({
  'package.json': '{ "name": "app", "dependencies": { "mongodb": "6" } }',
  'src/a.ts': `import { MongoClient } from 'mongodb';\nconst db = new MongoClient('').db();\nconst posts = db.collection('posts');\nexport async function run(id: string, ids: string[]) {\n${code}\n}\n`,
});

describe('a query of Mongoose', () => {
  it.each<[string, string, string]>([
    ['by its key', 'await users.findById(id);', 'select * from users where users._id = $ limit 1'],
    ['by a filter', "await users.findOne({ email: name, status: 'open', deletedAt: null });", 'select * from users where (users.email = $ and users.status = "open" and users.deleted_at is null) limit 1'],
    ['by operators', "await users.find({ visits: { $gt: 3, $lte: 9 }, _id: { $in: ids }, status: { $ne: 'x' }, name: { $exists: true } });", 'select * from users where (users.visits > 3 and users.visits <= 9 and users._id in $list and users.status <> "x" and users.name is not null)'],
    ['by a path', "await users.find({ 'address.city': name });", 'select * from users where users.address.city = $'],
    ['with or', 'await users.find({ orgId: id, $or: [{ status: name }, { visits: { $gte: 1 } }] });', 'select * from users where (users.org_id = $ and (users.status = $ or users.visits >= 1))'],
    ['by patterns', "await users.find({ email: /^a/, name: /x/i, status: { $regex: name } });", 'select * from users where (users.email like /x%/ and users.name regexp $ and users.status regexp $)'],
    ['by elements', "await users.find({ tags: { $all: ['a', 'b'] }, logins: { $elemMatch: { at: { $gt: 1 } } } });", 'select * from users where (users.tags contains $list and users.logins.at > 1)'],
    ['in order', "await users.find({ orgId: id }).sort({ createdAt: -1, name: 1 }).limit(10).skip(20).lean();", 'select * from users where users.org_id = $ order users.created_at desc, users.name asc limit 10 offset some'],
    ['in order of a text', "await users.find({ orgId: id }).sort('-createdAt name').select('name');", 'select ? from users where users.org_id = $ order users.created_at desc, users.name asc'],
    ['with a step for each part', "await users.find().where('orgId').equals(id).where('visits').gt(3);", 'select * from users where (users.org_id = $ and users.visits > 3)'],
    ['that counts', 'await users.countDocuments({ orgId: id });', 'count from users where users.org_id = $'],
    ['that changes documents', 'await users.updateMany({ orgId: id }, { $set: { name } });', 'update from users where users.org_id = $'],
    ['that deletes one', 'await users.findByIdAndDelete(id);', 'delete from users where users._id = $ limit 1'],
    ['with what belongs to it', "await posts.find({ userId: id }).populate('author');", 'select * from posts where posts.user_id = $; select * from users where users.id in $list'],
    ['of stages', "await posts.aggregate([{ $match: { userId: id } }, { $sort: { createdAt: -1 } }, { $limit: 5 }, { $lookup: { from: 'comments', localField: '_id', foreignField: 'postId', as: 'comments' } }]);", 'select ? from posts where posts.user_id = $ order posts.created_at desc limit 5; select * from comments where comments.post_id in $list'],
    ['of stages that group', "await posts.aggregate([{ $match: { userId: id } }, { $group: { _id: '$title' } }, { $match: { n: 1 } }]);", 'select ? from posts where posts.user_id = $ limit unknown'],
    ['with a filter that is there only sometimes', 'await users.find({ orgId: id, ...(flag && { status: name }) });', 'select * from users where (users.org_id = $ and users.status = $?)'],
    ['with a filter that is not shown', 'await users.find(filter);', 'select * from users where <parameter filter> [parameter filter]'],
    ['by a field that something else names', 'await users.find({ orgId: id, [name]: 1 });', 'select * from users where (users.org_id = $ and <a field that is not written out>) [a field that is not written out]'],
    ['with an expression', "await users.find({ $expr: { $gt: ['$a', '$b'] } });", 'select * from users where <$expr of a filter> [$expr of a filter]'],
  ])('%s', (_, code, expected) => {
    expect(asked(mongoose(code), 'mongodb')).toEqual([expected]);
  });
});

describe('what is done with a document', () => {
  it.each<[string, string]>([
    ['that is kept', 'const user = await users.findOne({ email: name });\nuser.name = name;\nawait user.save();'],
    ['that is taken away', 'const user = await users.findOne({ email: name });\nawait user.deleteOne();'],
  ])('%s, is no part of the query that found it', (_, code) => {
    expect(asked(mongoose(code), 'mongodb')).toEqual(['select * from users where users.email = $ limit 1', 'unknown: a document is known by its key']);
  });
});

describe('a query of the driver of MongoDB', () => {
  it.each<[string, string, string]>([
    ['of a collection', "await posts.find({ userId: id }, { sort: { createdAt: -1 }, limit: 5 }).toArray();", 'select ? from posts where posts.user_id = $ order posts.created_at desc limit 5'],
    ['of one that is named on the way', "await db.collection('users').findOne({ email: id });", 'select * from users where users.email = $ limit 1'],
    ['of a cursor', "await posts.find({ views: { $gte: 10 } }).sort({ views: -1 }).limit(3).toArray();", 'select * from posts where posts.views >= 10 order posts.views desc limit 3'],
    ['that deletes', 'await posts.deleteMany({ userId: { $in: ids } });', 'delete from posts where posts.user_id in $list'],
    ['of a collection that is not declared', "await db.collection('nothing').findOne({ id });", 'unknown: no collection nothing is declared'],
  ])('%s', (_, code, expected) => {
    expect(asked(driver(code), 'mongodb')).toEqual([expected]);
  });
});
