import type { Rounds } from '../../../src/benchmark/harness/statistics/measure.ts';
import { Random } from '../../../src/benchmark/harness/statistics/random.ts';

/** How the times of a synthetic machine come about. */
export interface Machine {
  /** Of the logarithm of a time. */
  sigma: number;
  /** Correlation of a side's noise from round to round. */
  rho: number;
  /** Sigma of what a process adds to a side, for all its rounds. */
  process: number;
  /** Share by which times grow from the first to the last. */
  drift: number;
  /** Share of times that take five times as long. */
  outliers: number;
}

/**
 * The times of a run: three sides, measured one after the other in random order in each round. Noise and process effect are each
 * side's own, so that no pairing takes them away.
 * @param bias how much slower the control measures the very same
 */
export function synthetic(machine: Machine, ratio: number, { seed, processes, rounds, bias = 1 }: { seed: number; processes: number; rounds: number; bias?: number }): Rounds[] {
  const random = new Random(seed);
  const normal = normals(random);
  const total = processes * rounds * 3;
  let done = 0;
  return Array.from({ length: processes }, () => {
    const own = [0, 1, 2].map(() => machine.process * normal());
    const noise = [normal(), normal(), normal()];
    const times: [number[], number[], number[]] = [[], [], []];
    for (let round = 0; round < rounds; round++) {
      for (const side of random.shuffled([0, 1, 2] as const)) {
        noise[side] = machine.rho * noise[side]! + Math.sqrt(1 - machine.rho ** 2) * normal();
        const slower = (side === 0 ? ratio : 1) * (side === 2 ? bias : 1) * (1 + (machine.drift * done++) / total) * (random.uniform() < machine.outliers ? 5 : 1);
        times[side].push(10 * slower * Math.exp(machine.sigma * noise[side]! + own[side]!));
      }
    }
    return { suspect: times[0], twin: times[1], control: times[2] };
  });
}

/** Standard normal numbers, by Box and Muller. */
function normals(random: Random): () => number {
  let spare: number | undefined;
  return () => {
    const kept = spare;
    spare = undefined;
    if (kept !== undefined) return kept;
    const radius = Math.sqrt(-2 * Math.log(1 - random.uniform()));
    const angle = 2 * Math.PI * random.uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}
