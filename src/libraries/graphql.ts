import { defineLibrary } from './types.ts';

const docs = 'https://graphql.org/graphql-js/type/';
const roots = ['Query', 'Mutation', 'Subscription'];

/** graphql-js: the `resolve` of a field runs once per object of the parent type, the program checks that it uses that object. */
export default defineLibrary({
  id: 'graphql',
  docs,
  packages: ['graphql', 'graphql/*'],
  exports: {},
  handles: {},
  objectEntries: [{ docs: `${docs}#graphqlobjecttype`, keys: ['type'], function: 'resolve', entry: { kind: 'request', perRow: true } }],
  resolverMaps: [
    {
      docs: 'https://the-guild.dev/graphql/codegen/plugins/typescript/typescript-resolvers',
      types: ['Resolvers', '*Resolvers', 'IResolvers', 'GraphQLResolverMap'],
      options: [],
      roots,
    },
  ],
});
