import { defineLibrary, entries } from './types.ts';
import type { Effect, Entry } from './types.ts';

const docs = 'https://forwardemail.github.io/superagent/';

const request: Effect = { kind: 'request' };
/** A request is sent when it is awaited, or by `end`. */
const start: Entry = { docs, call: { returns: 'request', effect: request, whenAwaited: true } };
const verbs = entries(['get', 'post', 'put', 'patch', 'head', 'delete', 'del', 'options'], start);

export default defineLibrary({
  id: 'superagent',
  docs,
  packages: ['superagent'],
  exports: { ...verbs, default: { ...start, handle: 'client' }, agent: { docs, call: { returns: 'client' } } },
  handles: {
    client: { title: 'superagent', call: start.call, members: { ...verbs, agent: { docs, call: { returns: 'client' } } } },
    request: {
      title: 'a superagent request',
      awaited: { effect: request },
      members: {
        ...entries(['end', 'then', 'pipe'], { docs, call: { effect: request, callbacks: [{ arg: 0, runs: 'once' }] } }),
        ...entries(['set', 'send', 'query', 'type', 'accept', 'auth', 'field', 'attach', 'retry', 'timeout', 'use', 'buffer', 'parse', 'redirects', 'ok'], {
          docs,
          call: { returns: 'this', effect: request, whenAwaited: true },
        }),
      },
    },
  },
});
