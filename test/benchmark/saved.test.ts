import { describe, expect, it } from 'vitest';
import { unpairedInterval } from '../../src/benchmark/harness/statistics/unpaired.ts';
import { Random } from '../../src/benchmark/harness/statistics/random.ts';
import { compareBenchmarks, readSavedRun } from '../../src/benchmark/saved.ts';
import type { SavedBenchmark } from '../../src/benchmark/saved.ts';

function run(kind: SavedBenchmark['kind'], suspect: readonly number[], source: SavedBenchmark['source'] = 'model'): SavedBenchmark {
  return { id: 'a', rule: 'r', place: 'a.ts:1', kind, source, suspect: 'a call', medians: { suspect, twin: suspect } };
}

describe('two runs', () => {
  it('are told apart by a factor, or in the unit', () => {
    expect(compareBenchmarks(run('time', [10, 10.1, 9.9, 10, 10.2, 9.8]), run('time', [5, 5.1, 4.9, 5, 5.05, 4.95]))).toMatchObject({ verdict: 'less', before: 10, after: 5, scale: 'factor' });
    expect(compareBenchmarks(run('time', [10, 10.1, 9.9, 10, 10.2, 9.8]), run('time', [20, 21, 19, 20, 20, 20]))).toMatchObject({ verdict: 'more' });
    expect(compareBenchmarks(run('bytes', [290, 291, 290]), run('bytes', [0.1, 0.2, 0.1]))).toMatchObject({ verdict: 'less', scale: 'difference', unit: 'B' });
  });

  it('are the same where the interval lies within the least effect, and open where it does not', () => {
    expect(compareBenchmarks(run('time', [10, 10.1, 9.9, 10, 10.2, 9.8]), run('time', [10.1, 10, 9.9, 10, 10.1, 9.9]))).toMatchObject({ verdict: 'same' });
    expect(compareBenchmarks(run('time', [10, 30, 5, 12, 9, 20]), run('time', [11, 6, 25, 15, 8, 13]))).toMatchObject({ verdict: 'inconclusive', reason: 'the interval holds both a change and none' });
    expect(compareBenchmarks(run('time', [10]), run('time', [5, 5]))).toMatchObject({ verdict: 'inconclusive' });
    expect(compareBenchmarks(run('time', [10, 10]), run('block', [5, 5]))).toMatchObject({ verdict: 'inconclusive', reason: 'the two runs measured different things' });
  });

  it('of other tables or another server are not compared', () => {
    const times = [10, 10.1, 9.9, 10, 10.2, 9.8];
    const [many, few] = [{ ...run('time', times), assumed: '100000 rows', server: 'MariaDB 10.11.6' }, { ...run('time', times), assumed: '10000 rows', server: 'MariaDB 10.11.6' }];
    expect(compareBenchmarks(many, few)).toMatchObject({ verdict: 'inconclusive', reason: 'the two runs measured different things: 100000 rows, now 10000 rows' });
    expect(compareBenchmarks({ ...many, server: 'PostgreSQL 15.4' }, many)).toMatchObject({ verdict: 'inconclusive', reason: 'the two runs measured different things: PostgreSQL 15.4, now MariaDB 10.11.6' });
    expect(compareBenchmarks(many, many)).toMatchObject({ verdict: 'same' });
  });

  it('of one code are told apart in one of twenty at most', () => {
    const random = new Random(7);
    const noise = (): number => [...Array(12)].reduce((sum: number) => sum + random.next() / 2 ** 32, -6);
    const sample = (count: number, spread: number): number[] => Array.from({ length: count }, () => noise() * spread);
    let apart = 0;
    for (let turn = 0; turn < 2000; turn++) {
      const { low, high } = unpairedInterval(sample(6, 1), sample(12, 3), 0.05);
      if (low > 0 || high < 0) apart++;
    }
    expect(apart / 2000).toBeLessThan(0.065);
    expect(apart / 2000).toBeGreaterThan(0.03);
  });
});

describe('a saved run', () => {
  it('is read again, and nothing else is', () => {
    const saved = { version: 1, tool: 'perf-lint', environment: { machine: 'm', node: 'v20', cpu: 'c', cores: 2, load: 0 }, benchmarks: [run('time', [1, 2])] };
    expect(readSavedRun(JSON.stringify(saved))).toEqual(saved);
    for (const text of ['', '{}', 'null', '[]', JSON.stringify({ ...saved, version: 2 }), JSON.stringify({ ...saved, benchmarks: [{ id: 'a' }] }), JSON.stringify({ ...saved, environment: {} })]) {
      expect(() => readSavedRun(text)).toThrow(/^it is no/);
    }
  });
});
