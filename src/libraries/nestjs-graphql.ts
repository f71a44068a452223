import { defineLibrary, entries } from './types.ts';

const docs = 'https://docs.nestjs.com/graphql/resolvers';

export default defineLibrary({
  id: 'nestjs-graphql',
  docs,
  packages: ['@nestjs/graphql'],
  exports: {
    Resolver: { docs, decorator: { singleton: true } },
    ...entries(['Args'], { docs, decorator: { argument: true } }),
    ...entries(['Query', 'Mutation'], { docs, decorator: { entry: { kind: 'request' } } }),
    Subscription: { docs: 'https://docs.nestjs.com/graphql/subscriptions', decorator: { entry: { kind: 'request' } } },
    ...entries(['ResolveField', 'ResolveProperty'], {
      docs: `${docs}#schema-first`,
      decorator: { entry: { kind: 'request', perRow: true } },
    }),
    ResolveReference: { docs: 'https://docs.nestjs.com/graphql/federation', decorator: { entry: { kind: 'request', perRow: true } } },
  },
  handles: {},
});
