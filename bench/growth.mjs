// How do time and memory grow with the size of a project?
//
//   node bench/growth.mjs REPOSITORY [--copies 1,2,4,8] [--runs N] [--node PATH]
//
// Puts copies of the repository's HEAD into one workspace, each with names of its own for its packages, scans it cold and warm, and prints a
// table in Markdown with the exponent of growth: the slope of the line of least squares through the logarithms of files and figure.
// 1 is linear. Medians of N runs (default 3). dist/ is to be built before. Exit codes: 0; 2 wrong usage.

import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import glob from 'fast-glob';
import { checkOut, exponent, measure, median, table, temporary, usage } from './measure.mjs';

const CLI = path.resolve(import.meta.dirname, '../dist/cli.js');
/** What may name a package. */
const NAMING = '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,vue,svelte,json}';
/** Milliseconds after which a file's time is believed: see src/source/stats.ts. */
const SETTLED = 2500;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { copies: { type: 'string', default: '1,2,4,8' }, runs: { type: 'string', default: '3' }, node: { type: 'string', default: process.execPath } },
});
const [repository] = positionals;
const sizes = values.copies.split(',').map(Number);
const runs = Number(values.runs);
if (positionals.length !== 1 || !existsSync(repository)) usage('growth: give one repository: node bench/growth.mjs REPOSITORY');
if (sizes.length < 2 || ![runs, ...sizes].every((size) => Number.isInteger(size) && size > 0)) usage('growth: --copies takes two or more whole numbers with commas between them, --runs one');
if (!existsSync(CLI)) usage(`growth: ${CLI} is missing: npm run build`);

const temp = temporary('growth');
const original = path.join(temp, 'original');
const commit = checkOut(repository, original);
rmSync(path.join(original, '.git'), { recursive: true, force: true });

console.log(`\n### Growth: ${path.basename(repository) === 'repo' ? path.basename(path.dirname(repository)) : path.basename(repository, '.git')} at ${commit.slice(0, 10)}, Node ${versionOf(values.node)}, load ${loadavg()[0].toFixed(1)}\n`);
const workspace = path.join(temp, 'workspace');
mkdirSync(path.join(workspace, 'copies'), { recursive: true });
writeFileSync(path.join(workspace, 'package.json'), '{ "name": "growth", "private": true, "workspaces": ["copies/**"] }');
const rows = [];
let made = 0;
for (const size of sizes) {
  while (made < size) addCopy(++made);
  await setTimeout(SETTLED);
  rows.push({ size, ...(await figuresOf(size)) });
}
const KEYS = ['coldCpu', 'coldWall', 'coldPeak', 'warmCpu', 'warmWall', 'warmPeak', 'changedCpu'];
const HEAD = ['cold CPU s', 'cold wall s', 'cold peak MB', 'warm CPU s', 'warm wall s', 'warm peak MB', 'one changed, CPU s'];
const shown = (key, value) => value.toFixed(key.endsWith('Peak') ? 0 : 2);
console.log(
  table(
    ['copies', 'files', ...HEAD],
    [
      ...rows.map((row) => [row.size, row.files, ...KEYS.map((key) => shown(key, row[key]))]),
      ['exponent', '', ...KEYS.map((key) => exponent(rows.map((row) => [row.files, row[key]])).toFixed(2))],
    ],
  ),
);
console.log(`\nMedians of ${runs} runs; load ${loadavg()[0].toFixed(1)} after.`);

/** One more copy, whose packages have names of their own: what a copy imports by name is in it. */
function addCopy(number) {
  const folder = path.join(workspace, 'copies', `c${number}`);
  cpSync(original, folder, { recursive: true, verbatimSymlinks: true });
  const options = { cwd: folder, absolute: true, ignore: ['**/node_modules/**'] };
  const names = glob.sync('**/package.json', options).flatMap((file) => nameIn(file));
  if (names.length === 0) return;
  const pattern = new RegExp(`(["'\`])(${[...new Set(names)].sort((a, b) => b.length - a.length).map((name) => name.replace(/[.*+?^$()|[\]\\{}]/g, '\\$&')).join('|')})(?=["'\`/])`, 'g');
  for (const file of glob.sync(NAMING, options)) {
    const text = readFileSync(file, 'utf8');
    const renamed = text.replace(pattern, `$1$2-c${number}`);
    if (renamed !== text) writeFileSync(file, renamed);
  }
}

/** Names that are only a package's: a scope stands before them. A plain word may be any text. */
function nameIn(file) {
  try {
    const { name } = JSON.parse(readFileSync(file, 'utf8'));
    return typeof name === 'string' && name.startsWith('@') ? [name] : [];
  } catch {
    return [];
  }
}

async function figuresOf(size) {
  const store = path.join(temp, 'store');
  const report = path.join(temp, 'report.json');
  const run = () => measure(values.node, [CLI, 'scan', '--no-config', '--no-baseline', '--exit-zero', '--format', 'json=/dev/null', '--cache-dir', store], { cwd: workspace });
  const [cold, warm, changed] = [[], [], []];
  const file = glob.sync('copies/c1/**/*.ts', { cwd: workspace, ignore: ['**/*.d.ts'] }).sort()[0];
  for (let round = 0; round < runs; round++) {
    rmSync(store, { recursive: true, force: true });
    cold.push(run());
    warm.push(run());
    appendFileSync(path.join(workspace, file), `\nexport const edited_${size}_${round} = 1;\n`);
    await setTimeout(SETTLED);
    changed.push(run());
  }
  measure(values.node, [CLI, 'scan', '--no-config', '--no-baseline', '--exit-zero', '--stats', '--format', `json=${report}`, '--cache-dir', store], { cwd: workspace });
  const { files } = JSON.parse(readFileSync(report, 'utf8')).stats;
  const of = (list, key) => median(list.map((one) => one[key]));
  return { files, coldCpu: of(cold, 'cpu'), coldWall: of(cold, 'wall'), coldPeak: of(cold, 'peak'), warmCpu: of(warm, 'cpu'), warmWall: of(warm, 'wall'), warmPeak: of(warm, 'peak'), changedCpu: of(changed, 'cpu') };
}

function versionOf(node) {
  return measure(node, ['--version'], { cwd: temp }).printed.trim().replace(/^v/, '');
}
