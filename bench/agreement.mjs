// Does the plugin say on real code what the command line says?
//
//   node bench/agreement.mjs REPOSITORY
//
// Checks out HEAD of a git repository (a work tree or a bare one) into a temporary folder, lints all of it with the built plugin in
// ESLint 9, ESLint 10 and oxlint, scans it with the built command line, and compares: rule, place and first line of the message of each
// finding, and in ESLint its id as well. What a host lacks is printed with `-`, what it adds with `+`. The plugin's rules are those of its
// config `recommended`; findings in files that ESLint does not read, and those that a comment silences, are left out on both sides.
//
// dist/ and eslint-plugin/dist are to be built before. Exit codes: 0 all agree; 1 they differ; 2 wrong usage.

import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { checkOut, temporary, usage } from './measure.mjs';

const ROOT = path.resolve(import.meta.dirname, '..');
const LINTED = /\.[cm]?[jt]sx?$/;

const [repository, ...others] = process.argv.slice(2);
if (repository === undefined || others.length > 0) usage('agreement: give one repository: node bench/agreement.mjs REPOSITORY');
for (const file of [repository, path.join(ROOT, 'dist/cli.js'), path.join(ROOT, 'eslint-plugin/dist/index.js')]) if (!existsSync(file)) usage(`agreement: ${file} is missing`);

const temp = temporary('agreement');
const tree = path.join(temp, 'tree');
const commit = checkOut(repository, tree);
const modules = path.join(temp, 'node_modules');
cpSync(path.join(ROOT, 'eslint-plugin'), path.join(modules, 'eslint-plugin-perf-lint'), { recursive: true });
const { dependencies } = JSON.parse(readFileSync(path.join(ROOT, 'eslint-plugin/package.json'), 'utf8'));
for (const name of [...Object.keys(dependencies), '@typescript-eslint/parser']) {
  mkdirSync(path.dirname(path.join(modules, name)), { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules', name), path.join(modules, name));
}
const { rules } = createRequire(path.join(temp, 'package.json'))('eslint-plugin-perf-lint');
const settings = { 'perf-lint': { root: tree, config: false, cache: path.join(temp, 'store') } };

const expected = commandLine();
console.log(`${commit}: the command line shows ${expected.length} findings that a linter can show`);
let differ = false;
for (const [host, said] of [['ESLint 9', eslint('eslint9')], ['ESLint 10', eslint('eslint')], ['oxlint', oxlint()]]) {
  const wanted = expected.map((finding) => told(finding, host !== 'oxlint'));
  const missing = without(wanted, said);
  const added = without(said, wanted);
  differ ||= missing.length + added.length > 0;
  console.log(`${host}: ${said.length}, ${missing.length} missing, ${added.length} more`);
  for (const line of missing) console.log(`  - ${line}`);
  for (const line of added) console.log(`  + ${line}`);
}
process.exitCode = differ ? 1 : 0;

/** One finding as a line. */
function told({ file, line, column, rule, message, id }, withId) {
  return [`${file}:${line}:${column}`, rule, message.split('\n', 1)[0], ...(withId ? [id] : [])].join('  ');
}

/** The entries of one list that the other lacks, each as often as it lacks them. */
function without(list, other) {
  const left = [...other];
  return list.filter((entry) => {
    const at = left.indexOf(entry);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function commandLine() {
  const { findings } = JSON.parse(run(path.join(ROOT, 'dist/cli.js'), ['scan', '--no-config', '--no-baseline', '--no-cache', '--format', 'json']));
  return findings
    .filter(({ rule, suppressed, location }) => !suppressed && rule in rules && LINTED.test(location.file))
    .map(({ rule, message, id, location: { file, line, column } }) => ({ rule, message, id, file, line, column }));
}

/** ESLint's messages hold no id: the plugin tells it of the file that was linted last, so each file with messages is linted alone once more. */
function eslint(name) {
  const script = path.join(temp, `${name}.mjs`);
  writeFileSync(
    script,
    `import path from 'node:path';
import parser from '@typescript-eslint/parser';
import perfLint from 'eslint-plugin-perf-lint';
import { ESLint } from ${JSON.stringify(path.join(ROOT, 'node_modules', name, 'lib/api.js'))};
const languageOptions = { parser, parserOptions: { ecmaFeatures: { jsx: true } } };
const overrideConfig = [{ files: ['**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}'], languageOptions }, perfLint.configs.recommended, { settings: ${JSON.stringify(settings)} }];
const eslint = new ESLint({ cwd: process.cwd(), overrideConfigFile: true, overrideConfig, errorOnUnmatchedPattern: false });
const said = [];
for (const { filePath, messages } of await eslint.lintFiles(['.'])) {
  const ours = messages.filter(({ ruleId }) => ruleId?.startsWith('perf-lint/'));
  if (ours.length === 0) continue;
  await eslint.lintFiles([filePath]);
  const known = perfLint.findings(filePath);
  for (const { ruleId, line, column, message } of ours) {
    const rule = ruleId.slice('perf-lint/'.length);
    const id = known.find((finding) => finding.rule === rule && finding.location.line === line && finding.location.column === column && message.startsWith(finding.message))?.id;
    said.push({ file: path.relative(process.cwd(), filePath), rule, line, column, message, id });
  }
}
console.log(JSON.stringify(said));
`,
  );
  return JSON.parse(run(script, [])).map((finding) => told(finding, true));
}

function oxlint() {
  const config = path.join(temp, 'oxlintrc.json');
  const rulesOn = Object.fromEntries(Object.keys(rules).map((id) => [`perf-lint/${id}`, 'error']));
  writeFileSync(config, JSON.stringify({ jsPlugins: ['eslint-plugin-perf-lint'], categories: { correctness: 'off' }, rules: rulesOn, settings }));
  const { diagnostics } = JSON.parse(run(path.join(ROOT, 'node_modules/oxlint/bin/oxlint'), ['--config', config, '--disable-nested-config', '--format', 'json']));
  return diagnostics
    .filter(({ code }) => code?.startsWith('perf-lint('))
    .map(({ code, filename, message, labels: [{ span }] }) => told({ file: filename, rule: code.slice('perf-lint('.length, -1), line: span.line, column: span.column, message }, false));
}

/** What a script of Node prints, run in the copy; a linter that found something exits with 1. */
function run(script, args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { cwd: tree, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0 && status !== 1) throw new Error(`${path.basename(script)} ended with ${status}: ${stderr.slice(-2000)}`);
  return stdout;
}
