import { SEVERITIES, CONFIDENCES } from '../../findings/levels.ts';
import type { Evidence, Finding } from '../../findings/types.ts';
import { digits, figure } from './figures.ts';
import type { ImpactFigure, Level } from './model.ts';

/** What was measured of a finding in a running system. */
interface Cost {
  /** Milliseconds of a request. */
  perRequest?: number;
  /** Of the time in which the processor was busy, or of the bytes that were allocated; 0 to 1. */
  share?: number;
  evidence: Evidence;
}

/** What counts as much: of a request's milliseconds, and of a share. */
const LARGE = { perRequest: 10, share: 0.1 };
const SOME = { perRequest: 1, share: 0.02 };

const RUNTIME: ReadonlySet<Evidence['kind']> = new Set(['profile', 'trace', 'query-log', 'load-test', 'heap']);

/** The costliest that was measured of it in a running system; undefined where nothing was. What was measured of a route as a whole tells nothing of one place in it. */
export function measuredCost({ evidence }: Pick<Finding, 'evidence'>): Cost | undefined {
  const costs = evidence.filter(({ kind, verdict, joinedBy }) => RUNTIME.has(kind) && joinedBy !== 'route' && (verdict === 'observed' || verdict === 'confirmed')).map(costOf);
  return costs.reduce<Cost | undefined>((best, cost) => (best === undefined || sizeOf(cost) > sizeOf(best) ? cost : best), undefined);
}

function costOf(evidence: Evidence): Cost {
  const { share, per } = Object(evidence.detail) as { share?: unknown; per?: unknown };
  return {
    evidence,
    ...(typeof share === 'number' && { share }),
    ...(evidence.unit === 'ms' && per === 'request' && evidence.value !== undefined && { perRequest: evidence.value }),
  };
}

/** Milliseconds of a request and shares on one scale: how often each is what counts as large. */
function sizeOf({ perRequest = 0, share = 0 }: Cost): number {
  return Math.max(perRequest / LARGE.perRequest, share / LARGE.share);
}

/**
 * Where a finding stands, to be compared in order, larger first: what was measured of it, whether a benchmark or a planner confirmed it,
 * then what the code shows: its severity, how often it runs, how sure it is.
 */
export function weightOf(finding: Finding): readonly number[] {
  const cost = measuredCost(finding);
  const verdicts = finding.evidence.filter(({ kind }) => kind === 'benchmark' || kind === 'plan').map(({ verdict }) => verdict);
  return [
    cost === undefined ? 0 : 1,
    cost === undefined ? 0 : sizeOf(cost),
    verdicts.includes('confirmed') ? 1 : verdicts.includes('refuted') ? -1 : 0,
    -SEVERITIES.indexOf(finding.severity),
    TIMES[finding.impact.multiplicity],
    -CONFIDENCES.indexOf(finding.confidence),
  ];
}

export function compareWeights(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at === -1 ? 0 : b[at]! - a[at]!;
}

const TIMES: Readonly<Record<Finding['impact']['multiplicity'], number>> = { 'per-element': 3, limit: 2, constant: 1, once: 0 };

/** What a finding costs, by the best that is known: measured in a running system, else by a benchmark or a planner, else as the code shows it. */
export function impactOf(finding: Finding): ImpactFigure {
  const cost = measuredCost(finding);
  if (cost) return { level: measuredLevel(cost), basis: 'measured', text: measuredText(cost) };
  const judged = finding.evidence.findLast(({ kind, verdict, value }) => (kind === 'benchmark' || kind === 'plan') && verdict !== 'inconclusive' && value !== undefined);
  const estimate = estimateOf(finding);
  if (judged === undefined) return estimate;
  const basis = judged.kind === 'plan' ? 'planner' : 'benchmark';
  return { level: judged.verdict === 'refuted' ? 'low' : estimate.level, basis, text: judgedText(judged) };
}

function measuredLevel({ perRequest = 0, share = 0 }: Cost): Level {
  if (perRequest >= LARGE.perRequest || share >= LARGE.share) return 'high';
  return perRequest >= SOME.perRequest || share >= SOME.share ? 'medium' : 'low';
}

function measuredText({ perRequest, share, evidence }: Cost): string {
  const parts = [
    ...(perRequest === undefined ? [] : [`${figure(perRequest, 'ms')} per request`]),
    ...(share === undefined ? [] : [`${figure(share, 'ratio')} of the ${evidence.kind === 'heap' ? 'bytes allocated' : 'busy time'}`]),
  ];
  if (parts.length > 0) return parts.join(', ');
  const { value, unit = '', metric, summary } = evidence;
  return value === undefined ? summary : `${figure(value, unit)}${metric === undefined ? '' : ` ${metric.replaceAll('-', ' ')}`}`;
}

function judgedText({ kind, value = 0, baseline, unit = '' }: Evidence): string {
  if (kind === 'plan') return baseline === undefined ? `planned cost ${digits(value)}` : `planned cost ${digits(value)}, with the index ${digits(baseline)}`;
  return baseline === undefined ? figure(value, unit) : `${figure(value, unit)} against ${figure(Math.max(baseline, 0), unit)} as advised`;
}

/** What the code alone shows: how often, for whom. */
function estimateOf({ impact, severity }: Finding): ImpactFigure {
  const { multiplicity, bound, over, entry } = impact;
  const often: Record<typeof multiplicity, string> = {
    'per-element': `once for each of ${over ?? 'the elements'}, without a limit`,
    limit: bound === undefined ? 'a limited number of times' : `at most ${digits(bound)} times`,
    constant: bound === undefined ? 'a few times' : `${digits(bound)} times`,
    once: entry === undefined ? 'each time that it runs' : 'once',
  };
  const level = severity === 'info' ? 'low' : multiplicity === 'per-element' && severity === 'error' ? 'high' : 'medium';
  return { level, basis: 'estimate', text: `${often[multiplicity]}${entry === undefined ? '' : ` per ${entry}`}` };
}
