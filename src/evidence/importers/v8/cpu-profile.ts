import { ContentError } from '../../errors.ts';
import type { Importer } from '../../importer.ts';
import { listOf, numberOf, objectOf, objectsOf, required } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { callFrame } from './call-frame.ts';
import { observed } from './cpu-profile-nodes.ts';
import type { ProfileNode, Samples } from './cpu-profile-nodes.ts';

/** https://chromedevtools.github.io/devtools-protocol/v8/Profiler/#type-Profile */
export const cpuProfile: Importer = {
  id: 'cpuprofile',
  name: 'V8 CPU profile (node --cpu-prof)',
  recognises: (head) => head.has('nodes[].callFrame') && !head.has('snapshot'),
  async read(input) {
    const profile = required(objectOf(await input.json()), 'profile');
    return { tool: 'V8', ...observed({ nodes: nodesOf(objectsOf(profile.nodes)), self: selfOf(profile) }) };
  },
};

/** Nodes name their children, or each its parent. */
export function nodesOf(nodes: readonly JsonObject[]): Map<number, ProfileNode> {
  const parents = new Map<number, number>();
  for (const { id, children } of nodes) {
    for (const child of listOf(children)) if (numberOf(child) !== undefined && numberOf(id) !== undefined) parents.set(numberOf(child)!, numberOf(id)!);
  }
  return new Map(
    nodes.flatMap((node): [number, ProfileNode][] => {
      const id = numberOf(node.id);
      if (id === undefined) return [];
      const lines = objectsOf(node.positionTicks).flatMap(({ line, ticks }) => (numberOf(line) === undefined || numberOf(ticks) === undefined ? [] : [{ line: numberOf(line)!, ticks: numberOf(ticks)! }]));
      return [[id, { frame: callFrame(node.callFrame), parent: parents.get(id) ?? numberOf(node.parent), lines }]];
    }),
  );
}

/** The time of a node is that of the samples that it was on top of; `hitCount` alone counts them. */
function selfOf(profile: JsonObject): Samples['self'] {
  const samples = listOf(profile.samples);
  const deltas = listOf(profile.timeDeltas);
  if (samples.length > 0 && deltas.length < samples.length) throw new ContentError(`it has ${samples.length} samples, but times for only ${deltas.length} of them`);
  const self = new Map<number, { time: number; ticks: number }>();
  for (const [index, sample] of samples.entries()) addSelf(self, numberOf(sample), numberOf(deltas[index]));
  if (self.size === 0) throw new ContentError('it has no samples: nothing ran while it was recorded, or they were left out');
  return self;
}

/** Adds a sample; clocks that ran backwards give no time. */
export function addSelf(self: Map<number, { time: number; ticks: number }>, id: number | undefined, time: number | undefined): void {
  if (id === undefined || time === undefined) return;
  const { time: before, ticks } = self.get(id) ?? { time: 0, ticks: 0 };
  self.set(id, { time: before + Math.max(time, 0), ticks: ticks + 1 });
}
