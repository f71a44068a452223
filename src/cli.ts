import nodeModule from 'node:module';
import { setFlagsFromString } from 'node:v8';
import pkg from '../package.json' with { type: 'json' };
import type { BaselineRequest, BenchRequest, DoctorRequest, ExplainRequest, FixRequest, InitRequest, LoadtestRequest, MergeRequest, Output, PrintConfigRequest, ProfileRequest, ReportRequest, ScanRequest, SchemaRequest, SloRequest } from './commands/requests.ts';
import type { ScanOptions, ScanResult } from './commands/scan.ts';
import type { InternalError } from './project/check.ts';
import type { Report, RuleDescription } from './report/types.ts';
import type { Files } from './source/types.ts';

const NODE_MAJOR = process.versions.node.split('.', 1)[0]!;
/** Columns of a report that goes to no terminal. */
const DEFAULT_WIDTH = 120;
/** Internal errors of one rule that are printed; the rest is counted. */
const MAX_INTERNAL_ERRORS = 5;

/**
 * V8's flags for a process that ends after seconds, by Node's major version. It waits longer before it optimises a function: else a
 * run spends up to a third of its CPU time on optimised code that it hardly uses. Node 24 takes half a gigabyte for a moment to optimise the
 * grammar of SQL, which is one large function of WebAssembly. The threads that collect young garbage in Node 20 take up to a twelfth
 * more CPU time than one, and save nothing by the clock. A version that is not listed keeps its defaults.
 */
const V8_FLAGS: Readonly<Record<string, readonly string[]>> = {
  20: ['--interrupt-budget=1000000', '--no-parallel-scavenge'],
  22: ['--invocation-count-for-turbofan=60000'],
  24: ['--invocation-count-for-turbofan=60000', '--no-wasm-tier-up', '--no-wasm-dynamic-tiering'],
};

/**
 * Megabytes at which a half of V8's young generation grows no more in a large project, by Node's major version: Node 24 would let it
 * have 64. Two such halves take a sixth of all memory there and save no time; a small project would pay for smaller ones with a
 * twentieth of its CPU time, and has no need of them.
 */
const YOUNG_GENERATION: Readonly<Record<string, number>> = { 24: 16 };
/** Files of a large project. */
const LARGE = 4000;
/** Megabytes of garbage and of what is needed from which a large project is worth a collection between two stages: a warm run has less. */
const WORTH_COLLECTING = 200;

/** Runs one command line and gives its exit code. What a command needs is loaded when it runs, so that `--version` starts at once. */
async function main(argv: readonly string[]): Promise<number> {
  if (argv.length === 1 && argv[0] === '--version') return print(`${pkg.version}\n`);
  // From Node 22.8 on, what was compiled is kept for the next run: https://nodejs.org/api/module.html#moduleenablecompilecachecachedir
  (nodeModule as { enableCompileCache?: () => unknown }).enableCompileCache?.();
  for (const flag of V8_FLAGS[NODE_MAJOR] ?? []) setFlagsFromString(flag);
  const [{ parseArguments }, { formats }] = await Promise.all([import('./commands/arguments.ts'), import('./report/index.ts')]);
  const request = parseArguments(argv, Object.keys(formats));
  switch (request.kind) {
    case 'version':
      return print(`${pkg.version}\n`);
    case 'help':
      return print(request.text);
    case 'usage':
      complain(`${request.message} (${request.help} lists the options)`);
      return 2;
    case 'scan':
      return request.watch ? runWatch(request) : runScan(request);
    case 'baseline':
      return runBaseline(request);
    case 'bench':
      return runBench(request);
    case 'report':
      return runReport(request);
    case 'explain':
      return runExplain(request);
    case 'doctor':
      return runDoctor(request);
    case 'schema':
      return runSchema(request);
    case 'fix':
      return runFix(request);
    case 'merge':
      return runMerge(request);
    case 'init':
      return runInit(request);
    case 'slo':
      return runSlo(request);
    case 'profile':
      return runProfile(request);
    case 'loadtest':
      return runLoadtest(request);
    case 'print-config':
      return runPrintConfig(request);
  }
}

async function runScan(request: ScanRequest): Promise<number> {
  const result = request.confirm ? await interruptible((signal) => scanOnce(request, { signal })) : await scanOnce(request);
  if (result === undefined) return INTERRUPTED;
  await writeReports(request, result);
  return result.exitCode;
}

/** What a command asks of a scan. */
type ScanAsked = Partial<Omit<ScanRequest, 'kind'>> & Pick<Partial<ReportRequest>, 'performance'>;

