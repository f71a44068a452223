import { defineLibrary, entries } from './types.ts';
import type { Entry, Handle, Operation, QueryEffect } from './types.ts';

const models = 'https://mongoosejs.com/docs/api/model.html';
const documents = 'https://mongoosejs.com/docs/api/document.html';
const queries = 'https://mongoosejs.com/docs/api/query.html';
const aggregates = 'https://mongoosejs.com/docs/api/aggregate.html';
const cursors = 'https://mongoosejs.com/docs/api/querycursor.html';
const schemas = 'https://mongoosejs.com/docs/guide.html';
const schemaApi = 'https://mongoosejs.com/docs/api/schema.html';
const middleware = 'https://mongoosejs.com/docs/middleware.html';
const connections = 'https://mongoosejs.com/docs/connections.html';
const connectionApi = 'https://mongoosejs.com/docs/api/connection.html';
const transactions = 'https://mongoosejs.com/docs/transactions.html';
const populate = 'https://mongoosejs.com/docs/populate.html';
const typescript = 'https://mongoosejs.com/docs/typescript.html';
/** What widespread plugins add to every model. */
const softDelete = 'https://github.com/dsanel/mongoose-delete#readme';
const pages = 'https://github.com/aravindnc/mongoose-paginate-v2#readme';
/** Versions 5 and 6, whose names (`remove`, `update`, `execPopulate`) are still in use. */
const version5 = 'https://mongoosejs.com/docs/5.x/docs/api/model.html';

const inList = 'find({ _id: { $in: ids } })';
const bulkWrite = 'bulkWrite(operations)';
const deleteList = 'deleteMany({ _id: { $in: ids } })';

type Plain = Omit<QueryEffect, 'kind'>;

/** The queries that a model starts, by the handle that stands for each. */
const effects = {
  rows: { operation: 'select', rows: 'many', batch: inList },
  row: { operation: 'select', rows: 'one', batch: inList },
  plainRows: { operation: 'select', rows: 'many', batch: inList },
  plainRow: { operation: 'select', rows: 'one', batch: inList },
  count: { operation: 'count', rows: 'one', batch: 'aggregate([{ $match: { _id: { $in: ids } } }, { $group }])' },
  changedRow: { operation: 'update', rows: 'one', batch: bulkWrite },
  change: { operation: 'update', rows: 'one', batch: bulkWrite },
  changes: { operation: 'update', rows: 'many', batch: bulkWrite },
  removedRow: { operation: 'delete', rows: 'one', batch: deleteList },
  removal: { operation: 'delete', rows: 'one', batch: deleteList },
  removals: { operation: 'delete', rows: 'many', batch: deleteList },
} as const satisfies Record<string, Plain>;

type Kind = keyof typeof effects;

function call(effect: Plain, docs: string, rest: Operation = {}): Entry {
  return { docs, call: { ...rest, effect: { kind: 'query', ...effect } } };
}

/** What the callback of older versions gets: `(error, document) => …`. */
function given(kind: Kind): Operation['callbacks'] {
  return [{ arg: 'last', runs: 'once', params: [null, yields(kind)?.list === true ? null : (yields(kind)?.returns ?? null)] }];
}

/** Documents that a query gives when it is awaited; counts and plain objects are no handles. */
function yields(kind: Kind): Pick<Operation, 'returns' | 'list'> | undefined {
  if (kind === 'rows') return { returns: 'document', list: true };
  return kind === 'row' || kind === 'changedRow' || kind === 'removedRow' ? { returns: 'document' } : undefined;
}

/** A query is sent when it is awaited, returned or given a callback, whatever was called on it last. */
function step(kind: Kind, extra: Partial<Plain> = {}, docs = queries): Entry {
  return call({ ...effects[kind], ...extra }, docs, { returns: kind, whenAwaited: true, callbacks: given(kind) });
}

const filter = { filter: { arg: 0 } } as const;
const change = { filter: { arg: 0 }, data: { arg: 1 } } as const;

/** The calls that start a query on a model, and those of a query that turn it into another. */
function starters(docs: string): Record<string, Entry> {
  return {
    find: step('rows', filter, docs),
    ...entries(['findOne', 'findById'], step('row', filter, docs)),
    ...entries(['countDocuments', 'count'], step('count', filter, docs)),
    estimatedDocumentCount: step('count', {}, docs),
    distinct: step('plainRows', { filter: { arg: 1 } }, docs),
    ...entries(['findOneAndUpdate', 'findByIdAndUpdate', 'findOneAndReplace'], step('changedRow', change, docs)),
    ...entries(['updateOne', 'replaceOne'], step('change', change, docs)),
    updateMany: step('changes', change, docs),
    ...entries(['findOneAndDelete', 'findByIdAndDelete'], step('removedRow', filter, docs)),
    ...entries(['findOneAndRemove', 'findByIdAndRemove'], step('removedRow', filter, version5)),
    deleteOne: step('removal', filter, docs),
    deleteMany: step('removals', filter, docs),
    update: step('change', change, version5),
    remove: step('removals', filter, version5),
  };
}

