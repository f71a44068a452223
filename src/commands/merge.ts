import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CONFIDENCES } from '../findings/levels.ts';
import type { Evidence, Finding, Skipped } from '../findings/types.ts';
import { rootOf } from '../project/paths.ts';
import { parseReport } from '../report/parse.ts';
import type { ParsedReport } from '../report/parse.ts';
import { countSeverities } from '../report/types.ts';
import type { Report } from '../report/types.ts';
import { causeOf, UsageError } from '../source/errors.ts';
import { decode } from '../source/text.ts';
import { fileReader } from './output.ts';

export interface MergeOptions {
  /** JSON reports, relative to `cwd`. */
  files: readonly string[];
  /** Default: the process's working directory. Its project is the root that paths of the reports are below. */
  cwd?: string;
  quiet?: boolean;
  /** More warnings than this make the exit code 1; default: no limit. */
  maxWarnings?: number | undefined;
}

export interface MergeResult extends Report {
  exitCode: 0 | 1;
  read(file: string): string | undefined;
}

/**
 * Joins JSON reports of parts of one project: each finding once, with the evidence of all.
 * @throws UsageError for a file that is no report
 */
export function merge({ files, cwd = process.cwd(), quiet = false, maxWarnings = Infinity }: MergeOptions): MergeResult {
  const reports = files.map((file) => readReport(file, cwd));
  const findings = sorted(joined(reports.flatMap((one) => one.findings)));
  const warnings = findings.filter(({ severity, suppressed, observed }) => severity === 'warning' && !suppressed && !observed).length;
  const kept = quiet ? findings.filter(({ severity }) => severity === 'error') : findings;
  const skipped = new Map<string, Skipped>(reports.flatMap((one) => one.skipped.map((skip) => [skip.file, skip] as const)));
  const root = rootOf([cwd])?.root ?? cwd;
  return {
    root,
    findings: kept,
    skipped: [...skipped.values()].sort((a, b) => (a.file < b.file ? -1 : 1)),
    targets: [...new Set(findings.map(({ location }) => location.file))],
    hidden: { severity: findings.length - kept.length, confidence: 0 },
    exitCode: countSeverities(kept).error > 0 || warnings > maxWarnings ? 1 : 0,
    read: fileReader(root),
  };
}

function readReport(file: string, cwd: string): ParsedReport {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path.resolve(cwd, file));
  } catch (error) {
    throw new UsageError(`the report ${file} cannot be read: ${causeOf(error)}`, { cause: error });
  }
  const text = decode(bytes);
  const parsed = text === undefined ? { ok: false as const, reason: 'it is not UTF-8 text' } : parseReport(text);
  if (!parsed.ok) throw new UsageError(`the report ${file} cannot be used: ${parsed.reason}; perf-lint scan --format json=${file} writes one`);
  return parsed.value;
}

/** Findings of the same id at the same place are one: as sure as the surest, with the evidence of all. */
function joined(findings: readonly Finding[]): Finding[] {
  const known = new Map<string, Finding>();
  for (const finding of findings) {
    const key = [finding.id, finding.location.file, finding.location.line, finding.location.column].join('\0');
    const before = known.get(key);
    known.set(key, before ? together(before, finding) : finding);
  }
  return [...known.values()];
}

function together(one: Finding, other: Finding): Finding {
  const [surer, rest] = CONFIDENCES.indexOf(other.confidence) < CONFIDENCES.indexOf(one.confidence) ? [other, one] : [one, other];
  const evidence = new Map<string, Evidence>([...surer.evidence, ...rest.evidence].map((each) => [JSON.stringify(each), each]));
  return { ...surer, evidence: [...evidence.values()], suppressed: one.suppressed && other.suppressed };
}

function sorted(findings: readonly Finding[]): Finding[] {
  const order = ({ location: { file, line, column }, rule }: Finding): [string, number, number, string] => [file, line, column, rule];
  return findings.toSorted((a, b) => {
    const [x, y] = [order(a), order(b)];
    const at = x.findIndex((part, index) => part !== y[index]);
    return at === -1 ? 0 : x[at]! < y[at]! ? -1 : 1;
  });
}
