import { groupFindings } from '../findings/group.ts';
import type { Finding } from '../findings/types.ts';
import { pathOf } from './path.ts';
import { countText, hiddenText, plural } from './summary.ts';
import { capital } from './text.ts';
import type { Report } from './types.ts';
import { printable } from './width.ts';

/** For coding agents: a paragraph for each finding, in few words, without colours, columns or code, which an agent reads itself. */
export function agent(report: Report): string {
  const shown = report.findings.filter(({ suppressed }) => !suppressed);
  return `${[...shown.map(paragraph), summaryOf(report, groupFindings(shown).length)].join('\n\n')}\n`;
}

function paragraph(finding: Finding): string {
  const { id, rule, severity, confidence, message, help, location, impact } = finding;
  const path = pathOf(finding);
  return [
    `${location.file}:${location.line}:${location.column} ${severity} ${rule}${confidence === 'high' ? '' : ` (${confidence} confidence)`}`,
    `${message}.`,
    ...(path.length > 1 ? [`Path${impact.entry === undefined ? '' : ` from ${impact.entry}`}:`, ...path.map(({ file, line, message: what }) => `- ${file}:${line} ${what}`)] : []),
    `Fix: ${capital(help)}.`,
    `perf-lint explain ${id}`,
  ]
    .map(printable)
    .join('\n');
}

function summaryOf(report: Report, causes: number): string {
  const hidden = hiddenText(report);
  return [
    countText(report, causes),
    ...(hidden === undefined ? [] : [hidden]),
    ...(report.skipped.length > 0 ? [`Not analysed: ${plural(report.skipped.length, 'file')}: ${report.skipped.map(({ file, reason }) => printable(`${file} (${reason})`)).join('; ')}.`] : []),
  ].join('\n');
}
