import { hint, list } from '../config/words.ts';
import { shownUrl } from '../database/planner/url.ts';
import { UsageError } from '../source/errors.ts';
import type { ParsedOptions } from './grammar.ts';
import type { BenchmarkRequest, DatabaseRequest, EvidenceRequest, Output, ScanRequest } from './requests.ts';

/** What the options of several commands mean. Each function throws a UsageError, in one line, for a value that means nothing, and for an option that lacks another one. */

export function configOf({ config }: ParsedOptions): string | false | undefined {
  if (config === '') throw new UsageError('--config: must be a file name');
  return config === true ? undefined : config;
}

/** For people or for machines, of commands that speak to both. */
export function shownAs({ format, color = true }: ParsedOptions): { json: boolean; color: boolean } {
  return { json: format === 'json', color };
}

export function cacheOf({ cache = true, cacheDir }: ParsedOptions): string | boolean {
  if (cacheDir === '') throw new UsageError('--cache-dir: must be a folder');
  return cache && (cacheDir ?? true);
}

export function baselineOf({ baseline }: ParsedOptions): string | false | undefined {
  if (baseline === '') throw new UsageError('--baseline: must be a file name');
  return baseline === true ? undefined : baseline;
}

export function maxWarningsOf({ maxWarnings }: ParsedOptions): number | undefined {
  return maxWarnings === undefined ? undefined : wholeNumber('--max-warnings', maxWarnings);
}

export function databaseOf({ db, dbStats, dbStrict = false, inline }: ParsedOptions): DatabaseRequest | undefined {
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

export function evidenceOf({ evidence = [], pathMap = [], failOn }: ParsedOptions): EvidenceRequest | undefined {
  if (evidence.includes('')) throw new UsageError('--evidence: must be a file, a folder or a pattern');
  if (evidence.length > 0) return { files: evidence, pathMaps: pathMap, failOnObserved: failOn === 'observed' };
  if (pathMap.length > 0) throw new UsageError('--path-map needs --evidence');
  if (failOn !== undefined) throw new UsageError('--fail-on needs --evidence');
  return undefined;
}

export function confirmOf(options: ParsedOptions): BenchmarkRequest | undefined {
  if (options.confirm) return benchmarkOf(options);
  if (options.benchDb !== undefined) throw new UsageError('--bench-db needs --confirm');
  if (options.budget !== undefined) throw new UsageError('--budget needs --confirm');
  if (options.rtt !== undefined) throw new UsageError('--rtt needs --confirm');
  if (options.rows !== undefined) throw new UsageError('--rows needs --confirm');
  return undefined;
}

export function benchmarkOf({ benchDb, rtt, budget, rows }: ParsedOptions): BenchmarkRequest {
  if (benchDb !== undefined && !(/^(?:postgres(?:ql)?|mysql|mariadb):\/\//i.test(benchDb) && URL.canParse(benchDb))) throw new UsageError(`--bench-db ${shownUrl(benchDb)}: must be the URL of a server: postgres://user:password@host:5432/database or mysql://user:password@host:3306`);
  const most = positive('--rows', rows);
  if (most !== undefined && !Number.isInteger(most)) throw new UsageError(`--rows ${rows}: must be a whole number`);
  return { url: benchDb, rtt: positive('--rtt', rtt), rows: most, budget: positive('--budget', budget) };
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

export function checkCombination(options: ParsedOptions): void {
  const both = APART.find(([one, other]) => options[one] !== undefined && options[other] !== undefined);
  if (both) throw new UsageError(`${FLAGS[both[0]]} and ${FLAGS[both[1]]} cannot be used together`);
  if (options.stdin && !options.stdinFilename) throw new UsageError('--stdin needs --stdin-filename: the file that the text stands for');
  if (options.stdinFilename !== undefined && !options.stdin) throw new UsageError('--stdin-filename needs --stdin');
  if (options.workspace === '') throw new UsageError('--workspace: must be the name or the folder of a package');
  if (options.since === '') throw new UsageError('--since: must be a branch, a tag or a commit');
}

export function scopeOf({ staged, changed, since, stdin, stdinFilename, workspace }: ParsedOptions): ScanRequest['scope'] {
  if (staged) return { kind: 'staged' };
  if (changed) return { kind: 'changed' };
  if (since !== undefined) return { kind: 'since', ref: since };
  if (workspace !== undefined) return { kind: 'package', name: workspace };
  return stdin && stdinFilename !== undefined ? { kind: 'text', file: stdinFilename } : undefined;
}

export function outputsOf({ format = 'stylish', output }: ParsedOptions, formatNames: readonly string[]): Output[] {
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

/** @param within least and most, where there are bounds */
export function wholeNumber(flag: string, value: string, within?: readonly [number, number]): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && (!within || (number >= within[0] && number <= within[1]))) return number;
  throw new UsageError(`${flag} ${value}: must be a whole number${within ? ` from ${within[0]} to ${within[1]}` : ', 0 or more'}`);
}

/** A number above 0, such as `0.5`. */
function positive(flag: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d+(?:\.\d+)?$/.test(value) || Number(value) === 0) throw new UsageError(`${flag} ${value}: must be a number above 0`);
  return Number(value);
}