/** Scans, and says on standard error what stands beside the report. */
async function scanOnce({ paths, outputs = [], config, rules, severity, confidence, quiet, maxWarnings, stats, types, db, evidence, confirm, performance, baseline, cache, exitZero, scope: asked }: ScanAsked, { files, standing, signal }: Pick<ScanOptions, 'files' | 'standing' | 'signal'> = {}): Promise<ScanResult> {
  const scope = asked?.kind === 'text' ? { ...asked, content: await standardInput() } : asked;
  const suggestions = performance !== undefined || outputs.some(({ format }) => format === 'json' || format === 'html');
  const options = { paths, config, rules, severity, confidence, quiet, maxWarnings, stats, types, db, evidence, confirm, performance: performance ?? (outputs.some(({ format }) => format === 'html') ? {} : undefined), signal, suggestions, baseline, cache, exitZero, scope, standing, ...(files && { files }) };
  // Git works while the rest is loaded.
  const git = scope?.kind === 'staged' ? (await import('./commands/git-ahead.ts')).gitAhead(scope, paths ?? []) : undefined;
  const { scannedBefore } = await import('./commands/last-run.ts');
  const result = scannedBefore(options) ?? (await scanAnew(options, git));
  for (const note of result.notes) complain(note);
  for (const line of internalErrorLines(result.internalErrors)) complain(line);
  return result;
}

async function scanAnew(options: ScanOptions, asked: Promise<ScanOptions['git']> | undefined): Promise<ScanResult> {
  const [{ scan }, { engine }, git] = await Promise.all([import('./commands/scan.ts'), import('./project/engine.ts'), asked]);
  const bar = process.stderr.isTTY ? (await import('./commands/progress.ts')).progressBar(process.stderr) : undefined;
  const most = YOUNG_GENERATION[NODE_MAJOR];
  const limit = most === undefined ? undefined : (await import('./commands/young-generation.ts')).youngGenerationLimit(most);
  const { collectGarbage } = await import('./commands/garbage.ts');
  const onProgress: typeof options.onProgress = (progress) => {
    if (progress.total >= LARGE) {
      limit?.();
      if (progress.done === progress.total) collectGarbage(WORTH_COLLECTING);
    }
    bar?.update(progress);
  };
  try {
    return await scan({ ...options, git, onProgress }, engine);
  } finally {
    bar?.stop();
  }
}

/** As a shell tells of a program that Ctrl-C ended. */
const INTERRUPTED = 130;

/** Runs what leaves something behind unless it is ended in order; undefined when Ctrl-C ended it. */
async function interruptible<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
  const stop = new AbortController();
  const onSignal = (): void => stop.abort(new Error('interrupted'));
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, onSignal);
  try {
    return await run(stop.signal);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    complain('interrupted: nothing was kept');
    return undefined;
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM']) process.removeListener(signal, onSignal);
  }
}

async function runBench({ ids, at, save, compare, benchmark, config, cache, json, color }: BenchRequest): Promise<number> {
  const [{ bench }, { engine }, { benchJson, benchText }] = await Promise.all([import('./commands/bench.ts'), import('./project/engine.ts'), import('./report/bench.ts')]);
  const bar = process.stderr.isTTY ? (await import('./commands/progress.ts')).progressBar(process.stderr) : undefined;
  try {
    const result = await interruptible((signal) => bench({ ids, at, save, compare, ...benchmark, config, cache, signal, onProgress: bar?.update }, engine));
    bar?.stop();
    if (result === undefined) return INTERRUPTED;
    const { notes, ...report } = result;
    for (const note of notes) complain(note);
    return print(json ? benchJson(report) : benchText(report, { colors: color && wantsColors() }));
  } finally {
    bar?.stop();
  }
}

async function runReport({ format, output, ...request }: ReportRequest): Promise<number> {
  const result = await interruptible((signal) => scanOnce(request, { signal }));
  if (result === undefined) return INTERRUPTED;
  const [{ performanceText }, { saveReport }, { repositoryOf }] = await Promise.all([import('./report/performance/index.ts'), import('./commands/output.ts'), import('./commands/repository.ts')]);
  const text = await performanceText(format, result, { version: pkg.version, ...repositoryOf(result.root, process.env), read: result.read });
  if (output === undefined) print(text);
  else saveReport(output, text);
  return result.internalErrors.length > 0 ? 2 : 0;
}

