import { describe, expect, it } from 'vitest';
import { findTable } from '../../../src/database/schema/find.ts';
import { mergeSchemas } from '../../../src/database/schema/merge.ts';
import { declared, foreignKey, index, lines, origin, table } from './make.ts';

const nobody = () => undefined;
const users = table('users', ['id', 'email'], { entities: [{ name: 'User', file: 'schema.prisma' }], indexes: [index(['id'], { by: 'primary key', unique: true })] });

describe('models and migrations of one package', () => {
  const models = declared({ reader: 'prisma', kind: 'models', at: 'prisma/schema.prisma', tables: [{ ...users, indexes: [...users.indexes, index(['email'], { origin: origin(9, 'schema.prisma', 'prisma') })] }] });

  it('are one schema, with the indexes of both', () => {
    const raw = index(['email'], { name: 'only_sql', where: { text: 'email is not null' } });
    const schemas = mergeSchemas([models, declared({ at: 'prisma/migrations', tables: [{ ...users, entities: [], indexes: [...users.indexes, index(['email'], { name: 'users_email_idx' }), raw] }] })], nobody);
    expect(schemas).toHaveLength(1);
    expect(lines(schemas[0]!.tables)).toEqual({ users: ['primary key (id)', 'index users_email_idx (email)', 'index only_sql (email) where email is not null'] });
    expect(schemas[0]?.tables[0]?.indexes[1]?.origin.place.file).toBe('schema.prisma');
  });

  it('have no index that a migration dropped', () => {
    const schemas = mergeSchemas([models, declared({ at: 'prisma/migrations', tables: [{ ...users, entities: [] }], dropped: [{ table: { name: 'users' }, index: index(['email']) }] })], nobody);
    expect(lines(schemas[0]!.tables)).toEqual({ users: ['primary key (id)'] });
  });

  it('are one too where the migrations only add to what a first schema made, and say nothing of tables that nobody knows', () => {
    const added = [table('users', ['state'], { indexes: [index(['email'], { name: 'added' })] }), table('unknown', ['a'])];
    const [schema] = mergeSchemas([{ ...models, tables: [users] }, declared({ at: 'prisma/migrations', elsewhere: added })], nobody);
    expect(lines(schema!.tables)).toEqual({ users: ['primary key (id)', 'index added (email)'] });
    expect(schema?.tables[0]?.columns.map(({ name }) => name)).toEqual(['id', 'email', 'state']);
  });

  it('are incomplete where a migration could not be read', () => {
    const [schema] = mergeSchemas([models, declared({ at: 'prisma/migrations', complete: false, problems: [{ file: 'x.sql', reason: 'no SQL' }] })], nobody);
    expect(schema).toMatchObject({ complete: false, problems: [{ file: 'x.sql' }] });
  });
});

it('puts models and migrations together that name the same tables in sibling packages', () => {
  const models = declared({ dir: 'packages/orm', at: 'packages/orm', reader: 'typeorm', kind: 'models', tables: [users, table('orders', ['id'])] });
  const migrations = declared({ dir: 'packages/migrations', at: 'packages/migrations', tables: [{ ...users, entities: [] }] });
  const other = declared({ dir: 'packages/search', at: 'packages/search', tables: [table('documents', ['id'])] });
  expect(mergeSchemas([models, migrations, other], nobody).map(({ dir, tables }) => [dir, tables.map(({ name }) => name)])).toEqual([
    ['packages/orm', ['users', 'orders']],
    ['packages/search', ['documents']],
  ]);
});

it('keeps two Prisma schemas apart, each with the migrations beside it', () => {
  const both = ['a', 'b'].flatMap((folder) => [
    declared({ reader: 'prisma', kind: 'models', at: `${folder}/schema.prisma`, tables: [users] }),
    declared({ at: `${folder}/migrations`, tables: [{ ...users, entities: [], indexes: [index(['email'], { name: folder })] }] }),
  ]);
  expect(mergeSchemas(both, nobody).map(({ tables }) => lines(tables).users)).toEqual([
    ['primary key (id)', 'index a (email)'],
    ['primary key (id)', 'index b (email)'],
  ]);
});

