import { defineLibrary, entries } from './types.ts';
import type { Acquisition, Callback, Entry } from './types.ts';

const docs = 'https://expressjs.com/en/4x/api.html';
const guide = 'https://expressjs.com/en/guide/routing.html';

const verbs = [
  ...[
    'get',
    'post',
    'put',
    'patch',
    'delete',
    'del',
    'head',
    'options',
    'all',
    'trace',
    'connect',
    'copy',
    'lock',
    'merge',
    'move',
    'notify',
  ],
  ...['propfind', 'proppatch', 'purge', 'report', 'search', 'subscribe', 'unlock', 'unsubscribe', 'checkout', 'mkcol', 'mkactivity'],
];

const handlers = (arg: Callback['arg']): Entry => ({
  docs: guide,
  call: { returns: 'this', callbacks: [{ arg, runs: 'later', entry: { kind: 'request' } }] },
});

/** An application and a router keep what they are given in a list that only grows. */
const route = (arg: number): Acquisition => ({
  kind: 'registry',
  what: 'a handler in the list that every later request runs through',
  remedy: 'add handlers and routes once, when the application is made',
  handler: { arg, removers: [] },
});

function added(arg: 0 | 1): Entry {
  const entry = handlers(`rest:${arg}`);
  return { ...entry, call: { ...entry.call, acquires: route(arg) } };
}

function mounted(entry: Entry): Entry {
  return { ...entry, call: { ...entry.call, mounts: { path: 0, what: 'arguments' } } };
}

const routing: Record<string, Entry> = {
  ...entries(verbs, added(1)),
  use: mounted(added(0)),
  param: handlers('last'),
  route: { docs: `${docs}#app.route`, call: { returns: 'route', mounts: { path: 0, what: 'result' } } },
};

const requestHandlers = entries(['RequestHandler', 'ErrorRequestHandler', 'Handler'], {
  docs: guide,
  annotates: { entry: { kind: 'request' } },
});

const router: Entry = { docs: `${docs}#router`, call: { returns: 'router' }, construct: 'router' };

const members: Record<string, Entry> = {
  Router: router,
  ...entries(['Express', 'Application', 'IApplication'], { docs, type: 'app' }),
  ...entries(['IRouter', 'IRouterHandler'], { docs, type: 'router' }),
  ...entries(['json', 'urlencoded', 'static', 'raw', 'text'], { docs: `${docs}#express`, call: {} }),
  ...requestHandlers,
};

export default defineLibrary({
  id: 'express',
  docs,
  packages: ['express', 'express-serve-static-core', 'ultimate-express'],
  exports: { ...members, default: { docs: `${docs}#express`, handle: 'express', call: { returns: 'app' } } },
  handles: {
    express: { title: 'express', members },
    app: {
      title: 'an Express application',
      routes: 'root',
      members: {
        ...routing,
        listen: {
          docs: `${docs}#app.listen`,
          call: { returns: 'node-http:server', callbacks: [{ arg: 'last', runs: 'later', entry: { kind: 'start-up' } }] },
        },
        ...entries(['set', 'enable', 'disable', 'engine'], { docs: `${docs}#app.set`, call: { returns: 'this' } }),
      },
    },
    router: { title: 'an Express router', routes: 'part', members: routing },
    route: { title: 'an Express route', routes: 'part', members: entries(verbs, handlers('rest:0')) },
  },
});
