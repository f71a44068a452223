import { connection, defineLibrary, entries } from './types.ts';
import type { Entry, Operation, QueryEffect } from './types.ts';

const model = 'https://sequelize.org/api/v6/class/src/model.js~model';
const sequelize = 'https://sequelize.org/api/v6/class/src/sequelize.js~sequelize';
const finders = 'https://sequelize.org/docs/v6/core-concepts/model-querying-finders/';
const querying = 'https://sequelize.org/docs/v6/core-concepts/model-querying-basics/';
const instances = 'https://sequelize.org/docs/v6/core-concepts/model-instances/';
const associations = 'https://sequelize.org/docs/v6/core-concepts/assocs/';
const scopes = 'https://sequelize.org/docs/v6/other-topics/scopes/';
const hooks = 'https://sequelize.org/docs/v6/other-topics/hooks/';
const transactions = 'https://sequelize.org/docs/v6/other-topics/transactions/';
const mixins = 'https://sequelize.org/docs/v6/other-topics/typescript/';
/** Version 4, whose names (`findById`, `find`, `import`) are still in use. */
const version4 = 'https://sequelize.org/v4/class/lib/model.js~Model.html';

const where = { arg: 0, property: 'where' };
const findAll = 'findAll({ where: { id: ids } })';

function call(effect: Omit<QueryEffect, 'kind'>, docs: string, rest: Operation = {}): Entry {
  return { docs, call: { ...rest, effect: { kind: 'query', ...effect } } };
}

/** Rows that come back are instances of the class that was asked. */
const row: Operation = { returns: 'instance', entity: 'receiver' };
const rows: Operation = { ...row, list: true };

const accessor = {
  get: call({ operation: 'select', rows: 'many', lazy: true, batch: 'include' }, associations, { returns: 'instance' }),
  count: call({ operation: 'count', rows: 'one', lazy: true, batch: 'one grouped count' }, associations),
  has: call({ operation: 'count', rows: 'one', lazy: true, batch: 'include' }, associations),
  add: call({ operation: 'insert', rows: 'one', data: { arg: 0 }, bulk: true, batch: 'bulkCreate on the join table' }, associations),
  create: call({ operation: 'insert', rows: 'one', data: { arg: 0 }, batch: 'bulkCreate(rows)' }, associations, { returns: 'instance' }),
  set: call(
    { operation: 'update', rows: 'one', data: { arg: 0 }, bulk: true, batch: 'update(values, { where: { id: ids } })' },
    associations,
  ),
  remove: call({ operation: 'delete', rows: 'one', data: { arg: 0 }, bulk: true, batch: 'destroy({ where: { id: ids } })' }, associations),
};

const mixinOwners = ['HasOne', 'HasMany', 'BelongsTo', 'BelongsToMany'];
/** `declare getPosts: HasManyGetAssociationsMixin<Post>`: the accessor by its declared type. */
function mixinTypes(verb: string, type: string): Record<string, Entry> {
  return entries(
    mixinOwners.flatMap((owner) => [`${owner}${verb}AssociationMixin`, `${owner}${verb}AssociationsMixin`]),
    { docs: mixins, type },
  );
}

const single = ['get{As}', 'set{As}', 'create{As}'];
const plural = [
  'get{As}',
  'get{As}s',
  'count{As}',
  'count{As}s',
  'has{As}',
  'has{As}s',
  'add{As}',
  'add{As}s',
  'set{As}',
  'set{As}s',
  'remove{As}',
  'remove{As}s',
  'create{As}',
];

const hookNames = {
  match: /^(?:before|after)[A-Z]\w*$/,
  entry: { docs: hooks, call: { callbacks: [{ arg: 'last', runs: 'later' }] } },
} as const;

const sequelizeClass: Entry = {
  docs: sequelize,
  handle: 'namespace',
  construct: 'sequelize',
  constructs: { acquires: connection('a Sequelize connection pool', ['close']) },
  extend: { static: 'namespace', instance: 'sequelize' },
};
const modelClass: Entry = {
  docs: model,
  handle: 'model',
  construct: 'instance',
  extend: { static: 'model', instance: 'instance' },
};

