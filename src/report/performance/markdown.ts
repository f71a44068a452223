import { measuredText, LEVEL_NAMES, STATUS_NAMES, targetText } from '../service-levels.ts';
import type { ServiceLevel } from '../../evidence/slo/types.ts';
import { codeBlock, inline, inlineCode } from '../markdown.ts';
import { plural } from '../summary.ts';
import { change, figure } from './figures.ts';
import type { BenchmarkRow, CachingAdvice, Decision, FindingRef, FlameFrame, PerformanceReport, PlanTree, RankedFinding, Recommendation, Section, Spot } from './model.ts';
import { BASES, DECISIONS, IMPACT_NOTE, JOINED, KINDS, NOBODY, SECTIONS, VERDICTS } from './words.ts';

/** Frames of the flame excerpt that a list has room for. */
const MAX_FRAMES = 15;

/** The performance report in Markdown: the same as the page, in words and tables. */
export function performanceMarkdown(report: PerformanceReport): string {
  const { levels, costliest, recommendations, findings, benchmarks, profiles, caching, decisions, sources } = SECTIONS;
  const parts: (string | readonly string[])[] = [
    `# Performance report: ${inline(report.title)}`,
    inline(report.headline),
    section(levels, report.levels.length === 0 ? [] : [levelTable(report.levels)]),
    section(costliest, report.costliest.map(costly)),
    section(recommendations, report.recommendations.length === 0 ? [] : [recommendationTable(report.recommendations), IMPACT_NOTE]),
    section(findings, report.sections.flatMap(findingSection)),
    section(benchmarks, benchmarkParts(report)),
    section(profiles, profileParts(report)),
    section(caching, report.caching.map(cachingText)),
    section(decisions, report.decisions.length === 0 ? [] : [decisionTable(report.decisions)]),
    section(sources, sourceParts(report)),
  ];
  return `${parts.flat().join('\n\n')}\n`;
}

