import { defineLibrary, entries } from './types.ts';
import type { Callback, Entry, Handle } from './types.ts';

const docs = 'https://pothos-graphql.dev/docs/guide/fields';
const queries = 'https://pothos-graphql.dev/docs/guide/queries-mutations-and-subscriptions';
const loaders = 'https://pothos-graphql.dev/docs/plugins/dataloader';
const related = 'https://pothos-graphql.dev/docs/plugins/prisma/relations';
const request = { kind: 'request' } as const;

/** A function that is given a builder of fields. */
const fields = (arg: Callback['arg'], of: 'rootFields' | 'objectFields'): Callback => ({ arg, runs: 'later', params: [of] });
const define = (docs: string, of: 'rootFields' | 'objectFields', ...args: Callback['arg'][]): Entry => ({
  docs,
  call: { returns: 'type', callbacks: args.map((arg) => fields(arg, of)) },
});

const scalars = ['string', 'int', 'float', 'boolean', 'id'].flatMap((name) => [name, `${name}List`]);

/** A loader's function gets the keys of one tick. */
const load = (arg: Callback['arg']): Callback => ({ arg, runs: 'later', entry: request });
const loadable = (arg: 0 | 1, returns: string): Entry => ({
  docs: loaders,
  call: { returns, callbacks: [load(`${arg}.load`), fields(`${arg}.fields`, 'objectFields')] },
});

/** The methods of a field builder: on a root type a field is resolved once per request, on any other once per object. */
function fieldBuilder(title: string, perRow: true | undefined): Handle {
  const resolved = (row: number): Callback => ({ arg: '0.resolve', runs: 'later', entry: { ...request, ...(perRow && { perRow }), ...(row > 0 && { row }) } });
  const plain: Callback[] = [resolved(0), { arg: '0.subscribe', runs: 'later', entry: request }];
  return {
    title,
    members: {
      ...entries(['relation', 'relationCount', 'variant', 'relatedField'], { docs: related, call: {} }),
      withAuth: { docs: 'https://pothos-graphql.dev/docs/plugins/scope-auth', call: { returns: 'this' } },
      ...entries(['loadable', 'loadableList', 'loadableGroup'], { docs: loaders, call: { callbacks: [load('0.load'), resolved(0)] } }),
      // The first parameter of these is the selection that the plugin made.
      ...entries(
        ['prismaField', 'prismaFieldWithInput', 'prismaConnection', 'drizzleField', 'drizzleFieldWithInput', 'drizzleConnection'],
        { docs: related, call: { callbacks: [resolved(1)] } },
      ),
      ...entries(['field', 'fieldWithInput', 'authField', 'errorUnionField', 'errorUnionListField', 'connection', 'node', 'nodeList', ...scalars], {
        docs,
        call: { callbacks: plain },
      }),
    },
    patterns: [{ match: /^expose\w*$/, entry: { docs: `${docs}#exposing-fields-from-the-underlying-data`, call: {} } }],
  };
}

const type: Record<string, Entry> = {
  implement: define('https://pothos-graphql.dev/docs/guide/objects', 'objectFields', '0.fields'),
};

/** Pothos (GraphQL): fields are methods of a builder that the type's definition is given. */
export default defineLibrary({
  id: 'pothos',
  docs,
  packages: ['@pothos/core'],
  exports: { default: { docs: 'https://pothos-graphql.dev/docs/guide', construct: 'builder' }, SchemaBuilder: { docs: 'https://pothos-graphql.dev/docs/guide', construct: 'builder' } },
  handles: {
    builder: {
      title: 'a Pothos schema builder',
      members: {
        ...entries(['queryType', 'mutationType', 'subscriptionType'], define(queries, 'rootFields', '0.fields')),
        ...entries(['queryFields', 'mutationFields', 'subscriptionFields'], define(queries, 'rootFields', 0)),
        ...entries(['queryField', 'mutationField', 'subscriptionField'], define(queries, 'rootFields', 1)),
        relayMutationField: {
          docs: 'https://pothos-graphql.dev/docs/plugins/relay#mutations',
          call: { callbacks: [{ arg: '2.resolve', runs: 'later', entry: request }] },
        },
        ...entries(
          ['objectType', 'interfaceType', 'prismaObject', 'prismaNode', 'prismaInterface', 'drizzleObject', 'drizzleNode', 'drizzleInterface', 'node'],
          define('https://pothos-graphql.dev/docs/guide/objects', 'objectFields', '1.fields'),
        ),
        simpleObject: define('https://pothos-graphql.dev/docs/plugins/simple-objects', 'objectFields', '1.fields', 2),
        ...entries(['objectFields', 'interfaceFields', 'prismaObjectFields', 'drizzleObjectFields'], define(docs, 'objectFields', 1)),
        ...entries(['objectField', 'interfaceField', 'prismaObjectField', 'drizzleObjectField'], define(docs, 'objectFields', 2)),
        ...entries(['objectRef', 'interfaceRef'], { docs: 'https://pothos-graphql.dev/docs/guide/objects#using-refs', call: { returns: 'type' } }),
        ...entries(['loadableObject', 'loadableInterface', 'loadableNode', 'loadableUnion'], loadable(1, 'type')),
        ...entries(['loadableObjectRef', 'loadableInterfaceRef', 'loadableNodeRef'], loadable(1, 'type')),
        ...entries(['inputType', 'enumType', 'scalarType', 'addScalarType', 'unionType', 'toSchema', 'inputRef'], { docs, call: {} }),
      },
    },
    type: { title: 'a Pothos type', members: type },
    rootFields: fieldBuilder("Pothos' fields of a root type", undefined),
    objectFields: fieldBuilder("Pothos' fields of an object type", true),
  },
});
