import { scaleLinear, scaleLog } from 'd3-scale';
import { area, line } from 'd3-shape';
import { figure } from '../../figures.ts';
import type { Course, Curve } from '../../model.ts';
import { html } from '../markup.ts';
import type { Ids, Markup } from '../markup.ts';
import { dataTable } from '../table.ts';
import { plot } from './plot.ts';

const MARGIN = { top: 10, right: 14, bottom: 34, left: 58 };

interface Scale {
  (value: number): number;
  ticks(count: number): number[];
}

function axes(x: Scale, y: Scale, width: number, height: number, xText: (value: number) => string, yText: (value: number) => string, under: string, counts: readonly [x: number, y: number]): Markup {
  const bottom = height - MARGIN.bottom;
  return html`${few(y.ticks(counts[1]), counts[1]).map((tick) => html`<line x1="${MARGIN.left}" x2="${width - MARGIN.right}" y1="${y(tick).toFixed(1)}" y2="${y(tick).toFixed(1)}" class="grid"></line><text x="${MARGIN.left - 8}" y="${(y(tick) + 4).toFixed(1)}" text-anchor="end" class="label">${yText(tick)}</text>`)}${few(x.ticks(counts[0]), counts[0]).map((tick) => html`<text x="${x(tick).toFixed(1)}" y="${bottom + 16}" text-anchor="middle" class="label">${xText(tick)}</text>`)}<text x="${(width + MARGIN.left - MARGIN.right) / 2}" y="${height - 3}" text-anchor="middle" class="label">${under}</text>`;
}

/** A logarithmic scale gives all it has: those that are powers of ten, or every so many. */
function few(ticks: readonly number[], most: number): number[] {
  if (ticks.length <= most + 1) return [...ticks];
  const powers = ticks.filter((tick) => Number.isInteger(Math.round(Math.log10(tick) * 1e6) / 1e6));
  if (powers.length >= 2 && powers.length <= most + 1) return powers;
  const step = Math.ceil((powers.length > most ? powers : ticks).length / most);
  return (powers.length > most ? powers : ticks).filter((_, index) => index % step === 0);
}

/** Time by size, as it is and as advised: on logarithmic axes, where a power is a straight line. */
export function curvePlot({ title, over, unit, labels, points }: Curve, ids: Ids): Markup {
  const positive = points.filter(({ n, suspect }) => n > 0 && suspect > 0);
  const isLog = positive.length === points.length && points.at(-1)!.n / points[0]!.n >= 10;
  const values = points.flatMap(({ suspect, twin }) => [suspect, ...(twin === undefined ? [] : [twin])]);
  const least = Math.min(...values.filter((value) => value > 0));
  const most = Math.max(...values);
  const last = points.at(-1)!;
  return plot(
    { title, description: `At ${figure(last.n, '')} ${over}: ${figure(last.suspect, unit)} for ${labels[0]}${last.twin === undefined ? '' : `, ${figure(last.twin, unit)} for ${labels[1]}`}.` },
    ids,
    (width, isNarrow) => {
      const height = isNarrow ? 220 : 260;
      const range = { x: [MARGIN.left, width - MARGIN.right], y: [height - MARGIN.bottom, MARGIN.top] };
      const x = isLog ? scaleLog().domain([points[0]!.n, last.n]).range(range.x) : scaleLinear().domain([Math.min(0, points[0]!.n), last.n]).range(range.x);
      const y = isLog ? scaleLog().domain([least / 1.3, most * 1.3]).range(range.y) : scaleLinear().domain([0, most]).nice().range(range.y);
      const series = (of: (point: Curve['points'][number]) => number | undefined, className: string): Markup => {
        const known = points.flatMap((point) => {
          const value = of(point);
          return value === undefined || (isLog && value <= 0) ? [] : [[x(point.n), y(value)] as [number, number]];
        });
        return html`<path d="${line()(known) ?? ''}" class="line ${className}"></path>${known.map(([cx, cy]) => html`<circle cx="${cx.toFixed(1)}" cy="${cy.toFixed(1)}" r="3.5" class="dot ${className}"></circle>`)}`;
      };
      return { height, marks: html`${axes(x, y, width, height, (value) => figure(value, ''), (value) => figure(value, unit), over, isNarrow ? [4, 4] : [6, 5])}${series(({ twin }) => twin, 'good')}${series(({ suspect }) => suspect, 'bad')}` };
    },
    [['bad', labels[0]], ['good', labels[1]]],
    dataTable(title, [over, ...labels], points.map(({ n, suspect, twin }) => [figure(n, ''), figure(suspect, unit), twin === undefined ? '' : figure(twin, unit)])),
  );
}

/** Points of a course that its data table has room for. */
const MAX_ROWS = 20;

/** A value over time. */
export function coursePlot({ title, unit, source, points }: Course, ids: Ids): Markup {
  const peak = points.reduce((best, point) => (point[1] > best[1] ? point : best));
  const end = points.at(-1)![0];
  const step = Math.ceil(points.length / MAX_ROWS);
  return plot(
    { title: `${title} (${source})`, description: `At most ${figure(peak[1], unit)}, after ${figure(peak[0], 'ms')}; ${figure(points.at(-1)![1], unit)} at the end.` },
    ids,
    (width, isNarrow) => {
      const height = isNarrow ? 180 : 200;
      const x = scaleLinear().domain([0, end]).range([MARGIN.left, width - MARGIN.right]);
      const y = scaleLinear().domain([0, peak[1] || 1]).nice().range([height - MARGIN.bottom, MARGIN.top]);
      const drawn = points.map(([time, value]): [number, number] => [x(time), y(value)]);
      const filled = area().y0(height - MARGIN.bottom)(drawn) ?? '';
      return { height, marks: html`${axes(x, y, width, height, (value) => figure(value, 'ms'), (value) => figure(value, unit), 'time', isNarrow ? [4, 4] : [8, 4])}<path d="${filled}" class="area"></path><path d="${line()(drawn) ?? ''}" class="line now"></path><circle cx="${x(peak[0]).toFixed(1)}" cy="${y(peak[1]).toFixed(1)}" r="4" class="dot bad"></circle>` };
    },
    [],
    dataTable(title, ['after', unit === 'ms' ? 'milliseconds' : unit], Array.from({ length: Math.ceil(points.length / step) }, (_, at) => points.slice(at * step, (at + 1) * step).reduce((best, point) => (point[1] > best[1] ? point : best))).map(([time, value]) => [figure(time, 'ms'), figure(value, unit)])),
  );
}
