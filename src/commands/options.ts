import { LEVELS } from '../config/types.ts';
import { CONFIDENCES, SEVERITIES } from '../findings/levels.ts';
import { formats } from '../report/index.ts';
import { capital } from '../report/text.ts';
import type { CommandName } from './requests.ts';

/** One option of the command line: `--help` and docs/cli.md are both made from these tables. */
export interface OptionSpec {
  /** As commander reads it: `--name <VALUE>`; a value is always required, so that no path is taken for one. */
  flags: string;
  description: string;
  /** Allowed values. */
  choices?: readonly string[];
  /** It may be given several times. */
  repeats?: true;
  /** A value that may follow after `=`, and only there: `--db=URL`. */
  inline?: string;
}

export interface CommandSpec {
  name: CommandName;
  arguments: string;
  description: string;
  options: readonly OptionSpec[];
  /** Paragraphs for docs/cli.md that `--help` has no room for. */
  details?: readonly string[];
}

const CONFIG: readonly OptionSpec[] = [
  { flags: '--config <FILE>', description: 'use this config file' },
  { flags: '--no-config', description: 'use no config file' },
];
const CACHE: readonly OptionSpec[] = [
  { flags: '--no-cache', description: 'read and keep nothing between runs' },
  { flags: '--cache-dir <D>', description: 'folder for what is kept between runs (default: node_modules/.cache/perf-lint in the root, else in the user’s folder for caches)' },
];
const DATABASE: readonly OptionSpec[] = [
  {
    flags: '--db',
    inline: 'URL',
    description: 'ask a query planner about the findings on queries: an embedded PostgreSQL or SQLite that is made from the schema, or the server of a URL (postgres://, mysql://, sqlite:FILE; also in PERF_LINT_DATABASE_URL and in the config). Nothing is run, and nothing is changed',
  },
  { flags: '--db-stats <FILE>', description: 'table sizes and distinct values for the embedded planner, as `perf-lint schema --stats-from URL` writes them (default: sizes of the config, else assumed ones)' },
  { flags: '--db-strict', description: 'exit with 2 when the planner cannot be asked' },
];
const BENCHMARKS: readonly OptionSpec[] = [
  { flags: '--budget <SECONDS>', description: 'time for each benchmark (default: 20)' },
  { flags: '--bench-db <URL>', description: 'send the statements of benchmarks to a PostgreSQL, MySQL or MariaDB server (postgres://, mysql://), in schemas or databases that the run makes and drops; existing tables are neither read nor changed (default: an embedded PostgreSQL)' },
  { flags: '--rtt <MS>', description: 'milliseconds of a round trip to the database, for the estimate that is shown (default: measured with --bench-db, else 1, assumed); no verdict rests on it' },
  { flags: '--rows <N>', description: 'rows of the largest table on which an index is measured (default: 100000); a million needs a --budget of about a minute' },
];
const BASELINE: readonly OptionSpec[] = [
  { flags: '--baseline <FILE>', description: 'hide the findings that this file holds (default: perf-lint-baseline.json in the root, where there is one)' },
  { flags: '--no-baseline', description: 'hide nothing by a baseline' },
];
const RULE: OptionSpec = { flags: '--rule <ID=LEVEL>', description: `set the level of a rule: ${LEVELS.join(', ')}; may repeat`, repeats: true };
const THRESHOLDS: readonly OptionSpec[] = [
  { flags: '--severity <S>', description: 'lightest severity to show (default: warning)', choices: SEVERITIES },
  { flags: '--confidence <C>', description: 'lowest confidence to show (default: medium)', choices: CONFIDENCES },
  RULE,
];
const CONFIRM: OptionSpec = { flags: '--confirm', description: 'run the benchmarks that belong to the findings shown, and add what they say; takes up to 20 s for each' };
const TYPES: OptionSpec = { flags: '--types', description: 'ask the project’s types about findings that rest on the shape of a call: where the library declares it, confidence becomes high (slower; needs a tsconfig.json and installed packages)' };
const PATH_MAP: OptionSpec = { flags: '--path-map <FROM=TO>', description: 'where a folder of the machine that was measured lies below the root (/app=.); may repeat', repeats: true };
const EVIDENCE: readonly OptionSpec[] = [
  { flags: '--evidence <FILE>', description: 'join what profilers, browsers, load tests and databases recorded: a file, a folder or a pattern, recognised by content; may repeat. Findings are ranked by what was measured', repeats: true },
  PATH_MAP,
];
const NO_COLOR: OptionSpec = { flags: '--no-color', description: 'write no colours (also: NO_COLOR; FORCE_COLOR writes them always)' };
const FORMATS: OptionSpec = { flags: '--format <F[=FILE]>', description: `format of the report, and the file that it goes to: ${Object.keys(formats).join(', ')} (default: stylish); may repeat`, repeats: true };
const MAX_WARNINGS: OptionSpec = { flags: '--max-warnings <N>', description: 'exit with 1 when there are more warnings (default: no limit)' };
const QUIET: OptionSpec = { flags: '--quiet', description: 'show errors only; warnings still count for --max-warnings' };
/** Of commands that speak to people and to machines, in one way each. */
const FORMAT: OptionSpec = { flags: '--format <F>', description: 'format of what it says (default: stylish)', choices: ['stylish', 'json'] };

