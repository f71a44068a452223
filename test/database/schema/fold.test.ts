import { describe, expect, it } from 'vitest';
import { fold as foldChanges } from '../../../src/database/schema/fold.ts';
import type { Folded } from '../../../src/database/schema/fold.ts';
import type { Engine } from '../../../src/database/schema/types.ts';
import { changes as inOrder, column, create, foreignKey, index, lines } from './make.ts';
import type { Step } from './make.ts';

const POSTS = create('posts', ['id', 'author_id', 'title', 'deleted_at'], { indexes: [index(['id'], { by: 'primary key', unique: true })] });
const on = { name: 'posts' };

function fold(steps: readonly Step[], engine: Engine): Folded {
  return foldChanges(inOrder(steps), engine);
}

function indexes(changes: readonly Step[], engine: 'postgresql' | 'mysql' | 'sqlite' = 'postgresql'): string[] | undefined {
  return lines(fold([POSTS, ...changes], engine).tables).posts;
}

describe('an index', () => {
  it('is there once its table and it are made, under the name that it has then', () => {
    expect(indexes([{ kind: 'add index', table: on, index: index(['author_id'], { name: 'a' }) }, { kind: 'rename index', name: 'a', to: 'b' }])).toEqual(['primary key (id)', 'index b (author_id)']);
  });

  it('is gone when a later change drops it, by its own name or by the one that the engine gave it', () => {
    const unnamed = { kind: 'add index', table: on, index: index(['author_id', 'title']) } as const;
    expect(indexes([unnamed, { kind: 'drop index', name: 'posts_author_id_title_idx' }])).toEqual(['primary key (id)']);
    expect(indexes([unnamed, { kind: 'drop index', name: 'author_id', table: on }], 'mysql')).toEqual(['primary key (id)']);
    expect(indexes([{ kind: 'drop constraint', table: on, name: 'posts_pkey' }])).toEqual([]);
    expect(indexes([{ kind: 'drop primary key', table: on }], 'mysql')).toEqual([]);
  });

  it('is reported as dropped, unless one like it came back', () => {
    const add = { kind: 'add index', table: on, index: index(['title'], { name: 't' }) } as const;
    const drop = { kind: 'drop index', name: 't' } as const;
    expect(fold([POSTS, add, drop], 'postgresql').dropped.map(({ index: { name } }) => name)).toEqual(['t']);
    expect(fold([POSTS, add, drop, add], 'postgresql').dropped).toEqual([]);
  });

  it('follows its columns when they are renamed, in expressions and predicates too', () => {
    const partial = index(['title'], { where: { text: 'deleted_at is null', terms: [{ column: 'deleted_at', operator: 'is null', values: [] }] } });
    const changes: Step[] = [
      { kind: 'add index', table: on, index: partial },
      { kind: 'add index', table: on, index: { ...index([]), parts: [{ expression: 'lower(title)', direction: 'asc' }] } },
      { kind: 'rename column', table: on, column: 'title', to: 'name' },
      { kind: 'rename column', table: on, column: 'deleted_at', to: 'gone' },
    ];
    expect(indexes(changes)).toEqual(['primary key (id)', 'index (name) where gone is null', 'index ((lower(name)))']);
    expect(fold([POSTS, ...changes], 'postgresql').tables[0]?.indexes[1]?.where?.terms).toEqual([{ column: 'gone', operator: 'is null', values: [] }]);
  });

  it('goes with a column that it uses; in MySQL the column goes out of it', () => {
    const changes: Step[] = [{ kind: 'add index', table: on, index: index(['author_id', 'title']) }, { kind: 'drop column', table: on, column: 'author_id' }];
    expect(indexes(changes)).toEqual(['primary key (id)']);
    expect(indexes(changes, 'mysql')).toEqual(['primary key (id)', 'index (title)']);
  });

  it('becomes a key', () => {
    expect(indexes([{ kind: 'add index', table: on, index: index(['title'], { name: 't', unique: true }) }, { kind: 'use index', table: on, index: 't', by: 'unique', name: 'posts_title' }])).toEqual([
      'primary key (id)',
      'unique posts_title (title)',
    ]);
  });
});

it('says what could not be read: of a table, or of any', () => {
  const { tables, unread } = fold([POSTS, { kind: 'unread', reason: 'a loop', table: on }, { kind: 'unread', reason: 'EXECUTE' }], 'postgresql');
  expect(tables[0]?.incomplete).toBe(true);
  expect(unread).toEqual([{ file: 'a.sql', reason: 'EXECUTE' }]);
});