describe('indexes that code makes in MongoDB', () => {
  const models = (dir: string) => declared({ dir, at: dir, reader: 'mongoose', kind: 'models', engine: 'mongodb', tables: [table('users', ['_id', 'email'])] });
  const made = { dir: 'tools/migrations', at: 'tools/migrations', reader: 'mongodb', kind: 'indexes', engine: 'mongodb' } as const;

  it('are of the collection of that name, whichever package declares it, and make none', () => {
    const elsewhere = [table('users', [], { indexes: [index(['email'], { name: 'email_1' })] }), table('unknown', [])];
    const schemas = mergeSchemas([models('web'), models('chat'), declared({ dir: 'shop', reader: 'prisma', kind: 'models', tables: [users] }), declared({ ...made, elsewhere })], nobody);
    expect(schemas.map(({ dir, tables }) => [dir, lines(tables)])).toEqual([
      ['web', { users: ['index email_1 (email)'] }],
      ['chat', { users: ['index email_1 (email)'] }],
      ['shop', { users: ['primary key (id)'] }],
    ]);
  });

  it('leave open what is there where one is of a collection that is not known', () => {
    const schemas = mergeSchemas([models('web'), declared({ dir: 'shop', reader: 'prisma', kind: 'models', tables: [users] }), declared({ ...made, complete: false, problems: [{ file: 'x.ts', reason: 'createIndex' }] })], nobody);
    expect(schemas.map(({ dir, complete }) => [dir, complete])).toEqual([['web', false], ['shop', true]]);
  });

  it('leave open what is there in their own package alone where that has collections', () => {
    const schemas = mergeSchemas([models('web'), models('chat'), declared({ ...made, dir: 'chat', complete: false, problems: [{ file: 'x.ts', reason: 'createIndex' }] })], nobody);
    expect(schemas.map(({ dir, complete, problems }) => [dir, complete, problems.length])).toEqual([['web', true, 0], ['chat', false, 1]]);
  });
});

it('keeps what two engines run apart', () => {
  const schemas = mergeSchemas([declared({ reader: 'prisma', kind: 'models', tables: [users] }), declared({ reader: 'mongoose', kind: 'models', engine: 'mongodb', tables: [table('users', ['_id'])] })], nobody);
  expect(schemas.map(({ engine }) => engine)).toEqual(['postgresql', 'mongodb']);
});

it('takes the engine from the drivers where no source says it, and gives foreign keys their indexes by it', () => {
  const tables = [table('posts', ['author_id'], { foreignKeys: [foreignKey(['author_id'], 'users')] })];
  const [schema] = mergeSchemas([declared({ dir: 'api', engine: undefined, tables })], (dir) => (dir === 'api' ? 'mysql' : undefined));
  expect(schema?.engine).toBe('mysql');
  expect(lines(schema!.tables)).toEqual({ posts: ['foreign key (author_id)'] });
});

describe('the table that code means', () => {
  const schemas = (second = users) =>
    mergeSchemas(
      [
        declared({ dir: 'apps/a', at: 'apps/a', reader: 'prisma', kind: 'models', tables: [users] }),
        declared({ dir: 'apps/b', at: 'apps/b', reader: 'prisma', kind: 'models', tables: [second] }),
      ],
      nobody,
    );
  const other = { ...users, indexes: [] };

  it('is the one of the nearest schema', () => {
    const all = schemas(other);
    expect(findTable(all, { entity: 'User', from: 'apps/b/src/x.ts' })?.schema).toBe(all[1]);
    expect(findTable(all, { name: 'users', from: 'apps/a/src/x.ts' })?.schema).toBe(all[0]);
  });

  it('is none where two are as near and differ', () => {
    expect(findTable(schemas(other), { entity: 'User', from: 'apps/c/x.ts' })).toBeUndefined();
    expect(findTable(schemas(), { entity: 'User', from: 'apps/c/x.ts' })?.table.name).toBe('users');
    expect(findTable(schemas(), { entity: 'Order', from: 'apps/a/x.ts' })).toBeUndefined();
  });
});
