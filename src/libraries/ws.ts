import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://github.com/websockets/ws/blob/master/doc/ws.md';
const request = { kind: 'request' } as const;
const server: Entry = { docs: `${docs}#class-websocketserver`, construct: 'server', extend: { instance: 'server' } };
const socket: Entry = { docs: `${docs}#class-websocket`, construct: 'socket', extend: { instance: 'socket' } };
const statics: Record<string, Entry> = { ...entries(['Server', 'WebSocketServer'], server), WebSocket: socket };

export default defineLibrary({
  id: 'ws',
  docs,
  packages: ['ws', 'isomorphic-ws'],
  exports: { ...statics, default: { ...socket, handle: 'class' } },
  handles: {
    class: { title: "ws's WebSocket", members: statics, construct: 'socket' },
    server: {
      title: 'a WebSocket server',
      members: {
        ...entries(['on', 'once', 'addListener'], {
          docs: `${docs}#event-connection`,
          call: { returns: 'this', callbacks: [{ arg: 1, runs: 'later', params: ['socket', null], entry: request }] },
        }),
        handleUpgrade: {
          docs: `${docs}#serverhandleupgraderequest-socket-head-callback`,
          call: { callbacks: [{ arg: 3, runs: 'later', params: ['socket', null], entry: request }] },
        },
        ...entries(['emit', 'close', 'address', 'shouldHandle'], { docs, call: {} }),
        clients: { docs: `${docs}#serverclients`, handle: 'clients' },
      },
    },
    clients: { title: 'the connected clients', members: {}, element: 'socket' },
    socket: {
      title: 'a WebSocket',
      members: {
        ...entries(['on', 'once', 'addListener', 'addEventListener'], {
          docs: `${docs}#event-message`,
          call: { returns: 'this', callbacks: [{ arg: 1, runs: 'later', entry: request }] },
        }),
        ...entries(['send', 'ping', 'pong', 'close', 'terminate'], { docs, call: {} }),
      },
    },
  },
});
