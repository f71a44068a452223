import { describe, expect, it } from 'vitest';
import { findingIds } from '../../src/findings/id.ts';
import type { Identity } from '../../src/findings/id.ts';

const base: Identity = {
  rule: 'n-plus-one',
  file: 'src/a.ts',
  key: { symbol: 'Orders.load', callee: 'prisma.user.findUnique', args: '{ where: { id } }', over: 'orders' },
};

describe('findingIds', () => {
  it('gives the id that users have in their baselines: the start of a SHA-256', () => {
    expect(findingIds([base])).toEqual(['d3eef91306db1bb8']);
  });

  it.each<[string, Identity]>([
    ['rule', { ...base, rule: 'bulk-write-in-loop' }],
    ['file', { ...base, file: 'src/b.ts' }],
    ['symbol', { ...base, key: { ...base.key, symbol: 'Orders.save' } }],
    ['callee', { ...base, key: { ...base.key, callee: 'prisma.user.findFirst' } }],
    ['arguments', { ...base, key: { ...base.key, args: '{ where: { email } }' } }],
    ['iterated expression', { ...base, key: { ...base.key, over: 'rows' } }],
  ])('tells findings apart by %s', (_, other) => {
    expect(findingIds([other])).not.toEqual(findingIds([base]));
  });

  it('does not see how a formatter broke the arguments', () => {
    const broken = { ...base, key: { ...base.key, args: '{\n  where: { id }\n}' } };
    expect(findingIds([broken])).toEqual(findingIds([base]));
  });

  it('does not confuse parts that run together', () => {
    const shifted = { ...base, key: { ...base.key, symbol: '', callee: base.key.symbol + base.key.callee } };
    expect(findingIds([shifted])).not.toEqual(findingIds([base]));
  });

  it('numbers equals only, and the first keeps the id that it has alone', () => {
    const other = { ...base, key: { ...base.key, over: 'rows' } };
    const [first, between, second] = findingIds([base, other, base]);
    expect(first).toBe(findingIds([base])[0]);
    expect(between).toBe(findingIds([other])[0]);
    expect(new Set([first, between, second]).size).toBe(3);
  });
});
