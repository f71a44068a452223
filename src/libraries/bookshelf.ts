import { defineLibrary, does, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://bookshelfjs.org/api.html';
const at = (part: string): string => `${docs}#${part}`;

const findMany = 'where("id", "in", ids).fetchAll()';
const fetchOne = does(at('Model-instance-fetch'), { operation: 'select', rows: 'one', batch: findMany }, { returns: 'this' });
const fetchAll = does(at('Model-instance-fetchAll'), { operation: 'select', rows: 'many', batch: findMany }, { returns: 'collection' });
const count = does(at('Model-instance-count'), { operation: 'count', rows: 'one', batch: 'one grouped count' });
const load = does(at('Model-instance-load'), { operation: 'select', rows: 'many', lazy: true, batch: 'withRelated' }, { returns: 'this' });

/** Steps that say which rows are meant; on the class they begin with a row of their own. */
const steps = ['where', 'query', 'orderBy', 'set', 'resetQuery', 'off', 'on', 'once'];
const transaction: Entry = { docs: at('Bookshelf-instance-transaction'), call: { returns: 'returned', callbacks: [{ arg: 0, runs: 'once', transaction: true, params: ['knex:knex'] }] } };
const collectionClass: Entry = { docs: at('Collection'), construct: 'collection', extend: { instance: 'collection' } };

/** Bookshelf: active records over Knex. */
export default defineLibrary({
  id: 'bookshelf',
  docs,
  packages: ['bookshelf'],
  exports: { default: { docs, call: { returns: 'bookshelf' }, type: 'bookshelf' } },
  handles: {
    bookshelf: {
      title: 'Bookshelf',
      members: {
        Model: { docs: at('Model'), handle: 'modelClass', type: 'model' },
        Collection: collectionClass,
        model: { docs: at('Bookshelf-instance-model'), call: { returns: 'modelClass' } },
        collection: { docs: at('Bookshelf-instance-collection'), call: { returns: 'collection' } },
        knex: { docs: at('Bookshelf-instance-knex'), handle: 'knex:knex' },
        transaction,
        plugin: { docs: at('Bookshelf-instance-plugin'), call: { returns: 'this' } },
      },
    },
    modelClass: {
      title: 'a Bookshelf model',
      construct: 'model',
      extend: { static: 'modelClass', instance: 'model' },
      members: {
        extend: { docs: at('Model-static-extend'), call: { returns: 'this' } },
        ...entries([...steps, 'forge'], { docs: at('Model-static-forge'), call: { returns: 'model' } }),
        collection: { docs: at('Model-static-collection'), call: { returns: 'collection' } },
        ...entries(['fetchAll', 'fetchPage'], fetchAll),
        count,
        ...entries(['findById', 'findOne'], does(at('Model'), { operation: 'select', rows: 'one', batch: findMany }, { returns: 'model' })),
      },
    },
    model: {
      title: 'a Bookshelf row',
      own: 'instance',
      members: {
        ...entries(steps, { docs: at('Model-instance-where'), call: { returns: 'this' } }),
        ...entries(['fetch', 'refresh'], fetchOne),
        ...entries(['fetchAll', 'fetchPage'], fetchAll),
        count,
        save: does(at('Model-instance-save'), { operation: 'upsert', rows: 'one', batch: 'collection.invokeThen("save"), or an insert of all rows through knex' }, { returns: 'this' }),
        destroy: does(at('Model-instance-destroy'), { operation: 'delete', rows: 'one', batch: 'where("id", "in", ids).destroy()' }),
        load,
        related: { docs: at('Model-instance-related'), call: { returns: 'related' } },
        ...entries(['get', 'has', 'attributes', 'toJSON', 'serialize', 'clone', 'isNew', 'hasChanged', 'previous', 'belongsTo', 'hasMany', 'hasOne', 'belongsToMany'], { docs: at('Model'), call: {} }),
      },
    },
    collection: {
      title: 'a Bookshelf collection',
      element: 'model',
      members: {
        fetch: does(at('Collection-instance-fetch'), { operation: 'select', rows: 'many', batch: findMany }, { returns: 'this' }),
        fetchOne: does(at('Collection-instance-fetchOne'), { operation: 'select', rows: 'one', batch: findMany }, { returns: 'model' }),
        count,
        load,
        create: does(at('Collection-instance-create'), { operation: 'insert', rows: 'one', data: { arg: 0 }, batch: 'an insert of all rows through knex' }, { returns: 'model' }),
        ...entries(['attach', 'detach'], does(at('Collection-instance-attach'), { operation: 'upsert', rows: 'one', data: { arg: 0 }, bulk: true, batch: 'attach(ids)' })),
        ...entries(['query', 'where', 'orderBy'], { docs: at('Collection-instance-query'), call: { returns: 'this' } }),
        models: { docs: at('Collection-instance-models'), handle: 'rows' },
        ...entries(['at', 'first', 'last', 'find', 'findWhere'], { docs: at('Collection'), call: { returns: 'model' } }),
        ...entries(['toJSON', 'serialize', 'pluck', 'add', 'remove', 'reset', 'isEmpty'], { docs: at('Collection'), call: {} }),
      },
    },
    rows: { title: 'rows of Bookshelf', element: 'model', members: {} },
    related: {
      title: 'what is related to a Bookshelf row',
      extends: 'collection',
      members: { fetch: does(at('Model-instance-related'), { operation: 'select', rows: 'many', lazy: true, batch: 'withRelated' }, { returns: 'this' }) },
    },
  },
  advice: {
    read: 'read them at once: Model.where("id", "in", ids).fetchAll(), or fetch the rows with { withRelated: ["relation"] }; then look each up in a Map by id',
    write: 'write them in one statement through knex: knex(table).insert(rows), or where("id", "in", ids) with update or destroy',
    lazy: 'load the relation with the rows: fetchAll({ withRelated: ["relation"] }), or collection.load(["relation"]) once for all',
    docs: at('Model-instance-fetchAll'),
  },
});
