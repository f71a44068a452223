import { theilSen } from '../../statistics/location.ts';
import { routeText } from '../routes.ts';
import type { Distribution, ImportedFile, Metric, Observation, Series } from '../types.ts';
import type { LevelMetric, LevelSource, Measured } from './types.ts';

/** A value of a level, and where it stands. */
export interface Candidate {
  measured: Measured;
  source: LevelSource;
}

/** Points of a series that a slope is told from at least, and at most: it takes all pairs of them. */
const MIN_POINTS = 5;
const MAX_POINTS = 400;

const PERCENTILES: Readonly<Partial<Record<LevelMetric, number>>> = { p50: 50, p95: 95, p99: 99 };
/** Levels whose value is that of an observation. */
const SAME: Readonly<Partial<Record<LevelMetric, Metric>>> = { throughput: 'throughput', 'error-rate': 'error-rate', lcp: 'lcp', inp: 'inp', cls: 'cls', tbt: 'tbt', 'query-time': 'query-time', 'loop-block': 'loop-block' };

/** What a file says of a level; of a route's only what its observations say that are `of` it. */
export function candidates(metric: LevelMetric, file: ImportedFile, of: readonly Observation[]): Candidate[] {
  const source = { file: file.file, tool: file.tool };
  if (metric === 'memory-slope') return (file.series ?? []).flatMap((series) => slopeOf(series) ?? []).map((value) => ({ measured: { value }, source }));
  const percent = PERCENTILES[metric];
  return of.flatMap((observation): Candidate[] => {
    const subject = observation.sql ?? (observation.route && routeText(observation.route));
    const own = { ...source, ...(subject !== undefined && { subject }) };
    if (percent === undefined) return observation.metric === SAME[metric] && observation.per !== 'request' ? [{ measured: { value: observation.value }, source: own }] : [];
    if (observation.metric !== 'response-time' || !observation.distribution) return [];
    return [{ measured: percentileOf(observation.distribution, percent), source: own }];
  });
}

/** A percentile that the tool gives, or between which of its figures it lies. No time is below 0. */
export function percentileOf({ percentiles, min = 0, max }: Distribution, percent: number): Measured {
  const exact = percentiles.find(([one]) => one === percent);
  if (exact) return { value: exact[1] };
  const below = percentiles.findLast(([one]) => one < percent)?.[1] ?? min;
  const above = percentiles.find(([one]) => one > percent)?.[1] ?? max;
  return { low: below, ...(above !== undefined && { high: above }) };
}

/** Bytes in a second by which memory grows (Theil–Sen, which a few points of any height do not move), of the heap after full collections. */
export function slopeOf({ metric, points }: Series): number | undefined {
  if (metric !== 'heap-after-gc' || points.length < MIN_POINTS) return undefined;
  const step = Math.ceil(points.length / MAX_POINTS);
  const some = points.filter((_, index) => index % step === 0);
  const slope = theilSen(some.map(([time]) => time), some.map(([, value]) => value));
  return Number.isNaN(slope) ? undefined : 1000 * slope;
}