export const scanCommand: CommandSpec = {
  name: 'scan',
  arguments: '[paths...]',
  description: 'find performance antipatterns in files and folders (default: the working directory); `perf-lint [paths]` is the same',
  options: [
    FORMATS,
    { flags: '--output <FILE>', description: 'write the report to a file' },
    ...CONFIG,
    { flags: '--staged', description: 'analyse the state that the next commit makes (git’s index), and report on its files' },
    { flags: '--changed', description: 'report on the files that differ from HEAD: staged, not staged, new' },
    { flags: '--since <REF>', description: 'report what was not there where HEAD left a branch, tag or commit, also in files that did not change' },
    ...BASELINE,
    { flags: '--stdin', description: 'take the text of one file from standard input, and report on it' },
    { flags: '--stdin-filename <FILE>', description: 'the file that the text of --stdin stands for; it need not exist' },
    { flags: '--workspace <NAME>', description: 'report on one package of a workspace, by its name or folder; read only that and the packages that it depends on. With it a relative --cache-dir lies in each package’s own folder' },
    { flags: '--watch', description: 'scan again when files change; Ctrl-C ends with the exit code of the last scan' },
    MAX_WARNINGS,
    { flags: '--exit-zero', description: 'exit with 0 whatever is found, as a step does whose report another one judges; wrong usage and internal errors still exit with 2' },
    QUIET,
    ...THRESHOLDS,
    ...DATABASE,
    ...EVIDENCE,
    { flags: '--fail-on <WHAT>', description: 'exit with 1 also for what evidence alone tells of', choices: ['observed'] },
    CONFIRM,
    ...BENCHMARKS,
    TYPES,
    ...CACHE,
    { flags: '--stats', description: 'add figures: files, how many of them the store had, files per second, lines, entries, queries resolved, findings shown and hidden, time per stage and rule, memory' },
    NO_COLOR,
  ],
  details: [
    'Paths limit what is reported, never what is understood: the whole project is read, with all of these options. `--staged`, `--changed`, `--since` and `--stdin` exclude each other; `--watch` goes with none of `--staged`, `--stdin` and `--confirm`, `--workspace` with none of these five. [workflow.md](workflow.md) says what each of them compares, [monorepos.md](monorepos.md) what `--workspace` sees.',
    '`--db` asks a planner; without it no database is opened. [database.md](database.md) says what is asked and sent, and how the answer is read.',
    '`--evidence` reads files and sends nothing. [evidence.md](evidence.md) says what can be read, how it is joined, and what is told where no finding stands behind it.',
    '`--confirm` runs nothing of the project’s but functions that only compute. [benchmarks.md](benchmarks.md) says what is measured, and what a verdict means.',
    'What is read of files is kept between runs, by their content and by perf-lint’s version: a result made with it is that of a run without it.',
  ],
};