describe('a table', () => {
  it('keeps its indexes and is still referred to when it is renamed', () => {
    const { tables } = fold([POSTS, create('comments', ['post_id'], { foreignKeys: [foreignKey(['post_id'], 'posts')] }), { kind: 'rename table', table: on, to: 'articles' }], 'postgresql');
    expect(tables.map(({ name }) => name)).toEqual(['comments', 'articles']);
    expect(tables[0]?.foreignKeys[0]?.table).toBe('articles');
    expect(lines(tables).articles).toEqual(['primary key (id)']);
  });

  it('can be made anew under another name and take the place of the first, as SQLite’s migrations do it', () => {
    const { tables } = fold(
      [
        POSTS,
        create('comments', ['post_id'], { foreignKeys: [foreignKey(['post_id'], 'posts')] }),
        { kind: 'add index', table: on, index: index(['title'], { name: 't' }) },
        create('new_posts', ['id', 'title']),
        { kind: 'drop table', table: on },
        { kind: 'rename table', table: { name: 'new_posts' }, to: 'posts' },
      ],
      'sqlite',
    );
    expect(lines(tables)).toEqual({ comments: [], posts: [] });
    expect(tables[0]?.foreignKeys[0]?.table).toBe('posts');
  });

  it('takes the foreign keys of others with it in PostgreSQL', () => {
    const { tables } = fold([POSTS, create('comments', ['post_id'], { foreignKeys: [foreignKey(['post_id'], 'posts')] }), { kind: 'drop table', table: on }], 'postgresql');
    expect(tables.map(({ foreignKeys }) => foreignKeys)).toEqual([[]]);
  });

  it('gives its indexes to its partitions, also later ones', () => {
    const { tables } = fold(
      [POSTS, create('posts_2026', [], { inherits: [on], isPartition: true }), { kind: 'add index', table: on, index: index(['title']) }],
      'postgresql',
    );
    expect(lines(tables).posts_2026).toEqual(['primary key (id)', 'index (title)']);
    expect(tables[1]?.columns.map(({ name }) => name)).toEqual(['id', 'author_id', 'title', 'deleted_at']);
  });

  it('has what an enum type lists as the values of a column, also after the type was renamed', () => {
    const { tables } = fold(
      [
        { kind: 'enum', name: 'state', values: ['new'] },
        { kind: 'enum', name: 'state', values: ['old'], add: true },
        create('posts', [], { columns: [{ ...column('state', 'other'), nativeType: '"state"' }] }),
        { kind: 'rename enum', name: 'state', to: 'status' },
      ],
      'postgresql',
    );
    expect(tables[0]?.columns[0]).toMatchObject({ type: 'enum', values: ['new', 'old'], nativeType: 'status' });
  });
});

describe('a foreign key', () => {
  const key: Step = { kind: 'add foreign key', table: on, foreignKey: foreignKey(['author_id'], 'users') };

  it('is given an index by InnoDB where none leads with its columns, and by nobody else', () => {
    expect(indexes([key], 'mysql')).toEqual(['primary key (id)', 'foreign key (author_id)']);
    expect(indexes([key, { kind: 'add index', table: on, index: index(['author_id', 'title']) }], 'mysql')).toEqual(['primary key (id)', 'index (author_id, title)']);
    expect(indexes([key, { kind: 'add index', table: on, index: index(['title', 'author_id']) }], 'mysql')).toEqual(['primary key (id)', 'index (title, author_id)', 'foreign key (author_id)']);
    expect(indexes([key])).toEqual(['primary key (id)']);
    expect(indexes([key], 'sqlite')).toEqual(['primary key (id)']);
  });

  it('that only the mapper keeps is given none', () => {
    expect(indexes([{ kind: 'add foreign key', table: on, foreignKey: foreignKey(['author_id'], 'users', { enforced: false }) }], 'mysql')).toEqual(['primary key (id)']);
  });

  it('is dropped by the name that the engine gave it', () => {
    expect(fold([POSTS, key, { kind: 'drop constraint', table: on, name: 'posts_author_id_fkey' }], 'postgresql').tables[0]?.foreignKeys).toEqual([]);
    expect(fold([POSTS, key, { kind: 'drop constraint', table: on, name: 'posts_ibfk_1', by: 'foreign key' }], 'mysql').tables[0]?.foreignKeys).toEqual([]);
  });
});

describe('a table that nothing makes', () => {
  const add = { kind: 'add index', table: { name: 'orders' }, index: index(['user_id']) } as const;

  it('is no table, and what is added to it is kept for those who know it', () => {
    const folded = fold([add, { kind: 'add column', table: { name: 'orders' }, column: column('state') }, { kind: 'rename column', table: { name: 'invoices' }, column: 'a', to: 'b' }], 'postgresql');
    expect(folded.tables).toEqual([]);
    expect(lines(folded.elsewhere)).toEqual({ orders: ['index (user_id)'] });
    expect(folded.elsewhere[0]?.columns.map(({ name }) => name)).toEqual(['state']);
  });

  it('has no index that is dropped again, and is not known in full where a statement on it was not read', () => {
    const folded = fold([add, { kind: 'drop index', name: 'orders_user_id_idx' }, { kind: 'unread', reason: 'x', table: { name: 'orders' } }], 'postgresql');
    expect(lines(folded.elsewhere)).toEqual({ orders: [] });
    expect(folded.elsewhere[0]?.incomplete).toBe(true);
    expect(folded.dropped).toHaveLength(1);
    expect(folded.unread).toEqual([]);
  });

  it('is one once it is made, with what was added before', () => {
    const folded = fold([add, create('orders', ['id', 'user_id'])], 'postgresql');
    expect(lines(folded.tables)).toEqual({ orders: ['index (user_id)'] });
    expect(folded.elsewhere).toEqual([]);
  });
});
