import type pc from 'picocolors';
import { SEVERITIES } from '../findings/levels.ts';
import type { Finding, Severity } from '../findings/types.ts';
import { countSeverities } from './types.ts';
import type { Report, Stats } from './types.ts';
import { displayWidth, padColumns, printable } from './width.ts';

type Colors = ReturnType<typeof pc.createColors>;

/** The end of a report for people: counts, what the thresholds hide, what was not analysed, and figures when asked for. */
export function summary(report: Report, causes: number, colors: Colors): string {
  const hidden = hiddenText(report);
  return [
    ...countLine(report, causes, colors),
    ...(hidden === undefined ? [] : [colors.dim(hidden)]),
    ...skippedLines(report, colors),
    ...(report.stats === undefined ? [] : statsLines(report.stats, colors)),
    '',
  ].join('\n');
}

/** `1 file`, `2 files` */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `3 problems with 2 causes in 12 files: 2 errors, 1 warning.` */
export function countText({ findings, targets }: Report, causes: number): string {
  const counts = countSeverities(findings);
  const total = SEVERITIES.reduce((sum, severity) => sum + counts[severity], 0);
  const files = plural(targets.length, 'file');
  if (total === 0) return `No problems in ${files}.`;
  const grouped = causes < total ? ` with ${plural(causes, 'cause')}` : '';
  return `${plural(total, 'problem')}${grouped} in ${files}: ${severityCounts(findings)}.`;
}

/** `2 errors, 1 warning`, the gravest first; empty where there is none. */
export function severityCounts(findings: readonly Finding[]): string {
  const counts = countSeverities(findings);
  return SEVERITIES.filter((severity) => counts[severity] > 0).map((severity) => severityCount(severity, counts[severity])).join(', ');
}

/** `1 error`, `2 errors`, `2 info` */
export function severityCount(severity: Severity, count: number): string {
  return severity === 'info' ? `${count} info` : plural(count, severity);
}

function countLine(report: Report, causes: number, colors: Colors): string[] {
  const counts = countSeverities(report.findings);
  const text = countText(report, causes);
  if (SEVERITIES.every((severity) => counts[severity] === 0)) return [colors.green(text)];
  return [(counts.error > 0 ? colors.red : colors.yellow)(colors.bold(text))];
}

/** What is hidden, by what, and how to see it, as a sentence; undefined where nothing is. */
export function hiddenText({ findings, hidden }: Pick<Report, 'findings' | 'hidden'>): string | undefined {
  const suppressed = findings.filter((finding) => finding.suppressed).length;
  const byThresholds = [
    ...(hidden.severity > 0 ? [`${hidden.severity} by severity`] : []),
    ...(hidden.confidence > 0 ? [`${hidden.confidence} by confidence`] : []),
  ];
  const parts = [
    ...(byThresholds.length > 0 ? [`${byThresholds.join(', ')} (--severity info --confidence low shows them)`] : []),
    ...(suppressed > 0 ? [`${suppressed} by comments`] : []),
    ...(hidden.baseline ? [`${hidden.baseline} by the baseline (--no-baseline shows them)`] : []),
    ...(hidden.refuted ? [`${hidden.refuted} refuted by what was measured (--confidence low shows them)`] : []),
    ...(hidden.before ? [`${hidden.before} from before`] : []),
  ];
  return parts.length === 0 ? undefined : `Hidden: ${parts.join(', ')}.`;
}

function skippedLines({ skipped }: Report, colors: Colors): string[] {
  if (skipped.length === 0) return [];
  return [
    colors.yellow(`Not analysed: ${plural(skipped.length, 'file')}.`),
    ...skipped.map(({ file, reason }) => `  ${printable(file)}  ${colors.dim(printable(reason))}`),
  ];
}

function statsLines(stats: Stats, colors: Colors): string[] {
  const { followed, byShape } = stats.queries.resolved;
  const queries = followed + byShape + stats.queries.unresolved;
  const rows: [string, string][] = [
    ['files', `${number(stats.files)}: ${number(stats.parsed)} parsed, ${number(stats.files - stats.parsed)} from the store, ${number(stats.filesPerSecond)} per second (${number(stats.lines)} lines, ${size(stats.bytes)}, ${number(stats.functions)} functions, ${number(stats.calls)} calls)`],
    ['files checked', `${number(stats.targets)}${list(stats.closed, '; nothing is reported in ', 'files')}`],
    ['files not analysed', number(stats.skipped)],
    ['entries', list(stats.entries) || 'none'],
    ['queries', queries === 0 ? 'none' : `${number(queries)}: ${number(followed)} resolved, ${number(byShape)} by shape, ${number(stats.queries.unresolved)} unresolved (perf-lint doctor lists them)`],
    ['findings', list(stats.findings) || 'none'],
    ['findings hidden', `${stats.hidden.severity} by severity, ${stats.hidden.confidence} by confidence, ${stats.hidden.comments} by comments${stats.hidden.baseline ? `, ${stats.hidden.baseline} by the baseline` : ''}${stats.hidden.refuted ? `, ${stats.hidden.refuted} refuted` : ''}${stats.hidden.before ? `, ${stats.hidden.before} from before` : ''}`],
    ...Object.entries(stats.milliseconds).map(([name, value]): [string, string] => [`time ${name}`, `${value.toFixed(0)} ms`]),
    ['peak memory', `${(stats.peakMemory / 2 ** 20).toFixed(0)} MiB`],
  ];
  const width = Math.max(...rows.map(([name]) => displayWidth(name)));
  return ['', ...rows.map(([name, value]) => `  ${colors.dim(padColumns(name, width))}  ${value}`)];
}

/** `12 request, 3 job`, the most frequent first. */
function list(counts: Readonly<Record<string, number>>, before = '', noun = ''): string {
  const parts = Object.entries(counts).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return parts.length === 0 ? '' : `${before}${parts.map(([name, count]) => `${number(count)} ${name}`).join(', ')}${noun === '' ? '' : ` ${noun}`}`;
}

function size(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Thousands apart, the same in every locale. */
function number(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
