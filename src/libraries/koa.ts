import { defineLibrary, entries } from './types.ts';

const docs = 'https://github.com/koajs/koa/blob/master/docs/api/index.md';

export default defineLibrary({
  id: 'koa',
  docs,
  packages: ['koa'],
  exports: {
    default: { docs, construct: 'app', call: { returns: 'app' }, extend: { instance: 'app' } },
    Middleware: { docs, annotates: { entry: { kind: 'request' } } },
  },
  handles: {
    app: {
      title: 'a Koa application',
      routes: 'root',
      members: {
        use: {
          docs: `${docs}#appusefunction`,
          call: { returns: 'this', callbacks: [{ arg: 0, runs: 'later', entry: { kind: 'request' } }], mounts: { what: 'arguments' } },
        },
        listen: {
          docs: `${docs}#applisten`,
          call: { returns: 'node-http:server', callbacks: [{ arg: 'last', runs: 'later', entry: { kind: 'start-up' } }] },
        },
        ...entries(['on', 'once'], { docs: `${docs}#error-handling`, call: { callbacks: [{ arg: 1, runs: 'later' }] } }),
        callback: { docs: `${docs}#appcallback`, call: {} },
      },
    },
  },
});
