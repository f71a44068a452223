import { groupBy, groupFindings } from '../../findings/group.ts';
import { isInCode } from '../../findings/in-code.ts';
import { compareWeights, ranked, weights } from '../../findings/rank.ts';
import type { Finding, Place } from '../../findings/types.ts';
import type { ServiceLevel } from '../../evidence/slo/types.ts';
import { evidenceText } from '../evidence.ts';
import { linesReader } from '../frame.ts';
import { pathOf } from '../path.ts';
import { findingUrl, inRepository, lineUrl } from '../repository.ts';
import { hiddenText, plural } from '../summary.ts';
import { capital } from '../text.ts';
import { countSeverities } from '../types.ts';
import type { Report, ReportContext } from '../types.ts';
import { benchmarksOf } from './benchmarks.ts';
import { cachingAdvice } from './caching.ts';
import { decisionsOf } from './decisions.ts';
import type { PerformanceFacts } from './facts.ts';
import { headlineOf } from './headline.ts';
import { impactOf } from './impact.ts';
import type { CodeLine, Level, PerformanceReport, RankedFinding, Recommendation, Section, Spot } from './model.ts';
import { barsOf, coursesOf, curveOf, flameOf, isAt, latenciesOf, plansOf } from './plots.ts';
import { workOf } from './rules.ts';

/** What a page has room for. What is beyond is counted, and said. */
const MAX_FINDINGS = 100;
const MAX_COSTLIEST = 3;
const MAX_OTHERS = 10;
const MAX_EVIDENCE = 6;
const MAX_RECOMMENDATIONS = 30;
const MAX_FINDINGS_OF_ONE = 5;
const MAX_LEVELS = 100;
const MAX_SKIPPED = 50;
/** Lines shown before and behind the place, and characters of a line. */
const AROUND = 2;
const MAX_CODE = 200;

type Context = Pick<ReportContext, 'version' | 'blob' | 'prefix' | 'read'>;

/** A cause: the costliest of its findings, and the others. */
interface Cause {
  lead: Finding;
  others: readonly Finding[];
  weight: readonly number[];
}

/** Computes the report once; every renderer is a function of what it gives. */
export function performanceReport(report: Report, facts: PerformanceFacts, context: Context): PerformanceReport {
  const spot = spotIn(context);
  const readLines = linesReader(context.read);
  const shown = report.findings.filter(({ suppressed }) => !suppressed);
  const causes = groupFindings(shown).map(({ lead, others }) => causeOf([lead, ...others])).sort((a, b) => compareWeights(a.weight, b.weight));
  const findings = causes.slice(0, MAX_FINDINGS).map((cause, index) => rankedFinding(cause, index + 1, facts, context, spot, readLines));
  const levels = facts.levels.toSorted((a, b) => STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status)).slice(0, MAX_LEVELS);
  const severities = countSeverities(shown);
  const counts = {
    severities,
    causes: causes.length,
    measured: findings.filter(({ impact }) => impact.basis === 'measured').length,
    files: report.targets.length,
    levels: Object.fromEntries(STATUSES.map((status) => [status, facts.levels.filter((level) => level.status === status).length])) as PerformanceReport['counts']['levels'],
    allLevels: facts.levels.length,
  };
  const leads = causes.map(({ lead }) => lead);
  const rankAt = (place: Parameters<typeof isAt>[1]): number | undefined => {
    const at = leads.slice(0, MAX_FINDINGS).findIndex((finding) => isAt(finding, place));
    return at === -1 ? undefined : at + 1;
  };
  return {
    title: facts.title,
    tool: `perf-lint ${context.version}`,
    headline: headlineOf(counts, findings),
    state: counts.levels.fail > 0 || severities.error > 0 ? 'fail' : severities.warning > 0 ? 'warn' : 'pass',
    counts,
    levels,
    latencies: latenciesOf(levels),
    costliest: findings.slice(0, MAX_COSTLIEST),
    sections: sectionsOf(findings, levels),
    recommendations: recommendationsOf(findings),
    benchmarks: benchmarksOf(facts.benchmarks),
    caching: cachingAdvice(leads, facts, spot),
    decisions: decisionsOf(findings, facts.owners),
    flame: flameOf(facts.recordings, rankAt),
    courses: coursesOf(facts.recordings),
    sources: facts.recordings.map(({ file, tool, version, observations, notes = [] }) => ({ file, tool: `${tool}${version === undefined ? '' : ` ${version}`}`, text: plural(observations.length, 'observation'), notes: notes.slice(0, MAX_OTHERS) })),
    leftOut: [
      ...(causes.length > MAX_FINDINGS ? [`${plural(causes.length - MAX_FINDINGS, 'further cause')} beyond the ${MAX_FINDINGS} that cost most; perf-lint scan lists them all.`] : []),
      ...(facts.levels.length > MAX_LEVELS ? [`${plural(facts.levels.length - MAX_LEVELS, 'service level')} that passed or could not be told.`] : []),
      ...(report.skipped.length > MAX_SKIPPED ? [`${plural(report.skipped.length - MAX_SKIPPED, 'file')} that could not be analysed.`] : []),
      ...[hiddenText(report) ?? []].flat(),
    ],
    skipped: report.skipped.slice(0, MAX_SKIPPED),
  };
}

