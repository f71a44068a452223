import type { Finding, Severity, Skipped } from '../findings/types.ts';
import type { PerformanceFacts } from './performance/facts.ts';

/** Figures of one run, for `--stats`. */
export interface Stats {
  /** Files that are known. */
  files: number;
  /** Of these, files that were parsed in this run: what the others say was in the store. */
  parsed: number;
  /** Files for each second that the run took, but for the counting of these figures. */
  filesPerSecond: number;
  /** Files that rules looked at. */
  targets: number;
  /** Of these, files in which nothing is reported, by what runs them: tests, migrations, seeds, scripts, builds, browsers. */
  closed: Record<string, number>;
  /** Files that were not analysed. */
  skipped: number;
  /** Of the files that are known. */
  lines: number;
  bytes: number;
  functions: number;
  calls: number;
  /** Functions that a framework calls, by kind. */
  entries: Record<string, number>;
  /** Calls that reach a database, as `perf-lint doctor` counts them, in the targets. */
  queries: { resolved: { followed: number; byShape: number }; unresolved: number };
  /** Milliseconds by stage, and per rule as `rule:<id>`; `total` is all but the writing of the report. */
  milliseconds: Record<string, number>;
  /** Peak resident memory of the process in bytes. */
  peakMemory: number;
  /** All findings by rule, shown or not. */
  findings: Record<string, number>;
  /** Findings that are not shown, by what hides them. */
  hidden: Report['hidden'] & { comments: number };
}

/** What a format renders: everything a scan says, and nothing of how it came about. */
export interface Report {
  /** Absolute path of the scanned root. */
  root: string;
  /** Findings at or above the thresholds, suppressed ones included, sorted by place. */
  findings: readonly Finding[];
  skipped: readonly Skipped[];
  /** Files that rules looked at, below the root. */
  targets: readonly string[];
  /** Findings that are not among `findings`, by what hides them: with a baseline those in it, with an earlier state those that it had, with evidence those that it refutes. */
  hidden: { severity: number; confidence: number; baseline?: number; before?: number; refuted?: number };
  stats?: Stats;
  /** What a performance report says beside the findings; only where one is asked for. */
  performance?: PerformanceFacts;
}

/** A rule as a report describes it. */
export interface RuleDescription {
  id: string;
  group: string;
  /** Level where the user sets none. */
  level: Severity | 'off';
  /** What it finds, in one sentence without a full stop. */
  description: string;
  /** Its page, in Markdown. */
  page: string;
  /** A page on the web that says why. */
  uri: string | undefined;
}

/** What a format needs beside the report. */
export interface ReportContext {
  /** perf-lint's own version. */
  version: string;
  /** All rules; asked for by the formats that describe them alone. */
  rules(): readonly RuleDescription[];
  /** Folder of the root in its repository, `packages/api/`; '' where it is the repository's own, or where there is none. */
  prefix: string;
  /** Address below which a forge shows the files of this commit, with `/` at its end; undefined where nothing tells. */
  blob: string | undefined;
  /** Text of a file below the root, or undefined when it cannot be read. */
  read(file: string): string | undefined;
  /** Whether to write ANSI colours. */
  colors: boolean;
  /** Width of the terminal in columns. */
  width: number;
}

/** One that comes with libraries loads them when it is asked for. */
export type Format = (report: Report, context: ReportContext) => string | Promise<string>;

/** Findings of each severity that nobody suppressed. */
export function countSeverities(findings: readonly Finding[]): Record<Severity, number> {
  const counts: Record<Severity, number> = { error: 0, warning: 0, info: 0 };
  for (const finding of findings) if (!finding.suppressed) counts[finding.severity]++;
  return counts;
}
