import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../benchmark/environment.ts';
import { readSavedRun, SavedRunError } from '../benchmark/saved.ts';
import type { SavedRun } from '../benchmark/saved.ts';
import { causeOf, UsageError } from '../source/errors.ts';

/**
 * Reads what `perf-lint bench --save` wrote.
 *
 * @param flag that names it, for the error
 * @throws UsageError for a file that is none
 */
export function savedRunAt(flag: string, name: string, cwd: string): SavedRun {
  try {
    return readSavedRun(readFileSync(path.resolve(cwd, name), 'utf8'));
  } catch (error) {
    throw new UsageError(`${flag} ${name}: ${error instanceof SavedRunError ? error.message : causeOf(error)}`, { cause: error });
  }
}

/** @throws UsageError for an earlier run of another machine, or of another Node: times of two machines say nothing about the code */
export function checkComparable(name: string, then: Environment, now: Environment): void {
  if (then.machine !== now.machine) throw new UsageError(`--compare ${name}: it was measured on another machine (${describe(then)}; this one: ${describe(now)}), and times of two machines are not compared`);
  if (then.node !== now.node) throw new UsageError(`--compare ${name}: it was measured with Node ${then.node}, and this is ${now.node}: run both with one`);
}

function describe({ cpu, cores, platform }: Environment): string {
  return `${cpu}, ${cores} cores, ${platform}`;
}
