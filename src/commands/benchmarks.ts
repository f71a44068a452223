import { statSync } from 'node:fs';
import path from 'node:path';
import { replay } from '../benchmark/replay/replay.ts';
import type { ReplaySource } from '../benchmark/replay/source.ts';
import { noBenchmark } from '../benchmark/evidence.ts';
import type { BenchmarkDetail } from '../benchmark/evidence.ts';
import { loadsByLoader } from '../benchmark/models/queries/repeated.ts';
import { runLoader } from '../benchmark/models/queries/loader.ts';
import { statementOf } from '../benchmark/models/queries/match.ts';
import { runIndex, runQuery } from '../benchmark/models/queries/run.ts';
import type { QueryOptions } from '../benchmark/models/queries/run.ts';
import { runBenchmark, unfit } from '../benchmark/run.ts';
import { tablesOf } from '../benchmark/models/queries/bind.ts';
import { groupFindings } from '../findings/group.ts';
import type { Evidence, Finding } from '../findings/types.ts';
import type { Project } from '../project/open.ts';
import type { BenchmarkRequest } from './arguments.ts';
import { fileReader } from './output.ts';

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
export const REPLAY_RULES: ReadonlySet<string> = new Set(['quadratic-loop', 'spread-accumulator']);

/** Rules whose findings a benchmark can say something about. */
export function isBenched(rule: string): boolean {
  return QUERY_RULES.has(rule) || REPLAY_RULES.has(rule) || rule === 'missing-index' || !unfit({ rule, operation: '' })?.endsWith('has no model');
}

/**
 * Benchmarks of findings, one for each group: what one sink costs is the same for all that lead there.
 * @throws the signal's reason when it aborts
 */
export async function benchmarks(project: Project, findings: readonly Finding[], options: BenchmarksOptions): Promise<Map<Finding, Evidence>> {
  const found = new Map<Finding, Evidence>();
  const groups = groupFindings(findings.filter(({ rule }) => isBenched(rule)));
  const seconds = options.budget ?? BUDGET;
  const total = Math.ceil(groups.length * seconds);
  for (const [index, { lead, others }] of groups.entries()) {
    const began = performance.now();
    const report = (): void => options.onProgress?.({ stage: 'bench', done: Math.min(Math.round(index * seconds + Math.min(seconds, (performance.now() - began) / 1000)), total), total });
    report();
    const timer = setInterval(report, 1000);
    try {
      const evidence = await benchmarkOf(project, lead, { plan: { budget: seconds * 1000 }, url: options.url, rtt: options.rtt, folder: options.folder, ...(options.signal && { signal: options.signal }), onProcess: report });
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
  if (REPLAY_RULES.has(rule)) return replayAt(project, finding, options);
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

/** Runs the function of the project's own around a place. */
async function replayAt({ program, source }: Project, { location: { file, line, column } }: Finding, options: QueryOptions): Promise<Evidence> {
  const read = fileReader(source.root);
  const inProject: ReplaySource = {
    facts: (at) => (source.files.has(at) ? program.facts(at) : undefined),
    read,
    resolve: (specifier, from) => source.resolve(specifier, from),
  };
  const facts = program.facts(file);
  const offset = facts.lines[line - 1]! + column - 1;
  const around = facts.functions.flatMap(({ span: [start, end], kind }, id) => (start <= offset && offset < end && kind !== 'module' ? [{ id, size: end - start, isOwn: facts.functions[id]!.parentId === 0 }] : []));
  const own = around.find(({ isOwn }) => isOwn);
  return own === undefined ? noBenchmark('the place stands in no function') : replay(inProject, { file, id: own.id }, options);
}
