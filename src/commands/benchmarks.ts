import { statSync } from 'node:fs';
import path from 'node:path';
import { replayable, replayFunction } from '../benchmark/replay/replay.ts';
import type { ReplayOptions } from '../benchmark/replay/replay.ts';
import type { ReplaySource } from '../benchmark/replay/source.ts';
import { noBenchmark } from '../benchmark/evidence.ts';
import type { BenchmarkDetail } from '../benchmark/evidence.ts';
import { loadsByLoader } from '../benchmark/models/queries/repeated.ts';
import { runLoader } from '../benchmark/models/queries/loader.ts';
import { statementOf } from '../database/query/statement-at.ts';
import { runIndex, runQuery } from '../benchmark/models/queries/run.ts';
import type { QueryOptions } from '../benchmark/models/queries/run.ts';
import { runBenchmark, unfit } from '../benchmark/run.ts';
import { tablesOf } from '../benchmark/models/queries/bind.ts';
import { groupFindings } from '../findings/group.ts';
import type { Evidence, Finding, Place } from '../findings/types.ts';
import type { Project } from '../project/open.ts';
import type { BenchmarkRequest } from './requests.ts';
import { fileReader } from './output.ts';
import { spanEnd, spanStart } from '../facts/spans.ts';

export interface BenchmarksOptions extends BenchmarkRequest {
  /** Folder in which the embedded engine is kept between runs. */
  folder: string | undefined;
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: BenchmarkProgress) => void) | undefined;
}

export interface BenchmarkProgress {
  stage: 'bench';
  /** Seconds that were spent, and those that are spent at most. */
  done: number;
  total: number;
}

/** Seconds for a benchmark, where the user says nothing. */
const BUDGET = 20;

export const QUERY_RULES: ReadonlySet<string> = new Set(['n-plus-one', 'lazy-relation-in-loop', 'bulk-write-in-loop']);
/** What is asked of a function by name, where no rule claims it. */
export const CLAIMS: readonly string[] = ['growth'];

/** Rules whose findings a benchmark can say something about. */
export function isBenched(rule: string): boolean {
  return QUERY_RULES.has(rule) || rule === 'missing-index' || !unfit({ rule, operation: '' })?.endsWith('has no model');
}

/**
 * Benchmarks of findings, one for each group: what one sink costs is the same for all that lead there.
 * @throws the signal's reason when it aborts
 */
export async function benchmarks(project: Project, findings: readonly Finding[], options: BenchmarksOptions): Promise<Map<Finding, Evidence>> {
  const found = new Map<Finding, Evidence>();
  const groups = groupFindings(findings.filter(({ rule }) => isBenched(rule) || CLAIMS.includes(rule)));
  const seconds = options.budget ?? BUDGET;
  const total = Math.ceil(groups.length * seconds);
  for (const [index, { lead, others }] of groups.entries()) {
    const began = performance.now();
    const report = (): void => options.onProgress?.({ stage: 'bench', done: Math.min(Math.round(index * seconds + Math.min(seconds, (performance.now() - began) / 1000)), total), total });
    report();
    const timer = setInterval(report, 1000);
    try {
      const evidence = await benchmarkOf(project, lead, { plan: { budget: seconds * 1000 }, url: options.url, rtt: options.rtt, rows: options.rows, folder: options.folder, ...(options.signal && { signal: options.signal }), onProcess: report });
      for (const finding of [lead, ...others]) found.set(finding, evidence);
    } finally {
      clearInterval(timer);
    }
  }
  return found;
}

/** The finding with what was measured. A replay that refutes it lowers its confidence; a model, whose inputs are ours, never does. */
export function withBenchmark(finding: Finding, evidence: Evidence | undefined): Finding {
  if (evidence === undefined) return finding;
  const refutes = evidence.verdict === 'refuted' && (evidence.detail as Partial<BenchmarkDetail> | undefined)?.source === 'replay';
  return { ...finding, evidence: [...finding.evidence, evidence], ...(refutes && { confidence: 'low' as const }) };
}

async function benchmarkOf(project: Project, finding: Finding, options: QueryOptions): Promise<Evidence> {
  const { program, schemas, source } = project;
  const { rule, claim, plan } = finding;
  if (QUERY_RULES.has(rule)) {
    if (loadsByLoader(program, finding)) return runLoader(source.root);
    const stated = statementOf(program, schemas(), finding);
    return typeof stated === 'string' ? noBenchmark(stated) : runQuery(stated.query, stated.schema, options);
  }
  if (rule === 'missing-index') {
    const stated = statementOf(program, schemas(), finding);
    if (typeof stated === 'string') return noBenchmark(stated);
    const candidate = plan?.candidate;
    if (candidate === undefined) return noBenchmark('no index is known that would serve the statement');
    const query = [stated.query, ...stated.loads].find((one) => [...(tablesOf(one, stated.schema)?.values() ?? [])].some(({ name }) => name === candidate.table));
    return query === undefined ? noBenchmark('the statement does not ask the table of the index') : runIndex(query, stated.schema, candidate, options);
  }
  if (CLAIMS.includes(rule)) {
    const replayed = await replayAt(project, finding.location, { ...options, claim: 'growth' });
    return typeof replayed === 'string' ? noBenchmark(replayed) : replayed;
  }
  if (rule === 'blocking-cpu-in-async') {
    const replayed = await replayBlocking(project, finding, options);
    if (typeof replayed !== 'string' || claim === undefined) return typeof replayed === 'string' ? noBenchmark(replayed) : replayed;
  }
  if (claim === undefined) return noBenchmark('what the code does has no model');
  return runBenchmark({ rule, ...claim, packages: source.root, ...sizeOf(source.root, claim.args) }, options);
}

/** Bytes of the file that a call names, where that is one of the project. */
function sizeOf(root: string, [file]: NonNullable<Finding['claim']>['args'] = []): { bytes?: number } {
  if (typeof file !== 'string' || path.isAbsolute(file)) return {};
  try {
    const found = statSync(path.join(root, file));
    return found.isFile() ? { bytes: found.size } : {};
  } catch {
    return {};
  }
}

/** Runs the function that computes, where it may be run: the one around the call in which a finding ends, or the one around the finding. A string says why neither is. */
async function replayBlocking(project: Project, { location, related }: Finding, options: QueryOptions): Promise<Evidence | string> {
  let why = '';
  for (const place of [...related.filter(({ role }) => role === 'sink'), location]) {
    const replayed = await replayAt(project, place, { ...options, claim: 'hold' });
    if (typeof replayed !== 'string') return replayed;
    why = replayed;
  }
  return why;
}

/** Runs the function of the project's own around a place; a string says why it is not, as a clause. */
async function replayAt({ program, source }: Project, { file, line, column }: Place, options: ReplayOptions): Promise<Evidence | string> {
  const read = fileReader(source.root);
  const inProject: ReplaySource = {
    facts: (at) => (source.files.has(at) ? program.facts(at) : undefined),
    read,
    resolve: (specifier, from) => source.resolve(specifier, from),
  };
  const { lines, functions } = program.facts(file);
  // A line without a column is meant as far as its code goes.
  const from = lines[line - 1]! + column - 1;
  const until = column > 1 ? from : (lines[line] ?? Infinity) - 1;
  const id = functions.findIndex(({ span, kind, parentId }) => spanStart(span) <= until && from < spanEnd(span) && kind !== 'module' && parentId === 0);
  if (id === -1) return 'the place stands in no function';
  const found = await replayable(inProject, { file, id });
  return typeof found === 'string' ? `${functions[id]!.name || 'the function'} is not run: ${found}` : replayFunction(found, options);
}
