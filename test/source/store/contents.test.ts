import { expect, it } from 'vitest';
import { CodecError, decode, encode } from '../../../src/source/store/codec.ts';
import { eachContent, packContents } from '../../../src/source/store/contents.ts';
import type { PackedContents, StoredContent } from '../../../src/source/store/contents.ts';

const head = { hashbang: true, directive: 'use client', mainGuarded: false } as unknown as StoredContent['head'];
const key = (letter: string): string => letter.repeat(32);

const CONTENTS: StoredContent[] = [
  { path: 'a.ts', key: key('a'), reason: null, generated: false, minified: false, bytes: 12, head, columns: 30, location: { pack: 'one.bin', at: 2 ** 31 + 5, length: 77, check: 2 ** 32 - 1 }, stat: [12, 1700000000000.25, 2 ** 52 + 1, true] },
  { path: 'b.min.js', key: key('b'), reason: 'minified or bundled', generated: false, minified: true, bytes: 0, head: null, columns: 0, location: null, stat: [1, 1700000000001, 7, false] },
  { path: 'é/c.ts', key: key('c'), reason: null, generated: true, minified: false, bytes: 3, head, columns: 31, location: { pack: 'two.bin', at: 0, length: 1, check: 0 }, stat: null },
  { path: 'd.ts', key: key('d'), reason: '', generated: true, minified: true, bytes: 4, head: { ...head!, mainGuarded: true }, columns: 1, location: { pack: 'one.bin', at: 1, length: 2, check: 3 }, stat: [0, 0, 0, true] },
];

function read(packed: PackedContents): StoredContent[] {
  const all: StoredContent[] = [];
  eachContent(packed, (content) => all.push(content));
  return all;
}

const stored = (packed: PackedContents): PackedContents => decode(Buffer.concat(encode(packed))) as PackedContents;

it('gives back contents as they were', () => {
  expect(read(stored(packContents(CONTENTS)))).toEqual(CONTENTS);
  expect(read(stored(packContents([])))).toEqual([]);
});

it('refuses columns that do not belong together', () => {
  const packed = packContents(CONTENTS);
  for (const broken of [{ ...packed, paths: packed.paths.slice(1) }, { ...packed, keys: packed.keys.slice(1) }, { ...packed, stats: packed.stats.slice(2) }, { ...packed, rows: packed.rows.slice(1) }]) {
    expect(() => read(broken)).toThrow(CodecError);
  }
});