async function standardInput(): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** Scans until Ctrl-C. An error of the user's, such as a config that is being edited, ends the first scan only. */
async function runWatch(request: ScanRequest): Promise<number> {
  const [{ watch, watchedBeside }, { Standing }, { expectedError }] = await Promise.all([import('./commands/watch.ts'), import('./project/standing.ts'), import('./commands/errors.ts')]);
  const stop = new AbortController();
  let last: { code: number; findings: string } | undefined;
  const standing = new Standing();
  const rescan = async (files: Files): Promise<readonly string[]> => {
    try {
      const result = await scanOnce(request, { files, standing });
      const beside = watchedBeside(request.scope, result);
      const findings = JSON.stringify([result.findings, result.skipped]);
      if (findings === last?.findings) complain('files changed; the findings are the same');
      else await writeReports(request, result);
      last = { code: result.exitCode, findings };
      // The first scan ends as any command does.
      for (const signal of ['SIGINT', 'SIGTERM']) if (process.listenerCount(signal) === 0) process.once(signal, () => stop.abort());
      return beside;
    } catch (error) {
      const lines = expectedError(error);
      if (lines === undefined || last === undefined) throw error;
      for (const line of lines) complain(line);
      last = { code: 2, findings: '' };
      return [];
    }
  };
  await watch(rescan, (count) => complain(`watching ${count} files and folders; Ctrl-C ends`), stop.signal);
  return last?.code ?? 0;
}

async function runBaseline({ paths, config, baseline, prune, severity, confidence, rules, cache }: BaselineRequest): Promise<number> {
  const [{ writeBaseline }, { engine }] = await Promise.all([import('./commands/baseline.ts'), import('./project/engine.ts')]);
  const { name, count, added, removed, notes, internalErrors } = writeBaseline({ paths, config, baseline, prune, severity, confidence, rules, cache }, engine);
  for (const note of notes) complain(note);
  for (const line of internalErrorLines(internalErrors)) complain(line);
  if (internalErrors.length > 0) return 2;
  return print(`${name}: ${count} accepted; ${added} of them new, ${removed} gone.\n`);
}

async function runExplain({ subject, paths, config, cache, json, color }: ExplainRequest): Promise<number> {
  const [{ explain }, { engine }, { explainJson, explainText }, { fileReader }] = await Promise.all([
    import('./commands/explain.ts'),
    import('./project/engine.ts'),
    import('./report/explain.ts'),
    import('./commands/output.ts'),
  ]);
  const { explanation, root, notes } = await explain(subject, { paths, config, cache }, engine);
  for (const note of notes) complain(note);
  if (json) return print(explainJson(explanation));
  return print(explainText(explanation, { colors: color && wantsColors(), width: process.stdout.columns ?? DEFAULT_WIDTH, read: root === undefined ? () => undefined : fileReader(root) }));
}

async function runDoctor({ paths, config, json, verbose, color }: DoctorRequest): Promise<number> {
  const [{ doctor }, { engine }, { doctorJson, doctorText }] = await Promise.all([import('./commands/doctor.ts'), import('./project/engine.ts'), import('./report/doctor.ts')]);
  const checkup = await doctor({ paths, config }, engine);
  for (const note of checkup.notes) complain(note);
  return print(json ? doctorJson(checkup) : doctorText(checkup, { colors: color && wantsColors(), verbose }));
}

async function runSlo({ evidence, baseline, save, config, json, color }: SloRequest): Promise<number> {
  const [{ slo }, { engine }, { sloJson, sloText }] = await Promise.all([import('./commands/slo.ts'), import('./project/engine.ts'), import('./report/slo.ts')]);
  const { levels, notes } = await slo({ evidence, baseline, save, config }, engine);
  for (const note of notes) complain(note);
  print(json ? sloJson(levels) : sloText(levels, { colors: color && wantsColors() }));
  return levels.some(({ status }) => status === 'fail') ? 1 : 0;
}

async function runProfile({ command, folder, duration, beside, pathMaps, outputs, config, rules, severity, confidence, baseline, cache, color }: ProfileRequest): Promise<number> {
  const { profile } = await import('./commands/profile.ts');
  let stop: (signal: NodeJS.Signals) => void = () => undefined;
  const onSignal = (signal: NodeJS.Signals): void => stop(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, onSignal);
  let recorded;
  try {
    recorded = await profile({ command, folder, duration, beside, onStart: (given) => (stop = given), onError: (text) => process.stderr.write(text) });
  } finally {
    for (const signal of signals) process.removeListener(signal, onSignal);
  }
  for (const note of recorded.notes) complain(note);
  const result = await scanOnce({ outputs, config, rules, severity, confidence, baseline, cache, evidence: { files: [recorded.folder], pathMaps, failOnObserved: false } });
  await writeReports({ outputs, color }, result);
  return result.exitCode;
}

async function runLoadtest({ color, ...asked }: LoadtestRequest): Promise<number> {
  const [{ loadtest }, { engine }, { loadtestText }] = await Promise.all([import('./commands/loadtest.ts'), import('./project/engine.ts'), import('./report/loadtest.ts')]);
  const result = await interruptible((signal) => loadtest({ ...asked, signal, onProgress: complain }, engine));
  if (result === undefined) return INTERRUPTED;
  for (const note of result.notes) complain(note);
  if (result.kind === 'measured') return print(loadtestText(result.test, result.file, { colors: color && wantsColors() }));
  return result.file === undefined ? print(result.script) : 0;
}

