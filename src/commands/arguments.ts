import { existsSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { hint, list } from '../config/words.ts';
import type { Confidence, Severity } from '../findings/types.ts';
import { shownUrl } from '../database/planner/url.ts';
import { capital } from '../report/text.ts';
import { UsageError } from '../source/errors.ts';
import { commands, EXIT_CODES, globalOptions } from './options.ts';
import type { CommandSpec, OptionSpec } from './options.ts';

/** A format and where its report goes. */
export interface Output {
  format: string;
  /** Path relative to the working directory; undefined: standard output. */
  file: string | undefined;
}

/** What the command line asks for. */
export type Request = { kind: 'version' } | { kind: 'help'; text: string } | { kind: 'usage'; message: string; help: string } | ScanRequest | BenchRequest | ExplainRequest | BaselineRequest | DoctorRequest | SchemaRequest | FixRequest | MergeRequest | InitRequest | PrintConfigRequest | ReportRequest | SloRequest;

export interface ScanRequest {
  kind: 'scan';
  paths: string[];
  outputs: Output[];
  config: string | false | undefined;
  /** With `text` the content is still to be read from standard input. */
  scope: { kind: 'staged' | 'changed' } | { kind: 'since'; ref: string } | { kind: 'text'; file: string } | { kind: 'package'; name: string } | undefined;
  baseline: string | false | undefined;
  /** Where what is known is kept between runs: the usual place, a folder, or nowhere. */
  cache: string | boolean;
  watch: boolean;
  /** Findings leave the exit code at 0. */
  exitZero: boolean;
  maxWarnings: number | undefined;
  quiet: boolean;
  severity: Severity | undefined;
  confidence: Confidence | undefined;
  rules: string[];
  stats: boolean;
  types: boolean;
  /** The planner to ask; undefined: none. */
  db: DatabaseRequest | undefined;
  /** The files of evidence to join; undefined: none. */
  evidence: EvidenceRequest | undefined;
  /** The benchmarks to run; undefined: none. */
  confirm: BenchmarkRequest | undefined;
  color: boolean;
}

/** What runtime files are joined, and how. */
export interface EvidenceRequest {
  /** Files, folders and patterns, relative to the working directory. */
  files: readonly string[];
  /** `FROM=TO`: where a folder of the machine that was measured lies below the root. */
  pathMaps: readonly string[];
  /** What evidence alone tells of makes the exit code 1. */
  failOnObserved: boolean;
}

/** What a benchmark may take, and where its statements go. */
export interface BenchmarkRequest {
  /** A server for statements, in schemas that the run makes and drops; undefined: the embedded PostgreSQL. */
  url: string | undefined;
  /** Milliseconds of a round trip, for the estimate that is shown. */
  rtt: number | undefined;
  /** Rows of the largest table on which an index is measured. */
  rows: number | undefined;
  /** Seconds for each benchmark. */
  budget: number | undefined;
}

export interface DatabaseRequest {
  /** Of a server or a file; undefined: the one that the environment or the config names, else an embedded database. */
  url: string | undefined;
  /** A file of statistics, relative to the working directory. */
  statistics: string | undefined;
  /** A planner that cannot be asked is an error. */
  strict: boolean;
}

export interface BenchRequest {
  kind: 'bench';
  ids: string[];
  /** A place, with a rule or a claim. */
  at: { place: string; rule: string } | { place: string; claim: string } | undefined;
  save: string | undefined;
  compare: string | undefined;
  benchmark: BenchmarkRequest;
  config: string | false | undefined;
  cache: string | boolean;
  json: boolean;
  color: boolean;
}

export interface ExplainRequest {
  kind: 'explain';
  /** A rule, or an id. */
  subject: string;
  paths: string[];
  config: string | false | undefined;
  cache: string | boolean;
  json: boolean;
  color: boolean;
}

export interface BaselineRequest {
  kind: 'baseline';
  paths: string[];
  config: string | false | undefined;
  baseline: string | undefined;
  prune: boolean;
  severity: Severity | undefined;
  confidence: Confidence | undefined;
  rules: string[];
  cache: string | boolean;
}

export interface DoctorRequest {
  kind: 'doctor';
  paths: string[];
  config: string | false | undefined;
  json: boolean;
  verbose: boolean;
  color: boolean;
}

export interface SchemaRequest {
  kind: 'schema';
  paths: string[];
  /** A server whose statistics are printed in place of the schema. */
  statsFrom: string | undefined;
  config: string | false | undefined;
  cache: string | boolean;
  json: boolean;
  color: boolean;
}

export interface MergeRequest {
  kind: 'merge';
  files: string[];
  outputs: Output[];
  maxWarnings: number | undefined;
  quiet: boolean;
  color: boolean;
}

/** A scan whose findings are written as a performance report. */
export interface ReportRequest extends Pick<ScanRequest, 'paths' | 'config' | 'baseline' | 'cache' | 'severity' | 'confidence' | 'rules' | 'types' | 'db' | 'evidence' | 'confirm'> {
  kind: 'report';
  format: 'html' | 'markdown';
  /** Path relative to the working directory; undefined: standard output. */
  output: string | undefined;
  performance: { bench: string | undefined; compare: string | undefined; levels: string | undefined };
}

export interface SloRequest {
  kind: 'slo';
  evidence: string[];
  /** Files, relative to the working directory. */
  baseline: string | undefined;
  save: string | undefined;
  config: string | false | undefined;
  json: boolean;
  color: boolean;
}

export interface InitRequest {
  kind: 'init';
  folder: string | undefined;
  dryRun: boolean;
  color: boolean;
}

export interface PrintConfigRequest {
  kind: 'print-config';
  file: string;
  config: string | false | undefined;
}

export interface FixRequest {
  kind: 'fix';
  ids: string[];
  dryRun: boolean;
  config: string | false | undefined;
}

/** The command line that lists a command's options. */
function helpOf({ name }: CommandSpec): string {
  return name === commands[0].name ? 'perf-lint --help' : `perf-lint ${name} --help`;
}

/** Understands the arguments after `node cli.js`; prints nothing and never ends the process. */
export function parseArguments(argv: readonly string[], formatNames: readonly string[]): Request {
  const { command, rest, misspelt } = splitCommand(argv);
  if (misspelt !== undefined) return { kind: 'usage', message: misspelt, help: helpOf(command) };
  let help = '';
  const parser = new Command(`perf-lint ${command.name}`)
    .description(capital(command.description))
    .helpOption('--help', optionText('--help'))
    .exitOverride()
    .configureOutput({ writeOut: (text) => (help += text), writeErr: () => undefined })
    .addHelpText('after', otherCommands(command))
    .addHelpText('after', `\nExit codes:\n${EXIT_CODES.map(([code, when]) => `  ${code}  ${when}`).join('\n')}`);
  if (command.arguments !== '') parser.arguments(command.arguments);
  for (const option of [...command.options, ...globalOptions.filter(({ flags }) => flags !== '--help')]) parser.addOption(commanderOption(option));
  try {
    const { bare, values } = takeInline(rest, command.options);
    parser.parse(bare, { from: 'user' });
    const options: ParsedOptions = { ...parser.opts<ParsedOptions>(), inline: values };
    if (options.version) return { kind: 'version' };
    // What a variable without a value leaves behind would name the working directory.
    if (parser.args.includes('')) throw new UsageError(`an argument is empty: ${parser.args.map((one) => JSON.stringify(one)).join(' ')}`);
    if (command.name === 'fix') return { kind: 'fix', ids: parser.args, dryRun: options.dryRun ?? false, config: configOf(options) };
    if (command.name === 'merge') return mergeRequest(parser.args, options, formatNames);
    if (command.name === 'init') return { kind: 'init', folder: parser.args[0], dryRun: options.dryRun ?? false, color: options.color ?? true };
    if (command.name === 'print-config') return { kind: 'print-config', file: parser.args[0] ?? '', config: configOf(options) };
    if (command.name === 'doctor') return doctorRequest(parser.args, options);
    if (command.name === 'schema') return schemaRequest(parser.args, options);
    if (command.name === 'report') return reportRequest(parser.args, options);
    if (command.name === 'slo') return sloRequest(options);
    if (command.name === 'bench') return benchRequest(parser.args, options);
    if (command.name === 'baseline') return baselineRequest(parser.args, options);
    return command.name === 'explain' ? explainRequest(parser.args, options) : scanRequest(parser.args, options, formatNames);
  } catch (error) {
    if (error instanceof UsageError) return { kind: 'usage', message: error.message, help: helpOf(command) };
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: 'help', text: help };
    return { kind: 'usage', message: error.message.replace(/^error: /, '').replaceAll('\n', ' '), help: helpOf(command) };
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
  const { evidence = [], save, format, color = true } = options;
  if (evidence.includes('') || save === '') throw new UsageError(`--${save === '' ? 'save' : 'evidence'}: must be a file name`);
  return { kind: 'slo', evidence, baseline: baselineOf(options) || undefined, save, config: configOf(options), json: format === 'json', color };
}

function databaseOf({ db, dbStats, dbStrict = false, inline }: ParsedOptions): DatabaseRequest | undefined {
  const url = inline.get('--db');
  if (!db) {
    if (dbStats !== undefined) throw new UsageError('--db-stats needs --db');
    if (dbStrict) throw new UsageError('--db-strict needs --db');
    return undefined;
  }
  if (url === '') throw new UsageError('--db=: a URL must follow the "="; --db alone asks an embedded database');
  if (dbStats === '') throw new UsageError('--db-stats: must be a file name');
  return { url, statistics: dbStats, strict: dbStrict };
}

function evidenceOf({ evidence = [], pathMap = [], failOn }: ParsedOptions): EvidenceRequest | undefined {
  if (evidence.includes('')) throw new UsageError('--evidence: must be a file, a folder or a pattern');
  if (evidence.length > 0) return { files: evidence, pathMaps: pathMap, failOnObserved: failOn === 'observed' };
  if (pathMap.length > 0) throw new UsageError('--path-map needs --evidence');
  if (failOn !== undefined) throw new UsageError('--fail-on needs --evidence');
  return undefined;
}

function confirmOf(options: ParsedOptions): BenchmarkRequest | undefined {
  if (options.confirm) return benchmarkOf(options);
  if (options.benchDb !== undefined) throw new UsageError('--bench-db needs --confirm');
  if (options.rtt !== undefined) throw new UsageError('--rtt needs --confirm');
  if (options.rows !== undefined) throw new UsageError('--rows needs --confirm');
  return undefined;
}

/** More rows than these in an engine that each process holds by itself take more memory than a laptop has. */
const MOST_EMBEDDED_ROWS = 100_000;

function benchmarkOf({ benchDb, rtt, budget, rows }: ParsedOptions): BenchmarkRequest {
  if (benchDb !== undefined && !/^postgres(?:ql)?:\/\//i.test(benchDb)) throw new UsageError(`--bench-db ${shownUrl(benchDb)}: must be the URL of a PostgreSQL server (postgres://user:password@host:5432/database)`);
  const most = positive('--rows', rows);
  if (most !== undefined && !Number.isInteger(most)) throw new UsageError(`--rows ${rows}: must be a whole number`);
  if (most !== undefined && most > MOST_EMBEDDED_ROWS && benchDb === undefined) throw new UsageError(`--rows ${rows}: more than ${MOST_EMBEDDED_ROWS} rows need a server (--bench-db)`);
  return { url: benchDb, rtt: positive('--rtt', rtt), rows: most, budget: positive('--budget', budget) };
}

function benchRequest(ids: string[], options: ParsedOptions): BenchRequest {
  const { at, rule, claim, save, compare, format, color = true } = options;
  if (at === '' || save === '' || compare === '') throw new UsageError(`${at === '' ? '--at: must be FILE:LINE' : `--${save === '' ? 'save' : 'compare'}: must be a file name`}`);
  const id = [rule ?? []].flat().at(-1);
  if (id !== undefined && claim !== undefined) throw new UsageError('--rule and --claim cannot be used together');
  if (at !== undefined && id === undefined && claim === undefined) throw new UsageError('--at needs --rule, the rule whose benchmark is run there, or --claim growth');
  if (at === undefined && claim !== undefined) throw new UsageError('--claim needs --at: the place of the function');
  if (at === undefined && id !== undefined) throw new UsageError('--rule needs --at: the place at which its benchmark is run');
  if (at !== undefined && ids.length > 0) throw new UsageError('--at measures a place: give no ids beside it');
  return { kind: 'bench', ids, at: at === undefined ? undefined : claim === undefined ? { place: at, rule: id! } : { place: at, claim }, save, compare, benchmark: benchmarkOf(options), config: configOf(options), cache: cacheOf(options), json: format === 'json', color };
}

const FLAGS = { staged: '--staged', changed: '--changed', since: '--since', stdin: '--stdin', watch: '--watch', workspace: '--workspace', confirm: '--confirm' } as const;

/** Options that ask for different things. */
const APART: readonly (readonly [keyof typeof FLAGS, keyof typeof FLAGS])[] = [
  ['staged', 'changed'],
  ['staged', 'since'],
  ['staged', 'stdin'],
  ['changed', 'since'],
  ['changed', 'stdin'],
  ['since', 'stdin'],
  ['watch', 'staged'],
  ['watch', 'stdin'],
  ['workspace', 'staged'],
  ['workspace', 'changed'],
  ['workspace', 'since'],
  ['workspace', 'stdin'],
  ['workspace', 'watch'],
  ['watch', 'confirm'],
];

function checkCombination(options: ParsedOptions): void {
  const both = APART.find(([one, other]) => options[one] !== undefined && options[other] !== undefined);
  if (both) throw new UsageError(`${FLAGS[both[0]]} and ${FLAGS[both[1]]} cannot be used together`);
  if (options.stdin && !options.stdinFilename) throw new UsageError('--stdin needs --stdin-filename: the file that the text stands for');
  if (options.stdinFilename !== undefined && !options.stdin) throw new UsageError('--stdin-filename needs --stdin');
  if (options.workspace === '') throw new UsageError('--workspace: must be the name or the folder of a package');
  if (options.since === '') throw new UsageError('--since: must be a branch, a tag or a commit');
}

function scopeOf({ staged, changed, since, stdin, stdinFilename, workspace }: ParsedOptions): ScanRequest['scope'] {
  if (staged) return { kind: 'staged' };
  if (changed) return { kind: 'changed' };
  if (since !== undefined) return { kind: 'since', ref: since };
  if (workspace !== undefined) return { kind: 'package', name: workspace };
  return stdin && stdinFilename !== undefined ? { kind: 'text', file: stdinFilename } : undefined;
}

function baselineOf({ baseline }: ParsedOptions): string | false | undefined {
  if (baseline === '') throw new UsageError('--baseline: must be a file name');
  return baseline === true ? undefined : baseline;
}

function baselineRequest(paths: string[], options: ParsedOptions): BaselineRequest {
  const { prune = false, severity, confidence, rule = [] } = options;
  return { kind: 'baseline', paths, config: configOf(options), baseline: baselineOf(options) || undefined, prune, severity, confidence, rules: [rule].flat(), cache: cacheOf(options) };
}

function explainRequest([subject = '', ...paths]: string[], options: ParsedOptions): ExplainRequest {
  return { kind: 'explain', subject, paths, config: configOf(options), cache: cacheOf(options), json: options.format === 'json', color: options.color ?? true };
}

function doctorRequest(paths: string[], options: ParsedOptions): DoctorRequest {
  return { kind: 'doctor', paths, config: configOf(options), json: options.format === 'json', verbose: options.verbose ?? false, color: options.color ?? true };
}

function schemaRequest(paths: string[], options: ParsedOptions): SchemaRequest {
  if (options.statsFrom === '') throw new UsageError('--stats-from: must be the URL of a server');
  return { kind: 'schema', paths, statsFrom: options.statsFrom, config: configOf(options), cache: cacheOf(options), json: options.format === 'json', color: options.color ?? true };
}

function cacheOf({ cache = true, cacheDir }: ParsedOptions): string | boolean {
  if (cacheDir === '') throw new UsageError('--cache-dir: must be a folder');
  return cache && (cacheDir ?? true);
}

function maxWarningsOf({ maxWarnings }: ParsedOptions): number | undefined {
  return maxWarnings === undefined ? undefined : wholeNumber('--max-warnings', maxWarnings);
}

function mergeRequest(files: string[], options: ParsedOptions, formatNames: readonly string[]): MergeRequest {
  return { kind: 'merge', files, outputs: outputsOf(options, formatNames), maxWarnings: maxWarningsOf(options), quiet: options.quiet ?? false, color: options.color ?? true };
}

function configOf({ config }: ParsedOptions): string | false | undefined {
  if (config === '') throw new UsageError('--config: must be a file name');
  return config === true ? undefined : config;
}

/** As commander gives them back: names in camel case, `--no-config` as `config: false`. */
interface ParsedOptions {
  /** Values that stood after a `=`, by the flag. */
  inline: ReadonlyMap<string, string>;
  db?: boolean;
  dbStats?: string;
  dbStrict?: boolean;
  evidence?: string[];
  pathMap?: string[];
  failOn?: 'observed';
  confirm?: boolean;
  benchDb?: string;
  rtt?: string;
  rows?: string;
  at?: string;
  claim?: string;
  save?: string;
  bench?: string;
  levels?: string;
  compare?: string;
  budget?: string;
  version?: boolean;
  /** A list where it may repeat. */
  format?: string | string[];
  output?: string;
  config?: string | boolean;
  maxWarnings?: string;
  quiet?: boolean;
  severity?: Severity;
  confidence?: Confidence;
  /** A list where it may repeat. */
  rule?: string | string[];
  stats?: boolean;
  statsFrom?: string;
  types?: boolean;
  dryRun?: boolean;
  staged?: boolean;
  changed?: boolean;
  since?: string;
  baseline?: string | boolean;
  prune?: boolean;
  stdin?: boolean;
  stdinFilename?: string;
  cache?: boolean;
  cacheDir?: string;
  watch?: boolean;
  workspace?: string;
  exitZero?: boolean;
  verbose?: boolean;
  color?: boolean;
}

/**
 * Takes the command's name out of the arguments: the first one that is neither an option nor an option's value, if it
 * names a command. So an option may stand before the command, and a folder is never taken for a value. One that is nearly a command's name,
 * and no file or folder, is misspelt.
 */
function splitCommand(argv: readonly string[]): { command: CommandSpec; rest: readonly string[]; misspelt?: string } {
  const withValue = new Set(commands.flatMap(({ options }) => options.filter(takesValue).map(({ flags }) => flags.split(' ', 1)[0])));
  let index = 0;
  while (index < argv.length && (argv[index] as string).startsWith('-') && argv[index] !== '--') index += withValue.has(argv[index]) ? 2 : 1;
  const word = argv[index];
  const command = commands.find(({ name }) => name === word);
  if (command !== undefined) return { command, rest: argv.toSpliced(index, 1) };
  const meant = word === undefined || !/^[\w-]+$/.test(word) ? '' : hint(word, commands.map(({ name }) => name));
  return { command: commands[0], rest: argv, ...(meant !== '' && !existsSync(word!) && { misspelt: `unknown command ${JSON.stringify(word)}${meant}` }) };
}

/** Takes values that stand after `=` out of the arguments: a flag that has one only there never takes a path for it. */
function takeInline(argv: readonly string[], options: readonly OptionSpec[]): { bare: string[]; values: Map<string, string> } {
  const flags = options.filter(({ inline }) => inline !== undefined).map((option) => option.flags);
  const values = new Map<string, string>();
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length;
  const bare = argv.map((argument, index) => {
    const flag = index < end ? flags.find((one) => argument.startsWith(`${one}=`)) : undefined;
    if (flag !== undefined) values.set(flag, argument.slice(flag.length + 1));
    return flag ?? argument;
  });
  return { bare, values };
}

function otherCommands(command: CommandSpec): string {
  const others = commands.filter((other) => other !== command);
  const width = Math.max(...others.map(({ name, arguments: paths }) => `${name} ${paths}`.length));
  return `\nOther commands (perf-lint COMMAND --help):\n${others.map(({ name, arguments: paths, description }) => `  ${`${name} ${paths}`.padEnd(width)}  ${description}`).join('\n')}`;
}

function takesValue({ flags }: OptionSpec): boolean {
  return flags.includes('<');
}

function commanderOption({ flags, description, choices, repeats, inline }: OptionSpec): Option {
  const option = new Option(flags, description);
  // For the help alone: commander would take what follows for the value.
  if (inline !== undefined) option.flags = `${flags}[=${inline}]`;
  if (choices !== undefined) option.choices([...choices]);
  if (repeats) option.argParser((value: string, previous: string[] | undefined) => [...(previous ?? []), value]);
  return option;
}

function optionText(flags: string): string {
  return globalOptions.find((option) => option.flags === flags)?.description ?? '';
}

function outputsOf({ format = 'stylish', output }: ParsedOptions, formatNames: readonly string[]): Output[] {
  const outputs = [format].flat().map((value): Output => {
    const split = value.indexOf('=');
    const name = split === -1 ? value : value.slice(0, split);
    if (!formatNames.includes(name)) {
      throw new UsageError(`--format ${value}: no such format ${JSON.stringify(name)}${hint(name, formatNames)}; it must be ${list(formatNames)}`);
    }
    if (split !== -1 && split === value.length - 1) throw new UsageError(`--format ${value}: a file name must follow the "="`);
    return { format: name, file: split === -1 ? undefined : value.slice(split + 1) };
  });
  const withoutFile = outputs.filter(({ file }) => file === undefined);
  if (withoutFile.length > 1) throw new UsageError('--format: only one report can go to one place; give the others a file: --format json=report.json');
  if (output === undefined) return distinct(outputs);
  if (output === '') throw new UsageError('--output: must be a file name');
  if (withoutFile.length === 0) throw new UsageError(`--output ${output}: every --format has a file already`);
  return distinct(outputs.map(({ format: name, file }) => ({ format: name, file: file ?? output })));
}

function distinct(outputs: Output[]): Output[] {
  const files = outputs.map(({ file }) => file);
  const twice = files.find((file, index) => files.indexOf(file) < index);
  if (twice !== undefined) throw new UsageError(`--format: two reports would go to ${twice}; give each a file of its own`);
  return outputs;
}

function wholeNumber(flag: string, value: string): number {
  if (!/^\d+$/.test(value)) throw new UsageError(`${flag} ${value}: must be a whole number, 0 or more`);
  return Number(value);
}

/** A number above 0, such as `0.5`. */
function positive(flag: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d+(?:\.\d+)?$/.test(value) || Number(value) === 0) throw new UsageError(`${flag} ${value}: must be a number above 0`);
  return Number(value);
}
