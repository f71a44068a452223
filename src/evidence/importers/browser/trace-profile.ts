import { groupBy } from '../../../findings/group.ts';
import type { Observation } from '../../types.ts';
import { listOf, numberOf, objectOf, objectsOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { addSelf, nodesOf } from '../v8/cpu-profile.ts';
import { observed } from '../v8/cpu-profile-nodes.ts';
import type { ProfileNode } from '../v8/cpu-profile-nodes.ts';
import type { TraceEvent } from './trace-events.ts';

/** Chunks of one thread's profile, put together. */
interface Profile {
  nodes: JsonObject[];
  self: Map<number, { time: number; ticks: number }>;
  /** Ticks by node and line. */
  lines: Map<number, Map<number, number>>;
}

/** What the CPU profiles in a trace say, one for each thread that was profiled. */
export function profilesOf(events: readonly TraceEvent[]): { observations: Observation[]; duration: number; busy: number } {
  const chunks = groupBy(events.filter(({ name }) => name === 'ProfileChunk'), ({ id }) => id);
  const told = [...chunks.values()].map((own) => {
    const profile: Profile = { nodes: [], self: new Map(), lines: new Map() };
    for (const { data } of own) addChunk(profile, data);
    return observed({ nodes: withLines(nodesOf(profile.nodes), profile.lines), self: profile.self });
  });
  return { observations: told.flatMap(({ observations }) => observations), duration: told.reduce((sum, one) => sum + one.duration, 0), busy: told.reduce((sum, one) => sum + one.busy, 0) };
}

function addChunk({ nodes, self, lines }: Profile, data: JsonObject): void {
  const part = objectOf(data.cpuProfile) ?? {};
  for (const node of objectsOf(part.nodes)) nodes.push(node);
  const deltas = listOf(data.timeDeltas ?? part.timeDeltas);
  const at = listOf(data.lines ?? part.lines);
  for (const [index, sample] of listOf(part.samples).entries()) {
    const id = numberOf(sample);
    addSelf(self, id, numberOf(deltas[index]));
    const line = numberOf(at[index]);
    if (id === undefined || line === undefined || line < 1) continue;
    if (!lines.has(id)) lines.set(id, new Map());
    lines.get(id)!.set(line, (lines.get(id)!.get(line) ?? 0) + 1);
  }
}

function withLines(nodes: ReadonlyMap<number, ProfileNode>, lines: Profile['lines']): Map<number, ProfileNode> {
  return new Map([...nodes].map(([id, node]) => [id, { ...node, lines: [...(lines.get(id) ?? [])].map(([line, ticks]) => ({ line, ticks })) }]));
}
