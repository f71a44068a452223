import { describe, expect, it } from 'vitest';
import { accessOf, accessesOf } from '../../../../src/database/query/serve/accesses.ts';
import type { Access } from '../../../../src/database/query/serve/types.ts';
import type { Column, ColumnType, Engine, ForeignKey, Index, Predicate, Schema, Table } from '../../../../src/database/schema/types.ts';
import { ALWAYS } from '../../../../src/database/query/types.ts';
import type { Compare, Condition, Join, Operand, Operator, OrderTerm, Query } from '../../../../src/database/query/types.ts';

const origin = { place: { file: 'schema.prisma', line: 1, column: 1, endLine: 1, endColumn: 1 }, reader: 'prisma' } as const;

/** An index, as `shop_id, created_at desc`; `(lower(email))` in parentheses is an expression. */
function index(parts: string, more: Partial<Index> = {}): Index {
  return {
    parts: parts.split(/, /).map((part) => {
      const [name, direction = 'asc'] = part.split(' ') as [string, ('asc' | 'desc')?];
      return { ...(name.startsWith('(') ? { expression: name.slice(1, -1) } : { column: name }), direction };
    }),
    unique: false, method: 'btree', include: [], by: 'index', origin, ...more,
  };
}

const TYPES: Record<string, ColumnType> = { status: 'enum', active: 'boolean', created_at: 'timestamp', deleted_at: 'timestamp', placed_at: 'timestamp' };

function table(name: string, indexes: readonly Index[], foreignKeys: readonly string[] = []): Table {
  const names = ['id', 'shop_id', 'customer_id', 'email', 'code', 'status', 'active', 'created_at', 'placed_at', 'deleted_at', 'type', 'title', 'tags'];
  return {
    name, kind: 'table', entities: [], relations: [], origin,
    columns: names.map((column): Column => ({ name: column, type: TYPES[column] ?? (column.endsWith('id') ? 'integer' : 'text'), nullable: false })),
    indexes: [index('id', { unique: true, by: 'primary key' }), ...indexes],
    foreignKeys: foreignKeys.map((column): ForeignKey => ({ columns: [column], table: 'customers', references: ['id'], enforced: true, origin })),
  };
}

function schemaOf(tables: readonly Table[], more: Partial<Schema> = {}): Schema {
  return { dir: '', engine: 'postgresql', tables, complete: true, problems: [], ...more };
}

function is(column: string, operator: Operator = '=', value: Operand = { kind: 'value' }, more: Partial<Compare> = {}): Compare {
  const [of, name] = column.includes('.') ? (column.split('.') as [string, string]) : ['o', column];
  return { kind: 'compare', column: { table: of, column: name }, operator, value, ...more };
}

const literal = (value: string | number | boolean | null): Operand => ({ kind: 'literal', value });
const all = (...of: Condition[]): Condition => ({ kind: 'and', of });
const any = (...of: Condition[]): Condition => ({ kind: 'or', of });
const by = (...terms: string[]): OrderTerm[] =>
  terms.map((term) => {
    const [column, direction = 'asc'] = term.split(' ') as [string, ('asc' | 'desc')?];
    return { by: { table: 'o', column }, direction };
  });

function query(where: Condition, more: Partial<Query> = {}): Query {
  return { operation: 'select', from: { name: 'orders', alias: 'o' }, joins: [], where, order: [], limit: 'none', offset: 'none', group: [], distinct: false, columns: 'all', unknown: [], ...more };
}

interface Case {
  indexes?: readonly Index[];
  foreignKeys?: readonly string[];
  engine?: Engine;
  where: Condition;
  more?: Partial<Query>;
}

function access({ indexes = [], foreignKeys, engine, where, more }: Case): Access {
  return accessOf(query(where, more), 'o', schemaOf([table('orders', indexes, foreignKeys)], engine && { engine }));
}

/** What is said, short: `served by …`, `unserved: columns; add a, b; index: why`. */
function said(found: Access): string {
  if (found.kind === 'served') return `served by ${found.by}`;
  if (found.kind !== 'unserved') return found.kind;
  const considered = found.considered.map(({ index: one, why }) => `${one.parts.map(({ column, expression }) => column ?? expression).join(', ')}: ${why}`);
  return [`${found.need} ${found.columns.join(', ')}`, `add ${found.candidate.parts.map(({ column, direction }) => (direction === 'desc' ? `${column} desc` : column)).join(', ')}`, ...considered].join('; ');
}

