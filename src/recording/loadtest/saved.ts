/** The file of a load test that perf-lint drove: what `src/evidence/importers/load-tests/perf-lint.ts` reads. Times are milliseconds. */

export interface SavedLoadTest {
  perfLint: 'loadtest';
  version: 1;
  /** perf-lint and what it drove with: `perf-lint 0.1.0`, `autocannon`. */
  tool: string;
  driver: string;
  /** Scheme, host and port. */
  server: string;
  connections: number;
  routes: SavedRoute[];
}

export interface SavedRoute {
  method: string;
  /** A pattern, or a path. */
  path: string;
  /** What was asked. */
  asked: string;
  seconds: number;
  /** Requests that were answered, and those that were not. */
  answered: number;
  unanswered: number;
  /** Answers by status. */
  statuses: Record<string, number>;
  times: { min: number; max: number; mean: number; percentiles: [percent: number, value: number][] };
}