function section({ title, empty }: { title: string; empty: string }, content: readonly string[]): string[] {
  return [`## ${title}`, ...(content.length === 0 ? [inline(empty)] : content)];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function levelTable(levels: readonly ServiceLevel[]): string {
  return table(
    ['level', 'of', 'target', 'baseline', 'now', 'status', 'measured by'],
    levels.map(({ metric, route, baseline, current, unit, status, source, ...level }) => [
      LEVEL_NAMES[metric], inline(route ?? ''), targetText({ ...level, unit }), measuredText(baseline, unit), measuredText(current, unit), status === 'fail' ? `**${STATUS_NAMES[status]}**` : STATUS_NAMES[status], inline(source === undefined ? '' : `${source.tool}, ${source.file}`),
    ]),
  );
}

function costly({ rank, message, help, place, impact, entry }: RankedFinding): string {
  return `${rank}. **${inline(message)}** ${link(place)}${entry === undefined ? '' : `, ${inline(entry)}`}. Costs: ${inline(impact.text)} (${BASES[impact.basis]}). Do: ${inline(help)}.`;
}

function recommendationTable(recommendations: readonly Recommendation[]): string {
  return table(
    ['do', 'where', 'impact', 'effort'],
    recommendations.map(({ action, findings, more, impact, effort, fixCommand }) => [
      `${inline(action)}${fixCommand === undefined ? '' : ` (${inlineCode(fixCommand)})`}`,
      refs(findings, more),
      `${impact.level}: ${inline(impact.text)} (${BASES[impact.basis]})`,
      `${effort.level}: ${inline(effort.why)}`,
    ]),
  );
}

function refs(findings: readonly FindingRef[], more: number): string {
  return `${findings.map(({ rank, place }) => `no. ${rank} ${link(place)}`).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function findingSection({ title, levels, findings }: Section): string[] {
  return [`### ${inline(title)}`, ...(levels.length > 0 ? [levelTable(levels)] : []), ...findings.flatMap(findingParts)];
}

function findingParts(finding: RankedFinding): string[] {
  const { rank, id, rule, severity, confidence, message, help, place, path, code, evidence, impact, effort, fixCommand, owners, others, othersLeftOut, plans, curve } = finding;
  const facts = [
    `- Where: ${link(place)} (${severity}, confidence ${confidence}, ${inlineCode(rule)}, ${inlineCode(id)})`,
    `- Impact: ${impact.level}: ${inline(impact.text)} (${BASES[impact.basis]})`,
    ...evidence.map(({ kind, text, tool, joinedBy, source }) => `- ${KINDS[kind]}: ${inline(text)}. ${inline(tool)}, joined ${JOINED[joinedBy]}${source === undefined ? '' : `, ${inline(source)}`}`),
    `- Fix: ${inline(help)}${fixCommand === undefined ? '' : `; ${inlineCode(fixCommand)} makes it`}`,
    `- Effort: ${effort.level}: ${inline(effort.why)}`,
    ...(owners.length > 0 ? [`- Owners: ${owners.map(inline).join(', ')}`] : []),
    ...(others.length > 0 ? [`- Also at: ${others.map(link).join(', ')}${othersLeftOut > 0 ? ` and ${othersLeftOut} more` : ''}`] : []),
  ];
  const width = String(code.at(-1)?.line ?? '').length;
  return [
    `#### ${rank}. ${inline(message)}`,
    facts.join('\n'),
    ...(code.length > 0 ? [codeBlock(code.map(({ line, text, mark }) => `${mark ? '>' : ' '} ${String(line).padStart(width)} | ${text}`))] : []),
    ...(path.length > 0 ? [path.map((step, index) => `${index + 1}. ${link(step)} ${inline(step.message)}`).join('\n')] : []),
    ...(plans === undefined ? [] : [codeBlock([...(plans.sql === undefined ? [] : [plans.sql, '']), 'as it is:', ...treeLines(plans.before), ...(plans.after ? ['with the index:', ...treeLines(plans.after)] : [])])]),
    ...(curve === undefined ? [] : [table([inline(curve.over), ...curve.labels.map(inline)], curve.points.map(({ n, suspect, twin }) => [figure(n, ''), figure(suspect, curve.unit), twin === undefined ? '' : figure(twin, curve.unit)]))]),
  ];
}

function treeLines({ label, detail, cost, rows, children }: PlanTree, depth = 1): string[] {
  const figures = [...(cost === undefined ? [] : [`cost ${figure(cost, '')}`]), ...(rows === undefined ? [] : [`${figure(rows, '')} rows`])].join(', ');
  return [`${'  '.repeat(depth)}${label}${figures === '' ? '' : ` (${figures})`}${detail === '' ? '' : ` ${detail}`}`, ...children.flatMap((child) => treeLines(child, depth + 1))];
}

function benchmarkParts({ benchmarks }: PerformanceReport): string[] {
  if (benchmarks === undefined) return [];
  const { runs, rows, columns, notes } = benchmarks;
  return [
    runs.map(({ role, file, command, environment }) => `- ${role}: ${inlineCode(file)}${command === undefined ? '' : `, made by ${inlineCode(command)}`} (${inline(environment)})`).join('\n'),
    table(['what', 'where', ...columns, 'difference'], rows.map(benchmarkCells)),
    ...notes.map(inline),
  ];
}

function benchmarkCells({ what, rule, place, unit, before, after, form, difference, verdict }: BenchmarkRow): string[] {
  const advised = form === undefined ? '' : ` (${inline(form)})`;
  return [`${inline(what)} (${inlineCode(rule)})`, inline(place), figure(before, unit), `${figure(after, unit)}${advised}`, `${verdict === undefined ? '' : `${VERDICTS[verdict]} `}${inline(difference)}`];
}

function profileParts({ flame, courses, latencies }: PerformanceReport): string[] {
  const frames = flame === undefined ? [] : heaviest(flame.root, flame.root.value);
  return [
    ...(flame === undefined ? [] : [`${inline(flame.title)}:`, table(['function', 'where', 'time with what it calls', 'share', 'finding'], frames.map(({ name, place, value, finding }) => [inline(name), inline(place ?? ''), figure(value, flame.unit), figure(value / flame.root.value, 'ratio'), finding === undefined ? '' : `no. ${finding}`]))]),
    ...courses.map(({ title, unit, source, points }) => `${inline(title)} (${inline(source)}): at most ${figure(Math.max(...points.map(([, value]) => value)), unit)}, at the end ${figure(points.at(-1)![1], unit)}.`),
    ...latencies.filter(({ bars }) => bars.some(({ baseline, current }) => baseline !== undefined && current !== undefined)).map(({ route, bars }) => `${inline(route)}: ${bars.flatMap(({ metric, baseline, current }) => (baseline === undefined || current === undefined ? [] : [`${metric} ${change(baseline, current) ?? ''}`])).join(', ')} since the baseline.`),
  ];
}

/** Frames by their time, the costliest first. */
function heaviest(root: FlameFrame, whole: number): FlameFrame[] {
  const all: FlameFrame[] = [];
  const visit = (frame: FlameFrame): void => {
    all.push(frame);
    for (const child of frame.children) visit(child);
  };
  for (const child of root.children) visit(child);
  return all.filter(({ value }) => value < whole || all.length === 1).sort((a, b) => b.value - a.value).slice(0, MAX_FRAMES);
}

function cachingText({ what, technique, place, why, key, lifetime, invalidation, invalidationNote, staleness }: CachingAdvice): string {
  return [
    `**${inline(what)}** (${link(place)})`,
    '',
    `- ${inline(technique)}`,
    `- Why: ${inline(why)}`,
    `- Key: ${inlineCode(key)}`,
    `- Lifetime: ${inline(lifetime)}`,
    `- Invalidation: ${inline(invalidationNote)}${invalidation.length > 0 ? `: ${invalidation.map(link).join(', ')}` : ''}`,
    `- Staleness: ${inline(staleness)}`,
  ].join('\n');
}

function decisionTable(decisions: readonly Decision[]): string {
  return table(['question', 'kind', 'findings', 'who'], decisions.map(({ question, kind, findings, more, owners, from }) => [inline(question), DECISIONS[kind], refs(findings, more), owners.length === 0 ? NOBODY : `${owners.map(inline).join(', ')} (${from})`]));
}

function sourceParts({ sources, leftOut, skipped, tool, counts }: PerformanceReport): string[] {
  return [
    ...(sources.length === 0 ? [SECTIONS.sources.empty] : [table(['file', 'made by', 'holds'], sources.map(({ file, tool: by, text, notes }) => [inline(file), inline(by), inline([text, ...notes].join('; '))]))]),
    `${inline(tool)}; ${plural(counts.files, 'file')} looked at.`,
    ...(leftOut.length > 0 ? [leftOut.map((line) => `- ${inline(line)}`).join('\n')] : []),
    ...(skipped.length > 0 ? [`Not analysed:\n\n${skipped.map(({ file, reason }) => `- ${inline(file)}: ${inline(reason)}`).join('\n')}`] : []),
  ];
}

function link({ file, line, url }: Spot): string {
  const text = inline(`${file}:${line}`);
  return url === undefined ? text : `[${text}](${url})`;
}
