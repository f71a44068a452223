import { defineLibrary, entries } from './types.ts';
import type { Entry, QueryEffect } from './types.ts';

const factory = 'https://docs.medusajs.com/resources/service-factory-reference';
const query = 'https://docs.medusajs.com/learn/fundamentals/module-links/query';
const workflows = 'https://docs.medusajs.com/learn/fundamentals/workflows';
const routes = 'https://docs.medusajs.com/learn/fundamentals/api-routes';
const modules = 'https://docs.medusajs.com/resources/commerce-modules';

function operation(effect: Omit<QueryEffect, 'kind'>): Entry {
  return { docs: factory, call: { effect: { kind: 'query', ...effect } } };
}

const read = { operation: 'select', filter: { arg: 0 } } as const;
const write = { rows: 'one', data: { arg: 0 }, bulk: true } as const;

const operations = {
  retrieve: operation({ ...read, rows: 'one', batch: 'list({ id: ids })' }),
  list: operation({ ...read, rows: 'many', batch: 'list({ id: ids })' }),
  create: operation({ ...write, operation: 'insert', batch: 'create(rows)' }),
  update: operation({ ...write, operation: 'update', batch: 'update(rows)' }),
  upsert: operation({ ...write, operation: 'upsert', batch: 'upsert(rows)' }),
  delete: operation({ ...write, operation: 'delete', batch: 'delete(ids)' }),
  restore: operation({ ...write, operation: 'update', batch: 'restore(ids)' }),
};

const moduleTypes = [
  ...['ApiKey', 'Auth', 'Cart', 'Currency', 'Customer', 'Fulfillment', 'Notification', 'Order', 'Payment', 'Pricing', 'Product'],
  ...['Promotion', 'Region', 'SalesChannel', 'Store', 'Tax', 'User'],
].map((name) => `I${name}ModuleService`);
const moduleServices = entries([...moduleTypes, 'IInventoryService', 'IStockLocationService'], { docs: modules, type: 'module' });

const namespaces = [
  ...['ApiKey', 'Auth', 'Cart', 'Currency', 'Customer', 'Fulfillment', 'Inventory', 'Notification', 'Order', 'Payment', 'Pricing', 'Product'],
  ...['Promotion', 'Region', 'SalesChannel', 'StockLocation', 'Store', 'Tax', 'User', 'ModulesSdk'],
].map((name) => `${name}Types`);

const links = 'https://docs.medusajs.com/learn/fundamentals/module-links/link';
const job = { kind: 'job' } as const;

/** Services that the framework makes of data models, what queries across modules, and the files that it calls. */
export default defineLibrary({
  id: 'medusa',
  docs: factory,
  packages: ['@medusajs/framework', '@medusajs/framework/*', '@medusajs/utils', '@medusajs/types', '@medusajs/medusa', '@medusajs/workflows-sdk'],
  exports: {
    MedusaService: { docs: factory, call: { returns: 'moduleClass' } },
    ...moduleServices,
    IMedusaInternalService: { docs: factory, type: 'service' },
    ...entries(namespaces, { docs: modules, handle: 'types' }),
    ...entries(['RemoteQueryFunction', 'Query'], { docs: query, type: 'query' }),
    ...entries(['Link', 'RemoteLink'], { docs: links, type: 'link' }),
    createStep: { docs: workflows, call: { callbacks: [{ arg: 1, runs: 'later', entry: job }, { arg: 2, runs: 'later', entry: job }] } },
    createWorkflow: { docs: workflows, call: { callbacks: [{ arg: 1, runs: 'later', entry: { kind: 'start-up' } }] } },
  },
  handles: {
    types: { title: 'types of Medusa', members: { ...moduleServices, IMedusaInternalService: { docs: factory, type: 'service' } } },
    moduleClass: { title: 'a Medusa service', construct: 'module', extend: { instance: 'module' }, members: {} },
    module: {
      title: 'a Medusa service',
      members: {},
      // One of each for every data model: `listProducts`.
      patterns: [
        { match: /^retrieve[A-Z]\w*$/, entry: operations.retrieve },
        { match: /^list[A-Z]\w*$/, entry: operations.list },
        { match: /^create[A-Z]\w*$/, entry: operations.create },
        { match: /^(?:update|softDelete)[A-Z]\w*$/, entry: operations.update },
        { match: /^upsert[A-Z]\w*$/, entry: operations.upsert },
        { match: /^delete[A-Z]\w*$/, entry: operations.delete },
        { match: /^restore[A-Z]\w*$/, entry: operations.restore },
      ],
    },
    service: {
      title: 'a Medusa service of one data model',
      members: {
        ...operations,
        listAndCount: operations.list,
        softDelete: operations.update,
        upsertWithReplace: operations.upsert,
      },
    },
    link: {
      title: 'the links of Medusa',
      members: {
        create: operations.create,
        ...entries(['delete', 'dismiss'], operations.delete),
        restore: operations.restore,
        list: operations.list,
      },
    },
    query: {
      title: 'the query of Medusa',
      members: {
        ...entries(['graph', 'index'], {
          docs: query,
          call: {
            effect: {
              kind: 'query',
              operation: 'select',
              rows: 'many',
              filter: { arg: 0, property: 'filters' },
              batch: 'graph({ filters: { id: ids } })',
            },
          },
        }),
      },
    },
  },
  shapes: [{ docs: query, receiver: 'any', methods: ['graph'], options: ['entity'], handle: 'query' }],
  conventions: [
    {
      docs: routes,
      path: /^src\/api\/.+\/route\.[cm]?[jt]s$/,
      exports: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
      entry: { kind: 'request' },
    },
    {
      docs: 'https://docs.medusajs.com/learn/fundamentals/events-and-subscribers',
      path: /^src\/(?:subscribers|jobs)\/.+\.[cm]?[jt]s$/,
      exports: ['default'],
      entry: job,
    },
  ],
  advice: {
    read: 'read them at once: list({ id: ids }), or query.graph with the relation among its fields and filters: { id: ids }; then look each up in a Map by id',
    write: 'write them in one call: create, update, upsert and delete take lists',
    docs: factory,
  },
});