function query(title: string, kind: Kind): Handle {
  const rows = yields(kind);
  const effect = { kind: 'query', ...effects[kind] } as const;
  const run = (params: readonly (string | null)[]): Entry => ({
    docs: queries,
    call: { ...rows, effect, callbacks: [{ arg: 'last', runs: 'once', params }] },
  });
  const one = rows?.list ? null : (rows?.returns ?? null);
  return {
    title,
    builder: true,
    awaited: { ...rows, effect },
    ...(rows && { element: rows.returns }),
    members: {
      ...starters(queries),
      exec: run([null, one]),
      then: run([one]),
      ...entries(['catch', 'finally'], { docs: queries, call: { ...rows, effect, callbacks: [{ arg: 0, runs: 'once' }] } }),
      lean: step(kind === 'rows' ? 'plainRows' : kind === 'row' ? 'plainRow' : kind),
      cursor: call(effects.rows, cursors, { returns: rows ? 'cursor' : 'plainCursor' }),
      stream: call(effects.rows, version5, { returns: 'cursor' }),
      ...entries(['toString', 'getFilter', 'getQuery', 'getUpdate', 'getOptions', 'getPopulatedPaths', 'cast', 'get'], {
        docs: queries,
        call: {},
      }),
    },
    // Everything else adds to the query: conditions, sorts, `populate`, helpers of the schema.
    patterns: [{ match: /^[a-z$]\w*$/, entry: step(kind) }],
  };
}

function cursor(title: string, element?: string): Handle {
  return {
    title,
    stream: true,
    builder: true,
    ...(element && { element }),
    members: {
      eachAsync: {
        docs: cursors,
        call: { callbacks: [{ arg: 0, runs: 'each', over: 'receiver', mode: 'sequential', params: ['element'] }] },
      },
      next: { docs: cursors, call: element === undefined ? {} : { returns: element } },
      ...entries(['map', 'addCursorFlag'], { docs: cursors, call: { returns: 'this' } }),
      ...entries(['close', 'on', 'rewind'], { docs: cursors, call: {} }),
    },
  };
}

/** `static('x', fn)`, `method({ x() {} })`: members of the models and documents of a schema. */
function adds(handle: string): Entry {
  return { docs: schemaApi, call: { returns: 'this', declares: handle, callbacks: [{ arg: 'last', runs: 'later', self: handle }] } };
}

const hook: Entry = { docs: middleware, call: { returns: 'this', callbacks: [{ arg: 'last', runs: 'later', self: 'document' }] } };
const schemaClass: Entry = { docs: schemas, construct: 'schema', extend: { instance: 'schema' } };
const model: Entry = { docs: models, handle: 'model', construct: 'document', extend: { static: 'model', instance: 'document' } };
const compile: Entry = { docs: models, call: { returns: 'model', entity: 1 } };
const connect: Entry = { docs: connections, call: { returns: 'connection' } };
const runTransaction: Operation = { returns: 'returned', callbacks: [{ arg: 0, runs: 'once', transaction: true, params: ['mongodb:session'] }] };
/** A session by itself begins no transaction. */
const runInSession: Operation = { returns: 'returned', callbacks: [{ arg: 0, runs: 'once', params: ['mongodb:session'] }] };
const startSession: Entry = { docs: transactions, call: { returns: 'mongodb:session' } };
const document: Entry = { docs: typescript, type: 'document' };

/** What mongoose and its connections have in common. */
const connected: Record<string, Entry> = {
  model: compile,
  models: { docs: models, handle: 'models' },
  startSession,
  ...entries(['set', 'plugin', 'modelNames', 'deleteModel', 'syncIndexes'], { docs: connectionApi, call: {} }),
};

