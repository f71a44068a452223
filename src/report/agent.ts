import { groupFindings } from '../findings/group.ts';
import type { Finding } from '../findings/types.ts';
import { evidenceText } from './evidence.ts';
import { pathOf, samePlace } from './path.ts';
import { countText, hiddenText, plural } from './summary.ts';
import { capital } from './text.ts';
import type { Report } from './types.ts';
import { printable } from './width.ts';

/** For coding agents: a paragraph for each finding, in few words, without colours, columns or code, which an agent reads itself. */
export function agent(report: Report): string {
  const shown = report.findings.filter(({ suppressed }) => !suppressed);
  const advised = new Map<string, string>();
  return `${[...shown.map((finding) => paragraph(finding, advised)), summaryOf(report, groupFindings(shown).length)].join('\n\n')}\n`;
}

/** `advised` has the finding that gave an advice first: it is often one advice for many. */
function paragraph(finding: Finding, advised: Map<string, string>): string {
  const { id, rule, severity, confidence, message, help, location } = finding;
  const first = advised.get(help) ?? id;
  advised.set(help, first);
  return [
    `${location.file}:${location.line}:${location.column} ${severity} ${rule}${confidence === 'high' ? '' : ` (${confidence} confidence)`}`,
    `${message}.`,
    ...pathLines(finding),
    ...finding.evidence.map((one) => `${capital(one.kind.replace('-', ' '))}: ${evidenceText(one)}.`),
    first === id ? `Fix: ${capital(help)}.` : `Fix: as ${first}.`,
    `perf-lint explain ${id}`,
  ]
    .map(printable)
    .join('\n');
}

/** The place that the paragraph begins with is `here`. */
function pathLines(finding: Finding): string[] {
  const { location, impact } = finding;
  const path = pathOf(finding, '');
  if (path.length === 1) return [];
  const steps = path.map((step) => `- ${samePlace(step, location) ? 'here' : `${step.file}:${step.line}`} ${step.message}`.trimEnd());
  return [`Path${impact.entry === undefined ? '' : ` from ${impact.entry}`}:`, ...steps];
}

function summaryOf(report: Report, causes: number): string {
  const hidden = hiddenText(report);
  return [
    countText(report, causes),
    ...(hidden === undefined ? [] : [hidden]),
    ...(report.skipped.length > 0 ? [`Not analysed: ${plural(report.skipped.length, 'file')}: ${report.skipped.map(({ file, reason }) => printable(`${file} (${reason})`)).join('; ')}.`] : []),
  ].join('\n');
}
