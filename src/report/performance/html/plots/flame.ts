import { hierarchy, partition } from 'd3-hierarchy';
import { figure } from '../../figures.ts';
import type { Flame, FlameFrame } from '../../model.ts';
import { html } from '../markup.ts';
import type { Ids, Markup } from '../markup.ts';
import { dataTable } from '../table.ts';
import { fitting, plot } from './plot.ts';

const ROW = 24;
/** Frames that the data table has room for. */
const MAX_ROWS = 30;

/** Stacks from the top down: who called stands above, and is as wide as what it cost. */
export function flamePlot({ title, unit, root }: Flame, ids: Ids): Markup {
  const whole = root.value;
  const frames: FlameFrame[] = [];
  const visit = (frame: FlameFrame): void => {
    frames.push(frame);
    frame.children.forEach(visit);
  };
  root.children.forEach(visit);
  const text = ({ name, place, value, finding }: FlameFrame): string => `${name}${place === undefined ? '' : ` (${place})`}: ${figure(value, unit)}, ${figure(value / whole, 'ratio')}${finding === undefined ? '' : `, finding ${finding}`}`;
  const costliest = frames.toSorted((a, b) => b.value - a.value);
  return plot(
    { title, description: `Of ${figure(whole, unit)} in all. ${costliest.slice(0, 5).map(text).join('; ')}.` },
    ids,
    (width) => {
      // A frame's own time is what its children leave: d3 adds up what is given to each node alone.
      const tree = hierarchy<FlameFrame>(root, ({ children }) => children as FlameFrame[]).sum((frame) => frame.value - frame.children.reduce((sum, { value }) => sum + value, 0));
      const placed = partition<FlameFrame>().size([width, (tree.height + 1) * ROW])(tree);
      const marks = placed.descendants().filter(({ depth }) => depth > 0).map(({ x0, x1, y0, data }) => {
        const own = Math.max(x1 - x0 - 1, 0.5);
        const label = fitting(data.name, own - 10);
        const rect = html`<g class="frame${data.finding === undefined ? '' : ' found'}"><title>${text(data)}</title><rect x="${x0.toFixed(1)}" y="${(y0 - ROW).toFixed(1)}" width="${own.toFixed(1)}" height="${ROW - 2}" rx="2"></rect>${label !== '' && html`<text x="${(x0 + 5).toFixed(1)}" y="${(y0 - ROW + 15).toFixed(1)}">${label}</text>`}</g>`;
        return rect;
      });
      return { height: Math.max(tree.height, 1) * ROW, marks: html`${marks}` };
    },
    [['found', 'a finding stands there'], ['frame', 'other code of the project']],
    dataTable(title, ['function', 'where', 'time', 'share', 'finding'], costliest.slice(0, MAX_ROWS).map(({ name, place, value, finding }) => [name, place ?? '', figure(value, unit), figure(value / whole, 'ratio'), finding === undefined ? '' : String(finding)])),
  );
}