/** Mongoose sends a query when it is awaited, returned or given a callback; documents and `create` write at once. */
export default defineLibrary({
  id: 'mongoose',
  docs: models,
  packages: ['mongoose', 'mongoose/*'],
  exports: { default: { docs: models, handle: 'mongoose' } },
  handles: {
    mongoose: {
      title: 'Mongoose',
      members: {
        ...connected,
        mongoose: { docs: models, handle: 'mongoose' },
        Schema: schemaClass,
        Model: { ...model, type: 'model' },
        ...entries(['Document', 'HydratedDocument', 'HydratedSingleSubdocument', 'EnforceDocument'], document),
        Connection: { docs: connectionApi, type: 'connection' },
        ClientSession: { docs: transactions, type: 'mongodb:session' },
        mongo: { docs: 'https://mongoosejs.com/docs/api/mongoose.html#Mongoose.prototype.mongo', handle: 'driver' },
        connection: { docs: connections, handle: 'connection' },
        createConnection: connect,
        connect: { docs: connections, call: { returns: 'mongoose' } },
        ...entries(['disconnect', 'isValidObjectId', 'pluralize'], { docs: connections, call: {} }),
      },
    },
    driver: {
      title: 'the MongoDB driver of Mongoose',
      members: {
        Db: { docs: connectionApi, type: 'mongodb:db' },
        Collection: { docs: connectionApi, type: 'mongodb:collection' },
        ClientSession: { docs: transactions, type: 'mongodb:session' },
        GridFSBucket: { docs: connectionApi, construct: 'mongodb:bucket' },
      },
    },
    connection: {
      title: 'a Mongoose connection',
      members: {
        ...connected,
        db: { docs: connectionApi, handle: 'mongodb:db' },
        collection: { docs: connectionApi, call: { returns: 'mongodb:collection' } },
        getClient: { docs: connectionApi, call: { returns: 'mongodb:client' } },
        ...entries(['useDb', 'asPromise'], { docs: connectionApi, call: { returns: 'this' } }),
        transaction: { docs: transactions, call: runTransaction },
        withSession: { docs: transactions, call: runInSession },
        ...entries(['close', 'on', 'once', 'openUri', 'dropDatabase', 'dropCollection', 'createCollection'], {
          docs: connectionApi,
          call: {},
        }),
      },
    },
    models: {
      title: "Mongoose's model registry",
      members: {},
      patterns: [{ match: /^[A-Za-z_$][\w$]*$/, entry: { docs: models, handle: 'model' } }],
      element: 'model',
    },
    schema: {
      title: 'a Mongoose schema',
      declares: { statics: 'model', methods: 'document' },
      members: {
        static: adds('model'),
        method: adds('document'),
        loadClass: { docs: 'https://mongoosejs.com/docs/advanced_schemas.html', call: { returns: 'this', loadsClass: { arg: 0, static: 'model', instance: 'document' } } },
        ...entries(['pre', 'post'], hook),
        ...entries(['index', 'set', 'plugin', 'add', 'clone', 'discriminator', 'remove', 'searchIndex'], {
          docs: schemaApi,
          call: { returns: 'this' },
        }),
        ...entries(['virtual', 'path', 'virtualpath', 'get', 'indexes', 'eachPath'], { docs: schemaApi, call: {} }),
      },
    },
    model: {
      title: 'a Mongoose model',
      own: 'static',
      construct: 'document',
      extend: { static: 'model', instance: 'document' },
      members: {
        ...starters(models),
        exists: step('count', filter, models),
        where: step('rows', {}, models),
        aggregate: call({ operation: 'select', rows: 'many', batch: '$match with $in and $group' }, models, {
          returns: 'aggregate',
          whenAwaited: true,
          callbacks: [{ arg: 'last', runs: 'once' }],
        }),
        create: call(
          { operation: 'insert', rows: 'one', data: { arg: 0 }, bulk: true, batch: 'insertMany(rows)' },
          models,
          { returns: 'document', callbacks: [{ arg: 'last', runs: 'once', params: [null, 'document'] }] },
        ),
        insertOne: call({ operation: 'insert', rows: 'one', data: { arg: 0 }, batch: 'insertMany(rows)' }, models, { returns: 'document' }),
        insertMany: call({ operation: 'insert', rows: 'many', data: { arg: 0 } }, models, { returns: 'document', list: true }),
        ...entries(['bulkWrite', 'bulkSave'], call({ operation: 'raw', rows: 'many', data: { arg: 0 } }, models)),
        populate: call({ operation: 'select', rows: 'many', bulk: true, lazy: true, batch: 'populate on the query' }, populate),
        ...entries(['delete', 'deleteById', 'restore'], call({ operation: 'update', rows: 'one', filter: { arg: 0 }, batch: 'updateMany({ _id: { $in: ids } }, change)' }, softDelete)),
        ...entries(['paginate', 'aggregatePaginate'], call({ operation: 'select', rows: 'many', filter: { arg: 0 }, batch: inList }, pages)),
        hydrate: { docs: models, call: { returns: 'document' } },
        discriminator: compile,
        collection: { docs: models, handle: 'mongodb:collection' },
        db: { docs: models, handle: 'connection' },
        startSession,
        ...entries(['watch', 'init', 'syncIndexes', 'createIndexes', 'ensureIndexes', 'createCollection', 'castObject', 'validate', 'on'], {
          docs: models,
          call: {},
        }),
      },
    },
    document: {
      title: 'a Mongoose document',
      own: 'instance',
      members: {
        save: call({ operation: 'upsert', rows: 'one', batch: 'bulkSave(documents)' }, documents, { returns: 'this' }),
        populate: call({ operation: 'select', rows: 'one', lazy: true, batch: 'populate on the query' }, populate, { returns: 'this' }),
        execPopulate: { docs: version5, call: { returns: 'this' } },
        ...entries(['updateOne', 'replaceOne'], step('change', { data: { arg: 0 } }, documents)),
        update: step('change', { data: { arg: 0 } }, version5),
        deleteOne: step('removal', {}, models),
        remove: call(effects.removal, version5),
        ...entries(['delete', 'restore'], call(effects.change, softDelete)),
        ...entries(['model', '$model'], { docs: models, call: { returns: 'model' } }),
        ...entries(['set', 'overwrite', 'depopulate'], { docs: documents, call: { returns: 'this' } }),
        ...entries(
          [
            ...['get', 'toObject', 'toJSON', 'toString', 'markModified', 'unmarkModified', 'isModified', 'modifiedPaths', 'isSelected', 'isInit'],
            ...['validate', 'validateSync', 'invalidate', 'equals', 'populated', 'parent', 'ownerDocument', 'increment', '$session', '$isNew'],
          ],
          { docs: documents, call: {} },
        ),
      },
    },
    rows: query('a Mongoose query', 'rows'),
    row: query('a Mongoose query', 'row'),
    plainRows: query('a Mongoose query', 'plainRows'),
    plainRow: query('a Mongoose query', 'plainRow'),
    count: query('a Mongoose count', 'count'),
    changedRow: query('a Mongoose update', 'changedRow'),
    change: query('a Mongoose update', 'change'),
    changes: query('a Mongoose update', 'changes'),
    removedRow: query('a Mongoose deletion', 'removedRow'),
    removal: query('a Mongoose deletion', 'removal'),
    removals: query('a Mongoose deletion', 'removals'),
    aggregate: {
      title: 'a Mongoose aggregation',
      builder: true,
      awaited: { effect: { kind: 'query', operation: 'select', rows: 'many' } },
      members: {
        ...entries(['exec', 'then', 'catch', 'finally'], {
          docs: aggregates,
          call: { effect: { kind: 'query', operation: 'select', rows: 'many' }, callbacks: [{ arg: 0, runs: 'once' }] },
        }),
        cursor: call({ operation: 'select', rows: 'many' }, aggregates, { returns: 'plainCursor' }),
        pipeline: { docs: aggregates, call: {} },
      },
      patterns: [
        {
          match: /^[a-z]\w*$/,
          entry: call({ operation: 'select', rows: 'many' }, aggregates, { returns: 'aggregate', whenAwaited: true }),
        },
      ],
    },
    cursor: cursor('a Mongoose cursor', 'document'),
    plainCursor: cursor('a Mongoose cursor of plain objects'),
  },
  shapes: [
    {
      docs: models,
      receiver: 'any',
      methods: ['findByIdAndUpdate', 'findByIdAndDelete', 'findByIdAndRemove'],
      options: ['$set', '$unset', '$inc', '$push', '$pull', '$addToSet', 'new', 'upsert', 'runValidators', 'session'],
      handle: 'model',
    },
  ],
  advice: {
    read: 'read them at once: find({ _id: { $in: ids } }), or populate them on the query that loads the rows ($lookup in an aggregate); then look each up in a Map by id',
    write: 'write them in one call: insertMany(rows), bulkWrite(operations), bulkSave(documents), or updateMany and deleteMany with { _id: { $in: ids } }',
    several: 'read them at once: find({ $or: rows }) with {columns} of each, or populate them on the query that loads the rows ($lookup in an aggregate); then look each up in a Map by these',
    each: 'bulkWrite(operations)',
    lazy: 'load the references with the rows: populate on the query that loads them, or Model.populate(rows, path) once for all',
    docs: models,
  },
});
