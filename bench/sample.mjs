// Draws findings for a judge to read: how often is a finding on real code right?
//
//   node bench/sample.mjs TREE... [--count 30] [--cli "node dist/cli.js"] [--seed SHA] [--draw WORD]
//
// Each TREE is scanned as a user would scan it: default thresholds, no config file. COUNT findings are drawn over all trees
// together and printed one per line, separated by tabs, in order of sha, file and line:
//
//   sha  file:line  rule  confidence  places  message
//
// Findings of one group are one thing to change, and a reader is shown it once: the first of its gravest and surest findings
// stands for it, and `places` says how many it has.
//
// The draw is seeded with the trees' commits, so whoever has the commits gets the same one; --draw adds a word, for another one. A tree with .git is at its HEAD;
// for a tree without, --seed names the commit, once for each such tree, in their order. A finding's turn depends on the seed
// and on its own sha, place and rule alone: when some findings go away, those that stay keep their order, and the draw is
// filled up from the next ones. Neither the names of the folders nor the order in which the trees are given counts.
//
// --cli is split at blanks and run in the working directory. The numbers of findings and of causes per tree go to stderr.
// Exit codes: 0; 1 when a scan reported an internal error (the sample is of what it did report); 2 wrong usage, no report.
//
// Plain JavaScript, because Node 20 runs no TypeScript.

import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';

const GRAVEST_FIRST = ['error', 'warning', 'info'];
const SUREST_FIRST = ['high', 'medium', 'low'];

/** A fault of the user or of a scan: told in one line, without a stack. */
class SampleError extends Error {}

try {
  main(readArguments());
} catch (error) {
  if (!(error instanceof SampleError)) throw error;
  console.error(`sample: ${error.message}`);
  process.exitCode = 2;
}

function main({ trees, count, cli, draw }) {
  const seed = [...trees.map((tree) => tree.sha).sort(), ...draw].join('\n');
  const findings = trees.flatMap((tree) => scan(tree, cli));
  const drawn = findings
    .map((finding) => ({ finding, turn: turnOf(finding, seed) }))
    .sort((a, b) => compare(a.turn, b.turn) || compare(a.finding.id, b.finding.id))
    .slice(0, count)
    .map(({ finding }) => finding)
    .sort((a, b) => compare(a.sha, b.sha) || compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.rule, b.rule));
  if (findings.length < count) console.error(`sample: ${findings.length} findings in all, fewer than --count ${count}`);
  for (const { sha, file, line, rule, confidence, places, message } of drawn) {
    console.log([sha, `${file}:${line}`, rule, confidence, places, message.replace(/\s+/g, ' ')].join('\t'));
  }
}

/**
 * @returns {{ trees: { folder: string, sha: string }[], count: number, cli: string[], draw: string[] }}
 * @throws {SampleError} on wrong usage, and when a tree's commit is not known
 */
function readArguments() {
  const { values, positionals } = parse();
  const count = Number(values.count);
  if (!Number.isInteger(count) || count < 1) throw new SampleError(`--count ${values.count}: give a whole number of at least 1`);
  const cli = values.cli.split(/\s+/).filter(Boolean);
  if (cli.length === 0) throw new SampleError('--cli is empty: give the command that runs perf-lint');
  if (positionals.length === 0) throw new SampleError('name the trees: node bench/sample.mjs TREE... [--count N] [--cli COMMAND] [--seed SHA] [--draw WORD]');

  const seeds = [...(values.seed ?? [])];
  const trees = positionals.map((folder) => {
    if (!existsSync(folder)) throw new SampleError(`${folder}: no such folder`);
    const sha = existsSync(path.join(folder, '.git')) ? headOf(folder) : seeds.shift();
    if (sha === undefined) throw new SampleError(`${folder} has no .git: name its commit with --seed SHA`);
    if (!/^[0-9a-f]{40}([0-9a-f]{24})?$/.test(sha)) throw new SampleError(`--seed ${sha}: give the whole sha of the commit, in small letters`);
    return { folder, sha };
  });
  if (seeds.length > 0) throw new SampleError(`--seed ${seeds[0]}: no tree without .git is left for it`);
  return { trees, count, cli, draw: values.draw };
}

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        count: { type: 'string', default: '30' },
        cli: { type: 'string', default: 'node dist/cli.js' },
        seed: { type: 'string', multiple: true },
        draw: { type: 'string', multiple: true, default: [] },
      },
    });
  } catch (error) {
    throw new SampleError(error.message);
  }
}

/** The commit that is checked out in a folder with .git. */
function headOf(folder) {
  try {
    return execFileSync('git', ['-C', folder, 'rev-parse', 'HEAD'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  } catch (error) {
    throw new SampleError(`${folder}: git rev-parse HEAD failed: ${String(error.stderr ?? error.message).trim()}`);
  }
}

/**
 * The findings of one tree that are shown by default, each with the tree's sha.
 *
 * @throws {SampleError} when the scan leaves no report
 */
function scan({ folder, sha }, [command, ...args]) {
  const work = mkdtempSync(path.join(tmpdir(), 'perf-lint-sample-'));
  const output = path.join(work, 'report.json');
  try {
    const run = spawnSync(command, [...args, 'scan', folder, '--no-config', '--format', 'json', '--output', output], { encoding: 'utf8' });
    if (run.error) throw new SampleError(`${command} did not start: ${run.error.message}`);
    if (!existsSync(output)) throw new SampleError(`the scan of ${folder} left no report (exit code ${run.status}): ${run.stderr.trim()}`);
    // 0 and 1 tell whether there are findings; above that the scan itself had a fault, which a judge must know of.
    if (run.status !== 0 && run.status !== 1) {
      console.error(`sample: the scan of ${folder} ended with exit code ${run.status}: ${run.stderr.trim()}`);
      process.exitCode = 1;
    }
    const findings = JSON.parse(readFileSync(output, 'utf8')).findings.filter((finding) => !finding.suppressed);
    const groups = groupsOf(findings);
    console.error(`sample: ${findings.length} findings with ${groups.length} causes in ${folder} at ${sha}`);
    return groups.map((members) => [leadOf(members), members.length]).map(([{ id, rule, confidence, message, location }, places]) => ({
      sha,
      id,
      rule,
      confidence,
      places,
      message,
      file: location.file,
      line: location.line,
      column: location.column,
    }));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function groupsOf(findings) {
  const groups = new Map();
  for (const finding of findings) groups.set(finding.group, [...(groups.get(finding.group) ?? []), finding]);
  return [...groups.values()];
}

/** The finding that a report shows for its group: the gravest, then the surest, then the first. */
function leadOf(members) {
  const weight = ({ severity, confidence }) => GRAVEST_FIRST.indexOf(severity) * SUREST_FIRST.length + SUREST_FIRST.indexOf(confidence);
  return members.reduce((best, finding) => (weight(finding) < weight(best) ? finding : best));
}

/** Where in the draw a finding stands: as good as random, and the same at every run. */
function turnOf({ sha, file, line, column, rule }, seed) {
  return createHash('sha256').update([seed, sha, file, line, column, rule].join('\0')).digest('hex');
}

/** Order by code units, the same in every locale. */
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
