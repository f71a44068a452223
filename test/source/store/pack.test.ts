import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHUNK, decode } from '../../../src/source/store/codec.ts';
import { PackWriter, recordIn, seal, unseal } from '../../../src/source/store/pack.ts';
import { project } from '../../commands/project.ts';

/** Values of all kinds, of which some fill one chunk, some many, and some none. */
const VALUES: readonly unknown[] = [
  null,
  { kind: 'name', name: 'ünï€', binding: -1 },
  [],
  Array.from({ length: CHUNK }, (_, index) => ({ at: index * 1000, text: `text ${index % 100}`, is: index % 2 === 0 })),
  Int32Array.from({ length: 10 }, (_, index) => -index),
  { before: 1, numbers: Int32Array.from({ length: CHUNK }, (_, index) => index * 7), after: [0.5, 2 ** 40, 'end'] },
  'x'.repeat(3 * CHUNK),
];

describe('records of a pack', () => {
  it('are read back as they were given, whatever their size', () => {
    const folder = project({});
    const writer = new PackWriter(folder, 'pack.bin');
    const locations = [...VALUES, ...VALUES].map((value) => writer.addValue(value));
    const copied = new PackWriter(folder, 'copied.bin');
    writer.finish();
    const pack = readFileSync(path.join(folder, 'pack.bin'));
    expect(locations.map((location) => decode(recordIn(pack, location)))).toEqual([...VALUES, ...VALUES]);
    const again = locations.map((location) => copied.addRecord([recordIn(pack, location)]));
    copied.finish();
    expect(again.map(({ at, length, check }) => ({ at, length, check }))).toEqual(locations.map(({ at, length, check }) => ({ at, length, check })));
    expect(readFileSync(path.join(folder, 'copied.bin')).equals(pack)).toBe(true);
  });
});

describe('a sealed file', () => {
  // The padding between a value and the numbers is of each length, and there may be none of either.
  it.each(['', 'a', 'ab', 'abc', 'abcd'].flatMap((text) => [[], [1, -2, 3]].map((numbers) => ({ text, numbers }))))('is read back as it was given: %o', ({ text, numbers }) => {
    const { value, numbers: read } = unseal(Buffer.concat(seal(text, Int32Array.from(numbers))));
    expect([value, [...read]]).toEqual([text, numbers]);
  });

  it('that was changed is none', () => {
    const file = Buffer.concat(seal({ text: 'abc' }, Int32Array.of(1, 2)));
    file[file.length - 1]! ^= 1;
    expect(() => unseal(file)).toThrow('changed or cut off');
  });
});
