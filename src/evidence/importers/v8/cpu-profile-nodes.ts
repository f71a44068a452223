import { ContentError } from '../../errors.ts';
import { Attribution } from '../../profile/attribution.ts';
import type { Frame } from '../../profile/attribution.ts';
import type { Observation } from '../../types.ts';
import { atLine } from './call-frame.ts';

/** A node of V8's call tree. */
export interface ProfileNode {
  frame: Frame;
  /** Id of the caller's node. */
  parent: number | undefined;
  /** Ticks by line, from 1; empty where the profile has none. */
  lines: readonly { line: number; ticks: number }[];
}

/** What V8 sampled. */
export interface Samples {
  nodes: ReadonlyMap<number, ProfileNode>;
  /** Microseconds and ticks by node. */
  self: ReadonlyMap<number, { time: number; ticks: number }>;
}

/** Time in which the process waited, or of which V8 tells nothing, is no part of what it was busy with. */
const NOT_BUSY: ReadonlySet<string> = new Set(['(root)', '(program)', '(idle)']);
const GARBAGE_COLLECTOR = '(garbage collector)';

/** What a call tree of V8 says: CPU time by line and function, what the garbage collector took; and milliseconds of the whole and of those in which the process was busy. */
export function observed({ nodes, self }: Samples): { observations: Observation[]; duration: number; busy: number } {
  const attribution = new Attribution();
  let whole = 0;
  let collected = { time: 0, ticks: 0 };
  for (const [id, cost] of self) {
    whole += cost.time;
    const node = nodes.get(id);
    if (node === undefined || NOT_BUSY.has(node.frame.name)) continue;
    if (node.frame.name === GARBAGE_COLLECTOR) collected = { time: collected.time + cost.time, ticks: collected.ticks + cost.ticks };
    const [frame, ...callers] = stackOf(id, nodes);
    const ticks = node.lines.reduce((sum, line) => sum + line.ticks, 0);
    if (ticks === 0) attribution.add([frame!, ...callers], cost.time, cost.ticks);
    else for (const line of node.lines) attribution.add([atLine(frame!, line.line), ...callers], (cost.time * line.ticks) / ticks, line.ticks);
  }
  const busy = attribution.whole;
  return {
    observations: [
      ...attribution.observations('profile', 'ms', { self: 'self-time', total: 'total-time' }, 1 / 1000),
      ...(collected.time > 0 ? [{ kind: 'profile' as const, metric: 'gc-pause' as const, value: collected.time / 1000, unit: 'ms' as const, share: collected.time / busy, samples: collected.ticks }] : []),
    ],
    duration: whole / 1000,
    busy: busy / 1000,
  };
}

/** The node's frame and those of its callers. */
function stackOf(id: number, nodes: Samples['nodes']): Frame[] {
  const stack: Frame[] = [];
  for (let at: number | undefined = id; at !== undefined; at = nodes.get(at)?.parent) {
    const node = nodes.get(at);
    if (node === undefined) break;
    stack.push(node.frame);
    if (stack.length > nodes.size) throw new ContentError('its call tree leads back to itself');
  }
  return stack;
}