export default defineLibrary({
  id: 'sequelize',
  docs: querying,
  packages: ['sequelize', 'sequelize/*', '@sequelize/core'],
  exports: {
    default: sequelizeClass,
    Sequelize: sequelizeClass,
    Model: modelClass,
    ...entries(['ModelStatic', 'ModelCtor', 'ModelDefined'], { docs: mixins, type: 'model' }),
    ...mixinTypes('Get', 'getAccessor'),
    ...mixinTypes('Count', 'countAccessor'),
    ...mixinTypes('Has', 'hasAccessor'),
    ...mixinTypes('Add', 'addAccessor'),
    ...mixinTypes('Create', 'createAccessor'),
    ...mixinTypes('Set', 'setAccessor'),
    ...mixinTypes('Remove', 'removeAccessor'),
  },
  handles: {
    namespace: {
      title: 'Sequelize',
      construct: 'sequelize',
      extend: { static: 'namespace', instance: 'sequelize' },
      members: { Model: modelClass, Sequelize: sequelizeClass },
    },
    sequelize: {
      title: 'a Sequelize connection',
      members: {
        models: { docs: sequelize, handle: 'models' },
        define: { docs: sequelize, call: { returns: 'model' } },
        model: { docs: sequelize, call: { returns: 'model' } },
        import: { docs: 'https://sequelize.org/v5/class/lib/sequelize.js~Sequelize.html', call: { returns: 'model' } },
        query: call({ operation: 'raw', rows: 'many', sql: { arg: 0, property: 'query' } }, 'https://sequelize.org/docs/v6/core-concepts/raw-queries/'),
        transaction: { docs: transactions, call: { returns: 'returned', callbacks: [{ arg: 'last', runs: 'once', transaction: true, params: [null] }] } },
        ...entries(['sync', 'authenticate', 'close', 'addHook', 'removeHook', 'escape', 'isDefined', 'getDialect'], {
          docs: sequelize,
          call: {},
        }),
      },
      patterns: [hookNames],
    },
    models: {
      title: "Sequelize's model registry",
      members: {},
      patterns: [{ match: /^[A-Za-z_$][\w$]*$/, entry: { docs: sequelize, handle: 'model' } }],
      element: 'model',
    },
    model: {
      title: 'a Sequelize model',
      construct: 'instance',
      extend: { static: 'model', instance: 'instance' },
      members: {
        findAll: call({ operation: 'select', rows: 'many', filter: where, batch: findAll }, querying, rows),
        findByPk: call({ operation: 'select', rows: 'one', filter: { arg: 0 }, batch: findAll }, finders, row),
        ...entries(
          ['findById', 'findByPrimary'],
          call({ operation: 'select', rows: 'one', filter: { arg: 0 }, batch: findAll }, version4, row),
        ),
        findOne: call({ operation: 'select', rows: 'one', filter: where, batch: findAll }, finders, row),
        find: call({ operation: 'select', rows: 'one', filter: where, batch: findAll }, version4, row),
        findAndCountAll: call({ operation: 'select', rows: 'many', filter: where, batch: findAll }, finders),
        findAndCount: call({ operation: 'select', rows: 'many', filter: where, batch: findAll }, version4),
        ...entries(
          ['findOrCreate', 'findCreateFind'],
          call(
            {
              operation: 'upsert',
              rows: 'one',
              filter: where,
              data: { arg: 0, property: 'defaults' },
              batch: 'bulkCreate(rows, { ignoreDuplicates: true })',
            },
            finders,
          ),
        ),
        ...entries(['findOrBuild', 'findOrInitialize'], call({ operation: 'select', rows: 'one', filter: where, batch: findAll }, model)),
        count: call({ operation: 'count', rows: 'one', filter: where, batch: 'count({ where: { id: ids }, group })' }, querying),
        ...entries(
          ['max', 'min', 'sum', 'aggregate'],
          call(
            { operation: 'select', rows: 'one', filter: { arg: 1, property: 'where' }, batch: 'one findAll with group and fn' },
            querying,
          ),
        ),
        create: call({ operation: 'insert', rows: 'one', data: { arg: 0 }, batch: 'bulkCreate(rows)' }, querying, row),
        bulkCreate: call({ operation: 'insert', rows: 'many', data: { arg: 0 } }, querying, rows),
        upsert: call({ operation: 'upsert', rows: 'one', data: { arg: 0 }, batch: 'bulkCreate(rows, { updateOnDuplicate })' }, model),
        update: call(
          {
            operation: 'update',
            rows: 'one',
            data: { arg: 0 },
            filter: { arg: 1, property: 'where' },
            batch: 'update(values, { where: { id: ids } })',
          },
          querying,
        ),
        destroy: call({ operation: 'delete', rows: 'one', filter: where, batch: 'destroy({ where: { id: ids } })' }, querying),
        restore: call({ operation: 'update', rows: 'one', filter: where, batch: 'restore({ where: { id: ids } })' }, model),
        ...entries(
          ['increment', 'decrement'],
          call(
            { operation: 'update', rows: 'one', filter: { arg: 1, property: 'where' }, batch: 'increment(fields, { where: { id: ids } })' },
            model,
          ),
        ),
        truncate: call({ operation: 'delete', rows: 'many' }, model),
        build: { docs: instances, call: row },
        bulkBuild: { docs: model, call: rows },
        ...entries(['scope', 'unscoped', 'withScope'], { docs: scopes, call: { returns: 'this' } }),
        schema: { docs: model, call: { returns: 'this' } },
        init: { docs: 'https://sequelize.org/docs/v6/core-concepts/model-basics/', call: { returns: 'this' } },
        ...entries(['belongsTo', 'hasOne'], { docs: associations, call: { accessors: single } }),
        ...entries(['hasMany', 'belongsToMany'], { docs: associations, call: { accessors: plural } }),
        sequelize: { docs: model, handle: 'sequelize' },
        ...entries(['addHook', 'hook'], { docs: hooks, call: { callbacks: [{ arg: 'last', runs: 'later' }] } }),
        ...entries(['getTableName', 'getAttributes', 'addScope', 'sync', 'drop', 'describe', 'removeAttribute'], { docs: model, call: {} }),
      },
      patterns: [hookNames],
    },
    instance: {
      title: 'a Sequelize row',
      element: 'instance',
      members: {
        save: call({ operation: 'upsert', rows: 'one', batch: 'bulkCreate(rows, { updateOnDuplicate })' }, instances, { returns: 'this' }),
        update: call(
          { operation: 'update', rows: 'one', data: { arg: 0 }, batch: 'Model.update(values, { where: { id: ids } })' },
          instances,
          { returns: 'this' },
        ),
        updateAttributes: call(
          { operation: 'update', rows: 'one', data: { arg: 0 }, batch: 'Model.update(values, { where: { id: ids } })' },
          version4,
          { returns: 'this' },
        ),
        destroy: call({ operation: 'delete', rows: 'one', batch: 'Model.destroy({ where: { id: ids } })' }, instances),
        restore: call({ operation: 'update', rows: 'one', batch: 'Model.restore({ where: { id: ids } })' }, model),
        reload: call({ operation: 'select', rows: 'one', batch: findAll }, instances, { returns: 'this' }),
        ...entries(
          ['increment', 'decrement'],
          call({ operation: 'update', rows: 'one', batch: 'Model.increment(fields, { where: { id: ids } })' }, instances),
        ),
        sequelize: { docs: model, handle: 'sequelize' },
        ...entries(
          [
            ...[
              'get',
              'set',
              'getDataValue',
              'setDataValue',
              'setAttributes',
              'setValidators',
              'toJSON',
              'toString',
              'changed',
              'previous',
            ],
            ...['validate', 'isSoftDeleted', 'equals', 'equalsOneOf', 'where', 'addHook', 'removeHook', 'hasHook', 'hasHooks'],
          ],
          { docs: model, call: {} },
        ),
        hasOwnProperty: { docs: model, call: {} },
      },
      // The accessors that associations add; a member that the class declares itself comes first.
      patterns: [
        { match: /^get[A-Z]\w*$/, entry: accessor.get },
        { match: /^count[A-Z]\w*$/, entry: accessor.count },
        { match: /^has[A-Z]\w*$/, entry: accessor.has },
        { match: /^add[A-Z]\w*$/, entry: accessor.add },
        { match: /^create[A-Z]\w*$/, entry: accessor.create },
        { match: /^set[A-Z]\w*$/, entry: accessor.set },
        { match: /^remove[A-Z]\w*$/, entry: accessor.remove },
      ],
    },
    getAccessor: { title: 'an association getter', members: {}, call: accessor.get.call },
    countAccessor: { title: 'an association count', members: {}, call: accessor.count.call },
    hasAccessor: { title: 'an association test', members: {}, call: accessor.has.call },
    addAccessor: { title: 'an association writer', members: {}, call: accessor.add.call },
    createAccessor: { title: 'an association writer', members: {}, call: accessor.create.call },
    setAccessor: { title: 'an association writer', members: {}, call: accessor.set.call },
    removeAccessor: { title: 'an association writer', members: {}, call: accessor.remove.call },
  },
  shapes: [
    {
      docs: finders,
      receiver: 'any',
      methods: ['findByPk', 'findAndCountAll', 'findOrCreate'],
      options: ['where', 'include', 'attributes', 'transaction', 'raw', 'paranoid', 'defaults'],
      handle: 'model',
    },
    {
      docs: querying,
      receiver: 'any',
      methods: ['findAll', 'findOne'],
      options: ['include', 'attributes', 'transaction', 'paranoid'],
      handle: 'model',
    },
    {
      docs: querying,
      receiver: 'any',
      methods: ['bulkCreate'],
      options: ['updateOnDuplicate', 'ignoreDuplicates', 'transaction', 'returning', 'validate'],
      handle: 'model',
    },
  ],
  factories: [
    {
      docs: 'https://sequelize.org/docs/v6/other-topics/migrations/#creating-the-first-model-and-migration',
      names: ['sequelize', 'DataTypes'],
      params: ['sequelize', null],
    },
    {
      docs: 'https://sequelize.org/docs/v6/other-topics/migrations/#creating-the-first-model-and-migration',
      name: 'associate',
      names: ['models'],
      params: ['models'],
    },
  ],
  advice: {
    read: 'read them at once: findAll({ where: { id: ids } }), or include the association in the query that loads the rows; then look each up in a Map by id',
    write: 'write them in one statement: bulkCreate(rows, { updateOnDuplicate }), or update and destroy with { where: { id: ids } }',
    several: 'read them at once: findAll({ where: { [Op.or]: rows } }) with {columns} of each, or include the association in the query that loads the rows; then look each up in a Map by these',
    each: 'bulkCreate(rows, { updateOnDuplicate })',
    lazy: 'load the association with the rows: include it in the query, or count it with one grouped query',
    docs: 'https://sequelize.org/docs/v6/advanced-association-concepts/eager-loading/',
  },
});
