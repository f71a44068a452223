import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://nitro.build/guide/routing';
const h3 = 'https://v1.h3.dev/guide/event-handler';
const request = { kind: 'request' } as const;

const handler: Entry = {
  docs: h3,
  call: {
    wraps: { arg: 0 },
    callbacks: [
      { arg: 0, runs: 'later', entry: request },
      { arg: '0.handler', runs: 'later', entry: request },
      { arg: '0.onRequest', runs: 'later', entry: request },
      { arg: '0.onBeforeResponse', runs: 'later', entry: request },
    ],
  },
};
const socketHooks = ['upgrade', 'open', 'message', 'close'] as const;

/** Nitro puts them in scope without an import, as it does with what lies in `server/utils`. */
const functions: Record<string, Entry> = {
  ...entries(['defineEventHandler', 'eventHandler', 'defineHandler', 'lazyEventHandler', 'defineLazyEventHandler'], handler),
  ...entries(['defineCachedEventHandler', 'cachedEventHandler', 'defineCachedHandler'], { ...handler, docs: 'https://nitro.build/guide/cache' }),
  ...entries(['defineCachedFunction', 'cachedFunction'], {
    docs: 'https://nitro.build/guide/cache#cached-functions',
    call: { wraps: { arg: 0, memoised: true } },
  }),
  defineRenderHandler: { docs: 'https://nitro.build/config#renderer', call: { callbacks: [{ arg: 0, runs: 'later', entry: request }] } },
  defineWebSocketHandler: {
    docs: 'https://nitro.build/guide/websocket',
    call: { callbacks: socketHooks.map((name) => ({ arg: `0.${name}` as const, runs: 'later' as const, entry: request })) },
  },
  ...entries(['defineNitroPlugin', 'nitroPlugin', 'definePlugin'], {
    docs: 'https://nitro.build/guide/plugins',
    call: { callbacks: [{ arg: 0, runs: 'later', params: ['nitro'], entry: { kind: 'start-up' } }] },
  }),
  defineTask: { docs: 'https://nitro.build/guide/tasks', call: { callbacks: [{ arg: '0.run', runs: 'later', entry: { kind: 'job' } }] } },
};

export default defineLibrary({
  id: 'nitro',
  docs,
  packages: ['h3', 'nitropack', 'nitropack/*', 'nitro', 'nitro/*', 'nuxt', '#imports', '#nitro'],
  exports: {
    ...functions,
    ...entries(['createRouter', 'createApp'], { docs: 'https://v1.h3.dev/guide/router', call: { returns: 'router' } }),
    H3: { docs: 'https://h3.dev/guide/basics/routing', construct: 'router' },
  },
  globals: functions,
  handles: {
    router: {
      title: 'an h3 router',
      members: entries(['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'all', 'add', 'use', 'on'], {
        docs: 'https://v1.h3.dev/guide/router',
        call: { returns: 'this', callbacks: [{ arg: 'rest:0', runs: 'later', entry: request }] },
      }),
    },
    nitro: {
      title: 'the Nitro application',
      members: { hooks: { docs: 'https://nitro.build/guide/plugins#nitro-runtime-hooks', handle: 'hooks' } },
    },
    hooks: {
      title: "Nitro's hooks",
      members: entries(['hook', 'hookOnce'], {
        docs: 'https://nitro.build/guide/plugins#nitro-runtime-hooks',
        call: { callbacks: [{ arg: 1, runs: 'later', entry: request }] },
      }),
    },
  },
  conventions: [
    {
      docs,
      path: /^(?:.+\/)?(?:server\/)?(?:api|routes|middleware)\/.+\.[cm]?[jt]s$/,
      exports: ['default'],
      entry: request,
    },
  ],
  autoImports: [
    {
      docs: 'https://nuxt.com/docs/4.x/directory-structure/server#server-utilities',
      from: /^(?:.+\/)?(?:server|shared)\/utils\/.+\.[cm]?[jt]s$/,
      to: /^(?:.+\/)?server\/.+$/,
    },
    {
      docs: 'https://nitro.build/guide/utils',
      from: /^(?:src\/)?utils\/.+\.[cm]?[jt]s$/,
      to: /^(?:src\/)?(?:api|routes|middleware|plugins|tasks|utils)\/.+$/,
    },
  ],
});