const explainCommand: CommandSpec = {
  name: 'explain',
  arguments: '<subject> [paths...]',
  description: 'say why: of a rule, what it finds and how it decides; of a finding (its id, the start of it, or FILE:LINE), how it was decided, how to fix it and when not to',
  options: [
    FORMAT,
    ...CONFIG,
    ...CACHE,
    NO_COLOR,
  ],
  details: [
    'The subject is a rule, or a finding’s id as `--format json` gives it; as few of its digits do as no other finding’s id begins with, but at least four. A place is a path below the root, as the report prints it. For a finding the project is scanned as `perf-lint scan [paths]` does it, whatever the thresholds hide, and without paths all of it, in whatever folder one is; an id that no finding has any more is an error, and exits with 2.',
  ],
};

const doctorCommand: CommandSpec = {
  name: 'doctor',
  arguments: '[paths...]',
  description: 'say what perf-lint understands of a project and what it does not: root, config, databases, files, schemas, entries, and the calls that look like queries but could not be resolved',
  options: [
    FORMAT,
    { flags: '--verbose', description: 'list everything: skipped files, settings of all rules, all unresolved queries' },
    ...CONFIG,
    NO_COLOR,
  ],
  details: [
    'The share of unresolved queries is that of the calls that look like a query, of a receiver of which nothing is known, among these and the queries that were resolved. Read are the files under the paths that run for somebody: not tests, migrations, seeds, scripts, builds, nor what a browser runs.',
    'A call looks like a query when its last member name is a query operation in the table of a database library which the package of the file depends on, or which the imports of the file lead to. A chain is one query: its last call, and of a builder only when somebody takes its result. Nothing is known of a receiver that evaluates to nothing, or to a class whose base does not resolve. A second sign must stand where the name is one of JavaScript’s own objects, or the receiver a global or from a package that is no database’s: an option of the library in an object argument (`where`), an operator (`$in`), SQL text, a chain of its builder, or a call that is awaited or returned whose receiver is named as a model, or as a receiver of resolved queries of the same package.',
    'So two things are not counted: calls of packages that have no table, which are named, and calls by names that nothing else makes a query.',
  ],
};

const schemaCommand: CommandSpec = {
  name: 'schema',
  arguments: '[paths...]',
  description: 'say what the project declares of its databases: tables, columns and indexes, and where each index comes from',
  options: [
    FORMAT,
    { flags: '--stats-from <URL>', description: 'print a statistics file of a server instead: rows of its tables, distinct values of their columns, no content; `perf-lint scan --db --db-stats FILE` plans with it' },
    ...CONFIG,
    ...CACHE,
    NO_COLOR,
  ],
  details: [
    'Read are schema.prisma files, migrations and whole schemas in SQL, and what the code declares: entities and models of mappers, and migrations written in code. The sources of one package are one schema; so are models and the migrations that made their tables. Migrations are run in order, with all that they rename and drop. Paths choose the schemas of the packages under them, or around them.',
    'Indexes that nobody declares are among them: those of keys and unique constraints, and those that InnoDB makes for foreign keys. What could not be read is named; where that may have made an index, the lack of one proves nothing, and no rule says so.',
  ],
};

