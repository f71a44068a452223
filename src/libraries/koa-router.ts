import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://github.com/koajs/router/blob/master/API.md';

const handlers = { arg: 'rest:0', runs: 'later', entry: { kind: 'request' } } as const;
const prefixed = { path: '0.prefix', what: 'result' } as const;
const router: Entry = { docs, construct: 'router', constructs: { mounts: prefixed }, call: { returns: 'router', mounts: prefixed }, extend: { instance: 'router' } };

export default defineLibrary({
  id: 'koa-router',
  docs,
  packages: ['@koa/router', 'koa-router', 'koa-better-router', 'koa-joi-router'],
  exports: { default: router, Router: router },
  handles: {
    router: {
      title: 'a Koa router',
      routes: 'part',
      members: {
        // A route may have a name before its path.
        ...entries(['get', 'post', 'put', 'patch', 'delete', 'del', 'head', 'options', 'all', 'register', 'link', 'unlink'], {
          docs,
          call: { returns: 'this', callbacks: [{ arg: 'rest:1', runs: 'later', entry: { kind: 'request' } }] },
        }),
        param: { docs, call: { returns: 'this', callbacks: [handlers] } },
        use: { docs, call: { returns: 'this', callbacks: [handlers], mounts: { path: 0, what: 'arguments' } } },
        prefix: { docs, call: { returns: 'this', mounts: { path: 0, what: 'receiver' } } },
        ...entries(['routes', 'middleware'], { docs, call: { mounts: { what: 'result' } } }),
        ...entries(['allowedMethods', 'url'], { docs, call: {} }),
      },
    },
  },
});
