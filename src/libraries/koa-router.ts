import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://github.com/koajs/router/blob/master/API.md';

const router: Entry = { docs, construct: 'router', call: { returns: 'router' }, extend: { instance: 'router' } };

export default defineLibrary({
  id: 'koa-router',
  docs,
  packages: ['@koa/router', 'koa-router', 'koa-better-router', 'koa-joi-router'],
  exports: { default: router, Router: router },
  handles: {
    router: {
      title: 'a Koa router',
      members: {
        // A route may have a name before its path.
        ...entries(['get', 'post', 'put', 'patch', 'delete', 'del', 'head', 'options', 'all', 'register', 'link', 'unlink'], {
          docs,
          call: { returns: 'this', callbacks: [{ arg: 'rest:1', runs: 'later', entry: { kind: 'request' } }] },
        }),
        ...entries(['use', 'param'], {
          docs,
          call: { returns: 'this', callbacks: [{ arg: 'rest:0', runs: 'later', entry: { kind: 'request' } }] },
        }),
        prefix: { docs, call: { returns: 'this' } },
        ...entries(['routes', 'middleware', 'allowedMethods', 'url'], { docs, call: {} }),
      },
    },
  },
});
