// What the benchmarks of this folder share: a copy of a repository, and what one run of a command costs.
//
// Plain JavaScript, because Node 20 runs no TypeScript.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';

/** GNU time: https://www.gnu.org/software/time/. It asks the kernel for what the process and all its children used. */
const GNU_TIME = '/usr/bin/time';

/** Says what is wrong with how a benchmark was called, and ends it. */
export function usage(message) {
  console.error(message);
  process.exit(2);
}

/** A folder that is gone when the benchmark ends. */
export function temporary(name) {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), `perf-lint-${name}-`)));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
  return folder;
}

/**
 * Checks out HEAD of a repository into a folder of its own, which shares its objects: nothing is written to the repository.
 * Files whose content the repository lacks are left out.
 *
 * @param repository a work tree with `.git`, or a bare repository
 * @returns the commit
 */
export function checkOut(repository, folder) {
  git('.', ['clone', '--quiet', '--shared', '--no-checkout', realpathSync(repository), folder]);
  git(folder, ['read-tree', 'HEAD']);
  spawnSync('git', ['checkout-index', '--all', '--force', '--quiet'], { cwd: folder, stdio: 'ignore' });
  return git(folder, ['rev-parse', 'HEAD']);
}

/** What git says. @throws Error with its words where it fails */
export function git(cwd, args) {
  const { status, stdout, stderr, error } = spawnSync('git', args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${error?.message ?? stderr}`);
  return stdout.trim();
}

/**
 * Runs a command to its end.
 *
 * @param expected exit codes that are no failure
 * @returns seconds of CPU (user and system, of the process and all its children that ended), seconds by the clock, peak memory of
 *   the largest process in MB, and what it printed
 * @throws Error with the end of what it printed, for any other exit code
 */
export function measure(command, args, { cwd, env = {}, expected = [0, 1] }) {
  if (!existsSync(GNU_TIME)) usage(`${GNU_TIME} is missing: install GNU time`);
  const figures = path.join(temporaryFigures(), 'figures');
  const { status, stdout, stderr, error } = spawnSync(GNU_TIME, ['--quiet', '-o', figures, '-f', '%U %S %e %M', command, ...args], { cwd, encoding: 'utf8', env: { ...process.env, ...env }, maxBuffer: 2 ** 30 });
  if (error || !expected.includes(status)) throw new Error(`${[command, ...args].join(' ')} ended with ${status}: ${error?.message ?? (stderr + stdout).slice(-2000)}`);
  const [user, system, wall, kilobytes] = readFileSync(figures, 'utf8').trim().split(' ').map(Number);
  return { cpu: user + system, wall, peak: (kilobytes * 1024) / 1e6, printed: stdout + stderr };
}

let folderOfFigures;
function temporaryFigures() {
  return (folderOfFigures ??= temporary('figures'));
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The power by which y grows with x: the slope of the line through the points' logarithms that has the least squares. */
export function exponent(points) {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)]);
  const mean = (index) => logs.reduce((sum, point) => sum + point[index], 0) / logs.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const sum = (term) => logs.reduce((total, [x, y]) => total + term(x - meanX, y - meanY), 0);
  return sum((x, y) => x * y) / sum((x) => x * x);
}

/** A table in Markdown. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