describe('the leftmost prefix', () => {
  it.each<[string, Case, string]>([
    ['no index at all', { where: is('customer_id') }, 'equality customer_id; add customer_id'],
    ['the first column', { indexes: [index('shop_id, created_at')], where: is('shop_id') }, 'served by (shop_id, created_at)'],
    ['equalities in any order', { indexes: [index('shop_id, customer_id')], where: all(is('customer_id'), is('shop_id')) }, 'served by (shop_id, customer_id)'],
    ['the second column only', { indexes: [index('shop_id, customer_id')], where: is('customer_id') }, 'equality customer_id; add customer_id; shop_id, customer_id: second column only'],
    ['a skipped middle column', { indexes: [index('status, code, customer_id')], where: all(is('customer_id'), is('status')) }, 'equality customer_id; add customer_id, status; status, code, customer_id: the middle column, code, is skipped'],
    ['few values before a range', { indexes: [index('status, code')], where: all(is('status'), is('created_at', '<')) }, 'range status, created_at; add status, created_at; status, code: by status first, which has few values'],
    ['a first column of few values', { indexes: [index('status')], where: all(is('customer_id'), is('status')) }, 'equality customer_id; add customer_id, status'],
    ['the primary key', { where: is('id') }, 'served by (id)'],
    ['a list of keys', { where: is('id', 'in') }, 'served by (id)'],
    ['another condition that is selective', { where: all(is('id'), is('customer_id')) }, 'served by (id)'],
    ['a range behind an equality', { indexes: [index('status, created_at')], where: all(is('status'), is('created_at', '>=')) }, 'served by (status, created_at)'],
    ['an equality, a range and a sort', { where: all(is('customer_id'), is('created_at', '>=')), more: { order: by('created_at desc'), limit: 20 } }, 'equality customer_id; add customer_id, created_at desc'],
    ['foreign keys before other columns, at most three', { foreignKeys: ['customer_id'], where: all(is('status'), is('email'), is('customer_id'), is('code')) }, 'equality customer_id, email, code; add customer_id, email, code'],
    ['an invalid index', { indexes: [index('customer_id', { invalid: true })], where: is('customer_id') }, 'equality customer_id; add customer_id; customer_id: invalid'],
    ['a range alone', { where: is('created_at', '<') }, 'range created_at; add created_at'],
  ])('%s', (_, given, expected) => expect(said(access(given))).toBe(expected));
});

describe('what is no finding', () => {
  it.each<[string, Case, string]>([
    ['a boolean', { where: is('active') }, 'unselective'],
    ['an enum', { where: is('status', '=', literal('OPEN')) }, 'unselective'],
    ['a test for null', { where: is('deleted_at', 'is null') }, 'unselective'],
    ['a value that the code writes', { where: is('code', '=', literal('default')) }, 'unselective'],
    ['a column named for few values', { where: is('type') }, 'unselective'],
    ['what is excluded', { where: { kind: 'not', of: is('customer_id') } }, 'unselective'],
    ['no condition', { where: ALWAYS }, 'whole table'],
    ['a condition that is not seen', { where: all(is('customer_id'), { kind: 'unknown', why: 'a caller builds it' }) }, 'unknown'],
    ['one that is not seen beside a key', { where: all(is('id'), { kind: 'unknown', why: 'a caller builds it' }) }, 'served by (id)'],
    ['where a row stands, which is no column', { where: is('ctid', 'in') }, 'unknown'],
    ['a part of a text', { where: is('title', 'like', { kind: 'pattern', anchored: false }) }, 'unselective'],
    ['a function around the column', { where: is('email', '=', undefined, { wrapped: { by: 'function', expression: 'lower(email)' } }) }, 'unselective'],
    ['an order that is not seen, with a limit', { where: is('customer_id'), more: { order: 'unknown', limit: 20 } }, 'unknown'],
  ])('%s', (_, given, expected) => expect(said(access(given))).toBe(expected));

  it('says that a filter is only there where a value is given', () => {
    const found = access({ where: all(is('customer_id', '=', undefined, { optional: true }), is('deleted_at', 'is null')) });
    expect(found).toMatchObject({ kind: 'unserved', optional: true });
    expect(access({ indexes: [index('customer_id')], where: is('customer_id', '=', undefined, { optional: true }) })).toEqual({ kind: 'unselective' });
  });

  it('says so of a range beside it that an index leads to', () => {
    const where = all(is('customer_id', '=', undefined, { optional: true }), is('created_at', '<'));
    expect(access({ indexes: [index('customer_id')], where })).toMatchObject({ kind: 'unserved', need: 'range', optional: true });
    expect(access({ where: is('created_at', '<') })).toMatchObject({ kind: 'unserved', need: 'range', optional: false });
  });

  it('does not say so of a sorted list, which is mostly asked for without the filter', () => {
    const where = is('customer_id', '=', undefined, { optional: true });
    expect(access({ indexes: [index('customer_id')], where, more: { order: by('created_at desc'), limit: 20 } })).toMatchObject({ kind: 'unserved', need: 'sort', optional: false });
  });

  it('proves nothing by the lack of an index where not all are known', () => {
    expect(accessOf(query(is('customer_id')), 'o', schemaOf([table('orders', [])], { complete: false })).kind).toBe('unknown');
    expect(accessOf(query(is('customer_id')), 'o', schemaOf([])).kind).toBe('unknown');
    expect(accessOf(query(is('customer_id')), 'o', schemaOf([{ ...table('orders', []), kind: 'view' }])).kind).toBe('unknown');
  });
});

