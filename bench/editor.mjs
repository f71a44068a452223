// How long do our rules take when ESLint lints one file at a time, as an editor does?
//
//   node bench/editor.mjs TREE [--files N] [--edits N] [--plugin FILE] [--eslint NAME] [--cpu]
//
// Lints every TypeScript and JavaScript file below TREE, in one process, with @typescript-eslint/parser and nothing but the rules of
// eslint-plugin-perf-lint, and prints in milliseconds what these rules add per file: the time between the start of the first and
// the end of the last of their listeners, without ESLint's parsing. The first file stands alone: it opens the project. Then, warm:
//
//   unchanged   every file once more, as it lies on the disk
//   typing      edits into files spread over the tree, a line of code at a time, linted after each as text that is not saved
//   hubs        the same in the ten files that most others import
//   saving      edits of these saved, each time followed by a lint of a file that imports the changed one
//
// --files N takes N of the files, spread evenly, --edits N (default 100) so many edits. TREE is a copy that may be written to: files
// that are edited are restored, also when the run ends early. --plugin is the built plugin (default: eslint-plugin/dist/index.js),
// --eslint the name of an installed ESLint (default: eslint). With --cpu the milliseconds are processor time of the process, its
// threads included: what to compare where other programs run beside it. Exit codes: 0; 2 wrong usage.
//
// Plain JavaScript, because Node 20 runs no TypeScript.

import { readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import glob from 'fast-glob';

const SOURCES = '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}';
const IGNORED = ['**/node_modules/**', '**/dist/**', '**/*.d.ts'];
/** Edits of one file, one after the other. */
const TURNS = 10;
/** Longer than a project believes what it saw of the disk. */
const PAUSE = 250;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { files: { type: 'string' }, edits: { type: 'string' }, plugin: { type: 'string' }, eslint: { type: 'string' }, cpu: { type: 'boolean' } },
});
const [tree] = positionals;
if (positionals.length !== 1 || !statSync(tree, { throwIfNoEntry: false })?.isDirectory()) {
  console.error('editor: give one folder: node bench/editor.mjs TREE');
  process.exit(2);
}

const root = realpathSync(tree);
const here = import.meta.dirname;
const { default: plugin } = await import(pathToFileURL(path.resolve(values.plugin ?? path.join(here, '../eslint-plugin/dist/index.js'))));
const require = createRequire(import.meta.url);
const { Linter } = require(values.eslint ?? 'eslint');
const parser = require('@typescript-eslint/parser');

/** Milliseconds of our listeners in the lint that runs. */
let spent = 0;

/** The plugin with a clock around each listener. */
const timed = { ...plugin, rules: Object.fromEntries(Object.entries(plugin.rules).map(([id, rule]) => [id, { ...rule, create: (context) => clocked(() => listenersOf(rule, context)) }])) };
const linter = new Linter({ cwd: root });
const config = [
  { files: ['**/*.*'], plugins: { 'perf-lint': timed }, rules: Object.fromEntries(Object.keys(plugin.rules).map((id) => [`perf-lint/${id}`, 'error'])) },
  { files: ['**/*.*'], languageOptions: { parser, parserOptions: { ecmaFeatures: { jsx: true } } }, linterOptions: { reportUnusedDisableDirectives: 'off' } },
  { files: ['**/*.{ts,mts,cts}'], languageOptions: { parserOptions: { ecmaFeatures: { jsx: false } } } },
];

const all = glob.sync(SOURCES, { cwd: root, ignore: IGNORED, dot: false }).sort();
const files = spread(all, Number(values.files ?? all.length));
const textOf = (file) => readFileSync(path.join(root, file), 'utf8');

