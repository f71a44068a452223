import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../benchmark/environment.ts';
import { causeOf, UsageError } from '../source/errors.ts';

/**
 * Reads a file that an earlier run of perf-lint saved.
 *
 * @param flag that names it, for the error
 * @param read what the text says; throws an Error with the reason, as a clause, for a text that is none
 * @throws UsageError for a file that is none
 */
export function readSaved<T>(flag: string, name: string, cwd: string, read: (text: string) => T): T {
  try {
    return read(readFileSync(path.resolve(cwd, name), 'utf8'));
  } catch (error) {
    throw new UsageError(`${flag} ${name}: ${causeOf(error)}`, { cause: error });
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
