import type { LevelMetric, LevelSettings, LevelTarget, LevelUnit, RouteLevels } from './types.ts';

/** Milliseconds that a statement of a transactional application may take. */
const QUERY_TIME = 100;
/** Stands for all requests. */
const ALL = '*';

export const UNITS: Readonly<Record<LevelMetric, LevelUnit>> = {
  p50: 'ms', p95: 'ms', p99: 'ms', throughput: 'per-second', 'error-rate': 'ratio',
  lcp: 'ms', inp: 'ms', cls: 'score', tbt: 'ms',
  'query-time': 'ms', 'loop-block': 'ms', 'memory-slope': 'bytes-per-second',
};

const OF_ROUTE: readonly (readonly [keyof RouteLevels, LevelMetric])[] = [['p50', 'p50'], ['p95', 'p95'], ['p99', 'p99'], ['throughput', 'throughput'], ['errorRate', 'error-rate']];

/** What a config asks for, one by one, in the order in which it is shown. */
export function targetsOf({ routes = {}, page = {}, queryTime = QUERY_TIME, loopBlock, memorySlope }: LevelSettings): LevelTarget[] {
  const some = (metric: LevelMetric, target: number | undefined, route?: string): LevelTarget[] => (target === undefined ? [] : [{ metric, ...(route !== undefined && { route }), target }]);
  return [
    ...Object.entries(routes).flatMap(([route, levels]) => OF_ROUTE.flatMap(([key, metric]) => some(metric, levels[key], route === ALL ? undefined : route))),
    ...(['lcp', 'inp', 'cls', 'tbt'] as const).flatMap((metric) => some(metric, page[metric])),
    ...some('query-time', queryTime),
    ...some('loop-block', loopBlock),
    ...some('memory-slope', memorySlope),
  ];
}

/** Throughput alone must not be less. */
export function boundOf(metric: LevelMetric): 'at-most' | 'at-least' {
  return metric === 'throughput' ? 'at-least' : 'at-most';
}
