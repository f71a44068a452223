import { UsageError } from '../source/errors.ts';
import { lineOf, misuse } from './grammar.ts';
import type { ParsedOptions } from './grammar.ts';
import { loadtestRequest } from './loadtest-request.ts';
import { profileRequest } from './profile-request.ts';
import type { BaselineRequest, BenchRequest, CommandName, DoctorRequest, ExplainRequest, FixRequest, InitRequest, MergeRequest, PrintConfigRequest, ReportRequest, Request, ScanRequest, SchemaRequest, SloRequest } from './requests.ts';
import { baselineOf, benchmarkOf, cacheOf, checkCombination, configOf, confirmOf, databaseOf, evidenceOf, maxWarningsOf, outputsOf, scopeOf, shownAs } from './values.ts';

/** What each command makes of its arguments and options; throws a UsageError for what does not go together. */
const REQUESTS: Readonly<Record<CommandName, (args: string[], options: ParsedOptions, formatNames: readonly string[]) => Request>> = {
  scan: scanRequest,
  explain: explainRequest,
  baseline: baselineRequest,
  doctor: doctorRequest,
  schema: schemaRequest,
  bench: benchRequest,
  report: reportRequest,
  slo: (_, options) => sloRequest(options),
  profile: (command, options, formatNames) => ({ ...scanRequest([], { ...options, pathMap: [] }, formatNames), kind: 'profile', ...profileRequest(command, options) }),
  loadtest: (routes, options) => ({ kind: 'loadtest', ...loadtestRequest(routes, options), config: configOf(options), cache: cacheOf(options), color: options.color ?? true }),
  fix: fixRequest,
  merge: mergeRequest,
  init: initRequest,
  'print-config': printConfigRequest,
};

/** Understands the arguments after `node cli.js`; prints nothing and never ends the process. */
export function parseArguments(argv: readonly string[], formatNames: readonly string[]): Request {
  const line = lineOf(argv);
  if (line.kind !== 'command') return line;
  const { command, args, options } = line;
  try {
    return REQUESTS[command.name](args, options, formatNames);
  } catch (error) {
    if (error instanceof UsageError) return misuse(command, error.message);
    throw error;
  }
}

function scanRequest(paths: string[], options: ParsedOptions, formatNames: readonly string[]): ScanRequest {
  checkCombination(options);
  return {
    kind: 'scan',
    paths,
    outputs: outputsOf(options, formatNames),
    config: configOf(options),
    scope: scopeOf(options),
    baseline: baselineOf(options),
    cache: cacheOf(options),
    watch: options.watch ?? false,
    exitZero: options.exitZero ?? false,
    maxWarnings: maxWarningsOf(options),
    quiet: options.quiet ?? false,
    severity: options.severity,
    confidence: options.confidence,
    rules: [options.rule ?? []].flat(),
    stats: options.stats ?? false,
    types: options.types ?? false,
    db: databaseOf(options),
    evidence: evidenceOf(options),
    confirm: confirmOf(options),
    color: options.color ?? true,
  };
}

function reportRequest(paths: string[], options: ParsedOptions): ReportRequest {
  const { format = 'html', output, bench, compare, levels, severity, confidence, rule = [], types = false } = options;
  const empty = Object.entries({ output, bench, compare, levels }).find(([, value]) => value === '');
  if (empty) throw new UsageError(`--${empty[0]}: must be a file name`);
  if (compare !== undefined && bench === undefined) throw new UsageError('--compare needs --bench: the later run, which it is compared with');
  return {
    kind: 'report', paths, format: format as ReportRequest['format'], output,
    performance: { bench, compare, levels },
    config: configOf(options), baseline: baselineOf(options), cache: cacheOf(options), severity, confidence, rules: [rule].flat(), types, db: databaseOf(options), evidence: evidenceOf(options), confirm: confirmOf(options),
  };
}

function sloRequest(options: ParsedOptions): SloRequest {
  const { evidence = [], save } = options;
  if (evidence.includes('') || save === '') throw new UsageError(`--${save === '' ? 'save' : 'evidence'}: must be a file name`);
  return { kind: 'slo', evidence, baseline: baselineOf(options) || undefined, save, config: configOf(options), ...shownAs(options) };
}

function benchRequest(ids: string[], options: ParsedOptions): BenchRequest {
  const { at, rule, claim, save, compare } = options;
  if (at === '' || save === '' || compare === '') throw new UsageError(`${at === '' ? '--at: must be FILE:LINE' : `--${save === '' ? 'save' : 'compare'}: must be a file name`}`);
  const id = [rule ?? []].flat().at(-1);
  if (id !== undefined && claim !== undefined) throw new UsageError('--rule and --claim cannot be used together');
  if (at !== undefined && id === undefined && claim === undefined) throw new UsageError('--at needs --rule, the rule whose benchmark is run there, or --claim growth');
  if (at === undefined && claim !== undefined) throw new UsageError('--claim needs --at: the place of the function');
  if (at === undefined && id !== undefined) throw new UsageError('--rule needs --at: the place at which its benchmark is run');
  if (at !== undefined && ids.length > 0) throw new UsageError('--at measures a place: give no ids beside it');
  return { kind: 'bench', ids, at: at === undefined ? undefined : claim === undefined ? { place: at, rule: id! } : { place: at, claim }, save, compare, benchmark: benchmarkOf(options), config: configOf(options), cache: cacheOf(options), ...shownAs(options) };
}

function baselineRequest(paths: string[], options: ParsedOptions): BaselineRequest {
  const { prune = false, severity, confidence, rule = [] } = options;
  return { kind: 'baseline', paths, config: configOf(options), baseline: baselineOf(options) || undefined, prune, severity, confidence, rules: [rule].flat(), cache: cacheOf(options) };
}

function explainRequest([subject = '', ...paths]: string[], options: ParsedOptions): ExplainRequest {
  return { kind: 'explain', subject, paths, config: configOf(options), cache: cacheOf(options), ...shownAs(options) };
}

function doctorRequest(paths: string[], options: ParsedOptions): DoctorRequest {
  return { kind: 'doctor', paths, config: configOf(options), verbose: options.verbose ?? false, ...shownAs(options) };
}

function schemaRequest(paths: string[], options: ParsedOptions): SchemaRequest {
  if (options.statsFrom === '') throw new UsageError('--stats-from: must be the URL of a server');
  return { kind: 'schema', paths, statsFrom: options.statsFrom, config: configOf(options), cache: cacheOf(options), ...shownAs(options) };
}

function mergeRequest(files: string[], options: ParsedOptions, formatNames: readonly string[]): MergeRequest {
  return { kind: 'merge', files, outputs: outputsOf(options, formatNames), maxWarnings: maxWarningsOf(options), quiet: options.quiet ?? false, color: options.color ?? true };
}

function fixRequest(ids: string[], options: ParsedOptions): FixRequest {
  return { kind: 'fix', ids, dryRun: options.dryRun ?? false, config: configOf(options) };
}

function initRequest([folder]: string[], { dryRun = false, color = true }: ParsedOptions): InitRequest {
  return { kind: 'init', folder, dryRun, color };
}

function printConfigRequest([file = '']: string[], options: ParsedOptions): PrintConfigRequest {
  return { kind: 'print-config', file, config: configOf(options) };
}
