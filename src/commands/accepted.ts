import { renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { settingsFor } from '../config/check.ts';
import { formatBaseline, parseBaseline } from '../findings/baseline.ts';
import type { Accepted } from '../findings/baseline.ts';
import { matchKnown } from '../findings/match.ts';
import type { Matches } from '../findings/match.ts';
import type { Finding } from '../findings/types.ts';
import { openGit } from '../git/process.ts';
import { renamesSinceCommitOf } from '../git/views.ts';
import type { Engine } from '../project/engine.ts';
import { UsageError, causeOf } from '../source/errors.ts';
import { makeFolder } from '../source/make-folder.ts';
import { belowRoot, isOutside, isWithin } from '../source/paths.ts';
import { decode } from '../source/text.ts';
import type { Files } from '../source/types.ts';
import type { Found } from './find.ts';

/** The baseline that is read when none is named. */
const BASELINE_NAME = 'perf-lint-baseline.json';

export interface Baseline {
  /** Absolute path. */
  file: string;
  /** As messages name it. */
  name: string;
  /** Undefined: there is no such file. */
  findings: readonly Accepted[] | undefined;
}

/**
 * Reads a baseline.
 *
 * @param given path relative to `cwd`; undefined: the one in the root
 * @throws UsageError in one line, for one that cannot be used
 */
export function readBaseline(given: string | undefined, root: string, cwd: string, files: Files): Baseline {
  const file = given === undefined ? path.join(root, BASELINE_NAME) : path.resolve(cwd, given);
  const name = given ?? BASELINE_NAME;
  const fail = (reason: string): never => {
    throw new UsageError(`the baseline ${name} cannot be used: ${reason}; repair it, or delete it and run perf-lint baseline`);
  };
  let bytes: Uint8Array | undefined;
  try {
    bytes = files.read(file);
  } catch (error) {
    return fail(error instanceof Error ? `it ${error.message}` : String(error));
  }
  if (!bytes) return { file, name, findings: undefined };
  const text = decode(bytes);
  if (text === undefined) return fail('it is not UTF-8 text');
  const parsed = parseBaseline(text);
  return parsed.ok ? { file, name, findings: parsed.value } : fail(parsed.reason);
}

/** A baseline beside what was found. */
export interface Comparison extends Matches<Finding, Accepted> {
  /** Those of `unmatched` whose finding is gone; of the others this run does not say. */
  stale: Accepted[];
  /** Whether git was asked for renames. */
  askedGit: boolean;
}

/** Which findings a baseline accepts. Git is asked for renames only where a file that it names is gone. */
export function compareBaseline({ file, findings: accepted = [] }: Baseline, found: Found, engine: Engine): Comparison {
  const { project: { source, config }, findings, files, targets, named, isPart } = found;
  const { root } = source;
  const isGone = (one: Accepted): boolean => files.kind(path.join(root, one.file)) === undefined;
  const plain = matchKnown(findings, accepted);
  const askedGit = plain.unmatched.some(isGone);
  const matches = askedGit ? matchKnown(findings, accepted, renames(file, root)) : plain;
  const checked = new Set(targets);
  const stale = matches.unmatched.filter((one) => {
    const isRun = settingsFor(config, one.file).get(one.rule)?.level !== 'off' || !engine.rules.some(({ id }) => id === one.rule);
    return isRun && (checked.has(one.file) || (!isPart && isGone(one) && named.some((folder) => isWithin(one.file, folder))));
  });
  return { ...matches, stale, askedGit };
}

function renames(file: string, root: string): Map<string, string> {
  let found: ReadonlyMap<string, string>;
  try {
    found = renamesSinceCommitOf(openGit(root), file);
  } catch (error) {
    // A baseline works without git; then a renamed file is a new one.
    if (error instanceof UsageError) return new Map();
    throw error;
  }
  const below = [...found].map(([now, then]): [string, string] => [belowRoot(root, now), belowRoot(root, then)]);
  return new Map(below.filter((pair) => !pair.some(isOutside)));
}

/**
 * Writes a baseline: aside first, so that nobody reads half of it.
 * @throws UsageError when it cannot be written
 */
export function saveBaseline({ file, name }: Baseline, findings: readonly Accepted[]): void {
  const aside = `${file}.${process.pid}.tmp`;
  try {
    makeFolder(path.dirname(file));
    writeFileSync(aside, formatBaseline(findings));
    renameSync(aside, file);
  } catch (error) {
    rmSync(aside, { force: true });
    throw new UsageError(`the baseline cannot be written to ${name}: ${causeOf(error)}`, { cause: error });
  }
}
