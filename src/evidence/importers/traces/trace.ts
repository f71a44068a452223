import { normalText } from '../../statements/normal.ts';
import type { Route } from '../../types.ts';
import type { Span } from './spans.ts';

/** Statements of one request, or of one part of it, that differ in values alone. */
export interface Siblings {
  normal: string;
  spans: readonly Span[];
  route: Route | undefined;
  /** What they cost beyond one of them, in milliseconds, if one came after the other; undefined where they ran together, or are few. */
  repeated: number | undefined;
}

/** Siblings that are repeated, rather than asked for. */
const MIN_SIBLINGS = 5;
/** Tracers of JavaScript take a span's beginning from a clock that counts milliseconds, and its length from a finer one. */
const CLOCK = 1;
const MAX_DEPTH = 1000;

/** What one trace says of its statements. */
export function siblingsOf(spans: readonly Span[]): Siblings[] {
  const byId = new Map(spans.map((span) => [span.id, span]));
  const statements = leavesOf(spans.filter(({ sql, kind }) => sql !== undefined && kind !== 'server'), byId);
  const inside = countInside(statements, byId);
  const groups = new Map<string, { normal: string; spans: Span[]; route: Route | undefined }>();
  for (const span of statements) {
    const normal = normalText(span.sql!);
    const key = `${containerOf(span, byId, inside)?.id ?? ''} ${span.place?.file ?? ''}:${span.place?.line ?? ''} ${normal}`;
    const group = groups.get(key);
    if (group) group.spans.push(span);
    else groups.set(key, { normal, spans: [span], route: ancestors(span, byId).find(({ kind }) => kind === 'server')?.route });
  }
  return [...groups.values()].map((group) => ({ ...group, repeated: repeatedCost(group.spans) }));
}

/** An ORM’s span and its driver’s may both name the statement: the inner one is it. */
function leavesOf(statements: readonly Span[], byId: ReadonlyMap<string, Span>): Span[] {
  const outer = new Set(statements.flatMap((span) => ancestors(span, byId).filter(({ sql }) => sql !== undefined)));
  return statements.filter((span) => !outer.has(span));
}

/** Statements below each span. */
function countInside(statements: readonly Span[], byId: ReadonlyMap<string, Span>): Map<Span, number> {
  const counts = new Map<Span, number>();
  for (const span of statements) for (const outer of ancestors(span, byId)) counts.set(outer, (counts.get(outer) ?? 0) + 1);
  return counts;
}

/** The nearest span around a statement that has more to do than this one: an ORM wraps each in spans of its own. */
function containerOf(span: Span, byId: ReadonlyMap<string, Span>, inside: ReadonlyMap<Span, number>): Span | undefined {
  const around = ancestors(span, byId);
  return around.find((outer) => outer.kind === 'server' || inside.get(outer)! > 1) ?? around.at(-1);
}

/** The spans around one, the nearest first. */
function ancestors(span: Span, byId: ReadonlyMap<string, Span>): Span[] {
  const found: Span[] = [];
  for (let at = span.parent; at !== undefined && found.length < MAX_DEPTH; ) {
    const outer = byId.get(at);
    if (outer === undefined || outer === span || found.includes(outer)) break;
    found.push(outer);
    at = outer.parent;
  }
  return found;
}

function repeatedCost(spans: readonly Span[]): number | undefined {
  if (spans.length < MIN_SIBLINGS || spans.some(({ kind }) => kind !== 'client')) return undefined;
  const sorted = [...spans].sort((a, b) => a.start - b.start);
  const times = sorted.map(({ start, end }) => end - start);
  const extent = Math.max(...sorted.map(({ end }) => end)) - sorted[0]!.start;
  const overlaps = sorted.some(({ start }, index) => index > 0 && start < sorted[index - 1]!.end - CLOCK);
  if (overlaps || times.reduce((sum, time) => sum + time, 0) > extent + CLOCK) return undefined;
  return times.reduce((sum, time) => sum + time, 0) - Math.max(...times);
}
