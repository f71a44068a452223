import { existsSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHUNK, decode } from '../../../src/source/store/codec.ts';
import { PackReader, PackWriter, seal, unseal } from '../../../src/source/store/pack.ts';
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
    const reader = new PackReader(folder);
    expect(locations.map((location) => decode(reader.record(location)))).toEqual([...VALUES, ...VALUES]);
    const again = locations.map((location) => copied.addRecord([reader.record(location)]));
    copied.finish();
    expect(again.map(({ at, length, check }) => ({ at, length, check }))).toEqual(locations.map(({ at, length, check }) => ({ at, length, check })));
    expect(readFileSync(path.join(folder, 'copied.bin')).equals(pack)).toBe(true);
    expect(() => reader.record({ ...locations[1]!, at: locations[1]!.at + 1 })).toThrow('changed or cut off');
    expect(() => reader.record({ ...locations.at(-1)!, length: CHUNK * 8 })).toThrow('changed or cut off');
    expect(() => reader.record({ ...locations[0]!, pack: 'other.bin' })).toThrow('missing');
  });

  // On Windows a folder with an open file cannot be taken away.
  it.runIf(existsSync('/proc/self/fd'))('are in no open file when the work in hand is done', async () => {
    const folder = project({});
    const writer = new PackWriter(folder, 'pack.bin');
    const location = writer.addValue('text');
    writer.finish();
    const open = (): string[] => readdirSync('/proc/self/fd').flatMap((descriptor) => { try { return [readlinkSync(`/proc/self/fd/${descriptor}`)]; } catch { return []; } }).filter((file) => file.startsWith(folder));
    const reader = new PackReader(folder);
    for (let round = 0; round < 2; round++) {
      expect([decode(reader.record(location)), decode(reader.record(location))]).toEqual(['text', 'text']);
      expect(open()).toHaveLength(1);
      await new Promise(setImmediate);
      await new Promise(setImmediate);
      expect(open()).toEqual([]);
    }
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
