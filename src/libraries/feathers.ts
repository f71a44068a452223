import { defineLibrary, does, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://feathersjs.com/api/application';
const services = 'https://feathersjs.com/api/services';
const hooks = 'https://feathersjs.com/api/hooks';
const adapters = 'https://feathersjs.com/api/databases/common';

const inList = 'find({ query: { id: { $in: ids } } })';

const makes: Entry = { docs, call: { returns: 'app' } };
const adapter: Entry = { docs: adapters, extend: { instance: 'service' } };

/** Feathers: services over databases that answer to the same six methods. */
export default defineLibrary({
  id: 'feathers',
  docs,
  packages: ['@feathersjs/feathers', '@feathersjs/express', '@feathersjs/koa', '@feathersjs/knex', '@feathersjs/mongodb', 'feathers-*'],
  exports: {
    ...entries(['default', 'feathers', 'koa', 'express'], makes),
    Application: { docs, type: 'app' },
    HookContext: { docs: hooks, type: 'context' },
    Service: { docs: services, type: 'service' },
    ...entries(['KnexService', 'MongoDBService'], adapter),
  },
  handles: {
    app: {
      title: 'a Feathers application',
      members: {
        service: { docs, call: { returns: 'service' } },
        ...entries(['use', 'configure', 'hooks', 'set'], { docs, call: { returns: 'this' } }),
      },
    },
    context: { title: 'the context of a Feathers hook', members: { app: { docs: hooks, handle: 'app' }, service: { docs: hooks, handle: 'service' } } },
    service: {
      title: 'a Feathers service',
      members: {
        ...entries(['find', '_find'], does(services, { operation: 'select', rows: 'many', filter: { arg: 0, property: 'query' }, batch: inList })),
        ...entries(['get', '_get'], does(services, { operation: 'select', rows: 'one', filter: { arg: 0 }, batch: inList })),
        ...entries(['create', '_create'], does(services, { operation: 'insert', rows: 'one', data: { arg: 0 }, bulk: true, batch: 'create(rows)' })),
        ...entries(['update', 'patch', '_update', '_patch'], does(services, { operation: 'update', rows: 'one', data: { arg: 1 }, batch: 'patch(null, values, { query: { id: { $in: ids } } })' })),
        ...entries(['remove', '_remove'], does(services, { operation: 'delete', rows: 'one', filter: { arg: 0 }, batch: 'remove(null, { query: { id: { $in: ids } } })' })),
        ...entries(['on', 'once', 'emit', 'publish', 'hooks'], { docs: services, call: {} }),
      },
    },
  },
  advice: {
    read: 'read them at once: service.find({ query: { id: { $in: ids } }, paginate: false }), then look each up in a Map by id; a resolver of one property runs for each row, so that its reads belong behind a loader',
    write: 'write them in one call: create(rows), or patch and remove with null and a query, where the service allows multi',
    docs: adapters,
  },
});
