import path from 'node:path';
import { compareRuns, formsOf, readSavedRun } from '../benchmark/saved.ts';
import type { SavedBenchmark, SavedRun } from '../benchmark/saved.ts';
import { statementOf } from '../database/query/statement-at.ts';
import { comparedColumns } from '../database/query/predicates.ts';
import type { Query } from '../database/query/types.ts';
import { serviceLevels } from '../evidence/slo/levels.ts';
import { readSavedLevels } from '../evidence/slo/saved.ts';
import { targetsOf } from '../evidence/slo/targets.ts';
import type { ServiceLevel } from '../evidence/slo/types.ts';
import type { ImportedFile } from '../evidence/types.ts';
import type { Finding } from '../findings/types.ts';
import type { BenchmarkFacts, PerformanceFacts, SavedForms, Statement } from '../report/performance/facts.ts';
import type { BenchmarkRun } from '../report/performance/model.ts';
import { codeOwners } from '../source/code-owners.ts';
import { readsRows } from '../libraries/types.ts';
import type { Found } from './find.ts';
import { hotQueries, routeTraffic } from './hot.ts';
import { checkComparable, readSaved } from './saved-runs.ts';
import { tableCalls, writesByTable } from './tables.ts';

/** What a performance report is asked to show beside the findings. */
export interface PerformanceOptions {
  /** A saved run of benchmarks, and an earlier one; relative to the working directory. */
  bench?: string | undefined;
  compare?: string | undefined;
  /** What `perf-lint slo --save` wrote earlier. */
  levels?: string | undefined;
}

/** Rules whose findings a cache may mend: the statement in which they end is looked up. */
const CACHED: ReadonlySet<string> = new Set(['repeated-query', 'static-io-per-request']);

/**
 * Gathers what the report says beside the findings that are shown.
 * @throws UsageError for a saved run that cannot be read
 */
export function performanceFacts({ project, files }: Found, findings: readonly Finding[], recordings: readonly ImportedFile[], { bench, compare, levels }: PerformanceOptions, cwd: string): PerformanceFacts {
  const { source, program, config } = project;
  const benchmarks = bench === undefined ? undefined : benchmarkFacts(bench, compare, cwd);
  // A cache is advised by what was measured alone.
  const isMeasured = recordings.length > 0;
  const calls = isMeasured ? tableCalls(project) : [];
  const { name } = source.packages.find(({ dir }) => dir === '') ?? { name: '' };
  return {
    title: name === '' ? path.basename(source.root) : name,
    recordings,
    levels: levelsOf(config.slo, recordings, levels === undefined ? undefined : readSaved('--levels', levels, cwd, readSavedLevels).levels),
    ...(benchmarks && { benchmarks }),
    statements: new Map(
      findings.filter(({ rule }) => isMeasured && CACHED.has(rule)).flatMap((finding): [string, Statement][] => {
        const stated = statementOf(program, project.schemas(), finding);
        return typeof stated === 'string' ? [] : [[finding.id, statementFacts(stated.query, config.tables)]];
      }),
    ),
    hotQueries: hotQueries(project, recordings, (query) => statementFacts(query, config.tables)),
    traffic: routeTraffic(project, recordings, calls),
    writes: writesByTable(calls),
    owners: { ofFile: codeOwners(source.root, files), ofKind: config.owners },
  };
}

/** A level that nobody set is shown where it was measured. */
function levelsOf(settings: Found['project']['config']['slo'], recordings: readonly ImportedFile[], before: readonly ServiceLevel[] | undefined): ServiceLevel[] {
  const isSet = Object.values(settings).some((one: unknown) => (typeof one === 'object' ? Object.keys(one ?? {}).length > 0 : one !== undefined));
  return serviceLevels(targetsOf(settings), recordings, before).filter(({ status }) => isSet || status !== 'not-measured');
}

function statementFacts(query: Query, tables: Found['project']['config']['tables']): Statement {
  const { name } = query.from;
  const key = comparedColumns(query, ({ operator, value }) => (operator === '=' || operator === 'in') && value.kind !== 'column');
  return { table: name, lookup: tables.get(name)?.lookup ?? false, reads: readsRows(query.operation), key };
}

/** Saved runs as the report shows them. @throws UsageError for runs that cannot be compared */
function benchmarkFacts(bench: string, compare: string | undefined, cwd: string): BenchmarkFacts {
  const now = readSaved('--bench', bench, cwd, readSavedRun);
  const then = compare === undefined ? undefined : readSaved('--compare', compare, cwd, readSavedRun);
  if (then) checkComparable(compare!, then.environment, now.environment);
  const compared = then && compareRuns(then.benchmarks, now.benchmarks);
  const named = (when: string) => ({ place, rule }: SavedBenchmark): string => `${place} (${rule}) only ${when}`;
  return {
    runs: [...(then ? [described('before', compare!, then)] : []), described(then ? 'after' : 'run', bench, now)],
    now: now.benchmarks.map(savedForms),
    ...(compared && { comparisons: compared.comparisons }),
    unmatched: compared ? [...compared.onlyBefore.map(named('before')), ...compared.onlyAfter.map(named('after'))] : [],
  };
}

function savedForms(benchmark: SavedBenchmark): SavedForms {
  const { id, rule, place, source, suspect, twin } = benchmark;
  const forms = formsOf(benchmark);
  return { id, rule, place, source, unit: forms.unit, suspect: { name: suspect, value: forms.suspect }, twin: { name: twin ?? 'as advised', value: forms.twin } };
}

function described(role: BenchmarkRun['role'], file: string, { command, environment: { cpu, cores, node, load } }: SavedRun): BenchmarkRun {
  return { role, file, command, environment: `Node ${node}, ${cpu}, ${cores} cores, load ${load.toFixed(1)}` };
}
