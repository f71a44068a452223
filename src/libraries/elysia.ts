import { defineLibrary, entries } from './types.ts';
import type { Callback, Entry } from './types.ts';

const docs = 'https://elysiajs.com/essential/route';
const lifecycle = 'https://elysiajs.com/essential/life-cycle';
const handled = (arg: Callback['arg']): Callback => ({ arg, runs: 'later', entry: { kind: 'request' } });
const chained = (docs: string, ...callbacks: Callback[]): Entry => ({ docs, call: { returns: 'this', ...(callbacks.length > 0 && { callbacks }) } });

export default defineLibrary({
  id: 'elysia',
  docs,
  packages: ['elysia'],
  exports: { ...entries(['Elysia', 'default'], { docs, construct: 'app' }) },
  handles: {
    app: {
      title: 'an Elysia application',
      members: {
        ...entries(['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'all'], chained(docs, handled(1))),
        route: chained(docs, handled(2)),
        ws: chained('https://elysiajs.com/patterns/websocket', handled('1.open'), handled('1.message'), handled('1.close')),
        ...entries(
          ['onRequest', 'onParse', 'onTransform', 'onBeforeHandle', 'onAfterHandle', 'onAfterResponse', 'mapResponse', 'onError', 'derive', 'resolve', 'trace'],
          chained(lifecycle, handled('last')),
        ),
        ...entries(['group', 'guard', 'use'], chained('https://elysiajs.com/essential/plugin', { arg: 'last', runs: 'once', params: ['app'] })),
        onStart: chained(lifecycle, { arg: 'last', runs: 'later', entry: { kind: 'start-up' } }),
        ...entries(['decorate', 'state', 'model', 'mount', 'macro', 'as', 'listen', 'onStop'], chained(docs)),
      },
    },
  },
});
