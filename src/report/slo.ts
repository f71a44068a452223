import pc from 'picocolors';
import type { LevelStatus, ServiceLevel } from '../evidence/slo/types.ts';
import { LEVEL_NAMES, measuredText, STATUS_NAMES, targetText } from './service-levels.ts';
import { plural } from './summary.ts';
import { printable } from './width.ts';

const STYLES: Readonly<Record<LevelStatus, 'green' | 'red' | 'yellow' | 'dim'>> = { pass: 'green', fail: 'red', 'not-resolvable': 'yellow', 'not-measured': 'dim' };

/** A table for people: what is promised, what was and is measured, and whether it holds. */
export function sloText(levels: readonly ServiceLevel[], { colors: isColored }: { colors: boolean }): string {
  const colors = pc.createColors(isColored);
  const isCompared = levels.some(({ baseline }) => baseline !== undefined);
  const head = ['level', 'target', ...(isCompared ? ['baseline'] : []), 'current', 'status', 'from'];
  const rows = levels.map((level) => [
    `${level.route === undefined ? '' : `${level.route}, `}${LEVEL_NAMES[level.metric]}`, targetText(level), ...(isCompared ? [measuredText(level.baseline, level.unit)] : []), measuredText(level.current, level.unit), STATUS_NAMES[level.status], fromOf(level),
  ].map((cell) => printable(cell)));
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[], style: (text: string, column: number) => string): string => cells.map((cell, column) => style(column === cells.length - 1 ? cell : cell.padEnd(widths[column]!), column)).join('  ').trimEnd();
  const status = head.indexOf('status');
  const lines = rows.map((row, index) => line(row, (text, column) => (column === status ? colors[STYLES[levels[index]!.status]](text) : text)));
  const counts = (Object.keys(STATUS_NAMES) as LevelStatus[]).flatMap((one) => {
    const count = levels.filter((level) => level.status === one).length;
    return count === 0 ? [] : [`${count} ${STATUS_NAMES[one]}`];
  });
  return `${[line(head, (text) => colors.dim(text)), ...lines].join('\n')}\n\n${plural(levels.length, 'service level')}: ${counts.join(', ')}\n`;
}

/** For machines. */
export function sloJson(levels: readonly ServiceLevel[]): string {
  return `${JSON.stringify({ version: 1, levels }, null, 2)}\n`;
}

/** Characters of a statement that are shown. */
const SUBJECT = 80;

function fromOf({ source }: ServiceLevel): string {
  if (source === undefined) return '';
  const { subject = '', file, tool } = source;
  return `${file} (${tool})${subject && `: ${subject.length > SUBJECT ? `${subject.slice(0, SUBJECT)}…` : subject}`}`;
}
