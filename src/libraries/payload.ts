import { defineLibrary, does, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://payloadcms.com/docs/local-api/overview';
const hooks = 'https://payloadcms.com/docs/hooks/collections';
const endpoints = 'https://payloadcms.com/docs/rest-api/overview#custom-endpoints';

const inList = 'find({ where: { id: { in: ids } } })';
const where = { arg: 0, property: 'where' };
const data = { arg: 0, property: 'data' };

const open: Entry = { docs, call: { returns: 'payload' } };
const request = { kind: 'request' } as const;
const hook = (perRow?: true): Entry => ({ docs: hooks, annotates: { params: ['hook'], entry: { ...request, ...(perRow && { perRow }) } } });

const hookNames = ['BeforeChange', 'AfterChange', 'BeforeDelete', 'AfterDelete', 'BeforeValidate', 'BeforeOperation', 'AfterOperation'].flatMap((when) => [`Collection${when}Hook`, `Global${when}Hook`]);

/** Payload: its local API reads and writes collections. A hook after reading runs for every document that is read. */
export default defineLibrary({
  id: 'payload',
  docs,
  packages: ['payload', 'payload/types', '@payloadcms/next/utilities'],
  exports: {
    default: { docs, handle: 'payload' },
    ...entries(['getPayload', 'getPayloadHMR'], open),
    ...entries(['Payload', 'BasePayload'], { docs, type: 'payload' }),
    PayloadRequest: { docs, type: 'request' },
    ...entries(hookNames, hook()),
    CollectionAfterReadHook: hook(true),
    PayloadHandler: { docs: endpoints, annotates: { params: ['request'], entry: request } },
  },
  handles: {
    hook: { title: "a Payload hook's argument", members: { req: { docs: hooks, handle: 'request' } } },
    request: { title: "Payload's request", members: { payload: { docs, handle: 'payload' } } },
    payload: {
      title: 'Payload',
      members: {
        ...entries(['find', 'findVersions'], does(docs, { operation: 'select', rows: 'many', filter: where, batch: inList })),
        ...entries(['findByID', 'findVersionByID'], does(docs, { operation: 'select', rows: 'one', filter: { arg: 0, property: 'id' }, batch: inList })),
        findGlobal: does(docs, { operation: 'select', rows: 'one' }),
        count: does(docs, { operation: 'count', rows: 'one', filter: where }),
        create: does(docs, { operation: 'insert', rows: 'one', data }),
        ...entries(['update', 'updateGlobal'], does(docs, { operation: 'update', rows: 'one', data, batch: 'update({ where: { id: { in: ids } }, data })' })),
        delete: does(docs, { operation: 'delete', rows: 'one', batch: 'delete({ where: { id: { in: ids } } })' }),
        ...entries(['sendEmail', 'init', 'login', 'logger'], { docs, call: {} }),
      },
    },
  },
  shapes: [{ docs, receiver: 'any', methods: ['find', 'findByID'], options: ['collection'], handle: 'payload' }],
  advice: {
    read: 'read them at once: find({ collection, where: { id: { in: ids } }, pagination: false }), or let depth populate the relationship in the query that loads the rows; then look each up in a Map by id',
    write: 'write them in one call where all get the same values: update and delete with { where: { id: { in: ids } } }',
    docs,
  },
});
