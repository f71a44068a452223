import type { CodePlace, Metric, Observation, Unit } from '../types.ts';
import { isBuiltIn, isDependency } from '../places/tool-path.ts';

/** A function, or a line of one, on a stack. */
export interface Frame {
  /** Where it stands, if that may be a file of the project. */
  place: CodePlace | undefined;
  /** For a reader: the function's name, or what the tool has in its place. */
  name: string;
  /** Equal for equal frames. */
  key: string;
}

/** What is told of the frames that a stack ends in. */
interface Share {
  place: CodePlace;
  self: number;
  total: number;
  samples: number;
  /** What the project's code called there that took the time, by name. */
  outside: Map<string, number>;
  /** The costliest way there: its weight, and the callers, the nearest first. */
  heaviest: number;
  stack: readonly CodePlace[];
}

/** Callers that are kept of a stack. */
const MAX_STACK = 32;

export function frameOf(place: CodePlace, name: string | undefined): Frame {
  const isOwn = !isBuiltIn(place.file) && !isDependency(place.file);
  return {
    place: isOwn ? place : undefined,
    name: name || '(anonymous)',
    key: isOwn ? JSON.stringify([place.file, place.line, place.column, place.function, place.marks]) : '',
  };
}

/**
 * Adds up what a sampler saw, by places of the project. What happens in code of others (Node's modules, native functions,
 * installed packages) is put down to the nearest caller that is the project's, with the name of what it called as the reason.
 */
export class Attribution {
  private readonly shares = new Map<string, Share>();
  /** All weight that was added. */
  whole = 0;

  /** @param stack the function that ran first, then its callers */
  add(stack: readonly Frame[], weight: number, samples: number): void {
    this.whole += weight;
    const own = stack.findIndex(({ place }) => place !== undefined);
    if (own === -1) return;
    const seen = new Set<string>();
    for (let index = own; index < stack.length; index++) {
      const frame = stack[index]!;
      if (frame.place === undefined || seen.has(frame.key)) continue;
      seen.add(frame.key);
      const share = this.shareOf(frame);
      share.total += weight;
      if (index !== own) continue;
      share.self += weight;
      share.samples += samples;
      const called = stack[own - 1]?.name;
      if (called !== undefined) share.outside.set(called, (share.outside.get(called) ?? 0) + weight);
      if (weight > share.heaviest) {
        share.heaviest = weight;
        share.stack = callersOf(stack, own);
      }
    }
  }

  /** The places with what is put down to them, the costliest first. */
  observations(kind: Observation['kind'], unit: Unit, metrics: { self: Metric; total?: Metric }, scale = 1): Observation[] {
    const told = [...this.shares.values()].flatMap(({ place, self, total, samples, outside, stack }): Observation[] => {
      const common = { kind, unit, place, ...(stack.length > 0 && { stack }) };
      const of = (metric: Metric, weight: number): Observation => ({ ...common, metric, value: weight * scale, ...(this.whole > 0 && { share: weight / this.whole }), samples });
      const [name, most] = [...outside].reduce<readonly [string, number]>((best, one) => (one[1] > best[1] ? one : best), ['', 0]);
      return [
        ...(self > 0 ? [{ ...of(metrics.self, self), ...(most * 2 > self && { subject: name }) }] : []),
        ...(metrics.total !== undefined && total > self ? [of(metrics.total, total)] : []),
      ];
    });
    return told.sort((a, b) => b.value - a.value);
  }

  private shareOf({ key, place }: Frame): Share {
    let share = this.shares.get(key);
    if (share === undefined) this.shares.set(key, (share = { place: place!, self: 0, total: 0, samples: 0, outside: new Map(), heaviest: 0, stack: [] }));
    return share;
  }
}

function callersOf(stack: readonly Frame[], from: number): CodePlace[] {
  const callers: CodePlace[] = [];
  for (let index = from + 1; index < stack.length && callers.length < MAX_STACK; index++) {
    const { place } = stack[index]!;
    if (place) callers.push(place);
  }
  return callers;
}
