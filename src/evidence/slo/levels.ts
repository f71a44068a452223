import { routeText } from '../routes.ts';
import type { ImportedFile, Observation } from '../types.ts';
import { candidates } from './measured.ts';
import type { Candidate } from './measured.ts';
import { routeTeller } from './routes.ts';
import { boundOf, UNITS } from './targets.ts';
import type { LevelStatus, LevelTarget, Measured, ServiceLevel } from './types.ts';

/**
 * Judges measurements by what they should be. Where several files, or several routes of one pattern, say something of a level, the
 * worst of them counts. `baseline` are levels that an earlier run saved.
 */
export function serviceLevels(targets: readonly LevelTarget[], files: readonly ImportedFile[], baseline: readonly ServiceLevel[] = []): ServiceLevel[] {
  const tell = routeTeller(targets.flatMap(({ route }) => route ?? []));
  return targets.map(({ metric, route, target }): ServiceLevel => {
    const found = files.flatMap((file) => candidates(metric, file, isOfRequests(metric) ? observationsOf(file, route, tell) : file.observations));
    const bound = boundOf(metric);
    const worst = found.sort((a, b) => order(a, b, bound)).at(-1);
    const before = baseline.find((level) => level.metric === metric && level.route === route)?.current;
    return {
      metric, ...(route !== undefined && { route }), target, bound, unit: UNITS[metric],
      ...(before && { baseline: before }),
      ...(worst && { current: worst.measured, source: worst.source }),
      status: worst === undefined ? 'not-measured' : statusOf(worst.measured, target, bound),
    };
  });
}

/** Where the bounds of a value lie on both sides of the target, nothing is decided. */
export function statusOf(measured: Measured, target: number, bound: ServiceLevel['bound']): Exclude<LevelStatus, 'not-measured'> {
  const { low, high = Infinity } = 'value' in measured ? { low: measured.value, high: measured.value } : measured;
  const [fails, passes] = bound === 'at-most' ? [low > target, high <= target] : [high < target, low >= target];
  return fails ? 'fail' : passes ? 'pass' : 'not-resolvable';
}

function isOfRequests(metric: LevelTarget['metric']): boolean {
  return ['p50', 'p95', 'p99', 'throughput', 'error-rate'].includes(metric);
}

/** Of a route, or of all requests: a file that tells of one route alone tells of all of its requests. */
function observationsOf({ observations }: ImportedFile, route: string | undefined, tell: ReturnType<typeof routeTeller>): Observation[] {
  if (route !== undefined) return observations.filter((one) => one.route && tell(one.route) === route);
  const whole = observations.filter((one) => one.route === undefined);
  if (whole.some(({ metric }) => metric === 'response-time')) return whole;
  const routes = new Set(observations.flatMap((one) => (one.route ? [routeText(one.route)] : [])));
  return routes.size === 1 ? [...observations] : whole;
}

/** The worse one last. */
function order(a: Candidate, b: Candidate, bound: ServiceLevel['bound']): number {
  const worst = ({ measured }: Candidate): number => ('value' in measured ? measured.value : bound === 'at-most' ? (measured.high ?? Infinity) : measured.low);
  return bound === 'at-most' ? worst(a) - worst(b) : worst(b) - worst(a);
}
