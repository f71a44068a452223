import { describe, expect, it } from 'vitest';
import { DEFAULT_PLAN, runSequence } from '../../../src/benchmark/harness/sequence.ts';
import type { Outcome } from '../../../src/benchmark/harness/sequence.ts';
import type { Measure, Rounds } from '../../../src/benchmark/harness/statistics/measure.ts';
import { synthetic } from './series.ts';

const time: Measure = { metric: 'time', unit: 'ms', scale: 'ratio', minimum: 1.1 };
const quiet = { sigma: 0.05, rho: 0, process: 0, drift: 0, outliers: 0 };
const series = (ratio: number, machine: Partial<typeof quiet> = {}, bias = 1): Rounds[] => synthetic({ ...quiet, ...machine }, ratio, { seed: 5, processes: 18, rounds: 15, bias });
const from = (rounds: readonly Rounds[], waitShare?: number) => ({ index }: { index: number }): Promise<Outcome> => Promise.resolve({ ok: true, rounds: rounds[index % rounds.length]!, waitShare });
const still = { now: () => 0 };

describe('a run', () => {
  it('ends at the first look that decides', async () => {
    const run = await runSequence(time, DEFAULT_PLAN, from(series(2)), still);
    expect(run).toMatchObject({ verdict: 'confirmed', looks: [3, 6] });
    expect(run.processes).toHaveLength(6);
    expect(Math.exp(run.decision!.effect.low)).toBeGreaterThan(1.8);
    expect(Math.exp(run.decision!.effect.high)).toBeLessThan(2.2);
  });

  it('confirms after three processes what is large, and nothing else', async () => {
    expect(await runSequence(time, DEFAULT_PLAN, from(series(20)), still)).toMatchObject({ verdict: 'confirmed', looks: [3] });
    expect(await runSequence(time, DEFAULT_PLAN, from(series(0.2)), still)).toMatchObject({ verdict: 'refuted', looks: [3, 6] });
  });

  it('gives the same numbers for the same seed, and others for another', async () => {
    const intervals = await Promise.all([1, 1, 2].map(async (seed) => (await runSequence(time, { ...DEFAULT_PLAN, seed }, from(series(1.4)), still)).decision!.effect));
    expect(intervals[0]).toEqual(intervals[1]);
    expect(intervals[0]).not.toEqual(intervals[2]);
  });

  it('spends on all its looks no more than it may', async () => {
    const seen: number[] = [];
    for (const looks of [[6], [6, 9], [6, 9, 12], [6, 9, 12, 18]]) {
      const run = await runSequence(time, { ...DEFAULT_PLAN, looks: [...looks.slice(0, -1), 18] }, from(series(1.1, { sigma: 0.3 })), still);
      expect(run.verdict).toBe('inconclusive');
      seen.push(run.alpha!);
    }
    expect(seen[0]).toBeCloseTo(0.05, 5);
    expect(seen[3]).toBeLessThan(0.05 / 2);
  });

  it('judges once more when its budget ends between two looks', async () => {
    let clock = 0;
    const run = await runSequence(time, { ...DEFAULT_PLAN, budget: 75 }, from(series(1.1)), { now: () => (clock += 10) });
    expect(run).toMatchObject({ verdict: 'inconclusive', reason: 'budget-spent', looks: [3, 6, 8] });
  });

  it('says nothing of fewer than six processes but what is large', async () => {
    let clock = 0;
    const run = await runSequence(time, { ...DEFAULT_PLAN, budget: 50 }, from(series(2)), { now: () => (clock += 10) });
    expect(run).toMatchObject({ verdict: 'inconclusive', reason: 'too-few-processes', looks: [3, 5] });
    expect(await runSequence(time, { ...DEFAULT_PLAN, looks: [3] }, from(series(2)), still)).toMatchObject({ verdict: 'inconclusive', reason: 'too-few-processes' });
  });

  it('waits for its first look as long again as it may take, with the time that was spent before', async () => {
    const within = async (spent: number): Promise<number> => {
      let clock = 0;
      return (await runSequence(time, { ...DEFAULT_PLAN, budget: 100, spent }, from(series(20)), { now: () => (clock += 50) })).processes.length;
    };
    expect([await within(0), await within(120)]).toEqual([3, 2]);
  });

  it('goes on without a process that failed, and gives up after the third', async () => {
    const rounds = series(2);
    const once = await runSequence(time, DEFAULT_PLAN, ({ index }) => (index === 2 ? Promise.resolve({ ok: false, reason: 'out of memory' }) : from(rounds)({ index })), still);
    expect(once).toMatchObject({ verdict: 'confirmed', failed: 1, failure: 'out of memory' });
    const always = await runSequence(time, DEFAULT_PLAN, () => Promise.resolve({ ok: false, reason: 'out of memory' }), still);
    expect(always).toMatchObject({ verdict: 'inconclusive', reason: 'crashed', failed: 3, failure: 'out of memory' });
  });
});

