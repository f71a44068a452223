import path from 'node:path';
import type { Finding } from '../findings/types.ts';
import { countSeverities } from '../report/types.ts';
import type { PerformanceFacts } from '../report/performance/facts.ts';
import type { Report } from '../report/types.ts';
import { hiddenBy } from '../project/check.ts';
import type { InternalError } from '../project/check.ts';
import { sharedFolder } from '../project/store-folder.ts';
import { Clock } from '../project/clock.ts';
import { engine as shipped } from '../project/engine.ts';
import type { Engine } from '../project/engine.ts';
import { settleConfig } from '../project/open.ts';
import type { Project } from '../project/open.ts';
import { rootOf } from '../project/paths.ts';
import { withSuggestions } from '../project/suggestions.ts';
import { withTypes } from '../project/types.ts';
import { roundsGivenUp } from '../database/sql/thread.ts';
import type { BenchmarkRequest, DatabaseRequest, EvidenceRequest } from './requests.ts';
import type { BenchmarkProgress } from './benchmarks.ts';
import { compareBaseline, readBaseline } from './accepted.ts';
import { findAll, retold, retoldSet } from './find.ts';
import type { FindOptions, Found, Progress, Told } from './find.ts';
import { UsageError } from '../source/errors.ts';
import { witness } from '../source/witness.ts';
import type { Testimony } from '../source/witness.ts';
import { keepScan } from './last-run.ts';
import { fileReader } from './output.ts';
import type { PerformanceOptions } from './performance.ts';
import { statsOf } from './stats.ts';

export type { Progress } from './find.ts';

export interface ScanOptions extends Omit<FindOptions, 'onProgress'> {
  /** Findings that are not shown: a file relative to `cwd`, or false for none; default: the one in the scanned root, if there is one. */
  baseline?: string | false | undefined;
  /** Keeps errors only; warnings still count for `maxWarnings`. */
  quiet?: boolean;
  /** More warnings than this make the exit code 1; default: no limit. */
  maxWarnings?: number;
  /** Findings leave the exit code at 0. */
  exitZero?: boolean;
  /** Measures and counts, for `ScanResult.stats`. */
  stats?: boolean;
  /** Asks the project's types about findings that rest on the shape of a call. */
  types?: boolean;
  /** Asks a query planner about the findings on queries. */
  db?: DatabaseRequest | undefined;
  /** Joins what files of evidence say. */
  evidence?: EvidenceRequest | undefined;
  /** Runs the benchmarks of the findings that are kept. */
  confirm?: BenchmarkRequest | undefined;
  /** Ends benchmarks: no process, file or row is left. */
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: Progress | BenchmarkProgress) => void) | undefined;
  /** Gathers what a performance report says beside the findings. */
  performance?: PerformanceOptions | undefined;
  /** Makes the suggestions of the findings that are kept: their files are parsed again. */
  suggestions?: boolean;
}

export interface ScanResult extends Report {
  /** What a user should know beside the report, one line each. */
  notes: string[];
  internalErrors: InternalError[];
  /** 0; 1: an error is kept, or more warnings than allowed (0 with `exitZero`); 2: an internal error. */
  exitCode: 0 | 1 | 2;
  /** Absolute paths of the config files that were read, whatever they are called. */
  configFiles: readonly string[];
  /** Text of a file below the root as the rules saw it, or undefined when it cannot be read. */
  read(file: string): string | undefined;
}

/**
 * Scans files and folders. Prints nothing; writes nothing but what `cache` asks for.
 * @throws UsageError for paths, a git state or a baseline that cannot be had, ConfigError for a config that cannot be used, the signal's reason when it aborts
 */
