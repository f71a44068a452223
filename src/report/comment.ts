import { groupFindings } from '../findings/group.ts';
import type { FindingGroup } from '../findings/group.ts';
import { SEVERITIES } from '../findings/levels.ts';
import type { Evidence, Finding, Place } from '../findings/types.ts';
import { curveLines } from './curve.ts';
import { evidenceText } from './evidence.ts';
import { inline, quiet } from './markdown.ts';
import { pathOf } from './path.ts';
import { findingUrl, lineUrl, shownInRepository } from './repository.ts';
import { hiddenText, plural, severityCounts } from './summary.ts';
import { capital } from './text.ts';
import type { Report, ReportContext } from './types.ts';
import { printable } from './width.ts';

/** GitHub takes a comment of so many characters, GitLab one of a million. */
const MAX_LENGTH = 65_536;
/** Kept for the sentence that says what was left out. */
const RESERVE = 200;
/** Of this, the share that rows may fill: details of the first findings say more than a row of the hundredth. */
const ROWS_SHARE = 0.6;

type Context = Pick<ReportContext, 'prefix' | 'blob'>;

/** Markdown for a comment on a pull request: a table, and details that unfold. Empty where there is nothing to say. */
export function markdown(report: Report, context: Context): string {
  const findings = shownInRepository(report.findings, context.prefix);
  if (findings.length === 0) return '';
  const groups = groupFindings(findings).toSorted((a, b) => SEVERITIES.indexOf(a.lead.severity) - SEVERITIES.indexOf(b.lead.severity));
  const hidden = hiddenText(report);
  const title = [
    // Tools that update a comment find it by its first line.
    '<!-- perf-lint -->',
    `**perf-lint: ${plural(findings.length, 'problem')}** (${severityCounts(findings)})`,
    '',
    '| severity | place | problem | rule |',
    '|---|---|---|---|',
    '',
  ].join('\n');
  const end = [...(hidden === undefined ? [] : [hidden]), ...(report.skipped.length > 0 ? [`Not analysed: ${plural(report.skipped.length, 'file')}.`] : [])].join(' ');
  const room = MAX_LENGTH - RESERVE - title.length - end.length;
  const rows = fitting(findingsOf(groups).map((finding) => rowOf(finding, context)), room * ROWS_SHARE);
  const details = fitting(groups.map((group) => detailsOf(group, context)), room - lengthOf(rows));
  const left = leftOut(findings.length - rows.length, groups.length - details.length);
  return `${[`${title}${rows.join('')}`.trimEnd(), details.join('').trimEnd(), left, end].filter((part) => part !== '').join('\n\n')}\n`;
}

function findingsOf(groups: readonly FindingGroup[]): Finding[] {
  return groups.flatMap(({ lead, others }) => [lead, ...others]);
}

function rowOf(finding: Finding, { blob }: Context): string {
  const { severity, location, message, rule } = finding;
  return `| ${severity} | ${link(location, findingUrl(finding, blob))} | ${inline(message)} | ${rule} |\n`;
}

/** A cause once, with the path of its first place and what to do. */
function detailsOf({ lead }: FindingGroup, context: Context): string {
  const { id, rule, message, help, location, impact } = lead;
  const path = pathOf(lead);
  const steps = path.length > 1 ? [...(impact.entry === undefined ? [] : [`From ${inline(impact.entry)}:`, '']), ...path.map((step, index) => `${index + 1}. ${link(step, lineUrl(step, context.blob))} ${inline(step.message)}`), ''] : [];
  return [
    `<details><summary>${html(`${rule}: ${location.file}:${location.line}`)}</summary>`,
    '',
    `${inline(message)}.`,
    '',
    ...steps,
    ...lead.evidence.flatMap((one) => [`${inline(capital(evidenceText(one)))}.`, '', ...plot(one)]),
    `${inline(capital(help))}.`,
    '',
    `\`perf-lint explain ${id}\``,
    '',
    '</details>',
    '',
    '',
  ].join('\n');
}

/** The curve of a benchmark: text in a fence, which no renderer has to draw. */
function plot(evidence: Evidence): string[] {
  const lines = curveLines(evidence);
  return lines.length === 0 ? [] : ['```text', ...lines.map((line) => printable(line).replaceAll('`', "'")), '```', ''];
}

/** The first ones that fit into so many characters together. */
function fitting(parts: readonly string[], room: number): string[] {
  let length = 0;
  const end = parts.findIndex((part) => (length += part.length) > room);
  return end === -1 ? [...parts] : parts.slice(0, end);
}

function lengthOf(parts: readonly string[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

function leftOut(rows: number, details: number): string {
  const parts = [...(rows > 0 ? [plural(rows, 'problem')] : []), ...(details > 0 ? [`the details of ${plural(details, 'cause')}`] : [])];
  return parts.length === 0 ? '' : `Left out, since a comment has at most ${MAX_LENGTH} characters: ${parts.join(' and ')}.`;
}

function link(place: Place, url: string | undefined): string {
  const text = inline(`${place.file}:${place.line}`);
  return url === undefined ? text : `[${text}](${url})`;
}

/** Text inside of HTML, where marks of Markdown count for nothing. */
function html(text: string): string {
  return quiet(printable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;'));
}
