import type { Measured, ServiceLevel } from '../../evidence/slo/types.ts';
import type { CodePlace, ImportedFile, Observation } from '../../evidence/types.ts';
import { groupBy } from '../../findings/group.ts';
import type { Evidence, Finding } from '../../findings/types.ts';
import type { Bars, Course, Curve, Flame, FlameFrame, LatencyGroup, Plans, PlanTree } from './model.ts';

/** Frames of a stack, and of children, that a flame excerpt has room for. */
const MAX_DEPTH = 12;
const MIN_SHARE = 0.01;
/** Nodes of a plan that are shown. */
const MAX_NODES = 40;
/** Points of a course: more are no wider on any screen. */
const MAX_POINTS = 400;
const MAX_COURSES = 6;
const MAX_ROUTES = 12;

/** The detail of evidence is data that a file may have brought: each part is looked at before it is used. */
type Json = Readonly<Record<string, unknown>>;

function objectOf(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The plans that a planner gave, as it is and with the index. */
export function plansOf(evidence: readonly Evidence[]): Plans | undefined {
  const detail = objectOf(evidence.findLast(({ kind }) => kind === 'plan')?.detail);
  const before = treeOf(detail?.before);
  return before && { sql: textOf(detail?.sql), before, after: treeOf(detail?.after) };
}

function treeOf(plan: unknown): PlanTree | undefined {
  const budget = { left: MAX_NODES };
  return nodeOf(objectOf(plan)?.plan, budget);
}

function nodeOf(value: unknown, budget: { left: number }): PlanTree | undefined {
  const node = objectOf(value);
  const name = textOf(node?.name);
  if (node === undefined || name === undefined || budget.left-- <= 0) return undefined;
  const [table, index, condition, filter] = ['table', 'index', 'condition', 'filter'].map((key) => textOf(node[key]));
  return {
    label: `${name}${table === undefined ? '' : ` on ${table}`}${index === undefined ? '' : ` using ${index}`}`,
    detail: [...(condition === undefined ? [] : [`by ${condition}`]), ...(filter === undefined ? [] : [`each row is tested for ${filter}`])].join('; '),
    cost: numberOf(node.cost),
    rows: numberOf(node.rows),
    unserved: node.kind === 'scan' || node.kind === 'index walk',
    children: listOf(node.children).flatMap((child) => nodeOf(child, budget) ?? []),
  };
}

/** How time goes with size, where a benchmark measured several. */
export function curveOf(evidence: readonly Evidence[]): Curve | undefined {
  const found = evidence.findLast(({ kind, detail }) => kind === 'benchmark' && objectOf(detail)?.curve !== undefined);
  const detail = objectOf(found?.detail);
  if (!found || !detail) return undefined;
  const curve = objectOf(detail.curve);
  const points = listOf(curve?.points ?? detail.curve).flatMap((one) => {
    const { n, suspect, twin } = objectOf(one) ?? {};
    const [size, value] = [numberOf(n), numberOf(suspect)];
    return size === undefined || value === undefined ? [] : [{ n: size, suspect: value, twin: numberOf(twin) }];
  });
  if (points.length < 2) return undefined;
  const over = textOf(curve?.over) ?? 'n';
  const unit = textOf(curve?.unit) ?? 'ms';
  return { title: `${unit === 'ms' ? 'Time' : unit} by ${over}`, over, unit, labels: formsOf(detail), points: points.sort((a, b) => a.n - b.n) };
}

function formsOf(detail: Json): readonly [string, string] {
  return [textOf(detail.suspect) ?? 'as it is', textOf(detail.twin) ?? 'as advised'];
}

/** Two values of one benchmark beside each other. */
export function barsOf(evidence: readonly Evidence[]): Bars | undefined {
  const found = evidence.findLast(({ kind, value, baseline }) => kind === 'benchmark' && value !== undefined && baseline !== undefined);
  const detail = objectOf(found?.detail);
  if (!found || !detail) return undefined;
  const [suspect, twin] = formsOf(detail);
  return { title: found.metric ?? 'measured', unit: found.unit ?? '', bars: [{ label: suspect, value: found.value! }, { label: twin, value: Math.max(found.baseline!, 0) }] };
}

const PERCENTILES: ReadonlySet<string> = new Set(['p50', 'p95', 'p99']);

/** Response times of each route that a level names, with what they were before. */
export function latenciesOf(levels: readonly ServiceLevel[]): LatencyGroup[] {
  const timed = levels.filter(({ metric, baseline, current }) => PERCENTILES.has(metric) && (baseline ?? current) !== undefined);
  const bars = timed.map(({ metric, baseline, current, target, status }) => ({ metric, baseline: upper(baseline), current: upper(current), target, status }));
  const groups = groupBy(bars.keys(), (at) => timed[at]!.route ?? 'all requests');
  return [...groups].slice(0, MAX_ROUTES).map(([route, own]) => ({ route, bars: own.map((at) => bars[at]!).sort((a, b) => (a.metric < b.metric ? -1 : 1)) }));
}

function upper(measured: Measured | undefined): number | undefined {
  if (measured === undefined) return undefined;
  return 'value' in measured ? measured.value : (measured.high ?? measured.low);
}

/** What was measured over time: blocks of the event loop first. */
export function coursesOf(recordings: readonly ImportedFile[]): Course[] {
  const courses = recordings.flatMap(({ file, series = [] }) =>
    series.flatMap(({ metric, title, unit, points }) => {
      if (points.length < 2) return [];
      const start = points[0]![0];
      return [{ metric, course: { title, unit, source: file, points: thinned(points).map(([time, value]) => [time - start, value] as const) } }];
    }),
  );
  const isLoop = ({ metric }: { metric: Observation['metric'] }): number => (metric === 'loop-block' || metric === 'loop-delay' ? 0 : 1);
  return courses.sort((a, b) => isLoop(a) - isLoop(b)).slice(0, MAX_COURSES).map(({ course }) => course);
}

/** Of each stretch the largest value: a mean would hide the blocks. */
function thinned(points: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  if (points.length <= MAX_POINTS) return points;
  const size = Math.ceil(points.length / MAX_POINTS);
  return Array.from({ length: Math.ceil(points.length / size) }, (_, at) => points.slice(at * size, (at + 1) * size).reduce((best, point) => (point[1] > best[1] ? point : best)));
}

interface Growing {
  name: string;
  place: string | undefined;
  value: number;
  finding: number | undefined;
  children: Map<string, Growing>;
}

/**
 * The stacks of the profile that has most of them, from the outermost caller inwards. A place has one stack in the recording, its
 * costliest, so that this is an excerpt; frames below a hundredth of the whole are left out.
 *
 * @param rankAt the rank of the finding around a place, if there is one
 */
export function flameOf(recordings: readonly ImportedFile[], rankAt: (place: CodePlace) => number | undefined): Flame | undefined {
  const profiles = recordings.flatMap(({ file, observations }) => {
    const stacks = observations.filter(({ kind, metric, place }) => kind === 'profile' && metric === 'self-time' && place !== undefined);
    return stacks.length < 2 ? [] : [{ file, stacks, whole: stacks.reduce((sum, { value }) => sum + value, 0) }];
  });
  const profile = profiles.reduce<(typeof profiles)[number] | undefined>((best, one) => (best === undefined || one.whole > best.whole ? one : best), undefined);
  if (profile === undefined || profile.whole <= 0) return undefined;
  const root: Growing = { name: 'all', place: undefined, value: profile.whole, finding: undefined, children: new Map() };
  for (const { place, stack = [], value } of profile.stacks) {
    let at = root;
    for (const frame of [...stack.toReversed(), place!].slice(-MAX_DEPTH)) {
      const key = `${frame.function ?? ''}\0${frame.file}\0${frame.marks === 'function' ? frame.line : ''}`;
      const child: Growing = at.children.get(key) ?? { name: frame.function ?? '(anonymous)', place: frame.line === undefined ? frame.file : `${frame.file}:${frame.line}`, value: 0, finding: undefined, children: new Map() };
      at.children.set(key, child);
      child.value += value;
      child.finding ??= rankAt(frame);
      at = child;
    }
  }
  return { title: `Stacks of ${profile.file}`, unit: profile.stacks[0]!.unit, root: settled(root, profile.whole * MIN_SHARE) };
}

function settled({ name, place, value, finding, children }: Growing, least: number): FlameFrame {
  const shown = [...children.values()].filter((child) => child.value >= least).sort((a, b) => b.value - a.value);
  return { name, place, value, finding, children: shown.map((child) => settled(child, least)) };
}

/** Whether a place of a tool lies in a finding's place. */
export function isAt({ location }: Pick<Finding, 'location'>, { file, line }: CodePlace): boolean {
  return line !== undefined && file === location.file && location.line <= line && line <= location.endLine;
}