export async function scan(options: ScanOptions, engine: Engine): Promise<ScanResult> {
  const clock = new Clock();
  const found = await findPlanned(options, engine, clock);
  const planned = options.evidence ? await clock.timeAsync('evidence', () => evidenced(found, options)) : found;
  const known = options.baseline === false ? undefined : knownBy(options.baseline, options.cwd, planned, engine);
  const measured = options.confirm ? await clock.timeAsync('bench', () => confirmed(planned, known, options, options.confirm!)) : planned;
  const { project, files, findings, targets, internalErrors } = measured;
  const { source, config, store } = project;
  const { kept, warnings, hidden } = select(measured, known, options.quiet ?? false);
  const failsOn = options.evidence?.failOnObserved ? kept.some(({ observed, suppressed }) => observed && !suppressed) : false;
  const performance = options.performance && (await factsOf(measured, kept, options, options.performance));
  const failed = failsOn || countSeverities(kept).error > 0 || warnings > (options.maxWarnings ?? config.settings.maxWarnings ?? Infinity);
  const result: ScanResult = {
    root: source.root,
    findings: options.suggestions ? withSuggestions(kept, source, files) : kept,
    skipped: source.skipped,
    targets,
    hidden,
    notes: [...measured.notes, ...(known?.notes ?? [])],
    internalErrors,
    exitCode: internalErrors.length > 0 ? 2 : failed && !options.exitZero ? 1 : 0,
    configFiles: [...project.extended, ...(project.configFile === undefined ? [] : [project.configFile])],
    read: fileReader(source.root, files),
    ...(performance ? { performance } : {}),
    ...(options.stats ? { stats: statsOf(project, targets, findings, { ...hidden, comments: kept.filter(({ suppressed }) => suppressed).length }, clock) } : {}),
  };
  if (engine === shipped && store.trouble === undefined && roundsGivenUp() === 0) keepScan(options, result, store.folder, () => testimonyOf(project, known));
  return result;
}

/** What a scan rests on: all that was read of the project, and the baseline. */
function testimonyOf({ testimony }: Project, known: Known | undefined): Testimony | undefined {
  const read = testimony();
  if (!known) return read;
  return read && known.testimony && [...read, ...known.testimony];
}

/** What is found, with what types and a planner say of it. */
async function findPlanned(options: ScanOptions, engine: Engine, clock: Clock): Promise<Told> {
  const { db, cwd = process.cwd(), cache = false } = options;
  if (db === undefined) return typed(findAll(options, engine, clock), options);
  const { openServer, withPlans } = await import('./plans.ts');
  const asked = { ...db, cwd, cache };
  // A config with code runs once more for its URL: only where nothing else names one.
  const server = await openServer(asked, db.url === undefined ? configuredUrl(options, cwd, engine) : undefined);
  const planner = server && 'planner' in server ? server.planner : undefined;
  try {
    const found = await typed(findAll({ ...options, ...(planner && { catalog: planner.schema }) }, engine, clock), options);
    const planned = await clock.timeAsync('plan', () => withPlans(found, server, asked));
    if (db.strict && planned.problems.length > 0) throw new UsageError(planned.problems[0]!);
    return planned;
  } finally {
    await planner?.close();
  }
}

async function evidenced(found: Told, { evidence, cwd = process.cwd() }: ScanOptions): Promise<Told> {
  const { withEvidence } = await import('./evidence.ts');
  return withEvidence(found, evidence!, cwd);
}

/** What a performance report says beside the findings: a scan without one does not load it. */
async function factsOf(found: Told, kept: readonly Finding[], { cwd = process.cwd() }: ScanOptions, asked: PerformanceOptions): Promise<PerformanceFacts> {
  const { performanceFacts } = await import('./performance.ts');
  return performanceFacts(found, kept, found.recordings ?? [], asked, cwd);
}

