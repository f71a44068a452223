import { groupFindings } from '../findings/group.ts';
import { SEVERITIES } from '../findings/levels.ts';
import type { Finding, Severity } from '../findings/types.ts';
import { pathNames } from './path.ts';
import { shownInRepository } from './repository.ts';
import { countText, plural, severityCount } from './summary.ts';
import { capital } from './text.ts';
import type { Report, ReportContext } from './types.ts';

/** GitHub shows so many annotations of each kind for a step: https://docs.github.com/actions/reference/limits */
const MAX_ANNOTATIONS = 10;

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/** Workflow commands of GitHub Actions, which make annotations: https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
export function github(report: Report, { prefix }: Pick<ReportContext, 'prefix'>): string {
  const findings = causesFirst(shownInRepository(report.findings, prefix));
  const bySeverity = SEVERITIES.map((severity) => ({ severity, all: findings.filter((finding) => finding.severity === severity) }));
  const leftOut = bySeverity.filter(({ all }) => all.length > MAX_ANNOTATIONS).map(({ severity, all }) => severityCount(severity, all.length - MAX_ANNOTATIONS));
  return [
    ...bySeverity.flatMap(({ all }) => all.slice(0, MAX_ANNOTATIONS).map(command)),
    ...(leftOut.length > 0 ? [`Without an annotation: ${leftOut.join(', ')} (GitHub shows ${MAX_ANNOTATIONS} of a kind for each step; --format stylish and sarif have all).`] : []),
    // Counts alone: a file's name in a plain line could pass for a command.
    countText(report, groupFindings(findings).length),
    ...(report.skipped.length > 0 ? [`Not analysed: ${plural(report.skipped.length, 'file')} (--format stylish names them).`] : []),
    '',
  ].join('\n');
}

/** One finding of each group, then the rest: what GitHub shows should be all there is to solve, not one problem many times. */
function causesFirst(findings: readonly Finding[]): Finding[] {
  const leads = groupFindings(findings).map(({ lead }) => lead);
  const led = new Set(leads);
  return [...leads, ...findings.filter((finding) => !led.has(finding))];
}

function command(finding: Finding): string {
  const { file, line, column, endLine, endColumn } = finding.location;
  // Columns stand only where the place lies in one line: the runner drops them elsewhere.
  const columns = line === endLine ? { col: column, endColumn } : {};
  const properties = { file, line, endLine, ...columns, title: `perf-lint/${finding.rule}` };
  return `::${COMMANDS[finding.severity]} ${Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`).join(',')}::${escapeData(textOf(finding))}`;
}

function textOf(finding: Finding): string {
  const { id, message, help } = finding;
  const path = pathNames(finding);
  return [`${message}.`, `${capital(help)}.`, ...(path.length > 0 ? [`Path: ${path.join(' > ')}`] : []), `More: perf-lint explain ${id}`].join('\n');
}

/** As the runner reads it back; a percent sign first, so that it does not escape twice. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
