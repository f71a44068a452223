import { describe, expect, it } from 'vitest';
import { batchedQuery } from '../../../src/database/query/batch.ts';
import { ALWAYS } from '../../../src/database/query/types.ts';
import type { Compare, Condition, Query } from '../../../src/database/query/types.ts';

const equals = (column: string, value: Compare['value'] = { kind: 'value' }): Compare => ({ kind: 'compare', column: { table: 'o', column }, operator: '=', value });
const isOpen = equals('status', { kind: 'literal', value: 'open' });

function query(where: Condition, more: Partial<Query> = {}): Query {
  return { operation: 'select', from: { name: 'orders', alias: 'o' }, joins: [], where, order: [], limit: 'none', offset: 'none', group: [], distinct: false, columns: 'all', unknown: [], ...more };
}

describe('the statement for many keys', () => {
  it('has a list where the statement for one has a value', () => {
    const batched = batchedQuery(query({ kind: 'and', of: [isOpen, equals('customer_id')] }));
    expect(batched?.key).toEqual({ table: 'o', column: 'customer_id' });
    expect(batched?.query.where).toEqual({ kind: 'and', of: [isOpen, { ...equals('customer_id'), operator: 'in', value: { kind: 'value', type: 'list' } }] });
  });

  it('has no limit where the statement for one is to find one row', () => {
    expect(batchedQuery(query(equals('id'), { limit: 1 }))?.query.limit).toBe('none');
  });

  it.each<[string, Query]>([
    ['no condition', query(ALWAYS)],
    ['a constant alone', query(isOpen)],
    ['alternatives', query({ kind: 'or', of: [equals('a'), equals('b')] })],
    ['an optional condition', query({ ...equals('id'), optional: true })],
    ['a function around the column', query({ ...equals('id'), wrapped: { by: 'function', expression: 'lower(id)' } })],
    ['the first rows of each key', query(equals('id'), { limit: 10 })],
    ['a page', query(equals('id'), { offset: 'some' })],
    ['a part that is not known', query(equals('id'), { unknown: ['where'] })],
  ])('is none for %s', (_, one) => {
    expect(batchedQuery(one)).toBeUndefined();
  });
});
