import { scaleLinear } from 'd3-scale';
import { figure } from '../../figures.ts';
import type { Bars, LatencyGroup } from '../../model.ts';
import { html } from '../markup.ts';
import type { Ids, Markup } from '../markup.ts';
import { dataTable } from '../table.ts';
import { plot } from './plot.ts';
import type { Drawing } from './plot.ts';

const BAR = 12;
const STEP = BAR + 3;
const GAP = 18;
const LABEL = 16;
/** Kept for the figure behind the longest bar. */
const FIGURE = 76;

interface Group {
  name: string;
  bars: readonly { value: number; className: string }[];
  target?: number;
}

/** Bars below each other, in groups with a name, each with its figure and the target as a line across. */
function drawBars(groups: readonly Group[], unit: string, width: number): Drawing {
  const most = Math.max(...groups.flatMap(({ bars, target = 0 }) => [...bars.map(({ value }) => value), target]));
  const x = scaleLinear().domain([0, most > 0 ? most : 1]).range([0, width - FIGURE]);
  let bottom = 0;
  const marks = groups.map(({ name, bars, target }) => {
    const first = bottom + LABEL;
    const end = first + bars.length * STEP;
    bottom = end + GAP;
    return html`<text x="0" y="${first - 5}" class="label strong">${name}</text>${target !== undefined && html`<text x="${width}" y="${first - 5}" text-anchor="end" class="label">target ${figure(target, unit)}</text>`}${bars.map(({ value, className }, index) => html`<rect x="0" y="${first + index * STEP}" width="${Math.max(x(value), 1).toFixed(1)}" height="${BAR}" rx="2" class="${className}"></rect>`)}${target !== undefined && html`<line x1="${x(target).toFixed(1)}" x2="${x(target).toFixed(1)}" y1="${first - 3}" y2="${end}" class="target"></line>`}${bars.map(({ value }, index) => html`<text x="${(x(value) + 6).toFixed(1)}" y="${first + index * STEP + 10}" class="label over">${figure(value, unit)}</text>`)}`;
  });
  return { height: bottom - GAP + 4, marks: html`${marks}` };
}

/** Response times of a route: before, now, and the target. */
export function latencyPlot({ route, bars }: LatencyGroup, ids: Ids): Markup {
  const text = (value: number | undefined): string => (value === undefined ? 'not measured' : figure(value, 'ms'));
  const groups = bars.map(({ metric, baseline, current, target, status }): Group => ({
    name: metric,
    target,
    bars: [...(baseline === undefined ? [] : [{ value: baseline, className: 'before' }]), ...(current === undefined ? [] : [{ value: current, className: status === 'fail' ? 'bad' : 'now' }])],
  }));
  const used = new Set(groups.flatMap((group) => group.bars.map(({ className }) => className)));
  return plot(
    { title: `Response times of ${route}`, description: `${bars.map(({ metric, baseline, current, target }) => `${metric}: ${text(baseline)} before, ${text(current)} now, target ${figure(target, 'ms')}`).join('; ')}.` },
    ids,
    (width) => drawBars(groups, 'ms', width),
    [...([['before', 'before'], ['now', 'now'], ['bad', 'now, above the target']] as const).filter(([className]) => used.has(className)), ['target', 'target']],
    dataTable(`response times of ${route}`, ['percentile', 'before', 'now', 'target'], bars.map(({ metric, baseline, current, target }) => [metric, text(baseline), text(current), figure(target, 'ms')])),
  );
}

/** What a benchmark measured of the code as it is, above the form that is advised. */
export function formsPlot({ title, unit, bars }: Bars, ids: Ids): Markup {
  return plot(
    { title: `Benchmark: ${title}`, description: `${bars.map(({ label, value }) => `${label}: ${figure(value, unit)}`).join('; ')}.` },
    ids,
    (width) => drawBars(bars.map(({ label, value }, index) => ({ name: label, bars: [{ value, className: index === 0 ? 'bad' : 'now' }] })), unit, width),
    [],
    dataTable(title, ['form', title], bars.map(({ label, value }) => [label, figure(value, unit)])),
  );
}
