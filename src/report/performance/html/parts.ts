import type { ServiceLevel } from '../../../evidence/slo/types.ts';
import { LEVEL_NAMES, measuredText, STATUS_NAMES, targetText } from '../../service-levels.ts';
import type { FindingRef, ImpactFigure, Spot } from '../model.ts';
import { BASES } from '../words.ts';
import { html } from './markup.ts';
import type { Markup } from './markup.ts';
import { table } from './table.ts';

export function link({ file, line, url }: Spot): Markup {
  const place = html`<code>${file}:${line}</code>`;
  return url === undefined || !/^https?:\/\//.test(url) ? place : html`<a href="${url}">${place}</a>`;
}

export function tag(className: string, text: string): Markup {
  return html`<span class="tag ${className}">${text}</span>`;
}

export function impactTag({ level, basis }: ImpactFigure): Markup {
  return html`${tag(level, `${level} impact`)} <span>${BASES[basis]}</span>`;
}

/** Findings as links to where the page shows them. */
export function refs(findings: readonly FindingRef[], more: number): Markup {
  return html`<ul>${findings.map(({ rank, place }) => html`<li><a href="#finding-${rank}">no. ${rank}</a> <code class="small">${place.file}:${place.line}</code></li>`)}${more > 0 && html`<li class="muted">and ${more} more</li>`}</ul>`;
}

/** Levels in a line each, where a table would say again what the page said above. */
export function levelList(levels: readonly ServiceLevel[]): Markup {
  return html`<ul class="levels">${levels.map(({ metric, target, bound, unit, current, status }) => html`<li>${tag(status, STATUS_NAMES[status])} ${LEVEL_NAMES[metric]} ${current !== undefined && html`<span class="strong">${measuredText(current, unit)}</span>, `}<span class="muted">target ${targetText({ target, bound, unit })}</span></li>`)}</ul>`;
}

export function levelTable(caption: string, levels: readonly ServiceLevel[]): Markup {
  return table(
    caption,
    [{ name: 'Level' }, { name: 'Of' }, { name: 'Target', figures: true }, { name: 'Baseline', figures: true }, { name: 'Now', figures: true }, { name: 'Status' }, { name: 'Measured by' }],
    levels.map(({ metric, route = '', target, bound, unit, baseline, current, status, source }) => [
      html`<span class="strong">${LEVEL_NAMES[metric]}</span>`, route, targetText({ target, bound, unit }), measuredText(baseline, unit), current === undefined ? '' : html`<span class="strong">${measuredText(current, unit)}</span>`, tag(status, STATUS_NAMES[status]), source === undefined ? '' : html`<span class="small muted">${source.tool}, ${source.file}</span>`,
    ]),
  );
}
