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

/** What is told of a line; or of a function, by what it called outside the project. */
interface Share {
  /** Key of the frame. */
  frame: string;
  place: CodePlace;
  /** What was called outside the project, by name. */
  outside: Map<string, number>;
  weight: number;
  samples: number;
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

/** Frames by what a tool writes of them: each text is read once. */
export function frameReader(read: (text: string) => Frame): (text: string) => Frame {
  const frames = new Map<string, Frame>();
  return (text) => {
    let frame = frames.get(text);
    if (frame === undefined) frames.set(text, (frame = read(text)));
    return frame;
  };
}

/**
 * Adds up what a sampler saw, by places of the project. What happens in code of others (Node's modules, native functions,
 * installed packages) is put down to the nearest caller that is the project's, with the name of what it called as the reason.
 */
export class Attribution {
  private readonly selves = new Map<string, Share>();
  private readonly totals = new Map<string, Share>();
  /** All weight that was added. */
  whole = 0;

  /** @param stack the function that ran first, then its callers */
  add(stack: readonly Frame[], weight: number, samples: number): void {
    this.whole += weight;
    const own = stack.findIndex(({ place }) => place !== undefined);
    if (own === -1) return;
    const seen = new Set<string>();
    for (let index = own; index < stack.length; index++) {
      const { place, key } = stack[index]!;
      if (place === undefined || seen.has(key)) continue;
      seen.add(key);
      addTo(this.totals, undefined, stack, index, weight, samples);
    }
    addTo(this.selves, stack[own - 1]?.name, stack, own, weight, samples);
  }

  /** The places with what is put down to them, the costliest first. What a place takes with all that it calls is told where that is more. */
  observations(kind: Observation['kind'], unit: Unit, metrics: { self: Metric; total?: Metric }, scale = 1): Observation[] {
    const of = (metric: Metric, { place, outside, weight, samples, stack }: Share): Observation => {
      const subject = [...outside].find(([, part]) => part * 2 > weight)?.[0];
      return { kind, metric, value: weight * scale, unit, place, ...(stack.length > 0 && { stack }), ...(this.whole > 0 && { share: weight / this.whole }), samples, ...(subject !== undefined && { subject }) };
    };
    const selves = new Map<string, number>();
    for (const { frame, weight } of this.selves.values()) selves.set(frame, (selves.get(frame) ?? 0) + weight);
    const { self, total } = metrics;
    const calling = total === undefined ? [] : [...this.totals.values()].filter(({ frame, weight }) => weight > (selves.get(frame) ?? 0)).map((share) => of(total, share));
    return [...[...this.selves.values()].map((share) => of(self, share)), ...calling].sort((a, b) => b.value - a.value);
  }
}

function addTo(shares: Map<string, Share>, outside: string | undefined, stack: readonly Frame[], at: number, weight: number, samples: number): void {
  const { key: frame, place } = stack[at]!;
  // A line is one place, whatever it calls; what a function as a whole took is of use only by the call.
  const key = place!.marks === 'line' ? frame : JSON.stringify([frame, outside]);
  let share = shares.get(key);
  if (share === undefined) shares.set(key, (share = { frame, place: place!, outside: new Map(), weight: 0, samples: 0, heaviest: 0, stack: [] }));
  share.weight += weight;
  share.samples += samples;
  if (outside !== undefined) share.outside.set(outside, (share.outside.get(outside) ?? 0) + weight);
  if (weight <= share.heaviest) return;
  share.heaviest = weight;
  share.stack = callersOf(stack, at);
}

function callersOf(stack: readonly Frame[], from: number): CodePlace[] {
  const callers: CodePlace[] = [];
  for (let index = from + 1; index < stack.length && callers.length < MAX_STACK; index++) {
    const { place } = stack[index]!;
    if (place) callers.push(place);
  }
  return callers;
}
