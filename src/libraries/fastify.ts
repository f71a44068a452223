import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const routes = 'https://fastify.dev/docs/latest/Reference/Routes/';
const server = 'https://fastify.dev/docs/latest/Reference/Server/';
const hooks = 'https://fastify.dev/docs/latest/Reference/Hooks/';
const plugins = 'https://fastify.dev/docs/latest/Reference/Plugins/';

const request = { kind: 'request' } as const;
const routeHooks = [
  'onRequest',
  'preParsing',
  'preValidation',
  'preHandler',
  'preSerialization',
  'onSend',
  'onResponse',
  'onError',
  'onTimeout',
];

const verb: Entry = {
  docs: `${routes}#shorthand-declaration`,
  call: {
    returns: 'this',
    callbacks: [
      { arg: 'last', runs: 'later', entry: request },
      ...['handler', ...routeHooks].map((name) => ({ arg: `1.${name}`, runs: 'later', entry: request }) as const),
    ],
  },
};

const create: Entry = { docs: 'https://fastify.dev/docs/latest/Reference/Server/#factory', call: { returns: 'app' } };
const pluginTypes = entries(['FastifyPluginAsync', 'FastifyPluginCallback', 'FastifyPlugin'], {
  docs: 'https://fastify.dev/docs/latest/Reference/TypeScript/#plugin',
  annotates: { params: ['app'] },
});

export default defineLibrary({
  id: 'fastify',
  docs: server,
  packages: ['fastify'],
  exports: {
    default: create,
    fastify: create,
    FastifyInstance: { docs: 'https://fastify.dev/docs/latest/Reference/TypeScript/#fastifyinstance', type: 'app' },
    ...pluginTypes,
    ...entries(['RouteHandler', 'RouteHandlerMethod'], {
      docs: 'https://fastify.dev/docs/latest/Reference/TypeScript/#routing',
      annotates: { entry: request },
    }),
  },
  handles: {
    app: {
      title: 'a Fastify instance',
      routes: 'root',
      members: {
        ...entries(['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'all', 'trace'], verb),
        route: {
          docs: `${routes}#full-declaration`,
          call: {
            returns: 'this',
            callbacks: ['handler', ...routeHooks].map((name) => ({ arg: `0.${name}`, runs: 'later', entry: request }) as const),
          },
        },
        addHook: { docs: hooks, call: { returns: 'this', callbacks: [{ arg: 'last', runs: 'later', entry: request }] } },
        ...entries(['setErrorHandler', 'setNotFoundHandler', 'addContentTypeParser'], {
          docs: `${server}#seterrorhandler`,
          call: { returns: 'this', callbacks: [{ arg: 'last', runs: 'later', entry: request }] },
        }),
        register: { docs: plugins, call: { returns: 'this', callbacks: [{ arg: 0, runs: 'once', params: ['app'] }], mounts: { path: '1.prefix', what: 'arguments' } } },
        ...entries(['decorate', 'decorateRequest', 'decorateReply'], {
          docs: 'https://fastify.dev/docs/latest/Reference/Decorators/',
          call: { returns: 'this', callbacks: [{ arg: 1, runs: 'later' }] },
        }),
        ...entries(['ready', 'after'], {
          docs: `${server}#ready`,
          call: { returns: 'this', callbacks: [{ arg: 0, runs: 'later', entry: { kind: 'start-up' } }] },
        }),
        listen: { docs: `${server}#listen`, call: { callbacks: [{ arg: 'last', runs: 'later', entry: { kind: 'start-up' } }] } },
        withTypeProvider: { docs: 'https://fastify.dev/docs/latest/Reference/Type-Providers/', call: { returns: 'this' } },
      },
    },
  },
});
