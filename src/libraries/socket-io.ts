import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://socket.io/docs/v4/server-api/';
const request = { kind: 'request' } as const;
const server: Entry = { docs, construct: 'server', call: { returns: 'server' } };

export default defineLibrary({
  id: 'socket-io',
  docs,
  packages: ['socket.io'],
  exports: {
    Server: server,
    default: server,
    Socket: { docs: `${docs}#socket`, type: 'socket' },
    Namespace: { docs: `${docs}#namespace`, type: 'server' },
  },
  handles: {
    server: {
      title: 'a Socket.IO server',
      members: {
        ...entries(['on', 'once', 'addListener'], {
          docs: `${docs}#connection`,
          call: { returns: 'this', callbacks: [{ arg: 1, runs: 'later', params: ['socket'], entry: request }] },
        }),
        use: {
          docs: `${docs}#serverusefn`,
          call: { returns: 'this', callbacks: [{ arg: 0, runs: 'later', params: ['socket'], entry: request }] },
        },
        ...entries(['fetchSockets', 'serverSideEmitWithAck', 'emitWithAck'], { docs: `${docs}#serverfetchsockets`, call: { effect: { kind: 'request' } } }),
        ...entries(['of', 'to', 'in', 'except'], { docs: `${docs}#serverofnsp`, call: { returns: 'this' } }),
        emit: { docs: `${docs}#serveremiteventname-args`, call: {} },
      },
    },
    socket: {
      title: 'a Socket.IO socket',
      members: {
        ...entries(['on', 'once', 'addListener'], {
          docs: `${docs}#socketoneventname-callback`,
          call: { returns: 'this', callbacks: [{ arg: 1, runs: 'later', entry: request }] },
        }),
        use: { docs: `${docs}#socketusefn`, call: { returns: 'this', callbacks: [{ arg: 0, runs: 'later', entry: request }] } },
        ...entries(['onAny', 'prependAny'], {
          docs: `${docs}#socketonanycallback`,
          call: { returns: 'this', callbacks: [{ arg: 0, runs: 'later', entry: request }] },
        }),
        ...entries(['to', 'in', 'except', 'timeout'], { docs: `${docs}#sockettoroom`, call: { returns: 'this' } }),
        ...entries(['emit', 'join', 'leave', 'disconnect'], { docs: `${docs}#socket`, call: {} }),
      },
    },
  },
});
