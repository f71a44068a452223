import { defineLibrary, does, entries } from './types.ts';
import type { Entry, QueryEffect } from './types.ts';

const docs = 'https://plexinc.github.io/papr/#/api/papr';
const model = 'https://plexinc.github.io/papr/#/api/model';

const inList = 'find({ _id: { $in: ids } })';
const bulkWrite = 'bulkWrite(operations)';
const filter = { arg: 0 };

const query = (effect: Omit<QueryEffect, 'kind'>): Entry => does(model, effect);

/** Papr: models over the MongoDB driver, with its names. */
export default defineLibrary({
  id: 'papr',
  docs,
  packages: ['papr'],
  exports: { default: { docs, construct: 'papr' }, Model: { docs: model, type: 'model' } },
  handles: {
    papr: {
      title: 'Papr',
      members: { model: { docs, call: { returns: 'model' } }, ...entries(['initialize', 'updateSchema', 'updateSchemas'], { docs, call: {} }) },
    },
    model: {
      title: 'a Papr model',
      members: {
        find: query({ operation: 'select', rows: 'many', filter, batch: inList }),
        ...entries(['findById', 'findOne', 'exists'], query({ operation: 'select', rows: 'one', filter, batch: inList })),
        distinct: query({ operation: 'select', rows: 'many', filter: { arg: 1 }, batch: 'one aggregate with $group' }),
        aggregate: query({ operation: 'select', rows: 'many', batch: 'one aggregate with $match and $in' }),
        countDocuments: query({ operation: 'count', rows: 'one', filter, batch: 'aggregate([{ $match: { _id: { $in: ids } } }, { $group }])' }),
        insertOne: query({ operation: 'insert', rows: 'one', data: { arg: 0 }, batch: 'insertMany(rows)' }),
        insertMany: query({ operation: 'insert', rows: 'many', data: { arg: 0 } }),
        ...entries(['updateOne', 'findOneAndUpdate'], query({ operation: 'update', rows: 'one', filter, data: { arg: 1 }, batch: bulkWrite })),
        updateMany: query({ operation: 'update', rows: 'many', filter, data: { arg: 1 }, batch: bulkWrite }),
        upsert: query({ operation: 'upsert', rows: 'one', filter, data: { arg: 1 }, batch: bulkWrite }),
        ...entries(['deleteOne', 'findOneAndDelete'], query({ operation: 'delete', rows: 'one', filter, batch: 'deleteMany({ _id: { $in: ids } })' })),
        deleteMany: query({ operation: 'delete', rows: 'many', filter, batch: 'deleteMany({ _id: { $in: ids } })' }),
        bulkWrite: query({ operation: 'raw', rows: 'many', data: { arg: 0 } }),
        findCursor: { docs: model, call: { returns: 'mongodb:cursor' } },
        collection: { docs: model, handle: 'mongodb:collection' },
      },
    },
  },
  advice: {
    read: 'read them at once: Model.find({ _id: { $in: ids } }), or Model.aggregate with $lookup in the query that loads the rows; then look each up in a Map by id',
    several: 'read them at once: Model.find({ $or: rows }) with {columns} of each, or Model.aggregate with $lookup; then look each up in a Map by these',
    each: 'Model.bulkWrite(operations)',
    write: 'write them in one call: Model.insertMany(rows), Model.bulkWrite(operations), or updateMany and deleteMany with { _id: { $in: ids } }',
    docs: `${model}?id=bulkwrite`,
  },
});
