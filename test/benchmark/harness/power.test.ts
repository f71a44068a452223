import { describe, expect, it } from 'vitest';
import { DEFAULT_PLAN, runSequence } from '../../../src/benchmark/harness/sequence.ts';
import type { Run } from '../../../src/benchmark/harness/sequence.ts';
import type { Measure } from '../../../src/benchmark/harness/statistics/measure.ts';
import { synthetic } from './series.ts';
import type { Machine } from './series.ts';

/**
 * What the harness says of times whose truth is known, on machines of all kinds. Each combination has its own seeds, the same at every
 * run of this test.
 */

const time: Measure = { metric: 'time', unit: 'ms', scale: 'ratio', minimum: 1.1 };
const ROUNDS = 15;
const SEEDS = 120;

const machines = [0.05, 0.15, 0.3].flatMap((sigma) =>
  [0, 0.6].flatMap((rho) => [0, 0.05].flatMap((process) => [0, 0.1].flatMap((drift) => [0, 0.02].map((outliers): Machine => ({ sigma, rho, process, drift, outliers }))))),
);

function judge(machine: Machine, ratio: number, seed: number): Promise<Run> {
  const series = synthetic(machine, ratio, { seed, processes: DEFAULT_PLAN.looks.at(-1)!, rounds: ROUNDS });
  return runSequence(time, { ...DEFAULT_PLAN, seed }, ({ index }) => Promise.resolve({ ok: true, rounds: series[index]! }), { now: () => 0 });
}

/** By machine and ratio, what each seed's run says: two tests may ask about the same runs. */
const judged = new Map<string, Promise<Run['verdict'][]>>();

function verdicts(machine: Machine, ratio: number): Promise<Run['verdict'][]> {
  const number = machines.indexOf(machine);
  const key = `${number} ${ratio}`;
  let found = judged.get(key);
  if (!found) {
    const seeds = Array.from({ length: SEEDS }, (_, seed) => 1 + seed + SEEDS * number);
    judged.set(key, (found = Promise.all(seeds.map(async (seed) => (await judge(machine, ratio, seed)).verdict))));
  }
  return found;
}

/** Share of the seeds for which a run gives a verdict. */
async function share(machine: Machine, ratio: number, verdict: Run['verdict']): Promise<number> {
  return (await verdicts(machine, ratio)).filter((found) => found === verdict).length / SEEDS;
}

async function outside(of: readonly Machine[], ratio: number, verdict: Run['verdict'], isWithin: (share: number) => boolean): Promise<(Machine & { share: number })[]> {
  const shares = await Promise.all(of.map(async (machine) => ({ ...machine, share: await share(machine, ratio, verdict) })));
  return shares.filter((found) => !isWithin(found.share));
}

describe('on a machine of any kind', { timeout: 120_000 }, () => {
  const moderate = machines.filter(({ sigma }) => sigma <= 0.15);

  it('identical code is confirmed as different in at most 0.5 % of runs', async () => {
    expect(machines).toHaveLength(48);
    expect(await outside(machines, 1, 'confirmed', (share) => share <= 0.005)).toEqual([]);
  });

  it('a difference at the least effect itself is confirmed no more often than the chance that a run may spend', async () => {
    expect(await outside(machines, time.minimum, 'confirmed', (share) => share <= DEFAULT_PLAN.alpha)).toEqual([]);
  });

  it('1.3 times the time is confirmed in at least 90 % of runs, twice the time in 99 %', async () => {
    expect(await outside(moderate, 1.3, 'confirmed', (share) => share >= 0.9)).toEqual([]);
    expect(await outside(moderate, 2, 'confirmed', (share) => share >= 0.99)).toEqual([]);
  });

  it('twice the time is never refuted', async () => {
    expect(await outside(machines, 2, 'refuted', (share) => share === 0)).toEqual([]);
  });

  it('on a quiet machine, identical code is refuted', async () => {
    const quiet = moderate.filter(({ sigma, process }) => sigma === 0.05 && process === 0);
    expect(await outside(quiet, 1, 'refuted', (share) => share >= 0.9)).toEqual([]);
  });
});
