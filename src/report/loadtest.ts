import pc from 'picocolors';
import type { SavedLoadTest } from '../recording/loadtest/saved.ts';
import { printable } from './width.ts';

const PERCENTS = [50, 95, 99] as const;

/** A table for people: what each route took, in milliseconds. */
export function loadtestText({ routes, connections }: SavedLoadTest, file: string, { colors: isColored }: { colors: boolean }): string {
  const colors = pc.createColors(isColored);
  const head = ['route', 'requests', 'per second', ...PERCENTS.map((percent) => `p${percent}`), 'failed'];
  const rows = routes.map(({ method, path, answered, unanswered, statuses, seconds, times }) => {
    const failed = Object.entries(statuses).reduce((sum, [status, count]) => sum + (Number(status) >= 400 ? count : 0), unanswered);
    const percentiles = new Map(times.percentiles);
    return [printable(`${method} ${path}`), String(answered + unanswered), (answered / seconds).toFixed(1), ...PERCENTS.map((percent) => (answered === 0 ? '' : `${percentiles.get(percent)!.toFixed(1)} ms`)), String(failed)];
  });
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]): string => cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  ');
  return `${[colors.dim(line(head)), ...rows.map(line)].join('\n')}\n\n${connections} connections each; ${printable(file)} can be given to --evidence\n`;
}
