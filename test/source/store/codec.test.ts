import { describe, expect, it } from 'vitest';
import { CodecError, decode, encode, Pieces } from '../../../src/source/store/codec.ts';

const record = (value: unknown): Uint8Array => Buffer.concat(encode(value));

const FACTS = { none: undefined, calls: [{ name: 'find', span: [3, -9] }, { name: 'find', span: [40, 1e12] }], hashbang: false, deep: { numbers: Int32Array.of(1, 2), text: 'ä' }, empty: [] };

describe('a record', () => {
  it('gives back what was written', () => {
    for (const value of [FACTS, [FACTS, null], 'text', -0.5, null, {}, Int32Array.of(7)]) expect(decode(record(value))).toEqual(value);
  });

  it('of an object gives each property by itself, in any order', () => {
    const pieces = new Pieces(record(FACTS));
    for (const key of ['empty', 'calls', 'deep', 'hashbang', 'calls'] as const) expect(pieces.get(key)).toEqual(FACTS[key]);
    expect([pieces.get('none'), pieces.get('other'), new Pieces(record({})).get('calls')]).toEqual([undefined, undefined, undefined]);
  });

  it('of an object is longer than a buffer and gives each property by itself', () => {
    const large = { before: 'a', numbers: Int32Array.from({ length: 40_000 }, (_, at) => at), list: Array.from({ length: 70_000 }, (_, at) => at), after: ['b'] };
    const pieces = new Pieces(record(large));
    for (const key of ['after', 'list', 'numbers', 'before'] as const) expect(pieces.get(key)).toEqual(large[key]);
  });

  it('of something else has no properties', () => {
    expect(new Pieces(record([FACTS])).get('calls')).toBeUndefined();
    expect(() => new Pieces(record(FACTS).subarray(0, 20))).toThrow(CodecError);
  });
});
