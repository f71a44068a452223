import { CONFIDENCES, SEVERITIES } from '../../findings/levels.ts';
import type { Evidence, Finding } from '../../findings/types.ts';

/** What multiplies a place, the most first: an estimate where nothing was measured. */
const MULTIPLICITIES: readonly Finding['impact']['multiplicity'][] = ['per-element', 'limit', 'constant', 'once'];

/** Findings by what was measured: by milliseconds per request, then by share of what was busy, then those with any evidence; then by estimate. Equals stay in their order. */
export function ranked(findings: readonly Finding[]): Finding[] {
  return findings
    .map((finding) => ({ finding, keys: keysOf(finding) }))
    .sort((a, b) => firstDifference(a.keys, b.keys))
    .map(({ finding }) => finding);
}

/** Descending. */
function keysOf({ evidence, severity, confidence, impact }: Finding): number[] {
  const runtime = evidence.filter(({ kind }) => kind !== 'plan' && kind !== 'benchmark');
  // What was measured of a route as a whole tells nothing of one place in it.
  const own = runtime.filter(({ joinedBy, verdict }) => verdict === 'observed' && joinedBy !== 'route');
  return [
    Math.max(0, ...own.map(perRequest)),
    Math.max(0, ...own.map((one) => detailOf(one).share ?? 0)),
    own.length > 0 ? 1 : 0,
    runtime.length > 0 ? 1 : 0,
    -SEVERITIES.indexOf(severity),
    -MULTIPLICITIES.indexOf(impact.multiplicity),
    -CONFIDENCES.indexOf(confidence),
  ];
}

function perRequest(one: Evidence): number {
  return one.unit === 'ms' && detailOf(one).per === 'request' ? (one.value ?? 0) : 0;
}

function detailOf({ detail }: Evidence): { share?: number; per?: string } {
  return (detail ?? {}) as { share?: number; per?: string };
}

function firstDifference(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at === -1 ? 0 : b[at]! - a[at]!;
}
