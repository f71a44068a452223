import { connection, defineLibrary, entries, listener } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://nodejs.org/api/http.html';

const members: Record<string, Entry> = {
  ...entries(['createServer', 'createSecureServer'], {
    docs: `${docs}#httpcreateserveroptions-requestlistener`,
    call: { returns: 'server', callbacks: [{ arg: 'last', runs: 'later', entry: { kind: 'request' } }] },
  }),
  ...entries(['request', 'get'], {
    docs: `${docs}#httprequestoptions-callback`,
    call: { effect: { kind: 'request' }, callbacks: [{ arg: 'last', runs: 'later' }] },
  }),
  Server: { docs: `${docs}#class-httpserver`, type: 'server' },
  Agent: {
    docs: `${docs}#class-httpagent`,
    construct: 'agent',
    constructs: { acquires: connection('an agent with its own kept sockets', ['destroy'], { only: ['keepAlive'] }) },
  },
};

export default defineLibrary({
  id: 'node-http',
  docs,
  packages: ['http', 'https', 'http2'],
  exports: { ...members, default: { docs, handle: 'http' } },
  handles: {
    http: { title: 'http', members },
    agent: { title: 'an HTTP agent', members: { destroy: { docs: `${docs}#agentdestroy`, call: {} } } },
    server: {
      title: 'an HTTP server',
      members: {
        listen: {
          docs: `${docs}#serverlisten`,
          call: { returns: 'this', callbacks: [{ arg: 'last', runs: 'later', entry: { kind: 'start-up' } }] },
        },
        ...entries(['on', 'addListener'], {
          docs: `${docs}#class-httpserver`,
          call: { returns: 'this', callbacks: [{ arg: 1, runs: 'later' }], acquires: listener },
        }),
        once: { docs, call: { returns: 'this', callbacks: [{ arg: 1, runs: 'later', entry: { kind: 'start-up' } }] } },
        close: { docs: `${docs}#serverclosecallback`, call: { callbacks: [{ arg: 0, runs: 'later', entry: { kind: 'start-up' } }] } },
      },
    },
  },
});
