import { defineLibrary, entries } from './types.ts';
import type { Callback, Entry } from './types.ts';

const docs = 'https://hono.dev/docs/api/routing';
const contextDocs = 'https://hono.dev/docs/api/context';
const factoryDocs = 'https://hono.dev/docs/helpers/factory';
const request = { kind: 'request' } as const;
const params = ['context', null] as const;

const handled = (arg: Callback['arg'], given: readonly (string | null)[] = params): Callback => ({ arg, runs: 'later', params: given, entry: request });
const handlers = (docs: string, arg: Callback['arg']): Entry => ({ docs, call: { returns: 'this', callbacks: [handled(arg)] } });

const app: Entry = { docs, construct: 'app', extend: { instance: 'app' } };

export default defineLibrary({
  id: 'hono',
  docs,
  packages: ['hono', 'hono/*', '@hono/zod-openapi'],
  exports: {
    ...entries(['Hono', 'OpenAPIHono'], app),
    createRoute: { docs: 'https://hono.dev/examples/zod-openapi', call: { returns: 'arg:0' } },
    Context: { docs: contextDocs, type: 'context' },
    ...entries(['Handler', 'MiddlewareHandler', 'ErrorHandler', 'NotFoundHandler', 'RouteHandler'], {
      docs: 'https://hono.dev/docs/guides/middleware',
      annotates: { params, entry: request },
    }),
    createFactory: { docs: factoryDocs, call: { returns: 'factory' } },
    Factory: { docs: factoryDocs, construct: 'factory' },
    createMiddleware: { docs: `${factoryDocs}#createmiddleware`, call: { callbacks: [handled(0)] } },
    validator: { docs: 'https://hono.dev/docs/guides/validation', call: { callbacks: [handled(1, [null, 'context'])] } },
    ...entries(['bearerAuth', 'basicAuth'], {
      docs: 'https://hono.dev/docs/middleware/builtin/bearer-auth',
      call: { callbacks: [handled('0.verifyToken', [null, 'context']), handled('0.verifyUser', [null, null, 'context'])] },
    }),
    // They write the answer of the request that is being handled.
    ...entries(['stream', 'streamText', 'streamSSE'], {
      docs: 'https://hono.dev/docs/helpers/streaming',
      call: { callbacks: [{ arg: 1, runs: 'once' }] },
    }),
  },
  handles: {
    app: {
      title: 'a Hono application',
      routes: 'root',
      members: {
        ...entries(['get', 'post', 'put', 'patch', 'delete', 'options', 'query', 'all', 'on', 'use'], handlers(docs, 'rest:0')),
        openapi: handlers('https://hono.dev/examples/zod-openapi', 'rest:1'),
        route: { docs: `${docs}#grouping`, call: { returns: 'this', mounts: { path: 0, what: 'arguments' } } },
        basePath: { docs: `${docs}#base-path`, call: { returns: 'this', mounts: { path: 0, what: 'result' } } },
        ...entries(['mount', 'doc', 'doc31'], { docs: `${docs}#grouping`, call: { returns: 'this' } }),
        notFound: handlers('https://hono.dev/docs/api/hono#not-found', 0),
        onError: { docs: 'https://hono.dev/docs/api/hono#error-handling', call: { returns: 'this', callbacks: [handled(0, [null, 'context'])] } },
      },
    },
    factory: {
      title: 'a Hono factory',
      members: {
        createHandlers: { docs: `${factoryDocs}#factory-createhandlers`, call: { callbacks: [handled('rest:0')] } },
        createMiddleware: { docs: `${factoryDocs}#factory-createmiddleware`, call: { callbacks: [handled(0)] } },
        createApp: { docs: `${factoryDocs}#factory-createapp`, call: { returns: 'app' } },
      },
    },
    context: {
      title: 'a Hono context',
      members: {
        ...entries(['json', 'text', 'html', 'body', 'newResponse', 'redirect', 'notFound', 'render', 'header', 'status', 'set', 'get'], {
          docs: contextDocs,
          call: {},
        }),
        req: { docs: 'https://hono.dev/docs/api/request', handle: 'request' },
      },
    },
    request: {
      title: 'a Hono request',
      members: entries(['param', 'query', 'queries', 'header', 'json', 'text', 'parseBody', 'formData', 'arrayBuffer', 'blob', 'valid'], {
        docs: 'https://hono.dev/docs/api/request',
        call: {},
      }),
    },
  },
});
