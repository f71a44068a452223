import { defineLibrary, entries } from './types.ts';

const docs = 'https://typegraphql.com/docs/resolvers.html';

export default defineLibrary({
  id: 'type-graphql',
  docs,
  packages: ['type-graphql'],
  exports: {
    Resolver: { docs, decorator: { singleton: true } },
    ...entries(['Arg', 'Args'], { docs, decorator: { argument: true } }),
    ...entries(['Query', 'Mutation'], { docs, decorator: { entry: { kind: 'request' } } }),
    Subscription: { docs: 'https://typegraphql.com/docs/subscriptions.html', decorator: { entry: { kind: 'request' } } },
    FieldResolver: { docs: `${docs}#field-resolvers`, decorator: { entry: { kind: 'request', perRow: true } } },
    MiddlewareInterface: { docs: 'https://typegraphql.com/docs/middlewares.html', implement: { use: { kind: 'request' } } },
    MiddlewareFn: { docs: 'https://typegraphql.com/docs/middlewares.html', annotates: { entry: { kind: 'request' } } },
  },
  handles: {},
});
