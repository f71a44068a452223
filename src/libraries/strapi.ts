import { defineLibrary, does, entries } from './types.ts';
import type { Callback, Entry } from './types.ts';

const docs = 'https://docs.strapi.io/cms/api/document-service';
const entities = 'https://docs.strapi.io/cms/api/entity-service';
const engine = 'https://docs.strapi.io/cms/api/query-engine';
const backend = 'https://docs.strapi.io/cms/backend-customization/services';

const inList = 'findMany({ where: { id: { $in: ids } } })';

/** The options of a call: the second argument after a content type's name, the first of a query of one content type. */
function operations(page: string, options: 0 | 1): Record<string, Entry> {
  const where = { arg: options, property: options === 0 ? 'where' : 'filters' };
  return {
    ...entries(['findOne', 'findFirst', 'load'], does(page, { operation: 'select', rows: 'one', batch: inList })),
    ...entries(['findMany', 'findPage', 'findWithCount'], does(page, { operation: 'select', rows: 'many', filter: where, batch: inList })),
    count: does(page, { operation: 'count', rows: 'one', filter: where }),
    ...entries(['create', 'clone'], does(page, { operation: 'insert', rows: 'one', data: { arg: options, property: 'data' }, batch: 'db.query(uid).createMany({ data: rows })' })),
    ...entries(['update', 'publish', 'unpublish', 'discardDraft'], does(page, { operation: 'update', rows: 'one', batch: 'db.query(uid).updateMany({ where, data })' })),
    delete: does(page, { operation: 'delete', rows: 'one', batch: 'db.query(uid).deleteMany({ where })' }),
    createMany: does(page, { operation: 'insert', rows: 'many' }),
    updateMany: does(page, { operation: 'update', rows: 'many', filter: where }),
    deleteMany: does(page, { operation: 'delete', rows: 'many', filter: where }),
  };
}

const factory: Callback = { arg: 1, runs: 'later', params: ['context'] };
const makes: Entry = { docs: backend, call: { callbacks: [factory] } };
const query: Entry = { docs: engine, call: { returns: 'engine' } };

/** Strapi: documents, entities and the query engine are the same rows behind three doors; each call runs one query at least. */
export default defineLibrary({
  id: 'strapi',
  docs,
  packages: ['@strapi/strapi', '@strapi/types'],
  exports: {
    factories: { docs: backend, handle: 'factories' },
    ...entries(['Core', 'Common'], { docs, handle: 'types' }),
    Strapi: { docs, type: 'strapi' },
  },
  globals: { strapi: { docs, handle: 'strapi' } },
  handles: {
    types: { title: 'types of Strapi', members: { Strapi: { docs, type: 'strapi' } } },
    factories: { title: 'factories of Strapi', members: entries(['createCoreController', 'createCoreService', 'createCoreRouter'], makes) },
    context: { title: 'what Strapi gives a factory', members: { strapi: { docs: backend, handle: 'strapi' } } },
    strapi: {
      title: 'Strapi',
      members: {
        documents: { docs, call: { returns: 'documents' } },
        entityService: { docs: entities, handle: 'entities' },
        db: { docs: engine, handle: 'database' },
        query,
        ...entries(['plugin', 'controller', 'config', 'log', 'service', 'services'], { docs: backend, call: {} }),
      },
    },
    database: {
      title: "Strapi's database",
      members: {
        query,
        connection: { docs: engine, handle: 'knex:knex' },
        transaction: { docs: 'https://docs.strapi.io/cms/database-transactions', call: { returns: 'returned', callbacks: [{ arg: 0, runs: 'once', transaction: true }] } },
      },
    },
    documents: { title: 'documents of Strapi', members: operations(docs, 0) },
    entities: { title: "Strapi's entity service", members: operations(entities, 1) },
    engine: { title: "a query of Strapi's engine", members: operations(engine, 0) },
  },
  factories: [{ docs: backend, names: ['{ strapi }'], params: ['context'] }],
  advice: {
    read: 'read them at once: findMany with { id: { $in: ids } }, or populate the relation in the query that loads the rows; then look each up in a Map by id',
    write: 'write them in one call: strapi.db.query(uid).createMany, updateMany or deleteMany',
    docs: 'https://docs.strapi.io/cms/api/query-engine/bulk-operations',
  },
});
