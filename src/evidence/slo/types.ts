/** Service levels: what a team promises, beside what was measured. Times are milliseconds, sizes bytes, rates lie between 0 and 1. */

/** What a level is about. `p50` to `error-rate` are of requests, `lcp` to `tbt` of a page, the rest of the process. */
export type LevelMetric = 'p50' | 'p95' | 'p99' | 'throughput' | 'error-rate' | 'lcp' | 'inp' | 'cls' | 'tbt' | 'query-time' | 'loop-block' | 'memory-slope';

export type LevelUnit = 'ms' | 'per-second' | 'ratio' | 'score' | 'bytes-per-second';

/** Levels of one route, as a config has them. Times are milliseconds, `errorRate` lies between 0 and 1. */
export interface RouteLevels {
  p50?: number | undefined;
  p95?: number | undefined;
  p99?: number | undefined;
  /** Requests in a second, at least. */
  throughput?: number | undefined;
  errorRate?: number | undefined;
}

/** `slo` of a config. */
export interface LevelSettings {
  /** By route: `GET /orders/:id`, `/orders` with any method, `*` for all requests together. */
  routes?: Readonly<Record<string, RouteLevels>> | undefined;
  /** Milliseconds, and for `cls` a score. */
  page?: { lcp?: number | undefined; inp?: number | undefined; cls?: number | undefined; tbt?: number | undefined } | undefined;
  /** Milliseconds of a statement, on average; 100 where nothing is said. */
  queryTime?: number | undefined;
  /** Milliseconds for which the event loop is held. */
  loopBlock?: number | undefined;
  /** Bytes by which the heap grows in a second. */
  memorySlope?: number | undefined;
}

/** A level that the config asks for. */
export interface LevelTarget {
  metric: LevelMetric;
  /** As the config names it: `GET /orders/:id`, `/orders`; absent: all requests together, the page, the process. */
  route?: string;
  /** In the level's unit. */
  target: number;
}

/**
 * What was measured: a value, or what the tool's figures leave of it. Nothing is interpolated: of a tool that gives p90 and p97.5
 * alone, p95 lies between the two. Without `high` nothing bounds it.
 */
export type Measured = { readonly value: number } | { readonly low: number; readonly high?: number };

/**
 * `not-measured`: no file says anything of it. `not-resolvable`: a file does, but what it gives lies on both sides of the target.
 */
export type LevelStatus = 'pass' | 'fail' | 'not-measured' | 'not-resolvable';

/** What a value was read from. */
export interface LevelSource {
  /** As it was named. */
  file: string;
  tool: string;
  /** What it is of, where that says more than the level: the statement that took longest, the route that was asked. */
  subject?: string;
}

/** One level: its target, what was measured before and now, and whether it is met. */
export interface ServiceLevel {
  metric: LevelMetric;
  /** As the config names it; absent: all requests together, the page, the process. */
  route?: string;
  target: number;
  /** Whether a value must not be more than the target, or not less. */
  bound: 'at-most' | 'at-least';
  unit: LevelUnit;
  /** Of the saved file that it is compared with. */
  baseline?: Measured;
  current?: Measured;
  status: LevelStatus;
  /** Of `current`. */
  source?: LevelSource;
}
