import { defineLibrary, entries } from './types.ts';

const docs = 'https://the-guild.dev/graphql/yoga-server/docs/features/schema';

export default defineLibrary({
  id: 'graphql-yoga',
  docs,
  packages: ['graphql-yoga', '@graphql-yoga/node'],
  exports: {
    createSchema: { docs, call: {} },
    ...entries(['createYoga', 'createServer'], {
      docs: 'https://the-guild.dev/graphql/yoga-server/docs/features/context',
      call: { callbacks: [{ arg: '0.context', runs: 'later', entry: { kind: 'request' } }] },
    }),
  },
  handles: {},
  resolverMaps: [{ docs, types: [], options: ['resolvers'], roots: ['Query', 'Mutation', 'Subscription'] }],
});
