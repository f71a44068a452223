import { defineLibrary, does, entries } from './types.ts';
import type { Entry, Handle } from './types.ts';

const docs = 'https://dynamoosejs.com/guide/Model';
const queries = 'https://dynamoosejs.com/guide/Query';
const items = 'https://dynamoosejs.com/guide/Item';

/** Conditions are put together; `exec` sends them. */
const query: Handle = {
  title: 'a Dynamoose query',
  builder: true,
  members: { exec: does(queries, { operation: 'select', rows: 'many' }, { returns: 'item', list: true }) },
  patterns: [{ match: /^[a-z]\w*$/, entry: { docs: queries, call: { returns: 'this' } } }],
};

const model: Entry = { docs, call: { returns: 'model' } };

/** Dynamoose: models over DynamoDB, in the manner of Mongoose. */
export default defineLibrary({
  id: 'dynamoose',
  docs,
  packages: ['dynamoose', 'dynamoose/*', 'nestjs-dynamoose'],
  exports: {
    default: { docs, handle: 'dynamoose' },
    model,
    Model: { docs: 'https://github.com/hardyscc/nestjs-dynamoose#readme', type: 'model' },
    InjectModel: { docs: 'https://github.com/hardyscc/nestjs-dynamoose#readme', decorator: { injects: 'model' } },
  },
  handles: {
    dynamoose: { title: 'Dynamoose', members: { model } },
    model: {
      title: 'a Dynamoose model',
      own: 'static',
      construct: 'item',
      members: {
        get: does(docs, { operation: 'select', rows: 'one', filter: { arg: 0 }, batch: 'batchGet(keys)' }, { returns: 'item' }),
        batchGet: does(docs, { operation: 'select', rows: 'many' }, { returns: 'item', list: true }),
        ...entries(['query', 'scan'], { docs: queries, call: { returns: 'query' } }),
        create: does(docs, { operation: 'insert', rows: 'one', data: { arg: 0 }, batch: 'batchPut(rows)' }, { returns: 'item' }),
        update: does(docs, { operation: 'update', rows: 'one', data: { arg: 1 }, batch: 'a transaction of updates' }, { returns: 'item' }),
        delete: does(docs, { operation: 'delete', rows: 'one', filter: { arg: 0 }, batch: 'batchDelete(keys)' }),
        batchPut: does(docs, { operation: 'upsert', rows: 'many' }),
        batchDelete: does(docs, { operation: 'delete', rows: 'many' }),
      },
    },
    item: {
      title: 'a Dynamoose item',
      own: 'instance',
      members: {
        save: does(items, { operation: 'upsert', rows: 'one', batch: 'Model.batchPut(items)' }, { returns: 'this' }),
        delete: does(items, { operation: 'delete', rows: 'one', batch: 'Model.batchDelete(keys)' }),
        populate: does('https://dynamoosejs.com/guide/Populate', { operation: 'select', rows: 'one', lazy: true, batch: 'populate on the query' }, { returns: 'this' }),
      },
    },
    query,
  },
  advice: {
    read: 'read them at once: Model.batchGet(keys), then look each up in a Map by key',
    write: 'write them together: Model.batchPut(rows) and Model.batchDelete(keys)',
    lazy: 'read what the rows refer to at once: Model.batchGet(keys)',
    docs,
  },
});
