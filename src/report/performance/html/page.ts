import { plural } from '../../summary.ts';
import { capital } from '../../text.ts';
import { digits, figure } from '../figures.ts';
import type { Benchmarks, CachingAdvice, PerformanceReport, RankedFinding } from '../model.ts';
import { BASES, DECISIONS, IMPACT_NOTE, NOBODY, SECTIONS, STATES, VERDICTS } from '../words.ts';
import { findingGroup } from './finding.ts';
import { html, Ids, Markup } from './markup.ts';
import { impactTag, levelTable, link, refs, tag } from './parts.ts';
import { latencyPlot } from './plots/bars.ts';
import { flamePlot } from './plots/flame.ts';
import { coursePlot } from './plots/lines.ts';
import { STYLE } from './style.ts';
import { table } from './table.ts';

/** Nothing is loaded and nothing runs, whatever stands in the page. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

type SectionName = keyof typeof SECTIONS;

/** The performance report as one page: no script, and nothing from elsewhere. */
export function performanceHtml(report: PerformanceReport): string {
  const ids = new Ids();
  const content = contentOf(report, ids);
  const names = Object.keys(SECTIONS) as SectionName[];
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${new Markup(POLICY)}">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="${report.tool}">
<link rel="icon" href="data:,">
<title>Performance report: ${report.title}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<div class="page">
${header(report)}
<nav aria-label="Parts of the report"><ul>${names.map((name) => html`<li><a href="#${name}">${SECTIONS[name].title}</a></li>`)}</ul></nav>
<main id="main" tabindex="-1">
${names.map((name) => html`<section class="section" id="${name}" aria-labelledby="${name}-title"><h2 id="${name}-title">${SECTIONS[name].title}</h2>${content[name] ?? html`<p class="empty">${SECTIONS[name].empty}</p>`}</section>
`)}</main>
<footer><p>${report.tool}, ${plural(report.counts.files, 'file')} looked at. This page loads nothing and runs no script.</p></footer>
</div>
</body>
</html>
`;
  return page.text;
}

function header({ title, tool, headline, state, counts }: PerformanceReport): Markup {
  const { levels, allLevels, severities, causes, measured } = counts;
  const tiles: (readonly [value: string, name: string, className?: string])[] = [
    allLevels === 0 ? ['–', 'service levels set'] : levels.fail > 0 ? [digits(levels.fail), `of ${plural(allLevels, 'service level')} ${levels.fail === 1 ? 'fails' : 'fail'}`, 'fail'] : [digits(levels.pass), 'service levels are met', 'pass'],
    [digits(causes), causes === 1 ? 'cause to mend' : 'causes to mend'],
    [digits(severities.error), severities.error === 1 ? 'error' : 'errors', severities.error > 0 ? 'fail' : 'pass'],
    [digits(measured), 'measured in a running system'],
  ];
  return html`<header><p class="eyebrow">${tag(state, STATES[state])}<span>Performance report</span><span>${tool}</span></p><h1>${title}</h1><p class="lede">${headline}</p><dl class="tiles">${tiles.map(([value, name, className = '']) => html`<div class="tile"><dt>${name}</dt><dd class="${className}">${value}</dd></div>`)}</dl></header>`;
}

/** What stands in each part; undefined where there is nothing. */
function contentOf(report: PerformanceReport, ids: Ids): Readonly<Record<SectionName, Markup | undefined>> {
  const { levels, latencies, costliest, sections, recommendations, benchmarks, flame, courses, caching, decisions } = report;
  const some = (list: readonly unknown[], content: () => Markup): Markup | undefined => (list.length === 0 ? undefined : content());
  return {
    levels: some(levels, () => html`<div class="wrap">${levelTable(SECTIONS.levels.title, levels)}</div>${latencies.length > 0 && html`<div class="plots${latencies.length > 1 && ' pairs'} group">${latencies.map((group) => html`<div class="card">${latencyPlot(group, ids)}</div>`)}</div>`}`),
    costliest: some(costliest, () => html`<div class="top">${costliest.map(costlyCard)}</div>`),
    recommendations: some(recommendations, () => html`<div class="wrap">${table(SECTIONS.recommendations.title, [{ name: 'Do' }, { name: 'Findings', places: true }, { name: 'Impact' }, { name: 'Effort' }], recommendations.map(({ action, findings, more, impact, effort, fixCommand }) => [
      html`<span class="strong">${action}</span>${fixCommand !== undefined && html`<code class="command">${fixCommand}</code>`}`,
      refs(findings, more),
      html`${tag(impact.level, impact.level)} ${impact.text} <span class="small muted">(${BASES[impact.basis]})</span>`,
      html`${tag('', effort.level)} <span class="small">${effort.why}</span>`,
    ]))}</div><p class="note">${IMPACT_NOTE}</p>`),
    findings: some(sections, () => html`${sections.map((section) => findingGroup(section, ids))}`),
    benchmarks: benchmarks && benchmarkPart(benchmarks),
    profiles: some([...courses, ...(flame ? [flame] : [])], () => html`<div class="plots">${flame && html`<div class="card">${flamePlot(flame, ids)}</div>`}${courses.map((course) => html`<div class="card">${coursePlot(course, ids)}</div>`)}</div>`),
    caching: some(caching, () => html`${caching.map(cachingCard)}`),
    decisions: some(decisions, () => html`<div class="wrap">${table(SECTIONS.decisions.title, [{ name: 'Question' }, { name: 'Kind' }, { name: 'Findings', places: true }, { name: 'Who' }], decisions.map(({ question, kind, findings, more, owners, from }) => [
      html`<span class="strong">${question}</span>`, DECISIONS[kind], refs(findings, more),
      owners.length === 0 ? html`<span class="muted">${NOBODY}</span>` : html`${owners.join(', ')} <span class="small muted">(${from})</span>`,
    ]))}</div>`),
    sources: sourcePart(report),
  };
}

function costlyCard({ rank, message, help, place, impact, entry }: RankedFinding): Markup {
  return html`<article class="card ${impact.level}"><p class="cost">${capital(impact.text)}</p><p class="small muted">${impactTag(impact)}</p><h3><a href="#finding-${rank}">${message}</a></h3><p class="small">${entry !== undefined && html`<span class="strong">${entry}</span>, `}${link(place)}</p><p class="do"><span class="strong">Do:</span> ${help}</p></article>`;
}

function benchmarkPart({ runs, rows, columns, notes }: Benchmarks): Markup {
  return html`<div class="card"><dl class="facts">${runs.map(({ role, file, command, environment }) => html`<div><dt>${capital(role)}</dt><dd><code>${file}</code> <span class="small muted">${environment}</span>${command !== undefined && html`<code class="command">${command}</code>`}</dd></div>`)}</dl></div><div class="wrap group">${table(SECTIONS.benchmarks.title, [{ name: 'What' }, { name: 'Where', places: true }, { name: capital(columns[0]), figures: true }, { name: capital(columns[1]), figures: true }, { name: 'Difference' }], rows.map(({ what, rule, place, unit, before, after, form, difference, verdict }) => [
    html`<span class="strong">${what}</span> <code class="small">${rule}</code>`, html`<code>${place}</code>`, figure(before, unit), html`<span class="strong">${figure(after, unit)}</span>${form !== undefined && html` <span class="small muted block">${form}</span>`}`,
    html`${verdict !== undefined && tag(verdict, VERDICTS[verdict])} ${difference}`,
  ]))}</div>${notes.map((note) => html`<p class="note">${note}</p>`)}`;
}

function cachingCard({ what, technique, place, why, key, lifetime, invalidation, invalidationNote, staleness }: CachingAdvice): Markup {
  return html`<article class="card"><h3>${what}</h3><p class="small muted">${link(place)}: ${why}</p><p class="do group">${technique}</p><dl class="facts group"><div><dt>Key</dt><dd>${key.includes(' ') ? key : html`<code>${key}</code>`}</dd></div><div><dt>Lifetime</dt><dd>${capital(lifetime)}</dd></div><div><dt>Invalidation</dt><dd>${capital(invalidationNote)}${invalidation.length > 0 && html`<ul>${invalidation.map((spot) => html`<li>${link(spot)}</li>`)}</ul>`}</dd></div><div><dt>Staleness</dt><dd>${capital(staleness)}</dd></div></dl></article>`;
}

function sourcePart({ sources, leftOut, skipped }: PerformanceReport): Markup | undefined {
  if (sources.length + leftOut.length + skipped.length === 0) return undefined;
  return html`${sources.length === 0 ? html`<p class="empty">${SECTIONS.sources.empty}</p>` : html`<div class="wrap">${table(SECTIONS.sources.title, [{ name: 'File' }, { name: 'Made by' }, { name: 'Holds' }], sources.map(({ file, tool, text, notes }) => [html`<code>${file}</code>`, tool, [text, ...notes].join('; ')]))}</div>`}${leftOut.map((line) => html`<p class="note">${line}</p>`)}${skipped.length > 0 && html`<details class="data"><summary>Not analysed: ${plural(skipped.length, 'file')}</summary><ul>${skipped.map(({ file, reason }) => html`<li><code>${file}</code> ${reason}</li>`)}</ul></details>`}`;
}

