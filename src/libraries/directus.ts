import { defineLibrary, does, entries } from './types.ts';
import type { Entry, QueryEffect } from './types.ts';

const docs = 'https://directus.io/docs/guides/connect/sdk';
const services = 'https://directus.io/docs/guides/extensions/api-extensions/services';

const inList = 'readItems(collection, { filter: { id: { _in: ids } } })';

/** A command does nothing before a client is asked to send it. */
const command = (effect: Omit<QueryEffect, 'kind'>): Entry => ({ docs, call: { effect: { kind: 'query', ...effect }, whenAwaited: true } });

/** `readItem` of any collection, `readUser` of one that Directus has itself. */
const named = (verb: string, ending: '' | 's'): string[] => ['Item', 'User', 'File', 'Folder', 'Role', 'Notification', 'Comment'].map((what) => `${verb}${what}${ending}`);

/** Directus: its SDK, which sends commands over HTTP, and the services of its extensions. */
export default defineLibrary({
  id: 'directus',
  docs,
  packages: ['@directus/sdk'],
  exports: {
    createDirectus: { docs, call: { returns: 'client' } },
    ...entries(['DirectusClient', 'RestClient'], { docs, type: 'client' }),
    ...entries([...named('read', ''), 'readSingleton'], command({ operation: 'select', rows: 'one', batch: inList })),
    ...entries([...named('read', 's'), 'aggregate'], command({ operation: 'select', rows: 'many', batch: inList })),
    ...entries(named('create', ''), command({ operation: 'insert', rows: 'one', batch: 'createItems(collection, rows)' })),
    ...entries([...named('update', ''), 'updateSingleton'], command({ operation: 'update', rows: 'one', batch: 'updateItems(collection, ids, values)' })),
    ...entries(named('delete', ''), command({ operation: 'delete', rows: 'one', batch: 'deleteItems(collection, ids)' })),
    ...entries([...named('create', 's'), ...named('update', 's'), ...named('delete', 's')], command({ operation: 'upsert', rows: 'many' })),
  },
  handles: {
    client: {
      title: 'a Directus client',
      members: { with: { docs, call: { returns: 'this' } }, request: { docs, call: { awaits: true } } },
    },
    service: {
      title: 'a service of Directus',
      members: {
        readByQuery: does(services, { operation: 'select', rows: 'many', filter: { arg: 0, property: 'filter' }, batch: 'readByQuery({ filter: { id: { _in: ids } } })' }),
      },
    },
  },
  shapes: [{ docs: services, receiver: 'any', methods: ['readByQuery'], options: ['filter', 'fields', 'limit', 'sort'], handle: 'service' }],
  advice: {
    read: 'read them at once: readItems(collection, { filter: { id: { _in: ids } }, limit: -1 }), or name the relation in fields of the request that loads the rows; then look each up in a Map by id',
    write: 'write them in one request: createItems, updateItems and deleteItems take lists',
    docs,
  },
});
