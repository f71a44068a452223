import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://hapi.dev/api/';
const request = { kind: 'request' } as const;

const members: Record<string, Entry> = {
  server: { docs: `${docs}#server()`, call: { returns: 'server' } },
  Server: { docs: `${docs}#server()`, construct: 'server' },
};

export default defineLibrary({
  id: 'hapi',
  docs,
  packages: ['@hapi/hapi', 'hapi'],
  exports: { ...members, default: { docs, handle: 'hapi' } },
  handles: {
    hapi: { title: 'hapi', members },
    server: {
      title: 'a hapi server',
      routes: 'root',
      members: {
        route: {
          docs: `${docs}#server.route()`,
          call: {
            callbacks: [
              { arg: '0.handler', runs: 'later', entry: request },
              { arg: '0.options.handler', runs: 'later', entry: request },
            ],
          },
        },
        ext: { docs: `${docs}#server.ext()`, call: { callbacks: [{ arg: 'last', runs: 'later', entry: request }] } },
        method: { docs: `${docs}#server.method()`, call: { callbacks: [{ arg: 1, runs: 'later' }] } },
        ...entries(['start', 'initialize', 'stop', 'register'], { docs, call: {} }),
      },
    },
  },
});
