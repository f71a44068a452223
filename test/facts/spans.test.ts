import { describe, expect, it } from 'vitest';
import { offsetsOf, spanEnd, spanFrom, spanStart } from '../../src/facts/spans.ts';

describe('a span', () => {
  it.each([
    [0, 0],
    [0, 1],
    [7, 7],
    [31, 2_000],
    [32, 33],
    [1_048_575, 1_048_576],
    [66_000_000, 66_000_001],
    [0, 66_000_000],
  ])('holds %d and %d', (start, end) => {
    const span = spanFrom(start, end);
    expect([spanStart(span), spanEnd(span)]).toEqual([start, end]);
    expect(offsetsOf(span)).toEqual([start, end]);
  });

  it('is another one for each pair of offsets', () => {
    const pairs = [0, 1, 2, 100, 1_000_000].flatMap((start) => [0, 1, 2, 1_000_000].map((length) => spanFrom(start, start + length)));
    expect(new Set(pairs).size).toBe(20);
  });
});