/** In the order in which a reader needs them. */
const STATUSES: readonly ServiceLevel['status'][] = ['fail', 'not-resolvable', 'not-measured', 'pass'];
const LEVELS: readonly Level[] = ['high', 'medium', 'low'];

function causeOf(members: readonly Finding[]): Cause {
  const [lead, ...others] = ranked(members);
  return { lead: lead!, others, weight: weights(lead!) };
}

/** Files by their paths in the repository, which is where a forge and a reader know them. */
function spotIn({ prefix, blob }: Context): (place: Place) => Spot {
  return ({ file: below, line }) => {
    const file = `${prefix}${below}`;
    return { file, line, url: lineUrl({ file, line }, blob) };
  };
}

/** Where a finding is; a file of evidence by its name. */
function spotOf(finding: Finding, { prefix, blob }: Context): Spot {
  const moved = inRepository(finding, prefix);
  return { file: moved.location.file, line: moved.location.line, url: findingUrl(moved, blob) };
}

function rankedFinding({ lead, others }: Cause, rank: number, facts: PerformanceFacts, context: Context, spot: (place: Place) => Spot, readLines: ReturnType<typeof linesReader>): RankedFinding {
  const { id, rule, severity, confidence, message, help, location, impact, evidence, suggestions } = lead;
  const path = pathOf(lead);
  const inCode = isInCode(lead);
  return {
    rank, id, rule, severity, confidence, message, help,
    place: spotOf(lead, context),
    path: path.length > 1 ? path.map((step) => ({ ...spot(step), message: step.message })) : [],
    code: inCode ? codeAt(location, readLines) : [],
    entry: impact.entry,
    evidence: evidence.slice(-MAX_EVIDENCE).map((one) => ({ kind: one.kind, verdict: one.verdict, text: capital(evidenceText(one)), tool: `${one.tool} ${one.version}`.trim(), joinedBy: one.joinedBy, source: one.source && `${one.source.file}${one.source.line === undefined ? '' : `:${one.source.line}`}` })),
    impact: impactOf(lead),
    effort: workOf(rule).effort,
    fixCommand: suggestions.length > 0 ? fixCommand([id]) : undefined,
    owners: inCode ? facts.owners.ofFile(location.file) : [],
    others: others.slice(0, MAX_OTHERS).map((other) => spotOf(other, context)),
    othersLeftOut: Math.max(others.length - MAX_OTHERS, 0),
    plans: plansOf(evidence),
    curve: curveOf(evidence),
    comparison: barsOf(evidence),
  };
}

function fixCommand(ids: readonly string[]): string {
  return `perf-lint fix ${ids.join(' ')}`;
}

function codeAt({ file, line, column, endLine, endColumn }: Place, readLines: ReturnType<typeof linesReader>): CodeLine[] {
  const lines = readLines(file);
  if (line < 1 || line > lines.length) return [];
  const first = Math.max(line - AROUND, 1);
  return lines.slice(first - 1, line + AROUND).map((full, index): CodeLine => {
    const at = first + index;
    const end = Math.min(endLine === line ? endColumn : full.length + 1, MAX_CODE);
    return { line: at, text: full.length > MAX_CODE ? `${full.slice(0, MAX_CODE)}…` : full, mark: at === line && end > column ? [column, end] : undefined };
  });
}

/** By what a request asks for, else by the folder; in the order of their costliest findings. */
function sectionsOf(findings: readonly RankedFinding[], levels: readonly ServiceLevel[]): Section[] {
  const groups = groupBy(findings, ({ entry, place }) => JSON.stringify(entry === undefined ? ['component', folderOf(place.file)] : ['endpoint', entry]));
  return [...groups].map(([key, own]) => {
    const [kind, title] = JSON.parse(key) as [Section['kind'], string];
    return { kind, title, findings: own, levels: kind === 'endpoint' ? levels.filter(({ route }) => route === title) : [] };
  });
}

function folderOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : 'the root folder';
}

/** What to do, one line for each advice: by impact, then by effort, then by rank. */
function recommendationsOf(findings: readonly RankedFinding[]): Recommendation[] {
  const byAdvice = [...groupBy(findings, ({ rule, help }) => `${rule}\0${help}`).values()];
  const advice = byAdvice.map((own): Recommendation => {
    const [first] = own as [RankedFinding, ...RankedFinding[]];
    const fixable = own.filter((finding) => finding.fixCommand !== undefined).slice(0, MAX_FINDINGS_OF_ONE);
    return {
      action: capital(first.help),
      rule: first.rule,
      findings: own.slice(0, MAX_FINDINGS_OF_ONE).map(({ rank, id, place }) => ({ rank, id, place })),
      more: Math.max(own.length - MAX_FINDINGS_OF_ONE, 0),
      impact: own.map(({ impact }) => impact).reduce((best, one) => (LEVELS.indexOf(one.level) < LEVELS.indexOf(best.level) ? one : best)),
      effort: first.effort,
      fixCommand: fixable.length > 0 ? fixCommand(fixable.map(({ id }) => id)) : undefined,
    };
  });
  const order = (one: Recommendation): readonly number[] => [-LEVELS.indexOf(one.impact.level), LEVELS.indexOf(one.effort.level), -one.findings[0]!.rank];
  return advice.sort((a, b) => compareWeights(order(a), order(b))).slice(0, MAX_RECOMMENDATIONS);
}
