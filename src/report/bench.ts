import type { Comparison } from '../benchmark/saved.ts';
import pc from 'picocolors';
import type { Confidence, Evidence, Place } from '../findings/types.ts';
import { evidenceText } from './evidence.ts';
import { plural } from './summary.ts';
import type { ReportContext } from './types.ts';
import { printable } from './width.ts';

/** What `perf-lint bench` says. */
export interface BenchReport {
  findings: readonly {
    id: string;
    rule: string;
    location: Place;
    /** Low where a replay refuted it. */
    confidence: Confidence;
    evidence: Evidence;
  }[];
  /** How it differs from an earlier run. */
  comparisons?: readonly Comparison[];
  /** Where it was measured. */
  environment: { node: string; cpu: string; cores: number; load: number };
}

const CHANGES: Readonly<Record<Comparison['verdict'], string>> = { less: 'less than before', more: 'more than before', same: 'as before', inconclusive: 'cannot tell whether it changed' };

/** For people: a line per finding, with the ratio, the interval and the number of processes. */
export function benchText({ findings, comparisons = [], environment }: BenchReport, { colors: colored }: Pick<ReportContext, 'colors'>): string {
  const colors = pc.createColors(colored);
  const style = { confirmed: colors.red, refuted: colors.green, inconclusive: colors.yellow, observed: colors.cyan };
  if (findings.length === 0) return 'Nothing to measure: no finding that a benchmark can say something about.\n';
  const blocks = findings.map(({ id, rule, location, evidence }) => {
    const change = comparisons.find((one) => one.id === id);
    return [
      printable(`${location.file}:${location.line}  ${rule}  ${colors.dim(id)}`),
      `  ${style[evidence.verdict](evidence.verdict)}${printable(evidenceText(evidence).slice(evidence.verdict.length))}${figures(evidence)}`,
      ...(change ? [`  ${changeText(change)}`] : []),
    ].join('\n');
  });
  const { node, cpu, cores, load } = environment;
  const counts = (['confirmed', 'refuted', 'inconclusive'] as const).map((verdict) => `${findings.filter(({ evidence }) => evidence.verdict === verdict).length} ${verdict}`);
  return `${blocks.join('\n')}\n\n${plural(findings.length, 'benchmark')}: ${counts.join(', ')} (Node ${node}, ${printable(cpu)}, ${cores} cores, load ${load.toFixed(1)})\n`;
}

/** For machines. */
export function benchJson(report: BenchReport): string {
  return `${JSON.stringify({ version: 1, ...report }, null, 2)}\n`;
}

/** The value and what it is compared with; as a ratio of times where the interval says that there is any. */
function figures({ value, baseline, interval, n, unit }: Evidence): string {
  if (value === undefined || interval === undefined) return '';
  const of = (figure: number): string => Number(figure.toPrecision(3)).toString();
  const ratio = baseline !== undefined && baseline > 0 && interval[0] > 0 && unit === 'ms' ? `ratio ${of(value / baseline)}, ` : '';
  return ` [${ratio}${of(value)} ${unit} (${of(interval[0])} to ${of(interval[1])})${baseline === undefined ? '' : ` against ${of(baseline)}`}, n ${n}]`;
}

function changeText({ verdict, before, after, unit, interval, scale, reason }: Comparison): string {
  const of = (figure: number): string => Number(figure.toPrecision(3)).toString();
  const range = interval === undefined ? '' : scale === 'factor' ? `, ${of(interval[0])} to ${of(interval[1])} times` : `, ${of(interval[0])} to ${of(interval[1])} ${unit}`;
  return `${CHANGES[verdict]}: ${of(before)} ${unit}, now ${of(after)}${range}${reason === undefined ? '' : ` (${reason})`}`;
}