console.log(`${root}: ${all.length} files, ${files.length} linted; Node ${process.versions.node}, ESLint ${Linter.version}; milliseconds${values.cpu ? ' of processor time' : ''} that our rules add per file`);
const first = lint(files[0], textOf(files[0]));
console.log(`first file  ${first.ms.toFixed(0)}`);
report('cold', files.slice(1).map((file) => lint(file, textOf(file)).ms));
const warm = files.map((file) => ({ file, ...lint(file, textOf(file)) }));
report('unchanged', warm.map(({ ms }) => ms));
console.log(`findings    ${warm.reduce((sum, { findings }) => sum + findings, 0)} in ${warm.filter(({ findings }) => findings > 0).length} files`);
const slowest = [...warm].sort((a, b) => b.ms - a.ms).slice(0, 5);
console.log(`slowest     ${slowest.map(({ file, ms }) => `${file} ${ms.toFixed(1)}`).join(', ')}`);

const edits = Number(values.edits ?? 100);
const hubs = hubsOf(all);
report('typing', typing(spread(all, Math.ceil(edits / TURNS)).map((file) => ({ file })), edits));
report('hubs', typing(hubs, edits));
report('saving', await saving(hubs, edits));

function listenersOf(rule, context) {
  return Object.fromEntries(Object.entries(rule.create(context)).map(([selector, listener]) => [selector, (...nodes) => clocked(() => listener(...nodes))]));
}

function clocked(work) {
  const start = now();
  try {
    return work();
  } finally {
    spent += now() - start;
  }
}

function now() {
  if (!values.cpu) return performance.now();
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function lint(file, text) {
  spent = 0;
  const messages = linter.verify(text, config, { filename: path.join(root, file) });
  const broken = messages.find(({ message }) => message.startsWith('perf-lint: '));
  if (broken) throw new Error(`${file}: ${broken.message}`);
  return { ms: spent, findings: messages.filter(({ ruleId }) => ruleId !== null).length };
}

/** Types a function into the end of each file, a line at a time. */
function typing(targets, count) {
  const times = [];
  for (let done = 0; done < count; done++) {
    const { file } = targets[Math.floor(done / TURNS) % targets.length];
    times.push(lint(file, `${textOf(file)}\n${grown((done % TURNS) + 1)}`).ms);
  }
  return times;
}

/** Saves the same edits, and lints a file that imports the changed one. */
async function saving(targets, count) {
  const times = [];
  const originals = new Map();
  try {
    for (let done = 0; done < count; done++) {
      const { file, importer } = targets[Math.floor(done / TURNS) % targets.length];
      if (!originals.has(file)) originals.set(file, textOf(file));
      writeFileSync(path.join(root, file), `${originals.get(file)}\n${grown((done % TURNS) + 1)}`);
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
      times.push(lint(importer, textOf(importer)).ms);
    }
  } finally {
    for (const [file, text] of originals) writeFileSync(path.join(root, file), text);
  }
  return times;
}

function grown(lines) {
  return `export async function typed(ids: string[]) {\n${Array.from({ length: lines }, (_, line) => `  await step${line}(ids);\n`).join('')}}\n`;
}

/** The files that most others import by a relative path, each with one that does: ten of them. */
function hubsOf(paths) {
  const known = new Set(paths);
  const importers = new Map();
  for (const file of paths) {
    for (const [, specifier] of textOf(file).matchAll(/from ['"](\.[^'"]*)['"]/g)) {
      const stem = path.posix.join(path.posix.dirname(file), specifier).replace(/\.[cm]?jsx?$/, '');
      const target = [`${stem}.ts`, `${stem}.tsx`, `${stem}/index.ts`].find((candidate) => known.has(candidate));
      if (target !== undefined) importers.set(target, [...(importers.get(target) ?? []), file]);
    }
  }
  return [...importers].sort((a, b) => b[1].length - a[1].length).slice(0, 10).map(([file, by]) => ({ file, importer: by[0] }));
}

function spread(list, count) {
  const step = Math.max(1, list.length / count);
  return Array.from({ length: Math.min(count, list.length) }, (_, index) => list[Math.floor(index * step)]);
}

function report(name, times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => (sorted.length === 0 ? NaN : sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]);
  console.log(`${name.padEnd(11)} median ${at(0.5).toFixed(2)}  95th percentile ${at(0.95).toFixed(2)}  most ${at(1).toFixed(1)}  n ${sorted.length}`);
}
