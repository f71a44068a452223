import { defineLibrary, entries } from './types.ts';

const docs = 'https://the-guild.dev/graphql/tools/docs/resolvers';

export default defineLibrary({
  id: 'graphql-tools',
  docs,
  packages: ['@graphql-tools/schema', '@graphql-tools/merge', 'graphql-tools'],
  exports: {
    ...entries(['makeExecutableSchema', 'addResolversToSchema', 'addResolveFunctionsToSchema', 'mergeSchemas'], { docs, call: {} }),
    mergeResolvers: { docs: 'https://the-guild.dev/graphql/tools/docs/schema-merging#merging-resolvers', call: { returns: 'arg:0' } },
  },
  handles: {},
  resolverMaps: [{ docs, types: [], options: ['resolvers'], roots: ['Query', 'Mutation', 'Subscription'] }],
});
