import { describe, expect, it } from 'vitest';
import { changesOf, reading } from './project.ts';

const PACKAGE = { 'package.json': '{ "name": "shop", "dependencies": { "mongodb": "6", "mongoose": "8" } }' };

/** What is read of one file beside the package's own. */
function read(text: string, more: Record<string, string> = {}): string[] {
  return changesOf(reading({ ...PACKAGE, ...more, 'src/start.ts': text }));
}

describe('indexes that code makes through the driver of MongoDB', () => {
  it('are of the collection that is reached by its name, in whatever form their fields are given', () => {
    const made = read(`
      import { MongoClient } from 'mongodb';
      const client = new MongoClient('mongodb://localhost');
      export async function start() {
        const db = client.db('shop');
        await db.collection('users').createIndex({ email: 1, age: -1 }, { unique: true, name: 'mail' });
        await db.collection('users').createIndex('phone');
        await db.collection('users').createIndex([['city', 1], ['street', -1]]);
        await db.collection('users').createIndex(['first', 'last']);
        await db.collection('places').ensureIndex({ spot: '2dsphere' });
        await db.collection('places').createIndexes([{ key: { zip: 1 }, sparse: true }, { key: { owner: 1 }, partialFilterExpression: { open: true } }]);
        await db.createIndex('shops', { name: 1 });
      }`);
    expect(made.sort()).toEqual([
      'add index places index (owner) where open = true', 'add index places index (spot) 2dsphere', 'add index places index (zip) where zip is not null', 'add index shops index (name)',
      'add index users index (city, street desc)', 'add index users index (first, last)', 'add index users index (phone)', 'add index users unique index (email, age desc) as mail',
    ]);
  });

  it('are of the collection of a model, and of a member of a database', () => {
    const made = read(`
      import mongoose, { Schema } from 'mongoose';
      const User = mongoose.model('User', new Schema({ email: String }));
      const Entry = mongoose.model('Entry', new Schema({ at: Date }, { collection: 'log' }));
      User.collection.createIndex({ email: 1 });
      Entry.collection.createIndex({ at: 1 });
      mongoose.model('Entry').collection.createIndex({ by: 1 });
      mongoose.connection.collection('carts').createIndex({ user: 1 });
      User.createIndexes();
    `, { 'shell/indexes.js': 'db.orders.createIndex({ user: 1 });' });
    expect(made.sort()).toEqual(['add index carts index (user)', 'add index log index (at)', 'add index log index (by)', 'add index orders index (user)', 'add index users index (email)']);
  });

  it('are those of each turn of a loop over what is written out', () => {
    const made = read(`
      const INDEXES = { users: [{ key: { email: 1 } }], carts: [{ key: { user: 1 }, unique: true }] };
      export async function entries(db) { for (const [name, list] of Object.entries(INDEXES)) for (const { key, ...rest } of list) await db.collection(name).createIndex(key, rest); }
      export async function keys(db) { for (const name in INDEXES) await db.collection(name + '_old').createIndexes(INDEXES[name]); }
      export async function every(db) { await Promise.all(Object.keys(INDEXES).map(async (name) => { for (const one of INDEXES[name]) await db.collection(name + '_new').createIndex(one.key); })); }`);
    expect(made.sort()).toEqual([
      'add index carts unique index (user)', 'add index carts_new index (user)', 'add index carts_old unique index (user)', 'add index users index (email)', 'add index users_new index (email)', 'add index users_old index (email)',
    ]);
  });

  it('are of the collection of a model that Nest gives a class', () => {
    const project = {
      'package.json': '{ "name": "shop", "dependencies": { "mongoose": "8", "@nestjs/mongoose": "11" } }',
      'src/users.ts': `
        import { InjectConnection, InjectModel, Schema } from '@nestjs/mongoose';
        @Schema() export class User { email: string }
        @Schema({ collection: 'log' }) export class Entry { at: Date }
        export class Users {
          constructor(@InjectModel(User.name) private readonly users: Model<User>, @InjectModel('Entry') private readonly entries: Model<Entry>, @InjectConnection() private readonly connection: Connection) {}
          async onModuleInit() {
            await this.users.collection.createIndex({ email: 1 });
            await this.entries.collection.createIndex({ at: 1 });
            await this.connection.collection('carts').createIndex({ user: 1 });
          }
        }`,
    };
    expect(changesOf(reading(project))).toEqual(['add index users index (email)', 'add index log index (at)', 'add index carts index (user)']);
  });

  it('are followed to those that give the collection or the fields', () => {
    const made = read(`
      import { ensure, Store } from './indexes.ts';
      export async function start(db) {
        await ensure(db, 'users', ['email', 'phone']);
        for (const name of ['carts', 'orders']) await ensure(db, name, ['user']);
        const jobs = [];
        jobs.push(db.collection('jobs').createIndex({ due: 1 }).catch(() => undefined));
        await Promise.all(jobs);
        await new Store(db).prepare();
      }`, {
      'src/indexes.ts': `
        export async function ensure(db, name, fields) { await Promise.all(fields.map((field) => db.collection(name).createIndex(field))); }
        export class Store {
          constructor(db) { this.notes = db.collection('notes'); }
          async prepare() { await this.notes.createIndex({ title: 1 }); }
        }`,
    });
    expect(made.sort()).toEqual(['add index carts index (user)', 'add index jobs index (due)', 'add index notes index (title)', 'add index orders index (user)', 'add index users index (email)', 'add index users index (phone)']);
  });

  it('leave open what they are on where that is not shown', () => {
    const made = read(`
      export async function start(db, settings) {
        await db.collection('users').createIndex(settings.key);
        await db.collection('users').createIndex({ [settings.field]: 1 });
        await db.collection('users').createIndex({ '$**': 1 });
        await db.collection(settings.name).createIndex({ email: 1 });
      }`);
    expect(made.sort()).toEqual([
      'unread users: createIndex of something that is not written out', 'unread users: createIndex of something that is not written out', 'unread users: createIndex of something that is not written out',
      'unread: createIndex of a collection whose name is not written out',
    ]);
  });

  it('may be of each collection that the code names where the call is given a name out of a property', () => {
    const base = `
      export class Base {
        private users: unknown = null;
        collection() { if (!this.users) { this.users = db.collection(this.config.collectionName); } return this.users; }
        async prepare() { await this.collection().createIndex({ organisation: 1 }); }
      }`;
    const named = { 'src/carts.ts': "const NAME = 'carts';\nmake({ collectionName: NAME, size: 3 });", 'src/orders.ts': "class Orders { collectionName = 'orders' }\nother({ collectionName: options.collectionName });" };
    expect(read(base, named)).toEqual(['unread carts: createIndex of one of several collections', 'unread orders: createIndex of one of several collections']);
    expect(read(base, { ...named, 'src/any.ts': 'make({ collectionName: process.env.COLLECTION });' })).toEqual(['unread: createIndex of a collection whose name is not written out']);
  });

  it('are of what a name is given once, where it is nothing before', () => {
    expect(read(`
      let users = null;
      let carts = null;
      export async function start(db) {
        users = db.collection('users');
        carts = db.collection('carts');
        carts = db.collection('orders');
      }
      export async function prepare() {
        await users.createIndex({ email: 1 });
        await carts.createIndex({ user: 1 });
      }`)).toEqual(['add index users index (email)', 'unread: createIndex of a collection whose name is not written out']);
  });

  it('are none of another library', () => {
    const made = read(`
      import { Pinecone } from '@pinecone-database/pinecone';
      import { Client } from 'search-of-some-kind';
      const pinecone = new Pinecone();
      export async function start(store) {
        await pinecone.createIndex({ name: 'texts', dimension: 8 });
        await new Client().createIndex({ title: 1 });
        await store.createIndex({ name: 'texts', fields: 8 });
        await store.createIndex('by-mail', 'mail');
      }`);
    expect(made).toEqual([]);
  });

  it('come in the order of migrations, of which only the way forward counts', () => {
    const project = {
      ...PACKAGE,
      'migrations/001-users.js': "module.exports = { async up(db) { await db.collection('users').createIndex({ email: 1 }); }, async down(db) { await db.collection('users').dropIndex('email_1'); await db.collection('users').createIndex({ old: 1 }); } };",
      'migrations/002-users.js': "const drop = async (db, name, index) => { await db.collection(name).dropIndex(index); };\nmodule.exports = { async up(db) { await drop(db, 'users', 'email_1'); await db.collection('users').dropIndex({ phone: 1 }); await db.dropCollection('carts'); }, async down(db) { await drop(db, 'users', 'none'); } };",
      'migrations/002b-names.js': "const { names } = require('../lib/names.js');\nconst migration = { async index(db) { await db.collection('users').createIndex({ name: 1 }); }, async up(db) { await this.index(db); await names.build(db); } };\nexport default migration;",
      'lib/names.js': "class Names { constructor() { this.all = {}; } async build(db) { this.all = await db.collection('names').find({}).toArray(); await db.collection('names').createIndex({ first: 1 }); } }\nexport const names = new Names();",
      'migrations/003-store.js': "const { GridFSBucket } = require('mongodb');\nmodule.exports = { async up(db) { await new GridFSBucket(db).drop(); if (await db.collection('users').indexExists('a_1')) await db.collection('users').dropIndex('a_1'); } };",
    };
    expect(changesOf(reading(project))).toEqual(['add index users index (email)', 'drop index users email_1', 'drop index users index (phone)', 'drop table carts', 'add index users index (name)', 'add index names index (first)']);
  });

  it('are nothing that only a way back, or a test, makes', () => {
    const made = changesOf(reading({
      ...PACKAGE,
      'lib/indexes.js': "exports.add = async (collection, key) => { await collection.createIndex(key); };",
      'migrations/001-users.js': "const { add } = require('../lib/indexes.js');\nmodule.exports = { async up(db) {}, async down(db) { await add(db.collection('users'), { email: 1 }); } };",
      'test/users.test.js': "const { add } = require('../lib/indexes.js');\nit('works', async () => { await add(db.collection('users'), { name: 1 }); });",
    }));
    expect(made).toEqual([]);
  });
});
