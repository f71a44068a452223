import type { Metric } from '../types.ts';

const BLOCKING = ['sync-io-in-async', 'blocking-cpu-in-async', 'static-io-per-request'];
const COMPUTING = ['unsafe-regex', 'quadratic-loop', 'spread-accumulator', 'repeated-construction'];
const MEMORY = ['unbounded-cache', 'listener-leak', 'timer-leak', 'spread-accumulator', 'repeated-construction'];
const REPEATING = ['n-plus-one', 'lazy-relation-in-loop', 'bulk-write-in-loop', 'repeated-query'];
const QUERYING = [...REPEATING, 'missing-index', 'unindexed-foreign-key', 'non-sargable-filter', 'unbounded-query', 'over-fetching', 'io-in-transaction'];

/** Rules whose findings a metric says something about: time on the processor tells nothing of a leak. What tells more of the cost comes first. */
const RULES: Readonly<Partial<Record<Metric, readonly string[]>>> = {
  'query-time': QUERYING,
  'self-time': [...BLOCKING, ...COMPUTING],
  'repeated-queries': REPEATING,
  'repeated-requests': ['n-plus-one', 'sequential-await', 'unbounded-concurrency'],
  'blocking-calls': BLOCKING,
  retained: MEMORY,
  allocated: MEMORY,
  'memory-growth': MEMORY,
  rows: QUERYING,
};

/** Metrics of a route as a whole, which every finding of its entry may be a part of. */
export const OF_ROUTES: ReadonlySet<Metric> = new Set(['response-time']);

/** Rules whose findings are one call: time that a function as a whole took is theirs only if the tool names that call. */
const ONE_CALL: ReadonlySet<string> = new Set(BLOCKING);

/** Metrics that say something of findings, in the order in which they are shown. */
export const SHOWN: readonly string[] = [...Object.keys(RULES), ...OF_ROUTES];

export function isRelevant(metric: Metric, rule: string): boolean {
  return OF_ROUTES.has(metric) || (RULES[metric]?.includes(rule) ?? false);
}

export function needsCall(rule: string): boolean {
  return ONE_CALL.has(rule);
}
