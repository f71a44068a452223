import path from 'node:path';
import pkg from '../../package.json' with { type: 'json' };
import { compareRuns, readSavedRun, savedBenchmark, savedRun } from '../benchmark/saved.ts';
import type { SavedBenchmark, SavedRun } from '../benchmark/saved.ts';
import { environment } from '../benchmark/environment.ts';
import { shownUrl } from '../database/planner/url.ts';
import type { Evidence, Finding } from '../findings/types.ts';
import { sharedFolder } from '../project/store-folder.ts';
import { hiddenBy } from '../project/check.ts';
import { Clock } from '../project/clock.ts';
import type { Engine } from '../project/engine.ts';
import { wholeProject } from '../project/paths.ts';
import type { BenchReport } from '../report/bench.ts';
import { UsageError } from '../source/errors.ts';
import type { BenchmarkRequest } from './requests.ts';
import { benchmarkAt } from './bench-at.ts';
import type { AtRequest } from './bench-at.ts';
import { benchmarks, isBenched, withBenchmark } from './benchmarks.ts';
import type { BenchmarkProgress } from './benchmarks.ts';
import { findAll } from './find.ts';
import type { FindOptions, Progress } from './find.ts';
import { checkNames, findingNamed } from './finding-named.ts';
import { saveReport } from './output.ts';
import { checkComparable, readSaved } from './saved-runs.ts';

export interface BenchOptions extends Omit<FindOptions, 'onProgress'>, BenchmarkRequest {
  /** Ids or places of findings; none: all that a scan shows and a benchmark can say something about. */
  ids?: readonly string[];
  /** A place, in place of findings. */
  at?: AtRequest | undefined;
  /** A file for what was measured, and one to compare it with; relative to `cwd`. */
  save?: string | undefined;
  compare?: string | undefined;
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: Progress | BenchmarkProgress) => void) | undefined;
}

/**
 * Measures findings of the project around the working directory, or a place of it.
 * @throws UsageError for what is not there, ConfigError for a config that cannot be used, the signal's reason when it aborts
 */
export async function bench(options: BenchOptions, engine: Engine): Promise<BenchReport & { notes: string[] }> {
  const { ids = [], at, save, compare, cwd = process.cwd(), cache = false } = options;
  checkNames(ids);
  const before = compare === undefined ? undefined : earlierRun(compare, cwd);
  const paths = options.paths?.length ? options.paths : wholeProject(cwd);
  const found = findAll({ ...options, paths }, engine, new Clock());
  const chosen = chooseFindings(found, ids, at, engine);
  const run = chosen.filter(({ evidence }) => evidence === undefined).map(({ finding }) => finding);
  const measured = await benchmarks(found.project, run, { ...options, folder: sharedFolder(cache) });
  const results = chosen.map(({ finding, evidence }) => withBenchmark(finding, evidence ?? measured.get(finding)));
  const kept = results.flatMap((finding) => savedOf(finding) ?? []);
  if (save !== undefined) saveReport(path.resolve(cwd, save), `${JSON.stringify(savedRun(`perf-lint ${pkg.version}`, commandOf(options), kept), null, 2)}\n`);
  const compared = before && compareRuns(before.benchmarks, kept);
  return {
    findings: results.map(({ id, rule, location, confidence, evidence }) => ({ id, rule, location, confidence, evidence: evidence.at(-1)! })),
    ...(compared && { comparisons: compared.comparisons }),
    environment: environment(),
    notes: [...found.notes, ...missingNow(compared?.onlyBefore ?? [])],
  };
}

/** What is to be measured, and what there is no benchmark for. */
function chooseFindings(found: ReturnType<typeof findAll>, ids: readonly string[], at: BenchOptions['at'], engine: Engine): { finding: Finding; evidence?: Evidence }[] {
  if (at !== undefined) return [benchmarkAt(found.project, found.findings, at, engine.rules.map(({ id }) => id))];
  const named = ids.map((id) => findingNamed(id, found.findings));
  const without = named.find(({ rule }) => !isBenched(rule));
  if (without) throw new UsageError(`${without.id}: ${without.rule} has no benchmark`);
  const shown = found.findings.filter((finding) => isBenched(finding.rule) && !finding.suppressed && hiddenBy(finding, found.thresholds) === undefined);
  return [...new Set(ids.length > 0 ? named : shown)].map((finding) => ({ finding }));
}

function savedOf({ id, rule, location, evidence }: Finding): SavedBenchmark | undefined {
  const last = evidence.at(-1);
  return last && savedBenchmark({ id, rule, place: `${location.file}:${location.line}` }, last);
}

/** @throws UsageError for a file that is none, or a run of another machine or Node */
function earlierRun(name: string, cwd: string): SavedRun {
  const run = readSaved('--compare', name, cwd, readSavedRun);
  checkComparable(name, run.environment, environment());
  return run;
}

/** The command line that would measure the same again; a password in a URL is not part of it. */
function commandOf({ ids = [], at, url, rtt, rows, budget, save }: BenchOptions): string {
  const parts = [
    ...ids,
    ...(at === undefined ? [] : ['--at', at.place, ...('rule' in at ? ['--rule', at.rule] : ['--claim', at.claim])]),
    ...(url === undefined ? [] : ['--bench-db', shownUrl(url)]),
    ...(rtt === undefined ? [] : ['--rtt', String(rtt)]),
    ...(rows === undefined ? [] : ['--rows', String(rows)]),
    ...(budget === undefined ? [] : ['--budget', String(budget)]),
    ...(save === undefined ? [] : ['--save', save]),
  ];
  return ['perf-lint', 'bench', ...parts].map((part) => (/^[\w@%+=:,./*-]+$/.test(part) ? part : `'${part.replaceAll("'", "'\\''")}'`)).join(' ');
}

function missingNow(gone: readonly SavedBenchmark[]): string[] {
  return gone.length === 0 ? [] : [`--compare: ${gone.length === 1 ? 'one finding' : `${gone.length} findings`} of the earlier run ${gone.length === 1 ? 'was' : 'were'} not measured now: ${gone.map(({ place }) => place).join(', ')}`];
}
