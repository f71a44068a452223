import type { Distribution, Observation, Route } from '../../types.ts';

/** What a load test measured of one route, or of all requests together. */
export interface Measurements {
  route?: Route | undefined;
  /** In milliseconds. */
  times?: Distribution | undefined;
  requests?: number | undefined;
  /** Requests in a second. */
  perSecond?: number | undefined;
  /** Requests that got no answer, or one of status 400 and above. */
  failed?: number | undefined;
  /** The same as a share, where the tool tells that alone. */
  failedShare?: number | undefined;
  /** Line of the file. */
  at?: number | undefined;
}

export function observationsOf({ route, times, requests, perSecond, failed, failedShare, at }: Measurements): Observation[] {
  const base = { kind: 'load-test' as const, ...(route && { route }), ...(requests !== undefined && { samples: requests }), ...(at !== undefined && { at }) };
  const time = times && (times.mean ?? times.percentiles.find(([percent]) => percent === 50)?.[1]);
  const share = failedShare ?? (failed === undefined || !requests ? undefined : failed / requests);
  return [
    ...(time === undefined ? [] : [{ ...base, metric: 'response-time' as const, value: time, unit: 'ms' as const, per: 'request' as const, distribution: times! }]),
    ...(perSecond === undefined ? [] : [{ ...base, metric: 'throughput' as const, value: perSecond, unit: 'per-second' as const }]),
    ...(share === undefined ? [] : [{ ...base, metric: 'error-rate' as const, value: share, unit: 'ratio' as const }]),
    ...(requests === undefined ? [] : [{ ...base, metric: 'requests' as const, value: requests, unit: 'count' as const }]),
  ];
}

/** A distribution of what is there of it. */
export function distribution(figures: Omit<{ [K in keyof Distribution]: Distribution[K] | undefined }, 'percentiles'>, percentiles: readonly (readonly [number, number | undefined])[]): Distribution {
  const known = Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== undefined)) as Omit<Distribution, 'percentiles'>;
  const given = percentiles.filter((one): one is readonly [number, number] => one[1] !== undefined);
  return { ...known, percentiles: [...new Map(given)].sort(([a], [b]) => a - b) };
}
