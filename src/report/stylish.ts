import pc from 'picocolors';
import { groupBy, groupFindings } from '../findings/group.ts';
import type { FindingGroup } from '../findings/group.ts';
import { isInCode } from '../findings/in-code.ts';
import type { Finding, Place, Severity } from '../findings/types.ts';
import { evidenceLabel, evidenceText } from './evidence.ts';
import { codeFrame, linesReader } from './frame.ts';
import type { Mark } from './frame.ts';
import { pathNames, samePlace } from './path.ts';
import { summary } from './summary.ts';
import { displayWidth, padColumns, printable } from './width.ts';
import type { Report, ReportContext } from './types.ts';

type Colors = ReturnType<typeof pc.createColors>;

/** Messages are padded up to this width, so that the rule ids of one file stand in a column. */
const MESSAGE_WIDTH = 92;
/** Places that `also` names before it counts the rest. */
const ALSO_PLACES = 6;
/** Width of `path  `, `help  ` and `also  `. */
const LABEL_WIDTH = 6;

/** For people: what happens, where it multiplies, how it gets there, what to do. A group is printed once, with its places. */
export function stylish(report: Report, context: ReportContext): string {
  const colors = pc.createColors(context.colors);
  const groups = groupFindings(report.findings.filter((finding) => !finding.suppressed));
  const byFile = groupBy(groups, (group) => group.lead.location.file);
  const sections = [...byFile].map(([file, fileGroups]) => fileSection(file, fileGroups, context, colors));
  return [...sections, summary(report, groups.length, colors)].join('\n');
}

function fileSection(file: string, groups: readonly FindingGroup[], context: ReportContext, colors: Colors): string {
  const positionWidth = Math.max(...groups.map(({ lead }) => position(lead.location).length));
  const messageWidth = Math.min(MESSAGE_WIDTH, Math.max(...groups.map(({ lead }) => displayWidth(printable(lead.message)))));
  const severityWidth = Math.max(...groups.map(({ lead }) => lead.severity.length));
  const readLines = linesReader(context.read);
  const blocks = groups.map((group) => {
    const { lead } = group;
    const head = [
      ' ',
      colors.dim(position(lead.location).padStart(positionWidth)),
      '',
      severityColor(lead.severity, colors)(lead.severity.padEnd(severityWidth)),
      '',
      padColumns(printable(lead.message), messageWidth),
      '',
      colors.dim(lead.rule),
    ].join(' ');
    const indent = ' '.repeat(2 + positionWidth + 2);
    const details = [
      ...frames(lead, readLines, context.width - indent.length, colors),
      ...pathLines(lead, context.width - indent.length).map((line, index) => labelled(index === 0 ? 'path' : '', line, colors)),
      ...lead.evidence.map((one) => labelled(evidenceLabel(one), printable(evidenceText(one)), colors)),
      labelled('help', printable(lead.help), colors),
      ...alsoLines(group).map((line) => labelled('also', line, colors)),
    ];
    return [head, ...details.map((line) => indent + line)].join('\n');
  });
  return `${colors.underline(printable(file))}\n${blocks.join('\n\n')}\n`;
}

function position({ line, column }: Place): string {
  return `${line}:${column}`;
}

function severityColor(severity: Severity, colors: Colors): (text: string) => string {
  return { error: colors.red, warning: colors.yellow, info: colors.cyan }[severity];
}

function labelled(label: string, text: string, colors: Colors): string {
  return colors.bold(label) + ' '.repeat(LABEL_WIDTH - label.length) + text;
}

/** The location's own file first; a loop that lies in another file stands in a frame of its own, under that file's name. None of a file of evidence. */
function frames(finding: Finding, readLines: (file: string) => readonly string[], width: number, colors: Colors): string[] {
  if (!isInCode(finding)) return [];
  const { file } = finding.location;
  const byFile = groupBy(marks(finding), (mark) => mark.place.file);
  const files = [file, ...[...byFile.keys()].filter((other) => other !== file)];
  return files.flatMap((other) => {
    const fileMarks = byFile.get(other) as Mark[];
    const gutter = Math.max(...fileMarks.map((mark) => String(mark.place.line).length));
    const lines = codeFrame(readLines(other), fileMarks, Math.max(20, width - gutter - ' |  '.length));
    const rendered = lines.map((line) =>
      line.kind === 'code'
        ? `${colors.dim(`${line.gutter.padStart(gutter)} | `)}${line.text}`
        : `${' '.repeat(gutter + ' | '.length)}${severityColor(finding.severity, colors)(line.text)}`,
    );
    return other === file || lines.length === 0 ? rendered : [colors.dim(`in ${printable(other)}`), ...rendered];
  });
}

/** What is underlined: the loops around the location, then the location itself. */
function marks(finding: Finding): Mark[] {
  const loops = finding.related.filter((place) => place.role === 'loop' || place.role === 'outer');
  const own = finding.related.find((place) => place.role !== 'loop' && place.role !== 'outer' && samePlace(place, finding.location));
  const label = own?.message ?? (loops.length > 0 ? 'each time' : '');
  return [...loops.map((place) => ({ place, label: printable(place.message) })), { place: finding.location, label: printable(label) }];
}

/** `entry > step > sink` in one line; a path that is too long for the terminal as an indented list, one step a line. */
function pathLines(finding: Finding, width: number): string[] {
  const names = pathNames(finding).map(printable);
  if (names.length === 0) return [];
  const chain = names.join(' > ');
  if (displayWidth(chain) <= width - LABEL_WIDTH) return [chain];
  return names.map((name, index) => (index === 0 ? name : `${'  '.repeat(index - 1)}> ${name}`));
}

function alsoLines({ lead, others }: FindingGroup): string[] {
  if (others.length === 0) return [];
  const places = others.slice(0, ALSO_PLACES).map(({ location }) => printable(`${location.file}:${location.line}`));
  const rest = others.length - places.length;
  const [one, several] = lead.alike ?? ['reaches this call', 'reach this call'];
  const count = others.length === 1 ? `1 more place ${one}` : `${others.length} more places ${several}`;
  return [`${count}: ${places.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`];
}
