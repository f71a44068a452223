import { CONFIDENCES, SEVERITIES } from './levels.ts';
import type { Evidence, Finding } from './types.ts';

/** What was measured of a finding in a running system. */
export interface Cost {
  /** Milliseconds of a request. */
  perRequest?: number;
  /** Of the time in which the processor was busy, of that of all statements, or of the bytes that were allocated; 0 to 1. */
  share?: number;
  evidence: Evidence;
}

/** What counts as much: of a request's milliseconds, and of a share. */
export const LARGE = { perRequest: 10, share: 0.1 };

const RUNTIME: ReadonlySet<Evidence['kind']> = new Set(['profile', 'trace', 'query-log', 'load-test', 'heap']);

const TIMES: Readonly<Record<Finding['impact']['multiplicity'], number>> = { 'per-element': 3, limit: 2, constant: 1, once: 0 };

/** The costliest that was measured of it in a running system; undefined where nothing was. What was measured of a route as a whole tells nothing of one place in it. */
export function measuredCost({ evidence }: Pick<Finding, 'evidence'>): Cost | undefined {
  const costs = evidence.filter(({ kind, verdict, joinedBy }) => RUNTIME.has(kind) && joinedBy !== 'route' && (verdict === 'observed' || verdict === 'confirmed')).map(costOf);
  return costs.reduce<Cost | undefined>((best, cost) => (best === undefined || sizeOf(cost) > sizeOf(best) ? cost : best), undefined);
}

/** `detail` is data that a file may have brought. */
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
export function weights(finding: Finding): readonly number[] {
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

/** The costliest first; equals stay in their order. */
export function ranked(findings: readonly Finding[]): Finding[] {
  return findings
    .map((finding) => ({ finding, weight: weights(finding) }))
    .sort((a, b) => compareWeights(a.weight, b.weight))
    .map(({ finding }) => finding);
}