describe('what is not decided says why', () => {
  it.each([
    ['noisy-control', series(2, {}, 1.5), undefined],
    ['noisy-control', series(1, {}, 1.3), undefined],
    ['noisy-control', series(1.15, { sigma: 0.5 }), undefined],
    ['wide-interval', series(1.1), undefined],
    ['drift', series(1.1, { sigma: 0.1, drift: 2 }), undefined],
    ['noisy-machine', series(1.1), 0.3],
  ] as const)('%s', async (reason, rounds, waitShare) => {
    expect(await runSequence(time, DEFAULT_PLAN, from(rounds, waitShare), still)).toMatchObject({ verdict: 'inconclusive', reason });
  });

  it('under load, a difference is confirmed only where it is larger by what identical code came out different by', async () => {
    const noisy = series(1.35, { sigma: 0.2 });
    expect(await runSequence(time, { ...DEFAULT_PLAN, looks: [18] }, from(noisy, 0), still)).toMatchObject({ verdict: 'confirmed' });
    expect(await runSequence(time, { ...DEFAULT_PLAN, looks: [18] }, from(noisy, 0.3), still)).toMatchObject({ verdict: 'inconclusive', reason: 'noisy-machine' });
    expect(await runSequence(time, DEFAULT_PLAN, from(series(5, { sigma: 0.2 }), 0.3), still)).toMatchObject({ verdict: 'confirmed' });
  });
});

describe('what is compared', () => {
  it('may be a difference in a unit', async () => {
    const block: Measure = { metric: 'block', unit: 'ms', scale: 'difference', minimum: 5 };
    const rounds = (extra: number): Rounds[] => Array.from({ length: 18 }, (_, i) => ({ suspect: [extra + (i % 3), extra + 1, extra], twin: [1, 1 + (i % 2), 1], control: [1, 1, 1 + (i % 2)] }));
    expect(await runSequence(block, DEFAULT_PLAN, from(rounds(40)), still)).toMatchObject({ verdict: 'confirmed' });
    expect(await runSequence(block, DEFAULT_PLAN, from(rounds(2)), still)).toMatchObject({ verdict: 'refuted' });
  });

  it('may be large beside the least one, and is then not held against a control that varies by more than that', async () => {
    const block: Measure = { metric: 'block', unit: 'ms', scale: 'difference', minimum: 0.3 };
    const rounds = (extra: number): Rounds[] => Array.from({ length: 18 }, (_, i) => ({ suspect: [extra + 2 * (i % 3)], twin: [1], control: [2.2 + (i % 2)] }));
    expect(await runSequence(block, DEFAULT_PLAN, from(rounds(40)), still)).toMatchObject({ verdict: 'confirmed' });
    expect(await runSequence(block, DEFAULT_PLAN, from(rounds(6)), still)).toMatchObject({ verdict: 'inconclusive', reason: 'noisy-control' });
  });

  it('may be a value alone, measured twice', async () => {
    const growth: Measure = { metric: 'growth exponent', unit: '', scale: 'value', minimum: 1.5 };
    const rounds = (exponent: number): Rounds[] => Array.from({ length: 18 }, (_, i) => ({ suspect: [exponent + (i % 3) / 50], twin: [exponent], control: [exponent + 0.02 * (i % 2)] }));
    expect(await runSequence(growth, DEFAULT_PLAN, from(rounds(1.95)), still)).toMatchObject({ verdict: 'confirmed' });
    expect(await runSequence(growth, DEFAULT_PLAN, from(rounds(1)), still)).toMatchObject({ verdict: 'refuted' });
  });

  it('may be the same to the last digit in all processes', async () => {
    const bytes: Measure = { metric: 'bytes', unit: 'B', scale: 'difference', minimum: 8 };
    const same = (suspect: number): Rounds[] => Array.from({ length: 6 }, () => ({ suspect: [suspect], twin: [0], control: [0] }));
    expect((await runSequence(bytes, DEFAULT_PLAN, from(same(294)), still)).decision).toMatchObject({ verdict: 'confirmed', effect: { estimate: 294, low: 294, high: 294 } });
    expect((await runSequence(bytes, DEFAULT_PLAN, from(same(0)), still)).verdict).toBe('refuted');
  });
});