const benchCommand: CommandSpec = {
  name: 'bench',
  arguments: '[ids...]',
  description: 'measure findings, by their ids or places (FILE:LINE; default: all that a scan shows): confirmed, refuted, or that it cannot be told',
  options: [
    { flags: '--at <FILE:LINE>', description: 'measure what stands at a place, whether or not it is a finding; needs --rule or --claim' },
    { flags: '--rule <ID>', description: 'the rule whose benchmark is run at the place of --at' },
    { flags: '--claim <CLAIM>', description: 'what is measured of the function at the place of --at, in place of a rule: growth is the power of its input’s size by which its time grows', choices: ['growth'] },
    { flags: '--save <FILE>', description: 'write what each process measured, and on which machine, to a file' },
    { flags: '--compare <FILE>', description: 'compare with what --save wrote before a change; refuses a run of another machine or another Node' },
    ...BENCHMARKS,
    FORMAT,
    ...CONFIG,
    ...CACHE,
    NO_COLOR,
  ],
  details: [
    'The whole project around the working directory is scanned. Findings of one sink are measured once. It exits with 0 whatever the verdicts are, and with 130 when Ctrl-C ends it: no process, no file and no row is left then.',
    '[benchmarks.md](benchmarks.md) says what is measured for each rule, and what a verdict rests on.',
  ],
};

const reportCommand: CommandSpec = {
  name: 'report',
  arguments: '[paths...]',
  description: 'write the performance report: service levels, findings by what they cost, what to do, benchmarks, caching, who decides',
  options: [
    { flags: '--format <F>', description: 'html is one file that needs no network; markdown says the same in words and tables (default: html)', choices: ['html', 'markdown'] },
    { flags: '--output <FILE>', description: 'write the report to a file' },
    { flags: '--bench <FILE>', description: 'show a run that `perf-lint bench --save` wrote' },
    { flags: '--levels <FILE>', description: 'show service levels beside what `perf-lint slo --save` wrote earlier' },
    { flags: '--compare <FILE>', description: 'show it beside an earlier one; refuses a run of another machine or another Node' },
    ...CONFIG,
    ...BASELINE,
    ...THRESHOLDS,
    ...DATABASE,
    ...EVIDENCE,
    CONFIRM,
    ...BENCHMARKS,
    TYPES,
    ...CACHE,
  ],
  details: [
    'The project is scanned as `perf-lint scan` does it, with the same options. It exits with 0 whatever it finds, and with 2 for wrong usage and internal errors. `perf-lint scan --format html=FILE` writes the same page beside other formats; `--format markdown` of a scan is the short form for a pull request.',
    '[report.md](report.md) says what stands in it, and what each figure rests on.',
  ],
};

const baselineCommand: CommandSpec = {
  name: 'baseline',
  arguments: '[paths...]',
  description: 'accept what is there today: write the findings of a scan to a file that later scans read, so that they show only what is new',
  options: [
    { flags: '--prune', description: 'only take out what is gone; accept nothing new' },
    { flags: '--baseline <FILE>', description: 'the file (default: perf-lint-baseline.json in the root)' },
    { flags: '--severity <S>', description: 'lightest severity to accept (default: warning)', choices: SEVERITIES },
    { flags: '--confidence <C>', description: 'lowest confidence to accept (default: medium)', choices: CONFIDENCES },
    RULE,
    ...CONFIG,
    ...CACHE,
  ],
  details: [
    'What was accepted before and is still there stays accepted; so does what the run cannot judge: findings of files outside the paths, of files that cannot be analysed, of rules that are off. Findings that a comment silences are not accepted. It exits with 0 whatever it finds.',
  ],
};

const fixCommand: CommandSpec = {
  name: 'fix',
  arguments: '<ids...>',
  description: 'apply the suggestions of findings, by their ids or places (FILE:LINE): to all files that belong to them, or to none',
  options: [
    { flags: '--dry-run', description: 'change nothing; print what would change, as a unified diff' },
    ...CONFIG,
  ],
  details: [
    'An id is that of `--format json`, or the start of one that no other has; a place is a path below the root, as the report prints it. The whole project around the working directory is scanned, whatever the thresholds hide. A suggestion is there only where its conditions are proved; for an id that no finding has, or a finding without a suggestion, the reason is one line, and the exit code is 2. [fixes.md](fixes.md) says what is rewritten, and when.',
    'Before anything is written, each file is compared with what was analysed, and where a tsconfig.json is found the new text must have no type error that the old one has not. Then all files are written aside and renamed, or none is.',
  ],
};