describe('partial and expression indexes, and those of other types', () => {
  const live: Predicate = { text: 'deleted_at is null', terms: [{ column: 'deleted_at', operator: 'is null', values: [] }] };
  const open: Predicate = { text: "status = 'OPEN'", terms: [{ column: 'status', operator: '=', values: ['OPEN'] }] };
  const recent: Predicate = { text: 'code > 1000', terms: [{ column: 'code', operator: '>', values: [1000] }] };
  it.each<[string, Case, string]>([
    ['a predicate that the query has', { indexes: [index('email', { where: live })], where: all(is('email'), is('deleted_at', 'is null')) }, 'served by (email)'],
    ['one that it has not', { indexes: [index('email', { where: live })], where: is('email') }, 'equality email; add email; email: partial: only rows where deleted_at is null'],
    ['a value of the list', { indexes: [index('email', { where: open })], where: all(is('email'), is('status', '=', literal('OPEN'))) }, 'served by (email)'],
    ['a value that is not seen', { indexes: [index('email', { where: open })], where: all(is('email'), is('status')) }, "equality email; add email, status; email: partial: only rows where status = 'OPEN'"],
    ['a narrower range', { indexes: [index('email', { where: recent })], where: all(is('email'), is('code', '>=', literal(1001))) }, 'served by (email)'],
    ['a predicate that is not understood', { indexes: [index('email', { where: { text: 'f(deleted_at)' } })], where: is('email') }, 'unknown'],
    ['any value, where null is left out', { indexes: [index('email', { where: { text: 'email is not null', terms: [{ column: 'email', operator: 'is not null', values: [] }] } })], where: is('email') }, 'served by (email)'],
    ['the same expression', { indexes: [index('(lower(email))')], where: is('email', '=', undefined, { wrapped: { by: 'function', expression: 'lower(email)' } }) }, 'served by (lower(email))'],
    ['an index on an expression, and the plain column', { indexes: [index('(lower(email))')], where: is('email') }, 'equality email; add email; lower(email): on lower(email)'],
    ['GIN for what a list contains', { indexes: [index('tags', { method: 'gin' })], where: is('tags', 'contains') }, 'served by (tags)'],
    ['GIN for an equality', { indexes: [index('code', { method: 'gin' })], where: is('code') }, 'equality code; add code; code: of another type (gin)'],
    ['trigrams for a part of a text', { indexes: [{ ...index('title', { method: 'gin' }), parts: [{ column: 'title', direction: 'asc', operators: 'gin_trgm_ops' }] }], where: is('title', 'ilike', { kind: 'pattern', anchored: false }) }, 'served by (title)'],
    ['full text', { indexes: [index('title', { method: 'fulltext' })], where: is('title', 'full text') }, 'served by (title)'],
    ['a hash for an equality', { indexes: [index('code', { method: 'hash' })], where: is('code') }, 'served by (code)'],
    ['a hash for a range', { indexes: [index('placed_at', { method: 'hash' })], where: is('placed_at', '>') }, 'range placed_at; add placed_at; placed_at: of another type (hash)'],
    ['a list of a document store', { engine: 'mongodb', indexes: [index('tags')], where: is('tags', 'contains') }, 'served by (tags)'],
  ])('%s', (_, given, expected) => expect(said(access(given))).toBe(expected));
});

