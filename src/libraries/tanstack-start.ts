import { defineLibrary, entries } from './types.ts';

const docs = 'https://tanstack.com/start/latest/docs/framework/react/guide/server-functions';
const request = { kind: 'request' } as const;

export default defineLibrary({
  id: 'tanstack-start',
  docs,
  packages: ['@tanstack/react-start', '@tanstack/react-start/*', '@tanstack/solid-start', '@tanstack/solid-start/*', '@tanstack/start'],
  exports: {
    createServerFn: { docs, call: { returns: 'serverFunction' } },
    createMiddleware: { docs: 'https://tanstack.com/start/latest/docs/framework/react/guide/middleware', call: { returns: 'middleware' } },
  },
  handles: {
    serverFunction: {
      title: 'a server function',
      members: {
        ...entries(['middleware', 'validator', 'inputValidator'], { docs, call: { returns: 'this' } }),
        handler: { docs, call: { callbacks: [{ arg: 0, runs: 'later', entry: request }], wraps: { arg: 0 } } },
      },
    },
    middleware: {
      title: 'a middleware of server functions',
      members: {
        ...entries(['middleware', 'validator', 'inputValidator', 'client'], { docs, call: { returns: 'this' } }),
        server: { docs, call: { returns: 'this', callbacks: [{ arg: 0, runs: 'later', entry: request }] } },
      },
    },
  },
});
