import { defineLibrary, entries } from './types.ts';

const controllers = 'https://docs.nestjs.com/controllers';
const lifecycle = 'https://docs.nestjs.com/fundamentals/lifecycle-events';
const request = { kind: 'request' } as const;
const startUp = { kind: 'start-up' } as const;

/** Nest looks for these methods on each instance that it makes: https://docs.nestjs.com/fundamentals/lifecycle-events#lifecycle-events-1 */
const hooks = { onModuleInit: startUp, onApplicationBootstrap: startUp, onModuleDestroy: startUp, beforeApplicationShutdown: startUp, onApplicationShutdown: startUp } as const;

export default defineLibrary({
  id: 'nestjs-common',
  docs: controllers,
  packages: ['@nestjs/common'],
  exports: {
    Controller: { docs: controllers, decorator: { singleton: true, calls: hooks, controller: { unless: ['version'] } } },
    Module: { docs: 'https://docs.nestjs.com/modules', decorator: { singleton: true, calls: hooks } },
    // Unless its scope is REQUEST or TRANSIENT.
    Injectable: { docs: 'https://docs.nestjs.com/fundamentals/injection-scopes', decorator: { singleton: true, calls: hooks } },
    Catch: { docs: 'https://docs.nestjs.com/exception-filters', decorator: { singleton: true } },
    ...entries(['Get', 'Post', 'Put', 'Patch', 'Delete', 'Head', 'Options', 'All', 'Search', 'Sse'], {
      docs: `${controllers}#routing`,
      decorator: { entry: request },
    }),
    // Where it is part of the path, and where it is not, the application says.
    Version: { docs: 'https://docs.nestjs.com/techniques/versioning#route-versions', decorator: { changesPath: true } },
    CanActivate: { docs: 'https://docs.nestjs.com/guards', implement: { canActivate: request } },
    NestInterceptor: { docs: 'https://docs.nestjs.com/interceptors', implement: { intercept: request } },
    PipeTransform: { docs: 'https://docs.nestjs.com/pipes', implement: { transform: request } },
    ExceptionFilter: { docs: 'https://docs.nestjs.com/exception-filters', implement: { catch: request } },
    NestMiddleware: { docs: 'https://docs.nestjs.com/middleware', implement: { use: request } },
    OnModuleInit: { docs: lifecycle, implement: { onModuleInit: startUp } },
    OnApplicationBootstrap: { docs: lifecycle, implement: { onApplicationBootstrap: startUp } },
    OnModuleDestroy: { docs: lifecycle, implement: { onModuleDestroy: startUp } },
    BeforeApplicationShutdown: { docs: lifecycle, implement: { beforeApplicationShutdown: startUp } },
    OnApplicationShutdown: { docs: lifecycle, implement: { onApplicationShutdown: startUp } },
  },
  handles: {},
  objectEntries: [{ docs: 'https://docs.nestjs.com/fundamentals/custom-providers#factory-providers-usefactory', keys: ['provide'], unless: ['scope'], function: 'useFactory', entry: startUp }],
});
