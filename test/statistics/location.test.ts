import { describe, expect, it } from 'vitest';
import { median, theilSen } from '../../src/statistics/location.ts';

describe('location and slope', () => {
  it('median', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBeNaN();
  });

  it('Theil–Sen does not follow an outlier', () => {
    expect(theilSen([0, 1, 2, 3, 4, 5, 6], [0, 2, 4, 600, 8, 10, 12])).toBe(2);
    expect(theilSen([1], [1])).toBeNaN();
  });
});
