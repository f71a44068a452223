import path from 'node:path';
import { acceptedOf } from '../findings/baseline.ts';
import type { Accepted } from '../findings/baseline.ts';
import { hiddenBy } from '../project/check.ts';
import type { InternalError } from '../project/check.ts';
import { Clock } from '../project/clock.ts';
import type { Engine } from '../project/engine.ts';
import { UsageError } from '../source/errors.ts';
import { compareBaseline, readBaseline, saveBaseline } from './accepted.ts';
import { findAll } from './find.ts';
import type { FindOptions } from './find.ts';

export interface BaselineOptions extends Omit<FindOptions, 'scope'> {
  /** The file to write, relative to `cwd`; default: the one in the scanned root. */
  baseline?: string | undefined;
  /** Only takes out what is gone. */
  prune?: boolean;
}

export interface BaselineResult {
  /** The file, as messages name it. */
  name: string;
  /** Findings that it holds now; of these, those that it did not hold before; and those that it held and that are gone. */
  count: number;
  added: number;
  removed: number;
  notes: string[];
  /** With any of these nothing is written. */
  internalErrors: InternalError[];
}

/**
 * Accepts what a scan of the paths shows today, beside what was accepted before and is still there. What this run cannot judge
 * stays as it is: findings of files outside the paths, of files that cannot be analysed, of rules that are off.
 * @throws UsageError as a scan does, and when the file cannot be written; ConfigError for a config that cannot be used
 */
export function writeBaseline(options: BaselineOptions, engine: Engine): BaselineResult {
  const found = findAll(options, engine, new Clock());
  const { project: { source: { root } }, findings, thresholds, internalErrors, notes } = found;
  const baseline = readBaseline(options.baseline, root, options.cwd ?? process.cwd(), found.files);
  if (options.prune && baseline.findings === undefined) throw new UsageError(`there is no baseline ${options.baseline ?? path.join(root, baseline.name)} to prune; perf-lint baseline writes one`);
  const { byFinding, unmatched, stale } = compareBaseline(baseline, found, engine);
  const gone = new Set(stale);
  const added = options.prune ? [] : findings.filter((finding) => !byFinding.has(finding) && !finding.suppressed && hiddenBy(finding, thresholds) === undefined);
  // What moved is written at its new place, so that the next move finds it.
  const accepted: Accepted[] = [...unmatched.filter((one) => !gone.has(one)), ...[...byFinding.keys(), ...added].map(acceptedOf)];
  if (internalErrors.length === 0) saveBaseline(baseline, accepted);
  return { name: baseline.name, count: accepted.length, added: added.length, removed: gone.size, notes, internalErrors };
}
