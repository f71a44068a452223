import { defineLibrary, entries } from './types.ts';

const docs = 'https://docs.nestjs.com/fundamentals/module-ref';

export default defineLibrary({
  id: 'nestjs-core',
  docs,
  packages: ['@nestjs/core'],
  exports: {
    ModuleRef: { docs, type: 'container' },
    RouterModule: { docs: 'https://docs.nestjs.com/recipes/router-module', handle: 'modules' },
    NestFactory: { docs: 'https://docs.nestjs.com/first-steps', handle: 'factory' },
  },
  handles: {
    factory: {
      title: 'NestFactory',
      members: {
        create: { docs: 'https://docs.nestjs.com/first-steps', call: { returns: 'container', mounts: { what: 'controllers' } } },
        ...entries(['createApplicationContext', 'createMicroservice'], {
          docs: 'https://docs.nestjs.com/standalone-applications',
          call: { returns: 'container' },
        }),
      },
    },
    modules: {
      title: 'RouterModule',
      // A list of modules is no path: which of them has which controllers is not followed, and no path of the package is told.
      members: { register: { docs: 'https://docs.nestjs.com/recipes/router-module', call: { mounts: { path: '0.path', what: 'controllers' } } } },
    },
    container: {
      title: 'a Nest container',
      members: {
        ...entries(['get', 'resolve', 'create'], { docs, call: { returns: 'instance:0' } }),
        listen: {
          docs: 'https://docs.nestjs.com/first-steps',
          call: { callbacks: [{ arg: 'last', runs: 'later', entry: { kind: 'start-up' } }] },
        },
        setGlobalPrefix: {
          docs: 'https://docs.nestjs.com/faq/global-prefix',
          call: { returns: 'this', mounts: { path: 0, what: 'controllers', except: '1.exclude' } },
        },
        use: {
          docs: 'https://docs.nestjs.com/middleware#global-middleware',
          call: { returns: 'this', callbacks: [{ arg: 'rest:0', runs: 'later', entry: { kind: 'request' } }] },
        },
      },
    },
  },
});