/** What is found, with what benchmarks say of what would be shown. */
async function confirmed(found: Told, known: Known | undefined, { cache = false, signal, onProgress, quiet }: ScanOptions, request: BenchmarkRequest): Promise<Told> {
  const { benchmarks, withBenchmark } = await import('./benchmarks.ts');
  const shown = select(found, known, quiet ?? false).kept.filter(({ suppressed }) => !suppressed);
  const measured = await benchmarks(found.project, shown, { ...request, folder: sharedFolder(cache), signal, onProgress });
  const told = new Map(found.findings.map((finding) => [finding, withBenchmark(finding, measured.get(finding))]));
  if (known) known.accepted = retoldSet(known.accepted, told);
  const lowered = [...told].flatMap(([finding, now]) => (now.confidence === finding.confidence ? [] : [now]));
  const now = retold(found, told);
  return { ...now, refuted: new Set([...(now.refuted ?? []), ...lowered]) };
}

/** The URL that the config names; a config that cannot be used is said when the project is opened. */
function configuredUrl(options: ScanOptions, cwd: string, engine: Engine): string | undefined {
  const root = rootOf(options.paths?.length ? options.paths.map((one) => path.resolve(cwd, one)) : [cwd])?.root;
  return root === undefined ? undefined : settleConfig(root, cwd, options, engine).config.database.url;
}

async function typed(found: Found, { types }: ScanOptions): Promise<Found> {
  return types ? asTyped(found) : found;
}

/** What was found, with the confidence that types give it. */
async function asTyped(found: Found): Promise<Found> {
  const { findings, notes } = await withTypes(found.findings, found.project.source.root, found.files);
  const told = new Map(found.findings.map((finding, index) => [finding, findings[index]!]));
  return { ...retold(found, told), notes: [...found.notes, ...notes] };
}

/** What a baseline says of a scan. */
interface Known {
  accepted: ReadonlySet<Finding>;
  /** What was asked of the files for it; undefined where git was asked for renames: what it says is not to be told from files. */
  testimony: Testimony | undefined;
  notes: string[];
}

function knownBy(given: string | undefined, cwd: string | undefined, found: Found, engine: Engine): Known | undefined {
  const { files, testimony } = witness(found.project.source.root, found.files);
  const baseline = readBaseline(given, found.project.source.root, cwd ?? process.cwd(), files);
  if (baseline.findings === undefined && given !== undefined) throw new UsageError(`there is no baseline ${given}; perf-lint baseline --baseline ${given} writes one`);
  if (baseline.findings === undefined) return undefined;
  const { byFinding, stale, askedGit } = compareBaseline(baseline, { ...found, files }, engine);
  const notes = stale.length === 0 ? [] : [`${baseline.name}: ${stale.length === 1 ? '1 entry matches no finding' : `${stale.length} entries match no finding`} any more; perf-lint baseline --prune removes what is gone`];
  return { accepted: new Set(byFinding.keys()), testimony: askedGit ? undefined : testimony(), notes };
}

/** What the thresholds, the earlier state and the baseline keep. Warnings are counted before `quiet` takes them away. */
function select({ findings, thresholds, before, refuted }: Told, known: Known | undefined, quiet: boolean): { kept: Finding[]; warnings: number; hidden: Report['hidden'] } {
  const hidden: Report['hidden'] = { severity: 0, confidence: 0, ...(known && { baseline: 0 }), ...(before && { before: 0 }), ...(refuted && { refuted: 0 }) };
  const kept: Finding[] = [];
  let warnings = 0;
  for (const finding of findings) {
    const threshold = hiddenBy(finding, thresholds);
    const by = (threshold === 'confidence' && refuted?.has(finding) ? 'refuted' : threshold) ?? (before?.has(finding) ? 'before' : known?.accepted.has(finding) && !finding.suppressed ? 'baseline' : undefined);
    if (by !== undefined) hidden[by] = (hidden[by] ?? 0) + 1;
    else {
      if (finding.severity === 'warning' && !finding.suppressed && !finding.observed) warnings++;
      if (quiet && finding.severity !== 'error') hidden.severity++;
      else kept.push(finding);
    }
  }
  return { kept, warnings, hidden };
}
