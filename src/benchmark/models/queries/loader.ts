import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Evidence } from '../../../findings/types.ts';
import { noBenchmark, ofBenchmark } from '../../evidence.ts';

/** DataLoader, as far as it is run here: https://github.com/graphql/dataloader#api */
type LoaderClass = new (load: (keys: readonly number[]) => Promise<readonly number[]>) => { load(key: number): Promise<number> };

/** Loads of one tick. */
const LOADS = 100;

/**
 * Asks the DataLoader that a project has installed for many keys in one tick, as resolvers of one level do, and counts how often it
 * calls its batch function: each call is what the project's own sends.
 * @param packages folder from which the project's packages are found
 */
export async function runLoader(packages: string): Promise<Evidence> {
  const load = createRequire(path.join(packages, 'package.json'));
  let file: string;
  try {
    file = load.resolve('dataloader');
  } catch {
    return noBenchmark('loads are sent together by DataLoader, which is not installed');
  }
  const { version } = JSON.parse(readFileSync(path.join(path.dirname(file), 'package.json'), 'utf8')) as { version: string };
  const Loader = load('dataloader') as LoaderClass;
  let batches = 0;
  const loader = new Loader(async (keys) => {
    batches++;
    return keys;
  });
  await Promise.all(Array.from({ length: LOADS }, (_, key) => loader.load(key)));
  return {
    ...ofBenchmark(batches === 1 ? 'refuted' : 'inconclusive', `${LOADS} loads of one tick are ${batches} call${batches === 1 ? '' : 's'} of the batch function, counted in DataLoader ${version} as it is installed`),
    metric: 'calls of the batch function',
    value: batches,
    unit: 'calls',
    baseline: LOADS,
    n: 1,
    detail: { kind: 'count', source: 'model', suspect: `${LOADS} loads of one tick` },
  };
}
