import { defineLibrary, entries } from './types.ts';

const routers = 'https://trpc.io/docs/server/routers';
const procedures = 'https://trpc.io/docs/server/procedures';
const middlewares = 'https://trpc.io/docs/server/middlewares';
const version9 = 'https://trpc.io/docs/v9/router';
/** The path is that of a procedure, which is found before what stands around it runs. */
const request = { kind: 'request', fixed: ['path', 'type'] } as const;

export default defineLibrary({
  id: 'trpc',
  docs: routers,
  packages: ['@trpc/server'],
  exports: {
    initTRPC: { docs: routers, handle: 'init' },
    router: { docs: version9, call: { returns: 'legacyRouter' } },
  },
  handles: {
    init: {
      title: 'initTRPC',
      members: {
        ...entries(['context', 'meta'], { docs: 'https://trpc.io/docs/server/context', call: { returns: 'this' } }),
        create: { docs: routers, call: { returns: 'trpc' } },
      },
      call: { returns: 'init' },
    },
    trpc: {
      title: 'tRPC',
      members: {
        procedure: { docs: procedures, handle: 'procedure' },
        middleware: { docs: middlewares, call: { returns: 'middleware', callbacks: [{ arg: 0, runs: 'later', entry: request }] } },
        ...entries(['router', 'mergeRouters', 'createCallerFactory'], { docs: routers, call: {} }),
      },
    },
    middleware: {
      title: 'a tRPC middleware',
      members: entries(['unstable_pipe'], {
        docs: middlewares,
        call: { returns: 'this', callbacks: [{ arg: 0, runs: 'later', entry: request }] },
      }),
    },
    procedure: {
      title: 'a tRPC procedure',
      members: {
        ...entries(['input', 'output', 'meta', 'concat', 'unstable_concat'], { docs: procedures, call: { returns: 'this' } }),
        use: { docs: middlewares, call: { returns: 'this', callbacks: [{ arg: 0, runs: 'later', entry: request }] } },
        ...entries(['query', 'mutation', 'subscription'], {
          docs: procedures,
          call: { callbacks: [{ arg: 0, runs: 'later', entry: request }] },
        }),
      },
    },
    legacyRouter: {
      title: 'a tRPC 9 router',
      members: {
        ...entries(['query', 'mutation', 'subscription'], {
          docs: version9,
          call: { returns: 'this', callbacks: [{ arg: '1.resolve', runs: 'later', entry: request }] },
        }),
        middleware: { docs: version9, call: { returns: 'this', callbacks: [{ arg: 0, runs: 'later', entry: request }] } },
        ...entries(['merge', 'transformer', 'formatError', 'interop', 'flat'], { docs: version9, call: { returns: 'this' } }),
      },
    },
  },
});