describe('the order of the first rows', () => {
  const first = { limit: 20 } as const;
  it.each<[string, Case, string]>([
    ['no index', { where: ALWAYS, more: { ...first, order: by('created_at desc') } }, 'sort created_at; add created_at desc'],
    ['an index, read backwards', { indexes: [index('created_at')], where: ALWAYS, more: { ...first, order: by('created_at desc') } }, 'served by (created_at)'],
    ['an index with one column the other way', { indexes: [index('placed_at, created_at')], where: ALWAYS, more: { ...first, order: by('placed_at', 'created_at desc') } }, 'sort placed_at, created_at; add placed_at, created_at desc; placed_at, created_at: sorted the other way'],
    ['all columns the other way', { indexes: [index('placed_at, created_at desc')], where: ALWAYS, more: { ...first, order: by('placed_at desc', 'created_at') } }, 'served by (placed_at, created_at desc)'],
    ['behind an equality', { indexes: [index('status, created_at')], where: is('status'), more: { ...first, order: by('created_at') } }, 'served by (status, created_at)'],
    ['behind a list, whose rows are in no order', { indexes: [index('status, created_at')], where: is('status', 'in'), more: { ...first, order: by('created_at') } }, 'sort created_at; add created_at; status, created_at: by status first, which has few values'],
    ['a sort index in place of one for the filter', { indexes: [index('created_at')], where: is('customer_id'), more: { ...first, order: by('created_at') } }, 'equality customer_id; add customer_id, created_at; created_at: in the order that is asked for, of rows that fit and of all others'],
    ['a sort index beside a filter that many rows meet', { indexes: [index('created_at')], where: is('status'), more: { ...first, order: by('created_at') } }, 'served by (created_at)'],
    ['no limit', { where: ALWAYS, more: { order: by('created_at') } }, 'whole table'],
    ['a limit that is there only sometimes, and no order', { where: is('customer_id'), more: { limit: 'unknown' } }, 'equality customer_id; add customer_id'],
    ['a limit that is there only sometimes, and an order', { where: is('customer_id'), more: { limit: 'unknown', order: by('created_at') } }, 'unknown'],
    ['the primary key breaks ties', { engine: 'mysql', indexes: [index('created_at')], where: ALWAYS, more: { ...first, order: by('created_at', 'id') } }, 'served by (created_at)'],
    ['more columns than the index has', { engine: 'mysql', indexes: [index('created_at')], where: ALWAYS, more: { ...first, order: by('created_at', 'title') } }, 'sort created_at, title; add created_at, title; created_at: sorted by fewer columns'],
    ['rows as they come', { where: ALWAYS, more: first }, 'served by the first rows'],
  ])('%s', (_, given, expected) => expect(said(access(given))).toBe(expected));
});

describe('alternatives', () => {
  it.each<[string, Case, string]>([
    ['all of them served', { indexes: [index('email'), index('customer_id')], where: any(is('email'), is('customer_id')) }, 'served by (email) and (customer_id)'],
    ['one of them not', { indexes: [index('email')], where: any(is('email'), is('customer_id')) }, 'alternative customer_id; add customer_id'],
    ['one that leaves most rows', { where: any(is('customer_id'), is('deleted_at', 'is null')) }, 'unselective'],
    ['one that is not seen', { where: any(is('customer_id'), { kind: 'unknown', why: 'a caller builds it' }) }, 'unknown'],
    ['another condition serves', { indexes: [index('shop_id')], where: all(is('shop_id'), any(is('email'), is('customer_id'))) }, 'served by (shop_id)'],
  ])('%s', (_, given, expected) => expect(said(access(given))).toBe(expected));
});