const mergeCommand: CommandSpec = {
  name: 'merge',
  arguments: '<files...>',
  description: 'join JSON reports of parts of a project, as the jobs of a CI server write them, into one report',
  options: [
    FORMATS,
    { flags: '--output <FILE>', description: 'write the report to a file' },
    MAX_WARNINGS,
    QUIET,
    NO_COLOR,
  ],
  details: ['Each file is what `perf-lint scan --format json` wrote, of the same root: the project around the working directory. A finding that several of them hold is in the report once, with the evidence of all. The exit code is that of a scan which had found all of it.'],
};

const sloCommand: CommandSpec = {
  name: 'slo',
  arguments: '',
  description: 'judge measurements by the service levels of the config: target, baseline, current value, and whether it is met',
  options: [
    { flags: '--evidence <FILE>', description: 'what a load test, a tracer, a browser or a database recorded: a file, a folder or a pattern, recognised by content; may repeat', repeats: true },
    { flags: '--baseline <FILE>', description: 'show what --save wrote earlier beside what is measured now' },
    { flags: '--save <FILE>', description: 'write the levels, and what was measured of them, to a file' },
    FORMAT,
    ...CONFIG,
    NO_COLOR,
  ],
  details: [
    'The exit code is 1 when a level fails. One that no file measures, or whose file gives figures on both sides of the target alone, fails nothing and is told. [service-levels.md](service-levels.md) says what can be asked for, and which tool measures it.',
  ],
};

const profileCommand: CommandSpec = {
  name: 'profile',
  arguments: '<command...>',
  description: 'run a Node program under V8’s profilers until it ends or is stopped, and scan with what was recorded: perf-lint profile -- node dist/server.js',
  options: [
    { flags: '--while <COMMAND>', description: 'run a command line beside it, such as a load test; when that ends, the program is ended' },
    { flags: '--duration <SECONDS>', description: 'end the program after so long' },
    { flags: '--dir <FOLDER>', description: 'where the files go (default: a folder for each run, in perf-lint-profile)' },
    FORMATS,
    { flags: '--output <FILE>', description: 'write the report to a file' },
    PATH_MAP,
    ...CONFIG,
    ...BASELINE,
    ...THRESHOLDS,
    ...CACHE,
    NO_COLOR,
  ],
  details: [
    'Each Node process of the command records time by line, what it allocates, and synchronous calls, which standard error then does not show. Ctrl-C is passed on, once, as SIGINT: the program ends as it does otherwise, and the scan follows; a second Ctrl-C ends it at once, and nothing of it is left. Whoever does not end within ten seconds is killed. Times under a profiler are longer: measure service levels without one.',
    'Profile what a bundler or a compiler has built, with its source maps: a loader that translates sources while they are loaded leaves positions that lead nowhere. [evidence.md](evidence.md) says how what was recorded is joined.',
  ],
};

