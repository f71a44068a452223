import { describe, expect, it } from 'vitest';
import { bootstrapInterval } from '../../../../src/benchmark/harness/statistics/bootstrap.ts';
import { normalQuantile, studentQuantile } from '../../../../src/benchmark/harness/statistics/distributions.ts';
import { crossover, growthExponent } from '../../../../src/benchmark/harness/statistics/growth.ts';
import { median } from '../../../../src/statistics/location.ts';
import { Random } from '../../../../src/benchmark/harness/statistics/random.ts';
import { spentAlpha } from '../../../../src/benchmark/harness/statistics/spending.ts';

describe('random numbers', () => {
  it('are evenly spread, and the same for a seed', () => {
    const random = new Random(7);
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i++) counts[Math.floor(random.uniform() * 10)]!++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
    expect(new Random(7).next()).toBe(new Random(7).next());
    expect(new Random(7).next()).not.toBe(new Random(8).next());
  });

  it('put every element at every place', () => {
    const random = new Random(1);
    const first = Array.from({ length: 3000 }, () => random.shuffled(['a', 'b', 'c'])[0]);
    for (const item of ['a', 'b', 'c']) expect(Math.abs(first.filter((found) => found === item).length - 1000)).toBeLessThan(120);
  });
});

describe('quantiles', () => {
  // From the tables in NIST's handbook, https://www.itl.nist.gov/div898/handbook/eda/section3/eda3672.htm.
  it.each([[0.05, 1, 12.706], [0.05, 2, 4.303], [0.05, 5, 2.571], [0.02, 5, 3.365], [0.05, 17, 2.11], [0.002, 17, 3.646], [0.05, 100, 1.984]])('Student, alpha %d, %d degrees', (alpha, degrees, expected) => {
    expect(studentQuantile(alpha, degrees)).toBeCloseTo(expected, 3);
  });

  it.each([[0.5, 0], [0.975, 1.95996], [0.001, -3.09023]])('normal, %d', (probability, expected) => {
    expect(normalQuantile(probability)).toBeCloseTo(expected, 4);
  });
});

describe('growth', () => {
  it('growth exponent', () => {
    const sizes = [64, 128, 256, 512];
    expect(growthExponent(sizes, sizes.map((n) => 3 * n ** 2))).toBeCloseTo(2, 10);
    expect(growthExponent(sizes, sizes.map(() => 3))).toBeCloseTo(0, 10);
  });

  it('crossover', () => {
    const sizes = [10, 100, 1000];
    expect(crossover(sizes, [[0.25, 1.7, 17], [0.25, 1.6, 16]])).toMatchObject({ kind: 'at' });
    const found = crossover(sizes, [[0.1, 10, 100], [0.1, 10, 100], [0.1, 10, 90]]);
    expect(found).toMatchObject({ kind: 'at' });
    expect((found as { size: number }).size).toBeCloseTo(31.6, 1);
    expect(crossover(sizes, [[2, 3, 4]])).toEqual({ kind: 'below', size: 10 });
    expect(crossover(sizes, [[0.2, 0.3, 0.4]])).toEqual({ kind: 'above', size: 1000 });
    expect(crossover(sizes, [[2, 3, 4], [0.2, 0.3, 0.4]])).toEqual({ kind: 'unclear' });
    // One sees it from the first size on, the other from between the first two: from the second on both agree.
    expect(crossover(sizes, [[1.1, 3, 4], [0.9, 3, 4]])).toEqual({ kind: 'unclear', from: 100 });
  });
});

describe('an interval', () => {
  it('holds the truth as often as it says', () => {
    const random = new Random(3);
    const draw = (): number => Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
    let missed = 0;
    for (let i = 0; i < 1000; i++) {
      // Rounds of a process agree, so that processes alone differ: the hardest case for six of them.
      const processes = Array.from({ length: 6 }, () => new Array<number>(3).fill(draw()));
      const { low, high } = bootstrapInterval(processes, 0.05, random);
      if (low > 0 || high < 0) missed++;
    }
    expect(missed).toBeGreaterThan(30);
    expect(missed).toBeLessThan(70);
  });

  it('draws the medians of resampled rounds as often as resampling does', () => {
    // With processes that are alike, what differs are the medians: their variance is that of resampling in the open.
    const rounds = [1, 2, 4, 8, 16, 32, 64, 128, 256];
    const random = new Random(11);
    const drawn = Array.from({ length: 20_000 }, () => median(rounds.map(() => rounds[Math.floor(random.uniform() * 9)]!)));
    const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
    const deviation = Math.sqrt(drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / drawn.length);
    const { low, high } = bootstrapInterval([rounds, rounds], 0.5, random, 20_000);
    // Half the interval is t (0.5, one degree: 1) times sqrt(2) times the deviation of a mean of two.
    expect((high - low) / 2 / deviation).toBeCloseTo(1, 1);
  });

  it('wants two processes and an odd number of rounds', () => {
    expect(() => bootstrapInterval([[1]], 0.05, new Random(1))).toThrow('two processes');
    expect(() => bootstrapInterval([[1, 2], [1, 2]], 0.05, new Random(1))).toThrow('odd');
  });
});

describe('the chance of a false verdict', () => {
  it('is spent from nothing to all', () => {
    expect(spentAlpha(0, 0.05)).toBe(0);
    expect(spentAlpha(1, 0.05)).toBeCloseTo(0.05, 12);
    expect(spentAlpha(2, 0.05)).toBeCloseTo(0.05, 12);
    expect(spentAlpha(0.5, 0.05)).toBeGreaterThan(0.025);
  });
});
