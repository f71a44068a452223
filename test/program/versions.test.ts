import { describe, expect, it } from 'vitest';
import type { Library } from '../../src/libraries/types.ts';
import { isWithin } from '../../src/program/lifetime/versions.ts';
import type { Package } from '../../src/source/types.ts';

const library: Library = { id: 'x', docs: '', packages: ['x'], exports: {}, handles: {} };
const owner = (range: string | undefined): Package => ({
  dir: '', name: 'p', bin: [], dependencies: ['x'], ranges: new Map(range === undefined ? [] : [['x', range]]),
});

describe('the lowest version that a manifest admits', () => {
  it.each([
    ['4.1.1', true],
    ['^4.1.1', true],
    ['~3.0', true],
    ['3', true],
    ['>=4.2.9 <5', true],
    ['4.3.0', false],
    ['^4.3.4', false],
    ['2.6.9', false],
    ['5', false],
    // Nothing is known of these.
    ['*', false],
    ['latest', false],
    ['workspace:*', false],
    [undefined, false],
  ])('%s lies from 3.0.0 to before 4.3.0: %s', (range, expected) => {
    expect(isWithin(owner(range), library, ['3.0.0', '4.3.0'])).toBe(expected);
  });
});