const loadtestCommand: CommandSpec = {
  name: 'loadtest',
  arguments: '[routes...]',
  description: 'send requests to a server that is running, route by route, and write what they took to a file for --evidence; or write a script that does',
  options: [
    { flags: '--url <URL>', description: 'scheme, host and port of the server: http://127.0.0.1:3000' },
    { flags: '--remote', description: 'the server may be on another machine: only where you may' },
    { flags: '--param <NAME=VALUE>', description: 'value of a parameter of paths (:id); may repeat', repeats: true },
    { flags: '--header <LINE>', description: 'a header of each request, as "Authorization: Bearer …"; may repeat. It is in no file of figures', repeats: true },
    { flags: '--body <TEXT>', description: 'body of POST, PUT and PATCH; JSON unless a header says otherwise' },
    { flags: '--connections <N>', description: 'requests that are under way at once (default: 10)' },
    { flags: '--duration <SECONDS>', description: 'time for each route (default: 10)' },
    { flags: '--wait <SECONDS>', description: 'time that the server has to start (default: 10)' },
    { flags: '--tool <T>', description: 'send the requests (autocannon, the default), or write a script for k6, Artillery or Locust', choices: ['autocannon', 'k6', 'artillery', 'locust'] },
    { flags: '--output <FILE>', description: 'file of the figures (default: perf-lint-loadtest.json), or of the script (default: standard output)' },
    ...CONFIG,
    ...CACHE,
    NO_COLOR,
  ],
  details: [
    'Routes are named as "GET /orders/:id", or as a path with what is asked, "GET /orders?page=2". Without names these are the routes of the config’s `slo`, else all GET routes that the code shows whole. What may change data is sent only where it is named. A route that answers 4xx, or not at all, when it is asked once is left out and told.',
    'The file holds percentiles that were measured, not estimated: p95 is one of the response times. A script has the routes, its parameters as variables of the environment, and thresholds from `slo`; it is a start to be written on. Ctrl-C ends the requests and writes nothing.',
  ],
};

const initCommand: CommandSpec = {
  name: 'init',
  arguments: '[folder]',
  description: 'write the smallest config, and say what to do next: look at the project for databases, frameworks, package manager, hooks, CI and ESLint',
  options: [{ flags: '--dry-run', description: 'write nothing; say what would be written' }, NO_COLOR],
  details: ['The config goes to the root of the project around the folder (default: the working directory). One that is there already is never overwritten: the exit code is then 2.'],
};

const printConfigCommand: CommandSpec = {
  name: 'print-config',
  arguments: '<file>',
  description: 'say what holds for a file, as JSON: where its config comes from, whether it is read, what runs it, the level and the options of each rule',
  options: [...CONFIG],
  details: ['[config.md](config.md) says what the config can hold.'],
};

/** The first is the one that runs when none is named. */
export const commands: readonly [CommandSpec, ...CommandSpec[]] = [scanCommand, explainCommand, baselineCommand, doctorCommand, schemaCommand, benchCommand, reportCommand, sloCommand, profileCommand, loadtestCommand, fixCommand, mergeCommand, initCommand, printConfigCommand];

/** Options of perf-lint itself. */
export const globalOptions: readonly OptionSpec[] = [
  { flags: '--version', description: 'print the version' },
  { flags: '--help', description: 'print this help' },
];

export const EXIT_CODES: readonly (readonly [number, string])[] = [
  [0, 'nothing below'],
  [1, 'an error is shown, or there are more warnings than --max-warnings'],
  [2, 'wrong usage, an unusable config or baseline, a git state that cannot be had, or an internal error'],
];

/** The page docs/cli.md. */
export function optionsPage(): string {
  const row = ({ flags, inline, description, choices }: OptionSpec): string =>
    `| \`${flags}${inline === undefined ? '' : `[=${inline}]`}\` | ${description}${choices === undefined ? '' : `: ${choices.join(', ')}`} |`;
  const table = (options: readonly OptionSpec[]): string => ['| option | what it does |', '|---|---|', ...options.map(row)].join('\n');
  const sections = [
    '# The command line',
    '<!-- Made from src/commands/options.ts by test/commands/options.test.ts: `npx vitest run test/commands/options.test.ts -u` writes it anew. -->',
    ...commands.map((command) => `## ${`perf-lint ${command.name} ${command.arguments}`.trimEnd()}\n\n${[`${capital(command.description)}.`, table(command.options), ...(command.details ?? [])].join('\n\n')}`),
    `## perf-lint\n\n${table(globalOptions)}`,
    `## Exit codes\n\n${['| code | when |', '|---|---|', ...EXIT_CODES.map(([code, when]) => `| ${code} | ${when} |`)].join('\n')}`,
  ];
  return `${sections.join('\n\n')}\n`;
}