async function runSchema({ paths, statsFrom, config, cache, json, color }: SchemaRequest): Promise<number> {
  if (statsFrom !== undefined) return print(await (await import('./commands/plans.ts')).statisticsFrom(statsFrom, process.cwd()));
  const [{ schema }, { engine }, { schemaJson, schemaText }] = await Promise.all([import('./commands/schema.ts'), import('./project/engine.ts'), import('./report/schema.ts')]);
  const { report, notes } = schema({ paths, config, cache }, engine);
  for (const note of notes) complain(note);
  return print(json ? schemaJson(report) : schemaText(report, { colors: color && wantsColors() }));
}

async function runFix({ ids, dryRun, config }: FixRequest): Promise<number> {
  const [{ fix }, { engine }, { fixText }] = await Promise.all([import('./commands/fix.ts'), import('./project/engine.ts'), import('./report/fix.ts')]);
  const report = await fix(ids, { dryRun, config }, engine);
  for (const note of report.notes) complain(note);
  return print(fixText(report));
}

async function runMerge({ files, outputs, maxWarnings, quiet, color }: MergeRequest): Promise<number> {
  const { merge } = await import('./commands/merge.ts');
  const result = merge({ files, maxWarnings, quiet });
  await writeReports({ outputs, color }, result);
  return result.exitCode;
}

async function runInit({ folder, dryRun, color }: InitRequest): Promise<number> {
  const [{ init }, { engine }, { initText }] = await Promise.all([import('./commands/init.ts'), import('./project/engine.ts'), import('./report/init.ts')]);
  return print(initText(init({ folder, dryRun }, engine), { colors: color && wantsColors() }));
}

async function runPrintConfig({ file, config }: PrintConfigRequest): Promise<number> {
  const [{ printConfig }, { engine }] = await Promise.all([import('./commands/print-config.ts'), import('./project/engine.ts')]);
  const { printed, notes } = printConfig(file, { config }, engine);
  for (const note of notes) complain(note);
  return print(`${JSON.stringify(printed, null, 2)}\n`);
}

async function writeReports({ outputs, color }: { outputs: readonly Output[]; color: boolean }, result: Pick<ScanResult, keyof Report | 'read'>): Promise<void> {
  const [{ formats, DESCRIBING_RULES }, { saveReport }, { repositoryOf }] = await Promise.all([import('./report/index.ts'), import('./commands/output.ts'), import('./commands/repository.ts')]);
  const rules = outputs.some(({ format }) => DESCRIBING_RULES.has(format)) ? await ruleDescriptions() : undefined;
  const repository = repositoryOf(result.root, process.env);
  for (const { format, file } of outputs) {
    const render = formats[format as keyof typeof formats];
    const text = await render(result, {
      version: pkg.version,
      ...repository,
      rules: () => rules ?? notDescribed(format),
      read: result.read,
      colors: file === undefined && color && wantsColors(),
      width: (file === undefined ? process.stdout.columns : undefined) ?? DEFAULT_WIDTH,
    });
    if (file === undefined) print(text);
    else saveReport(file, text);
  }
}

function notDescribed(format: string): never {
  throw new Error(`the format ${format} describes the rules, and is not listed among those that do`);
}

async function ruleDescriptions(): Promise<readonly RuleDescription[]> {
  const [{ describeRules }, { engine }] = await Promise.all([import('./commands/rule-pages.ts'), import('./project/engine.ts')]);
  return describeRules(engine.rules);
}

/** https://no-color.org; FORCE_COLOR as Node reads it. */
function wantsColors(): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return process.stdout.isTTY === true && TERM !== 'dumb';
}

function internalErrorLines(errors: readonly InternalError[]): string[] {
  const lines = errors
    .slice(0, MAX_INTERNAL_ERRORS)
    .map(({ rule, file, message, at }) => `internal error: rule ${rule} failed on ${file}: ${message}${at === '' ? '' : ` (at ${at})`}`);
  const rest = errors.length - lines.length;
  return rest > 0 ? [...lines, `internal error: ${rest} more like these`] : lines;
}

function print(text: string): 0 {
  process.stdout.write(text);
  return 0;
}

function complain(line: string): void {
  process.stderr.write(`perf-lint: ${line}\n`);
}

/** A reader that stops reading, such as `head`, is no failure. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const { expectedError } = await import('./commands/errors.ts');
  const lines = expectedError(error) ?? [`internal error: ${error instanceof Error ? error.stack : String(error)}`];
  for (const line of lines) complain(line);
  process.exitCode = 2;
}