describe('joins', () => {
  const customers = { name: 'customers', alias: 'c' };
  const join = (kind: Join['kind'], on: Condition): Join => ({ kind, table: customers, on });
  const same = (left: string, right: string): Compare => {
    const [of, column] = right.split('.') as [string, string];
    return is(left, '=', { kind: 'column', column: { table: of, column } });
  };
  const both = (where: Condition, one: Join, orders: readonly Index[] = [], ofCustomers: readonly Index[] = []): Record<string, string> => {
    const schema = schemaOf([table('orders', orders, ['customer_id']), table('customers', ofCustomers)]);
    return Object.fromEntries([...accessesOf(query(where, { joins: [one] }), schema)].map(([alias, found]) => [alias, said(found)]));
  };

  it('leads from a row that is found to those that belong to it', () => {
    expect(both(is('id'), join('inner', same('c.id', 'o.customer_id')))).toEqual({ o: 'served by (id)', c: 'served by (id)' });
    expect(both(is('id'), join('left', same('c.code', 'o.code')))).toEqual({ o: 'served by (id)', c: 'join code; add code' });
  });

  it('may begin at the table that is joined', () => {
    expect(both(is('c.id'), join('inner', same('o.customer_id', 'c.id')), [index('customer_id')])).toEqual({ o: 'served by (customer_id)', c: 'served by (id)' });
    expect(both(is('c.id'), join('inner', same('o.customer_id', 'c.id')))).toEqual({ o: 'join customer_id; add customer_id', c: 'served by (id)' });
  });

  it('leads into an index that leaves out null, which is equal to nothing', () => {
    const filled = index('customer_id', { where: { text: 'customer_id is not null', terms: [{ column: 'customer_id', operator: 'is not null', values: [] }] } });
    expect(both(is('c.id'), join('inner', same('o.customer_id', 'c.id')), [filled])).toEqual({ o: 'served by (customer_id)', c: 'served by (id)' });
    const live = index('customer_id', { where: { text: 'deleted_at is null', terms: [{ column: 'deleted_at', operator: 'is null', values: [] }] } });
    expect(both(is('c.id'), join('inner', same('o.customer_id', 'c.id')), [live]).o).toContain('join customer_id');
  });

  it('lacks one index where an index leads on from its rows', () => {
    expect(both(all(is('c.email'), is('placed_at', '>')), join('inner', same('o.customer_id', 'c.id')), [index('customer_id')])).toEqual({ o: 'unknown', c: 'equality email; add email' });
    expect(both(all(is('c.email'), is('placed_at', '>')), join('inner', same('o.customer_id', 'c.id')))).toEqual({ o: 'range placed_at; add placed_at', c: 'equality email; add email' });
  });

  it('is not known where nobody sees how the rows are found that lead to it', () => {
    const lower = is('email', '=', undefined, { wrapped: { by: 'function', expression: 'lower(email)' } });
    const schema = schemaOf([table('orders', [], ['customer_id'])]);
    const joined = (on: Condition, where: Condition): string => accessOf(query(where, { joins: [join('inner', on)] }), 'o', schema).kind;
    expect(joined(same('o.id', 'c.id'), all(lower, is('c.code')))).toBe('unknown');
    expect(joined(same('o.title', 'c.title'), all(lower, is('c.code')))).toBe('unselective');
    expect(joined(same('o.id', 'c.id'), lower)).toBe('unselective');
  });

  it('says which of the tables lacks the index', () => {
    expect(both(is('c.email'), join('inner', same('o.customer_id', 'c.id')), [index('customer_id')])).toEqual({ o: 'whole table', c: 'equality email; add email' });
  });

  it('finds rows by what must exist elsewhere', () => {
    const exists = (negated: boolean, where: Condition): Condition => ({ kind: 'exists', negated, from: customers, joins: [], where });
    const schema = schemaOf([table('orders', [], ['customer_id']), table('customers', [index('email')])]);
    const some = exists(false, all(same('c.id', 'o.customer_id'), is('c.email')));
    expect(said(accessOf(query(some), 'o', schema))).toBe('join customer_id; add customer_id');
    const none = exists(true, all(same('c.id', 'o.customer_id'), is('c.email')));
    expect(accessOf(query(none), 'o', schema).kind).toBe('whole table');
    expect(accessOf(query(all(is('id'), none)), 'c', schema).kind).toBe('served');
  });
});
