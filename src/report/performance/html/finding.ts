import { capital } from '../../text.ts';
import type { CodeLine, RankedFinding, Section } from '../model.ts';
import { JOINED, KINDS } from '../words.ts';
import { html } from './markup.ts';
import type { Ids, Markup } from './markup.ts';
import { impactTag, levelList, link, tag } from './parts.ts';
import { formsPlot } from './plots/bars.ts';
import { curvePlot } from './plots/lines.ts';
import { planTrees } from './plots/plan.ts';

/** Findings that are open when the page is. */
const OPEN = 3;

export function findingGroup({ title, kind, levels, findings }: Section, ids: Ids): Markup {
  return html`<section class="group" aria-label="${title}"><header><h3>${title}</h3>${tag('', kind)}</header>${levels.length > 0 && levelList(levels)}${findings.map((finding) => findingCard(finding, ids))}</section>`;
}

function findingCard(finding: RankedFinding, ids: Ids): Markup {
  const { rank, id, rule, severity, confidence, message, place, code, path, impact, plans, curve, comparison } = finding;
  const hasLeft = code.length > 0 || path.length > 0;
  return html`<article class="finding" id="finding-${rank}"><details${rank <= OPEN && html` open`}><summary><span class="rank" aria-label="Finding ${rank}">${rank}</span><h4>${message}</h4><span class="tags">${tag(severity, severity)} <code>${place.file}:${place.line}</code> ${impactTag(impact)}</span></summary><div class="body"><div class="${hasLeft ? 'columns' : 'alone'}">${hasLeft && html`<div class="bars">${code.length > 0 && excerpt(code, `${place.file}, line ${place.line}`)}${path.length > 0 && html`<ol class="steps" aria-label="The way to it">${path.map((step) => html`<li>${step.message}<br>${link(step)}</li>`)}</ol>`}</div>`}${factList(finding)}</div>${plans && planTrees(plans)}${curve ? curvePlot(curve, ids) : comparison && formsPlot(comparison, ids)}<p class="small muted"><code>${rule}</code>, confidence ${confidence}, <code>${id}</code>. <code>perf-lint explain ${id}</code> says how it was decided.</p></div></details></article>`;
}

function factList({ place, impact, evidence, help, fixCommand, effort, owners, others, othersLeftOut }: RankedFinding): Markup {
  return html`<dl class="facts"><div><dt>Impact</dt><dd><span class="strong">${capital(impact.text)}</span></dd></div>${evidence.length > 0 && html`<div><dt>Evidence</dt><dd><ul>${evidence.map(({ kind, text, tool, joinedBy, source }) => html`<li><span class="strong">${KINDS[kind]}.</span> ${text}. <span class="small muted">${tool}, joined ${JOINED[joinedBy]}${source !== undefined && `, ${source}`}</span></li>`)}</ul></dd></div>`}<div><dt>Fix</dt><dd>${capital(help)}${fixCommand !== undefined && html`<code class="command">${fixCommand}</code>`}</dd></div><div><dt>Effort</dt><dd>${capital(effort.level)}: ${effort.why}</dd></div><div><dt>Place</dt><dd>${link(place)}</dd></div>${owners.length > 0 && html`<div><dt>Owners</dt><dd>${owners.join(', ')}</dd></div>`}${others.length > 0 && html`<div><dt>The same at</dt><dd><ul>${others.map((other) => html`<li>${link(other)}</li>`)}${othersLeftOut > 0 && html`<li class="muted">and ${othersLeftOut} more</li>`}</ul></dd></div>`}</dl>`;
}

/** Lines of code, with what the finding is about underlined. It scrolls by itself, so a keyboard must reach it. */
function excerpt(code: readonly CodeLine[], name: string): Markup {
  const rows = code.map(({ line, text, mark }) => html`<span class="row${mark && ' hit'}"><span class="no" aria-hidden="true">${line}</span>${mark ? html`${text.slice(0, mark[0] - 1)}<mark>${text.slice(mark[0] - 1, mark[1] - 1)}</mark>${text.slice(mark[1] - 1)}` : text}</span>`);
  return html`<pre class="code" tabindex="0" role="region" aria-label="${name}"><code>${rows}</code></pre>`;
}
