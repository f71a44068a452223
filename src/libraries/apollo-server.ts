import { defineLibrary, entries } from './types.ts';

const docs = 'https://www.apollographql.com/docs/apollo-server/data/resolvers';
const context = 'https://www.apollographql.com/docs/apollo-server/data/context';
const request = { kind: 'request' } as const;

export default defineLibrary({
  id: 'apollo-server',
  docs,
  packages: ['@apollo/server', '@apollo/server/*', '@apollo/subgraph', '@as-integrations/*', 'apollo-server', 'apollo-server-*'],
  exports: {
    // Up to version 3 the context is an option of the constructor.
    ApolloServer: { docs, construct: 'server', constructs: { callbacks: [{ arg: '0.context', runs: 'later', entry: request }] } },
    ...entries(['expressMiddleware', 'startStandaloneServer', 'koaMiddleware', 'fastifyApolloHandler', 'startServerAndCreateNextHandler'], {
      docs: context,
      call: { callbacks: [{ arg: '1.context', runs: 'later', entry: request }] },
    }),
    ...entries(['buildSubgraphSchema', 'makeExecutableSchema'], { docs, call: {} }),
  },
  handles: {
    server: {
      title: 'an Apollo server',
      members: entries(['start', 'stop', 'listen', 'applyMiddleware', 'executeOperation'], { docs, call: {} }),
    },
  },
  resolverMaps: [{ docs, types: [], options: ['resolvers'], roots: ['Query', 'Mutation', 'Subscription'] }],
});
