import type { Config } from '../config/types.ts';
import type { FileFacts } from '../facts/types.ts';
import type { Confidence, Finding, Severity } from '../findings/types.ts';
import type { Program } from '../program/types.ts';
import { countSeverities } from '../report/types.ts';
import type { Report, Stats } from '../report/types.ts';
import type { Source } from '../source/types.ts';
import { Clock } from '../project/clock.ts';
import { checkFile, hiddenBy, settleFindings, thresholdsOf } from '../project/check.ts';
import type { Checked, InternalError, Thresholds } from '../project/check.ts';
import { checkComments, readComments } from '../project/comments.ts';
import type { Engine } from '../project/engine.ts';
import { emptyFolderNotes, namesRoot } from '../project/paths.ts';
import { withSuggestions } from '../project/suggestions.ts';
import { disk } from '../source/disk.ts';
import { openProject } from '../project/open.ts';
import type { ProjectOptions } from '../project/open.ts';

export interface ScanOptions extends ProjectOptions {
  /** Lightest severity that is kept; default `warning`. */
  severity?: Severity;
  /** Lowest confidence that is kept; default `medium`. */
  confidence?: Confidence;
  /** Keeps errors only; warnings still count for `maxWarnings`. */
  quiet?: boolean;
  /** More warnings than this make the exit code 1; default: no limit. */
  maxWarnings?: number;
  /** Measures and counts, for `ScanResult.stats`. */
  stats?: boolean;
  /** Makes the suggestions of the findings that are kept: their files are parsed again. */
  suggestions?: boolean;
  onProgress?: (progress: Progress) => void;
}

export interface Progress {
  stage: 'read' | 'check';
  done: number;
  total: number;
}

export interface ScanResult extends Report {
  /** What a user should know beside the report, one line each. */
  notes: string[];
  internalErrors: InternalError[];
  /** 0; 1: an error is kept, or more warnings than allowed; 2: an internal error. */
  exitCode: 0 | 1 | 2;
}

/**
 * Scans files and folders. Prints nothing and writes nothing.
 * @throws UsageError for paths that cannot be scanned, ConfigError for a config that cannot be used
 */
export async function scan(options: ScanOptions, engine: Engine): Promise<ScanResult> {
  const clock = new Clock();
  const { paths, source, program, config, notes } = openProject(options, engine, clock, options.onProgress && ((done, total) => options.onProgress?.({ stage: 'read', done, total })));
  const { raw, internalErrors } = check(program, source, config, engine, clock, options.onProgress);
  const comments = readComments(source, new Set(engine.rules.map((rule) => rule.id)));
  const found = settleFindings(raw, comments.suppressions);
  const isWhole = namesRoot(paths, source);
  const more = checkComments({ findings: found, internalErrors, suppressions: comments.suppressions, targets: source.targets, isWhole }, config, engine.rules);
  const all = more.length > 0 ? settleFindings([...raw, ...more], comments.suppressions) : found;
  const { kept, warnings, hidden } = select(all, thresholdsOf(options, config), options.quiet ?? false);
  const failed = countSeverities(kept).error > 0 || warnings > (options.maxWarnings ?? config.settings.maxWarnings ?? Infinity);
  return {
    root: source.root,
    findings: options.suggestions ? withSuggestions(kept, source, disk) : kept,
    skipped: source.skipped,
    targets: source.targets,
    hidden,
    notes: [...notes, ...emptyFolderNotes(paths, source), ...comments.notes],
    internalErrors,
    exitCode: internalErrors.length > 0 ? 2 : failed ? 1 : 0,
    ...(options.stats ? { stats: statsOf(source, program, all, { ...hidden, comments: kept.filter(({ suppressed }) => suppressed).length }, clock) } : {}),
  };
}

/** Runs the rules over each target. */
function check(program: Program, { targets }: Source, config: Config, { rules }: Engine, clock: Clock, onProgress: ScanOptions['onProgress']): Checked {
  const all: Checked = { raw: [], internalErrors: [] };
  for (const [index, file] of targets.entries()) {
    const { raw, internalErrors } = checkFile(program, file, config, rules, clock);
    all.raw.push(...raw);
    all.internalErrors.push(...internalErrors);
    onProgress?.({ stage: 'check', done: index + 1, total: targets.length });
  }
  return all;
}

/** What the thresholds keep. Warnings are counted before `quiet` takes them away. */
function select(findings: readonly Finding[], thresholds: Thresholds, quiet: boolean): { kept: Finding[]; warnings: number; hidden: Report['hidden'] } {
  const hidden = { severity: 0, confidence: 0 };
  const kept: Finding[] = [];
  let warnings = 0;
  for (const finding of findings) {
    const by = hiddenBy(finding, thresholds);
    if (by !== undefined) hidden[by]++;
    else {
      if (finding.severity === 'warning' && !finding.suppressed) warnings++;
      if (quiet && finding.severity !== 'error') hidden.severity++;
      else kept.push(finding);
    }
  }
  return { kept, warnings, hidden };
}

function statsOf(source: Source, program: Program, findings: readonly Finding[], hidden: Stats['hidden'], clock: Clock): Stats {
  const facts = [...source.files.values()].map((file) => file.facts);
  const sum = (count: (one: FileFacts) => number): number => facts.reduce((total, one) => total + count(one), 0);
  const { resolved, unresolved } = clock.time('queries', () => program.queries(source.targets));
  const entries = clock.time('entries', () => program.entries());
  return {
    files: source.files.size,
    targets: source.targets.length,
    closed: countBy(source.targets.filter((file) => program.isClosed(file)), (file) => program.kind(file) ?? ''),
    skipped: source.skipped.length,
    lines: sum(({ lines }) => lines.length),
    bytes: source.bytes,
    // The first is the module itself.
    functions: sum(({ functions }) => functions.length - 1),
    calls: sum(({ calls }) => calls.length),
    entries: Object.fromEntries(entries),
    queries: { resolved, unresolved: unresolved.length },
    milliseconds: { ...clock.milliseconds, total: clock.total },
    peakMemory: process.resourceUsage().maxRSS * 1024,
    findings: countBy(findings, ({ rule }) => rule),
    hidden,
  };
}

function countBy<T>(items: readonly T[], name: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[name(item)] = (counts[name(item)] ?? 0) + 1;
  return counts;
}
