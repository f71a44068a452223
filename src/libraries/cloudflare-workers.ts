import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://developers.cloudflare.com/workers/runtime-apis/handlers/';
const objects = 'https://developers.cloudflare.com/durable-objects/api/base/';
const pages = 'https://developers.cloudflare.com/pages/functions/api-reference/';
const request = { kind: 'request' } as const;
const job = { kind: 'job' } as const;

const durableObject: Entry = {
  docs: objects,
  implement: { fetch: request, alarm: job, webSocketMessage: request, webSocketClose: request, webSocketError: request },
};

/** Workers by Cloudflare: a module's default export, its classes, and the files of Pages. */
export default defineLibrary({
  id: 'cloudflare-workers',
  docs,
  packages: ['cloudflare:workers', 'wrangler', '@cloudflare/workers-types'],
  // A connection may not be used in another request than the one that opened it.
  isolates: true,
  exports: {
    WorkerEntrypoint: {
      docs: 'https://developers.cloudflare.com/workers/runtime-apis/bindings/service-bindings/rpc/',
      implement: { fetch: request, scheduled: job, queue: job, tail: job },
    },
    DurableObject: durableObject,
    WorkflowEntrypoint: { docs: 'https://developers.cloudflare.com/workflows/build/workers-api/', implement: { run: job } },
    PagesFunction: { docs: pages, annotates: { entry: request } },
  },
  globals: {
    DurableObject: durableObject,
    ...entries(['PagesFunction', 'ExportedHandlerFetchHandler'], { docs: pages, annotates: { entry: request } }),
    ...entries(['ExportedHandlerScheduledHandler', 'ExportedHandlerQueueHandler'], { docs, annotates: { entry: job } }),
  },
  handles: {},
  conventions: [
    { docs, path: /^.+\.[cm]?[jt]sx?$/, exports: ['default.fetch'], entry: request },
    { docs, path: /^.+\.[cm]?[jt]sx?$/, exports: ['default.scheduled', 'default.queue', 'default.email', 'default.tail'], entry: job },
    {
      docs: pages,
      path: /^functions\/.+\.[cm]?[jt]sx?$/,
      exports: ['', 'Get', 'Post', 'Put', 'Patch', 'Delete', 'Head', 'Options'].flatMap((verb) => [`onRequest${verb}`, `onRequest${verb}.*`]),
      entry: request,
    },
  ],
});
