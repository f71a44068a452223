import { connection, defineLibrary, entries } from './types.ts';

const docs = 'https://github.com/sequelize/sequelize-typescript#readme';
/** `$get`, `$count` and their kin name the association in their first argument. */
const methods = 'https://github.com/sequelize/sequelize-typescript#type-safe-usage-of-auto-generated-functions';

export default defineLibrary({
  id: 'sequelize-typescript',
  docs,
  packages: ['sequelize-typescript'],
  exports: {
    Sequelize: {
      docs,
      handle: 'namespace',
      construct: 'connection',
      constructs: { acquires: connection('a Sequelize connection pool', ['close']) },
      extend: { static: 'namespace', instance: 'connection' },
    },
    Model: { docs, handle: 'model', construct: 'instance', extend: { static: 'model', instance: 'instance' } },
    ...entries(['ModelCtor', 'ModelType'], { docs, type: 'model' }),
    Repository: { docs: 'https://github.com/sequelize/sequelize-typescript#repository-mode', type: 'model' },
    Table: { docs, decorator: { entity: true } },
    ...entries(['BelongsTo', 'HasOne', 'HasMany', 'BelongsToMany'], { docs, decorator: { relation: true } }),
  },
  handles: {
    namespace: {
      title: 'Sequelize',
      extends: 'sequelize:namespace',
      construct: 'connection',
      extend: { static: 'namespace', instance: 'connection' },
      members: {},
    },
    connection: {
      title: 'a Sequelize connection',
      extends: 'sequelize:sequelize',
      members: {
        addModels: { docs, call: {} },
        getRepository: { docs: 'https://github.com/sequelize/sequelize-typescript#repository-mode', call: { returns: 'arg:0' } },
      },
    },
    model: {
      title: 'a Sequelize model',
      extends: 'sequelize:model',
      construct: 'instance',
      extend: { static: 'model', instance: 'instance' },
      members: {},
    },
    instance: {
      title: 'a Sequelize row',
      extends: 'sequelize:instance',
      members: {
        $get: {
          docs: methods,
          call: { returns: 'instance', effect: { kind: 'query', operation: 'select', rows: 'many', lazy: true, batch: 'include' } },
        },
        $count: {
          docs: methods,
          call: { effect: { kind: 'query', operation: 'count', rows: 'one', lazy: true, batch: 'one grouped count' } },
        },
        $has: { docs: methods, call: { effect: { kind: 'query', operation: 'count', rows: 'one', lazy: true, batch: 'include' } } },
        $set: { docs: methods, call: { effect: { kind: 'query', operation: 'update', rows: 'one', data: { arg: 1 }, bulk: true } } },
        $add: { docs: methods, call: { effect: { kind: 'query', operation: 'insert', rows: 'one', data: { arg: 1 }, bulk: true } } },
        $create: {
          docs: methods,
          call: { effect: { kind: 'query', operation: 'insert', rows: 'one', data: { arg: 1 }, batch: 'bulkCreate(rows)' } },
        },
        $remove: { docs: methods, call: { effect: { kind: 'query', operation: 'delete', rows: 'one', data: { arg: 1 }, bulk: true } } },
      },
    },
  },
});
